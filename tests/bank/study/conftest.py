"""The bank that the study leans on."""

import copy

import pytest

from questions.bank import read_bank
from questions.bank.study import Beside
from tests.bank.study.sound import SET
from tests.bank.writing import make_bank, simple


@pytest.fixture(scope="module")
def bank(tmp_path_factory):
    """What a study leans on: `one`, `two`, `draft`, `hands-on`, and a set."""
    root = make_bank(tmp_path_factory.mktemp("study") / "bank", "one", "two")
    draft = simple("draft", status="draft")
    (root / "optimisation" / "draft.md").write_text(draft)
    (root.parent / "sets").mkdir()
    (root.parent / "sets" / "taster.yaml").write_text(SET)
    library = read_bank(root)
    assert library.problems == []
    # The kind is all that counts here; a sound implementation question is another test's matter.
    library.questions["hands-on"] = copy.copy(library.questions["one"])
    library.questions["hands-on"].slug = "hands-on"
    library.questions["hands-on"].kind = "implementation"
    return Beside(library.questions, library.sets)

"""Whole documents of the shapes that people have, read as a person would read them."""

from functools import reduce

import pytest

from questions.importing import find_questions, read_file
from tests.importing.measure import (
    DOCUMENTS,
    LISTS,
    UNSEEN,
    Tally,
    documents,
    expected_of,
    measure,
)


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.name)
def test_a_document_is_read_as_a_person_reads_it(path):
    found = find_questions(read_file(path)).questions
    wanted = expected_of(path)
    assert [question.prompt for question in found] == [want["prompt"] for want in wanted]
    for question, want in zip(found, wanted, strict=True):
        stated = {"answer": None} | {name: [] for name in LISTS} | want
        assert {name: getattr(question, name) for name in stated} == stated


def test_what_is_not_a_question_is_left_out_with_its_reason():
    left_out = find_questions(read_file(DOCUMENTS / "readme_details.md")).left_out
    assert any("contribute" in part.reason for part in left_out)
    assert [part.line for part in left_out] == sorted(part.line for part in left_out)


def test_the_documents_together_are_read_without_a_miss():
    total = reduce(Tally.__add__, map(measure, documents()))
    assert total.exact == total.right == total.found == total.expected > 50
    assert total.fields == {name: total.asked[name] for name in total.fields}
    assert total.bounds == 1


def test_documents_of_another_author_are_read_nearly_whole():
    """Written without a look at the reader; docs/importing.md says how they were read at first."""
    total = reduce(Tally.__add__, map(measure, documents(UNSEEN)))
    assert total.expected > 600
    assert total.precision > 0.98
    assert total.recall > 0.98
    assert total.exact > 0.98 * total.expected
    assert total.bounds > 0.97

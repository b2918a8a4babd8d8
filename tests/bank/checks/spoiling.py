"""One question beside a sound bank, and what is said about it."""

from questions.bank import read_bank
from tests.bank.writing import make_bank


def problems_of(tmp_path, source):
    """The problems of one question beside a sound bank."""
    root = make_bank(tmp_path, "other")
    (root / "optimisation" / "mine.md").write_text(source, encoding="utf-8")
    found = read_bank(root).problems
    assert {problem.path.name for problem in found} <= {"mine.md"}
    return found


def said(found):
    return "\n".join(f"{problem.line}: {problem.message}" for problem in found)

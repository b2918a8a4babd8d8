"""docs/reliability.md: its rows, numbered without a gap, and every test it names exists."""

import re

from up.places import ROOT

PAGE = (ROOT / "docs" / "reliability.md").read_text()
ROWS = re.findall(r"^\| (\d+) \|(.*)\|(.*)\|(.*)\|$", PAGE, re.MULTILINE)


def test_every_row_is_answered():
    assert len(ROWS) >= 43
    assert [int(number) for number, *_ in ROWS] == list(range(1, len(ROWS) + 1))
    for number, _, answer, shown_by in ROWS:
        assert re.search(r"::", shown_by) or answer.strip().startswith("Does not apply"), number


def test_every_test_that_is_named_exists():
    named = re.findall(r"`(tests/[^:`]+)::([^`]+)`", PAGE)
    assert len(named) > 50
    missing = [f"{file}::{name}" for file, name in named if not _holds(file, name)]
    assert missing == []


def _holds(file: str, name: str) -> bool:
    text = (ROOT / file).read_text() if (ROOT / file).exists() else ""
    return f"def {name}(" in text if file.endswith(".py") else f'("{name}"' in text

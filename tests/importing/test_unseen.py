"""The unseen documents say what they promise: each question stands in its document, in order.

Only the lists are judged here, not the importer: `measure.py` does that.
"""

import re

import pytest

from tests.importing.measure import (
    FIELDS,
    LISTS,
    UNSEEN,
    UNSEEN2,
    documents,
    expected_of,
    plain,
)

SECTION, ANSWER, *OTHERS = FIELDS
KEYS = [SECTION, "prompt", "prompt_also", ANSWER, "answer_also", *OTHERS]


def text_of(path):
    data = path.read_bytes()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")


def words(text):
    """Without markup, so that what a person copies can be found again."""
    return re.sub(r"[\W_]+", "", re.sub(r"-\s*\n\s*", "", text))


@pytest.mark.parametrize("folder", [UNSEEN, UNSEEN2], ids=lambda folder: folder.name)
def test_each_document_has_its_list(folder):
    lists = {path.stem for path in folder.glob("*.yaml")}
    assert lists == {path.stem for path in documents(folder)}


@pytest.mark.parametrize("path", documents(UNSEEN) + documents(UNSEEN2), ids=lambda path: path.name)
def test_every_question_stands_where_its_list_says(path):
    wanted = expected_of(path)
    lines = text_of(path).replace("\r\n", "\n").split("\n")
    assert len(wanted) >= 5
    starts = [want["source_line"] for want in wanted]
    assert starts == sorted(starts)
    for want in wanted:
        assert list(want) == [key for key in KEYS if key in want]
        assert want["prompt"] == plain(want["prompt"])
        stretch = words("\n".join(lines[want["source_line"] - 1 :]))
        assert words(want["prompt"])[:12] in stretch[:200]
        for name in LISTS:
            assert all(words(text) in stretch for text in want.get(name, []))
        assert words(want.get("answer") or "") in stretch

"""A step is done only when what it was made from has not changed since it ended."""

import pytest

from up import stamps


@pytest.fixture
def sources(tmp_path):
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "a.js").write_text("a")
    (folder / "b.js").write_text("b")
    return folder


def test_the_hash_follows_content_and_names(sources):
    before = stamps.content_hash([sources, "node 24"])
    assert stamps.content_hash([sources, "node 24"]) == before
    assert stamps.content_hash([sources, "node 25"]) != before

    (sources / "a.js").rename(sources / "c.js")
    renamed = stamps.content_hash([sources, "node 24"])
    assert renamed != before

    (sources / "c.js").write_text("changed")
    assert stamps.content_hash([sources, "node 24"]) not in (before, renamed)


def test_two_files_that_swap_their_content_are_a_change(sources):
    before = stamps.content_hash([sources])
    (sources / "a.js").write_text("b")
    (sources / "b.js").write_text("a")
    assert stamps.content_hash([sources]) != before


def test_what_python_compiles_is_no_change(sources):
    before = stamps.content_hash([sources])
    (sources / "__pycache__").mkdir()
    (sources / "__pycache__" / "a.cpython-311.pyc").write_text("compiled")
    assert stamps.content_hash([sources]) == before


def test_a_stamp_lasts_from_the_end_of_a_step_to_its_next_beginning(tmp_path):
    stamp = tmp_path / "made" / ".installed"
    assert not stamps.is_fresh(stamp, "abc")
    stamps.finish(stamp, "abc")
    assert stamps.is_fresh(stamp, "abc")
    assert not stamps.is_fresh(stamp, "other inputs")
    stamps.begin(stamp)
    assert not stamps.is_fresh(stamp, "abc")

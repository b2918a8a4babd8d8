"""Files nobody wrote by hand: the reader names them and goes on. No database."""

import pytest

from questions.bank import read_bank
from tests.bank.writing import make_bank, simple


@pytest.fixture
def bank(tmp_path):
    return make_bank(tmp_path, "sound")


def put(bank, content: bytes):
    path = bank / "optimisation" / "odd.md"
    path.write_bytes(content)
    return read_bank(bank)


def test_a_byte_order_mark_and_windows_lines_are_read(bank):
    plain = put(bank, simple("odd").encode()).questions["odd"].content_hash
    for ends in ("\r\n", "\r"):
        library = put(bank, b"\xef\xbb\xbf" + simple("odd").replace("\n", ends).encode())
        assert library.problems == []
        assert library.questions["odd"].content_hash == plain


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (b"", 1, "the file is empty"),
        (b" \n\n ", 1, "the file is empty"),
        (b"---\ntitle: caf\xe9\n---\n", 2, "not UTF-8"),
        ("---\ntitle: a\n---\n".encode("utf-16"), 1, "not UTF-8"),
        (b"---\ntitle: a\n---\n\n## Prompt\n\nNul\x00l", 7, "control character (U+0000)"),
        ("---\ntitle: a\u202eb\n---\n".encode(), 2, "control character (U+202E)"),
        (b"x" * (5 * 1024 * 1024), 1, "larger than"),
        (b"hello", 1, "front matter is missing"),
        (b"---\ntitle: a\n", 1, "never closed"),
        (b"---\n---\n", 2, "lines of the form"),
        (b"---\n- a\n- b\n---\n", 2, "lines of the form"),
        (b"---\njust text\n---\n", 2, "lines of the form"),
        (b"---\na: &x [1]\nb: *x\n---\n", 2, "anchors and aliases"),
        (b"---\na: !!python/object/apply:os.system [ls]\n---\n", 2, "is not read; leave it out"),
        (b"---\na: " + b"[" * 5000 + b"\n---\n", 2, "nested too deeply"),
        (b"---\na: 'open\n---\n", 2, "this is not YAML"),
        (b"---\n\ttitle: a\n---\n", 2, "this is not YAML"),
        (b"---\ntitle: 2026-99-99\n---\n", 2, "“kind” is missing"),
        (b"---\n? [a, b]\n: c\n---\n", 3, "unknown key"),
    ],
)
def test_an_odd_file_is_one_problem_and_not_the_end(bank, content, line, message):
    library = put(bank, content)
    found = [problem for problem in library.problems if problem.path.name == "odd.md"]
    hits = [problem for problem in found if message in problem.message]
    assert hits, [str(problem)[-200:] for problem in found]
    assert hits[0].line == line
    assert "sound" in library.questions


def test_a_billion_laughs_cost_nothing(bank):
    laughs = "a: &a [x, x, x, x, x, x, x, x, x]\n"
    for one, two in zip("abcdefgh", "bcdefghi", strict=True):
        laughs += f"{two}: &{two} [{', '.join(f'*{one}' for _ in range(9))}]\n"
    library = put(bank, f"---\n{laughs}---\n".encode())
    assert any("anchors and aliases" in problem.message for problem in library.problems)


def test_a_folder_that_is_called_like_a_file_and_a_dangling_link(bank):
    (bank / "optimisation" / "folder.md").mkdir()
    (bank / "optimisation" / "gone.md").symlink_to(bank / "nowhere.md")
    found = read_bank(bank).problems
    assert [problem.path.name for problem in found] == ["gone.md"]
    assert "cannot be read" in found[0].message


def test_deeply_nested_python_is_refused_not_fatal(bank):
    source = simple("odd").replace(
        "## Tips\n", f"```python\nx = {'(' * 5000}1{')' * 5000}\n```\n\n## Tips\n"
    )
    messages = [problem.message for problem in put(bank, source.encode()).problems]
    assert any("Python" in message for message in messages)


def test_all_mistakes_of_all_files_come_in_one_run(bank):
    for number in range(5):
        path = bank / "optimisation" / f"bad-{number}.md"
        path.write_text(simple(f"bad-{number}", tier=9, minutes=0).replace("## Tips", "## Tipps"))
    found = read_bank(bank).errors
    for number in range(5):
        mine = [problem for problem in found if problem.path.name == f"bad-{number}.md"]
        assert len(mine) >= 4

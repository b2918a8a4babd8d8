"""Whatever a question says, its file says it back: the format loses nothing."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from questions.bank import schema
from questions.bank.problems import Reporter
from questions.bank.questions import BankQuestion, Point, Sample, read_question
from questions.bank.schema import SECTIONS, Shape
from tests.bank.writing import written

# Words that have a meaning somewhere in the format, and words that have none.
WORDS = [
    *("the", "loss", "ärger", "∑", "“so”", "—", "1", "2.", "3)", "a:b", "note:", "#1", "x#", "##"),
    *(
        "accept:",
        "probe:",
        "must,",
        "2)",
        "(must",
        "*so*",
        "a_b",
        "<b>",
        "&amp;",
        "a|b",
        "50%",
        "@",
    ),
    *(
        "{x}",
        "[y]",
        "~20",
        "C:\\dir",
        "don't",
        '"so"',
        "yes",
        "null",
        "---",
        "- ",
        "+1",
        "=",
        "!tag",
    ),
]
PLAIN = [word for word in WORDS if word[0].isalnum() and word[-1] not in ".)"]
phrase = st.builds(
    lambda first, rest: " ".join(" ".join([first, *rest]).split()),
    st.sampled_from(PLAIN),
    st.lists(st.sampled_from(WORDS), max_size=7),
)
name = st.lists(st.sampled_from(["the", "a:b", "50%", "ärger"]), min_size=1, max_size=4).map(
    " ".join
)
code = st.lists(
    st.sampled_from(["x = 1", "# ## no heading", "if x:\n    x += 1", "s = '### none'", ""]),
    min_size=1,
    max_size=5,
).map(lambda lines: "\n".join(["import numpy as np", *lines]).rstrip() + "\n")
text = st.lists(
    st.one_of(
        phrase,
        st.lists(phrase, min_size=1, max_size=3).map(
            lambda lines: "\n".join(f"- {x}" for x in lines)
        ),
        code.map(lambda source: f"```python\n{source}```"),
        st.just("$$\n\\sum_i x_i\n$$"),
        st.just("It costs \\$5, and $a_i < b$ holds."),
    ),
    min_size=1,
    max_size=4,
).map("\n\n".join)
slug = st.sampled_from(
    ["one", "quadratic-scores", "a-1-b", "7", "n-log-n", "x2", "tiling-is-exact"]
)
entries = st.lists(phrase, max_size=4).map(tuple)


@st.composite
def questions(draw) -> BankQuestion:
    kind = draw(st.sampled_from(schema.KINDS))
    names = draw(st.lists(slug, min_size=1, max_size=6, unique=True))
    points = tuple(
        Point(
            line=0,
            slug=name,
            level=draw(st.sampled_from(schema.LEVELS)),
            weight=draw(st.integers(1, 3)),
            text=draw(phrase),
            accept=draw(entries),
            misconceptions=draw(entries),
            probe=draw(st.one_of(st.just(""), phrase)),
            allow_list=draw(st.booleans()),
        )
        for name in names
    )
    made = st.lists(st.sampled_from(names), unique=True, max_size=6).map(tuple)
    labels = draw(st.lists(st.sampled_from(schema.CALIBRATION_LABELS), unique=True))
    return BankQuestion(
        path=Path("a/b.md"),
        slug="b",
        area="a",
        title=draw(phrase),
        kind=kind,
        tier=draw(st.sampled_from(schema.TIERS)),
        minutes=draw(st.integers(1, 120)),
        priority=draw(st.sampled_from(schema.PRIORITIES)),
        audience=draw(st.sampled_from(schema.AUDIENCES)),
        status=draw(st.sampled_from(schema.STATUSES)),
        licence="CC-BY-4.0",
        author=draw(phrase),
        sources=draw(entries),
        rule_of_thumb=draw(st.booleans()),
        prompt=draw(text),
        model_answer=draw(text),
        points=points,
        samples=tuple(
            Sample(
                line=0,
                label=label,
                made=draw(made),
                text=draw(text),
                partly=draw(made),
                reasons=tuple((name, draw(phrase)) for name in draw(made)),
            )
            for label in labels
        ),
        parts={
            section.key: draw(PART[section.shape])
            for section in SECTIONS.values()
            if section.kind == kind
        },
        **{
            name: draw(entries)
            for name in ("red_flags", "mistakes", "tips", "hints", "follow_ups", "references")
        },
    )


unique_names = st.lists(name, min_size=1, max_size=3, unique=True)
PART = {
    Shape.TEXT: text,
    Shape.LIST: st.lists(phrase, min_size=1, max_size=4).map(tuple),
    Shape.CODE: code,
    Shape.NAMED_CODE: unique_names.flatmap(
        lambda names: st.tuples(*[code for _ in names]).map(
            lambda codes: [{"name": n, "code": c} for n, c in zip(names, codes, strict=True)]
        )
    ),
    Shape.ARTEFACTS: unique_names.map(
        lambda names: [
            {
                "name": n,
                "kind": "log",
                "language": "text",
                "content": f"step 1 {n}",
                "telling": number % 2 == 0,
                "tells": f"It is {n}." if number != 1 else "",
            }
            for number, n in enumerate(names)
        ]
    ),
}


def read(source: str) -> tuple[BankQuestion, list[str]]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a" / "b.md"
        path.parent.mkdir()
        path.write_text(source, encoding="utf-8")
        report = Reporter(path)
        question, _ = read_question(path, report)
    return question, [problem.message for problem in report.problems]


def without_places(question: BankQuestion) -> BankQuestion:
    return replace(
        question,
        path=Path("a/b.md"),
        lines={},
        points=tuple(replace(point, line=0) for point in question.points),
        samples=tuple(replace(sample, line=0) for sample in question.samples),
    )


@settings(max_examples=60, deadline=None)
@given(questions())
def test_a_question_read_back_is_the_question_that_was_written(question):
    back, problems = read(written(question))
    assert problems == []
    assert without_places(back) == question


@settings(max_examples=30, deadline=None)
@given(questions(), st.data())
def test_wrapping_lines_anew_is_no_change_of_content(question, data):
    source = written(question)
    lines = []
    fenced = False
    front = source.index("\n---\n") + 5
    for line in source[front:].split("\n"):
        fenced ^= line.startswith("```")
        spaces = [at for at, char in enumerate(line) if char == " "]
        is_prose = line[:1].isalpha() and "$" not in line and not fenced
        # A word at the start of a line must not become a list marker by the break.
        spaces = [at for at in spaces if line[at + 1 :][:1].isalpha()]
        if is_prose and spaces:
            at = data.draw(st.sampled_from(spaces))
            line = line[:at] + "\n" + line[at + 1 :] + "  "
        lines.append(line)
    back, _ = read(source[:front] + "\n".join(lines))
    assert back.content_hash == question.content_hash


@settings(max_examples=25, deadline=None)
@given(questions(), questions())
def test_the_hash_tells_two_contents_apart(one, other):
    alike = replace(one, status="ready") == replace(other, status="ready")
    assert (one.content_hash == other.content_hash) == alike


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=400))
def test_no_text_whatever_breaks_the_reader(noise):
    for source in (noise, f"---\n{noise}\n---\n", f"---\ntitle: a\n---\n\n## Prompt\n{noise}"):
        with TemporaryDirectory() as folder:
            path = Path(folder) / "b.md"
            path.write_bytes(source.encode("utf-8", "surrogatepass"))
            read_question(path, Reporter(path))

"""One question file, read into a `BankQuestion`."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from questions.bank import programs, schema, texts
from questions.bank.facts import SLUG, Facts
from questions.bank.files import read_lines
from questions.bank.outline import Block, Part, code_blocks, split
from questions.bank.problems import Reporter, did_you_mean
from questions.bank.schema import SECTIONS, Shape
from questions.bank.words import LIST_SECTIONS, TEXT_SECTIONS, Point, Sample, Words
from questions.bank.yaml_tree import read_yaml

_POINT = re.compile(r"(?P<slug>.*?)\s*\(\s*(?P<level>[^,()]*?)\s*,\s*(?P<weight>[^,()]*?)\s*\)\Z")
_SAMPLE = re.compile(
    r"(?P<label>.*?)\s*\((?P<made>[^();]*)(?:;\s*partly\s(?P<partly>[^();]*))?\)\Z"
)
# Under a calibration answer: why its author marked it so.
_WHY = "Why"
_ARTEFACT = re.compile(
    r"(?P<name>.*?)\s*\(\s*(?P<kind>[^(),]*?)\s*(?P<telling>,\s*telling\s*)?\)\Z"
)
_TELLS = re.compile(r"[-*] +tells\s*:")
_BULLET_KEYS = ("accept", "misconception", "probe", "allow_list")


@dataclass(kw_only=True)
class BankQuestion(Words):
    """What one file says. `lines` has the line of each fact and section that is there."""

    path: Path
    slug: str
    area: str
    status: str = "ready"
    lines: dict[str, int] = field(default_factory=dict)


def read_question(path: Path, report: Reporter) -> tuple[BankQuestion, Block] | None:
    """The question and its text; None when the file cannot be read at all."""
    lines = read_lines(path, report)
    if lines is None:
        return None
    question = BankQuestion(path=path, slug=path.stem, area=path.parent.name)
    if not SLUG.match(question.slug) or len(question.slug) > schema.MOST_QUESTION_SLUG:
        report.error(
            1,
            f"the file's name becomes the slug: lower-case letters, digits and single hyphens, at"
            f" most {schema.MOST_QUESTION_SLUG}, such as “roc-auc.md”",
        )
    body = _read_facts(question, lines, report)
    if body is None:
        return None
    _read_sections(question, body, report)
    return question, body


def _read_facts(question: BankQuestion, lines: list[str], report: Reporter) -> Block | None:
    """Read the front matter; returns the text after it."""
    if lines[0].rstrip() != "---":
        report.error(
            1, "the front matter is missing: begin the file with a line “---”, then the facts"
        )
        return None
    ends = [number for number, line in enumerate(lines[1:], start=2) if line.rstrip() == "---"]
    if not ends:
        report.error(1, "the front matter is never closed; end it with a line “---”")
        return None
    tree = read_yaml("\n".join(lines[1 : ends[0] - 1]), 2, report)
    if tree is not None and isinstance(tree.value, dict):
        _take_facts(question, Facts(tree, schema.FACTS, report))
    elif not report.problems:
        report.error(2, "the front matter must be lines of the form “key: value”")
    return Block(ends[0] + 1, tuple(lines[ends[0] :]))


def _take_facts(question: BankQuestion, facts: Facts) -> None:
    facts.require(*schema.REQUIRED_FACTS)
    question.title = facts.text("title", most=schema.MOST_TITLE)
    question.kind = facts.choice("kind", schema.KINDS, "")
    question.tier = facts.choice("tier", schema.TIERS, 1)
    question.minutes = facts.whole_number("minutes", 1, 120)
    question.priority = facts.choice("priority", schema.PRIORITIES, "P2")
    question.audience = facts.choice("audience", schema.AUDIENCES, "engineer")
    question.status = facts.choice("status", schema.STATUSES, "ready")
    question.licence = facts.text("licence", most=schema.MOST_LICENCE)
    question.author = facts.text("author", most=schema.MOST_AUTHOR)
    question.sources = facts.texts("sources")
    question.rule_of_thumb = facts.flag("rule_of_thumb")
    question.lines.update({key: node.line for key, node in facts.entries.items()})


def _read_sections(question: BankQuestion, body: Block, report: Reporter) -> None:
    before, parts = split(body, level=2, report=report)
    if not before.is_empty:
        report.error(
            before.first_line, "text stands before the first section; begin with “## Prompt”"
        )
    for part in parts:
        section = SECTIONS.get(part.title)
        if section is None:
            report.error(
                part.line, f"unknown section “{part.title}”{_near(part.title, question.kind)}"
            )
        elif part.title in question.lines:
            first = question.lines[part.title]
            report.error(part.line, f"“{part.title}” is there already, on line {first}; join them")
        elif section.kind and question.kind and section.kind != question.kind:
            report.error(
                part.line,
                f"“{part.title}” belongs to questions of the kind {section.kind}; this one is"
                f" {question.kind}",
            )
        else:
            question.lines[part.title] = part.line
            if part.body.is_empty:
                report.error(part.line, f"“{part.title}” is empty; write it or delete its heading")
            else:
                _take_section(question, section, part, report)


def _near(title: str, kind: str) -> str:
    fitting = [name for name, one in SECTIONS.items() if one.kind in (None, kind or one.kind)]
    return did_you_mean(title, fitting)


def _take_section(
    question: BankQuestion, section: schema.Section, part: Part, report: Reporter
) -> None:
    value = _READERS[section.shape](part.body, report)
    if section.kind:
        question.parts[section.key] = value
    else:
        setattr(question, _ATTRIBUTES[section.title], value)


_ATTRIBUTES = {
    **TEXT_SECTIONS,
    **LIST_SECTIONS,
    "Key points": "points",
    "Calibration answers": "samples",
}


def _text(body: Block, report: Reporter) -> str:
    _, parts = split(body, level=3, report=report)
    for part in parts:
        report.error(part.line, "headings inside a text start at “####”")
    return body.text


def _list(body: Block, report: Reporter) -> tuple[str, ...]:
    return tuple(text for _, text in texts.items(body, report))


def _code(body: Block, report: Reporter) -> str:
    return _one_block(body, report, language="python")[1]


def _named_code(body: Block, report: Reporter) -> list[dict[str, str]]:
    return [
        {"name": part.title, "code": _one_block(part.body, report, language="python")[1]}
        for part in _named_parts(body, report, "“### what is wrong”")
    ]


def _artefacts(body: Block, report: Reporter) -> list[dict[str, str | bool]]:
    found = []
    for part in _named_parts(body, report, "“### name (log)”"):
        heading = _ARTEFACT.match(part.title)
        if heading is None or heading["kind"] not in schema.ARTEFACT_KINDS:
            kinds = ", ".join(schema.ARTEFACT_KINDS)
            report.error(
                part.line,
                f"name the artefact and what it is, one of {kinds}: “### Log (log)”, or"
                " “### Log (log, telling)” where the key rests on it",
            )
            continue
        language, content, tells = _artefact_body(part.body, report)
        found.append(
            {
                "name": heading["name"],
                "kind": heading["kind"],
                "language": language,
                "content": content.rstrip("\n"),
                "telling": heading["telling"] is not None,
                "tells": tells,
            }
        )
    return found


def _artefact_body(body: Block, report: Reporter) -> tuple[str, str, str]:
    """Language and content of the code block, and what the bullet below it says it tells."""
    starts = [
        number for number, line in enumerate(code_blocks(body)[1].lines) if _TELLS.match(line)
    ]
    end = starts[0] if starts else len(body.lines)
    language, content = _one_block(Block(body.line, body.lines[:end]), report)
    if not starts:
        return language, content, ""
    bullets = texts.items(Block(body.line + end, body.lines[end:]), report)
    if len(bullets) > 1:
        report.error(bullets[1][0], "one “- tells: …” ends an artefact; nothing follows it")
    said = " ".join(bullets[0][1].partition(":")[2].split()) if bullets else ""
    if bullets and not said:
        report.error(bullets[0][0], "“tells” says nothing; write it or delete it")
    return language, content, said


def _named_parts(body: Block, report: Reporter, form: str) -> list[Part]:
    before, parts = split(body, level=3, report=report)
    if not before.is_empty:
        report.error(before.first_line, f"text stands before the first heading; begin with {form}")
    seen: set[str] = set()
    for part in parts:
        if part.title in seen:
            report.error(part.line, f"there is a “{part.title}” already; use another name")
        seen.add(part.title)
    return parts


def _one_block(body: Block, report: Reporter, language: str = "") -> tuple[str, str]:
    """Language and source of the only code block here. Python is checked for sense at once."""
    blocks, rest = code_blocks(body)
    if len(blocks) != 1:
        report.error(body.first_line, f"one code block belongs here; there are {len(blocks)}")
        return "", ""
    block = blocks[0]
    if not rest.is_empty:
        report.error(rest.first_line, "only the code block belongs here; move the text elsewhere")
    if language and block.language != language:
        report.error(block.line - 1, f"begin the code block with ```{language}")
    elif language and (tree := programs.program(block, report)):
        programs.check_imports(block, tree, report)
    return block.language, block.source


def _points(body: Block, report: Reporter) -> tuple[Point, ...]:
    before, parts = split(body, level=3, report=report)
    if not before.is_empty:
        report.error(
            before.first_line, "text stands before the first point; begin with “### name (must, 2)”"
        )
    return tuple(_point(part, report) for part in parts)


def _point(part: Part, report: Reporter) -> Point:
    heading = _POINT.match(part.title)
    slug, level, weight = part.title, "must", "1"
    if heading is None:
        report.error(part.line, "write a key point's heading as “### name (must, 2)”")
    else:
        slug, level, weight = heading["slug"], heading["level"], heading["weight"]
    if heading and (not SLUG.match(slug) or len(slug) > schema.MOST_SLUG):
        report.error(part.line, f"the name “{slug}” must be kebab-case, such as “quadratic-scores”")
    if level not in schema.LEVELS:
        report.error(part.line, f"unknown level “{level}”{did_you_mean(level, schema.LEVELS)}")
    if weight not in ("1", "2", "3"):
        report.error(part.line, f"the weight “{weight}” must be 1, 2 or 3")
        weight = "1"
    statement, bullets = _statement_and_bullets(part, report)
    said = {key: [text for at, text in bullets if at == key] for key in _BULLET_KEYS}
    if len(said["probe"]) > 1:
        report.error(part.line, f"“{slug}” has {len(said['probe'])} probes; keep the best one")
    if any(flag not in ("true", "false") for flag in said["allow_list"]):
        report.error(part.line, f"allow_list of “{slug}” must be true or false")
    return Point(
        line=part.line,
        slug=slug,
        level=level,
        weight=int(weight),
        text=statement,
        accept=tuple(said["accept"]),
        misconceptions=tuple(said["misconception"]),
        probe=said["probe"][0] if said["probe"] else "",
        allow_list="true" in said["allow_list"],
    )


def _statement_and_bullets(part: Part, report: Reporter) -> tuple[str, list[tuple[str, str]]]:
    lines = part.body.lines
    first = next((n for n, line in enumerate(lines) if line.startswith(("- ", "* "))), len(lines))
    statement = Block(part.body.line, lines[:first])
    if statement.is_empty:
        report.error(part.line, "the statement is missing: one paragraph under the heading")
    elif "\n\n" in statement.text:
        report.error(statement.first_line, "the statement must be a single paragraph")
    bullets = []
    for line, text in texts.items(Block(part.body.line + first, lines[first:]), report):
        key, colon, value = text.partition(":")
        if not colon or key.strip() not in _BULLET_KEYS:
            report.error(
                line, f"unknown bullet “{key.strip()[:40]}”{did_you_mean(key, _BULLET_KEYS)}"
            )
        elif not value.strip():
            report.error(line, f"“{key.strip()}” says nothing; write it or delete it")
        else:
            bullets.append((key.strip(), " ".join(value.split())))
    return " ".join(statement.text.split()), bullets


def _samples(body: Block, report: Reporter) -> tuple[Sample, ...]:
    samples = []
    for part in _named_parts(body, report, "“### strong (first-point, second-point)”"):
        heading = _SAMPLE.match(part.title)
        if heading is None or heading["label"] not in schema.CALIBRATION_LABELS:
            report.error(
                part.line,
                "write “### strong (…)”, “### partial (…)” or “### wrong (…)”, with the"
                " points the answer makes in the brackets, behind “; partly” those it half makes",
            )
            continue
        answer, reasons = _answer_and_reasons(part.body, report)
        if answer.is_empty:
            report.error(part.line, "the sample answer is missing")
        samples.append(
            Sample(
                line=part.line,
                label=heading["label"],
                made=_names(heading["made"]),
                text=answer.text,
                partly=_names(heading["partly"] or ""),
                reasons=reasons,
            )
        )
    return tuple(samples)


def _names(listed: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in listed.split(",") if name.strip())


def _answer_and_reasons(body: Block, report: Reporter) -> tuple[Block, tuple[tuple[str, str], ...]]:
    """A calibration answer, and the list under “#### Why” at its end. Other headings of that
    level belong to the answer."""
    _, parts = split(body, level=4, report=Reporter(report.path))
    if not parts or parts[-1].title != _WHY:
        return body, ()
    last = parts[-1]
    reasons = []
    for line, text in texts.items(last.body, report):
        name, colon, why = text.partition(":")
        if colon and why.strip():
            reasons.append((name.strip(), " ".join(why.split())))
        else:
            report.error(line, "write a reason as “- point-name: why it is marked so”")
    before = body.lines[: last.line - body.line]
    return Block(body.line, before), tuple(reasons)


_READERS = {
    Shape.TEXT: _text,
    Shape.LIST: _list,
    Shape.CODE: _code,
    Shape.NAMED_CODE: _named_code,
    Shape.ARTEFACTS: _artefacts,
    Shape.POINTS: _points,
    Shape.SAMPLES: _samples,
}

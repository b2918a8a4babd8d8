"""The bank's own format: one Markdown file a question, as docs/bank-format.md describes it.

Reading a file back and writing it again gives the same bytes. What the format cannot hold is
brought into its form: headings inside a text move down to the fourth level, code inside a list
entry becomes inline code.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from questions.bank.outline import Fences
from questions.bank.schema import PARTS, SECTIONS, Shape
from questions.bank.texts import unwrap
from questions.bank.words import LIST_SECTIONS, TEXT_SECTIONS, Point, Sample, Words
from questions.exporting.packing import pack
from questions.exporting.selection import Entry, Selection, SetEntry

_FACTS = ("title", "kind", "tier", "minutes", "priority", "audience", "licence", "author")
# As the shipped files have it: what belongs to one kind stands behind the model answer.
_HEAD = ("Prompt", "Key points", "Red flags", "Model answer")
ORDER = (
    *(SECTIONS[title] for title in _HEAD),
    *PARTS,
    *(one for one in SECTIONS.values() if one.kind is None and one.title not in _HEAD),
)
_HEADING = re.compile(r"^(\s{0,3})#{1,3}(?=\s)")
_ITS_OWN_WHY = re.compile(r"^#### +Why *$", re.MULTILINE)
_FENCE = re.compile(r"^\s*(`{3,}|~{3,})")
_LOOKS_LIKE_A_BLOCK = re.compile(r"^(\d{0,3})(?=[-*+.)](?:\s|$)|#|```|~~~)")
README = """# {title}

{count} questions in the format of Greenroom's bank: one Markdown file each, sets in `sets/`.
`python manage.py load_bank FOLDER --check` reads them without a database and names what is
missing; without `--check` they are loaded as a library.
"""


def bank_zip(selection: Selection) -> bytes:
    """A folder that `load_bank` reads: areas.yaml, a folder for each area, sets."""
    files = {"README.md": README.format(title=selection.title, count=len(selection.questions))}
    files["areas.yaml"] = _yaml(
        [
            {"slug": one.slug, "title": one.title, "description": one.description or one.title}
            for one in selection.areas
        ]
    )
    files |= {f"{one.area}/{one.slug}.md": question_file(one) for one in selection.questions}
    files |= {f"sets/{one.slug}.yaml": set_file(one) for one in selection.sets}
    return pack(files)


def question_file(entry: Entry) -> str:
    """The file of one question."""
    words = entry.words
    facts: dict[str, Any] = {name: getattr(words, name) for name in _FACTS}
    facts |= {name: _line(value) for name, value in facts.items() if isinstance(value, str)}
    facts = {name: value for name, value in facts.items() if value != ""}
    if entry.status != "ready":
        facts["status"] = entry.status
    if words.rule_of_thumb:
        facts["rule_of_thumb"] = True
    front = _yaml(facts)
    if words.sources:
        front += _yaml({"sources": list(words.sources)}, flow=None)
    body = "\n\n".join(f"## {title}\n\n{text}" for title, text in _sections(words) if text)
    return f"---\n{front}---\n\n{body}\n"


def set_file(entry: SetEntry) -> str:
    """The file of one set."""
    facts: dict[str, Any] = {
        "title": entry.title,
        "description": _line(entry.description) or entry.title,
        "for_whom": _line(entry.for_whom) or "Whoever it was made for.",
        "minutes": entry.minutes,
        "level": entry.level,
        "shelf": entry.shelf,
        "position": entry.position,
    }
    if entry.instructions.strip():
        facts["instructions"] = entry.instructions
    facts["items"] = []
    for item in entry.items:
        line: dict[str, Any] = {"question": item.question} if item.question else {"draw": item.draw}
        if item.minutes:
            line["minutes"] = item.minutes
        if item.section:
            line["section"] = item.section
        facts["items"].append(line)
    return _yaml(facts)


def _sections(words: Words) -> Iterable[tuple[str, str]]:
    """Title and text of each section that the question has, in the order of the format."""
    for section in ORDER:
        if section.title in TEXT_SECTIONS:
            yield section.title, _text(getattr(words, TEXT_SECTIONS[section.title]))
        elif section.title in LIST_SECTIONS:
            entries = getattr(words, LIST_SECTIONS[section.title])
            yield section.title, _list(entries, numbered=section.title == "Hints")
        elif section.shape is Shape.POINTS:
            yield section.title, "\n\n".join(map(_point, words.points))
        elif section.shape is Shape.SAMPLES:
            yield section.title, "\n\n".join(map(_sample, words.samples))
        elif section.key in words.parts:
            yield section.title, _part(section.shape, words.parts[section.key])


def _sample(one: Sample) -> str:
    partly = f"; partly {', '.join(one.partly)}" if one.partly else ""
    # An answer's own “Why” goes a level down: at its end it would be read as the author's reasons.
    text = _ITS_OWN_WHY.sub("##### Why", _text(one.text))
    written = f"### {one.label} ({', '.join(one.made)}{partly})\n\n{text}"
    if one.reasons:
        written += "\n\n#### Why\n\n" + _list(
            [f"{name}: {why}" for name, why in one.reasons], numbered=False
        )
    return written


def _part(shape: Shape, value: Any) -> str:
    if shape is Shape.CODE:
        return _fenced(value, "python")
    if shape is Shape.NAMED_CODE:
        return "\n\n".join(
            f"### {one['name']}\n\n{_fenced(one['code'], 'python')}" for one in value
        )
    if shape is Shape.ARTEFACTS:
        return "\n\n".join(map(_artefact, value))
    return _list(value, numbered=True) if shape is Shape.LIST else _text(value)


def _artefact(one: Mapping[str, Any]) -> str:
    telling = ", telling" if one.get("telling") else ""
    head = f"### {one['name']} ({one['kind']}{telling})"
    tells = _line(one.get("tells", ""))
    parts = [head, _fenced(one["content"], one["language"]), f"- tells: {tells}" if tells else ""]
    return "\n\n".join(filter(None, parts))


def _point(point: Point) -> str:
    said = [("accept", phrase) for phrase in point.accept]
    said += [("misconception", phrase) for phrase in point.misconceptions]
    said += [("probe", point.probe)] if point.probe else []
    said += [("allow_list", "true")] if point.allow_list else []
    head = f"### {point.slug} ({point.level}, {point.weight})"
    bullets = "\n".join(f"- {key}: {_line(text)}" for key, text in said)
    return "\n\n".join(part for part in (head, _statement(point.text), bullets) if part)


def _statement(text: str) -> str:
    """One paragraph that is no list, heading or code."""
    return _LOOKS_LIKE_A_BLOCK.sub(r"\1\\", _line(text))


def _text(text: str) -> str:
    """Markdown whose headings leave the first three levels to the file."""
    fences = Fences()
    lines = []
    for number, line in enumerate(text.strip("\n").split("\n")):
        inside = fences.inside(number, line)
        lines.append((line if inside else _HEADING.sub(r"\1####", line)).rstrip())
    if fences.opened_at is not None and (opened := _FENCE.match(lines[fences.opened_at])):
        lines.append(opened[1])
    return "\n".join(lines).strip("\n")


def _list(entries: Iterable[str], *, numbered: bool) -> str:
    written = []
    for number, entry in enumerate((one for one in entries if one.strip()), start=1):
        marker = f"{number}. " if numbered else "- "
        first, *rest = _without_code_blocks(unwrap(entry)).split("\n")
        indent = " " * len(marker)
        lines = [marker + first, *(indent + line if line.strip() else "" for line in rest)]
        written.append("\n".join(lines))
    return "\n".join(written)


def _without_code_blocks(text: str) -> str:
    if not _FENCE.search(text) and "\n```" not in text and "\n~~~" not in text:
        return text
    lines, inside = [], False
    for line in text.split("\n"):
        if _FENCE.match(line):
            inside = not inside
        elif inside and line.strip():
            lines.append(f"`{line.strip()}`")
        elif not inside:
            lines.append(line)
    return unwrap("\n".join(lines)) or "…"


def _fenced(source: str, language: str) -> str:
    source = source if source.endswith("\n") or not source else source + "\n"
    fence = "```"
    while f"\n{fence}" in f"\n{source}":
        fence += "`"
    return f"{fence}{language}\n{source}{fence}"


def _line(text: str) -> str:
    return " ".join(text.split())


def _yaml(value: Any, *, flow: bool | None = False) -> str:
    """`flow=None` writes lists of plain values on one line."""
    style = {"sort_keys": False, "allow_unicode": True, "width": 100}
    return yaml.safe_dump(value, default_flow_style=flow, **style)

"""What a question still lacks, as far as rules can tell. Pure: words in, findings out.

Errors would break an interview or its marking, and keep a question from being ready. Warnings are
what its author should look at again; with a reason they may stand. What a machine can only tell
by marking an answer stands in `trying.py`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from questions.bank import checks, programs, texts
from questions.bank.maths import check_maths
from questions.bank.outline import Block, CodeBlock, code_blocks
from questions.bank.problems import Reporter
from questions.bank.schema import CALIBRATION_LABELS, PARTS, Shape
from questions.bank.words import LISTS, Words

# Minutes that questions of a kind usually take; outside of them a warning.
USUAL_MINUTES = {
    "conceptual": (3, 30),
    "derivation": (8, 40),
    "implementation": (10, 75),
    "debugging": (8, 45),
    "system-design": (20, 75),
    "behavioural": (3, 20),
}
_NOWHERE = Path("question")


@dataclass(frozen=True)
class Finding:
    """`field` is the form field it is about; `points:2` is the third point."""

    field: str
    message: str
    is_error: bool = False


def findings(words: Words) -> list[Finding]:
    """All of them, errors first, otherwise in the order of the editor."""
    rules = (_prompt, _minutes, _points, _wordings, _answer, _parts, _files, _formulas)
    found = [one for rule in (*rules, _samples, _origin) for one in rule(words)]
    return sorted(found, key=lambda one: not one.is_error)


def _prompt(words: Words) -> Iterator[Finding]:
    if not words.prompt.strip():
        yield Finding("prompt", "There is no prompt: nothing would be asked.", True)
        return
    count = len(texts.words(words.prompt))
    least, most = checks.PROMPT_WORDS.get(words.kind, checks.OTHER_PROMPT_WORDS)
    if not least <= count <= most:
        yield Finding("prompt", f"The prompt has {_words(count)}; usual are {least} to {most}.")
    if count / checks.WORDS_A_MINUTE > checks.PROMPT_MAY_TAKE * words.minutes:
        yield Finding(
            "prompt", f"{_words(count)} take long to read when {words.minutes} minutes are given."
        )


def _minutes(words: Words) -> Iterator[Finding]:
    least, most = USUAL_MINUTES.get(words.kind, (1, 120))
    if not least <= words.minutes <= most:
        yield Finding(
            "minutes",
            f"{words.minutes} minutes are unusual for this kind; most take {least} to {most}.",
        )


def _points(words: Words) -> Iterator[Finding]:
    points = words.points
    if not points:
        yield Finding("points", "There is no key point: no answer could be marked.", True)
        return
    if not any(point.level == "must" for point in points):
        yield Finding("points", "No point is a must: say which ones a pass needs.", True)
    if not checks.FEWEST_POINTS <= len(points) <= checks.MOST_POINTS:
        few, many = checks.FEWEST_POINTS, checks.MOST_POINTS
        yield Finding("points", f"There are {len(points)} points; {few} to {many} are usual.")
    for (one, first), (two, second) in combinations(enumerate(points), 2):
        if first.text and texts.same_words(first.text) == texts.same_words(second.text):
            yield Finding(f"points:{two}", f"Point {two + 1} says the same as point {one + 1}.")
    for number, point in enumerate(points, start=1):
        where = f"points:{number - 1}"
        if not point.text:
            yield Finding(where, f"Point {number} has no statement.", True)
            continue
        count = len(texts.words(point.text))
        least, most = checks.STATEMENT_WORDS
        if not least <= count <= most:
            yield Finding(where, f"Point {number} has {_words(count)}; aim at 6 to 25.")
        if point.level != "bonus" and not point.probe:
            yield Finding(where, f"Point {number} is a {point.level} and has no probe.")
        if len(point.accept) < checks.FEWEST_ACCEPTED:
            yield Finding(where, f"Point {number} has fewer than two accepted phrasings.")
        if not point.misconceptions:
            yield Finding(where, f"Point {number} has no misconception to tell it from.")


def _wordings(words: Words) -> Iterator[Finding]:
    places = {point.slug: place for place, point in enumerate(words.points)}
    for point, phrase, slug in checks.said_both_ways(words):
        at, other = places[point.slug], places[slug]
        what = "itself" if at == other else f"point {other + 1}"
        yield Finding(
            f"points:{at}",
            f"“{phrase}” is a misconception of point {at + 1} and accepted for {what}.",
            True,
        )
    prompt = texts.same_words(words.prompt)
    for place, point in enumerate(words.points):
        said = [texts.same_words(phrase) for phrase in point.accept]
        if len(set(said)) < len(said):
            yield Finding(f"points:{place}", f"Point {place + 1} accepts one phrase twice.")
        if point.text and texts.same_words(point.text) in prompt:
            yield Finding(
                f"points:{place}", f"The prompt gives point {place + 1} away, word for word."
            )


def _answer(words: Words) -> Iterator[Finding]:
    count = len(texts.words(words.model_answer))
    least, most = checks.MODEL_ANSWER_MAY
    if not count:
        yield Finding("model_answer", "There is no model answer to learn from.")
    elif not least <= count <= most:
        yield Finding(
            "model_answer", f"The model answer has {_words(count)}; {least} to {most} are usual."
        )


def _parts(words: Words) -> Iterator[Finding]:
    """The sections that its kind should have."""
    for section in PARTS:
        if section.kind == words.kind and section.required and not words.parts.get(section.key):
            yield Finding(_field(section.key), f"“{section.title}” is empty.")
    tested = words.parts.get("public_tests") or words.parts.get("hidden_tests")
    if words.kind == "implementation" and not tested:
        yield Finding("part_public_tests", "Without a test no program could be judged.", True)
    for name, label in (("hints", "no hint"), ("follow_ups", "no follow-up"), ("tips", "no tip")):
        if not getattr(words, name):
            yield Finding(name, f"There is {label}.")


def _files(words: Words) -> Iterator[Finding]:
    """Programs that do not parse, tests that test nothing, curves that cannot be drawn."""
    for section in PARTS:
        source = words.parts.get(section.key)
        if section.shape is Shape.CODE and source:
            for problem in _python(source):
                yield Finding(_field(section.key), f"{section.title}: {problem}", True)
            if section.key.endswith("_tests"):
                for problem in checks.test_faults(source):
                    yield Finding(_field(section.key), f"{section.title}: {problem}.", True)
    for one in words.parts.get("wrong_solutions", ()):
        for problem in _python(one["code"]):
            yield Finding("wrong_solutions", f"“{one['name']}”: {problem}", True)
    wrong = words.parts.get("wrong_solutions")
    if wrong and len(wrong) < checks.FEWEST_WRONG_SOLUTIONS:
        yield Finding("wrong_solutions", "There is one wrong solution; two show more.")
    artefacts = words.parts.get("artefacts", ())
    for problem in checks.telling_errors(artefacts):
        yield Finding("artefacts", f"{problem[0].upper()}{problem[1:]}.")
    if problem := checks.telling_warning(artefacts):
        yield Finding("artefacts", f"{problem[0].upper()}{problem[1:]}.")
    for one in artefacts:
        if not one["name"]:
            yield Finding("artefacts", "An artefact has no name to ask for it by.", True)
        if one["kind"] == "curve" and (problem := checks.curve_problem(one["content"])):
            yield Finding("artefacts", f"The curve “{one['name']}” {problem}.", True)


def _python(source: str) -> Iterator[str]:
    report = Reporter(_NOWHERE)
    block = CodeBlock("python", 1, source)
    if (tree := programs.program(block, report)) is not None:
        programs.check_imports(block, tree, report)
    for one in report.problems:
        yield f"line {one.line}: {one.message}."


def _formulas(words: Words) -> Iterator[Finding]:
    """Formulas and Python inside texts, wherever they stand."""
    for field, text in _texts(words):
        if "$" not in text and "```" not in text:
            continue
        report = Reporter(_NOWHERE)
        blocks, prose = code_blocks(Block(1, tuple(text.split("\n"))))
        check_maths(prose, report)
        for block in blocks:
            if block.language == "python":
                programs.parsed(block, report)
        for one in report.problems:
            line = f"Line {one.line}: " if "\n" in text else ""
            message = f"{line}{one.message}."
            yield Finding(field, message[0].upper() + message[1:], True)


def _texts(words: Words) -> Iterator[tuple[str, str]]:
    yield "prompt", words.prompt
    yield "model_answer", words.model_answer
    for place, point in enumerate(words.points):
        for text in (point.text, *point.accept, *point.misconceptions, point.probe):
            yield f"points:{place}", text
    for name in LISTS:
        for text in getattr(words, name):
            yield name, text
    for section in PARTS:
        value = words.parts.get(section.key)
        if section.shape is Shape.TEXT and value:
            yield _field(section.key), value
        elif section.shape is Shape.LIST:
            for text in value or ():
                yield _field(section.key), text
    for sample in words.samples:
        yield "samples", sample.text
        for _, why in sample.reasons:
            yield "samples", why


def _samples(words: Words) -> Iterator[Finding]:
    labels = [sample.label for sample in words.samples]
    if not labels:
        if words.priority == "P1":
            yield Finding("samples", "A P1 question should have calibration answers.")
        return
    for label in dict.fromkeys(labels):
        if labels.count(label) > 1:
            yield Finding("samples", f"Two answers are called “{label}”; keep one.", True)
    known = [point.slug for point in words.points]
    for sample in words.samples:
        for fault in checks.sample_faults(sample, known):
            yield Finding("samples", f"The {sample.label} answer: {fault}.", True)
        count = len(texts.words(sample.text))
        least, most = checks.SAMPLE_WORDS
        if not least <= count <= most:
            yield Finding(
                "samples", f"The {sample.label} answer has {_words(count)}; aim at 50 to 120."
            )
    if set(labels) == set(CALIBRATION_LABELS) and not checks.samples_are_in_order(words):
        yield Finding(
            "samples", "Strong should make more than partial, and partial more than wrong."
        )


def _origin(words: Words) -> Iterator[Finding]:
    if not words.licence:
        yield Finding("licence", "The licence is unknown: others do not know what they may do.")
    if not words.author:
        yield Finding("author", "Nobody is named as the author.")


def _field(key: str) -> str:
    return key if key in ("wrong_solutions", "artefacts") else f"part_{key}"


def _words(count: int) -> str:
    return f"{count} word" if count == 1 else f"{count} words"

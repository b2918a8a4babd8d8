"""How well the importer reads documents of known content: questions, and each field of them.

A question counts as found when its prompt is the expected one or nearly so (a share of 0.85 of
their words); whether it is exact is counted apart. Of fields only those count that the expected
result gives: where careful people would disagree, it leaves them out, and where they read a text
in more than one way, `prompt_also` and `answer_also` list the other ways.
"""

import difflib
import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from functools import reduce
from pathlib import Path

import yaml

from questions.importing import Question, find_questions, read_file

HERE = Path(__file__).parent
DOCUMENTS = HERE / "documents"
UNSEEN = HERE / "unseen"
UNSEEN2 = HERE / "unseen2"
LISTS = ("key_points", "tips", "follow_ups", "code", "choices")
FIELDS = ("section", "answer", *LISTS, "minutes", "kind", "tier", "priority", "source_line")
NEAR = 0.85


@dataclass
class Tally:
    """Counts of one document or of many; `fields` counts agreements, `asked` how many were told."""

    expected: int = 0
    found: int = 0
    right: int = 0
    exact: int = 0
    fields: Counter = field(default_factory=Counter)
    asked: Counter = field(default_factory=Counter)
    overlap: float = 0.0
    misses: list[str] = field(default_factory=list)

    def __add__(self, other: "Tally") -> "Tally":
        pairs = zip(vars(self).values(), vars(other).values(), strict=True)
        return Tally(*(one + two for one, two in pairs))

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.expected if self.expected else 1.0

    @property
    def bounds(self) -> float:
        """Mean share of words that the answer found and the answer expected have in common."""
        return self.overlap / self.asked["bounds"] if self.asked["bounds"] else 1.0

    def share(self, name: str) -> float:
        return self.fields[name] / self.asked[name] if self.asked[name] else 1.0


def documents(folder: Path = DOCUMENTS) -> list[Path]:
    texts = (path for path in folder.iterdir() if path.suffix in (".md", ".txt"))
    return sorted(path for path in texts if path.with_suffix(".yaml").exists())


def expected_of(path: Path) -> list[dict]:
    """What a person says the document asks; keys that are not given are not checked."""
    return yaml.safe_load(path.with_suffix(".yaml").read_text(encoding="utf-8")) or []


def measure(path: Path) -> Tally:
    return compare(find_questions(read_file(path)).questions, expected_of(path))


def compare(found: list[Question], wanted: list[dict]) -> Tally:
    tally = Tally(len(wanted), len(found))
    left = list(found)
    pairs = [(want, _take(left, want, exactly=True)) for want in wanted]
    for want, got in pairs:
        exact = got is not None
        got = got or _take(left, want, exactly=False)
        if got is None:
            tally.misses.append(f"missed: {plain(want['prompt'])[:90]}")
            continue
        tally.right += 1
        tally.exact += exact
        if not exact:
            tally.misses.append(f"prompt: {plain(want['prompt'])[:70]} | {plain(got.prompt)[:90]}")
        _count_fields(tally, want, got)
    tally.misses += [f"false: line {q.source_line}: {plain(q.prompt)[:90]}" for q in left]
    return tally


def _take(left: list[Question], want: dict, *, exactly: bool) -> Question | None:
    """The question that matches, at its line if there; it is taken away, so that repeats count."""
    prompts = [plain(text) for text in (want["prompt"], *want.get("prompt_also", []))]
    if exactly:
        near = [question for question in left if plain(question.prompt) in prompts]
    else:
        near = [q for q in left if max(alike(plain(q.prompt), one) for one in prompts) >= NEAR]
    near.sort(key=lambda question: question.source_line != want.get("source_line"))
    if near:
        left[:] = [question for question in left if question is not near[0]]
    return near[0] if near else None


def _count_fields(tally: Tally, want: dict, got: Question) -> None:
    for name in FIELDS:
        if name in want:
            tally.asked[name] += 1
            also = want.get("answer_also", []) if name == "answer" else []
            agrees = _form(getattr(got, name)) in [_form(one) for one in (want[name], *also)]
            tally.fields[name] += agrees
            if not agrees:
                told = f"{_form(want[name])!r:.200} | {_form(getattr(got, name))!r:.200}"
                tally.misses.append(f"{name}: line {got.source_line}: {told}")
    if want.get("answer"):
        tally.asked["bounds"] += 1
        answers = [plain(one) for one in (want["answer"], *want.get("answer_also", []))]
        tally.overlap += max(alike(plain(got.answer or ""), one) for one in answers)


def _form(value: object) -> object:
    """Trailing spaces and empty ends do not count; everything else does."""
    if isinstance(value, str):
        return "\n".join(line.rstrip() for line in value.strip().split("\n")) or None
    if isinstance(value, list):
        return [_form(one) for one in value]
    return value


def alike(one: str, two: str) -> float:
    """Shared words in order, over all words of both: 1 when equal."""
    if one == two:
        return 1.0
    first, second = one.split(), two.split()
    if not first or not second or 2 * min(len(first), len(second)) < len(first) + len(second) - 400:
        return 0.0
    matcher = difflib.SequenceMatcher(None, first, second, autojunk=False)
    shared = sum(block.size for block in matcher.get_matching_blocks())
    return shared / (len(first) + len(second) - shared)


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def report(folder: Path, *, told: bool = False) -> Tally:
    """Print a line per document and one for all; with `told`, every disagreement."""
    names = [name for name in FIELDS if name not in ("priority", "source_line")]
    print("document".ljust(34), "P     R     prompt bounds", *(name[:7].rjust(7) for name in names))
    tallies = {path.name: measure(path) for path in documents(folder)}
    for name, tally in [
        *tallies.items(),
        ("all", reduce(Tally.__add__, tallies.values(), Tally())),
    ]:
        shares = (
            f"{tally.share(field):7.3f}" if tally.asked[field] else "      -" for field in names
        )
        exact = tally.exact / tally.expected if tally.expected else 1.0
        head = f"{tally.precision:.3f} {tally.recall:.3f} {exact:.3f}  {tally.bounds:.3f}"
        print(name[:34].ljust(34), head, *shares)
        if told and name != "all":
            print(*(f"    {miss}" for miss in tally.misses), sep="\n")
    return reduce(Tally.__add__, tallies.values(), Tally())


if __name__ == "__main__":
    chosen = [Path(name) for name in sys.argv[1:] if name != "-v"]
    for one in chosen or [DOCUMENTS, UNSEEN, UNSEEN2]:
        if one.is_dir():
            report(one, told="-v" in sys.argv)

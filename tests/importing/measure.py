"""How well the importer reads our own documents: precision, recall, exact answers."""

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from questions.importing import find_questions, read_file

DOCUMENTS = Path(__file__).parent / "documents"
LISTS = ("key_points", "tips", "follow_ups", "code")


@dataclass
class Tally:
    expected: int = 0
    found: int = 0
    right: int = 0
    answers: int = 0
    right_answers: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            *(a + b for a, b in zip(vars(self).values(), vars(other).values(), strict=True))
        )


def documents() -> list[Path]:
    return sorted(path for path in DOCUMENTS.iterdir() if path.suffix in (".md", ".txt"))


def expected_of(path: Path) -> list[dict]:
    """What a person says the document asks; keys that are not given are not checked."""
    return yaml.safe_load(path.with_suffix(".yaml").read_text(encoding="utf-8"))


def measure(path: Path) -> Tally:
    """Prompts are matched without regard to spaces; answers must agree to the letter."""
    found = {plain(q.prompt): q for q in find_questions(read_file(path)).questions}
    wanted = expected_of(path)
    tally = Tally(len(wanted), len(found))
    for want in wanted:
        got = found.get(plain(want["prompt"]))
        tally.right += got is not None
        if "answer" in want:
            tally.answers += 1
            tally.right_answers += got is not None and got.answer == want["answer"]
    return tally


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()

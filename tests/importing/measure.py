"""How well the importer reads our own documents: precision, recall, exact answers."""

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from questions.importing import find_questions, read_file

DOCUMENTS = Path(__file__).parent / "documents"
UNSEEN = Path(__file__).parent / "unseen"
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


def documents(folder: Path = DOCUMENTS) -> list[Path]:
    texts = (path for path in folder.iterdir() if path.suffix in (".md", ".txt"))
    return sorted(path for path in texts if path.with_suffix(".yaml").exists())


def expected_of(path: Path) -> list[dict]:
    """What a person says the document asks; keys that are not given are not checked."""
    return yaml.safe_load(path.with_suffix(".yaml").read_text(encoding="utf-8"))


def measure(path: Path) -> Tally:
    """Prompts are matched without regard to spaces; answers must agree to the letter.

    A prompt that stands twice must be found twice. Where people read a text in
    more than one way, `prompt_also` and `answer_also` list the other ways.
    """
    left = find_questions(read_file(path)).questions
    tally = Tally(found=len(left))
    for want in expected_of(path):
        prompts = [plain(text) for text in (want["prompt"], *want.get("prompt_also", []))]
        got = next((question for question in left if plain(question.prompt) in prompts), None)
        left = [question for question in left if question is not got]
        tally.expected += 1
        tally.right += got is not None
        if "answer" in want:
            answers = [want["answer"], *want.get("answer_also", [])]
            tally.answers += 1
            tally.right_answers += got is not None and got.answer in answers
    return tally


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()

"""Runs of words that two questions share: a sign of copying, from outside or from oneself.

Every window of eight words becomes one 64-bit number; equal numbers in different files are a
shared run. A thousand questions take about a second.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from questions.bank import texts
from questions.bank.questions import BankQuestion

RUN = 8
_BASE = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class SharedRun:
    first: BankQuestion
    second: BankQuestion
    words: str


def shared_runs(questions: Sequence[BankQuestion]) -> list[SharedRun]:
    """For each question at most one run that an earlier question has, too."""
    words: list[str] = []
    owners: list[int] = []
    lengths: list[int] = []
    for owner, question in enumerate(questions):
        for text in _texts(question):
            found = texts.words(text)
            if len(found) >= RUN:
                words += found
                # A word that stands nowhere else, so that no run reaches into the next text.
                words.append(f" {len(lengths)}")
                owners.append(owner)
                lengths.append(len(found) + 1)
    if not words:
        return []
    owner_of = np.repeat(owners, lengths)
    meetings = _meetings(_windows(words), owner_of[: len(words) - RUN + 1])
    runs = [(words[one : one + RUN], words[two : two + RUN]) for one, two in meetings]
    return [
        SharedRun(questions[owner_of[first]], questions[owner_of[second]], " ".join(run))
        for (first, second), (run, other) in zip(meetings, runs, strict=True)
        if run == other  # two numbers may agree by accident
    ]


def _meetings(numbers: np.ndarray, owners: np.ndarray) -> list[tuple[int, int]]:
    """Places of equal numbers with different owners; one pair for each later owner."""
    order = np.argsort(numbers, kind="stable")  # owners ascend, and stay so among equals
    equal = numbers[order[1:]] == numbers[order[:-1]]
    meets = np.flatnonzero(equal & (owners[order[1:]] != owners[order[:-1]]))
    _, first_of_each = np.unique(owners[order[meets + 1]], return_index=True)
    found = meets[first_of_each]
    return list(zip(order[found].tolist(), order[found + 1].tolist(), strict=True))


def _windows(words: list[str]) -> np.ndarray:
    """A polynomial in a large odd base, modulo 2^64, of every eight neighbours."""
    vocabulary: dict[str, int] = {}
    ids = [vocabulary.setdefault(word, len(vocabulary) + 1) for word in words]
    numbers = np.array(ids, dtype=np.uint64)
    total = np.zeros(len(numbers) - RUN + 1, dtype=np.uint64)
    for offset in range(RUN):
        total = total * _BASE + numbers[offset : offset + len(total)]
    return total


def _texts(question: BankQuestion) -> list[str]:
    """All prose of a question. References may be the same in many; code is no prose."""
    found = [question.prompt, question.model_answer, *question.red_flags, *question.mistakes]
    found += [*question.tips, *question.hints, *question.follow_ups]
    for point in question.points:
        found += [point.text, *point.accept, *point.misconceptions, point.probe]
    found += [sample.text for sample in question.samples]
    for part in question.parts.values():
        if isinstance(part, str) and "\ndef " not in part and not part.startswith("import "):
            found.append(part)
        elif isinstance(part, tuple):
            found += part
    return found

"""Failure modes by the words of a symptom."""

import re
from collections.abc import Iterable

from questions.bank.study.faults import FailureMode

LONGEST_SEARCH = 100
# The words a mode is known by say more than its title, its title more than its description.
_WEIGHTS = {"words": 4, "title": 3, "symptom": 2, "causes": 1}
# Shorter words would be the beginning of anything.
SHORTEST = 2


def tokens(text: str) -> list[str]:
    return [word for word in re.findall(r"[a-z0-9]+", text.lower()) if len(word) >= SHORTEST]


def found(modes: Iterable[FailureMode], text: str) -> list[FailureMode]:
    """Those that know one of the words at least, best first; all of them when nothing is asked.

    A word counts where it begins one of theirs, and an unfinished one too. Whoever knows more of
    the words comes first, then whoever knows them by more telling places, then the file's order.
    """
    wanted = tokens(text)
    if not wanted:
        return list(modes)
    scored = [(_score(mode, wanted), mode) for mode in modes]
    scored = [(score, mode) for score, mode in scored if score[0]]
    return [mode for _, mode in sorted(scored, key=lambda one: one[0], reverse=True)]


def _score(mode: FailureMode, wanted: list[str]) -> tuple[int, int]:
    places = {
        "words": tokens(" ".join(mode.words)),
        "title": tokens(mode.title),
        "symptom": tokens(mode.symptom),
        "causes": tokens(" ".join(cause.cause for cause in mode.causes)),
    }
    best = [
        max((_WEIGHTS[place] for place, known in places.items() if _knows(known, word)), default=0)
        for word in wanted
    ]
    return sum(1 for weight in best if weight), sum(best)


def _knows(known: list[str], word: str) -> bool:
    return any(one.startswith(word) for one in known)

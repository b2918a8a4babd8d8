"""When a run may be finished, and when it is passed. Values in, a value or a reason out."""

from collections.abc import Sequence

from marking.agreement import LABEL_OF

MOST_PACKS = 60  # of one person
MOST_CIRCLE_PACKS = 40


def why_not_make(*, packs: int, answers: int, fewest: int) -> str | None:
    """Why no pack can be made now; `answers` is how many there are to draw from."""
    if packs >= MOST_PACKS:
        return f"You have {packs} packs. Delete one that you no longer use first."
    if answers < fewest:
        return (
            f"There are {answers} stored answers of this kind and a pack needs {fewest}. "
            "Choose more to draw from."
        )
    return None


def why_not_share(*, answers: int, open_to_all: int, packs: int) -> str | None:
    """Why a pack is not one for a circle: `open_to_all` of its `answers` are the library's, and the
    circle has `packs` already."""
    if answers == 0:
        return "None of its answers is in the bank any more. Choose another pack."
    if open_to_all < answers:
        return (
            f"{answers - open_to_all} of its {answers} answers are of questions that not everybody "
            "here may see. Choose a pack of the library’s."
        )
    if packs >= MOST_CIRCLE_PACKS:
        return f"This group has {packs} packs. Put out one that is done with first."
    return None


def why_not_delete(*, circle: str) -> str | None:
    """`circle`: the name of the one in which its marks stand beside others'; or nothing."""
    if circle:
        return (
            f"Your marks in this pack stand beside the others’ in {circle}. "
            "They are taken out when you leave it."
        )
    return None


def why_not_mark(*, is_finished: bool) -> str | None:
    if is_finished:
        return "This run is finished: its marks stay as they are. Start the pack again instead."
    return None


def why_not_finish(*, marked: int, points: int) -> str | None:
    """The known marks are shown only beside a mark of one's own on every point."""
    left = points - marked
    if left:
        return f"{left} point{'s are' if left > 1 else ' is'} not marked yet."
    return None


def passes(pairs: Sequence[tuple[str, str]], *, least_exact: int, most_apart: int) -> bool:
    """Whether own and known verdicts are close: so many in a hundred the same, none further apart.

    No pair at all is not a pass.
    """
    apart = [abs(LABEL_OF[own] - LABEL_OF[known]) for own, known in pairs]
    if not apart:
        return False
    same = apart.count(0)
    return same * 100 >= least_exact * len(apart) and max(apart) <= most_apart

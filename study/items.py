"""One thing to do at the study desk, what many of them count, and what fits into some minutes."""

from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True)
class Item:
    """One thing to do: how long it takes, why today, and where it is done."""

    title: str
    why: str
    minutes: int
    address: str
    button: str
    # An appointment happens at its time; all else whenever one likes.
    at: datetime | None = None
    # How many pieces it is made of that can be done apart, such as cards.
    pieces: int = 1
    # What one piece and many are called where a day is counted.
    counted: tuple[str, str] = ("thing to do", "things to do")


def counts(items: list[Item]) -> list[str]:
    """“34 cards”, “1 checklist”: the pieces of all items by what they are called."""
    numbers: dict[tuple[str, str], int] = {}
    for item in items:
        numbers[item.counted] = numbers.get(item.counted, 0) + item.pieces
    return [f"{number} {one if number == 1 else many}" for (one, many), number in numbers.items()]


def within(items: list[Item], minutes: int) -> list[Item]:
    """What of it fits into so many minutes, in its order. Of pieces, as many as fit.

    Appointments have their own time and are left out.
    """
    left, chosen = minutes, []
    for item in items:
        if item.at is not None:
            continue
        if item.minutes > left and item.pieces > 1:
            fit = item.pieces * left // item.minutes
            item = replace(item, minutes=left, pieces=fit) if fit else item
        if 0 < item.minutes <= left:
            chosen.append(item)
            left -= item.minutes
    return chosen

"""What the board of a meeting allows, in plain words, and whose turn it is to explain."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from groups import meeting_rules
from groups.models import Meeting
from groups.models.boards import HEIGHT, MOST_CORNERS, WIDTH, BoardMark

MOST_MARKS = 1_500
# How long one explains, unless somebody says otherwise.
USUAL_MINUTES = 5
MOST_TURNS = 200
_CORNERS = {BoardMark.Kind.TEXT: (1, 1), BoardMark.Kind.STROKE: (1, MOST_CORNERS)}


def why_not_draw(meeting: Meeting, *, at: datetime, marks: int = 0) -> str | None:
    """Why nobody draws now, or None. Before the meeting one may prepare the board, and afterwards
    mend it; only one that is called off, or whose group is archived, is shut."""
    if reason := meeting_rules.why_not_in(meeting.group):
        return reason
    if meeting.is_cancelled:
        return "This meeting is called off."
    if marks >= MOST_MARKS:
        return "The board is full. Save it as a picture, and take away what is not needed."
    return None


def why_not_mark(kind: str, points: Sequence[int]) -> str | None:
    """Why this is nothing that can stand on a board, or None."""
    least, most = _CORNERS.get(kind, (2, 2))
    if len(points) % 2 or not least <= len(points) // 2 <= most:
        return "That is no shape for a board."
    xs, ys = points[::2], points[1::2]
    if not all(0 <= x <= WIDTH for x in xs) or not all(0 <= y <= HEIGHT for y in ys):
        return "That lies beside the board."
    return None


def next_to_explain(people: Sequence[int], turns: Sequence[int]) -> int | None:
    """Whose turn it is among `people`, in the order they came, after these turns, oldest first: who
    has had fewest, and of those whoever's last lies furthest back. Nobody goes twice running while
    there is somebody else."""
    if not people:
        return None
    others = [one for one in people if not turns or one != turns[-1]] or list(people)
    had = Counter(turns)
    last = {person: n for n, person in enumerate(turns)}
    return min(others, key=lambda one: (had[one], last.get(one, -1)))

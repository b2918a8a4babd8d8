"""How somebody stands against their plan, in one sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from study.content import content
from study.models import Desk
from study.plan.board import Board
from study.plan.rules import Standing
from study.templatetags.ways import duration

# Minutes by which one may be off and still be where the plan is: half a usual task.
ABOUT = 15


@dataclass(frozen=True)
class Health:
    """Shares of the plan's minutes, 0 to 1; reviews and skipped tasks are not among them."""

    done: float
    expected: float
    sentence: str


def of(user: User, *, at: datetime, desk: Desk | None = None) -> Health | None:
    """None without a plan."""
    board = Board(user, at, desk)
    return health(board.standing) if board.plan and content() else None


def health(standing: Standing) -> Health:
    whole = standing.whole or 1
    done, expected = standing.done / whole, standing.expected / whole
    return Health(done, expected, sentence(standing))


def sentence(standing: Standing) -> str:
    """No praise and no blame: what is done, against what the days up to yesterday held."""
    done = f"{duration(standing.done)} of {duration(standing.whole)} done, reviews aside"
    if standing.whole and standing.done >= standing.whole:
        return f"All of your plan is done: {duration(standing.whole)}."
    if standing.missed:
        tasks = "task is" if standing.missed == 1 else "tasks are"
        late = duration(standing.missed_minutes)
        return f"{standing.missed} {tasks} open from days before, {late}; {done}."
    if standing.behind < -ABOUT:
        return f"You are {duration(-standing.behind)} ahead of your plan; {done}."
    return f"You are where your plan is; {done}."

"""A board as it is drawn: each mark as a shape of SVG and in words, and what changes the page."""

import math
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max

from accounts.models import User
from groups import board_actions
from groups import board_rules as rules
from groups.models import Meeting
from groups.models.boards import HEIGHT, WIDTH, BoardMark, BoardTurn

Kind = BoardMark.Kind
# Length of an arrow's head, in units of the board.
HEAD = 24
# Words, in units of the board: from one line to the next, a letter's usual width and a wide
# script's, and the room that longer words have at least, wherever they begin.
LEADING, LETTER, WIDE_LETTER, LEAST_LINE = 42, 19, 34, 600
# --ink, --green, --red and --amber of static/css/tokens.css, by day.
BY_DAY = {"ink": "#1d1b17", "green": "#0d5b47", "red": "#a02c2c", "amber": "#7d5100"}


@dataclass(frozen=True)
class Line:
    """One line of words, with the place at which it begins, on its baseline."""

    x: int
    y: int
    text: str


@dataclass(frozen=True)
class Shape:
    """One mark: an SVG path, or lines of words; and what it is, for whoever does not see it."""

    kind: str
    colour: str
    path: str
    lines: tuple[Line, ...]
    words: str

    @property
    def fill(self) -> str:
        """The colour by day, for a picture that has no style of ours."""
        return BY_DAY[self.colour]


@dataclass(frozen=True)
class Board:
    """Everything the page shows; `seen` changes when any of it does."""

    shapes: list[Shape]
    turn: BoardTurn | None
    minutes_left: int
    pledged: list[User]
    has_pledged: bool
    may_undo: bool
    counts: list[tuple[User, int]]
    why_not: str | None
    seen: str


def board_of(meeting: Meeting, user: User, *, at: datetime) -> Board:
    """Nine queries, however much is on it."""
    marks = list(meeting.board_marks.filter(taken_away_at=None).select_related("by"))
    turns = list(meeting.board_turns.select_related("user"))
    pledges = list(meeting.board_pledges.select_related("user"))
    turn = turns[-1] if turns else None
    left = minutes_left(turn, at=at)
    people = User.objects.in_bulk(board_actions.who_explains(meeting))
    had = [one.user_id for one in turns]
    return Board(
        shapes=[shape_of(mark) for mark in marks],
        turn=turn,
        minutes_left=left,
        pledged=[one.user for one in pledges],
        has_pledged=any(one.user_id == user.pk for one in pledges),
        may_undo=any(mark.by_id == user.pk for mark in marks),
        counts=[(person, had.count(pk)) for pk, person in people.items()],
        why_not=rules.why_not_draw(meeting, at=at, marks=len(marks)),
        seen=seen(meeting, at=at),
    )


def seen(meeting: Meeting, *, at: datetime) -> str:
    """What a page that asks again has seen already: three small queries."""
    marks = meeting.board_marks.aggregate(last=Max("pk"), gone=Count("taken_away_at"))
    turn = meeting.board_turns.last()
    pledges = meeting.board_pledges.count()
    number = turn.number if turn else 0
    return f"{marks['last']}-{marks['gone']}-{number}-{minutes_left(turn, at=at)}-{pledges}"


def minutes_left(turn: BoardTurn | None, *, at: datetime) -> int:
    """Of the turn that goes on, rounded up; 0 once it is over."""
    if turn is None:
        return 0
    ends_at = turn.started_at + timedelta(minutes=turn.minutes)
    return max(0, math.ceil((ends_at - at).total_seconds() / 60))


def shape_of(mark: BoardMark) -> Shape:
    points = mark.points
    who = f", by {mark.by}" if mark.by else ""
    said = f"“{mark.text}”" if mark.text else mark.get_kind_display().lower()
    return Shape(
        kind=mark.kind,
        colour=mark.colour,
        path=_path(mark.kind, points),
        lines=_lines(mark.text, points[0], points[1]),
        words=f"{said}, {_place(points)}{who}",
    )


def _lines(text: str, x: int, y: int) -> tuple[Line, ...]:
    """The words so that all of them are on the board: what would run off its right edge goes on
    below, and what begins too near an edge begins further in."""
    if not text:
        return ()
    x = min(x, WIDTH - min(sum(map(_width, text)), LEAST_LINE))
    broken = _broken(text, WIDTH - x)
    y = max(LEADING, min(y, HEIGHT - LEADING * (len(broken) - 1) - LETTER))
    return tuple(Line(x, y + LEADING * number, line) for number, line in enumerate(broken))


def _broken(text: str, room: int) -> list[str]:
    """Lines no wider than this, broken between words; a word too long for a line, anywhere."""
    lines, line, used = [], "", 0
    for word in text.split(" "):
        wide = sum(map(_width, word))
        if line and used + LETTER + wide > room:
            lines, line, used = [*lines, line], "", 0
        for letter in (" " if line else "") + word:
            if line and used + _width(letter) > room:
                lines, line, used = [*lines, line], "", 0
            line, used = line + letter, used + _width(letter)
    return [*lines, line]


def _width(letter: str) -> int:
    return WIDE_LETTER if unicodedata.east_asian_width(letter) in "WF" else LETTER


def _path(kind: str, points: list[int]) -> str:
    x, y, *rest = points
    if kind == Kind.TEXT:
        return ""
    if kind == Kind.STROKE:
        pairs = zip(rest[::2], rest[1::2], strict=True)
        # A dot is a line of no length with round ends.
        return f"M{x} {y}" + ("".join(f"L{a} {b}" for a, b in pairs) or f"L{x} {y}")
    right, down = rest
    if kind == Kind.RECT:
        return f"M{x} {y}H{right}V{down}H{x}Z"
    if kind == Kind.ELLIPSE:
        across, along = abs(right - x) / 2, abs(down - y) / 2
        left, middle = min(x, right), (y + down) / 2
        arc = f"a{across:g} {along:g} 0 1 0"
        return f"M{left:g} {middle:g}{arc} {2 * across:g} 0{arc} {-2 * across:g} 0"
    line = f"M{x} {y}L{right} {down}"
    return line + _head(x, y, right, down) if kind == Kind.ARROW else line


def _head(x: int, y: int, right: int, down: int) -> str:
    """Two short lines back from the end of an arrow."""
    towards = math.atan2(down - y, right - x)
    ends = [
        (right - HEAD * math.cos(towards + turn), down - HEAD * math.sin(towards + turn))
        for turn in (0.5, -0.5)
    ]
    return "".join(f"M{right} {down}L{a:.0f} {b:.0f}" for a, b in ends)


def _place(points: list[int]) -> str:
    """Where on the board it begins, by thirds: “top left”, “in the middle”."""
    column = ("left", "", "right")[min(2, points[0] * 3 // WIDTH)]
    row = ("top", "", "bottom")[min(2, points[1] * 3 // HEIGHT)]
    return " ".join(filter(None, (row, column))) or "in the middle"

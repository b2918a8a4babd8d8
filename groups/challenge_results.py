"""What a challenge came to, for one who sat it: their marks beside those of the others who agreed.

Nothing of anybody is read before the results are open, so no page can send it.
"""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from groups import challenge_rules
from groups.challenges import sat
from groups.models import Challenge, ChallengeEntry
from interview import marks, results
from interview.models import Interview, InterviewQuestion

Scoring = InterviewQuestion.Scoring


@dataclass(frozen=True)
class Line:
    """One person's marks, question by question; None where there is none (yet)."""

    name: str
    is_me: bool
    cells: list["Cell"]
    mark: marks.Mark | None
    answered: int


@dataclass(frozen=True)
class Cell:
    mark: marks.Mark | None
    # Instead of a mark: why there is none.
    words: str = ""


@dataclass(frozen=True)
class Results:
    titles: list[str]
    lines: list[Line]
    # Others who sat it and keep their marks to themselves.
    unnamed: int
    # The reader has not said yet how theirs went, and sees their own marks after that.
    to_estimate: Interview | None


def of(challenge: Challenge, *, to: User, at: datetime) -> Results | None:
    """None for whoever has not sat it in time, and for everybody before the results are open."""
    if not challenge_rules.are_results_open(challenge, sat(challenge), at=at):
        return None
    counted = list(challenge.entries.in_time().select_related("user", "interview"))
    mine = next((one for one in counted if one.user_id == to.pk), None)
    if mine is None:
        return None
    named = [one for one in counted if one.shows_marks or one is mine]
    found = results.of(Interview.objects.filter(pk__in=[one.interview_id for one in named]))
    by_interview = {result.interview.pk: result for result in found}
    own = by_interview[mine.interview_id]
    lines = [_line(one, by_interview[one.interview_id], is_me=one is mine) for one in named]
    # By name, so that nobody comes first.
    lines.sort(key=lambda line: line.name.lower())
    return Results(
        titles=_titles(challenge),
        lines=lines,
        unnamed=len(counted) - len(named),
        to_estimate=None if own.is_open else mine.interview,
    )


def _line(entry: ChallengeEntry, result: results.Result, *, is_me: bool) -> Line:
    """One's own marks stay shut until one has said how it went."""
    shut = is_me and not result.is_open
    return Line(
        name=str(entry.user),
        is_me=is_me,
        cells=[Cell(None, "later") if shut else _cell(one) for one in result.questions],
        mark=None if shut else marks.together(marks.parts(result.questions)),
        answered=len(result.answered),
    )


def _cell(question: InterviewQuestion) -> Cell:
    if question.scoring == Scoring.NOT_ANSWERED:
        return Cell(None, "not answered")
    mark = marks.mark_of(marks.shown(list(question.scorecards.all())))
    waiting = question.scoring in (Scoring.NOT_YET, Scoring.WAITING, Scoring.RUNNING)
    return Cell(mark, "" if mark else "being marked" if waiting else "no mark")


def _titles(challenge: Challenge) -> list[str]:
    return list(challenge.questions.values_list("version__title", flat=True))

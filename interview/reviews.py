"""What the review tells of a whole interview, each of its questions with marks and evidence.

`read` loads an interview in a fixed number of queries, however many questions it has.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.db.models import Prefetch, prefetch_related_objects

from interview import artefacts, dimensions, marks, rows, tried
from interview.dimensions import Family
from interview.models import Interview, InterviewQuestion, PointMark, Scorecard
from interview.question_reviews import QuestionReview
from interview.versions import versions

Scoring = InterviewQuestion.Scoring
# Nobody has taken up an answer for this long after the end: say that marking does not run.
PATIENCE = timedelta(seconds=45)


@dataclass(frozen=True)
class Group:
    """The marked questions of one topic or kind, taken together."""

    name: str
    mark: marks.Mark
    n: int
    slug: str = ""


class Review:
    """A finished interview as its candidate sees it."""

    def __init__(self, interview: Interview, questions: list[QuestionReview], at: datetime) -> None:
        self.interview = interview
        self.questions = questions
        self.at = at

    @cached_property
    def answered(self) -> list[QuestionReview]:
        return [question for question in self.questions if question.is_answered]

    @property
    def unanswered(self) -> list[QuestionReview]:
        return [question for question in self.questions if not question.is_answered]

    @cached_property
    def marked(self) -> list[QuestionReview]:
        """Questions whose mark counts: answered, and somebody gave one."""
        return [question for question in self.answered if question.mark]

    @property
    def unmarked(self) -> list[QuestionReview]:
        """The machine has looked and gives no mark; a person may."""
        return [q for q in self.answered if not q.mark and q.question.scoring == Scoring.DONE]

    @property
    def failed(self) -> list[QuestionReview]:
        return [question for question in self.answered if question.is_failed]

    @property
    def pending(self) -> int:
        return sum(question.is_open for question in self.questions)

    @property
    def looked_at(self) -> int:
        return len(self.answered) - self.pending

    @property
    def is_complete(self) -> bool:
        """Everything that can be marked has been: the marks may be called the result."""
        return not self.pending and not self.failed

    @property
    def is_stuck(self) -> bool:
        """Answers wait and nobody has taken one up for longer than a worker needs to."""
        running = any(q.question.scoring == Scoring.RUNNING for q in self.questions)
        since = self.interview.closed_at
        return bool(self.pending and not running and since and self.at - since > PATIENCE)

    @property
    def state(self) -> str:
        """Changes whenever the page would look different: what a waiting page asks about."""
        states = "".join(question.question.scoring[0] for question in self.questions)
        return f"{states}{len(self.marked)}{'s' if self.is_stuck else ''}"

    @cached_property
    def mark(self) -> marks.Mark | None:
        return marks.together(marks.parts(q.question for q in self.questions))

    @cached_property
    def expected(self) -> float | None:
        return marks.expected(question.question for question in self.answered)

    @property
    def made(self) -> int:
        return sum(question.made for question in self.marked)

    @property
    def out_of(self) -> int:
        return sum(len(question.points) for question in self.marked)

    @property
    def unsure(self) -> int:
        verdicts = [point.verdict for question in self.marked for point in question.points]
        return verdicts.count(PointMark.Verdict.UNSURE)

    @property
    def families(self) -> tuple[Family, ...]:
        """What it is judged by as a whole."""
        tiers = {question.version.tier for question in self.answered}
        return dimensions.families(level=self.interview.level, tiers=tiers)

    @property
    def raters(self) -> list[str]:
        """Whose marks the total is made of."""
        return list(dict.fromkeys(question.rater for question in self.marked))

    @cached_property
    def topics(self) -> list[Group]:
        return grouped_by_topic(self.marked)

    @cached_property
    def kinds(self) -> list[Group]:
        return _grouped(self.marked, lambda q: (q.version.get_kind_display(), q.version.kind))

    @property
    def time_left(self) -> int:
        """Seconds that were left when the candidate handed in; 0 when time ran out."""
        left = self.interview.ends_at - self.interview.finished_at
        return int(left.total_seconds())

    @cached_property
    def pauses(self) -> list[timedelta]:
        """Only a practice interview has any."""
        if self.interview.mode != Interview.Mode.PRACTICE:
            return []
        found = self.interview.pauses.all()
        return [pause.ended_at - pause.started_at for pause in found if pause.ended_at]

    @property
    def paused_seconds(self) -> int:
        return int(sum(self.pauses, timedelta()).total_seconds())


def read(interview: Interview, *, at: datetime) -> Review:
    """The whole review."""
    questions = rows.questions_of(interview.pk)
    for question in questions:
        question.interview = interview
    return Review(interview, _reviewed(questions), at)


def answered_in(interviews: Sequence[Interview]) -> list[QuestionReview]:
    """The answered questions of several interviews, in the order of these: however many there
    are, a fixed number of queries."""
    place = {interview.pk: number for number, interview in enumerate(interviews)}
    questions = list(
        InterviewQuestion.objects.filter(interview__in=place)
        .exclude(scoring=Scoring.NOT_ANSWERED)
        .select_related("answer")
    )
    return _reviewed(sorted(questions, key=lambda q: (place[q.interview_id], q.position)))


def _reviewed(questions: list[InterviewQuestion]) -> list[QuestionReview]:
    known = versions.of(question.version_id for question in questions)
    for question in questions:
        question.version = known[question.version_id]
    cards = Scorecard.objects.select_related("rater").prefetch_related("marks")
    prefetch_related_objects(questions, Prefetch("scorecards", cards))
    logs = tried.of(questions, kinds={one.pk: one.version.kind for one in questions})
    trails = artefacts.of(questions, versions=known.values())
    return [QuestionReview(one, logs.get(one.pk), trails.get(one.pk)) for one in questions]


def grouped_by_topic(questions: Iterable[QuestionReview]) -> list[Group]:
    """Marks by topic, weakest first."""
    groups = _grouped(questions, lambda q: (q.topic, q.version.question.topic.slug))
    return sorted(groups, key=lambda group: group.mark.score)


def _grouped(questions: Iterable[QuestionReview], by) -> list[Group]:
    groups: dict[tuple[str, str], list[QuestionReview]] = {}
    for question in questions:
        groups.setdefault(by(question), []).append(question)
    found = []
    for (name, slug), members in groups.items():
        mark = marks.together(marks.parts(member.question for member in members))
        if mark:
            found.append(Group(name, mark, len(members), slug))
    return found

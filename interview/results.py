"""One line an interview: what home and history tell of a finished one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Prefetch, QuerySet

from interview import marks, rules
from interview.models import Interview, InterviewQuestion
from interview.question_reviews import QuestionReview
from interview.reviews import Group, grouped_by_topic
from web.charts import Moment

Scoring = InterviewQuestion.Scoring


@dataclass
class Result:
    """A finished interview in a list. Its mark stays away until the candidate gave their own."""

    interview: Interview

    @cached_property
    def questions(self) -> list[InterviewQuestion]:
        return list(self.interview.questions.all())

    @cached_property
    def answered(self) -> list[InterviewQuestion]:
        return [q for q in self.questions if q.scoring != Scoring.NOT_ANSWERED]

    @property
    def is_open(self) -> bool:
        """The marks may be shown."""
        return not rules.why_no_marks(self.interview, answered=bool(self.answered))

    @cached_property
    def mark(self) -> marks.Mark | None:
        return marks.together(marks.parts(self.questions)) if self.is_open else None

    @cached_property
    def expected(self) -> float | None:
        return marks.expected(self.answered)

    @property
    def waiting(self) -> int:
        pending = (Scoring.NOT_YET, Scoring.WAITING, Scoring.RUNNING)
        return sum(question.scoring in pending for question in self.questions)

    @property
    def failed(self) -> int:
        return sum(question.scoring == Scoring.FAILED for question in self.questions)

    def moment(self) -> Moment:
        """Its place in a trend; only for a result with a mark."""
        finished: datetime = self.interview.finished_at
        return Moment(
            day=f"{finished:%-d %b %Y}",
            name=self.interview.title,
            score=self.mark.score,
            low=self.mark.low,
            high=self.mark.high,
            expected=self.expected,
        )


def of(interviews: QuerySet[Interview]) -> list[Result]:
    """Results of a queryset of finished interviews, in three queries however many there are."""
    # Without the words of the questions: a list needs none of them.
    questions = InterviewQuestion.objects.select_related("version__question__topic").only(
        "interview",
        "position",
        "budget_seconds",
        "estimate",
        "estimate_declined",
        "scoring",
        "version__kind",
        "version__question__topic__title",
        "version__question__topic__slug",
    )
    with_cards = Prefetch("questions", questions.prefetch_related("scorecards"))
    return [Result(interview) for interview in interviews.prefetch_related(with_cards)]


def weakest_topics(results: Iterable[Result]) -> list[Group]:
    """Topics of these interviews with their marks, weakest first."""
    open_results = [result for result in results if result.is_open]
    questions = [QuestionReview(q) for result in open_results for q in result.answered]
    return grouped_by_topic(question for question in questions if question.mark)

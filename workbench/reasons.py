"""Why a question may need work: each reason finds its questions and says what it saw.

A reason is one entry of `REASONS`; the queue, its counts and its snoozes follow from the list.
Figures are those of the version asked today, and only where ten or more people stand behind them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, F, FilteredRelation, FloatField, OuterRef, Q, QuerySet
from django.db.models import Value as V
from django.urls import reverse

from questions.models import Question
from workbench.models import QuestionSummary, Snooze, Thread

# Moodle flags efficiencies below this as dubious.
DUBIOUS = 15
WEAK = 20
NOBODY, EVERYBODY = 5, 95
# Medians this far over the question's share of the clock, in percent of it.
LONG = 150
SKIPPED = 25


@dataclass(frozen=True)
class Reason:
    """`find` keeps those it concerns, worst first, each with its `figure`; `say` tells of one."""

    key: str
    title: str
    find: Callable[[QuerySet[Question]], QuerySet[Question]]
    say: Callable[[float], str]
    page: str = "workbench:question_statistics"

    def place(self, question: Question) -> str:
        """Where to look at it."""
        return reverse(self.page, args=[question.slug])

    def waiting(self, kept: QuerySet[Question], *, at: datetime) -> QuerySet[Question]:
        """Those of these questions that nobody has put off."""
        put_off = Snooze.objects.holding(at=at).filter(question=OuterRef("pk"), reason=self.key)
        return self.find(kept).filter(~Exists(put_off))


def _measured(kept: QuerySet[Question], column: str) -> QuerySet[Question]:
    """With `figure`, that column of the summary of the version asked today."""
    own = FilteredRelation("summaries", condition=Q(summaries__version=F("current")))
    found = kept.annotate(now=own, figure=F(f"now__{column}"))
    return found.filter(figure__isnull=False)


def _backwards(kept: QuerySet[Question]) -> QuerySet[Question]:
    return _measured(kept, "discrimination").filter(figure__lt=0).order_by("figure", "pk")


def _weak(kept: QuerySet[Question]) -> QuerySet[Question]:
    found = _measured(kept, "discrimination").filter(figure__gte=0, figure__lt=WEAK)
    return found.order_by("figure", "pk")


def _inefficient(kept: QuerySet[Question]) -> QuerySet[Question]:
    # Below 0 it is backwards, which is said already.
    found = _measured(kept, "efficiency").filter(figure__gte=0, figure__lt=DUBIOUS)
    return found.order_by("figure", "pk")


def _too_hard(kept: QuerySet[Question]) -> QuerySet[Question]:
    return _measured(kept, "facility").filter(figure__lte=NOBODY).order_by("figure", "pk")


def _too_easy(kept: QuerySet[Question]) -> QuerySet[Question]:
    return _measured(kept, "facility").filter(figure__gte=EVERYBODY).order_by("-figure", "pk")


def _never_made(kept: QuerySet[Question]) -> QuerySet[Question]:
    return _measured(kept, "never_made").filter(figure__gt=0).order_by("-figure", "pk")


def _too_long(kept: QuerySet[Question]) -> QuerySet[Question]:
    return _measured(kept, "time_used").filter(figure__gt=LONG).order_by("-figure", "pk")


def _skipped(kept: QuerySet[Question]) -> QuerySet[Question]:
    return _measured(kept, "skipped").filter(figure__gte=SKIPPED).order_by("-figure", "pk")


def _disputed(kept: QuerySet[Question]) -> QuerySet[Question]:
    is_open = Q(threads__kind=Thread.Kind.DISPUTE, threads__state=Thread.State.OPEN)
    found = kept.annotate(figure=Count("threads", filter=is_open))
    return found.filter(figure__gt=0).order_by("-figure", "pk")


def _never_asked(kept: QuerySet[Question]) -> QuerySet[Question]:
    asked = QuestionSummary.objects.filter(question=OuterRef("pk"))
    ready = kept.filter(~Exists(asked), status=Question.Status.READY)
    return ready.annotate(figure=V(0.0, output_field=FloatField())).order_by("-pk")


REASONS = (
    Reason(
        "disputed", "Somebody disputes the key", _disputed,
        lambda n: f"{n:g} open dispute{'s' if n != 1 else ''}", "workbench:talk",
    ),
    Reason(
        "backwards", "Separates the wrong way round", _backwards,
        lambda index: f"Discrimination {index:.0f}: who does well elsewhere does badly here",
    ),
    Reason(
        "never-made", "A must point that nobody makes", _never_made,
        lambda n: f"{n:g} must point{'s' if n != 1 else ''} that nobody has made",
    ),
    Reason(
        "too-hard", "Hardly anybody makes any of it", _too_hard,
        lambda share: f"Facility {share:.0f} %, at most {NOBODY} %",
    ),
    Reason(
        "too-easy", "Everybody makes all of it", _too_easy,
        lambda share: f"Facility {share:.0f} %, at least {EVERYBODY} %",
    ),
    Reason(
        "weak", "Hardly separates", _weak,
        lambda index: f"Discrimination {index:.0f}, below {WEAK}",
    ),
    Reason(
        "inefficient", "Separates far less than it could", _inefficient,
        lambda share: f"Discriminative efficiency {share:.0f} %, below {DUBIOUS} %",
    ),
    Reason(
        "too-long", "Takes far longer than its time", _too_long,
        lambda used: f"The median answer takes {used:.0f} % of its time",
    ),
    Reason(
        "skipped", "Often skipped", _skipped,
        lambda share: f"Left blank by {share:.0f} % of those who saw it",
    ),
    Reason("never-asked", "Never asked", _never_asked, lambda _: "Ready, and nobody has met it"),
)  # fmt: skip
BY_KEY = {reason.key: reason for reason in REASONS}

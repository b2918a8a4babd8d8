"""What a group's own page says at a glance: a fixed number of queries, each with a limit, however
many people there are and however much is shared.
"""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from groups import people, rules
from groups.models import Group, Membership
from questions.models import Question, QuestionSet

# So many of each are shown; their own pages have the rest.
FEW = 5
FACES = 12


@dataclass(frozen=True)
class Some:
    """The newest few of something, and how many there are in all."""

    rows: list
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.rows)


@dataclass(frozen=True)
class Glance:
    role: str
    people: Some
    sets: Some
    questions: Some
    # Requests to join that this reader may answer.
    asking: int

    @property
    def organises(self) -> bool:
        return self.role in rules.ORGANISING


def of(group: Group, *, to: User, at: datetime) -> Glance:
    """The whole page, as this person sees it."""
    role = Membership.objects.values_list("role", flat=True).get(group=group, place__user=to)
    organises = role in rules.ORGANISING
    return Glance(
        role=role,
        people=_some(people.memberships(group), FACES),
        sets=_some(shared_sets(group), FEW),
        questions=_some(shared_questions(group), FEW),
        asking=group.join_requests.count() if organises else 0,
    )


def shared_sets(group: Group):
    """The group's sets, newest first, each with who shares it."""
    sets = QuestionSet.objects.filter(circle=group.pk).select_related("owner")
    return sets.order_by("-pk")


def shared_questions(group: Group):
    """The group's questions, newest first, without their long texts."""
    questions = Question.objects.filter(circle=group.pk, current__isnull=False)
    return questions.select_related("owner", "topic").defer("search").order_by("-pk")


def _some(rows, limit: int) -> Some:
    return Some(list(rows[:limit]), rows.count())

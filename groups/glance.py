"""What a group's own page says at a glance: a fixed number of queries, each with a limit, however
many people there are and however much is shared.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q

from accounts.models import User
from groups import people, rules
from groups.models import Challenge, ChallengeEntry, Group, Membership
from marking.models import CirclePack, CodeReview, ScoreSheet, Share
from marking.shared import Opened
from questions.models import Question, QuestionSet
from study.models import Explanation
from study.teaching.concepts import title_of

# So many of each are shown; their own pages have the rest.
FEW = 5
FACES = 12
# Nobody need know how many more interviews wait for them than this.
ENOUGH = 100


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
    # Interviews of others, newest first, and those of them that wait for this reader's marks.
    interviews: list[Opened]
    to_review: Some
    challenges: list[Challenge]
    # Programs that people of the group read together, newest first.
    code: list[CodeReview]
    # Packs of stored answers that all mark, the newest first.
    packs: list[CirclePack]
    # What its people explain to it, by what each concept is called; the newest first.
    explained: list[tuple[str, Explanation]]
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
        interviews=[_opened(share, group) for share in _shares(group, to, at)[:FEW]],
        to_review=_to_review(group, to, at=at),
        challenges=list(_challenges(group, to, at=at)[:FEW]),
        code=list(CodeReview.objects.open_in(group.pk)[:FEW]),
        packs=list(CirclePack.objects.filter(circle=group.pk)[:FEW]),
        explained=_explained(group),
        asking=group.join_requests.count() if organises else 0,
    )


def _shares(group: Group, to: User, at: datetime):
    """What others in the group opened to it, newest first."""
    shares = Share.objects.of_circle(group.pk, at=at)
    others = shares.exclude(interview__candidate=to.pk)
    return others.select_related("interview__candidate").order_by("-made_at")


def _to_review(group: Group, to: User, *, at: datetime) -> Some:
    """Those that ask for marks and do not have this person's, the longest waiting first."""
    mine = ScoreSheet.objects.of(to).submitted().filter(interview=OuterRef("interview"))
    asked = _shares(group, to, at).filter(~Exists(mine), asks_for_marks=True).order_by("made_at")
    some = _some(asked[:ENOUGH], FEW)
    return Some([_opened(share, group) for share in some.rows], some.total)


def _opened(share: Share, group: Group) -> Opened:
    return Opened(share, group.name, None)


def _challenges(group: Group, to: User, *, at: datetime):
    """Those that are open, the next to end first, and whether this person takes part."""
    mine = ChallengeEntry.objects.filter(challenge=OuterRef("pk"), user=to.pk)
    marked = group.challenges.open(at=at).annotate(is_entered=Exists(mine))
    return marked.order_by("closes_at")


def _explained(group: Group) -> list[tuple[str, Explanation]]:
    understood = Count("heard", filter=Q(heard__is_understood=True))
    rows = Explanation.objects.open_in(group.pk).annotate(understood=understood)[:FEW]
    return [(title_of(one.concept), one) for one in rows]


def shared_sets(group: Group):
    """The group's sets, newest first, each with who shares it."""
    sets = QuestionSet.objects.filter(circle=group.pk).select_related("owner")
    return sets.order_by("-pk")


def shared_questions(group: Group):
    """The group's questions, newest first, without their long texts."""
    questions = Question.objects.filter(circle=group.pk, current__isnull=False)
    return questions.select_related("owner", "topic").defer("search").order_by("-pk")


def _some(rows, limit: int) -> Some:
    """The first few. How many there are is asked for only where these may not be all."""
    shown = list(rows[:limit])
    return Some(shown, len(shown) if len(shown) < limit else rows.count())

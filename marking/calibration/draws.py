"""Which stored answers a pack is made of: spread over questions and qualities, none twice."""

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from accounts.models import User
from questions import attempts
from questions.models import CalibrationAnswer, Question, Topic, Visibility

FEWEST, MOST = 6, 10


@dataclass(frozen=True, order=True)
class Stored:
    """One stored answer: whose, and which of its question's."""

    question_id: int
    label: str


@dataclass(frozen=True)
class Choice:
    """Something to draw from, and how many stored answers it has."""

    value: str
    name: str
    answers: int


def answers_for(user: User):
    """The stored answers this person may be shown the key of in order to mark them.

    The library's, and those of questions they keep; of others' questions the key stays shut.
    """
    kept = Q(owner=user.pk) | Q(editors=user.pk) | Q(visibility=Visibility.LIBRARY)
    open_to_them = Question.objects.visible_to(user).usable().filter(kept)
    return CalibrationAnswer.objects.filter(
        version__in=open_to_them.order_by().values("current"), version__key_points__isnull=False
    ).distinct()


def areas(user: User) -> list[Choice]:
    """Areas with answers enough for a pack, in the order of the bank."""
    field = "version__question__topic"
    counts = dict(
        answers_for(user).order_by().values_list(field).annotate(n=Count("pk", distinct=True))
    )
    return [
        Choice(topic.slug, topic.title, counts[topic.pk])
        for topic in Topic.objects.filter(pk__in=counts)
        if counts[topic.pk] >= FEWEST
    ]


def kinds(user: User) -> list[Choice]:
    """Kinds of question with answers enough for a pack."""
    names = dict(Question._meta.get_field("kind").choices)
    counts = (
        answers_for(user)
        .order_by()
        .values_list("version__kind")
        .annotate(n=Count("pk", distinct=True))
    )
    return [Choice(kind, names[kind], n) for kind, n in sorted(counts) if n >= FEWEST]


def stored(
    user: User, *, area: str = "", kind: str = "", answered_only: bool = False
) -> list[Stored]:
    """What can be drawn; `answered_only`: of questions whose key is open to them anyway."""
    found = answers_for(user)
    if answered_only:
        found = found.filter(version__question__in=attempts.attempted(user))
    if area:
        found = found.filter(version__question__topic__slug=area)
    if kind:
        found = found.filter(version__kind=kind)
    return sorted(Stored(*row) for row in found.values_list("version__question", "label"))


def draw(
    there: Sequence[Stored], size: int, *, seed: int, met: Collection[Stored] = ()
) -> list[Stored]:
    """`size` different answers, or all where there are fewer; the same for the same seed.

    Answers not `met` before come first, then questions that have none in the pack yet; strong,
    partial and wrong ones take turns, so that a pack has some of each.
    """
    luck = random.Random(seed)  # noqa: S311 - a draw, not a secret
    left = sorted(there)
    luck.shuffle(left)
    labels = sorted({one.label for one in left})
    luck.shuffle(labels)
    chosen: list[Stored] = []
    while left and len(chosen) < size:
        wanted = labels[len(chosen) % len(labels)]
        asked = [one.question_id for one in chosen]
        best = min(
            left,
            key=lambda one: (one in met, asked.count(one.question_id), one.label != wanted),
        )
        chosen.append(best)
        left.remove(best)
    return chosen

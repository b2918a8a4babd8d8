"""One pack for a whole circle: choosing it, taking one's part, putting it out again.

Who may choose is for the room above to say; it knows what people are in a circle.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import Circle, User
from marking.calibration import actions, rules
from marking.models import CirclePack, CirclePackAnswer, Pack, PackItem, Run
from questions.models import Visibility
from web.refusals import Refused


@transaction.atomic
def choose(circle: Circle, pack: Pack, *, by: User, at: datetime) -> tuple[CirclePack, bool]:
    """The answers of this pack, as the bank has them now, for everybody in the circle; and whether
    that is new. Choosing the same pack again finds what the first time made."""
    Circle.objects.select_for_update().get(pk=circle.pk)
    if there := CirclePack.objects.filter(circle=circle, source=pack).first():
        return there, False
    answers = actions.current_answers(pack)
    open_to_all = [one for one in answers if one.version.question.visibility == Visibility.LIBRARY]
    if reason := rules.why_not_share(
        answers=len(answers),
        open_to_all=len(open_to_all),
        packs=CirclePack.objects.filter(circle=circle).count(),
    ):
        raise Refused(reason)
    made = CirclePack.objects.create(
        circle=circle, title=pack.title, source=pack, chosen_by=by, chosen_at=at
    )
    CirclePackAnswer.objects.bulk_create(
        CirclePackAnswer(circle_pack=made, position=n, answer=answer)
        for n, answer in enumerate(answers, start=1)
    )
    return made, True


@transaction.atomic
def begin(shared: CirclePack, *, by: User, at: datetime) -> Run:
    """This person's run through it, the first. Twice is once; afterwards it is the finished one."""
    User.objects.hold(by.pk)
    source = shared.source
    asks = {"least_exact": source.least_exact, "most_apart": source.most_apart} if source else {}
    pack, is_new = Pack.objects.get_or_create(
        owner=by,
        of=shared,
        defaults={"title": shared.title, "seed": shared.pk, "made_at": at} | asks,
    )
    if is_new:
        answers = shared.answers.select_related("answer__version").order_by("position")
        PackItem.objects.bulk_create(
            PackItem(
                pack=pack,
                position=one.position,
                question_id=one.answer.version.question_id,
                label=one.answer.label,
            )
            for one in answers
        )
    return pack.runs.order_by("number").first() or actions.start(pack, at=at)


@dataclass(frozen=True)
class Standing:
    """Which packs of a circle somebody has begun, and which they have finished; by id."""

    begun: frozenset[int]
    done: frozenset[int]


def standing(circle_id: int, user: User) -> Standing:
    """How far this person is with the packs of a circle. One query."""
    runs = Run.objects.visible_to(user).filter(pack__of__circle=circle_id)
    found = list(runs.values_list("pack__of", "finished_at"))
    return Standing(
        begun=frozenset(pack for pack, _ in found),
        done=frozenset(pack for pack, finished_at in found if finished_at),
    )


@transaction.atomic
def put_out(shared: CirclePack) -> None:
    """It is the circle's no more. What people marked stays theirs. Twice is once."""
    CirclePack.objects.filter(pk=shared.pk).delete()

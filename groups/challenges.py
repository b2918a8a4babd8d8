"""Making a challenge, entering it, sitting it. Each locks the challenge and asks the rule again."""

import secrets
import uuid
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Q

from accounts.models import User
from groups import challenge_rules, news, rules
from groups.actions import locked, refuse, role_of
from groups.models import Challenge, ChallengeEntry, ChallengeQuestion, Group
from interview import actions as interviews
from interview import draws
from interview.models import Interview
from questions.models import QuestionSet, Visibility
from web.refusals import Refused


def sets_for(group: Group):
    """What everybody in the group may sit: its own sets first, then the library's."""
    open_to_all = Q(circle=group.pk) | Q(visibility=Visibility.LIBRARY)
    return QuestionSet.objects.filter(open_to_all).order_by("visibility", "title")


@transaction.atomic
def make(
    group: Group,
    chosen: QuestionSet,
    *,
    begins: str,
    lasts: str,
    mode: str,
    by: User,
    at: datetime,
) -> Challenge:
    """A challenge on this set. Its questions are drawn now, once for all, and only from what
    everybody may be asked; `begins` and `lasts` are words of `challenge_rules`."""
    group = locked(group.pk)
    refuse(rules.why_not_change(group))
    role_of(group, by)
    if not sets_for(group).filter(pk=chosen.pk).exists():
        raise Refused("This set is not shared with the group any more.")
    # As anybody would be asked it: nobody's own questions get into a draw, nor what they have met.
    seed = secrets.randbits(62)
    picks = draws.from_set(chosen, candidate=AnonymousUser(), seed=seed, at=at)
    open_now = group.challenges.open(at=at).count()
    refuse(challenge_rules.why_not_make(open_now=open_now, asks=len(picks)))
    opens_at = at + challenge_rules.BEGINS[begins][0]
    challenge = Challenge.objects.create(
        group=group,
        question_set=chosen,
        title=chosen.title,
        minutes=chosen.minutes,
        mode=mode,
        made_by=by,
        made_at=at,
        opens_at=opens_at,
        closes_at=opens_at + challenge_rules.LASTS[lasts][0],
    )
    ChallengeQuestion.objects.bulk_create(
        ChallengeQuestion(
            challenge=challenge, position=number, version_id=pick.version_id, minutes=pick.minutes
        )
        for number, pick in enumerate(picks, start=1)
    )
    news.challenged(challenge, at=at)
    return challenge


@transaction.atomic
def enter(challenge: Challenge, *, shows_marks: bool, by: User, at: datetime) -> ChallengeEntry:
    """Take part. Entering twice changes nothing."""
    challenge = _locked(challenge, by)
    if own := challenge.entries.filter(user=by).first():
        return own
    is_open = challenge_rules.are_results_open(challenge, sat(challenge), at=at)
    refuse(challenge_rules.why_not_enter(challenge, results_open=is_open, at=at))
    entry = challenge.entries.create(user=by, shows_marks=shows_marks, entered_at=at)
    news.entered(entry, at=at)
    return entry


@transaction.atomic
def begin(challenge: Challenge, *, by: User, at: datetime) -> Interview:
    """The interview of somebody who entered. A second press finds the same one."""
    challenge = _locked(challenge, by)
    entry = challenge.entries.select_related("interview").filter(user=by).first()
    if entry is None:
        raise Refused("Enter the challenge first.")
    if entry.interview and entry.interview.status != Interview.Status.CANCELLED:
        return entry.interview
    refuse(challenge_rules.why_not_begin(challenge, at=at))
    asked = list(challenge.questions.values_list("version", "minutes"))
    if not asked:
        raise Refused("The questions of this challenge are gone.")
    entry.interview = interviews.set_up(
        by,
        title=challenge.title,
        minutes=challenge.minutes,
        mode=challenge.mode,
        request_key=uuid.uuid4(),
        recipe={"pinned": asked},
    )
    entry.save(update_fields=["interview"])
    return entry.interview


@transaction.atomic
def step_out(challenge: Challenge, *, by: User, at: datetime) -> None:
    """Not to be waited for after all. Twice is once."""
    challenge = _locked(challenge, by)
    entry = challenge.entries.select_related("interview").filter(user=by).first()
    if entry is None:
        return
    waiting = (Interview.Status.SCHEDULED, Interview.Status.CANCELLED)
    has_begun = entry.interview is not None and entry.interview.status not in waiting
    refuse(challenge_rules.why_not_step_out(has_begun=has_begun))
    if entry.interview:
        interviews.cancel(entry.interview)
    entry.delete()
    news.stepped_out(entry, challenge, at=at)


def sat(challenge: Challenge) -> list[bool]:
    """Of each who entered, whether they have finished; one query."""
    states = challenge.entries.values_list("interview__status", flat=True)
    return [state in Interview.FINISHED for state in states]


def _locked(challenge: Challenge, by: User) -> Challenge:
    """Held until the transaction ends; refused to whoever is not in the group, or when it is
    archived."""
    group = locked(challenge.group_id)
    refuse(rules.why_not_change(group))
    role_of(group, by)
    return Challenge.objects.select_for_update(of=["self"]).get(pk=challenge.pk)

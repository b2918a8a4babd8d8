"""Everything that changes answers given aloud: begin, keep, judge, record, delete."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from accounts.models import User
from questions.bank.study.choosing import Case
from questions.bank.study.syllabus import Concept
from questions.models import Question
from study import saved_words, tasks
from study.models import Recording, Take, TakeMark
from study.speaking import prompts, rules
from study.teaching import actions as teaching
from web.refusals import Refused

_TYPED = ("notes", "rivals", "revision", "writer", "saved_at")


@dataclass(frozen=True)
class Times:
    """Seconds to prepare and to answer in, as chosen; extra time comes on top."""

    prepare: int
    limit: int


@transaction.atomic
def begin(user: User, what: Question | Concept | Case, times: Times, *, at: datetime) -> Take:
    """Start the clock of one answer. Extra time lengthens preparation and answer alike."""
    if isinstance(what, Question) and (reason := rules.why_not_speak(what)):
        raise Refused(reason)
    factor = float(user.extra_time)
    prepare = round(times.prepare * factor)
    return Take.objects.create(
        owner=user,
        version=what.current if isinstance(what, Question) else None,
        concept=what.slug if isinstance(what, Concept) else "",
        case=what.slug if isinstance(what, Case) else "",
        title=what.title,
        limit=times.limit,
        prepare_seconds=prepare,
        limit_seconds=round(times.limit * factor),
        begun_at=at,
        starts_at=at + timedelta(seconds=prepare),
    )


@transaction.atomic
def start(take: Take, *, at: datetime) -> Take:
    """Cut the preparation short. Once the time runs nothing changes."""
    take = _locked(take)
    if reason := rules.why_not_start(take):
        raise Refused(reason)
    if at < take.starts_at:
        take.starts_at = max(at, take.begun_at)
        take.save(update_fields=["starts_at"])
    return take


@transaction.atomic
def draft(take: Take, notes: str, *, base: int, writer: UUID, at: datetime) -> tuple[Take, bool]:
    """Keep what is typed so far, and say whether another window has other words. Notes may be
    typed on after the answer is kept.
    """
    take = _locked(take)
    disagree = saved_words.keep(take, {"notes": notes}, base=base, writer=writer, at=at)
    take.save(update_fields=_TYPED)
    return take, bool(disagree)


@transaction.atomic
def settle(take: Take, writer: UUID, *, add: bool) -> None:
    """Of notes another window typed: put them below, or let them go."""
    take = _locked(take)
    if saved_words.settle(take, "notes", writer, add=add):
        take.save(update_fields=_TYPED)


@transaction.atomic
def keep(take: Take, notes: str, *, base: int, writer: UUID, was_aloud: bool, at: datetime) -> Take:
    """The answer as it stands; from here on its points are open. Safe to call twice.

    It stays open when there is neither a word nor its owner's word that it was said aloud
    (`rules.why_not_keep` says so).
    """
    take, _ = draft(take, notes, base=base, writer=writer, at=at)
    if take.kept_at is not None:
        return take
    has_notes = bool(take.notes.strip() or take.rivals)
    if rules.why_not_keep(has_notes=has_notes, was_aloud=was_aloud):
        return take
    take.kept_at, take.seconds = at, rules.spoken_seconds(take, at=at)
    take.was_aloud = was_aloud
    take.save(update_fields=["kept_at", "seconds", "was_aloud"])
    return take


@transaction.atomic
def judge(take: Take, said: Mapping[str, str]) -> None:
    """What its speaker says of each point, `{key: verdict}`; an empty verdict takes one back."""
    take = _locked(take)
    if reason := rules.why_no_key(take):
        raise Refused(reason)
    known = {point.key for point in prompts.points_of(take)}
    for key, verdict in said.items():
        if key not in known:
            continue
        place = _place(key)
        if verdict:
            TakeMark.objects.update_or_create(take=take, **place, defaults={"verdict": verdict})
        else:
            TakeMark.objects.filter(take=take, **place).delete()


def _place(key: str) -> dict:
    """The columns of a mark that a key stands for."""
    of, _, name = key.partition("-")
    return {"key_point_id": int(name), "card": ""} if of == "p" else {"card": name}


@transaction.atomic
def record(take: Take, sound: bytes, *, at: datetime) -> Recording:
    """Keep the sound of a take here. The same take recorded again replaces it."""
    person = User.objects.hold(take.owner_id)
    take = _locked(take)
    others = Recording.objects.filter(take__owner=person).exclude(take=take)
    together = others.aggregate(all=Sum("size"))["all"] or 0
    if reason := rules.why_not_record(len(sound), together=together):
        raise Refused(reason)
    kind = rules.kind_of(sound)
    if kind is None:
        raise Refused("This is no recording in a form known here. It stays in this browser.")
    forget_recording(take, at=at)
    Take.objects.filter(pk=take.pk).update(was_aloud=True)
    return Recording.objects.create(take=take, kind=kind, sound=sound, size=len(sound), kept_at=at)


@transaction.atomic
def ask_for_transcript(take: Take) -> None:
    """Have the sound written down, by whatever the site uses for it."""
    recording = Recording.objects.select_for_update().filter(take=take).first()
    if reason := rules.why_not_transcribe(recording):
        raise Refused(reason)
    recording.state, recording.tries = Recording.Transcribing.WAITING, 0
    recording.why_failed = ""
    recording.save(update_fields=["state", "tries", "why_failed"])
    transaction.on_commit(lambda: tasks.transcribe.delay(recording.pk), robust=True)


@transaction.atomic
def forget_recording(take: Take, *, at: datetime) -> None:
    """The sound and what was written of it are gone, for a group that heard it, too; notes and
    marks stay."""
    teaching.fall_silent(take, at=at)
    Recording.objects.filter(take=take).delete()


@transaction.atomic
def delete(take: Take, *, at: datetime) -> None:
    """For good, with notes, marks and sound."""
    teaching.fall_silent(take, at=at)
    take.delete()


def _locked(take: Take) -> Take:
    """The row as it is now, held until the transaction ends."""
    return Take.objects.select_for_update(of=("self",)).select_related("version").get(pk=take.pk)

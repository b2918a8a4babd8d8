"""What people are told about shared interviews and marks. Never an answer's words."""

from datetime import datetime

from django.urls import reverse

from accounts import circles
from accounts.models import User
from interview.models import InterviewQuestion
from marking import apart, rules
from marking.models import Comment, ScoreSheet, SecondLook, Share
from marking.redaction import THE_CANDIDATE, WITHOUT_NAMES
from reminders.actions import tell, tell_all, withdraw
from reminders.kinds import MARKS_READY, SECOND_LOOK, SHARED_WITH_YOU
from reminders.notes import Note


def shared(share: Share, *, by: User, at: datetime) -> None:
    """Those it is open to now. Somebody who has no account yet finds it when they have one."""
    where = circles.names([share.circle_id]).get(share.circle_id, "") if share.circle_id else ""
    who = str(by) if share.names_candidate else "Somebody"
    asks = " and asks for your marks" if share.asks_for_marks else ""
    note = Note(
        title=f"{who} shares an interview with {where or 'you'}{asks}",
        line=_what(share),
        path=share.get_absolute_url(),
        where=where,
    )
    tell_all(
        lambda person: f"share:{share.pk}:to:{person.pk}",
        users=_readers(share, by),
        kind=SHARED_WITH_YOU,
        note=note,
        at=at,
        about=f"group:{share.circle_id}" if share.circle_id else "",
    )


def unshared(share_id: int, *, at: datetime) -> None:
    withdraw(f"share:{share_id}:", because="Taken back since", at=at)


def marked(sheet: ScoreSheet, edition: int, *, at: datetime) -> None:
    """The candidate: somebody's marks are in, or have changed."""
    who = sheet.rater or "Somebody who left"
    again = "has changed their marks of" if edition > 1 else "has marked"
    note = Note(
        title=f"{who} {again} {sheet.interview}",
        line="Beside the machine’s and your own, with what differs.",
        path=reverse("marking:side_by_side", args=[sheet.interview_id]),
    )
    key = f"sheet:{sheet.pk}:{edition}:to:{sheet.interview.candidate_id}"
    tell(key, user=sheet.interview.candidate, kind=MARKS_READY, note=note, at=at)
    _last_day_to_ask(sheet, edition, at=at)


def _last_day_to_ask(sheet: ScoreSheet, edition: int, *, at: datetime) -> None:
    """The candidate, a day before a second look at these marks cannot be asked for any more."""
    withdraw(f"sheet:{sheet.pk}:window:", because="Marked anew", at=at)
    closes_at = at + rules.SECOND_LOOK_WITHIN
    note = Note(
        title=f"A day left to ask for a second look: {sheet.interview}",
        line=f"It can be asked for within {rules.SECOND_LOOK_WITHIN.days} days of a mark.",
        path=reverse("marking:side_by_side", args=[sheet.interview_id]),
    )
    tell(
        f"sheet:{sheet.pk}:window:{edition}:to:{sheet.interview.candidate_id}",
        user=sheet.interview.candidate,
        kind=SECOND_LOOK,
        note=note,
        at=closes_at - rules.REMIND_BEFORE,
        stale_at=closes_at,
    )


def far_apart(sheet: ScoreSheet, edition: int, *, at: datetime) -> None:
    """Those who differ by more than a level, once an edition: both are asked why."""
    found = [one for one in apart.points_of(sheet.interview) if sheet.rater_id in one.by]
    people = User.objects.filter(pk__in={pk for one in found for pk in one.by})
    for person in people:
        mine = [one for one in found if one.waits_for(person)]
        if not mine:
            continue
        places = ", ".join(sorted({str(one.question.position) for one in mine}))
        note = Note(
            title="You and another person are far apart on a point",
            line=f"Say why you marked it so: question {places}.",
            path=reverse("marking:why", args=[sheet.interview_id]),
        )
        key = f"apart:{sheet.pk}:{edition}:to:{person.pk}"
        tell(key, user=person, kind=MARKS_READY, note=note, at=at)


def said(comment: Comment, question: InterviewQuestion, *, at: datetime) -> None:
    """The candidate, and whoever spoke in this thread and may still read it."""
    interview = question.interview
    spoke = comment.passage.comments.exclude(by=None).values_list("by", flat=True)
    for person in User.objects.filter(pk__in={*spoke, interview.candidate_id} - {comment.by_id}):
        if person.pk == interview.candidate_id:
            path, title = reverse("marking:side_by_side", args=[interview.pk]), str(interview)
            who = str(comment.by)
        else:
            open_to = Share.objects.open_to(person, at=at).filter(interview=interview)
            share = open_to.order_by("-names_candidate").first()
            if share is None:
                continue
            path = share.get_absolute_url()
            hidden = not share.names_candidate
            title = WITHOUT_NAMES if hidden else str(interview)
            is_candidate = comment.by_id == interview.candidate_id
            who = THE_CANDIDATE if hidden and is_candidate else str(comment.by)
        note = Note(
            title=f"{who} said something about an answer",
            line=f"Question {question.position} of {title}.",
            path=f"{path}#question-{question.position}",
        )
        key = f"passage:{comment.passage_id}:{comment.pk}:to:{person.pk}"
        about = f"passage:{comment.passage_id}"
        tell(key, user=person, kind=SHARED_WITH_YOU, note=note, at=at, about=about)


def second_look_asked(look: SecondLook, *, at: datetime) -> None:
    note = Note(
        title="A second look is asked of you",
        line=f"One point of question {look.question.position}, and why it should count otherwise.",
        path=reverse("marking:second_look", args=[look.pk]),
    )
    tell(f"look:{look.pk}:asked:{look.to_id}", user=look.to, kind=SECOND_LOOK, note=note, at=at)
    note = Note(
        title="A day left for a second look",
        line=f"One point of question {look.question.position} waits for your answer.",
        path=reverse("marking:second_look", args=[look.pk]),
    )
    tell(
        f"look:{look.pk}:due:{look.to_id}",
        user=look.to,
        kind=SECOND_LOOK,
        note=note,
        at=at + rules.LOOK_TAKES - rules.REMIND_BEFORE,
        stale_at=at + rules.LOOK_TAKES,
    )


def second_look_settled(look: SecondLook, *, at: datetime) -> None:
    """The candidate, and whoever gave the mark where somebody else looked."""
    withdraw(f"look:{look.pk}:due:", because="Settled since", at=at)
    candidate = look.question.interview.candidate_id
    people = {candidate, look.card.rater_id} - {look.settled_by_id, None}
    for person in User.objects.filter(pk__in=people):
        note = Note(
            title=f"Second look: {look.get_outcome_display().lower()}",
            line=f"One point of question {look.question.position}; the reason stands there.",
            path=reverse("marking:second_look", args=[look.pk]),
        )
        key = f"look:{look.pk}:settled:{person.pk}"
        tell(key, user=person, kind=SECOND_LOOK, note=note, at=at)


def _readers(share: Share, by: User) -> list[User]:
    if share.circle_id:
        people = User.objects.filter(circle_memberships__circle=share.circle_id)
        return list(people.exclude(pk=by.pk))
    return [share.user] if share.user else []


def _what(share: Share) -> str:
    title = share.interview.title if share.names_candidate else "An interview"
    what = ["the answers"]
    what += ["the marks"] if share.shows_marks else []
    what += ["the key"] if share.shows_key else []
    return f"{title}: {', '.join(what)}."

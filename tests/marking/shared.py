"""Interviews that are shared, for the tests of what becomes of them."""

import json

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from groups.models import Group
from interview.dimensions import WHOLE
from interview.models import Interview, Seat
from marking import actions, discussions, raters, second_looks, sheets
from marking.actions import Terms
from marking.discussions import Anchor
from marking.models import Passage, ScoreSheet, SecondLook, Share
from tests.factories import group_of


def shared_with(group: Group, interview: Interview, **terms) -> Share:
    """Open to this group by its candidate; `terms` as in `Terms`."""
    return actions.share_with_circle(
        interview, group.circle, Terms(**terms), by=interview.candidate, at=timezone.now()
    )


def shared_to(address: str, interview: Interview, **terms) -> Share:
    return actions.share_with_person(
        interview, address, Terms(**terms), by=interview.candidate, at=timezone.now()
    )


def linked(interview: Interview, **terms) -> Share:
    terms = Terms(**{"days": 7, **terms})
    return actions.share_by_link(interview, terms, by=interview.candidate, at=timezone.now())


def sheet_of(rater: User, interview: Interview, **terms) -> ScoreSheet:
    """A peer's sheet, begun: they are in a group with the candidate and were asked for marks."""
    shared_with(group_of(interview.candidate, rater), interview, **{"asks": True, **terms})
    return sheets.begin(interview, by=rater, role=ScoreSheet.Role.PEER, at=timezone.now())


def layout(sheet: ScoreSheet):
    at = timezone.now()
    return sheets.layout_of(
        sheet, positions=raters.positions_for(sheet.rater, sheet.interview, at=at)
    )


def fill(sheet: ScoreSheet, *, position: int = 1, verdicts=("made", "missed"), **more) -> None:
    """Write one question's marks, and `more` fields, onto the sheet."""
    points = sheet.interview.questions.get(position=position).version.key_points.all()
    said = {f"p-{point.pk}": verdict for point, verdict in zip(points, verdicts, strict=True)}
    changes = {**said, **{name.replace("_", "-"): value for name, value in more.items()}}
    base = ScoreSheet.objects.get(pk=sheet.pk).revision
    sheets.save(sheet, changes, base=base, layout=layout(sheet), at=timezone.now())


def hand_in(sheet: ScoreSheet, *, at=None) -> ScoreSheet:
    return sheets.submit(sheet, layout=layout(sheet), at=at or timezone.now())


def marked_by(rater: User, interview: Interview, verdicts=("made", "missed"), **more) -> ScoreSheet:
    """A peer's sheet for the first question, handed in."""
    sheet = sheet_of(rater, interview)
    fill(sheet, verdicts=verdicts, **more)
    return hand_in(sheet)


def said_about(share: Share, text: str = "Why so?", *, by: User | None = None) -> Passage:
    """Somebody, the candidate unless told, speaks about the first word of the first answer."""
    question = share.interview.questions.select_related("interview__candidate", "answer").first()
    where = Anchor(0, 8, question.answer.text[:8])
    person = by or question.interview.candidate
    return discussions.open_passage(question, where, text, by=person, at=timezone.now())


def looked_at(sheet: ScoreSheet, reason: str = "It is in the second sentence.") -> SecondLook:
    """The candidate asks for a second look at the second point of this rater's first question."""
    question = sheet.interview.questions.get(position=1)
    card = question.scorecards.get(rater=sheet.rater)
    point = question.version.key_points.all()[1]
    by, at = sheet.interview.candidate, timezone.now()
    return second_looks.ask(question, card, point, reason, by=by, at=at)


def conducted_by(rater: User, interview: Interview, *, hands_in: bool = True, **more) -> ScoreSheet:
    """An interviewer's sheet with all that it needs, at level 3 throughout; `more` fields too."""
    Seat.objects.get_or_create(interview=interview, user=rater, role=Seat.Role.INTERVIEWER)
    role = ScoreSheet.Role.INTERVIEWER
    sheet = sheets.begin(interview, by=rater, role=role, at=timezone.now())
    whole = {f"dim_{one.name.replace('-', '_')}": "3" for one in WHOLE.dimensions}
    fill(sheet, **whole, signal="yes", evidence="Clear.", **more)
    return hand_in(sheet) if hands_in else sheet


def page_of(interview: Interview) -> str:
    """Where it is marked."""
    return reverse("marking:sheet", args=[interview.pk])


def post_json(client, address: str, **body):
    return client.post(address, json.dumps(body), content_type="application/json")

"""What a candidate opens in the room while the clock runs. Each is one transaction that locks the
interview and asks the rule again; asked for twice is asked for once.
"""

from datetime import datetime

from django.db import transaction

from interview import rows, rules
from interview.models import ArtefactAsked, FrameworkOpened, Interview, InterviewQuestion
from web.refusals import Refused


@transaction.atomic
def ask_for(question: InterviewQuestion, *, number: int, at: datetime) -> list[int]:
    """Show the artefact `number` (from 1) from now on; the numbers of all that are shown, in the
    order in which they were asked for."""
    interview = _locked(question)
    if reason := rules.why_not_ask(interview, at=at):
        raise Refused(reason)
    if not 1 <= number <= len(question.version.parts.get("artefacts", ())):
        raise Refused("That is not among what you may ask for.")
    kept = ArtefactAsked.objects.filter(question=question).order_by("place")
    shown = list(kept.values_list("number", flat=True))
    if number not in shown:
        shown.append(number)
        ArtefactAsked.objects.create(
            question=question, number=number, place=len(shown), asked_at=at
        )
    return shown


@transaction.atomic
def open_framework(question: InterviewQuestion, *, at: datetime) -> datetime:
    """Open the five steps beside a question; the first time is noted, and returned."""
    interview = _locked(question)
    if reason := rules.why_no_framework(interview, at=at):
        raise Refused(reason)
    opened, _ = FrameworkOpened.objects.get_or_create(question=question, defaults={"opened_at": at})
    return opened.opened_at


def _locked(question: InterviewQuestion) -> Interview:
    found = rows.locked(question.interview_id)
    if not found:
        raise Interview.DoesNotExist(f"interview {question.interview_id} is gone")
    return found[0]

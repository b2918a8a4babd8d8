"""A question about a fault, with artefacts whose words turn up nowhere else."""

from datetime import timedelta

from django.utils import timezone

from interview import actions
from interview.models import ArtefactAsked, Interview
from tests.factories import InterviewFactory, QuestionFactory, QuestionSetFactory
from tests.interview.marked import add_card

# Two tell, two do not; `SECRETS` has the words that are each one's own.
ARTEFACTS = [
    {
        "name": "Training log",
        "kind": "log",
        "language": "text",
        "content": "step 7 loss 4711.25 <zebra>",
        "telling": True,
        "tells": "The ocelot grows from step to step.",
    },
    {
        "name": "Loss curve",
        "kind": "curve",
        "language": "csv",
        "content": "step,walrus\n1,2.5\n2,8642.5\n3,0.5",
        "telling": False,
        "tells": "A heron, and nothing new.",
    },
    {
        "name": "Rows of the batch",
        "kind": "data",
        "language": "csv",
        "content": "row,label\n3,tapir",
        "telling": True,
        "tells": "Row three is a lynx.",
    },
    {
        "name": "The step",
        "kind": "code",
        "language": "python",
        "content": "def quokka(): ...",
        "telling": False,
        "tells": "",
    },
]
# Words of each artefact's content, and of what the key says it tells.
CONTENT = ("4711.25", "8642.5", "tapir", "quokka")
KEY = ("ocelot", "heron", "lynx")


def fault(**fields):
    return QuestionFactory(kind="debugging", **{"parts": {"artefacts": ARTEFACTS}, **fields})


def searched_by(candidate):
    """A marked interview about a fault: asked for rows, then the curve, then the log."""
    interview = sat(candidate)
    question = interview.questions.get()
    for place, (number, seconds) in enumerate(((3, 65), (2, 130), (1, 300)), start=1):
        at = interview.started_at + timedelta(seconds=seconds)
        ArtefactAsked.objects.create(question=question, number=number, place=place, asked_at=at)
    actions.finish(interview, at=timezone.now())
    add_card(question)
    Interview.objects.filter(pk=interview.pk).update(
        status="scored", scored_at=timezone.now(), estimated_at=timezone.now()
    )
    interview.refresh_from_db()
    return interview


def sat(candidate, **fields):
    """An interview that runs and asks about a fault alone."""
    chosen = QuestionSetFactory(questions=[fault()])
    return InterviewFactory(candidate=candidate, running=True, question_set=chosen, **fields)

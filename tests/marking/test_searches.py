"""What was asked for and tried at a fault, as others read it: with the key what it told, without
names none, and never a time, which would tell how long the candidate had."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from interview.models import ArtefactAsked, FrameworkOpened, TriedLog, TriedRevision
from marking import capsule
from marking.readings import Reading, Scope
from tests.factories import QuestionSetFactory
from tests.interview.faults import CONTENT, KEY, fault
from tests.interview.marked import TEXT, finished
from tests.marking.shared import linked

pytestmark = pytest.mark.django_db
TRIED = "Alice thinks <it> is the rate\tthe log\tit grows\truled out"


@pytest.fixture
def interview(alice):
    chosen = QuestionSetFactory(questions=[fault()])
    done = finished(alice, texts=(TEXT,), question_set=chosen)
    question = done.questions.get()
    at = done.started_at + timedelta(seconds=754)
    for place, number in enumerate((3, 2), start=1):
        ArtefactAsked.objects.create(question=question, number=number, place=place, asked_at=at)
    FrameworkOpened.objects.create(question=question, opened_at=at)
    log = TriedLog.objects.create(
        question=question, text=TRIED, revision=1, writer=uuid.UUID(int=1), saved_at=at
    )
    TriedRevision.objects.create(
        log=log, number=1, saved_at=at, writer=uuid.UUID(int=1), start=0, removed=0, added=TRIED
    )
    return done


def file_of(interview, **scope) -> str:
    reading = Reading(interview, Scope(**scope), timezone.now())
    return capsule.to_html(interview, reading).partition("<main>")[2]


def test_with_the_key_the_file_tells_what_each_told(interview):
    text = file_of(interview, marks=True, key=True, all_keys=True)
    asked, left = text.partition("<h3>Asked for")[2].split("Not asked for:")
    assert asked.index("Rows of the batch") < asked.index("Loss curve")
    assert "2 of 4 asked for; 1 of the 2 that tell among them." in asked
    assert "Twice 1, divided by 2 + 2: 50 of 100." in asked
    assert "lynx" in asked
    assert "heron" in asked
    assert "would have told" in left
    assert "ocelot" in left
    assert "five steps were opened" in text
    assert not any(word in text for word in CONTENT), "what they showed is the bank's"


def test_without_the_key_there_are_names_in_their_order_and_nothing_of_it(interview):
    text = file_of(interview)
    asked = text.partition("<h3>Asked for")[2]
    assert asked.index("Rows of the batch") < asked.index("Loss curve")
    for word in (*KEY, *CONTENT, "telling", "of 100", "Training log", "The step", "would have"):
        assert word not in text, word


def test_what_was_tried_is_read_escaped_and_without_names_where_there_are_none(interview):
    named = file_of(interview)
    line = "Alice thinks &lt;it&gt; is the rate; looked at the log; saw it grows; ruled out"
    assert line in named
    assert "Alice" not in file_of(interview, names=False)
    assert "is the rate; looked at the log" in file_of(interview, names=False)


def test_no_time_is_read_by_others(interview, client):
    page = client.get(linked(interview).get_absolute_url()).content.decode().partition("<main")[2]
    assert "Rows of the batch" in page
    at = (interview.started_at + timedelta(seconds=754)).strftime("%H:%M:%S")
    for text in (page, file_of(interview, marks=True, key=True, all_keys=True)):
        assert "12:34" not in text
        assert at not in text

"""Who is told of a thread: whoever keeps the question, whoever takes part, and nobody twice."""

import pytest
from django.utils import timezone

from reminders.models import Reminder
from tests.factories import QuestionFactory
from workbench.talk_actions import Matter, open_thread, reply, settle

WRONG = Matter("dispute", "Momentum may overshoot. SECRET", part="point:damps")


@pytest.fixture
def thread(alice, bob, carol):
    """Alice keeps a question with Bob; Carol, a curator, has disputed it."""
    question = QuestionFactory(owner=alice, title="Momentum")
    question.editors.add(bob)
    return open_thread(question, question.current, WRONG, by=carol, at=timezone.now())


def told(**about) -> list[tuple[str, str]]:
    """(to whom, the headline) of what the app shows."""
    rows = Reminder.objects.filter(channel="in-app", **about).order_by("pk")
    return [(str(row.user), row.facts["title"]) for row in rows]


def test_who_keeps_the_question_is_told_of_a_thread(thread, alice, bob):
    headline = "Carol disputes the key of “Momentum”"
    assert sorted(told()) == [("Alice", headline), ("Bob", headline)]
    assert set(Reminder.objects.values_list("kind", flat=True)) == {"dispute"}


def test_no_words_of_a_thread_are_sent(thread, alice):
    reply(thread, "SECRET too", by=alice, at=timezone.now())
    assert not [row for row in Reminder.objects.all() if "SECRET" in str(row.facts)]


def test_a_reply_is_told_to_the_others_once(thread, alice, bob, carol):
    before = Reminder.objects.count()
    for _double_click in range(2):
        reply(thread, "It may.", by=alice, at=timezone.now())
    news = [one for one in told() if one[1].startswith("Alice answers")]
    assert sorted(person for person, _ in news) == ["Bob", "Carol"]
    assert Reminder.objects.count() == before + 4, "in the app and by mail"


def test_a_decision_is_told_to_those_who_spoke(thread, alice, carol):
    for _twice in range(2):
        settle(thread, "declined", by=alice, at=timezone.now(), text="See the probe.")
    news = [one for one in told() if "declined" in one[1]]
    assert news == [("Carol", "Dispute of the key declined: “Momentum”")]


def test_what_nobody_owns_is_the_curators(alice, carol, db):
    question = QuestionFactory(owner=None, title="Momentum")
    comment = Matter("comment", "Is it so?")
    open_thread(question, question.current, comment, by=carol, at=timezone.now())
    assert told() == [], "Carol is the only curator, and did it herself"
    alice.is_curator = True
    alice.save()
    other = Matter("comment", "Is it?")
    open_thread(question, question.current, other, by=carol, at=timezone.now())
    assert told() == [("Alice", "Carol comments on “Momentum”")]

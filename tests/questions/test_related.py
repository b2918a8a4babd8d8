"""What to read after a question: the nearest in words, and the deeper ones of its topic."""

import pytest

from questions import related, spelling
from questions.models import Question
from tests.factories import TopicFactory
from tests.questions.test_browse import make


@pytest.fixture
def shelf(db):
    topic, other = TopicFactory(slug="transformers"), TopicFactory(slug="optimisation")
    make("Attention heads", slug="start", topic=topic, tier=2, prompt="What does attention do?")
    make("Attention memory", slug="near", topic=topic, tier=2, prompt="Say where attention goes.")
    make("Attention cost", slug="deep", topic=topic, tier=3, prompt="How does it grow?")
    make("Positions", slug="deeper", topic=topic, tier=4, prompt="Say how they are told.")
    make("Attention elsewhere", slug="far", topic=other, tier=4, prompt="Say it.")
    make("Momentum", slug="none", topic=other, tier=1, prompt="Why average gradients?")
    make("Attention kept", slug="own", topic=topic, tier=3, visibility="private", prompt="Say it.")
    spelling.count_words()
    return Question.objects.with_current().get(slug="start")


def test_related_share_words_and_the_same_topic_comes_first(client, shelf, alice):
    found = [one.slug for one in related.after(shelf, alice)["related"]]
    assert set(found) == {"near", "deep", "far"}
    assert found[-1] == "far"
    body = client.get(shelf.get_absolute_url()).content.decode()
    assert 'href="/questions/near/"' in body
    assert "/questions/own/" not in body


def test_the_ladder_leads_down_the_same_topic(shelf, alice):
    rungs = related.after(shelf, alice)["rungs"]
    said = [(level, [one.slug for one in questions]) for level, questions in rungs]
    assert said == [("Senior or staff", ["deep"]), ("Research", ["deeper"])]


def test_drafts_and_retired_ones_lead_nowhere(shelf, alice):
    Question.objects.filter(slug__in=["near", "deep"]).update(status="retired")
    after = related.after(shelf, alice)
    assert [one.slug for one in after["related"]] == ["far"]
    assert [level for level, _ in after["rungs"]] == ["Research"]


def test_a_question_alone_shows_nothing(client, db):
    alone = make("Quokkas", slug="alone", prompt="?")
    assert "From here" not in client.get(alone.get_absolute_url()).content.decode()

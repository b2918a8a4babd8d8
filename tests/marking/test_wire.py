"""What a scope leaves out is never sent: not as text, not as an attribute, not as an underline."""

import itertools
import re

import pytest

from interview.models import Interview
from tests.factories import group_of
from tests.interview.marked import add_card, finished
from tests.marking.shared import linked, shared_with

pytestmark = pytest.mark.django_db

ANSWER = "I am Alice, alice@example.org. Momentum averages past gradients. ALICE again."
OF_THE_KEY = (
    "It damps oscillation across a narrow valley",
    "Momentum averages past gradients with decaying weights",
    "Draw the valley",
    "Model answer",
)
# What the machine's and people's marks look like on the page.
OF_THE_MARKS = (
    "<mark",
    "verdict",
    "The machine",
    "Everybody",
    "Bob (peer)",
    "Peer 1",
    "Made",
    "60 of 100",
)


@pytest.fixture
def interview(alice, bob):
    done = finished(alice, texts=(ANSWER, ANSWER, ""), title="Alice prepares")
    Interview.objects.filter(pk=done.pk).update(extra_time=2)
    question = done.questions.first()
    add_card(
        question, rater_kind="peer", rater=bob, scorer_version="", verdicts=("missed", "missed")
    )
    return done


@pytest.fixture(params=["group", "link"])
def page_of(request, interview, alice, bob, as_user, client):
    """The page of one share, by either way in."""

    def page(**terms) -> str:
        if request.param == "group":
            dora = group_of(alice, bob, bob.__class__.objects.create_user("dora@example.org"))
            reader = as_user(dora.circle.memberships.last().user)
            shown = reader.get(shared_with(dora, interview, **terms).get_absolute_url())
        else:
            shown = client.get(linked(interview, **terms).get_absolute_url())
        assert shown.status_code == 200
        return shown.content.decode().partition("<main")[2]

    return page


@pytest.mark.parametrize(
    ("marks", "key", "names"), list(itertools.product([False, True], repeat=3)), ids=str
)
def test_only_what_the_scope_opens_is_sent(page_of, marks, key, names):
    page = page_of(marks=marks, key=key, names=names)
    assert "Momentum averages past gradients." in page or marks, "marks cut the text"
    assert {words in page for words in OF_THE_KEY} == {key}
    assert ("<mark" in page) == marks
    assert ("Everybody’s marks" in page) == marks
    if not marks:
        assert [words for words in OF_THE_MARKS if words in page] == []
        # The mark itself; a link's token may well hold a 60.
        assert not re.search(r"\b60\b", re.sub(r"<[^>]*>", " ", page))
    assert ("Bob (peer)" in page) == (marks and names)
    assert ("Peer 1" in page) == (marks and not names)
    assert any(name in page for name in ("Alice", "alice@", "ALICE")) == names
    assert ("The candidate" in page) or names


def test_questions_that_were_not_chosen_are_not_sent(page_of, interview):
    page = page_of(positions=[2], marks=True, key=True)
    first, second, third = interview.questions.all()
    assert second.version.prompt.split(",")[0] in page
    assert first.version.title not in page
    assert third.version.title not in page
    assert 'id="question-1"' not in page


def test_extra_time_cannot_be_told_from_what_is_sent(page_of, interview):
    page = page_of(marks=True, key=True)
    assert "24 minutes" in page
    question = interview.questions.first()
    clock = f"{question.budget_seconds // 60}:{question.budget_seconds % 60:02}"
    assert clock not in page
    assert f"{interview.finished_at:%H:%M}" not in page


def test_what_the_candidate_says_of_themselves_stays_theirs(page_of, interview):
    interview.questions.update(missed_note="I forgot the valley")
    assert "I forgot the valley" not in page_of(marks=True, key=True)


def test_a_short_name_or_a_word_does_not_black_out_the_answer(alice, bob, client):
    alice.display_name = "Al Mark"
    alice.save()
    done = finished(alice, texts=("Al and Mark mark the marks.", "", ""))
    page = client.get(linked(done, names=False).get_absolute_url()).content.decode()
    assert "Al and ████ mark the marks." in page


def test_an_answer_is_escaped(alice, client):
    done = finished(alice, texts=("<script>alert(1)</script>", "", ""))
    page = client.get(linked(done, marks=True).get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert "alert(1)" in page

"""Alice interviews Bob: two browsers, one sees the words as they come, the other never the key."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from groups.models import InterviewerNotes, Meeting
from tests.browser import room
from tests.browser.conftest import log_in
from tests.factories import QuestionFactory, QuestionSetFactory, group_of
from tests.groups.meetings import meeting_of
from tests.waiting import wait_for

KEY = "Momentum averages past gradients with decaying weights."
WORDS = "It keeps a running direction."


@pytest.fixture
def meeting(alice, bob, house) -> Meeting:
    QuestionSetFactory(title="Warm-up", questions=[QuestionFactory(title="Momentum")])
    made = meeting_of(group_of(alice, bob), kind="mock", partner=bob, by=alice, minutes=90)
    Meeting.objects.filter(pk=made.pk).update(starts_at=timezone.now())
    return made


def test_alice_follows_bob_live_and_he_never_receives_the_key(
    new_context, house, alice, bob, meeting
):
    hers, his, asked = new_context(), new_context(), set()
    log_in(hers, house, alice)
    log_in(his, house, bob)
    asks, sits = hers.new_page(), his.new_page()
    sits.on("request", lambda request: asked.add((request.method, request.url)))

    asks.goto(f"{house.url}{meeting.get_absolute_url()}")
    asks.get_by_label("What you ask").select_option(label="Warm-up")
    asks.get_by_role("button", name="Ask this").click()
    asks.get_by_role("link", name="Follow live").click()
    expect(asks.get_by_text("Bob has not begun")).to_be_visible()

    sits.goto(f"{house.url}{meeting.get_absolute_url()}")
    sits.get_by_role("link", name="Sit it").click()
    sits.get_by_role("button", name="Start interview").click()
    room.field(sits).fill(WORDS)
    room.state_is(sits, room.SAVED)

    # The page asks by itself; what is open stays open when the words change.
    expect(asks.get_by_text(WORDS)).to_be_visible()
    asks.get_by_text("Rubric, 2 points").click()
    expect(asks.get_by_role("button", name=f"Made : {KEY}", exact=True)).to_be_visible()
    room.field(sits).fill(f"{WORDS} And it damps.")
    expect(asks.get_by_text("And it damps.")).to_be_visible()
    expect(asks.get_by_role("button", name=f"Made : {KEY}", exact=True)).to_be_visible()

    asks.get_by_label("Only you read them", exact=False).fill("Calm. Asks back.")
    wait_for(lambda: InterviewerNotes.objects.filter(text="Calm. Asks back.").exists(), "the notes")
    asks.reload()
    expect(asks.get_by_label("Only you read them", exact=False)).to_have_value("Calm. Asks back.")

    sits.goto(f"{house.url}{meeting.get_absolute_url()}")
    # Whatever his browser asked for, asked again now that there is the most to give away.
    pages = [url for method, url in asked if method == "GET" and "/static/" not in url]
    texts = [his.request.get(url).text() for url in pages]
    assert any(WORDS in text for text in texts), "his own words are among them"
    for secret in (KEY, "Calm. Asks back.", "damps oscillation across"):
        assert not any(secret in text for text in texts)

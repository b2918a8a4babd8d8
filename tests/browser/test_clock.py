"""The clock is the server's: in a real browser, with the device's own clock set wrong."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from interview import rules
from interview.models import Interview
from tests.browser import room
from tests.factories import InterviewFactory
from tests.waiting import LONG_PATIENCE, wait_for

RECORD = """globalThis.said = [];
new MutationObserver(() => said.push(document.querySelector("#announcer").textContent))
    .observe(document.querySelector("#announcer"), {childList: true});"""


@pytest.fixture
def interview(alice, house):
    return InterviewFactory(candidate=alice, running=True, mode="practice")


@pytest.fixture
def page(visit, interview, alice):
    page = visit(room.path(interview), user=alice)
    room.is_open(page)
    return page


def ends_in(interview, left: timedelta) -> None:
    """The server moves the deadline; an open page hears of it when it asks."""
    Interview.objects.filter(pk=interview.pk).update(ends_at=timezone.now() + left)


def is_finished(interview) -> bool:
    interview.refresh_from_db()
    return interview.is_finished


def test_the_clock_shows_the_servers_time_and_runs(page, interview):
    room.clock_is_right(page, interview)
    before = room.seconds_shown(page)
    wait_for(lambda: room.seconds_shown(page) < before, "a second that passes")
    room.clock_is_right(page, interview)


@pytest.mark.parametrize("hours", [-30, 30])
def test_a_wrong_device_clock_changes_nothing(interview, alice, visit, context, hours):
    context.add_init_script(
        f"const real = Date.now; Date.now = () => real.call(Date) + {hours * 3_600_000};"
    )
    page = visit(room.path(interview), user=alice)
    room.clock_is_right(page, interview)


def test_a_second_tab_and_a_reload_show_the_same_time(page, interview, visit):
    other = visit(room.path(interview))
    page.reload()
    room.clock_is_right(page, interview)
    room.clock_is_right(other, interview)


def test_a_pause_stops_the_clock_and_puts_the_question_away(page, interview):
    room.clock_is_right(page, interview)
    room.type_answer(page, "Before the pause.")
    room.click(page, "Pause")
    expect(page.get_by_text("The clock stands still")).to_be_visible()
    expect(room.field(page)).to_be_hidden()
    assert room.text_of(interview) == "Before the pause."
    room.let_tick(page)
    shown = room.seconds_shown(page)
    room.let_tick(page)
    assert room.seconds_shown(page) == shown
    room.click(page, "Resume")
    expect(room.field(page)).to_be_visible()
    room.clock_is_right(page, interview)
    assert interview.pauses.get().ended_at is not None


def test_more_time_given_by_the_server_reaches_an_open_page(page, interview):
    room.clock_is_right(page, interview)
    ends_in(interview, timedelta(minutes=54))
    room.look_up(page)
    room.clock_is_right(page, interview)
    assert room.seconds_shown(page) > 30 * 60


def test_at_zero_the_page_hands_in_what_is_typed(page, interview):
    room.type_answer(page, "Typed to the last second.")
    room.state_is(page, room.SAVED)
    room.type_answer(page, " And this.")
    ends_in(interview, timedelta(seconds=3))
    room.look_up(page)
    page.wait_for_url("**/estimate/**")
    interview.refresh_from_db()
    # Not handed in by hand; the worker may have marked it already.
    assert interview.status in (Interview.Status.EXPIRED, Interview.Status.SCORED)
    assert interview.finished_at == interview.ends_at
    assert room.text_of(interview) == "Typed to the last second. And this."


def test_a_page_that_wrongly_believes_time_is_up_is_told_to_go_on(visit, interview, alice, context):
    context.clock.install()
    page = visit(room.path(interview), user=alice)
    room.type_answer(page, "Half way")
    with page.expect_response("**/finish/"):
        context.clock.fast_forward("30:00")
    room.clock_is_right(page, interview)
    expect(page.get_by_role("dialog")).to_have_count(0)
    room.type_answer(page, ", and on.")
    room.state_is(page, room.SAVED)
    assert room.text_of(interview) == "Half way, and on."
    interview.refresh_from_db()
    assert interview.status == Interview.Status.RUNNING


def test_the_deadline_passes_with_the_tab_closed(page, interview):
    """Beat and worker close it, with what was saved; the time of finishing is the deadline."""
    room.type_answer(page, "Saved before the lid.")
    room.state_is(page, room.SAVED)
    page.close()
    now = timezone.now()
    Interview.objects.filter(pk=interview.pk).update(
        started_at=now - timedelta(hours=1), ends_at=now - rules.GRACE - timedelta(seconds=1)
    )
    wait_for(lambda: is_finished(interview), "the sweep", seconds=LONG_PATIENCE)
    assert interview.finished_at == interview.ends_at
    assert room.text_of(interview) == "Saved before the lid."


def test_time_is_said_aloud_at_its_marks_and_on_request(page, interview):
    """The last mark that was passed is said, once, however long the page was not looked at."""
    said = page.locator("#announcer")
    page.keyboard.press("Alt+t")
    expect(said).to_contain_text("minutes")
    page.evaluate(RECORD)
    for left in (timedelta(minutes=4), timedelta(seconds=62)):
        ends_in(interview, left)
        room.look_up(page)
        mark = "5 minutes" if left.seconds > 200 else "1 minute"
        expect(said).to_have_text(f"{mark} left.")
    room.let_tick(page)
    assert page.evaluate("said") == ["5 minutes left. ", "1 minute left. "]

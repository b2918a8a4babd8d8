"""The clock is the server's: in a real browser, with the device's own clock set wrong."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from interview import rules
from interview.models import Interview
from tests.browser import room
from tests.factories import InterviewFactory


@pytest.fixture
def interview(alice, house):
    return InterviewFactory(candidate=alice, running=True, mode="practice")


@pytest.fixture
def page(visit, interview, alice):
    return visit(room.path(interview), user=alice)


def seconds_shown(page) -> int:
    parts = [int(part) for part in page.locator("#clock time").inner_text().split(":")]
    return sum(part * 60**power for power, part in enumerate(reversed(parts)))


def really_left(interview) -> float:
    interview.refresh_from_db()
    return (interview.ends_at - timezone.now()).total_seconds()


def test_the_clock_shows_the_servers_time_and_runs(page, interview):
    page.wait_for_timeout(500)
    assert abs(seconds_shown(page) - really_left(interview)) < 3
    before = seconds_shown(page)
    page.wait_for_timeout(2500)
    assert 1 <= before - seconds_shown(page) <= 6


@pytest.mark.parametrize("hours", [-30, 30])
def test_a_wrong_device_clock_changes_nothing(interview, alice, visit, context, hours):
    context.add_init_script(
        f"const real = Date.now; Date.now = () => real.call(Date) + {hours * 3_600_000};"
    )
    page = visit(room.path(interview), user=alice)
    page.wait_for_timeout(700)
    assert abs(seconds_shown(page) - really_left(interview)) < 3


def test_a_second_tab_and_a_reload_show_the_same_time(page, interview, visit):
    other = visit(room.path(interview))
    page.reload()
    page.wait_for_timeout(700)
    assert abs(seconds_shown(page) - really_left(interview)) < 3
    assert abs(seconds_shown(other) - really_left(interview)) < 3


def test_a_pause_stops_the_clock_and_puts_the_question_away(page, interview):
    room.type_answer(page, "Before the pause.")
    room.click(page, "Pause")
    expect(page.get_by_text("The clock stands still")).to_be_visible()
    expect(room.field(page)).to_be_hidden()
    assert room.text_of(interview) == "Before the pause."
    page.wait_for_timeout(500)
    shown = seconds_shown(page)
    page.wait_for_timeout(2500)
    assert seconds_shown(page) == shown
    room.click(page, "Resume")
    expect(room.field(page)).to_be_visible()
    page.wait_for_timeout(500)
    assert abs(seconds_shown(page) - really_left(interview)) < 3
    assert interview.pauses.get().ended_at is not None


def test_more_time_given_by_the_server_reaches_an_open_page(page, interview):
    interview.ends_at += timedelta(minutes=30)
    interview.save()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_timeout(1500)
    assert abs(seconds_shown(page) - really_left(interview)) < 3


def test_at_zero_the_page_hands_in_what_is_typed(page, interview):
    room.type_answer(page, "Typed to the last second.")
    interview.refresh_from_db()
    interview.ends_at = timezone.now() + timedelta(seconds=14)
    interview.save()
    page.reload()
    room.type_answer(page, " And this.")
    page.wait_for_url("**/estimate/**", timeout=30_000)
    interview.refresh_from_db()
    assert interview.status == Interview.Status.EXPIRED
    assert interview.finished_at == interview.ends_at
    assert room.text_of(interview) == "Typed to the last second. And this."


def test_a_page_that_wrongly_believes_time_is_up_is_told_to_go_on(page, interview, alice, visit):
    Interview.objects.filter(pk=interview.pk).update(ends_at=timezone.now() + timedelta(seconds=9))
    page.reload()
    room.type_answer(page, "Half way")
    Interview.objects.filter(pk=interview.pk).update(ends_at=timezone.now() + timedelta(minutes=9))
    page.wait_for_timeout(12_000)
    interview.refresh_from_db()
    assert interview.status == Interview.Status.RUNNING
    room.type_answer(page, ", and on.")
    room.state_is(page, room.SAVED)
    assert room.text_of(interview) == "Half way, and on."


def test_the_deadline_passes_with_the_tab_closed(page, interview):
    """Beat and worker close it, with what was saved; the time of finishing is the deadline."""
    room.type_answer(page, "Saved before the lid.")
    room.state_is(page, room.SAVED)
    page.close()
    now = timezone.now()
    Interview.objects.filter(pk=interview.pk).update(
        started_at=now - timedelta(hours=1), ends_at=now - rules.GRACE - timedelta(seconds=1)
    )
    for _ in range(80):
        interview.refresh_from_db()
        if interview.is_finished:
            break
        time.sleep(0.5)
    assert interview.is_finished
    assert interview.finished_at == interview.ends_at
    assert room.text_of(interview) == "Saved before the lid."


def test_time_is_said_aloud_at_one_minute_and_on_request(page, interview):
    page.keyboard.press("Alt+t")
    expect(page.locator("#announcer")).to_contain_text("minutes")
    interview.ends_at = timezone.now() + timedelta(seconds=63)
    interview.save()
    page.reload()
    page.wait_for_timeout(1000)
    assert page.locator("#announcer").inner_text().strip() == ""
    expect(page.locator("#announcer")).to_contain_text("1 minute left", timeout=8000)

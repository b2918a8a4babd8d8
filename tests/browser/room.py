"""The interview page as a candidate uses it: by the words on its controls."""

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from interview.models import Answer, Interview
from tests.waiting import wait_for

SAVED = "Saved"
OFFLINE = "Offline — kept on this device"
CHANGED = "Changed in another tab"
OVER = "Time is up"
AGREES = 2  # seconds between what a clock shows and what is really left


def path(interview: Interview) -> str:
    return reverse("interview:room", args=[interview.pk])


def field(page: Page):
    return page.get_by_role("textbox", name="Your answer")


def is_open(page: Page) -> None:
    """The page listens: until then its buttons are disabled."""
    expect(page.get_by_role("button", name="Finish interview")).to_be_enabled()


def state_is(page: Page, words: str) -> None:
    expect(page.locator("#save-state")).to_have_text(words)


def type_answer(page: Page, words: str) -> None:
    """Type at the end of what is there, key by key."""
    field(page).press("Control+End")
    field(page).press_sequentially(words, delay=5)


def click(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def text_of(interview: Interview, position: int = 1) -> str:
    return Answer.objects.get(question__interview=interview, question__position=position).text


# What the page hears of the server


def keep_in_the_dark(page: Page) -> None:
    """From now on this page does not get to know what others did, unless it saves."""
    page.route("**/clock/", lambda route: route.abort())


def look_up(page: Page) -> None:
    """As when its candidate comes back to the tab: the page asks the server what is new."""
    page.unroute("**/clock/")
    page.bring_to_front()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


# The clock


def seconds_shown(page: Page) -> int:
    parts = [int(part) for part in page.locator("#clock time").inner_text().split(":")]
    return sum(part * 60**power for power, part in enumerate(reversed(parts)))


def seconds_left(interview: Interview) -> float:
    interview.refresh_from_db()
    return (interview.ends_at - timezone.now()).total_seconds()


def clock_is_right(page: Page, interview: Interview) -> None:
    """Waits until the page shows what is really left. The time is read before and after the page
    is, so that a machine that falls asleep in between proves nothing either way."""
    page.bring_to_front()

    def agrees() -> bool:
        before = seconds_left(interview)
        shown = seconds_shown(page)
        return seconds_left(interview) - AGREES <= shown <= before + AGREES

    wait_for(agrees, "the right time on the page")


def let_tick(page: Page, times: int = 12) -> None:
    """Returns once the page has had so many chances to move its clock, four to a second."""
    page.evaluate(
        """times => new Promise((done) => {
          const timer = setInterval(() => {
            if (--times > 0) return;
            clearInterval(timer);
            done();
          }, 250);
        })""",
        times,
    )

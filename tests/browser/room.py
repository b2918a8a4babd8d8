"""The interview page as a candidate uses it: by the words on its controls."""

from django.urls import reverse
from playwright.sync_api import Page, expect

from interview.models import Answer, Interview

SAVED = "Saved"
OFFLINE = "Offline — kept on this device"
CHANGED = "Changed in another tab"
OVER = "Time is up"
# A save is sent within a second of the last key; the machine may be slow.
SOON = 12_000


def path(interview: Interview) -> str:
    return reverse("interview:room", args=[interview.pk])


def field(page: Page):
    return page.get_by_role("textbox", name="Your answer")


def state_is(page: Page, words: str, *, within: int = SOON) -> None:
    expect(page.locator("#save-state")).to_have_text(words, timeout=within)


def type_answer(page: Page, words: str) -> None:
    """Type at the end of what is there, key by key."""
    field(page).press("Control+End")
    field(page).press_sequentially(words, delay=5)


def click(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def text_of(interview: Interview, position: int = 1) -> str:
    return Answer.objects.get(question__interview=interview, question__position=position).text

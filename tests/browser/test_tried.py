"""The list of what was tried, in a browser: kept offline, by two tabs, and shown afterwards."""

import pytest
from playwright.sync_api import expect

from interview.models import TriedLog
from tests.browser import room
from tests.factories import InterviewFactory, QuestionFactory, QuestionSetFactory
from tests.waiting import wait_for


@pytest.fixture
def interview(alice, house):
    chosen = QuestionSetFactory(questions=[QuestionFactory(kind="debugging")])
    return InterviewFactory(candidate=alice, running=True, question_set=chosen)


def part(page, line: int, words: str):
    return page.get_by_label(f"Line {line}: {words}", exact=True)


def kept() -> str:
    return TriedLog.objects.values_list("text", flat=True).first() or ""


def test_ideas_outlive_the_network_and_the_tab_and_come_back_in_the_review(
    visit, alice, interview, context
):
    page = visit(room.path(interview), user=alice)
    room.is_open(page)
    part(page, 1, "it may be").press_sequentially("the rate")
    part(page, 2, "it may be").fill("a bad batch")
    part(page, 1, "so it is").select_option("ruled out")
    room.state_is(page, room.SAVED)
    both = "the rate\t\t\truled out\na bad batch\t\t\t"
    wait_for(lambda: kept() == both, "both lines are kept")

    context.set_offline(True)
    part(page, 2, "I see").fill("an infinity in row 7")
    room.state_is(page, room.OFFLINE)
    page.close()
    context.set_offline(False)
    assert "infinity" not in kept()

    again = visit(room.path(interview))
    room.is_open(again)
    other = visit(room.path(interview))
    room.is_open(other)
    wait_for(lambda: "an infinity in row 7" in kept(), "an infinity in row 7")
    # Neither tab knows of what the other adds.
    line = other.locator(".tried-list li").last.get_by_role("textbox").first
    line.fill("from the other tab")
    wait_for(lambda: "from the other tab" in kept(), "from the other tab")
    again.locator(".tried-list li").last.get_by_role("textbox").first.fill("from this tab")
    wait_for(lambda: "from this tab" in kept(), "from this tab")
    for words in ("the rate", "infinity in row 7", "from the other tab"):
        assert kept().count(words) == 1

    room.field(again).fill("The batch holds an infinity.")
    room.state_is(again, room.SAVED)
    room.click(again, "Finish interview")
    again.wait_for_url("**/estimate/**")
    again.get_by_role("radio", name="I'd rather not say").first.check()
    room.click(again, "Show the marks")
    expect(again.get_by_role("heading", name="What you tried")).to_be_visible()
    shown = again.locator(".tried-lines li")
    expect(shown.first).to_contain_text("the rate")
    expect(shown.filter(has_text="from this tab")).to_have_count(1)

"""Nothing a candidate typed is ever lost: in a real browser, with the network and server cut."""

import signal

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from interview.models import Answer, AnswerRevision, Interview, ParkedText
from tests.browser import room
from tests.factories import InterviewFactory, QuestionFactory, QuestionSetFactory
from tests.waiting import wait_for


@pytest.fixture
def interview(alice, house):
    return InterviewFactory(candidate=alice, running=True)


@pytest.fixture
def page(visit, interview, alice):
    page = visit(room.path(interview), user=alice)
    room.is_open(page)
    return page


@pytest.fixture
def other(page, interview, visit):
    """A second tab, open beside the first, that has not heard of what is typed there."""
    tab = visit(room.path(interview))
    room.is_open(tab)
    room.keep_in_the_dark(tab)
    return tab


def test_what_is_typed_is_saved_and_still_there_after_a_reload(page, interview):
    room.type_answer(page, "Momentum averages gradients.")
    room.state_is(page, room.SAVED)
    assert room.text_of(interview) == "Momentum averages gradients."
    page.reload()
    expect(room.field(page)).to_have_value("Momentum averages gradients.")


def test_offline_it_is_kept_here_and_saved_when_the_network_is_back(page, interview, context):
    room.type_answer(page, "Before. ")
    room.state_is(page, room.SAVED)
    context.set_offline(True)
    room.type_answer(page, "During. ")
    room.state_is(page, room.OFFLINE)
    room.click(page, "Next question")
    room.type_answer(page, "Another answer, still offline.")
    assert room.text_of(interview) == "Before. "
    context.set_offline(False)
    room.state_is(page, room.SAVED)
    assert room.text_of(interview) == "Before. During. "
    assert room.text_of(interview, 2) == "Another answer, still offline."


def test_a_page_closed_offline_sends_its_words_when_it_is_opened_again(
    page, interview, context, house, visit
):
    room.type_answer(page, "Saved. ")
    room.state_is(page, room.SAVED)
    context.set_offline(True)
    room.type_answer(page, "Never sent.")
    room.state_is(page, room.OFFLINE)
    page.close()
    context.set_offline(False)
    assert room.text_of(interview) == "Saved. "

    again = visit(room.path(interview))
    expect(room.field(again)).to_have_value("Saved. Never sent.")
    room.state_is(again, room.SAVED)
    assert room.text_of(interview) == "Saved. Never sent."


def test_the_server_is_killed_while_typing_and_nothing_is_lost(page, interview, house):
    room.type_answer(page, "First. ")
    room.state_is(page, room.SAVED)
    house.kill("web", signal.SIGKILL)
    room.type_answer(page, "While it was dead. ")
    room.state_is(page, room.OFFLINE)
    house.start("web")
    room.type_answer(page, "After.")
    room.state_is(page, room.SAVED)
    assert room.text_of(interview) == "First. While it was dead. After."


def test_two_tabs_do_not_overwrite_each_other(page, interview, other):
    room.type_answer(page, "from the first tab")
    room.state_is(page, room.SAVED)
    room.type_answer(other, "from the second tab")
    room.state_is(other, room.CHANGED)
    expect(other.get_by_text("Both texts are kept")).to_be_visible()
    assert room.text_of(interview) == "from the first tab"
    assert ParkedText.objects.get().text.startswith("from the second")

    room.click(other, "Keep this tab’s text")
    room.state_is(other, room.SAVED)
    assert room.text_of(interview) == "from the second tab"
    history = AnswerRevision.objects.filter(answer__question__interview=interview)
    assert history.count() >= 2


def test_the_second_tab_may_take_the_first_ones_text(page, interview, other):
    room.type_answer(page, "mine")
    room.state_is(page, room.SAVED)
    room.type_answer(other, "other")
    room.state_is(other, room.CHANGED)
    room.click(other, "Use the other text")
    expect(room.field(other)).to_have_value("mine")
    room.state_is(other, room.SAVED)
    assert room.text_of(interview) == "mine"


def test_a_second_device_sees_what_the_first_saved(page, interview, new_context, visit, alice):
    phone = visit(room.path(interview), user=alice, context=new_context())
    room.is_open(phone)
    room.type_answer(page, "typed on the laptop")
    room.state_is(page, room.SAVED)
    room.look_up(phone)
    expect(room.field(phone)).to_have_value("typed on the laptop")
    room.type_answer(phone, ", finished on the phone")
    room.state_is(phone, room.SAVED)
    assert room.text_of(interview) == "typed on the laptop, finished on the phone"


def test_a_lost_log_in_asks_in_place_and_loses_nothing(page, interview, context, alice):
    room.type_answer(page, "Typed before. ")
    room.state_is(page, room.SAVED)
    context.clear_cookies(name="sessionid")
    room.type_answer(page, "Typed while logged out. ")
    dialog = page.get_by_role("dialog", name="You were logged out")
    expect(dialog).to_be_visible()
    frame = page.frame_locator("#login-dialog iframe")
    frame.get_by_label("E-mail").fill(alice.email)
    frame.get_by_label("Password", exact=True).fill("correct horse battery")
    frame.get_by_role("button", name="Log in", exact=True).click()
    expect(dialog).to_be_hidden()
    room.state_is(page, room.SAVED)
    assert room.text_of(interview) == "Typed before. Typed while logged out. "


def test_a_paste_that_is_too_long_is_refused_with_words_and_kept(page, interview):
    room.type_answer(page, "Short. ")
    room.state_is(page, room.SAVED)
    room.field(page).fill("x" * 1_000_000)
    expect(page.get_by_text("up to 200,000 can be saved")).to_be_visible()
    assert len(room.field(page).input_value()) == 1_000_000
    assert room.text_of(interview) == "Short. "
    room.field(page).fill("Short again.")
    room.state_is(page, room.SAVED)
    assert room.text_of(interview) == "Short again."


def test_odd_characters_arrive_as_they_were_typed(page, interview):
    words = "‏שלום‎ 🦉 é e\u0301 <script>alert(1)</script> \\(x\\) \t end"
    room.field(page).fill(words)
    room.state_is(page, room.SAVED)
    assert room.text_of(interview) == words


def test_an_error_page_instead_of_a_reply_is_not_a_save(page, interview, context):
    answers = f"**/interviews/{interview.pk}/answers/1/"
    page.route(answers, lambda route: route.fulfill(status=200, body="<h1>Welcome</h1>"))
    room.type_answer(page, "Is this saved?")
    room.state_is(page, room.OFFLINE)
    page.unroute(answers)
    room.state_is(page, room.SAVED)
    assert room.text_of(interview) == "Is this saved?"


def test_leaving_the_page_sends_the_last_words(page, interview, house):
    room.type_answer(page, "Last words")
    page.goto(f"{house.url}/privacy/")
    wait_for(lambda: room.text_of(interview) == "Last words", "the last words")


def test_double_clicks_do_things_once(page, interview, alice):
    room.type_answer(page, "Once.")
    page.get_by_role("button", name="Next question").dblclick()
    expect(page.get_by_text("Question 3 of 3")).to_be_visible()
    page.get_by_role("button", name="Finish interview").dblclick()
    page.get_by_role("button", name="Finish now").dblclick()
    page.wait_for_url("**/estimate/**")
    interview.refresh_from_db()
    assert interview.is_finished
    assert interview.finished_at < interview.ends_at


def test_handing_in_offline_says_so_and_goes_through_later(page, interview, context):
    room.type_answer(page, "An answer.")
    room.state_is(page, room.SAVED)
    context.set_offline(True)
    room.click(page, "Finish interview")
    room.click(page, "Finish now")
    expect(page.get_by_text("Not handed in yet")).to_be_visible()
    context.set_offline(False)
    page.wait_for_url("**/estimate/**")


def test_handed_in_on_one_device_stops_the_other(page, interview, other):
    room.type_answer(page, "Done.")
    room.state_is(page, room.SAVED)
    room.click(page, "Finish interview")
    room.click(page, "Finish now")
    page.wait_for_url("**/estimate/**")
    room.type_answer(other, "Still typing")
    room.look_up(other)
    expect(other.get_by_role("dialog", name="Time is up")).to_be_visible()
    expect(other.get_by_text("still on this page")).to_be_visible()
    assert room.text_of(interview) == "Done."


def test_code_is_kept_too(visit, house, alice):
    code = QuestionFactory(kind="implementation", parts={"starter_code": "def f(x):\n    "})
    interview = InterviewFactory(
        candidate=alice, running=True, question_set=QuestionSetFactory(questions=[code])
    )
    page = visit(room.path(interview), user=alice)
    expect(room.field(page)).to_contain_text("def f(x):")
    room.type_answer(page, "return x")
    room.state_is(page, room.SAVED)
    assert "return x" in room.text_of(interview)
    page.reload()
    expect(room.field(page)).to_contain_text("return x")


def test_time_keeps_running_out_while_the_tab_is_offline(visit, alice, interview, context):
    """The last words typed in time and sent within the grace count, and are marked late."""
    context.clock.install()
    page = visit(room.path(interview), user=alice)
    room.is_open(page)
    context.set_offline(True)
    room.type_answer(page, "In time, slow network.")
    room.state_is(page, room.OFFLINE)
    context.clock.fast_forward("24:00")
    expect(page.get_by_role("dialog", name="Time is up")).to_be_visible()
    Interview.objects.update(ends_at=timezone.now())
    context.set_offline(False)
    page.wait_for_url("**/estimate/**")
    answer = Answer.objects.get(question__interview=interview, question__position=1)
    assert (answer.text, answer.late) == ("In time, slow network.", True)

"""The main ways through the product, as their users go, on the real bank."""

import re

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from accounts.models import User
from interview.models import Interview, InterviewQuestion, Scorecard
from tests.browser import room
from tests.factories import InterviewFactory, QuestionFactory, QuestionSetFactory

ANSWERS = [
    "Bias is the error of a model that is too simple: its average prediction is off, on training "
    "and test data alike. Variance is how much predictions change when the training sample "
    "changes. Expected squared error is bias squared plus variance plus noise. Regularisation "
    "lowers variance at the price of some bias.",
    "Precision is the share of flagged cases that are really positive, recall the share of the "
    "positives that we flag. When a missed case costs more than a false alarm I choose recall, "
    "and I move the threshold on the validation set.",
    "",
]


def see_the_marks(page) -> None:
    """Through the page of estimates, without giving one."""
    page.wait_for_url("**/estimate/**")
    for choice in page.get_by_role("radio", name="I'd rather not say").all():
        choice.check()
    room.click(page, "Show the marks")
    results_are_in(page)


def results_are_in(page) -> None:
    """The page asks for results as they come; wait until none is outstanding."""
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text(re.compile("points|yours to give"))
    # The heading counts points from the first mark on; the page asks again until the last.
    expect(page.locator("#results[hx-get]")).to_have_count(0)


def test_a_guest_tries_the_taster_and_keeps_it(visit, house, page):
    call_command("load_bank", verbosity=0)
    page.goto(house.url)
    page.get_by_role("button", name="Try a 15-minute interview").click()
    page.get_by_role("button", name="Start interview").click()

    for number, answer in enumerate(ANSWERS, start=1):
        expect(page.get_by_text(f"Question {number} of 3")).to_be_visible()
        if answer:
            room.field(page).fill(answer)
        if number < 3:
            room.click(page, "Next question")
    room.state_is(page, room.SAVED)
    # The lid closes and opens again.
    page.reload()
    expect(room.field(page)).to_have_value(ANSWERS[2])
    page.get_by_role("link", name="Question 1", exact=False).click()
    expect(room.field(page)).to_have_value(ANSWERS[0])

    room.click(page, "Finish interview")
    expect(page.get_by_text("Question 3 has no answer yet")).to_be_visible()
    room.click(page, "Finish now")
    page.wait_for_url("**/estimate/**")
    interview = Interview.objects.get()
    assert "Bias is the gap" not in page.content()  # no rubric before the estimate
    for choice in page.get_by_role("radio", name="About half").all():
        choice.check()
    room.click(page, "Show the marks")
    results_are_in(page)

    assert Scorecard.objects.filter(rater_kind="auto").count() == 2
    blank = interview.questions.get(position=3)
    assert blank.scoring == InterviewQuestion.Scoring.NOT_ANSWERED
    assert not blank.scorecards.exists()
    expect(page.get_by_text("Not answered").first).to_be_visible()
    expect(page.locator("mark").first).to_be_visible()

    page.get_by_role("link", name="Keep my work").click()
    page.get_by_label("E-mail").first.fill("guest@example.org")
    page.get_by_label(re.compile("Password")).first.fill("a long enough passphrase")
    page.get_by_role("button", name="Keep my work").click()
    page.wait_for_url(lambda url: "claim" not in url)
    owner = User.objects.get(email="guest@example.org")
    assert not owner.is_guest
    assert interview.candidate_id == owner.pk
    page.goto(f"{house.url}/interviews/history/")
    expect(page.get_by_role("link", name=re.compile("A 15-minute taster"))).to_be_visible()


def test_a_point_the_machine_got_wrong_is_corrected_with_one_click(visit, alice, house):
    text = "Momentum averages past gradients with decaying weights."
    interview = InterviewFactory(candidate=alice, running=True, answers=[text])
    page = visit(room.path(interview), user=alice)
    room.click(page, "Finish interview")
    room.click(page, "Finish now")
    see_the_marks(page)
    card = Scorecard.objects.get(rater_kind="auto")
    before = list(card.marks.values_list("verdict", flat=True))

    page.get_by_role("button", name="Missed").first.click()
    expect(page.get_by_role("button", name="Missed", pressed=True).first).to_be_visible()
    own = Scorecard.objects.get(rater_kind="self")
    assert own.rater == alice
    assert "missed" in own.marks.values_list("verdict", flat=True)
    assert list(card.marks.values_list("verdict", flat=True)) == before


def test_hints_and_pauses_are_for_practice_and_in_the_review(visit, alice, house):
    interview = InterviewFactory(candidate=alice, running=True, mode="practice")
    page = visit(room.path(interview), user=alice)
    page.get_by_role("button", name="Show a hint").click()
    expect(page.get_by_text("Think of a ball.")).to_be_visible()
    room.type_answer(page, "It averages gradients.")
    room.state_is(page, room.SAVED)
    page.get_by_role("button", name="Show a hint").click()
    expect(page.get_by_text("It averages gradients.").first).to_be_visible()
    expect(room.field(page)).to_have_value("It averages gradients.")
    assert interview.questions.get(position=1).hints_shown.count() == 2


def test_everything_by_keyboard_alone(visit, alice, house):
    question_set = QuestionSetFactory(
        slug="by-hand", title="By hand", questions=QuestionFactory.create_batch(2)
    )
    page = visit(f"/interviews/sets/{question_set.slug}/", user=alice)
    keys = page.keyboard
    for _ in range(40):
        keys.press("Tab")
        if page.evaluate("document.activeElement.innerText") == "Start interview":
            break
    keys.press("Enter")
    expect(page.get_by_text("Question 1 of 2")).to_be_visible()

    room.is_open(page)
    keys.press("Alt+a")
    keys.type("Typed without a mouse.")
    keys.press("Alt+f")
    expect(page.get_by_role("button", name="Flag for later", pressed=True)).to_be_visible()
    keys.press("Alt+n")
    expect(page.get_by_text("Question 2 of 2")).to_be_visible()
    keys.type("The second one.")
    keys.press("Alt+b")
    expect(room.field(page)).to_have_value("Typed without a mouse.")
    keys.press("Alt+/")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    keys.press("Escape")
    room.state_is(page, room.SAVED)
    keys.press("Alt+e")
    expect(page.get_by_text("You flagged 1.")).to_be_visible()
    keys.press("Enter")
    page.wait_for_url("**/estimate/**")
    interview = Interview.objects.get()
    assert interview.questions.get(position=1).flagged
    assert room.text_of(interview, 2) == "The second one."


def test_a_slip_of_a_key_does_not_end_an_interview(visit, alice):
    one = QuestionSetFactory(questions=[QuestionFactory()])
    interview = InterviewFactory(candidate=alice, running=True, question_set=one)
    page = visit(room.path(interview), user=alice)
    room.type_answer(page, "Momentum averages past gradients.")
    room.state_is(page, room.SAVED)
    page.keyboard.press("Alt+e")
    expect(page.get_by_text("Every question is answered. You cannot come back")).to_be_visible()
    page.get_by_role("button", name="Go on writing").click()
    interview.refresh_from_db()
    assert interview.status == Interview.Status.RUNNING
    room.click(page, "Finish interview")
    page.wait_for_url("**/estimate/**")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_whole_interview_on_a_small_phone(visit, alice, house, new_context, scheme):
    phone = new_context(viewport={"width": 360, "height": 740}, color_scheme=scheme, has_touch=True)
    interview = InterviewFactory(candidate=alice, running=True)
    page = visit(room.path(interview), user=alice, context=phone)

    def fits() -> None:
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 360, f"{page.url} is {width} px wide"

    room.type_answer(page, "Momentum averages past gradients.")
    room.state_is(page, room.SAVED)
    fits()
    room.click(page, "Finish interview")
    room.click(page, "Finish now")
    page.wait_for_url("**/estimate/**")
    fits()
    see_the_marks(page)
    fits()
    for path in ("/interviews/", "/interviews/history/", "/questions/", "/interviews/new/"):
        page.goto(f"{house.url}{path}")
        fits()


def test_composing_says_what_fits_and_starts(visit, alice, house):
    QuestionFactory.create_batch(6, minutes=10)
    QuestionFactory(kind="debugging", minutes=25)
    page = visit("/interviews/new/", user=alice)
    expect(page.get_by_text("will fit")).to_be_visible()
    page.get_by_label("Debugging").check()
    expect(page.get_by_text("1 in the bank match")).to_be_visible()
    page.get_by_role("button", name="Start interview").click()
    expect(page.get_by_text("Question 1 of 1")).to_be_visible()


def test_maths_and_code_are_drawn_only_where_they_are_used(visit, alice, house):
    plain = InterviewFactory(candidate=alice, running=True)
    requests: list[str] = []
    page = visit("/privacy/", user=alice)
    page.on("request", lambda request: requests.append(request.url))
    page.goto(f"{house.url}{room.path(plain)}")
    page.wait_for_load_state("networkidle")
    assert not [url for url in requests if "maths" in url or "code-editor" in url]
    # Some browsers ask for an icon again with every page; what the clock asks is not loading.
    loading = [url for url in requests if not re.search(r"/favicon[^/]*$|/clock/$", url)]
    assert len(loading) <= 10, "\n".join(loading)

    maths = QuestionFactory(prompt="Why is $\\sum_i p_i = 1$?")
    tex = InterviewFactory(
        candidate=alice, running=True, question_set=QuestionSetFactory(questions=[maths])
    )
    page.goto(f"{house.url}{room.path(tex)}")
    expect(page.locator(".prompt .katex").first).to_be_visible()
    room.field(page).fill("Because $$p = \\frac{e^x}{Z}$$")
    room.click(page, "Preview")
    expect(page.locator(".preview .katex").first).to_be_visible()
    assert room.text_of(tex) in ("", "Because $$p = \\frac{e^x}{Z}$$")


def test_hostile_words_are_shown_and_not_run(visit, alice, house):
    attack = "<img src=x onerror=\"document.title='owned'\"> [x](javascript:alert(1)) </script>"
    interview = InterviewFactory(candidate=alice, running=True)
    page = visit(room.path(interview), user=alice)
    room.field(page).fill(attack)
    room.click(page, "Preview")
    expect(page.get_by_role("region", name="Preview")).to_contain_text("javascript:alert")
    room.state_is(page, room.SAVED)
    page.reload()
    expect(room.field(page)).to_have_value(attack)
    room.click(page, "Finish interview")
    room.click(page, "Finish now")
    see_the_marks(page)
    assert "owned" not in page.title()
    assert page.locator("img[src=x]").count() == 0

"""Answering aloud in a real Chromium: with a made-up microphone, and with one that is refused."""

import os

import pytest
from playwright.sync_api import expect

from study.models import Recording, Take
from tests.browser.conftest import log_in, patient
from tests.factories import QuestionFactory, group_of
from tests.waiting import LONG_PATIENCE, wait_for

FAKE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
# How many sounds the browser has of its answers.
SOUNDS = """() => new Promise((tell) => {
  const asked = indexedDB.open("greenroom-recordings");
  asked.onsuccess = () => {
    const all = asked.result.transaction("recordings").objectStore("recordings").getAll();
    all.onsuccess = () => {
      asked.result.close();
      tell(all.result.reduce((sum, row) => sum + row.sounds.length, 0));
    };
  };
})"""
REFUSING = [FAKE[0], "--deny-permission-prompts"]


@pytest.fixture
def page_of(playwright):
    """A page of a Chromium of its own: the switches of the microphone are for a whole one."""
    opened = []

    def start(user, house, switches):
        path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        switches = ["--no-sandbox", "--disable-gpu", *switches]
        opened.append(playwright.chromium.launch(executable_path=path, args=switches))
        context = patient(opened[-1].new_context())
        log_in(context, house, user)
        return context.new_page()

    yield start
    for one in opened:
        one.close()


def begin(page, house, slug: str) -> None:
    page.goto(f"{house.url}/study/speak/?question={slug}")
    page.get_by_label("Time to prepare").select_option("15")
    page.get_by_role("button", name="Begin").click()
    expect(page.locator("[data-phase]")).to_have_text("Prepare")


def shorten(take: Take, seconds: int) -> None:
    """Nobody waits two minutes in a test: the same answer with less time."""
    Take.objects.filter(pk=take.pk).update(limit_seconds=seconds)


def test_an_answer_is_recorded_kept_heard_and_sent(house, page_of, alice):
    slug = QuestionFactory().slug
    page = page_of(alice, house, FAKE)
    begin(page, house, slug)
    page.get_by_role("button", name="Record my answer").click()
    expect(page.get_by_text("The microphone is on.")).to_be_visible()
    page.get_by_role("button", name="I am ready").click()
    expect(page.get_by_text("Recording. It stays in this browser.")).to_be_visible()
    page.get_by_label("Notes, or the whole answer typed").fill("Momentum averages gradients.")
    page.get_by_role("button", name="Keep my answer").click()
    expect(page.get_by_role("heading", name="What it should say")).to_be_visible()
    expect(page.get_by_label("Your answer, from this browser")).to_be_visible()
    assert not Recording.objects.exists(), "nothing leaves the browser unasked"
    page.get_by_role("button", name="Keep a copy on the server").click()
    expect(page.get_by_label("Your answer, from the server")).to_be_visible()
    kept = Recording.objects.get()
    assert kept.kind == "audio/webm"
    page.get_by_role("button", name="Delete it in this browser").click()
    expect(page.get_by_text("Deleted in this browser.")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Your answer, from the server")).to_be_visible()
    expect(page.get_by_label("Your answer, from this browser")).to_be_hidden()


def test_a_page_that_is_loaded_again_has_what_was_recorded_and_records_beside_it(
    house, page_of, alice
):
    page = page_of(alice, house, FAKE)
    begin(page, house, QuestionFactory().slug)
    page.get_by_role("button", name="I am ready").click()
    for times in range(2):
        page.get_by_role("button", name="Record my answer").click()
        expect(page.get_by_text("Recording. It stays in this browser.")).to_be_visible()
        wait_for(
            lambda times=times: page.evaluate(SOUNDS) > times,
            "a second of it is in the browser's database",
        )
        page.reload()
    expect(page.get_by_label("Recorded before, 2 of 2")).to_be_visible()
    expect(page.get_by_label("I said it aloud")).to_be_checked()
    page.get_by_role("button", name="Keep my answer").click()
    expect(page.get_by_label("Your answer, from this browser, 1 of 2")).to_be_visible()
    page.get_by_role("button", name="Delete it in this browser").first.click()
    expect(page.get_by_text("Deleted in this browser.")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Your answer, from this browser", exact=True)).to_be_visible()


def test_without_a_microphone_it_goes_on_with_notes_and_stops_at_the_limit(house, page_of, alice):
    slug = QuestionFactory().slug
    page = page_of(alice, house, REFUSING)
    begin(page, house, slug)
    take = Take.objects.get()
    page.get_by_role("button", name="Record my answer").click()
    expect(page.get_by_text("The microphone was refused.")).to_be_visible()
    shorten(take, 6)
    page.get_by_role("button", name="I am ready").click()
    expect(page.locator("[data-phase]")).to_have_text("Speak")
    page.get_by_label("Notes, or the whole answer typed").fill("It averages gradients.")
    expect(page.get_by_role("heading", name="What it should say")).to_be_visible(
        timeout=LONG_PATIENCE * 1000
    )
    wait_for(lambda: Take.objects.get().kept_at, "the answer is kept by itself")
    take.refresh_from_db()
    assert (take.notes, take.seconds) == ("It averages gradients.", 6)


def test_a_concept_is_explained_aloud_and_a_group_hears_it(house, page_of, alice, bob):
    group = group_of(alice, bob)
    page = page_of(alice, house, FAKE)
    page.goto(f"{house.url}/study/explain/mlp/")
    page.get_by_role("link", name="say it aloud").click()
    expect(page.get_by_label("Explain", exact=True)).to_have_value("mlp")
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("button", name="Record my answer").click()
    expect(page.get_by_text("The microphone is on.")).to_be_visible()
    page.get_by_role("button", name="I am ready").click()
    expect(page.get_by_text("Recording. It stays in this browser.")).to_be_visible()
    wait_for(lambda: page.evaluate(SOUNDS) > 0, "a second of it is in the browser's database")
    page.get_by_role("button", name="Keep my answer").click()
    page.get_by_role("button", name="Keep a copy on the server").click()
    page.get_by_role("link", name="Let a group hear it").click()
    page.get_by_label("Which group").select_option(str(group.circle_id))
    page.get_by_label("Which recording they hear").select_option(index=1)
    page.get_by_role("button", name="Open it to this group").click()
    expect(page.get_by_text("hears it now as it stands here.")).to_be_visible()
    his = page_of(bob, house, FAKE)
    his.goto(f"{house.url}/study/explain/")
    his.get_by_role("link", name="Multilayer perceptron").click()
    # Played to its end, as a listener would.
    assert his.locator("audio").evaluate(
        """(sound) => new Promise((tell, fail) => {
          sound.onended = () => tell(sound.currentTime > 0);
          sound.onerror = () => fail(sound.error.message);
          sound.play().catch(fail);
        })"""
    )
    his.get_by_role("button", name="Understood").click()
    expect(his.get_by_text("You said: understood.")).to_be_visible()

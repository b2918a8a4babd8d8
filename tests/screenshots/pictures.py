"""Draws the main pages into docs/img, or only those that are named.

Needs a server behind DATABASE_URL and REDIS_URL, and a built front end. Works in a database of
its own, made for it and dropped afterwards. Each picture is named page-width-scheme.png.
"""

import os
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from playwright.sync_api import Browser, Page, sync_playwright

from accounts.models import User
from interview.models import Interview
from tests.browser.conftest import House, log_in
from tests.screenshots import candidate, cards, curator, study_desk, study_group
from up import browser

PICTURES = Path(__file__).resolve().parent.parent.parent / "docs" / "img"
DATABASE = "greenroom_screenshots"
SIZES = {"wide": {"width": 1280, "height": 800}, "narrow": {"width": 360, "height": 740}}
SCHEMES = ("light", "dark")
# Shown at every width; the other pages only wide.
ALSO_NARROW = {
    "landing",
    "home",
    "questions",
    "room",
    "review",
    "import",
    "editor",
    "card",
    "group",
    "today",
    "my-plan",
}
WORKBENCH = {
    "workbench": "home",
    "own-questions": "questions",
    "own-questions-many": "questions",
    "queue": "queue",
    "export": "export",
}
STUDY = {"today": "today", "my-plan": "my_plan", "grid": "grid", "progress": "progress"}
OF_THE_DESK = {"import", "editor", "versions", "own-set", "statistics", "set-link", "thread"}
PROGRAM = '''import numpy as np


def softmax_xent(logits, y, smooth=0.0):
    """Mean cross-entropy of a batch and its gradient with respect to the logits."""
    n, k = logits.shape
    if not 0 <= smooth < 1:
        raise ValueError("smooth must lie in [0, 1)")
    # The largest logit of each row goes first, so that exp() cannot overflow.
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_z = np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    log_p = shifted - log_z

    target = np.full_like(logits, smooth / k)
    target[np.arange(n), y] += 1 - smooth
'''


class Camera:
    """Takes the same page at every width and in both schemes; of all pages or of `only` those."""

    def __init__(self, chromium: Browser, house: House, only: Collection[str]) -> None:
        self.chromium = chromium
        self.house = house
        self.only = only

    def take(self, name: str, path: str, *, user: User | None, pose=lambda page: None) -> None:
        """`pose` may bring the page into position, by clicking or scrolling."""
        if self.only and name not in self.only:
            return
        for width, size in SIZES.items():
            if width == "narrow" and name not in ALSO_NARROW:
                continue
            for scheme in SCHEMES:
                context = self.chromium.new_context(
                    viewport=size, color_scheme=scheme, reduced_motion="reduce", locale="en-GB"
                )
                if user:
                    log_in(context, self.house, user)
                self._shoot(context.new_page(), path, f"{name}-{width}-{scheme}", pose)
                context.close()

    def _shoot(self, page: Page, path: str, name: str, pose) -> None:
        answer = page.goto(f"{self.house.url}{path}", wait_until="networkidle")
        if answer is None or not answer.ok:
            raise RuntimeError(f"{path} answered {answer and answer.status}")
        pose(page)
        page.wait_for_load_state("networkidle")
        page.evaluate("document.fonts.ready")
        page.screenshot(path=PICTURES / f"{name}.png", animations="disabled")
        print(f"docs/img/{name}.png", flush=True)


@contextmanager
def database_of_its_own() -> Iterator[None]:
    connection.settings_dict["TEST"]["NAME"] = DATABASE
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        call_command("load_bank")
        yield
    finally:
        connection.close()
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as other:
            other.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")


@contextmanager
def running_house() -> Iterator[House]:
    with tempfile.TemporaryDirectory() as directory:
        house = House(Path(directory) / "schedule")
        try:
            house.start("web")
            house.start("worker")
            yield house
        finally:
            house.stop()


@contextmanager
def camera(house: House, only: Collection[str]) -> Iterator[Camera]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=browser.find_or_get(), args=["--no-sandbox", "--disable-gpu"]
        )
        try:
            yield Camera(chromium, house, only)
        finally:
            chromium.close()


def draw(camera: Camera) -> None:
    of_kim = WORKBENCH.keys() | OF_THE_DESK
    if not camera.only or of_kim & set(camera.only):
        _draw_workbench(camera, curator.make_desk())
    if not camera.only or set(camera.only) - of_kim:
        _draw_rehearsals(camera)


def _draw_rehearsals(camera: Camera) -> None:
    camera.take("landing", "/", user=None)
    robin = candidate.make_robin()
    sat = _rehearse(robin)
    last, last_rehearsal = sat[-1]
    camera.take("estimate", reverse("interview:estimate", args=[last.pk]), user=robin)
    candidate.estimate(last, last_rehearsal)
    for interview, rehearsal in sat:
        candidate.move_back(interview, days=rehearsal.days_ago)
    candidate.plan_ahead(robin)
    _draw_pages(camera, robin)
    _draw_review(camera, robin, last)
    _draw_room(camera, robin, last_rehearsal)


def _rehearse(robin: User) -> list[tuple[Interview, candidate.Rehearsal]]:
    """All interviews are marked; all but the last have their estimate too."""
    sat = [(candidate.sit(robin, chosen), chosen) for chosen in candidate.rehearsals()]
    candidate.wait_for_marks([interview for interview, _ in sat])
    for interview, rehearsal in sat[:-1]:
        candidate.estimate(interview, rehearsal)
    return sat


def _draw_pages(camera: Camera, robin: User) -> None:
    ready = candidate.prepare(robin, set_slug="taster")
    pages = {
        "home": reverse("interview:home"),
        "questions": reverse("questions:browse"),
        "search": reverse("questions:browse") + "?q=gradiant+descent",
        "question": reverse("questions:question", args=["attention-explained"]),
        "set": reverse("questions:set", args=["conceptual-45"]),
        "study": reverse("study:index"),
        "formulas": reverse("study:formulas"),
        "weak-spots": reverse("study:weak_spots"),
        "reading": reverse("study:reading"),
        "checklists": reverse("study:checklists"),
        "progress": reverse("study:progress"),
        "speak": reverse("study:speak"),
        "bandits": reverse("study:bandits"),
        "estimates": reverse("study:estimates"),
        "comparison": reverse("study:comparison", args=["uplift-bandit-reinforcement"]),
        "plan": reverse("study:plan", args=["seven-days"]),
        "compose": reverse("interview:compose"),
        "ready": reverse("interview:ready", args=[ready.pk]),
        "history": reverse("interview:history"),
        "reminders": reverse("reminders:inbox"),
        "reminder-choices": reverse("reminders:choices"),
        "settings": reverse("accounts:settings"),
    }
    for name, path in pages.items():
        camera.take(name, path, user=robin)
    cards.learn(robin)
    camera.take("cards", reverse("study:cards"), user=robin)
    camera.take("card", reverse("study:session"), user=robin, pose=_look_at_the_other_side)
    camera.take("card-figures", reverse("study:card_figures"), user=robin)
    camera.take("group", study_group.make(robin).get_absolute_url(), user=robin)
    study_desk.settle(robin)
    for name, view in STUDY.items():
        camera.take(name, reverse(f"study:{view}"), user=robin)


def _draw_workbench(camera: Camera, desk: curator.Desk) -> None:
    for name, view in WORKBENCH.items():
        pose = _tick_some if name == "own-questions-many" else lambda page: None
        camera.take(name, reverse(f"workbench:{view}"), user=desk.kim, pose=pose)
    pages = {
        "import": desk.batch.get_absolute_url(),
        "editor": reverse("workbench:question", args=[desk.draft.slug]),
        "versions": reverse("workbench:question_versions", args=[desk.question.slug]),
        "own-set": reverse("workbench:set", args=[desk.set.slug]),
        "statistics": reverse("workbench:question_statistics", args=[desk.question.slug]),
        "thread": desk.thread.get_absolute_url(),
    }
    for name, path in pages.items():
        camera.take(name, path, user=desk.kim)
    camera.take("set-link", reverse("workbench:set_link", args=[desk.set.share_token]), user=None)


def _draw_review(camera: Camera, robin: User, interview: Interview) -> None:
    path = reverse("interview:review", args=[interview.pk])
    camera.take("review", path, user=robin)
    camera.take("review-question", path, user=robin, pose=_look_at_an_answer)


def _draw_room(camera: Camera, robin: User, last: candidate.Rehearsal) -> None:
    typed = last.answers["l1-vs-l2"].text
    prose = candidate.sit_down(robin, "conceptual-45", text=typed, minutes_ago=6)
    path = reverse("interview:room", args=[prose.pk])
    camera.take("room", path, user=robin)
    camera.take("room-preview", path, user=robin, pose=_preview)
    code = candidate.sit_down(robin, "implementation-60", text=PROGRAM, minutes_ago=11)
    path = reverse("interview:room", args=[code.pk])
    camera.take("room-code", path, user=robin, pose=_wait_for_editor)


def _look_at_the_other_side(page: Page) -> None:
    page.keyboard.press("Space")
    page.get_by_role("button", name="Good").wait_for()


def _look_at_an_answer(page: Page) -> None:
    page.locator("#question-1").evaluate("it => scrollTo(0, it.offsetTop - 8)")


def _tick_some(page: Page) -> None:
    for number in (0, 1, 3):
        page.locator(".shelf input").nth(number).check()
    page.locator(".bulk summary").click()


def _preview(page: Page) -> None:
    page.get_by_role("button", name="Preview", exact=True).click()
    page.locator(".preview .katex").first.wait_for()


def _wait_for_editor(page: Page) -> None:
    page.locator("#question-1 .cm-content").wait_for()
    page.locator("#question-1 .cm-editor").evaluate("it => it.scrollIntoView({block: 'center'})")


def draw_into_docs(only: Collection[str] = ()) -> int:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with database_of_its_own(), running_house() as house, camera(house, only) as taking:
        draw(taking)
    pictures = list(PICTURES.glob("*.png"))
    size = sum(picture.stat().st_size for picture in pictures)
    print(f"{len(pictures)} pictures, {size / 1e6:.1f} MB")
    return 0

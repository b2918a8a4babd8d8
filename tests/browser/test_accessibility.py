"""axe on every page, in light and dark, wide and narrow: no violation of WCAG 2.2 AA."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from groups import challenges, joining, packs, points
from interview import judging, room_actions, scoring_jobs
from interview.models import Interview, InterviewQuestion
from marking.calibration import actions as calibrating
from questions.actions import NewQuestion, create_questions, rewrite
from questions.models import SetItem
from study.cards import actions as card_actions
from study.cards import sources
from study.cards.memory import Rating
from study.plan import actions as plan_actions
from study.saved_words import new_writer
from study.speaking import actions as speaking
from study.speaking.prompts import points_of
from study.teaching import actions as teaching
from tests.access import TABLE
from tests.browser import room
from tests.browser.conftest import log_in
from tests.factories import (
    InterviewFactory,
    QuestionFactory,
    QuestionSetFactory,
    TopicFactory,
    UserFactory,
    group_of,
)
from tests.interview.faults import sat, searched_by
from tests.interview.marked import TEXT, finished
from tests.marking.codereview.written import CODE, changed_to, code_of, spoken_about
from tests.marking.shared import linked, looked_at, marked_by, said_about, shared_with
from tests.marking.stored import finished as calibrated
from tests.marking.stored import mark_all, pack_of, started
from tests.stage import Stage
from tests.study.plan.planned import fall_behind, planned
from tests.workbench.imports.batches import imported
from tests.workbench.measured import people, sit
from tests.workbench.words import PARTS, WORDS
from workbench.attempts import read_again
from workbench.talk_actions import Matter, open_thread

AXE = Path("node_modules/axe-core/axe.min.js")
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 360, "height": 900}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
STUDY = [
    row.name
    for row in TABLE
    if row.name.startswith("study:")
    and not row.of
    and row.method == "GET"
    and not row.name.endswith(("_csv", "_file"))  # files
]
EXERCISES = ("an_estimate", "an_estimated", "a_comparison", "a_compared", "a_formula")
EXERCISES += ("a_case", "a_case_key", "a_sequence", "a_sequenced")
RUN = """tags => axe.run({runOnly: tags}).then(found => found.violations.map(
    v => `${v.id}: ${v.nodes.map(n => n.html + n.failureSummary).join(" ")}`))"""


# goto has waited for the scripts; what these ask for is on the page once nothing is under way.
QUIET = """() => document.fonts.status === "loaded"
    && !document.querySelector(".htmx-request, [aria-busy=true]")"""


def violations(page) -> list[str]:
    page.wait_for_function(QUIET)
    # The page's policy would refuse an inline script; a debugger's evaluation is not one.
    page.evaluate(AXE.read_text() + "; 0")
    return look(page)


def look(page) -> list[str]:
    """What axe, which is on the page already, finds on it now."""
    return [f"{page.url} {found}" for found in page.evaluate(RUN, WCAG)]


def cards(alice) -> None:
    """Recall cards of hers, some learned, for the pages of the study desk."""
    at = timezone.now()
    sources.add(alice, sources.urgent()[:8], at=at)
    card = sources.write(alice, front="What is $x$?", back="A letter.", at=at)
    card_actions.rate(card, Rating.GOOD, seen=0, seconds=4, at=at)


def study_plan(alice) -> list[str]:
    """A plan with days missed, tasks left out and one skipped, and its pages."""
    plan = planned(alice, hours="2", interview_on=timezone.now().date() + timedelta(days=9))
    task = plan.tasks.exclude(slug__in=["study", "review"]).exclude(on=None)[0]
    plan_actions.skip(task, revision=0, at=timezone.now())
    fall_behind(plan, 1)
    own = ("my_plan", "plan_settings", "delete_plan")
    return [
        *(reverse(f"study:{name}") for name in own),
        reverse("study:plan_task", args=[task.pk]),
    ]


def spoken(alice) -> list[str]:
    """An answer that is being given, and one that is kept and judged, with its sound."""
    times, at = speaking.Times(prepare=0, limit=120), timezone.now()
    given, kept = (speaking.begin(alice, QuestionFactory(), times, at=at) for _ in range(2))
    notes = {"base": 0, "writer": new_writer(), "was_aloud": True, "at": at}
    kept = speaking.keep(kept, "It averages.", **notes)
    speaking.judge(kept, {points_of(kept)[0].key: "made"})
    speaking.record(kept, b"\x1a\x45\xdf\xa3", at=at)
    return [reverse("study:take", args=[one.pk]) for one in (given, kept)]


def workbench(alice) -> list[str]:
    """The pages of somebody who keeps a set, with a draw and a draft in it."""
    draft = QuestionFactory(owner=alice, visibility="private", draft=True)
    kept = QuestionSetFactory(
        owner=alice,
        slug="kept",
        visibility="link",
        share_token="a-token-of-the-test",
        questions=[draft, QuestionFactory()],
        instructions="Bring *paper*.",
    )
    kept.editor_invitations.create(email="x@example.org", by=alice, asked_at=timezone.now())
    drawn = SetItem.objects.create(set=kept, position=9, section="Last", draw={"count": 2})
    table = imported("Question,Answer\nWhy?,So.\nHow?,Thus.\n", owner=alice, name="table.csv")
    measured = QuestionFactory(owner=alice, visibility="private")
    wording = Matter("suggestion", "Shorter.", part="prompt", proposal="Why?")
    said = open_thread(draft, draft.current, wording, by=alice, at=timezone.now())
    pair = QuestionSetFactory(
        owner=alice, visibility="private", questions=[measured, QuestionFactory()]
    )
    for number, person in enumerate(people(30)):
        sit(pair, person, [number / 29, number / 30])
    return [
        reverse("workbench:question_statistics", args=[measured.slug]),
        reverse("workbench:set_statistics", args=[pair.slug]),
        reverse("workbench:queue"),
        reverse("workbench:home"),
        reverse("workbench:questions"),
        reverse("workbench:edits"),
        reverse("workbench:sets"),
        reverse("workbench:new_set"),
        reverse("workbench:set", args=["kept"]) + "?q=gradient",
        reverse("workbench:set_facts", args=["kept"]),
        reverse("workbench:item", args=["kept", drawn.pk]),
        reverse("workbench:print_set", args=["kept"]) + "?key=1",
        reverse("workbench:set_link", args=[kept.share_token]),
        reverse("workbench:export"),
        reverse("workbench:talk", args=[draft.slug]),
        said.get_absolute_url(),
        reverse("workbench:import_start"),
        imported(owner=alice).get_absolute_url(),
        reverse("workbench:import_columns", args=[table.pk, 1]),
    ]


def question_editor(alice) -> list[str]:
    """The pages around one question at the workbench, of a kind with rows of its own."""
    words = replace(WORDS, kind="implementation", parts=PARTS["implementation"])
    question = create_questions([NewQuestion(words, TopicFactory())], owner=alice)[0]
    rewrite(question, replace(words, minutes=30, tips=("Draw it.",)), by=alice, note="More time")
    question.editor_invitations.create(email="x@example.org", by=alice, asked_at=timezone.now())
    shared = QuestionFactory(owner=alice, visibility="link", share_token="shared-by-a-link")
    return [
        reverse("workbench:new_question"),
        reverse("workbench:question", args=[question.slug]),
        reverse("workbench:question_versions", args=[question.slug]),
        reverse("workbench:question_sharing", args=[question.slug]),
        reverse("workbench:question_link", args=[shared.share_token]),
    ]


def learning_to_mark(alice) -> list[str]:
    """A pack begun, and one compared."""
    compared = calibrated(alice)
    shown = compared.answers.first().answer.version.question
    begun = started(alice)
    return [
        reverse("marking:calibration"),
        reverse("marking:calibration_severity"),
        begun.pack.get_absolute_url(),
        reverse("marking:calibration_answer", args=[begun.pk, 1]),
        compared.get_absolute_url(),
        reverse("marking:calibration_examples", args=[shown.slug]),
    ]


def groups(alice) -> list[str]:
    """A group with somebody who asks to join, a challenge that was sat, and marks by area."""
    first, second, third = (UserFactory() for _ in range(3))
    group, at = group_of(alice, first, second), timezone.now()
    shared = {"visibility": "group", "circle": group.circle, "owner": first}
    QuestionFactory(**shared)
    chosen = QuestionSetFactory(questions=[QuestionFactory()], **shared)
    facts = {"begins": "now", "lasts": "week", "mode": "exam"}
    made = challenges.make(group, chosen, **facts, by=first, at=at)
    open_one = challenges.make(group, chosen, **facts, by=alice, at=at)
    for person in (alice, first, second):
        points.show(group, shows=True, by=person)
        challenges.enter(made, shows_marks=True, by=person, at=at)
    for person in (alice, first, second):
        done = finished(person, texts=[TEXT], question_set=chosen)
        made.entries.filter(user=person).update(interview=done)
        read_again([done.pk])
    open_link = joining.invite(group, lasts="day", needs_approval=True, by=alice, at=at)
    joining.come_by(open_link, third, at=at)
    ended = joining.invite(group, lasts="day", needs_approval=True, by=alice, at=at)
    joining.take_back(ended, by=alice, at=at)
    others = group_of(third, first)
    elsewhere = joining.invite(others, lasts="day", needs_approval=True, by=third, at=at)
    asked = packs.choose(group, pack_of(alice), by=alice, at=at)
    for person, said in ((alice, "made"), (first, "missed")):
        run = packs.begin(group, asked, by=person, at=at)
        mark_all(run, lambda answer, point, said=said: said, reason="It says so.")
        calibrating.finish(run, at=at)
    chosen_only = packs.choose(group, pack_of(alice), by=alice, at=at)
    pages = ("group", "people", "shared", "challenges", "new_challenge", "points", "settings")
    return [
        reverse("groups:home"),
        *(reverse(f"groups:{name}", args=[group.pk]) for name in (*pages, "packs", "hand_over")),
        *(reverse("groups:pack", args=[group.pk, one.pk]) for one in (asked, chosen_only)),
        made.get_absolute_url(),
        open_one.get_absolute_url(),
        *(reverse("groups:join", args=[one.token]) for one in (open_link, ended, elsewhere)),
    ]


def exercises(alice, bob) -> list[str]:
    """What the study desk asks, and what she made of it."""
    stage = Stage(alice, bob)
    return [
        reverse(row.name, args=stage.arguments(row.of))
        for row in TABLE
        if row.of in EXERCISES and row.method == "GET" and not row.name.endswith("_csv")
    ]


def meetings(alice, bob) -> list[str]:
    """Meetings of two kinds, times on offer, and an interview she conducts."""
    stage = Stage(alice, bob)
    paper, mock = stage.a_meeting(), stage.a_mock()
    group, _ = stage.an_offer()
    return [
        reverse("groups:meetings", args=paper[:1]),
        reverse("groups:plan", args=paper[:1]),
        reverse("groups:slots", args=[group]),
        *(reverse(f"groups:{name}", args=paper) for name in ("meeting", "edit_meeting")),
        reverse("groups:meeting", args=mock),
        reverse("groups:board", args=stage.a_board()),
        reverse("groups:live", args=stage.a_conducted()),
    ]


def marking(alice, bob) -> list[str]:
    """Interviews shared both ways, marked, spoken about and looked at again."""
    mine, theirs = finished(alice), finished(bob)
    share = shared_with(group_of(alice, bob), mine, asks=True, marks=True)
    linked(mine)
    look = looked_at(marked_by(bob, mine, ("made", "missed"), fix="Slower."))
    marked_by(UserFactory(), theirs, ("missed", "missed"))
    said_about(share)
    marked_by(alice, theirs, ("made", "missed"))
    to_mark = finished(bob)
    shared_with(group_of(bob, alice, name="Second group"), to_mark, asks=True)
    return [
        reverse("marking:home"),
        reverse("marking:readers", args=[mine.pk]),
        share.get_absolute_url(),
        linked(mine, marks=True, key=True).get_absolute_url(),
        reverse("marking:side_by_side", args=[mine.pk]),
        reverse("marking:sheet", args=[theirs.pk]),
        reverse("marking:sheet", args=[to_mark.pk]),
        reverse("marking:why", args=[theirs.pk]),
        reverse("marking:second_look", args=[look.pk]),
    ]


def reading_code(alice, bob) -> list[str]:
    """Code with what was said about it, on lines that stand and on one that is gone."""
    review = code_of(alice, group_of(alice, bob, name="Third group"), about="Is it right?")
    for lines in ((1, 1), (5, 5), None):
        spoken_about(review, by=bob, lines=lines)
    changed_to(review, CODE.replace("total / len(xs)", "0"))
    names = ("code_review", "code_changes", "next_code_version")
    return [
        reverse("marking:code_reviews"),
        reverse("marking:put_up_code"),
        *(reverse(f"marking:{name}", args=[review.pk]) for name in names),
    ]


def explained(by, *, to) -> str:
    """A concept that somebody opened to a group, and what the other made of it."""
    group = group_of(by, to, name="Fourth group")
    typed = {"base": 0, "writer": new_writer(), "at": timezone.now()}
    teaching.draft(by, "mlp", "A weighted sum, then a bend: $\\max(0, x)$.", **typed)
    row = teaching.share(by, "mlp", group.circle_id, at=timezone.now())
    said = {"understood": False, "words": "Which bend?"}
    teaching.hear(row, **said, by=to, at=timezone.now())
    return row.get_absolute_url()


@pytest.fixture
def pages(alice, bob, house) -> list[str]:
    """Every page a candidate meets, with something on it."""
    call_command("load_bank", verbosity=0)
    maths = QuestionFactory(
        prompt="Why is $\\sum_i p_i = 1$? See `code` and\n\n```python\nx = 1\n```"
    )
    code = QuestionFactory(kind="implementation", parts={"starter_code": "def f():\n    ...\n"})
    mixed = QuestionSetFactory(slug="mixed", questions=[maths, code, QuestionFactory()])
    done = InterviewFactory(
        candidate=alice,
        submitted=True,
        question_set=mixed,
        level="staff",
        answers=["Momentum averages past gradients. It raises the learning rate.", "x = 1"],
    )
    for question in done.questions.filter(scoring=InterviewQuestion.Scoring.WAITING):
        scoring_jobs.score_question(question.pk)
    Interview.objects.filter(pk=done.pk).update(
        status="scored", scored_at=timezone.now(), estimated_at=timezone.now()
    )
    judging.judge(done, {"debug": 1, "justify": 3}, at=timezone.now())
    unestimated = InterviewFactory(candidate=alice, submitted=True, question_set=mixed)
    later = InterviewFactory(
        candidate=alice, question_set=mixed, scheduled_for=timezone.now() + timedelta(days=2)
    )
    running = InterviewFactory(candidate=alice, running=True, question_set=mixed, mode="practice")
    fault = sat(alice, mode="practice")
    room_actions.ask_for(fault.questions.get(), number=2, at=timezone.now())
    room_actions.open_framework(fault.questions.get(), at=timezone.now())
    searched = searched_by(alice)
    cards(alice)

    def of(name, *args):
        return reverse(f"interview:{name}", args=args)

    return [
        of("home"),
        of("compose"),
        of("set_up", "mixed"),
        of("ready", later.pk),
        of("room", running.pk),
        of("room", fault.pk),
        of("review", searched.pk),
        of("estimate", unestimated.pk),
        of("review", done.pk),
        of("judge", done.pk),
        of("history"),
        reverse("questions:browse"),
        reverse("questions:sets"),
        reverse("questions:set", args=["taster"]),
        reverse("questions:question", args=[maths.slug]),
        reverse("questions:question", args=["bias-variance-tradeoff"]),
        *workbench(alice),
        *question_editor(alice),
        *meetings(alice, bob),
        *marking(alice, bob),
        *learning_to_mark(alice),
        *reading_code(alice, bob),
        *groups(alice),
        *study_plan(alice),
        *map(reverse, STUDY),
        *exercises(alice, bob),
        reverse("study:edit_card", args=[alice.cards.get(source="own").pk]),
        reverse("study:plan", args=["seven-days"]),
        reverse("study:paper", args=["attention-is-all-you-need"]),
        reverse("study:explanations"),
        reverse("study:explain", args=["mlp"]),
        explained(bob, to=alice),
        *spoken(alice),
        reverse("reminders:inbox"),
        reverse("reminders:choices"),
        reverse("accounts:settings"),
        reverse("web:privacy"),
        "/dev/mail/",
        "/no-such-page/",
    ]


def test_every_page_is_accessible_wide_in_light_and_narrow_in_dark(
    new_context, house, alice, pages
):
    context = new_context(reduced_motion="reduce")  # no colour is on its way to another
    log_in(context, house, alice)
    page = context.new_page()
    found = []
    for path in pages:
        page.set_viewport_size(WIDE)
        page.emulate_media(color_scheme="light")
        page.goto(f"{house.url}{path}")
        found += violations(page)
        page.set_viewport_size(NARROW)
        page.emulate_media(color_scheme="dark")
        found += look(page)
    assert found == []


def test_the_dialogs_of_the_room_are_accessible(visit, alice, house):
    interview = InterviewFactory(candidate=alice, running=True)
    page = visit(room.path(interview), user=alice)
    room.is_open(page)
    found = []
    for key, name in (("Alt+/", "Keyboard shortcuts"), ("Alt+e", "Finish now?")):
        page.keyboard.press(key)
        expect(page.get_by_role("dialog", name=name)).to_be_visible()
        found += violations(page)
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
    assert found == []


def test_pages_for_people_without_an_account_are_accessible(page, house):
    call_command("load_bank", verbosity=0)
    found = []
    library = ("/questions/", "/questions/roc-auc/", "/study/", "/study/formulas/")
    for path in ("/", *library, "/account/login/", "/account/signup/"):
        page.goto(f"{house.url}{path}")
        found += violations(page)
    assert found == []

"""The study desk of somebody in the middle of their weeks."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from study.branches import actions as trees
from study.cards import actions as card_actions
from study.cards import sources
from study.cards.memory import Rating
from study.models import OwnTree
from study.plan import actions as plan_actions
from study.saved_words import new_writer
from study.speaking import actions as speaking
from study.speaking.prompts import points_of
from tests.access import TABLE
from tests.factories import QuestionFactory
from tests.stage import Stage
from tests.study.plan.planned import fall_behind, planned

STUDY = [
    row.name
    for row in TABLE
    if row.name.startswith("study:")
    and not row.of
    and row.method == "GET"
    and not row.name.endswith(("_csv", "_file"))  # files
]
TREE = ("own_tree", "edit_tree", "tree_changes")
EXERCISES = ("an_estimate", "an_estimated", "a_comparison", "a_compared", "a_formula")
EXERCISES += ("a_case", "a_case_key", "a_sequence", "a_sequenced")


def pages(alice, bob) -> list[str]:
    """The bank is loaded."""
    cards(alice)
    return [
        *study_plan(alice),
        *map(reverse, STUDY),
        *exercises(alice, bob),
        reverse("study:edit_card", args=[alice.cards.get(source="own").pk]),
        reverse("study:plan", args=["seven-days"]),
        reverse("study:paper", args=["attention-is-all-you-need"]),
        reverse("study:explain", args=["mlp"]),
        *spoken(alice),
        *own_tree(alice, bob),
    ]


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


def own_tree(alice, bob) -> list[str]:
    """A tree open to a group, broken since: its outline, and a form of each kind."""
    stage, at = Stage(alice, bob), timezone.now()
    (pk,) = stage.a_tree()
    tree = OwnTree.objects.get(pk=pk)
    trees.take_out(tree, "forks", tree.draft.forks[2].slug, at=at)
    tree.refresh_from_db()
    trees.take_out(tree, "leaves", tree.draft.leaves[0].slug, at=at)
    story = tree.draft.scenarios[0].slug
    parts = (("question", tree.draft.forks[0].slug), ("technique", tree.draft.leaves[1].slug))
    return [
        *(reverse(f"study:{name}", args=[pk]) for name in (*TREE, "name_tree", "delete_tree")),
        *(reverse("study:edit_part", args=[pk, *of]) for of in (*parts, ("story", story))),
        reverse("study:add_part", args=[pk, "question"]),
        reverse("study:own_story", args=[pk, story]),
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


def exercises(alice, bob) -> list[str]:
    """What the study desk asks, and what she made of it."""
    stage = Stage(alice, bob)
    return [
        reverse(row.name, args=stage.arguments(row.of))
        for row in TABLE
        if row.of in EXERCISES and row.method == "GET" and not row.name.endswith("_csv")
    ]

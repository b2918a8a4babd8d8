"""The workbench of somebody who keeps sets and questions."""

from dataclasses import replace

from django.urls import reverse
from django.utils import timezone

from questions.actions import NewQuestion, create_questions, rewrite
from questions.models import SetItem
from tests.factories import QuestionFactory, QuestionSetFactory, TopicFactory
from tests.workbench.imports.batches import imported
from tests.workbench.measured import people, sit
from tests.workbench.words import PARTS, WORDS
from workbench.talk_actions import Matter, open_thread


def pages(alice) -> list[str]:
    return [*workbench(alice), *question_editor(alice)]


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

"""Trees of one's own as their owner writes them."""

import json
import zipfile
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts import exports
from accounts.actions import delete_account
from study.branches import actions
from study.branches.soundness import problems
from study.branches.values import FORKS, LEAVES, STORIES, digest, part_of
from study.models import OwnTree, TreeChange
from tests.factories import QuestionFactory
from tests.study.branches.trees import CHANGES_LATER, FIRST, NOW, SHIPPED, STORY, at, shown

pytestmark = pytest.mark.django_db


def question(pk, slug):
    return at("edit_part", pk, "question", slug)


def sent(part, **more) -> dict:
    """What the form of a question sends, as it stands, with something else typed."""
    data = {"seen": digest(part), "ask": part.ask, "why": part.why}
    for number, one in enumerate(part.answers):
        data |= {f"answer_{number}": one.answer, f"to_{number}": one.to}
        data[f"if_wrong_{number}"] = one.if_wrong
    return data | more


def fork_of(row, slug):
    return part_of(OwnTree.objects.get(pk=row.pk).draft, FORKS, slug)


# Making


def test_a_shipped_tree_is_made_ones_own_and_can_be_walked_at_once(hers, alice):
    page = hers.post(at("copy_tree"), {"shipped": SHIPPED.slug}, follow=True)
    assert "Nothing is wanting" in shown(page)
    row = OwnTree.objects.get(owner=alice)
    assert [fork.slug for fork in row.walked.forks] == [fork.slug for fork in SHIPPED.forks]
    assert "Walk it yourself" in shown(hers.get(at("own_tree", row.pk)))
    assert SHIPPED.title in shown(hers.get(at("choosing"))).partition('id="own-trees"')[2]


def test_what_nobody_may_read_is_not_copied(hers, as_user, charlie, opened):
    assert hers.post(at("copy_tree"), {"shipped": "no-such-tree"}).status_code == 404
    for data in ({"own": opened.pk}, {"own": "x"}, {}):
        assert as_user(charlie).post(at("copy_tree"), data).status_code == 404


def test_of_somebody_elses_tree_one_copies_what_one_may_walk(as_user, bob, opened):
    actions.take_out(opened, FORKS, FIRST, at=NOW)
    as_user(bob).post(at("copy_tree"), {"own": opened.pk})
    copy = OwnTree.objects.get(owner=bob)
    assert part_of(copy.draft, FORKS, FIRST) is not None
    assert copy.circle is None


def test_a_tree_from_nothing_without_a_line_of_code(hers, alice):
    assert hers.post(at("new_tree"), {"title": "  "}).status_code == 422
    form = hers.post(at("new_tree"), {"title": " Batch  or stream? "}, follow=True)
    row = OwnTree.objects.get(owner=alice)
    assert row.title == "Batch or stream?"
    address = form.context["address"]
    typed = {"seen": "none", "ask": "Must it be fresh?", "why": "Freshness costs."}
    typed |= {"answer_0": "Yes", "to_0": ":technique", "if_wrong_0": "Nobody looks that often."}
    typed |= {"answer_1": "No", "to_1": ":technique", "if_wrong_1": "An hour is too late here."}
    for _ in range(2):  # sent twice is once
        assert hers.post(address, typed).status_code == 302
    row = OwnTree.objects.get()
    assert [fork.ask for fork in row.draft.forks] == ["Must it be fresh?"]
    assert len(row.draft.leaves) == 2
    first, second = (leaf.slug for leaf in row.draft.leaves)
    for slug, name in ((first, "A stream"), (second, "A batch")):
        of = at("edit_part", row.pk, "technique", slug)
        seen = digest(part_of(row.draft, LEAVES, slug))
        hers.post(of, {"seen": seen, "technique": name, "because": "It is.", "needs": "Time."})
    for slug in (first, second):
        page = hers.get(at("add_part", row.pk, "story"))
        way = next(value for value, _, _ in page.context["form"].choices if value.endswith(slug))
        story = {"seen": "none", "story": "A shop.", "path": way, "justify": "It is fresh."}
        hers.post(page.context["address"], story)
    assert "Nothing is wanting" in shown(hers.get(at("edit_tree", row.pk)))


def test_what_an_answer_leads_to_anew_is_offered_next(hers, row):
    part = fork_of(row, FIRST)
    reply = hers.post(question(row.pk, FIRST), sent(part, to_0=":question", to_1=":technique"))
    made = OwnTree.objects.get().draft
    slug = next(one.slug for one in made.forks if not one.ask)
    assert reply.url == question(row.pk, slug)
    page = shown(hers.get(reply.url))
    assert "Waiting to be written:" in page
    assert "It asks nothing yet." in page


# Writing


def test_what_is_wanting_stands_beside_its_place(hers, row):
    hers.post(at("take_out_part", row.pk, "question", "whether-or-which"))
    page = shown(hers.get(at("edit_tree", row.pk)))
    assert "what it led to has been taken out" in page.partition("Not reached yet")[0]
    assert "No way from the first question leads here." in page.partition("Not reached yet")[2]
    assert "You go on walking it as it stood" in " ".join(page.split())
    assert hers.get(at("own_story", row.pk, STORY)).status_code == 200


def test_answers_are_moved_and_taken_out_with_what_was_typed(hers, row):
    part = fork_of(row, FIRST)
    reply = hers.post(question(row.pk, FIRST), sent(part, ask="Typed?", do="up-1"))
    assert reply.url.endswith("#answer-1")
    now = fork_of(row, FIRST)
    assert (now.ask, now.answers) == ("Typed?", part.answers[::-1])
    hers.post(question(row.pk, FIRST), sent(now, do="out-0"))
    assert fork_of(row, FIRST).answers == part.answers[:1]


def test_an_answer_without_a_word_is_none_and_the_others_move_as_they_stand(hers, row):
    part = fork_of(row, "can-sequences-be-judged")
    emptied = {"answer_0": " ", "to_0": "", "if_wrong_0": "", "do": "up-2"}
    hers.post(question(row.pk, part.slug), sent(part, **emptied))
    assert fork_of(row, part.slug).answers == (part.answers[2], part.answers[1])


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"ask": "x" * 201}, "at most 200 characters"),
        ({"if_wrong_0": "x" * 501}, "at most 500 characters"),
        ({"to_0": "gone"}, "That is no longer there"),
        ({"to_0": FIRST}, "That is no longer there"),
        ({"do": "up-9"}, ""),
        ({"seen": ""}, ""),
    ],
)
def test_what_cannot_be_kept_comes_back_as_it_was_typed(hers, row, more, error):
    reply = hers.post(question(row.pk, FIRST), sent(fork_of(row, FIRST), why="Mine.", **more))
    assert reply.status_code == 422
    assert "Mine." in shown(reply)
    assert error in shown(reply)
    assert not TreeChange.objects.exists()


def test_two_windows_lose_nothing(hers, row):
    part = fork_of(row, FIRST)
    hers.post(question(row.pk, FIRST), sent(part, ask="The first window?"))
    # Another part: nobody is in the way.
    other = fork_of(row, CHANGES_LATER)
    assert hers.post(question(row.pk, CHANGES_LATER), sent(other, ask="Else?")).status_code == 302
    late = hers.post(question(row.pk, FIRST), sent(part, ask="The second window?"))
    assert late.status_code == 422
    assert "The first window?" in shown(late)
    assert "The second window?" in shown(late)
    assert fork_of(row, FIRST).ask == "The first window?"
    again = sent(part, ask="The second window?", seen=late.context["form"]["seen"].value())
    assert hers.post(question(row.pk, FIRST), again).status_code == 302
    assert fork_of(row, FIRST).ask == "The second window?"


def test_words_for_a_part_that_another_window_took_out_are_kept(hers, row):
    part = fork_of(row, FIRST)
    hers.post(at("take_out_part", row.pk, "question", FIRST))
    assert hers.get(question(row.pk, FIRST)).status_code == 404
    late = hers.post(question(row.pk, FIRST), sent(part, ask="Typed meanwhile?"))
    assert late.status_code == 422
    assert "Typed meanwhile?" in shown(late)
    hers.post(question(row.pk, FIRST), sent(part, ask="Typed meanwhile?", seen="none"))
    assert fork_of(row, FIRST).ask == "Typed meanwhile?"


def test_a_technique_keeps_the_questions_that_ask_for_it(hers, row, alice):
    mine = QuestionFactory(owner=alice, visibility="private")
    hidden = QuestionFactory(visibility="private")
    of = at("edit_part", row.pk, "technique", "uplift")
    leaf = part_of(row.draft, LEAVES, "uplift")
    typed = {"seen": digest(leaf), "technique": "T", "because": "B", "needs": "N"}
    wrong = hers.post(of, {**typed, "more": f"/questions/{hidden.slug}/"})
    assert wrong.status_code == 422
    hers.post(of, {**typed, "more": f"https://example.org/questions/{mine.slug}/"})
    assert part_of(OwnTree.objects.get().draft, LEAVES, "uplift").questions == (
        *leaf.questions,
        mine.slug,
    )
    assert mine.current.title in shown(hers.get(at("own_tree", row.pk)))


def test_a_story_chooses_its_way_from_those_there_are(hers, row):
    of = at("edit_part", row.pk, "story", STORY)
    story = part_of(row.draft, STORIES, STORY)
    typed = {"seen": digest(story), "story": "S", "justify": "J"}
    assert hers.post(of, {**typed, "path": f"{FIRST}>bandit"}).status_code == 422
    hers.post(of, {**typed, "path": f"{FIRST}>prediction"})
    assert part_of(OwnTree.objects.get().draft, STORIES, STORY).path == (FIRST, "prediction")


def test_a_way_that_is_gone_waits_for_what_it_led_through(hers, row):
    """Words that are kept meanwhile do not lose it."""
    hers.post(at("take_out_part", row.pk, "question", "whether-or-which"))
    story = part_of(row.draft, STORIES, STORY)
    typed = {"seen": digest(story), "story": "Told anew.", "justify": "J", "path": ""}
    hers.post(at("edit_part", row.pk, "story", STORY), typed)
    hers.post(at("undo_tree", TreeChange.objects.earliest("pk").pk))
    tree = OwnTree.objects.get().draft
    assert part_of(tree, STORIES, STORY).path == story.path
    assert problems(tree) == []


def test_too_many_trees_and_too_many_parts_are_refused(hers, alice, row):
    for _ in range(actions.MOST_TREES - 1):
        actions.make(alice, "T", "", at=NOW)
    assert hers.post(at("copy_tree"), {"shipped": SHIPPED.slug}).status_code == 409
    for number in range(12 - len(row.draft.forks)):
        hers.post(question(row.pk, f"more-{number}"), {"seen": "none", "ask": "?"})
    assert hers.get(at("add_part", row.pk, "question")).status_code == 409
    assert hers.post(question(row.pk, "last"), {"seen": "none", "ask": "?"}).status_code == 409
    assert hers.get(at("add_part", row.pk, "anything")).status_code == 404
    assert hers.post(question(row.pk, "x" * 61), {"seen": "none"}).status_code == 404


# Taking back


def test_the_last_twenty_changes_can_be_taken_back(hers, row):
    hers.post(at("take_out_part", row.pk, "question", FIRST))
    hers.post(at("take_out_part", row.pk, "technique", "uplift"))
    change = TreeChange.objects.earliest("pk")
    for _ in range(2):
        hers.post(at("undo_tree", change.pk))
    tree = OwnTree.objects.get().draft
    assert tree.forks[0].slug == FIRST
    assert part_of(tree, LEAVES, "uplift") is None
    hers.post(at("undo_tree", TreeChange.objects.latest("pk").pk))
    row.refresh_from_db()
    assert problems(OwnTree.objects.get().draft) == []
    for number in range(25):
        actions.call(row, f"T{number}", "", at=NOW)
    assert row.changes.count() == 20
    other = actions.copy(row.owner, SHIPPED, at=NOW)
    actions.call(other, "Another tree", "", at=NOW)
    assert (row.changes.count(), other.changes.count()) == (20, 1)
    assert "T24" in shown(hers.get(at("tree_changes", row.pk)))


def test_what_was_changed_again_since_is_not_taken_back_behind_it(hers, row):
    for title in ("One", "Two"):
        hers.post(at("name_tree", row.pk), {"title": title})
    first, second = TreeChange.objects.order_by("pk")
    assert hers.post(at("undo_tree", first.pk)).status_code == 409
    hers.post(at("undo_tree", second.pk))
    assert OwnTree.objects.get().title == "One"


def test_it_begins_where_one_says(hers, row):
    hers.post(at("begin_tree", row.pk, CHANGES_LATER))
    assert OwnTree.objects.get().draft.forks[0].slug == CHANGES_LATER
    hers.post(at("undo_tree", TreeChange.objects.get().pk))
    assert OwnTree.objects.get().draft.forks[0].slug == FIRST


# The row itself


def test_the_table_refuses_what_cannot_be(alice, group):
    facts = {"owner": alice, "made_at": NOW, "changed_at": NOW}
    for wrong in (
        {"title": ""},
        {"title": "T", "circle_id": group.circle_id},
        {"title": "T", "edition": {}},
        {"title": "T", "edition_at": NOW},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            OwnTree.objects.create(**facts, **wrong)


def test_it_is_taken_along_and_goes_with_its_owner(opened, alice, bob, tmp_path):
    actions.call(opened, "Another", "", at=NOW)
    with zipfile.ZipFile(exports.write_zip(alice, at=NOW)) as archive:
        told = json.loads(archive.read("study/decision-trees.json"))
    assert [tree["title"] for tree in told["trees"]] == ["Another"]
    assert told["changes"][0]["what"] == "Called: Another"
    with zipfile.ZipFile(exports.write_zip(bob, at=NOW)) as archive:
        assert "study/decision-trees.json" not in archive.namelist()
    delete_account(alice)
    assert not OwnTree.objects.exists()
    assert not TreeChange.objects.exists()


def test_typed_words_are_words_and_no_tags(hers, alice):
    row = actions.make(alice, "<script>x</script>", "", at=NOW)
    typed = {"seen": "none", "ask": "<script>y</script>", "answer_0": "<b onclick=z>", "to_0": ""}
    hers.post(question(row.pk, "q"), typed)
    for address in (at("edit_tree", row.pk), question(row.pk, "q"), at("choosing")):
        page = shown(hers.get(address))
        assert "<script>x" not in page
        assert "<script>y" not in page
        assert "<b onclick" not in page


@pytest.mark.parametrize("name", ["choosing", "edit_tree", "own_tree", "tree_changes"])
def test_pages_ask_as_little_for_many_as_for_one(
    hers, alice, opened, name, django_assert_max_num_queries
):
    for _ in range(5):
        actions.copy(alice, SHIPPED, at=NOW)
    of = [] if name == "choosing" else [opened.pk]
    hers.get(at(name, *of))
    with django_assert_max_num_queries(11) as asked:
        hers.get(at(name, *of))
    if name == "choosing":  # a list does not read whole trees
        assert not any('"study_owntree"."content"' in one["sql"] for one in asked.captured_queries)


def test_the_list_says_whose_they_are_and_ones_own_come_first(hers, as_user, bob, opened):
    mine = actions.make(bob, "Mine, and older", "", at=NOW - timedelta(days=9))
    page = shown(as_user(bob).get(at("choosing"))).partition('id="own-trees"')[2]
    assert page.index(mine.title) < page.index(SHIPPED.title)
    assert "by Alice" in page
    assert "Thursday group" in page
    assert "not to be walked yet" in page
    assert f"{len(SHIPPED.scenarios)} stories" in page

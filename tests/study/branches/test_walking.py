"""Trees of one's own as a group walks them."""

import pytest

from groups import actions as group_actions
from study.branches import actions
from study.branches.values import FORKS, STORIES, digest, part_of
from study.models import Attempt, OwnTree, TreeChange
from tests.factories import group_of
from tests.study.branches.trees import FIRST, NOW, SHIPPED, STORY, at, shown
from tests.study.choosing.test_stories import right_turns
from web.refusals import Refused

pytestmark = pytest.mark.django_db


def test_only_a_sound_tree_is_opened_and_only_as_the_page_showed_it(hers, row, group, as_user, bob):
    data = {"group": group.circle_id, "revision": 0}
    hers.post(at("take_out_part", row.pk, "question", FIRST))
    assert hers.post(at("open_tree", row.pk), data).status_code == 409
    assert hers.post(at("open_tree", row.pk), {**data, "revision": 1}).status_code == 409
    hers.post(at("undo_tree", TreeChange.objects.get().pk))
    assert hers.post(at("open_tree", row.pk), {**data, "revision": 2}).status_code == 302
    assert hers.post(at("open_tree", row.pk), {"group": 0, "revision": 2}).status_code == 422
    hers.post(at("close_tree", row.pk))
    # Sound, and yet another tree than the page has shown.
    assert hers.post(at("open_tree", row.pk), {**data, "revision": 1}).status_code == 409
    assert OwnTree.objects.get().circle is None
    hers.post(at("open_tree", row.pk), {**data, "revision": 2})
    assert SHIPPED.title in shown(as_user(bob).get(at("choosing"))).partition('id="own-trees"')[2]


def test_a_group_goes_on_walking_the_last_sound_edition(opened, as_user, bob):
    his = as_user(bob)
    actions.keep_part(
        opened,
        FORKS,
        type(opened.draft.forks[0])(line=0, slug=FIRST, ask="Broken?", why="", answers=()),
        seen=digest(opened.draft.forks[0]),
        at=NOW,
    )
    page = shown(his.get(at("own_story", opened.pk, STORY)))
    assert "Broken?" not in page
    assert SHIPPED.forks[0].ask[:36] in page
    actions.undo(TreeChange.objects.get(), at=NOW)
    part = OwnTree.objects.get().draft.forks[0]
    actions.keep_part(opened, FORKS, _asking(part, "Better?"), seen=digest(part), at=NOW)
    assert "Better?" in shown(his.get(at("own_story", opened.pk, STORY)))


def _asking(part, words):
    return type(part)(line=0, slug=part.slug, ask=words, why=part.why, answers=part.answers)


def test_others_walk_it_write_why_and_keep_that_when_it_is_gone(opened, as_user, bob, hers):
    his, walked = as_user(bob), OwnTree.objects.get().walked
    story = part_of(walked, STORIES, STORY)
    turns = right_turns(walked, story)
    first = walked.forks[0]
    wrong = 1 - turns[0]
    page = shown(his.get(at("own_story", opened.pk, STORY), {"turns": str(wrong)}))
    assert first.answers[wrong].if_wrong[:40] in page
    said = {"turns": ".".join(map(str, turns)), "text": "It is limited."}
    his.post(at("keep_own_justification", opened.pk, STORY), said)
    page = shown(his.post(at("justify_own_story", opened.pk, STORY), said, follow=True))
    assert story.justify[:30] in page
    kept = Attempt.objects.get()
    assert (kept.slug, kept.score) == (f"own:{opened.pk}:{STORY}", 1.0)
    assert kept.marks["technique"] == "An uplift model with a decision by incremental profit"
    assert "100" in shown(his.get(at("own_tree", opened.pk))).partition("of the forks at once")[0]
    hers.post(at("delete_tree", opened.pk))
    assert his.get(at("own_story", opened.pk, STORY)).status_code == 404
    assert Attempt.objects.get().given["text"] == "It is limited."


def test_words_written_while_the_tree_changes_wait_at_the_new_end(opened, as_user, bob):
    his, story = as_user(bob), part_of(opened.walked, STORIES, STORY)
    turns = ".".join(map(str, right_turns(opened.walked, story)))
    shorter = type(story)(
        line=0, slug=STORY, story="S", path=(FIRST, "prediction"), justify="Now this."
    )
    other = part_of(opened.draft, STORIES, "staffing")
    moved = type(story)(line=0, slug="staffing", story="T", path=story.path, justify=other.justify)
    for part in (moved, shorter):
        seen = digest(part_of(OwnTree.objects.get().draft, STORIES, part.slug))
        actions.keep_part(opened, STORIES, part, seen=seen, at=NOW)
    late = his.post(at("justify_own_story", opened.pk, STORY), {"turns": turns, "text": "Mine."})
    assert late.status_code == 422
    assert "perhaps no longer" in shown(late)
    assert "Now this." not in shown(late)
    there = right_turns(OwnTree.objects.get().walked, shorter)
    page = his.get(at("own_story", opened.pk, STORY), {"turns": ".".join(map(str, there))})
    assert ">Mine.</textarea>" in shown(page)
    assert his.get(at("own_story", opened.pk, STORY), {"turns": "9"}).status_code == 200


def test_the_shipped_story_of_the_same_name_has_results_of_its_own(hers, opened):
    turns = ".".join(map(str, right_turns(SHIPPED, part_of(SHIPPED, STORIES, STORY))))
    hers.post(at("justify", STORY), {"turns": turns, "text": "Shipped."})
    assert "at once" not in shown(hers.get(at("own_tree", opened.pk))).partition("Walk it")[2]
    assert Attempt.objects.get().slug == STORY


def test_who_leaves_the_group_reads_it_no_more(opened, group, as_user, bob):
    his = as_user(bob)
    assert his.get(at("own_tree", opened.pk)).status_code == 200
    group_actions.leave(group, by=bob, at=NOW)
    for address in (at("own_tree", opened.pk), at("own_story", opened.pk, STORY)):
        assert his.get(address).status_code == 404
    assert "own-trees" in shown(his.get(at("choosing")))
    assert SHIPPED.title not in shown(his.get(at("choosing"))).partition('id="own-trees"')[2]


def test_taken_back_and_opened_only_to_ones_own_groups(opened, hers, as_user, bob, charlie):
    hers.post(at("close_tree", opened.pk))
    assert as_user(bob).get(at("own_tree", opened.pk)).status_code == 404
    with pytest.raises(Refused):
        actions.open_to(opened, group_of(charlie).circle_id, revision=0, at=NOW)


def test_what_never_was_sound_is_nowhere_to_walk(hers, alice):
    row = actions.make(alice, "T", "", at=NOW)
    assert hers.get(at("own_tree", row.pk)).url == at("edit_tree", row.pk)
    assert hers.get(at("own_story", row.pk, STORY)).status_code == 404

"""Stories walked down a tree: wrong turns are explained, and every leaf can be reached."""

import pytest

from study.choosing import stories
from study.content import content

FOUND = [(tree, story) for tree in content().study.decision_tree for story in tree.scenarios]


def right_turns(tree, story) -> tuple[int, ...]:
    forks = {fork.slug: fork for fork in tree.forks}
    return tuple(
        next(n for n, answer in enumerate(forks[slug].answers) if answer.to == wanted)
        for slug, wanted in zip(story.path, story.path[1:], strict=False)
    )


@pytest.mark.parametrize(("tree", "story"), FOUND, ids=lambda one: one.slug)
def test_the_right_turns_lead_to_its_technique(tree, story):
    walk = stories.walk(tree, story, right_turns(tree, story))
    assert walk.here is None
    assert walk.leaf.slug == story.path[-1]
    assert walk.score == 1
    assert not walk.choices


def test_every_leaf_is_the_end_of_a_story_and_there_are_enough():
    for tree in content().study.decision_tree:
        ends = {story.path[-1] for story in tree.scenarios}
        assert ends == {leaf.slug for leaf in tree.leaves}
    assert len(FOUND) >= 12


def test_a_wrong_turn_is_explained_and_lets_one_go_on():
    tree, story = FOUND[0]
    first, *others = right_turns(tree, story)
    wrong = next(n for n in range(len(tree.forks[0].answers)) if n != first)
    walk = stories.walk(tree, story, (wrong,))
    assert walk.here.fork == tree.forks[0]
    assert [answer.if_wrong for answer in walk.here.wrong] == [
        tree.forks[0].answers[wrong].if_wrong
    ]
    assert [tried for _, _, tried in walk.choices].count(True) == 1
    walk = stories.walk(tree, story, (wrong, first, *others))
    assert walk.leaf
    assert walk.score == 1 - 1 / (len(story.path) - 1)


def test_the_same_wrong_turn_twice_counts_once():
    tree, story = FOUND[0]
    first, *_ = right_turns(tree, story)
    wrong = next(n for n in range(len(tree.forks[0].answers)) if n != first)
    assert len(stories.walk(tree, story, (wrong, wrong)).here.wrong) == 1


def test_each_choice_names_the_turns_it_makes():
    tree, story = FOUND[0]
    for number, (_, turns, _) in enumerate(stories.walk(tree, story, ()).choices):
        assert stories.read(turns) == (number,)


@pytest.mark.parametrize("text", ["x", "1.", ".", "-1", "01", "1..2", "1 2", "0." * 60 + "0"])
def test_what_is_no_way_is_refused(text):
    with pytest.raises(ValueError, match=r".*"):
        stories.walk(*FOUND[0], stories.read(text))


def test_a_turn_that_no_fork_has_or_after_the_end_is_refused():
    tree, story = FOUND[0]
    for turns in ((9,), (*right_turns(tree, story), 0)):
        with pytest.raises(ValueError, match=r"no such answer|over already"):
            stories.walk(tree, story, turns)


def test_written_and_read_are_each_other():
    assert stories.read(stories.written((1, 0, 2))) == (1, 0, 2)
    assert stories.read("") == ()

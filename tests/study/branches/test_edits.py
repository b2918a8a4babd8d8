"""Trees as values: whatever is done to one, it can be kept, and what it lacks is told."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questions.bank.study.choosing import Answer, DecisionTree, Fork, Leaf, Scenario
from study.branches import edits
from study.branches.soundness import closing, in_order, problems, walkable, ways
from study.branches.values import (
    FORKS,
    KINDS,
    LEAVES,
    STORIES,
    digest,
    part_of,
    read,
    written,
)
from study.choosing import stories
from study.content import content

EMPTY = DecisionTree(line=0, slug="t", title="T", description="", forks=(), leaves=(), scenarios=())


def fork(slug, *tos, words="w") -> Fork:
    answers = tuple(Answer(line=0, answer=words, to=to, if_wrong=words) for to in tos)
    return Fork(line=0, slug=slug, ask=words, why=words, answers=answers)


def leaf(slug, words="w") -> Leaf:
    return Leaf(line=0, slug=slug, technique=words, because=words, needs=words, questions=())


def story(slug, *path, words="w") -> Scenario:
    return Scenario(line=0, slug=slug, story=words, path=path, justify=words)


SOUND = replace(
    EMPTY,
    forks=(fork("a", "b", "x"), fork("b", "y", "z")),
    leaves=(leaf("x"), leaf("y"), leaf("z")),
    scenarios=(story("s", "a", "x"), story("t", "a", "b", "y"), story("u", "a", "b", "z")),
)


def told(tree) -> list[tuple]:
    return [(one.kind, one.slug, one.answer) for one in problems(tree)]


def test_the_shipped_trees_are_sound_and_stay_themselves_through_json():
    for tree in content().study.decision_tree:
        again = read(written(tree), slug=tree.slug, title=tree.title, description=tree.description)
        assert written(again) == written(tree)
        assert problems(again) == []
        assert len(ways(again)) == len({story.path for story in tree.scenarios})


def test_a_sound_tree_has_nothing_to_mend():
    assert problems(SOUND) == []
    assert ways(SOUND) == [("a", "b", "y"), ("a", "b", "z"), ("a", "x")]


def _forks(one):
    return edits.put(SOUND, FORKS, one)


def _leaves(one):
    return edits.put(SOUND, LEAVES, one)


def _stories(one):
    return edits.put(SOUND, STORIES, one)


@pytest.mark.parametrize(
    ("tree", "where", "words"),
    [
        (EMPTY, ("", "", None), "There is no question yet"),
        (EMPTY, ("", "", None), "no technique so far"),
        (_forks(fork("c", "x", "y")), (FORKS, "c", None), "No way from the first"),
        (_forks(fork("b", "y", "")), (FORKS, "b", 1), "leads nowhere yet"),
        (edits.without(SOUND, LEAVES, "z"), (FORKS, "b", 1), "has been taken out"),
        (edits.without(SOUND, LEAVES, "z"), (STORIES, "u", None), "no longer there"),
        (_forks(fork("b", "a", "z")), (FORKS, "b", 0), "walk in a circle"),
        (_forks(fork("b", "b", "z")), (FORKS, "b", 0), "back to its own question"),
        (_forks(fork("b", "y")), (FORKS, "b", None), "one answer so far"),
        (_forks(fork("b", "y")), (LEAVES, "z", None), "No answer leads to this"),
        (_forks(fork("b", "y", "z", words="")), (FORKS, "b", 0), "says nothing"),
        (_forks(fork("b", "y", "z", words="")), (FORKS, "b", 1), "takes this"),
        (_forks(fork("b", "y", "z", words="")), (FORKS, "b", None), "asks nothing"),
        (_forks(fork("b", "y", "z", words="")), (FORKS, "b", None), "hangs on it"),
        (_leaves(leaf("x", words="")), (LEAVES, "x", None), "has no name"),
        (_leaves(leaf("x", words="")), (LEAVES, "x", None), "why it fits"),
        (_leaves(leaf("x", words="")), (LEAVES, "x", None), "what it needs"),
        (edits.without(SOUND, STORIES, "s"), (LEAVES, "x", None), "No story ends here"),
        (_stories(story("v")), (STORIES, "v", None), "no way through"),
        (_stories(story("s", "a", "x", words="")), (STORIES, "s", None), "not told"),
        (_stories(story("s", "a", "x", words="")), (STORIES, "s", None), "reason"),
        (edits.with_first(SOUND, "b"), (FORKS, "a", None), "No way from the first"),
    ],
)  # fmt: skip
def test_what_is_wanting_is_said_where_it_is(tree, where, words):
    found = [one.words for one in problems(tree) if (one.kind, one.slug, one.answer) == where]
    assert any(words in one for one in found), problems(tree)


def test_a_question_taken_out_and_put_back_mends_all_that_it_broke():
    broken = edits.without(SOUND, FORKS, "b")
    assert (FORKS, "a", 0) in told(broken)
    assert edits.put_back(broken, edits.changed(SOUND, broken)) == SOUND
    first = edits.without(SOUND, FORKS, "a")
    assert first.forks[0].slug == "b"
    assert edits.put_back(first, edits.changed(SOUND, first)) == SOUND


def test_changes_of_other_parts_stay_when_one_is_put_back():
    one = edits.put(SOUND, LEAVES, leaf("x", words="other"))
    both = edits.put(one, FORKS, fork("b", "z", "y"))
    back = edits.put_back(both, edits.changed(SOUND, one))
    assert part_of(back, LEAVES, "x") == leaf("x")
    assert part_of(back, FORKS, "b") == fork("b", "z", "y")


def test_what_an_answer_leads_to_anew_is_made_empty_and_never_under_a_name_again():
    tree, made = edits.put_fork(EMPTY, fork("a", edits.NEW_FORK, edits.NEW_LEAF), stamp="3")
    assert [one.slug for one in made] == ["question-3", "technique-3"]
    assert [answer.to for answer in tree.forks[0].answers] == ["question-3", "technique-3"]
    tree, made = edits.put_fork(tree, fork("b", edits.NEW_LEAF, edits.NEW_LEAF), stamp="3")
    assert [one.slug for one in made] == ["technique-3-2", "technique-3-3"]


def test_a_name_of_another_kind_is_not_taken():
    assert edits.put(SOUND, FORKS, fork("x", "y", "z")) == SOUND
    assert edits.put(SOUND, FORKS, fork("q" * 61)) == SOUND


def test_answers_move_and_stop_at_the_ends():
    of = fork("a", "x", "y", "z")
    assert [one.to for one in edits.moved(of, 2, -1).answers] == ["x", "z", "y"]
    assert edits.moved(of, 0, -1) == edits.moved(of, 9, 1) == of
    assert [one.to for one in edits.without_answer(of, 1).answers] == ["x", "z"]


def test_a_form_sees_that_its_part_is_another_now():
    assert digest(SOUND.forks[0]) != digest(replace(SOUND.forks[0], ask="Other?"))
    assert digest(SOUND.forks[0]) == digest(read(written(SOUND)).forks[0])
    assert digest(None) == "none"


def test_too_large_a_tree_says_so():
    many = replace(EMPTY, forks=tuple(fork(f"f{n}") for n in range(13)))
    assert "12 questions at most" in edits.why_too_much(many)
    five = replace(EMPTY, forks=(fork("a", *"vwxyz"),))
    assert "4 answers at most" in edits.why_too_much(five)
    assert edits.why_too_much(SOUND) is None


def test_ways_without_end_are_listed_in_no_time():
    """Twelve questions that lead to each other, and one technique: no more than is asked for."""
    slugs = [f"f{n}" for n in range(12)]
    forks = [fork(slug, *[to for to in slugs if to != slug][-3:], "x") for slug in slugs]
    tree = replace(EMPTY, forks=tuple(forks), leaves=(leaf("x"),))
    found = ways(tree)
    assert len(set(found)) == len(found)
    assert all(walkable(tree, way) for way in found)
    nowhere = replace(tree, forks=tuple(fork(slug, *slugs[:4]) for slug in slugs))
    assert ways(nowhere) == []


# Whatever is done, in any order

NAMES = st.sampled_from(["a", "b", "c", "d", "x", "y", "z"])
WORDS = st.sampled_from(["w", "w", "w", ""])
TO = st.one_of(NAMES, st.sampled_from(["", "gone", edits.NEW_FORK, edits.NEW_LEAF]))
EDITS = st.one_of(
    st.tuples(st.just("fork"), NAMES, st.lists(TO, max_size=4), WORDS),
    st.tuples(st.just("leaf"), NAMES, WORDS),
    st.tuples(st.just("story"), NAMES, st.lists(NAMES, max_size=4), WORDS),
    st.tuples(st.just("way"), NAMES, st.integers(0, 9)),
    st.tuples(st.just("without"), st.sampled_from(list(KINDS)), NAMES),
    st.tuples(st.just("first"), NAMES),
    st.tuples(st.just("move"), NAMES, st.integers(-1, 4), st.sampled_from([-1, 1])),
    st.tuples(st.just("undo"), st.integers(0, 9)),
)


def edited(tree, history, stamp, what, *said):
    if what == "fork":
        return edits.put_fork(tree, fork(said[0], *said[1], words=said[2]), stamp=str(stamp))[0]
    if what == "leaf":
        return edits.put(tree, LEAVES, leaf(*said))
    if what == "story":
        return edits.put(tree, STORIES, story("s" + said[0], *said[1], words=said[2]))
    if what == "way":
        there = ways(tree)
        path = there[said[1] % len(there)] if there else ()
        return edits.put(tree, STORIES, story("s" + said[0], *path))
    if what == "without":
        kind, slug = said
        return edits.without(tree, kind, "s" + slug if kind == STORIES else slug)
    if what == "first":
        return edits.with_first(tree, *said)
    if what == "move":
        of = part_of(tree, FORKS, said[0])
        return edits.put(tree, FORKS, edits.moved(of, *said[1:])) if of else tree
    return edits.put_back(tree, history[said[0] % len(history)]) if history else tree


def is_sound(tree) -> bool:
    """The same by hand: every way is walked to where it ends, every story by its own walk."""
    if not tree.forks or len(tree.leaves) < 2:
        return False
    forks = {one.slug: one for one in tree.forks}
    leaves = {one.slug for one in tree.leaves}
    seen, ends, left = set(), set(), [(tree.forks[0].slug,)]
    while left:
        path = left.pop()
        seen.add(path[-1])
        if path[-1] in leaves:
            ends.add(path[-1])
        elif path[-1] not in forks or path[-1] in path[:-1]:
            return False
        else:
            left += [(*path, answer.to) for answer in forks[path[-1]].answers]
    if seen != {*forks, *leaves} or ends != leaves:
        return False
    for one in tree.forks:
        if not (one.ask and one.why and 2 <= len(one.answers) <= 4):
            return False
        if not all(answer.answer and answer.if_wrong for answer in one.answers):
            return False
    if not all(one.technique and one.because and one.needs for one in tree.leaves):
        return False
    return all(_ends_well(tree, one) for one in tree.scenarios) and leaves == {
        one.path[-1] for one in tree.scenarios
    }


def _ends_well(tree, one) -> bool:
    if not (one.story and one.justify and one.path and one.path[0] == tree.forks[0].slug):
        return False
    turns, forks = [], {fork.slug: fork for fork in tree.forks}
    for here, wanted in zip(one.path, one.path[1:], strict=False):
        if here not in forks:
            return False
        tos = [answer.to for answer in forks[here].answers]
        if wanted not in tos:
            return False
        turns.append(tos.index(wanted))
    return one.path[-1] in {leaf.slug for leaf in tree.leaves} and (
        stories.walk(tree, one, tuple(turns)).leaf.slug == one.path[-1]
    )


@settings(max_examples=150, deadline=None)
@given(start=st.sampled_from([EMPTY, SOUND]), steps=st.lists(EDITS, max_size=10))
def test_a_tree_has_no_problem_exactly_when_it_can_be_walked_to_every_end(start, steps):
    tree, history = start, []
    for stamp, step in enumerate(steps):
        new = edited(tree, history, stamp, *step)
        before = edits.changed(tree, new)
        # Taken back at once, it is the tree it was; parts of one kind may stand in another order.
        again = edits.put_back(new, before)
        for kind in KINDS:
            of = {one.slug: one for one in getattr(tree, kind)}
            assert {one.slug: one for one in getattr(again, kind)} == of
        assert [one.slug for one in again.forks[:1]] == [one.slug for one in tree.forks[:1]]
        history.append(before)
        tree = new
        assert (problems(tree) == []) == is_sound(tree)
        assert read(written(tree), slug="t", title="T") == tree
        assert {one.slug for one in in_order(tree)} == {one.slug for one in tree.forks}
        assert all(walkable(tree, way) for way in ways(tree))
        assert closing(tree) == set() or problems(tree)

"""Which questions are asked: fixed, drawn, composed; reproducible, and not the same ones again."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from interview import actions, draws
from interview.draws import Filter, Pick
from questions.models import SetItem
from tests.factories import InterviewFactory, QuestionFactory, QuestionSetFactory, TopicFactory

NOW = timezone.now()


@pytest.fixture
def pool(db):
    return QuestionFactory.create_batch(12, minutes=10)


@pytest.fixture
def drawn_set(pool):
    question_set = QuestionSetFactory(questions=[pool[0]])
    SetItem.objects.create(set=question_set, position=2, draw={"count": 3, "tiers": [1]})
    return question_set


def slugs(picks):
    from questions.models import QuestionVersion

    by_id = QuestionVersion.objects.in_bulk([pick.version_id for pick in picks])
    return [by_id[pick.version_id].question.slug for pick in picks]


def test_a_draw_is_reproducible_from_its_seed(drawn_set, alice):
    facts = {"candidate": alice, "at": NOW}
    first = draws.from_set(drawn_set, seed=7, **facts)
    assert first == draws.from_set(drawn_set, seed=7, **facts)
    others = {tuple(slugs(draws.from_set(drawn_set, seed=seed, **facts))) for seed in range(6)}
    assert len(others) > 1


def test_a_draw_never_repeats_a_fixed_question(drawn_set, alice):
    for seed in range(8):
        picked = slugs(draws.from_set(drawn_set, candidate=alice, seed=seed, at=NOW))
        assert len(picked) == len(set(picked)) == 4


def test_a_wide_draw_leaves_a_narrow_one_its_questions(alice, pool):
    only = QuestionFactory(tier=3, minutes=10)
    greedy = QuestionSetFactory(questions=[])
    for position, facts in enumerate(({"count": 12}, {"count": 1, "tiers": [3]}), start=1):
        SetItem.objects.create(set=greedy, position=position, draw=facts)
    for seed in range(4):
        picked = slugs(draws.from_set(greedy, candidate=alice, seed=seed, at=NOW))
        assert (len(picked), picked[-1]) == (13, only.slug)


def test_a_set_of_the_library_is_drawn_in_a_query_and_one_for_each_draw(
    drawn_set, alice, pool, django_assert_num_queries
):
    QuestionFactory(draft=True)
    SetItem.objects.create(set=drawn_set, position=3, question=pool[1])
    SetItem.objects.create(set=drawn_set, position=4, question=QuestionFactory(draft=True))
    with django_assert_num_queries(2):
        picks = draws.from_set(drawn_set, candidate=alice, seed=1, at=NOW)
    assert len(picks) == 5


def test_a_private_question_is_asked_as_long_as_those_who_keep_the_set_may_see_it(alice, bob, db):
    own = QuestionFactory(owner=bob, visibility="private")
    shared = QuestionSetFactory(owner=bob, visibility="link", share_token="t", questions=[own])
    asked = {"candidate": alice, "seed": 1, "at": NOW}
    assert slugs(draws.from_set(shared, **asked)) == [own.slug]
    own.owner = alice
    own.save()
    shared.owner = alice
    asked["candidate"] = bob
    assert slugs(draws.from_set(shared, **asked)) == [own.slug]
    shared.owner = bob
    assert draws.from_set(shared, **asked) == []


def test_what_was_asked_in_the_last_fortnight_waits(drawn_set, alice, pool):
    met = pool[1:9]
    old = InterviewFactory(candidate=alice, question_set=QuestionSetFactory(questions=met))
    actions.start(old, at=NOW - timedelta(days=3))
    for seed in range(6):
        picked = slugs(draws.from_set(drawn_set, candidate=alice, seed=seed, at=NOW))
        assert not {question.slug for question in met} & set(picked)
    later = NOW + timedelta(days=30)
    again = {
        slug
        for seed in range(6)
        for slug in slugs(draws.from_set(drawn_set, candidate=alice, seed=seed, at=later))
    }
    assert {question.slug for question in met} & again


def test_when_all_was_met_the_oldest_comes_back_first(alice, pool):
    for days, batch in ((9, pool[:4]), (2, pool[4:])):
        interview = InterviewFactory(
            candidate=alice, question_set=QuestionSetFactory(questions=batch)
        )
        actions.start(interview, at=NOW - timedelta(days=days))
    picks = draws.from_recipe({}, minutes=40, candidate=alice, seed=1, at=NOW)
    assert set(slugs(picks)) == {question.slug for question in pool[:4]}


def test_somebody_elses_history_does_not_count(drawn_set, alice, bob, pool):
    other = InterviewFactory(candidate=bob, question_set=QuestionSetFactory(questions=pool))
    before = draws.from_set(drawn_set, candidate=alice, seed=3, at=NOW)
    actions.start(other, at=NOW)
    assert draws.from_set(drawn_set, candidate=alice, seed=3, at=NOW) == before


def test_a_recipe_fills_the_time_and_never_runs_over(alice, pool):
    picks = draws.from_recipe({}, minutes=45, candidate=alice, seed=5, at=NOW)
    assert sum(pick.minutes for pick in picks) == 40


def test_a_recipe_may_name_kinds_tiers_and_areas(alice, pool):
    wanted = QuestionFactory(kind="derivation", tier=4, topic=TopicFactory(slug="llm"), minutes=9)
    for recipe in ({"kinds": ["derivation"]}, {"tiers": [4]}, {"areas": ["llm"]}):
        picks = draws.from_recipe(recipe, minutes=30, candidate=alice, seed=5, at=NOW)
        assert slugs(picks) == [wanted.slug]


def test_drafts_and_other_peoples_questions_are_never_drawn(alice, bob, db):
    QuestionFactory(draft=True)
    QuestionFactory(owner=bob, visibility="private")
    mine = QuestionFactory(owner=alice, visibility="private")
    assert slugs(draws.from_recipe({}, minutes=60, candidate=alice, seed=1, at=NOW)) == [mine.slug]
    assert not Filter().pool(bob).filter(owner=alice).exists()


def test_the_set_up_page_can_say_what_fits(alice, pool):
    fit = draws.fit({"tiers": [1]}, minutes=30, candidate=alice, at=NOW)
    assert (fit.matching, fit.unseen, fit.fitting, fit.minutes) == (12, 12, 3, 30)


@given(
    minutes=st.lists(st.integers(1, 60), min_size=1, max_size=12), seconds=st.integers(60, 30_000)
)
def test_budgets_add_up_to_the_clock(minutes, seconds):
    parts = draws.budgets([Pick(0, one) for one in minutes], seconds=seconds)
    assert sum(parts) == seconds
    assert len(parts) == len(minutes)
    assert all(part >= 0 for part in parts)

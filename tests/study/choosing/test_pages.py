"""The wizard, the quiz and the stories as pages."""

import re

import pytest
from django.urls import reverse

from study.choosing import quiz
from study.content import content
from study.models import Attempt
from tests.study.choosing.test_stories import FOUND, right_turns

CHOOSING = "/study/choosing/"
QUIZ = "/study/choosing/quiz/"


@pytest.fixture
def study():
    return content().study


# The wizard


def test_a_situation_in_the_address_gets_its_suggestions_in_order(client, db):
    page = client.get(f"{CHOOSING}?task=classification&data=tabular&rows=4.3k&needs=accuracy")
    ranked = page.content.decode().partition('<ol class="ranked">')[2].partition("</ol>")[0]
    rules = re.findall(r"<code>([a-z-]+)</code>", ranked)
    assert rules[0] == "gradient-boosted-trees"
    assert "4,300 rows lie in its range, 1,000 or more" in ranked
    assert "Heuristic" in page.content.decode()
    assert 'value="4.3k"' in page.content.decode()


def test_htmx_gets_only_the_suggestions(client, db, hx):
    response = client.get(f"{CHOOSING}?task=clustering", headers=hx("suggestions"))
    assert response.content.strip().startswith(b'<div id="suggestions"')
    assert b"k-means" in response.content
    assert b"<html" not in response.content


def test_nothing_asked_is_no_suggestion(client, db):
    assert b'<ol class="ranked">' not in client.get(CHOOSING).content


@pytest.mark.parametrize("query", ["rows=many", "task=magic", "needs=luck", "rows=" + "9" * 400])
def test_what_the_wizard_does_not_know_is_said(client, db, query):
    response = client.get(f"{CHOOSING}?{query}")
    assert response.status_code == 422
    assert b"errorlist" in response.content
    assert b'<ol class="ranked">' not in response.content


def test_where_no_rule_fits_it_says_so(client, db):
    response = client.get(f"{CHOOSING}?task=translation&data=audio")
    assert b"No rule fits all of this" in response.content
    assert b"Ruled out: 16" in response.content


# The quiz


def answered(study, seed: int, *, right: bool) -> dict:
    one = quiz.situation(study, seed)
    off = 0 if right else 1
    return {
        "seed": seed,
        "method": (one.options.index(one.best) + off) % 4,
        "reason": (one.reasons.index(one.best) + off) % 4,
    }


def test_an_answer_is_scored_told_and_kept_once(as_user, alice, study):
    reader = as_user(alice)
    page = reader.get(f"{QUIZ}?seed=5").content.decode()
    best = quiz.situation(study, 5).best
    assert "of 100" not in page
    seen = re.search(r'name="seen" value="(\d*)"', page)[1]
    for _ in range(2):
        response = reader.post(QUIZ, {**answered(study, 5, right=True), "seen": seen}, follow=True)
    assert b'<span class="num">100</span> of 100' in response.content
    kept = Attempt.objects.get(owner=alice)
    assert (kept.kind, kept.slug, kept.score) == ("choosing", best.slug, 1.0)
    assert kept.given == answered(study, 5, right=True)


def test_a_wrong_answer_is_explained_by_the_rules(client, db, study):
    response = client.post(QUIZ, answered(study, 5, right=False), follow=True)
    text = response.content.decode()
    assert "Here the rules begin with" in text
    assert 'class="ranked"' in text
    assert not Attempt.objects.exists()


def test_a_result_can_be_shared_by_its_address(client, db, study):
    facts = answered(study, 9, right=True)
    query = "&".join(f"{name}={value}" for name, value in facts.items())
    assert b"of 100" in client.get(f"{QUIZ}?{query}").content


def test_half_an_answer_comes_back_with_what_was_chosen(as_user, alice):
    response = as_user(alice).post(QUIZ, {"seed": 5, "method": 2})
    assert response.status_code == 422
    assert b"Choose a reason as well" in response.content
    assert re.search(rb'name="method" value="2" required checked', response.content)
    assert not Attempt.objects.exists()


@pytest.mark.parametrize("seed", ["0", "-1", "x", "9" * 30])
def test_a_seed_that_is_none_is_answered_with_the_first(client, db, seed):
    response = client.get(QUIZ, {"seed": seed})
    assert response.status_code == 422
    assert b"Situation 1<" in response.content


def test_whoever_comes_back_gets_another_situation(as_user, alice, study):
    reader = as_user(alice)
    assert b"Situation 1<" in reader.get(QUIZ).content
    reader.post(QUIZ, answered(study, 1, right=True))
    assert b"Situation 2<" in reader.get(QUIZ).content


# The stories


@pytest.fixture
def walk():
    """The first story: its slug and the turns that lead to its end."""
    tree, story = FOUND[0]
    return story, ".".join(map(str, right_turns(tree, story)))


def at(story, turns: str = "") -> str:
    return f"{reverse('study:story', args=[story.slug])}?turns={turns}"


def test_a_wrong_turn_says_why_and_the_end_names_the_technique(client, db, walk):
    story, right = walk
    tree = FOUND[0][0]
    wrong = "0" if right[0] != "0" else "1"
    page = client.get(at(story, wrong)).content.decode()
    assert "Not here:" in page
    assert tree.forks[0].answers[int(wrong)].if_wrong[:40] in page
    assert tree.leaves[0].technique not in page
    page = client.get(at(story, f"{wrong}.{right}")).content.decode()
    assert "at the second try" in page
    assert "An uplift model" in page


@pytest.mark.parametrize("turns", ["9", "x", "0.0.0.0.0.0.0.0.9", "1" * 500])
def test_a_way_that_nobody_could_go_is_not_there(client, db, walk, turns):
    assert client.get(at(walk[0], turns)).status_code == 404


def test_a_reason_is_written_before_a_good_one_is_shown(as_user, alice, walk):
    story, right = walk
    reader, good = as_user(alice), story.justify[:40]
    assert good not in reader.get(at(story, right)).content.decode()
    why = reverse("study:justify", args=[story.slug])
    empty = reader.post(why, {"turns": right, "text": "  "})
    assert empty.status_code == 422
    assert good not in empty.content.decode()
    for _ in range(2):
        page = reader.post(why, {"turns": right, "text": "It <b>costs</b> money."}, follow=True)
    assert good in page.content.decode()
    assert "It &lt;b&gt;costs&lt;/b&gt; money." in page.content.decode()
    kept = Attempt.objects.get(owner=alice)
    assert (kept.kind, kept.slug, kept.score) == ("tree", story.slug, 1.0)


def test_what_is_typed_is_kept_before_it_is_handed_in(as_user, alice, walk):
    story, right = walk
    draft = reverse("study:keep_justification", args=[story.slug])
    response = as_user(alice).post(draft, {"turns": right, "text": "Half a sen"})
    assert response.content.strip().startswith(b'<span id="kept"')
    page = as_user(alice).get(at(story, right)).content.decode()
    assert ">Half a sen</textarea>" in page
    assert story.justify[:40] not in page
    assert Attempt.objects.get().finished_at is None


def test_a_reason_before_the_end_of_the_way_is_refused(as_user, alice, walk):
    why = reverse("study:justify", args=[walk[0].slug])
    response = as_user(alice).post(why, {"turns": "", "text": "Because."})
    assert response.status_code == 422
    assert not Attempt.objects.exists()


def test_too_long_a_reason_comes_back(as_user, alice, walk):
    story, right = walk
    text = "word " * 500
    for name in ("study:justify", "study:keep_justification"):
        response = as_user(alice).post(
            reverse(name, args=[story.slug]), {"turns": right, "text": text}
        )
        assert response.status_code == 422
    assert b"2000" in response.content


def test_somebody_not_logged_in_may_walk_and_look(client, db, walk):
    story, right = walk
    page = client.get(at(story, right)).content.decode()
    assert story.justify[:40] in page
    assert "<textarea" not in page


def test_a_story_that_nobody_wrote_is_not_there(client, db):
    assert client.get("/study/choosing/stories/once-upon-a-time/").status_code == 404

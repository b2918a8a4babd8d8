"""The editor: what is typed is kept, comes back, and meets what others saved meanwhile."""

from dataclasses import replace

import pytest
from django.urls import reverse

from questions.actions import NewQuestion, create_questions, rewrite
from questions.models import Question, QuestionVersion
from questions.versions import words_of
from tests.factories import QuestionFactory, TopicFactory
from tests.workbench.words import WORDS, posted, sent
from workbench.question_form import QuestionForm

NEW = reverse("workbench:new_question")


@pytest.fixture
def topic(db):
    return TopicFactory()


@pytest.fixture
def mine(alice, topic) -> Question:
    return create_questions([NewQuestion(WORDS, topic)], owner=alice)[0]


@pytest.fixture
def url(mine):
    return reverse("workbench:question", args=[mine.slug])


def form_of(kept, **changes):
    words = words_of(kept.current)
    form = QuestionForm(question=kept, words=words, base=kept.current.number)
    return sent(posted(form, **changes))


def test_a_new_question_is_a_private_draft(as_user, alice, topic):
    page = as_user(alice).get(NEW)
    assert page.status_code == 200
    assert page.context["form"]["author"].value() == "Alice"
    data = sent(posted(QuestionForm(words=WORDS), topic=topic.slug, draft="d1"))
    response = as_user(alice).post(NEW, data)
    made = Question.objects.get(owner=alice)
    assert response.url == f"/workbench/questions/{made.slug}/?saved=d1"
    assert (made.status, made.visibility, made.title) == ("draft", "private", WORDS.title)
    assert words_of(made.current).content_hash == WORDS.content_hash
    assert made.current.edited_by == alice


def test_a_title_is_all_it_takes(as_user, alice, topic):
    data = sent(posted(QuestionForm(), topic=topic.slug, title="Just this"))
    assert as_user(alice).post(NEW, data).status_code == 302


def test_saving_makes_the_next_version_with_its_note(as_user, alice, mine, url):
    response = as_user(alice).post(url, form_of(mine, prompt="Why?", note="Shorter"))
    assert response.url == f"{url}?saved=2"
    mine.refresh_from_db()
    assert (mine.current.number, mine.current.prompt, mine.current.note) == (2, "Why?", "Shorter")
    assert mine.current.edited_by == alice


def test_saving_unchanged_words_makes_no_version(as_user, alice, mine, url):
    as_user(alice).post(url, form_of(mine))
    assert mine.versions.count() == 1


def test_area_and_language_change_without_a_version(as_user, alice, mine, url):
    other = TopicFactory(slug="data")
    as_user(alice).post(url, form_of(mine, topic="data", language="de"))
    mine.refresh_from_db()
    assert (mine.topic, mine.language, mine.versions.count()) == (other, "de", 1)


def test_htmx_is_sent_on_to_the_saved_page(as_user, alice, mine, url, hx):
    response = as_user(alice).post(url, form_of(mine, title="Other"), headers=hx("editor"))
    assert response.headers["HX-Redirect"] == f"{url}?saved=2"


def test_bad_input_comes_back_with_all_that_was_typed(as_user, alice, mine, url, hx):
    data = form_of(mine, title="", prompt="What I typed <b>", **{"p2-slug": "NO"})
    response = as_user(alice).post(url, data, headers=hx("editor"))
    page = response.content.decode()
    assert response.status_code == 422
    assert page.strip().startswith('<div id="editor"')
    assert "What I typed &lt;b&gt;" in page
    assert "Give it a title" in page
    assert "Use small letters, digits" in page
    assert mine.versions.count() == 1


def test_the_buttons_without_a_script_save_nothing(as_user, alice, mine, url):
    page = as_user(alice).post(url, form_of(mine, do="down:points:p1", title=""))
    assert page.status_code == 200
    keys = [row.key for row in page.context["form"].groups["points"].rows]
    assert keys == ["p2", "p1", "p3"]
    assert b"Give it a title" not in page.content
    assert mine.versions.count() == 1
    added = as_user(alice).post(NEW, form_of(mine, do="add:points"))
    assert len(added.context["form"].groups["points"].rows) == 4
    assert Question.objects.count() == 1


def test_two_editors_keep_both_texts(as_user, alice, bob, mine, url, hx):
    mine.editors.add(bob)
    stale = form_of(mine, prompt="Alice's prompt?", note="Mine")
    theirs = replace(WORDS, prompt="Bob's prompt?", tips=("Bob's tip.",))
    rewrite(mine, theirs, by=bob)
    response = as_user(alice).post(url, stale, headers=hx("editor"))
    page = response.content.decode()
    assert response.status_code == 409
    form = response.context["form"]
    assert form["prompt"].value() == "Alice's prompt?"
    assert form["tips"].value() == "Bob's tip."
    assert (form["base"].value(), form["note"].value()) == (2, "Mine")
    assert "Somebody saved version 2" in page
    assert "Bob did" in page
    assert mine.versions.count() == 2
    again = as_user(alice).post(url, sent(posted(form, topic="optimisation")))
    assert again.status_code == 302
    mine.refresh_from_db()
    assert (mine.current.number, mine.current.prompt) == (3, "Alice's prompt?")
    assert mine.current.tips == ["Bob's tip."]


def test_a_text_saved_twice_is_no_conflict(as_user, alice, mine, url):
    data = form_of(mine, prompt="Once")
    as_user(alice).post(url, data)
    assert as_user(alice).post(url, data).status_code == 302
    assert mine.versions.count() == 2


def test_the_preview_is_of_what_is_typed_and_keeps_nothing(as_user, alice, mine, hx):
    data = form_of(mine, prompt="**Bold** and $x^2$", title="", question=mine.slug)
    response = as_user(alice).post(reverse("workbench:preview"), data, headers=hx("beside"))
    page = response.content.decode()
    assert page.strip().startswith('<div id="beside"')
    assert "<strong>Bold</strong>" in page
    assert 'class="math"' in page
    whole = as_user(alice).post(reverse("workbench:preview"), data)
    assert whole.context["question"] == mine
    assert b"Give it a title" not in whole.content
    assert mine.versions.count() == 1


def test_a_script_in_a_question_is_never_one(as_user, alice, mine):
    data = form_of(mine, prompt="<script>alert(1)</script>", question=mine.slug)
    page = as_user(alice).post(reverse("workbench:preview"), data).content.decode()
    assert "<script>alert" not in page


@pytest.mark.parametrize("who", ["bob", "carol"])
def test_others_do_not_see_the_editor_of_a_private_question(request, as_user, mine, url, who):
    person = request.getfixturevalue(who)
    assert as_user(person).get(url).status_code == 404
    assert as_user(person).post(url, form_of(mine, title="X")).status_code == 404
    data = form_of(mine, question=mine.slug)
    assert as_user(person).post(reverse("workbench:preview"), data).context["question"] is None


def test_what_a_bank_of_files_loads_is_edited_there(as_user, carol):
    shipped = QuestionFactory(origin="greenroom")
    assert as_user(carol).get(reverse("workbench:question", args=[shipped.slug])).status_code == 404


def test_a_page_costs_few_queries(as_user, alice, mine, url, django_assert_max_num_queries):
    client = as_user(alice)
    with django_assert_max_num_queries(10):
        client.get(url)


# Versions


def versions_url(question, name="question_versions", *args):
    return reverse(f"workbench:{name}", args=[question.slug, *args])


def test_versions_are_listed_and_the_last_two_compared(as_user, alice, bob, mine):
    only = as_user(alice).get(versions_url(mine)).content.decode()
    assert "There is one version so far" in only
    mine.editors.add(bob)
    rewrite(mine, replace(WORDS, minutes=9), by=bob, note="More time")
    rewrite(mine, replace(WORDS, minutes=9, title="Shuffling"), by=alice)
    response = as_user(alice).get(versions_url(mine))
    page = response.content.decode()
    assert [one.label for one in response.context["differences"]] == ["Title"]
    assert "More time" in page
    assert "Bob" in page
    response = as_user(alice).get(versions_url(mine), {"from": "1", "to": "2"})
    assert [one.label for one in response.context["differences"]] == ["Minutes"]
    assert as_user(alice).get(versions_url(mine), {"from": "x", "to": "99"}).status_code == 200


def test_restoring_makes_a_new_version_of_the_old_words(as_user, alice, mine):
    rewrite(mine, replace(WORDS, title="Spoilt"), by=alice)
    as_user(alice).post(versions_url(mine, "restore", 1))
    mine.refresh_from_db()
    assert (mine.current.number, mine.title) == (3, WORDS.title)
    assert mine.current.note == "Version 1 again"
    as_user(alice).post(versions_url(mine, "restore", 3))  # the same words: nothing to do
    assert mine.versions.count() == 3


def test_versions_of_others_are_not_there(as_user, bob, mine):
    assert as_user(bob).get(versions_url(mine)).status_code == 404
    assert as_user(bob).post(versions_url(mine, "restore", 1)).status_code == 404
    assert QuestionVersion.objects.count() == 1

import re

import pytest
from django.urls import reverse

from accounts.models import User
from questions import actions, browse
from questions.models import Question
from tests.factories import QuestionFactory, TopicFactory

URL = reverse("questions:browse")


def make(title, **facts):
    """A published question: searchable, with its facts copied."""
    question = QuestionFactory(title=title, **facts)
    question.versions.update(audience=question.audience)
    return actions.publish_version(question.current)


@pytest.fixture
def bank(db):
    """Four questions in two areas."""
    optimisation = TopicFactory(slug="optimisation", position=2)
    attention = TopicFactory(slug="transformers", position=1)
    return [
        make("Where attention spends its memory", slug="a", topic=attention, tier=2, minutes=8),
        make("Positional encodings", slug="b", topic=attention, tier=3, minutes=20, priority="P2"),
        make("Adam by hand", slug="c", topic=optimisation, kind="implementation", minutes=45),
        make("Why momentum helps", slug="d", topic=optimisation, audience="layperson", minutes=10),
    ]


def titles(response):
    return re.findall(r'<h2><a href="/questions/(\w+)/">', response.content.decode())


def test_anyone_may_browse_the_ready_library_in_the_order_of_areas(client, bank):
    QuestionFactory(draft=True, title="Still a draft")
    response = client.get(URL)
    assert response.status_code == 200
    assert titles(response) == ["a", "b", "c", "d"]
    assert b"Still a draft" not in response.content


def test_htmx_gets_only_the_list(client, bank, hx):
    response = client.get(URL, headers=hx("found"))
    assert response.content.strip().startswith(b'<div id="found"')
    assert b"<html" not in response.content
    assert "HX-Target" in response.headers["Vary"]


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        ("area=transformers", ["a", "b"]),
        ("kind=implementation", ["c"]),
        ("kind=implementation&kind=conceptual", ["a", "b", "c", "d"]),
        ("tier=2&tier=3", ["a", "b"]),
        ("priority=P2", ["b"]),
        ("minutes=10", ["a", "d"]),
        ("audience=layperson", ["d"]),
        ("area=transformers&tier=2&minutes=10", ["a"]),
        ("area=transformers&kind=implementation", []),
        ("q=attention&area=optimisation", []),
    ],
)
def test_filters_all_have_to_hold(client, bank, wish, expected):
    response = client.get(f"{URL}?{wish}")
    assert titles(response) == expected
    if not expected:
        assert b"No question matches all of this" in response.content


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("attention", {"a"}),
        ("atten", {"a"}),
        ("spending memories", {"a"}),
        ("adam OR momentum", {"c", "d"}),
        ('"by hand"', {"c"}),
        ('"hand adam"', set()),
        ("transformers -attention", {"b"}),
        ("positional enco", {"b"}),
        ("the", set()),
        ("'); DROP TABLE questions_question; --", set()),
        ("&|!:*()", set()),
        ("a:b & 'c", set()),
        ('"', set()),
    ],
)
def test_search_reads_words_as_people_type_them(client, bank, text, expected):
    response = client.get(URL, {"q": text})
    assert response.status_code == 200
    assert set(titles(response)) == expected


def test_a_word_of_the_title_weighs_more_than_one_of_the_prompt(client, bank):
    make("Something else", slug="z", prompt="Tell me about momentum, momentum and momentum.")
    assert titles(client.get(URL, {"q": "momentum"})) == ["d", "z"]


def test_search_never_looks_into_the_key(client, db):
    """A search that knew the model answer would tell what is in it."""
    words = {"model_answer": "Quokka.", "tips": ["Wombat."], "hints": ["Numbat."]}
    question = make("An empty title", prompt="Say it.", **words)
    point = question.current.key_points.first()
    point.text, point.accept, point.probe = "Bilby.", ["Dunnart."], "Potoroo?"
    point.save()
    actions.publish_version(question.current)
    for word in ("quokka", "wombat", "numbat", "bilby", "dunnart", "potoroo"):
        assert titles(client.get(URL, {"q": word})) == []


def test_counts_by_area_are_those_of_the_lists(client, bank):
    for wish in ("", "tier=1", "q=attention", "minutes=10", "kind=conceptual"):
        page = client.get(f"{URL}?{wish}").content.decode()
        areas = re.findall(
            r'area=([\w-]+)[^"]*"[^>]*><span>[^<]*</span> <span class="num">(\d+)', page
        )
        assert areas
        for area, count in areas:
            assert len(titles(client.get(f"{URL}?{wish}&area={area}"))) == int(count)


def test_only_what_is_new_leaves_out_what_was_attempted(as_user, alice, bank, monkeypatch):
    monkeypatch.setattr("questions.views.attempted", lambda user: {bank[0].pk})
    response = as_user(alice).get(URL)
    assert titles(response) == ["a", "b", "c", "d"]
    assert response.content.count(b'<span class="tag good">attempted</span>') == 1
    assert titles(as_user(alice).get(URL, {"new": "on"})) == ["b", "c", "d"]


@pytest.mark.parametrize(
    "wish",
    [
        "tier=9",
        "kind=poetry",
        "minutes=many",
        "minutes=-1",
        "area=nowhere",
        "area=a%20b",
        "page=x",
        "q=%00",
        f"q={'x' * 201}",
        "audience=cat",
        "status=draft",
    ],
)
def test_a_filter_that_cannot_be_is_named(client, bank, wish, hx):
    for headers in ({}, hx("found")):
        response = client.get(f"{URL}?{wish}", headers=headers)
        assert response.status_code == 422
        assert b'role="alert"' in response.content
        assert b"Start again without filters" in response.content


def test_a_curator_may_list_drafts(as_user, carol, bank):
    QuestionFactory(draft=True, slug="draft", title="Still a draft")
    assert titles(as_user(carol).get(URL)) == ["a", "b", "c", "d"]
    assert titles(as_user(carol).get(URL, {"status": "draft"})) == ["draft"]


def test_pages_cover_everything_once_and_in_order(client, db):
    small, large = TopicFactory(slug="small", position=1), TopicFactory(slug="large", position=2)
    empty = TopicFactory(slug="empty", position=3)
    last = TopicFactory(slug="last", position=4)
    made = [make(f"S{n}", slug=f"s{n:03}", topic=small) for n in range(10)]
    made += [make(f"L{n}", slug=f"l{n:03}", topic=large) for n in range(45)]
    made += [make(f"T{n}", slug=f"t{n:03}", topic=last) for n in range(3)]
    pages = [titles(client.get(URL, {"page": n})) for n in (1, 2, 3)]
    assert [len(page) for page in pages] == [25, 25, 8]
    assert [slug for page in pages for slug in page] == [question.slug for question in made]
    assert titles(client.get(URL, {"page": 99})) == pages[2]
    assert titles(client.get(URL, {"area": "large", "page": 2})) == [
        f"l{n:03}" for n in range(25, 45)
    ]
    assert str(empty) not in client.get(URL).content.decode()


def test_a_topic_inside_an_area_counts_for_it(client, db):
    area = TopicFactory(slug="outer")
    make("Inside", slug="inner", topic=TopicFactory(slug="topic", parent=area))
    assert titles(client.get(URL, {"area": "outer"})) == ["inner"]
    assert titles(client.get(URL, {"area": "outer", "q": "inside"})) == ["inner"]


def test_a_common_word_is_capped_and_says_so(client, bank, monkeypatch):
    monkeypatch.setattr(browse, "MOST_MATCHES", 2)
    # An area of less than half of the bank is asked for alone, whichever rows the cap left.
    make("Another head", topic=bank[0].topic)
    page = client.get(URL, {"q": "what does ask"}).content
    assert b"At least" in page
    assert b"another word narrows it down" in page
    assert titles(client.get(URL, {"q": "what does ask", "area": "optimisation"})) == ["c", "d"]


def test_it_can_only_be_read(client, bank):
    assert client.post(URL).status_code == 405


@pytest.mark.parametrize(
    ("wish", "queries"), [("", 9), ("q=attention", 12), ("area=optimisation&kind=debugging", 9)]
)
def test_the_cost_does_not_grow_with_the_bank(
    as_user, alice, bank, django_assert_max_num_queries, wish, queries
):
    visitor = as_user(alice)
    for n in range(30):
        make(f"More attention {n}")
    with django_assert_max_num_queries(queries):
        visitor.get(f"{URL}?{wish}")


def test_a_private_question_is_nobody_elses(client, as_user, alice, bob, bank):
    make("Mine alone", slug="mine", owner=alice, visibility="private")
    for someone in (client, as_user(bob)):
        assert b"Mine alone" not in someone.get(URL, {"q": "mine alone"}).content
    assert Question.objects.visible_to(alice).filter(slug="mine").exists()


def test_the_slash_is_a_shortcut_only_for_those_who_want_it(client, as_user, alice):
    address = reverse("questions:browse")
    assert 'aria-keyshortcuts="/"' in client.get(address).content.decode()
    assert 'aria-keyshortcuts="/"' in as_user(alice).get(address).content.decode()
    User.objects.filter(pk=alice.pk).update(plain_keys=False)
    assert "aria-keyshortcuts" not in as_user(alice).get(address).content.decode()

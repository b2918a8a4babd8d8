"""Filters with counts: each says what its page would show, whatever else is picked."""

import random
import re
from urllib.parse import parse_qsl

import pytest
from django.urls import reverse

from questions import browse
from questions.models import Question
from tests.factories import QuestionFactory, TopicFactory, group_of
from tests.questions.test_browse import make, titles

URL = reverse("questions:browse")
BOX = re.compile(
    r'name="(\w+)" value="([^"]+)" form="filters"( checked)?>'
    r'<span>[^<]*</span><span class="num">(\d+)'
)


def boxes(page):
    return {
        (n, v): (int(count), bool(on)) for n, v, on, count in BOX.findall(page.content.decode())
    }


def total(page):
    return int(re.search(r'<b class="num">([\d,]+)</b>', page.content.decode())[1].replace(",", ""))


@pytest.fixture
def various(db):
    """Two dozen questions of all sorts; the same every time."""
    pick = random.Random(4).choice
    topics = [TopicFactory(slug=slug) for slug in ("one", "two")]
    for n in range(24):
        made = make(
            f"Attention {n}" if n % 2 else f"Memory {n}",
            slug=f"q{n}",
            topic=pick(topics),
            kind=pick(["conceptual", "derivation", "debugging"]),
            tier=pick([1, 2, 4]),
            minutes=pick([4, 8, 15, 30, 60]),
            priority=pick(["P1", "P3"]),
            audience=pick(["engineer", "layperson"]),
            language=pick(["en", "de"]),
        )
        if n % 3 == 0:
            Question.objects.filter(pk=made.pk).update(has_key=False)


@pytest.mark.parametrize(
    "wish",
    [
        "",
        "kind=debugging",
        "kind=debugging&kind=derivation&tier=4",
        "q=attention&band=6-10&band=11-20",
        "area=one&language=de&key=yes",
        "q=attention&priority=P3&audience=layperson&minutes=30",
    ],
)
def test_each_count_is_what_its_page_shows(client, various, wish):
    page = client.get(f"{URL}?{wish}")
    found = boxes(page)
    assert len(found) > 5
    for (name, value), (count, _) in found.items():
        others = "&".join(f"{n}={v}" for n, v in parse_qsl(wish) if n != name)
        assert total(client.get(f"{URL}?{others}&{name}={value}")) == count, (name, value)


def test_two_picks_of_one_filter_add_up_and_two_filters_narrow(client, various):
    counts = {
        value: count
        for (name, value), (count, _) in boxes(client.get(URL)).items()
        if name == "kind"
    }
    both = total(client.get(f"{URL}?kind=debugging&kind=derivation"))
    assert both == counts["debugging"] + counts["derivation"]
    assert total(client.get(f"{URL}?kind=debugging&tier=4")) <= counts["debugging"]


def test_a_capped_count_is_said_to_be_the_least(client, various, monkeypatch):
    monkeypatch.setattr(browse, "MOST_MATCHES", 3)
    body = client.get(URL, {"q": "attention"}).content.decode()
    assert "At least" in body
    assert re.search(r'<span class="num">\d\+</span>', body)
    body = client.get(URL, {"q": "attention", "kind": "debugging", "tier": "4"}).content.decode()
    assert len(re.findall("<h2><a", body)) == len(
        Question.objects.filter(title__startswith="Attention", kind="debugging", tier=4)[:3]
    )


@pytest.mark.parametrize(
    ("sort", "key"),
    [("newest", lambda q: -q.pk), ("shortest", lambda q: (q.minutes, q.topic_id, q.tier, q.pk))],
)
def test_orders(client, various, sort, key):
    wanted = [question.slug for question in sorted(Question.objects.all(), key=key)]
    assert titles(client.get(URL, {"sort": sort})) == wanted


def test_the_same_wish_has_one_address(client, various, hx):
    one = client.get(
        f"{URL}?tier=4&q=+attention++&kind=derivation&kind=debugging&page=1&sort=&area="
    )
    other = client.get(f"{URL}?kind=debugging&kind=derivation&q=attention&tier=4&sort=relevance")
    address = "/questions/?q=attention&amp;kind=debugging&amp;kind=derivation&amp;tier=4"
    for page in (one, other):
        assert f'<link rel="canonical" href="{address}">' in page.content.decode()
    moved = client.get(
        f"{URL}?tier=4&q=attention&whose=library&sort=relevance", headers=hx("found")
    )
    assert moved.headers["HX-Replace-Url"] == "/questions/?q=attention&tier=4"
    same = client.get(f"{URL}?q=attention&tier=4", headers=hx("found"))
    assert "HX-Replace-Url" not in same.headers


def test_links_to_pages_keep_everything(client, various, monkeypatch):
    monkeypatch.setattr(browse, "PAGE", 5)
    body = client.get(f"{URL}?q=attention&language=en&language=de&sort=shortest").content.decode()
    assert (
        'href="/questions/?q=attention&amp;language=de&amp;language=en&amp;sort=shortest&amp;page=2"'
        in body
    )


def test_an_empty_page_says_what_to_leave_out(client, various):
    tier = Question.objects.filter(tier=4).count()
    body = client.get(f"{URL}?tier=4&band=46-120&kind=behavioural").content.decode()
    assert "No question matches all of this" in body
    without = int(re.search(r"Without ‘Behavioural’</a>: <span class=\"num\">(\d+)", body)[1])
    assert without == Question.objects.filter(tier=4, minutes__gt=45).count()
    assert without <= tier
    body = client.get(f"{URL}?tier=4&q=attention+xyzzy").content.decode()
    assert f'Without “attention xyzzy”</a>: <span class="num">{tier}<' in body


def test_questions_of_my_groups_are_a_choice(as_user, alice, bob, charlie):
    group = group_of(alice, bob)
    QuestionFactory(slug="ours", title="ours", owner=bob, visibility="group", circle=group.circle)
    QuestionFactory(title="mine", owner=alice, visibility="private")
    QuestionFactory(title="everybody's")
    page = as_user(alice).get(URL, {"whose": "groups"})
    assert titles(page) == ["ours"]
    assert boxes(page)["whose", "groups"] == (1, True)
    assert titles(as_user(charlie).get(URL, {"whose": "groups"})) == []


def test_whose_tells_the_librarys_from_my_own(as_user, client, alice, bob, various):
    make("Attention of mine", slug="mine", owner=alice, visibility="private")
    draft = make("Draft of mine", slug="draft", owner=alice, visibility="private")
    Question.objects.filter(pk=draft.pk).update(status="draft")
    visitor = as_user(alice)
    counts = boxes(visitor.get(URL))
    assert counts["whose", "library"] == (24, True)
    assert counts["whose", "mine"] == (2, False)
    assert counts["whose", "all"] == (26, False)
    assert set(titles(visitor.get(URL, {"whose": "mine"}))) == {"mine", "draft"}
    assert titles(visitor.get(URL, {"whose": "mine", "status": "draft"})) == ["draft"]
    assert titles(visitor.get(URL, {"whose": "mine", "q": "attention"})) == ["mine"]
    assert total(visitor.get(URL, {"whose": "all", "q": "attention"})) == 13
    assert ("whose", "mine") not in boxes(as_user(bob).get(URL))
    assert titles(as_user(bob).get(URL, {"whose": "mine"})) == []
    assert total(as_user(bob).get(URL, {"whose": "all"})) == 24
    assert client.get(URL, {"whose": "mine"}).status_code == 422


def test_no_state_but_ready_is_told_to_those_who_may_not_list_it(client, as_user, carol, various):
    Question.objects.filter(slug="q3").update(status="draft")
    assert not [name for name, _ in boxes(client.get(URL)) if name == "status"]
    assert total(client.get(URL)) == 23
    assert boxes(as_user(carol).get(URL))["status", "draft"] == (1, False)

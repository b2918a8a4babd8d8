import pytest
from django.urls import reverse

from questions.models import QuestionSet, SetItem
from tests.factories import InterviewFactory, QuestionFactory, QuestionSetFactory

LIST = reverse("questions:sets")


@pytest.fixture
def taster(db):
    """Two fixed questions and a draw of two."""
    fixed = [
        QuestionFactory(title="SECRETTITLE one", prompt="SECRETPROMPT one"),
        QuestionFactory(title="SECRETTITLE two", prompt="SECRETPROMPT two", kind="debugging"),
    ]
    taster = QuestionSetFactory(
        slug="taster", title="Taster", questions=fixed, for_whom="Anyone.", minutes=15
    )
    SetItem.objects.create(set=taster, position=9, draw={"count": 2, "kinds": ["conceptual"]})
    return taster


def test_the_list_shows_what_is_offered_to_everyone(client, taster):
    page = client.get(LIST)
    assert page.status_code == 200
    assert b"Taster" in page.content
    assert b"15 minutes" in page.content


def test_a_set_says_how_much_and_of_which_kind_but_nothing_it_asks(client, taster):
    page = client.get(taster.get_absolute_url()).content
    assert b"4 questions" in page
    assert b"3 conceptual" in page
    assert b"1 debugging" in page
    assert b"2 drawn afresh" in page
    assert reverse("interview:set_up", args=["taster"]).encode() in page
    assert b"SECRET" not in page
    assert b"SECRET" not in client.get(LIST).content


def test_it_counts_what_is_new_to_this_person(as_user, alice, taster):
    url = taster.get_absolute_url()
    assert b"All of the fixed ones are new to you" in as_user(alice).get(url).content
    first = taster.items.first().question
    InterviewFactory(
        candidate=alice, question_set=QuestionSetFactory(questions=[first]), running=True
    )
    assert b"1 of the 2 fixed ones" in as_user(alice).get(url).content


def test_an_empty_site_says_what_to_do_next(client, db):
    assert b"There are no sets yet" in client.get(LIST).content


def test_a_private_set_is_its_owners(client, as_user, alice, bob, taster):
    QuestionSet.objects.update(visibility="private", owner=alice)
    url = taster.get_absolute_url()
    assert as_user(alice).get(url).status_code == 200
    assert client.get(url).status_code == 404
    assert as_user(bob).get(url).status_code == 404


def test_they_can_only_be_read(client, taster):
    assert client.post(LIST).status_code == 405
    assert client.post(taster.get_absolute_url()).status_code == 405


def test_query_budget(as_user, alice, taster, django_assert_max_num_queries):
    visitor = as_user(alice)
    with django_assert_max_num_queries(8):
        visitor.get(taster.get_absolute_url())


def test_sets_stand_on_their_shelves_in_order(db, client):
    QuestionSetFactory(title="A long day", shelf="loops")
    QuestionSetFactory(title="A first call", shelf="rounds")
    page = client.get(reverse("questions:sets")).content.decode()
    assert page.index("Like a round</h2>") < page.index("A first call")
    assert page.index("A first call") < page.index("Whole loops</h2>") < page.index("A long day")
    assert "Drills</h2>" not in page


@pytest.mark.parametrize(
    ("minutes", "kept"),
    [("30", {"Short"}), ("60", {"Short", "Long"}), ("", {"Short", "Long", "Longer"})]
    + [(odd, {"Short", "Long", "Longer"}) for odd in ("31", "-1", "x", "9" * 30)],
)
def test_only_what_fits_into_the_time_one_has(db, client, minutes, kept):
    for title, length in (("Short", 30), ("Long", 60), ("Longer", 90)):
        QuestionSetFactory(title=title, minutes=length)
    page = client.get(reverse("questions:sets"), {"minutes": minutes}).content.decode()
    assert {title for title in ("Short", "Long", "Longer") if f">{title}</a>" in page} == kept


def test_where_nothing_is_that_short_there_is_another_way(db, client):
    QuestionSetFactory(minutes=90)
    page = client.get(reverse("questions:sets"), {"minutes": 30}).content.decode()
    assert "No set is that short." in page
    assert reverse("interview:compose") in page

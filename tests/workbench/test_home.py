import pytest
from django.urls import reverse

from tests.factories import QuestionFactory, QuestionSetFactory

URL = reverse("workbench:home")


def test_it_lists_what_one_keeps_and_nothing_of_others(as_user, alice, bob):
    QuestionFactory(owner=alice, visibility="private", title="Mine alone", draft=True)
    QuestionFactory(owner=bob, visibility="private", title="Bob's alone")
    QuestionSetFactory(owner=alice, visibility="private", title="My set", questions=[])
    page = as_user(alice).get(URL).content.decode()
    assert "Mine alone" in page
    assert "My set" in page
    assert "Bob's alone" not in page


def test_an_empty_one_says_so(as_user, alice):
    assert as_user(alice).get(URL).content.decode().count("None yet.") == 2


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_is_only_read(as_user, alice, method):
    assert getattr(as_user(alice), method)(URL).status_code == 405

import pytest
from django.urls import reverse

from tests.factories import QuestionFactory, QuestionSetFactory
from tests.workbench.imports.batches import imported
from workbench.imports import actions

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
    page = as_user(alice).get(URL).content.decode()
    assert page.count("None yet.") == 2
    assert "Next</h2>" not in page


def test_what_waits_is_said_with_the_page_where_it_is_done(as_user, alice):
    draft = QuestionFactory(owner=alice, visibility="private", draft=True)
    QuestionFactory.create_batch(2, owner=alice, visibility="private", draft=True)
    gone = QuestionFactory(owner=alice, visibility="private", status="retired")
    QuestionSetFactory(owner=alice, questions=[draft, gone])
    imported(owner=alice)
    client = as_user(alice)
    words = [one.words for one in client.get(URL).context["waiting"]]
    assert words == [
        "1 import to look through and save",
        "1 draft to make ready, so that a set can ask what it holds",
        "1 retired question to replace in a set",
        "2 drafts to finish",
    ]
    for one in client.get(URL).context["waiting"]:
        assert client.get(one.address).status_code == 200


def test_an_import_in_which_nothing_was_found_does_not_wait(as_user, alice):
    imported("A note to myself, and nothing else.", owner=alice)
    imported(b"\x00\x01\x02\x03" * 50, owner=alice)
    assert as_user(alice).get(URL).context["waiting"] == []
    # While it is read it may hold anything, and a table waits for somebody to name its columns.
    actions.start(alice, [("notes.md", b"Q: Why?")])
    imported("Nr;Die Frage\n1;Wozu ein Index\n2;Wozu ein Verbund\n", owner=alice, name="odd.csv")
    (found,) = as_user(alice).get(URL).context["waiting"]
    assert found.words == "2 imports to look through and save"


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_is_only_read(as_user, alice, method):
    assert getattr(as_user(alice), method)(URL).status_code == 405

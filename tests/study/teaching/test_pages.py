"""The pages on which a concept is explained, and read."""

import uuid
import zipfile

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import exports
from study.models import Explanation
from study.teaching import actions
from tests.factories import group_of

CONCEPT = "mlp"
NOW = timezone.now()
pytestmark = pytest.mark.django_db


def address(name: str, of=CONCEPT) -> str:
    return reverse(f"study:{name}", args=[of])


def sent(text="It is a <b>sum</b>.", **more):
    return {"text": text, "base": 0, "writer": str(uuid.uuid4()), **more}


@pytest.fixture
def opened(alice, bob):
    group = group_of(alice, bob)
    typed = {"base": 0, "writer": uuid.uuid4(), "at": NOW}
    actions.draft(alice, CONCEPT, "It is a <script>sum</script>.", **typed)
    return actions.share(alice, CONCEPT, group.circle_id, at=NOW)


def test_an_end_of_line_counts_once_however_the_browser_sends_it(as_user, bob, opened):
    words = "\r\n".join("x" * 250)
    reply = as_user(bob).post(
        address("hear_explanation", opened.pk), {"understood": "no", "words": words[:749]}
    )
    assert reply.status_code == 302
    assert opened.heard.get().words == "\n".join("x" * 250)


def test_it_is_kept_while_it_is_typed_and_by_the_button(as_user, alice):
    browser = as_user(alice)
    reply = browser.post(address("draft_explanation"), sent(), headers={"hx-request": "true"})
    assert "Kept." in reply.content.decode()
    assert browser.post(address("draft_explanation"), sent("Other.")).status_code == 302
    page = browser.get(address("explain")).content.decode()
    assert "It is a &lt;b&gt;sum&lt;/b&gt;." in page
    assert "Another window typed this" in page


def test_too_much_is_said_and_stays_where_it_was_typed(as_user, alice):
    reply = as_user(alice).post(address("draft_explanation"), sent("x" * 20_001))
    assert reply.status_code == 422
    assert "x" * 20_001 in reply.content.decode()
    assert not Explanation.objects.exists()


def test_from_writing_to_being_understood(as_user, alice, bob):
    group = group_of(alice, bob)
    hers, his = as_user(alice), as_user(bob)
    hers.post(address("draft_explanation"), sent())
    hers.post(address("share_explanation"), {"group": group.circle_id})
    row = Explanation.objects.get()
    assert "you have changed it since" not in hers.get(address("explain")).content.decode().lower()
    for page in (reverse("study:explanations"), reverse("groups:group", args=[group.pk])):
        assert row.get_absolute_url() in his.get(page).content.decode()
    reply = his.post(
        address("hear_explanation", row.pk), {"understood": "no", "words": "Which bend?"}
    )
    assert reply.status_code == 302
    page = hers.get(row.get_absolute_url(), follow=True).content.decode()
    assert "Which bend?" in page
    assert "! not yet" in page
    assert "You said: not yet" in his.get(row.get_absolute_url()).content.decode()


def test_a_reader_gets_what_was_opened_and_nothing_typed_since(as_user, alice, bob, opened):
    typed = {"base": 1, "writer": uuid.uuid4(), "at": NOW}
    actions.draft(alice, CONCEPT, "Half a sentence", **typed)
    page = as_user(bob).get(opened.get_absolute_url()).content.decode()
    assert "Half a sentence" not in page
    assert "<script>sum" not in page
    assert "sum" in page


def test_a_day_due_leads_there(as_user, alice):
    page = as_user(alice).get(reverse("study:grid_concept", args=[CONCEPT])).content.decode()
    assert address("explain") in page
    reply = as_user(alice).get(reverse("study:explanations"), {"concept": CONCEPT})
    assert reply.headers["Location"] == address("explain")


@pytest.mark.parametrize("number", [1, 6])
def test_the_lists_cost_the_same_however_many(
    as_user, alice, bob, number, django_assert_max_num_queries
):
    group = group_of(alice, bob)
    for n in range(number):
        Explanation.objects.create(
            owner=(alice, bob)[n % 2], concept=f"c-{n}", text="x", shared_text="x", shared_at=NOW,
            circle_id=group.circle_id,
        )  # fmt: skip
    browser = as_user(alice)
    with django_assert_max_num_queries(12):
        assert browser.get(reverse("study:explanations")).status_code == 200


def test_both_take_along_what_they_wrote(alice, bob, opened):
    actions.hear(opened, understood=False, words="Which bend?", by=bob, at=NOW)
    for person in (alice, bob):
        with zipfile.ZipFile(exports.write_zip(person, at=NOW)) as archive:
            assert "Which bend?" in archive.read("study/explanations.json").decode()

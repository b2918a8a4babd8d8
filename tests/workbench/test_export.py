"""Questions out: who gets what, in which form, and never a key before its time."""

import io
import json
import zipfile

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from questions.models import QuestionSet
from tests.factories import InterviewFactory, QuestionFactory, QuestionSetFactory
from workbench import outgoing
from workbench.export_form import ExportForm
from workbench.outgoing import What, Wish

PAGE, FILE, PRINT = (reverse(f"workbench:{name}") for name in ("export", "download", "print"))
SECRET = "Momentum averages past gradients."


def fetch(client, **wish):
    return client.get(FILE, {"what": "library", "format": "json", **wish})


def questions(response) -> dict:
    return {one["slug"]: one for one in json.loads(response.content)["questions"]}


def test_the_page_offers_what_there_is(as_user, alice):
    QuestionSetFactory(title="My set", owner=alice, visibility="private", questions=[])
    page = as_user(alice).get(PAGE).content.decode()
    for label in ("Markdown files", "Moodle XML", "QTI 3", "Anki deck", "My set"):
        assert label in page
    assert "The questions I chose" not in page


def test_questions_chosen_in_a_list_are_the_first_choice(as_user, alice):
    one = QuestionFactory()
    QuestionFactory()
    client = as_user(alice)
    page = client.get(PAGE, {"question": one.slug}).content.decode()
    assert "The questions I chose (1)" in page
    assert set(questions(fetch(client, what="chosen", question=one.slug))) == {one.slug}


def test_a_key_stays_behind_until_the_question_was_attempted(as_user, alice, bob):
    one, own = QuestionFactory(), QuestionFactory(owner=alice, visibility="private")
    QuestionFactory(owner=bob, visibility="private")
    client = as_user(alice)
    found = questions(fetch(client))
    assert set(found) == {one.slug, own.slug}
    assert (found[one.slug]["has_key"], found[own.slug]["has_key"]) == (False, True)
    assert SECRET not in json.dumps(found[one.slug])
    InterviewFactory(
        candidate=alice,
        question_set=QuestionSetFactory(questions=[one]),
        answers=["It damps."],
        submitted=True,
    )
    assert SECRET in json.dumps(questions(fetch(client))[one.slug])


@pytest.mark.parametrize("form", ["markdown", "csv", "gift", "moodle", "qti", "anki"])
def test_no_format_gives_a_key_away(form, as_user, alice):
    QuestionFactory()
    content = fetch(as_user(alice), format=form).content
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b"".join(archive.read(name) for name in archive.namelist())
    assert len(content) > 100
    assert b"Momentum" not in content


def test_a_set_leaves_in_its_order_with_its_name(as_user, alice):
    chosen = [QuestionFactory(slug="zebra"), QuestionFactory(slug="ant")]
    one = QuestionSetFactory(questions=chosen, title="Two animals")
    response = fetch(as_user(alice), what="set", set=one.slug)
    assert list(questions(response)) == ["zebra", "ant"]
    assert response["Content-Disposition"] == 'attachment; filename="two-animals.json"'


def test_an_area_narrows_it(as_user, alice):
    here, _ = QuestionFactory(topic__slug="here"), QuestionFactory(topic__slug="there")
    assert set(questions(fetch(as_user(alice), area="here"))) == {here.slug}


@pytest.mark.parametrize(
    ("wish", "says"),
    [
        ({"what": "set"}, "Choose the set."),
        ({"what": "mine"}, "There is no question among these."),
        ({"format": "docx"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_exported_is_said_on_the_form(wish, says, as_user, alice):
    response = fetch(as_user(alice), **wish)
    assert response.status_code == 422
    assert says in response.content.decode()


def test_too_many_for_one_file_are_refused(as_user, alice, monkeypatch):
    monkeypatch.setattr("workbench.outgoing.MOST", 1)
    QuestionFactory.create_batch(2)
    response = fetch(as_user(alice))
    assert response.status_code == 422
    assert "one file takes 1" in response.content.decode()


def test_the_form_is_shape_alone():
    """Without a database: what a wish comes to is no matter of shape."""
    wish = {"what": "chosen", "format": "json"}
    form = ExportForm(wish, sets=QuestionSet.objects.none(), chosen=["momentum"])
    assert form.is_valid()
    assert form.wish() == Wish(What.CHOSEN, chosen=("momentum",))


def test_the_page_itself_says_why_there_is_no_file(as_user, alice):
    response = as_user(alice).get(PAGE, {"what": "mine", "format": "json"})
    assert response.status_code == 200
    assert "There is no question among these." in response.content.decode()


def test_a_set_that_asks_nothing_yet_is_a_file_all_the_same(alice):
    one = QuestionSetFactory(owner=alice, visibility="private", questions=[])
    wish = Wish(What.SET, set=one)
    assert outgoing.why_not(wish, alice) is None
    assert outgoing.selection(wish, alice).questions == []


def test_somebody_elses_set_is_no_choice(as_user, bob, alice):
    one = QuestionSetFactory(owner=alice, visibility="private")
    assert fetch(as_user(bob), what="set", set=one.slug).status_code == 422


def test_the_printed_page_has_the_key_where_it_may(as_user, alice):
    own = QuestionFactory(owner=alice, visibility="private")
    client = as_user(alice)
    wish = {"what": "mine", "format": "json"}
    assert SECRET not in client.get(PRINT, wish).content.decode()
    page = client.get(PRINT, {**wish, "key": "on"}).content.decode()
    assert own.title in page
    assert SECRET in page


def test_a_hundred_questions_take_no_more_queries(as_user, alice, django_assert_max_num_queries):
    QuestionFactory.create_batch(12)
    client = as_user(alice)
    client.get(PAGE)
    with django_assert_max_num_queries(16):
        assert len(questions(fetch(client))) == 12


def test_the_command_writes_a_file_and_overwrites_none(tmp_path, db, capsys):
    one = QuestionFactory()
    out = tmp_path / "bank.json"
    call_command("export_questions", str(out), format="json")
    assert one.slug in out.read_text()
    assert SECRET in out.read_text()
    with pytest.raises(CommandError, match="is there already"):
        call_command("export_questions", str(out), format="json")
    with pytest.raises(CommandError, match="no set"):
        call_command("export_questions", str(tmp_path / "x"), set="nothing")
    with pytest.raises(CommandError, match="Nobody"):
        call_command("export_questions", str(tmp_path / "x"), owner="x@example.org")

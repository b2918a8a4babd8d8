"""The one door for all rooms: a thing is told once, in the app and by mail."""

from datetime import timedelta

from django.core import mail

from reminders import actions
from reminders.models import Reminder
from tests.factories import UserFactory
from tests.reminders.conftest import NOW

State, Channel = Reminder.State, Reminder.Channel


def test_it_is_told_in_the_app_and_by_mail(told, note, choose):
    choose("groups")
    rows = told(about="group:12")
    assert actions.send_due(at=NOW) == {State.SENT: 2}
    assert set(rows) == {Channel.IN_APP, Channel.EMAIL}
    assert {row.about for row in rows.values()} == {"group:12"}
    assert [message.subject for message in mail.outbox] == [note.title]


def test_telling_it_again_changes_nothing_once_it_went_out(told, choose):
    choose("groups")
    told()
    actions.send_due(at=NOW)
    told(at=NOW + timedelta(days=1))
    assert actions.send_due(at=NOW + timedelta(days=2)) == {}
    assert len(mail.outbox) == 1


def test_it_can_be_told_later_and_taken_back_till_then(told):
    told(at=NOW + timedelta(hours=1))
    assert actions.send_due(at=NOW) == {}
    actions.withdraw("group:12:", because="Left since", at=NOW)
    assert actions.send_due(at=NOW + timedelta(hours=1)) == {}


def test_a_guest_is_told_in_the_app_only(told, db):
    assert set(told(user=UserFactory(guest=True))) == {Channel.IN_APP}


def test_the_page_shows_its_words_and_where_it_is(told, as_user, alice, note):
    told()
    actions.send_due(at=NOW)
    page = as_user(alice).get("/reminders/").content.decode()
    for words in (note.title, note.line, note.where, f'href="{note.path}"'):
        assert words in page

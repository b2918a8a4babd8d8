"""The page of choices, and putting off, muting and trying again, rung by rung."""

import smtplib
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.urls import reverse

from accounts.models import User
from reminders import actions, kinds, rules
from reminders.choices import choices_of
from reminders.models import Choice, Mute, Reminder
from tests.factories import UserFactory
from tests.reminders.conftest import NOW

Channel = Reminder.Channel
URL = "/reminders/choices/"


@pytest.fixture
def filled():
    """The page as it comes, sent back."""
    sent = {"digest_at": "08:00", "quiet_from": "", "quiet_to": "", "remind_a_day_before": "on"}
    for category in kinds.CATEGORIES.values():
        if category is not kinds.SECURITY:
            sent |= {f"{category.name}_in_app": "on", f"{category.name}_email": category.email}
    return sent | {"remind_15_minutes_before": "on"}


def chosen(user):
    return choices_of(User.objects.get(pk=user.pk))


def test_the_page_shows_what_is_chosen(as_user, alice, choose):
    choose("groups", in_app=False, email="off")
    page = as_user(alice).get(URL).content.decode()
    told = {kind.category.name for kind in kinds.KINDS.values()}
    for name, category in kinds.CATEGORIES.items():
        assert (f"{category.label}</h3>" in page) is (name in told)
    assert '<option value="off" selected>' in page
    assert 'id="id_groups_in_app"' in page


def test_it_saves_every_choice(as_user, alice, filled):
    filled |= {
        "groups_email": "now",
        "workbench_email": "off",
        "digest_at": "18:30",
        "quiet_from": "22:00",
        "quiet_to": "07:00",
        "urgent_passes": "on",
    }
    del filled["feedback_in_app"], filled["remind_a_day_before"]
    response = as_user(alice).post(URL, filled)
    assert response.url == URL
    mine = chosen(alice)
    assert mine.of(kinds.GROUPS).email == "now"
    assert mine.of(kinds.WORKBENCH).email == "off"
    assert not mine.of(kinds.FEEDBACK).in_app
    assert mine.of(kinds.SECURITY).email == "now"
    assert (mine.hours.digest_at, mine.quiet) == (time(18, 30), (time(22), time(7)))
    assert mine.hours.urgent_passes
    assert not mine.user.remind_a_day_before
    assert mine.user.remind_15_minutes_before


def test_htmx_gets_the_form_back_and_reads_saved(as_user, alice, filled, hx):
    response = as_user(alice).post(URL, filled, headers=hx("choices-form"))
    assert response.status_code == 200
    assert response.content.strip().startswith(b'<form id="choices-form"')
    assert b"Saved" in response.content
    assert b"<html" not in response.content


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"digest_at": "25:00"}, "such as 22:30"),
        ({"digest_at": ""}, "required"),
        ({"quiet_from": "22:00"}, "both times, or neither"),
        ({"quiet_from": "22:00", "quiet_to": "22:00"}, "the same time"),
        ({"interviews_email": "digest"}, "not one of the available choices"),
        ({"groups_email": "pigeon"}, "pigeon"),
    ],
)
def test_bad_input_comes_back_with_its_error(as_user, alice, filled, hx, changed, error):
    response = as_user(alice).post(URL, filled | changed, headers=hx("choices-form"))
    assert response.status_code == 422
    assert error in response.content.decode()
    assert not Choice.objects.exists()


def test_what_keeps_the_account_safe_cannot_be_switched_off(as_user, alice, filled):
    as_user(alice).post(URL, filled | {"security_email": "off", "security_in_app": ""})
    assert not Choice.objects.filter(category="security").exists()


def test_a_guest_chooses_too_and_reads_that_mail_needs_an_address(as_user, db, filled):
    guest = UserFactory(guest=True)
    client = as_user(guest)
    assert "As a guest you are told in the app" in client.get(URL).content.decode()
    assert client.post(URL, filled).status_code == 302


def test_a_site_without_mail_says_so(as_user, alice, settings):
    settings.CAN_MAIL = False
    page = as_user(alice).get(URL).content.decode()
    assert "No mail server is set up on this site." in page
    assert "EMAIL_URL" in page


def test_wrong_methods_and_the_logged_out(as_user, alice, client):
    assert as_user(alice).delete(URL).status_code == 405
    assert client.get(URL).status_code == 302
    for name in ("send_test", "resume"):
        assert as_user(alice).get(reverse(f"reminders:{name}")).status_code == 405


def test_it_asks_the_database_little(as_user, alice, django_assert_max_num_queries):
    client = as_user(alice)
    client.get(URL)
    with django_assert_max_num_queries(14):
        client.get(URL)


# A test, and mail again


def test_a_test_arrives_by_both_ways_once_a_minute(as_user, alice):
    client = as_user(alice)
    for _ in range(2):
        assert client.post(reverse("reminders:send_test"), follow=True).status_code == 200
    actions.send_due(at=datetime.now(UTC) + timedelta(seconds=5))
    assert 1 <= len(mail.outbox) <= 2, "two where a minute passed between the clicks"
    assert "This is a test" in client.get("/reminders/").content.decode()


def test_mail_that_was_paused_goes_again_when_asked(as_user, alice, planned, smtp_says):
    smtp_says(smtplib.SMTPRecipientsRefused({"alice@example.org": (550, b"no such user")}))
    for number in range(rules.REFUSALS):
        planned(f"interview:{number}:x:email")
        actions.send_due(at=NOW)
    smtp_says(None)
    client = as_user(alice)
    assert "Try the address again" in client.get(URL).content.decode()
    client.post(reverse("reminders:resume"))
    assert "Try the address again" not in client.get(URL).content.decode()
    actions.send_due(at=datetime.now(UTC) + timedelta(seconds=5))
    assert [message.subject for message in mail.outbox] == ["This is a test"]


# Putting off


@pytest.fixture
def notice(told):
    rows = told(about="group:12")
    actions.send_due(at=NOW)
    return Reminder.objects.get(pk=rows[Channel.IN_APP].pk)


def test_what_is_put_off_is_out_of_sight_and_comes_back_unread(as_user, alice, notice):
    client = as_user(alice)
    client.post(reverse("reminders:snooze", args=[notice.pk]), {"until": "hour"})
    page = client.get("/reminders/").content.decode()
    assert "Put off" in page
    assert 'class="count"' not in page
    client.post(reverse("reminders:read_all"))
    notice.refresh_from_db()
    assert notice.read_at is None, "what cannot be seen was not read"
    Reminder.objects.filter(pk=notice.pk).update(snoozed_until=NOW)
    page = client.get("/reminders/").content.decode()
    assert "Put off" not in page
    assert 'class="count">1' in page


def test_an_hour_that_is_not_on_offer_is_refused(as_user, alice, notice):
    address = reverse("reminders:snooze", args=[notice.pk])
    assert as_user(alice).post(address, {"until": "someday"}).status_code == 409


def test_strangers_put_nothing_off_and_mute_nothing(as_user, charlie, notice):
    for name in ("snooze", "mute"):
        address = reverse(f"reminders:{name}", args=[notice.pk])
        assert as_user(charlie).post(address, {"until": "hour"}).status_code == 404
        assert as_user(charlie).get(address).status_code == 405


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        # Noon in New York: tonight at seven, tomorrow at eight.
        (
            "2026-11-20T17:00",
            {
                "hour": "2026-11-20T18:00",
                "tonight": "2026-11-21T00:00",
                "tomorrow": "2026-11-21T13:00",
            },
        ),
        # After seven in the evening there is no tonight any more.
        ("2026-11-21T01:00", {"hour": "2026-11-21T02:00", "tomorrow": "2026-11-21T13:00"}),
        # Half past one in the night is still the evening before.
        ("2026-11-21T06:30", {"hour": "2026-11-21T07:30", "tomorrow": "2026-11-21T13:00"}),
        # The night in which clocks go forward: eight o'clock is nearer.
        (
            "2026-03-07T17:00",
            {
                "hour": "2026-03-07T18:00",
                "tonight": "2026-03-08T00:00",
                "tomorrow": "2026-03-08T12:00",
            },
        ),
    ],
)
def test_tonight_and_tomorrow_are_the_walls(at, expected):
    at = datetime.fromisoformat(at).replace(tzinfo=UTC)
    offers = rules.snoozes(ZoneInfo("America/New_York"), at=at)
    assert {name: f"{offer.at:%Y-%m-%dT%H:%M}" for name, offer in offers.items()} == expected


# Muting


def test_muting_and_listening_again(as_user, alice, notice):
    client = as_user(alice)
    page = client.get("/reminders/").content.decode()
    assert "No more of Evening rehearsals" in page
    client.post(reverse("reminders:mute", args=[notice.pk]))
    client.post(reverse("reminders:mute", args=[notice.pk]))
    mute = Mute.objects.get()
    assert "Evening rehearsals" in client.get(URL).content.decode()
    client.post(reverse("reminders:unmute", args=[mute.pk]))
    assert not Mute.objects.exists()


def test_only_ones_own_mutes_can_be_taken_back(as_user, charlie, alice, notice):
    mute = actions.mute(notice, at=NOW)
    address = reverse("reminders:unmute", args=[mute.pk])
    assert as_user(charlie).post(address).status_code == 404
    assert as_user(alice).get(address).status_code == 405


def test_what_was_told_once_cannot_be_muted(as_user, alice, told):
    row = told(kind=kinds.TEST)[Channel.IN_APP]
    actions.send_due(at=NOW)
    address = reverse("reminders:mute", args=[row.pk])
    assert as_user(alice).post(address).status_code == 409


# What was sent, and why


def test_the_log_says_by_which_way_because_of_which_choice_and_what_became_of_it(
    as_user, alice, told, choose
):
    choose("workbench", email="off")
    told("a:to:1")
    told("b:to:1", kind=kinds.COMMENT)
    actions.send_due(at=NOW)
    actions.send_due(at=NOW + timedelta(days=1))
    page = as_user(alice).get("/reminders/").content.decode()
    log = page[page.index('id="log"') :]
    for words in (
        "By e-mail",
        "In the daily mail",
        "In the app",
        "Groups and sharing: in the daily mail",
        "Workbench: not by mail",
        "Reminders by e-mail are switched off.",
        "20 November, 12:00",
        "21 November, 12:00",
    ):
        assert words in log, words

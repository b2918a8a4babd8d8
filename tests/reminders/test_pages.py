"""The inbox, leaving a list by one click, and the mails a laptop keeps."""

import io
import re

import pytest
from django.core.mail import get_connection
from django.test import Client
from django.urls import reverse

from accounts.models import User
from reminders import actions, kinds, messages, unsubscribing
from reminders.choices import choices_of
from reminders.models import DevMail, Reminder
from tests.reminders.conftest import NOW

Channel = Reminder.Channel
INBOX = "/reminders/"


@pytest.fixture
def notice(planned):
    """One that the app shows, not read yet."""
    reminder = planned(channel=Channel.IN_APP)
    actions.send_due(at=NOW)
    return reminder


def by_mail(user, category=kinds.INTERVIEWS) -> str:
    return choices_of(User.objects.get(pk=user.pk)).of(category).email


def count_in_nav(response) -> str | None:
    found = re.search(r'class="count">(\d+)', response.content.decode())
    return found and found[1]


def test_the_inbox_shows_what_is_new_and_the_navigation_counts_it(as_user, alice, notice):
    response = as_user(alice).get(INBOX)
    assert response.status_code == 200
    assert "Optimisation, tier 2" in response.content.decode()
    assert count_in_nav(response) == "1"


def test_an_empty_inbox_says_what_to_do(as_user, alice):
    response = as_user(alice).get(INBOX)
    assert "Plan an interview for later" in response.content.decode()
    assert count_in_nav(response) is None


def test_what_is_to_come_is_listed_once_with_its_ways(as_user, alice, planned, choose):
    for channel in (Channel.EMAIL, Channel.IN_APP):
        planned(f"interview:17:a:{channel}", channel=channel, kind=kinds.A_DAY_BEFORE)
    page = as_user(alice).get(INBOX).content.decode()
    assert page.count("A day before, by e-mail and in the app") == 1
    choose("interviews", email="off")
    assert "A day before, in the app" in as_user(alice).get(INBOX).content.decode()


def test_a_mail_that_failed_says_why(as_user, alice, planned):
    reminder = planned()
    Reminder.objects.filter(pk=reminder.pk).update(state="failed", why_failed="No such mailbox")
    page = as_user(alice).get(INBOX).content.decode()
    assert "Could not be sent" in page
    assert "No such mailbox" in page


def test_an_address_that_is_not_confirmed_is_pointed_out(as_user, alice, settings):
    settings.DEV_MAIL = False
    assert "not confirmed yet" in as_user(alice).get(INBOX).content.decode()
    settings.DEV_MAIL = True
    assert "not confirmed yet" not in as_user(alice).get(INBOX).content.decode()


def test_marking_as_read_takes_it_off_the_count(as_user, alice, notice):
    client = as_user(alice)
    response = client.post(reverse("reminders:read", args=[notice.pk]), follow=True)
    assert count_in_nav(response) is None
    notice.refresh_from_db()
    first = notice.read_at
    client.post(reverse("reminders:read", args=[notice.pk]))
    notice.refresh_from_db()
    assert notice.read_at == first


def test_all_can_be_marked_as_read_at_once(as_user, alice, bob, planned):
    for number in range(3):
        planned(f"interview:{number}:a:in-app", channel=Channel.IN_APP)
    theirs = planned("interview:9:a:in-app", channel=Channel.IN_APP, user=bob)
    actions.send_due(at=NOW)
    assert count_in_nav(as_user(alice).post(reverse("reminders:read_all"), follow=True)) is None
    theirs.refresh_from_db()
    assert theirs.read_at is None


def test_a_stranger_cannot_mark_it_and_sees_nothing_of_it(as_user, charlie, notice):
    client = as_user(charlie)
    assert client.post(reverse("reminders:read", args=[notice.pk])).status_code == 404
    assert "Optimisation" not in client.get(INBOX).content.decode()


def test_what_is_still_waiting_cannot_be_marked(as_user, alice, planned):
    waiting = planned(channel=Channel.IN_APP)
    assert as_user(alice).post(reverse("reminders:read", args=[waiting.pk])).status_code == 404


def test_wrong_methods_and_the_logged_out(as_user, alice, notice):
    assert as_user(alice).get(reverse("reminders:read", args=[notice.pk])).status_code == 405
    assert as_user(alice).get(reverse("reminders:read_all")).status_code == 405
    assert as_user(alice).post(INBOX).status_code == 405
    assert Client().get(INBOX).status_code == 302


def test_the_inbox_costs_the_same_however_full(
    as_user, alice, planned, django_assert_max_num_queries
):
    for number in range(12):
        planned(f"interview:{number}:a:in-app", channel=Channel.IN_APP)
        planned(f"interview:{number}:b:email", channel=Channel.EMAIL, due_at=NOW)
    actions.send_due(at=NOW)
    client = as_user(alice)
    client.get(INBOX)
    with django_assert_max_num_queries(11):
        client.get(INBOX)


# Unsubscribing


@pytest.fixture
def leave(alice, settings):
    return unsubscribing.address(alice, "interviews").removeprefix(settings.SITE_URL)


@pytest.fixture
def stranger_to_cookies():
    """A mail program: no session, and no token against forged forms."""
    return Client(enforce_csrf_checks=True)


def test_opening_the_link_changes_nothing(stranger_to_cookies, leave, alice):
    for method in (stranger_to_cookies.get, stranger_to_cookies.head):
        assert method(leave).status_code == 200
    assert by_mail(alice) == "now"
    assert "<button" in stranger_to_cookies.get(leave).content.decode()


def test_one_click_leaves_this_list_and_no_other(stranger_to_cookies, leave, alice):
    body = {"List-Unsubscribe": "One-Click"}
    for _ in range(2):
        response = stranger_to_cookies.post(leave, body)
        assert response.status_code == 200
        assert by_mail(alice) == "off"
    assert choices_of(alice).of(kinds.INTERVIEWS).in_app
    assert by_mail(alice, kinds.GROUPS) == "digest"
    alice.refresh_from_db()
    assert alice.remind_a_day_before
    assert alice.remind_15_minutes_before


def test_the_page_works_logged_in_too(as_user, leave, alice):
    assert "switched off" in as_user(alice).post(leave).content.decode()
    assert by_mail(alice) == "off"


def test_waiting_mails_stop_after_unsubscribing(stranger_to_cookies, leave, planned):
    reminder = planned()
    stranger_to_cookies.post(leave)
    assert actions.send_due(at=NOW) == {Reminder.State.CANCELLED: 1}
    reminder.refresh_from_db()
    assert "switched off" in reminder.why_failed


def test_a_link_that_is_not_ours_changes_nothing(stranger_to_cookies, leave, alice):
    forged = leave.rstrip("/")[:-2] + "xx/"
    assert stranger_to_cookies.get(forged).status_code == 404
    response = stranger_to_cookies.post(forged)
    assert response.status_code == 200
    assert "Nothing was changed" in response.content.decode()
    assert by_mail(alice) == "now"


def test_the_link_of_somebody_who_has_left_does_no_harm(stranger_to_cookies, leave, alice, bob):
    alice.delete()
    assert stranger_to_cookies.post(leave).status_code == 200
    assert by_mail(bob) == "now"


# The mails a laptop keeps


@pytest.fixture
def kept(planned):
    backend = get_connection("reminders.inbox.InboxBackend", stream=io.StringIO())
    message = messages.build(planned(kind=kinds.SCHEDULED))
    backend.send_messages([message])
    return DevMail.objects.get()


def test_kept_mails_are_listed(kept):
    page = Client().get(reverse("dev_mail")).content.decode()
    assert "Planned: Optimisation" in page
    assert "alice@example.org" in page


def test_no_mails_yet_says_where_they_come_from(db):
    assert "No mail yet" in Client().get(reverse("dev_mail")).content.decode()


def test_a_kept_mail_shows_its_headers_text_and_files(kept):
    page = Client().get(reverse("dev_mail_message", args=[kept.pk])).content.decode()
    assert "List-Unsubscribe" in page
    assert "Your interview is planned." in page
    assert "invite.ics" in page
    assert "<iframe" in page
    assert 'sandbox="allow-popups' in page
    assert '<a href="http' in page, "links in the text can be followed"


def test_its_html_can_neither_run_nor_fetch_anything(kept):
    html = next(
        number
        for number in range(4)
        if b"<html" in Client().get(reverse("dev_mail_part", args=[kept.pk, number])).content
    )
    response = Client().get(reverse("dev_mail_part", args=[kept.pk, html]))
    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox ")
    assert "allow-scripts" not in policy
    assert "allow-same-origin" not in policy
    assert "default-src 'none'" in policy


def test_its_files_are_files(kept):
    response = Client().get(reverse("dev_mail_part", args=[kept.pk, 3]))
    assert response.headers["Content-Disposition"] == 'attachment; filename="invite.ics"'
    assert response.content.startswith(b"BEGIN:VCALENDAR\r\n")
    inline = Client().get(reverse("dev_mail_part", args=[kept.pk, 2]))
    assert inline.headers["Content-Disposition"] == 'attachment; filename="calendar.ics"'


def test_parts_and_mails_that_are_not_there(kept):
    assert Client().get(reverse("dev_mail_part", args=[kept.pk, 99])).status_code == 404
    assert Client().get(reverse("dev_mail_message", args=[kept.pk + 1])).status_code == 404
    assert Client().post(reverse("dev_mail")).status_code == 405


@pytest.mark.parametrize(
    ("address", "status"), [("127.0.0.1", 200), ("::1", 200), ("192.168.1.20", 404)]
)
def test_only_this_machine_reads_its_mail(db, address, status):
    assert Client().get(reverse("dev_mail"), REMOTE_ADDR=address).status_code == status

"""A guest: kept for 30 days, made an account, moved into an account."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils import timezone

from accounts import actions, tasks, waiting_guest
from accounts.models import User
from interview.models import Interview, Seat
from tests.factories import InterviewFactory, UserFactory
from web.refusals import Refused

PASSWORD = "the curtain rises late"


@pytest.fixture
def guest(db):
    return UserFactory(guest=True)


@pytest.fixture
def url():
    return reverse("accounts:claim")


# Claiming


def test_a_guest_becomes_an_account_and_keeps_the_row(as_user, guest, url, mailoutbox):
    interview = InterviewFactory(candidate=guest, submitted=True, answers=["Momentum."])
    client = as_user(guest)

    response = client.post(url, {"email": "New@Example.org", "password": PASSWORD})

    assert response.url == reverse("interview:home")
    user = User.objects.get(pk=guest.pk)
    assert (user.email, user.is_guest, user.display_name) == ("new@example.org", False, "")
    assert user.check_password(PASSWORD)
    interview.refresh_from_db()
    assert interview.candidate == user
    address = EmailAddress.objects.get(user=user)
    assert (address.email, address.primary, address.verified) == ("new@example.org", True, False)
    assert [mail.to for mail in mailoutbox] == [["new@example.org"]]
    # The same browser stays logged in, and it is an account now.
    assert client.get(reverse("account_email")).status_code == 200


@pytest.mark.parametrize(
    ("email", "password", "error"),
    [
        ("nonsense", PASSWORD, "valid email"),
        ("", PASSWORD, "required"),
        ("new@example.org", "short", "at least 10"),
        ("new@example.org", "1234567890", "too common"),
        ("somebody@example.org", "somebody@example.org", "too similar"),
    ],
)
def test_bad_input_comes_back_with_its_error(as_user, guest, url, email, password, error):
    response = as_user(guest).post(url, {"email": email, "password": password})

    assert response.status_code == 422
    assert error in response.content.decode()
    guest.refresh_from_db()
    assert guest.is_guest


def test_an_address_that_is_taken_points_to_logging_in(as_user, guest, alice, url):
    response = as_user(guest).post(url, {"email": "ALICE@example.org", "password": PASSWORD})

    assert response.status_code == 422
    assert "Log in to it" in response.content.decode()


def test_an_address_taken_a_moment_ago_is_refused(guest, alice):
    with pytest.raises(Refused, match="already"):
        actions.claim(guest, email="alice@example.org", password=PASSWORD)
    guest.refresh_from_db()
    assert guest.is_guest


def test_claiming_twice_is_refused(guest):
    actions.claim(guest, email="new@example.org", password=PASSWORD)
    with pytest.raises(Refused, match="have an account"):
        actions.claim(guest, email="other@example.org", password=PASSWORD)


def test_an_account_has_nothing_to_claim(as_user, alice, url):
    assert as_user(alice).get(url).url == reverse("accounts:settings")
    assert as_user(alice).post(url, {}).url == reverse("accounts:settings")


def test_claim_answers_only_get_and_post(as_user, guest, url):
    assert as_user(guest).delete(url).status_code == 405


@pytest.mark.parametrize("name", ["account_login", "account_signup", "account_email", "mfa_index"])
def test_a_guest_is_led_to_claim_from_an_accounts_pages(as_user, guest, url, name):
    assert as_user(guest).get(reverse(name)).url == url


def test_a_guest_who_logs_out_is_warned(as_user, guest):
    page = as_user(guest).get(reverse("account_logout")).content.decode()
    assert "nobody can reach your interviews again" in page


# Logging in to an account one has


def test_logging_in_brings_the_guests_work_along(as_user, guest, alice):
    interview = InterviewFactory(candidate=guest, submitted=True, answers=["Momentum."])
    client = as_user(guest)

    response = client.post(reverse("accounts:log_in_instead"))
    assert response.url.startswith(reverse("account_login"))
    assert "as a guest" in client.get(response.url).content.decode()
    response = client.post(
        reverse("account_login"),
        {"login": alice.email, "password": "correct horse battery"},
    )

    assert response.status_code == 302
    interview.refresh_from_db()
    assert interview.candidate == alice
    assert Seat.objects.get(interview=interview).user == alice
    assert not User.objects.filter(pk=guest.pk).exists()


def test_the_work_waits_for_the_second_factor(as_user, guest, alice):
    interview = InterviewFactory(candidate=guest)
    EmailAddress.objects.create(user=alice, email=alice.email, verified=True, primary=True)
    Authenticator.objects.create(user=alice, type="totp", data={"secret": "x"})
    client = as_user(guest)
    client.post(reverse("accounts:log_in_instead"))

    response = client.post(
        reverse("account_login"), {"login": alice.email, "password": "correct horse battery"}
    )

    assert response.url.startswith(reverse("mfa_authenticate"))
    interview.refresh_from_db()
    assert interview.candidate == guest


def test_a_guest_may_change_their_mind(as_user, guest):
    client = as_user(guest)
    client.post(reverse("accounts:log_in_instead"))
    assert client.get(reverse("accounts:settings")).status_code == 302

    client.post(reverse("accounts:back_as_guest"))

    assert client.get(reverse("accounts:settings")).context["user"] == guest


def test_nobody_comes_back_as_a_guest_they_were_not(client, guest):
    response = client.post(reverse("accounts:back_as_guest"))
    assert response.url == reverse("web:landing")
    assert "_auth_user_id" not in client.session


def test_the_work_does_not_follow_somebody_an_hour_later(as_user, guest, alice):
    interview = InterviewFactory(candidate=guest)
    client = as_user(guest)
    client.post(reverse("accounts:log_in_instead"))
    session = client.session
    session[waiting_guest.KEY] = {
        "pk": guest.pk,
        "at": (timezone.now() - timedelta(hours=1)).timestamp(),
    }
    session.save()

    client.post(
        reverse("account_login"), {"login": alice.email, "password": "correct horse battery"}
    )

    interview.refresh_from_db()
    assert interview.candidate == guest


def test_an_account_cannot_send_itself_to_log_in(as_user, alice):
    client = as_user(alice)
    client.post(reverse("accounts:log_in_instead"))
    assert client.get(reverse("accounts:settings")).status_code == 200


def test_merging_keeps_the_accounts_seat_where_both_have_one(guest, alice):
    shared = InterviewFactory()
    Seat.objects.create(interview=shared, user=alice, role="interviewer")
    Seat.objects.create(interview=shared, user=guest, role="observer")
    own = InterviewFactory(candidate=guest)

    assert actions.merge_guest(guest, alice)

    assert shared.seats.get(user=alice).role == "interviewer"
    assert shared.seats.count() == 2  # its candidate, and Alice
    assert Interview.objects.get(pk=own.pk).candidate == alice


def test_merging_twice_or_two_accounts_changes_nothing(guest, alice, bob):
    assert actions.merge_guest(guest, alice)
    assert not actions.merge_guest(guest, alice)
    assert not actions.merge_guest(bob, alice)
    assert User.objects.filter(pk=bob.pk).exists()


# Thirty days


def test_idle_guests_are_swept_with_their_work(db, alice):
    long_ago = timezone.now() - timedelta(days=30, minutes=1)
    idle = UserFactory(guest=True, last_seen_at=long_ago)
    InterviewFactory(candidate=idle, submitted=True, answers=["Momentum."])
    fresh = UserFactory(guest=True, last_seen_at=timezone.now() - timedelta(days=29))
    User.objects.filter(pk=alice.pk).update(last_seen_at=long_ago)

    assert tasks.sweep_idle_guests() == 1
    assert tasks.sweep_idle_guests() == 0

    assert set(User.objects.filter(pk__in=[idle.pk, fresh.pk, alice.pk])) == {fresh, alice}
    assert not Interview.objects.exists()


def test_reading_a_page_is_a_visit_once_a_day(as_user, alice):
    earlier = timezone.now() - timedelta(days=2)
    User.objects.filter(pk=alice.pk).update(last_seen_at=earlier)
    client = as_user(alice)

    client.get(reverse("accounts:settings"))
    alice.refresh_from_db()
    first = alice.last_seen_at
    client.get(reverse("accounts:settings"))

    alice.refresh_from_db()
    assert timezone.now() - first < timedelta(minutes=1)
    assert alice.last_seen_at == first


def test_autosave_is_never_a_visit(as_user, alice):
    earlier = timezone.now() - timedelta(days=2)
    interview = InterviewFactory(candidate=alice, running=True)
    User.objects.filter(pk=alice.pk).update(last_seen_at=earlier)

    as_user(alice).post(reverse("interview:save", args=[interview.pk, 1]), {})

    alice.refresh_from_db()
    assert alice.last_seen_at == earlier

"""What changes an account."""

from collections.abc import Collection
from datetime import datetime
from zoneinfo import available_timezones

from allauth.account.models import EmailAddress
from django.contrib.auth import login
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from accounts import belongings, rules
from accounts.departures import person_hands_over, person_leaves
from accounts.models import User
from web.refusals import Refused

BACKEND = "accounts.backends.PasswordBackend"
TAKEN = "There is an account with this address already. Log in to it, and your work moves there."


def start_as_guest(request: HttpRequest, *, time_zone: str) -> User:
    """Make a guest of an anonymous visitor and log them in; an unknown zone becomes UTC."""
    zone = time_zone if time_zone in available_timezones() else "UTC"
    guest = User.objects.create_guest(time_zone=zone)
    login(request, guest, backend=BACKEND)
    return guest


def claim(guest: User, *, email: str, password: str) -> User:
    """Turn a guest into an account. The row stays the same, so nothing they did has to move.

    Refused when the person has an account already or the address belongs to somebody.
    """
    try:
        with transaction.atomic():
            return _claim(guest, email.lower(), password)
    except IntegrityError as error:
        raise Refused(TAKEN) from error


def _claim(guest: User, email: str, password: str) -> User:
    user = User.objects.select_for_update().get(pk=guest.pk)
    if reason := rules.why_not_claim(user):
        raise Refused(reason)
    user.email, user.is_guest = email, False
    if user.display_name == "Guest":
        user.display_name = ""
    user.set_password(password)
    user.save(update_fields=["email", "is_guest", "display_name", "password"])
    EmailAddress.objects.create(user=user, email=email, primary=True)
    return user


@transaction.atomic
def merge_guest(guest: User, user: User) -> bool:
    """Move everything a guest did into an account, whichever room keeps it; the guest ends.

    Preferences stay the account's. False, and nothing moves, when there is no such guest any
    more or `user` is a guest too. Safe to call twice.
    """
    people = User.objects.select_for_update().filter(pk__in=[guest.pk, user.pk])
    locked = {person.pk: person for person in people.order_by("pk")}
    giver, taker = locked.get(guest.pk), locked.get(user.pk)
    if giver is None or taker is None or not giver.is_guest or taker.is_guest:
        return False
    belongings.move(giver, taker)
    giver.delete()
    return True


def keep_preferences(user: User, changes: dict, *, follow_device: bool) -> User:
    """Save the settings page. Choosing another zone means that the device is no longer followed."""
    moved = changes["time_zone"] != User.objects.values_list("time_zone", flat=True).get(pk=user.pk)
    changes = {**changes, "time_zone_chosen": moved or not follow_device}
    for name, value in changes.items():
        setattr(user, name, value)
    user.save(update_fields=list(changes))
    return user


def guess_time_zone(user: User, zone: str) -> None:
    """Take the browser's zone, unless the person has chosen one."""
    User.objects.filter(pk=user.pk, time_zone_chosen=False).update(time_zone=zone)


def write_down_visit(user: User, *, at: datetime) -> None:
    """Remember that somebody was here, at most once a day."""
    if rules.is_seen_anew(user, at=at):
        User.objects.filter(pk=user.pk).update(last_seen_at=at)
        user.last_seen_at = at


@transaction.atomic
def delete_account(user: User) -> None:
    """Delete a person and all that is theirs, for good, and log them out everywhere.

    What they left in other people's interviews stays without their name (SET_NULL).
    """
    person_hands_over.send(sender=User, user=user)
    person_leaves.send(sender=User, user=user)
    end_sessions([user.pk])
    user.delete()


def end_sessions(people: Collection[int]) -> None:
    """Log these people out on every device. Reads every session: for rare moments only."""
    ids = {str(pk) for pk in people}
    theirs = [
        session.pk
        for session in Session.objects.iterator(chunk_size=500)
        if session.get_decoded().get("_auth_user_id") in ids
    ]
    Session.objects.filter(pk__in=theirs).delete()


def sweep_idle_guests(*, at: datetime) -> int:
    """Delete guests who stayed away for 30 days, one transaction each. Returns how many."""
    swept = 0
    for pk in list(User.objects.idle_guests(at=at).values_list("pk", flat=True)):
        swept += _sweep(pk, at)
    return swept


@transaction.atomic
def _sweep(pk: int, at: datetime) -> bool:
    """Looks again under the lock: the guest may have come back or signed up just now."""
    idle = User.objects.idle_guests(at=at).select_for_update(skip_locked=True)
    guest = idle.filter(pk=pk).first()
    if guest is None:
        return False
    person_leaves.send(sender=User, user=guest)
    guest.delete()
    return True

"""A guest on the way to an account they already have.

The browser's session remembers who they were while they log in, by password, passkey or second
factor; whoever logs in soon after gets the guest's work. Until then the guest can come back.
"""

from datetime import UTC, datetime

from django.contrib.auth import login, logout
from django.http import HttpRequest

from accounts import actions, rules
from accounts.models import User

KEY = "guest_waiting"


def send_to_log_in(request: HttpRequest, *, at: datetime) -> None:
    """Log the guest out, remembering them."""
    pk = request.user.pk
    logout(request)
    request.session[KEY] = {"pk": pk, "at": at.timestamp()}


def waiting(request: HttpRequest) -> User | None:
    """The guest this browser was, while they may still come back."""
    kept = request.session.get(KEY)
    return User.objects.filter(pk=kept["pk"], is_guest=True).first() if kept else None


def come_back(request: HttpRequest) -> bool:
    """Go on as the guest one was. False when there is none."""
    guest = waiting(request)
    request.session.pop(KEY, None)
    if guest is None:
        return False
    login(request, guest, backend=actions.BACKEND)
    return True


def follow(request: HttpRequest, user: User, *, at: datetime) -> bool:
    """Somebody logged in: bring the guest's work along if they left a moment ago."""
    kept = request.session.pop(KEY, None)
    if not kept:
        return False
    left_at = datetime.fromtimestamp(kept["at"], tz=UTC)
    if not rules.guest_may_follow(left_at, at=at):
        return False
    guest = User.objects.filter(pk=kept["pk"]).first()
    return guest is not None and actions.merge_guest(guest, user)

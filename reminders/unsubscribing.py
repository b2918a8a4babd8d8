"""One-click unsubscribing (RFC 8058): an address that says who and which list, and nothing else."""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.urls import reverse

from accounts.models import User
from reminders.kinds import CATEGORIES, DIGEST, SECURITY

SALT = "reminders.unsubscribe"


@dataclass(frozen=True)
class MailList:
    """What one click leaves: a category, those of a mail about several, or the daily mail."""

    names: tuple[str, ...]

    @property
    def title(self) -> str:
        if self.names == (DIGEST,):
            return "The daily mail"
        return f"Mail about {' and '.join(CATEGORIES[name].mail_about for name in self.names)}"


def address(user: User, *names: str) -> str:
    """The link of this person for this list. It works without logging in and does not run out.

    The same link each time: a mail that is sent again is the same mail.
    """
    token = signing.Signer(salt=SALT).sign_object([user.pk, "+".join(names)])
    return settings.SITE_URL + reverse("reminders:unsubscribe", args=[token])


def read(token: str) -> tuple[int, MailList] | None:
    """Who leaves which list; None for a token that is not ours."""
    try:
        user_id, names = signing.Signer(salt=SALT).unsign_object(token)
        parts = tuple(names.split("+"))
    except (signing.BadSignature, AttributeError, TypeError, ValueError):
        return None
    known = parts == (DIGEST,) or set(parts) <= CATEGORIES.keys() - {SECURITY.name}
    return (user_id, MailList(parts)) if known else None

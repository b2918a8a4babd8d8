"""One-click unsubscribing (RFC 8058): an address that says who and which list, and nothing else."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from accounts.models import User
from reminders.kinds import CATEGORIES, Category

SALT = "reminders.unsubscribe"


def address(user: User, category: str) -> str:
    """The link of this person for this list. It works without logging in and does not run out."""
    token = signing.dumps([user.pk, category], salt=SALT)
    return settings.SITE_URL + reverse("reminders:unsubscribe", args=[token])


def read(token: str) -> tuple[int, Category] | None:
    """Who leaves which list; None for a token that is not ours."""
    try:
        user_id, category = signing.loads(token, salt=SALT)
        return user_id, CATEGORIES[category]
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return None

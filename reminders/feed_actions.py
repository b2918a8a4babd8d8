"""Making, taking back and serving the links by which calendars ask."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import User
from reminders import feeds
from reminders.models import Feed

# `last_asked_at` is for people, who need no seconds; a calendar gone mad costs no writes.
NOTED_EVERY = timedelta(minutes=1)


@transaction.atomic
def renew(user: User, scope: str, *, at: datetime) -> Feed:
    """A link for this scope that nobody knows yet; the one before it opens no more."""
    User.objects.hold(user.pk)
    Feed.objects.filter(user=user, scope=scope, revoked_at=None).update(revoked_at=at)
    return Feed.objects.create(user=user, scope=scope, token=secrets.token_urlsafe(32), made_at=at)


def revoke(feed: Feed, *, at: datetime) -> None:
    """From now on the link opens nothing. Copies that calendars hold are theirs to drop."""
    Feed.objects.filter(pk=feed.pk, revoked_at=None).update(revoked_at=at)


def asked(feed: Feed, *, at: datetime) -> tuple[feeds.File, datetime]:
    """What the feed shows, and since when it has shown just that."""
    file = feeds.file_of(feed, at=at)
    row = Feed.objects.filter(pk=feed.pk)
    changed_at = feed.changed_at
    if feed.digest != file.digest:
        changed_at = at
        row.update(digest=file.digest, changed_at=at, last_asked_at=at)
    elif feed.last_asked_at is None or at - feed.last_asked_at >= NOTED_EVERY:
        row.update(last_asked_at=at)
    return file, changed_at

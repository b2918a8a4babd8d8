"""The number beside “Reminders” in the navigation."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from reminders.models import Reminder


def unread(request: HttpRequest) -> dict:
    """`unread_reminders`: one count, and only on pages whose navigation asks for it."""
    return {"unread_reminders": SimpleLazyObject(lambda: _unread(request))}


def _unread(request: HttpRequest) -> int:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return 0
    notices = Reminder.objects.notices_for(user).filter(read_at=None)
    return notices.awake(at=timezone.now()).count()

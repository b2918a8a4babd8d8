"""The tree that is copied in these tests, and its pages."""

from django.urls import reverse
from django.utils import timezone

from study.content import content

NOW = timezone.now()
SHIPPED = content().study.decision_tree[0]
FIRST, CHANGES_LATER = "does-an-action-follow", "does-it-change-the-future"
STORY = "retention-call"


def at(name, *args):
    return reverse(f"study:{name}", args=args)


def shown(response) -> str:
    return response.content.decode()

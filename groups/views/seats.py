"""Getters: every page about a meeting reaches it through one of these."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from groups.models import Meeting


def own_meeting(request: HttpRequest, pk: int, meeting_pk: int) -> Meeting:
    """A meeting of a group this person is in; 404 for everyone else."""
    mine = Meeting.objects.visible_to(request.user).filter(group=pk)
    return get_object_or_404(
        mine.select_related("group__circle", "series", "presenter", "made_by"), pk=meeting_pk
    )

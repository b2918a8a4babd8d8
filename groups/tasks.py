"""Celery's door."""

from celery import shared_task

from web import clock


@shared_task
def make_meetings() -> None:
    """Every five minutes: meetings in a row are made eight weeks ahead."""
    from groups import meeting_sweep

    meeting_sweep.sweep(at=clock.now())

"""Celery's door. No rules here: one call out."""

from celery import shared_task

from web import clock


@shared_task
def count_attempts() -> None:
    """Every half minute: what was marked, taken back or deleted enters the figures."""
    from workbench import counting

    counting.sweep(at=clock.now())

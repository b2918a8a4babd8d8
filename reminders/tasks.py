"""Celery's door."""

from celery import shared_task

from web import clock


@shared_task
def send_due() -> None:
    """Every quarter of a minute: what is due is sent. Two at once do no harm."""
    from reminders import actions

    actions.send_due(at=clock.now())


@shared_task
def forget_old() -> None:
    """Once a day: what was settled more than a year ago."""
    from reminders import actions

    actions.forget_old(at=clock.now())


@shared_task
def plan_daily() -> None:
    """Every five minutes: a row for the next hour of each person who is told something daily."""
    from reminders import standing

    standing.plan_ahead(at=clock.now())

"""Celery's door. No rules here."""

from celery import shared_task
from django.contrib.sessions.models import Session

from accounts import actions
from web import clock


@shared_task
def sweep_idle_guests() -> int:
    return actions.sweep_idle_guests(at=clock.now())


@shared_task
def forget_ended_sessions() -> None:
    """Once a day: rows of log-ins that have run out."""
    Session.get_session_store_class().clear_expired()

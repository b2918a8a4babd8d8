"""The Celery app. Far-ahead work is a row with a due time; beat only ticks (docs/decisions)."""

import os

from celery import Celery, signals
from django.conf import settings

from config import keys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("greenroom")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@signals.worker_init.connect
def refuse_a_passing_key(**_kwargs: object) -> None:
    keys.must_last(settings.SECRET_KEY_LASTS)

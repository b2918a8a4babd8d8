"""The Celery app. Far-ahead work is a row with a due time; beat only ticks (docs/decisions)."""

import os

from celery import Celery, signals
from django.conf import settings
from kombu.transport import TRANSPORT_ALIASES

from config import keys, lasting

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

# What opens an address that begins so; read when something is first queued, not at each start.
TRANSPORT_ALIASES.update(dict.fromkeys(("redis", "rediss"), "config.broker:Transport"))

app = Celery("greenroom")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@signals.worker_init.connect
def refuse_a_passing_key(**_kwargs: object) -> None:
    keys.must_last(settings.SECRET_KEY_LASTS)


@signals.worker_ready.connect
def keep_what_is_loaded(**_kwargs: object) -> None:
    lasting.keep()

"""Closing what nobody closed: the sweep behind the beat tick."""

import logging
from datetime import datetime

from django.db import transaction

from interview import actions, rules
from interview.models import Interview

log = logging.getLogger(__name__)
# Enough for a lecture hall ending together; the next tick takes the rest.
BATCH = 200


def close_overdue(*, at: datetime) -> int:
    """Close every interview whose time and grace are over; returns how many.

    One that cannot be closed is logged and does not stop the others.
    """
    closed = 0
    overdue = Interview.objects.overdue(at=at, grace=rules.GRACE)
    for interview in overdue.order_by("ends_at")[:BATCH]:
        try:
            with transaction.atomic():
                closed += actions.close_if_over(interview, at=at).is_finished
        except Exception:
            log.exception("interview %s could not be closed", interview.pk)
    return closed

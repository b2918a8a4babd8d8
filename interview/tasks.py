"""Celery's door. No rules here: an id in, one call out."""

from celery import shared_task

from web import clock


@shared_task
def close_overdue() -> None:
    """Every ten seconds: interviews whose time is up and whose browser is gone."""
    from interview import closing

    closing.close_overdue(at=clock.now())


@shared_task
def score_interview(interview_id: int) -> None:
    """Score every waiting answer of one interview."""
    from interview import scoring_jobs

    scoring_jobs.score_interview(interview_id)


@shared_task
def score_leftovers() -> None:
    """Every half minute: pick up what a dead worker or a lost message left behind."""
    from interview import scoring_jobs

    scoring_jobs.score_leftovers(at=clock.now())

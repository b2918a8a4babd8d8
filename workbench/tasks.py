"""Celery's door. No rules here: an id in, one call out."""

from celery import shared_task

from web import clock


@shared_task
def count_attempts() -> None:
    """Every half minute: what was marked, taken back or deleted enters the figures."""
    from workbench import counting

    counting.sweep(at=clock.now())


@shared_task
def read_import(file_id: int) -> None:
    """Read one imported document."""
    from workbench.imports import jobs

    jobs.read_file(file_id)


@shared_task
def compare_import(file_id: int) -> None:
    """Compare by meaning what the words of one imported document left open."""
    from workbench.imports import comparing

    comparing.compare_file(file_id)


@shared_task
def read_leftover_imports() -> None:
    """Every quarter of a minute: pick up what a dead worker or a lost message left behind."""
    from workbench.imports import comparing, jobs

    at = clock.now()
    jobs.read_leftovers(at=at)
    comparing.compare_leftovers(at=at)

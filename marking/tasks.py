"""Celery's door. No rules here: an id in, one call out."""

from celery import shared_task

from web import clock


@shared_task
def read_calibration_run(run_id: int) -> None:
    """The machine's view of the answers of one run, for the page that compares."""
    from marking.calibration import machine

    machine.read(run_id)


@shared_task
def open_sealed() -> None:
    """Sealed forms whose other half did not come within 48 hours."""
    from marking import sheets

    sheets.open_due(at=clock.now())

"""The machine's view of the answers of a run, kept with them. It takes about a second an answer."""

from django.db import transaction

from interview import scoring_jobs
from marking import tasks
from marking.calibration import keys
from marking.models import Run, RunAnswer
from web import clock


def ask(run: Run) -> None:
    """Have a worker read the answers of a run. A lost message is sent again by the comparison."""
    transaction.on_commit(lambda: tasks.read_calibration_run.delay(run.pk), robust=True)


def read(run_id: int) -> None:
    """Read what is not read yet. Twice does no harm: the second finds nothing to do."""
    unread = RunAnswer.objects.filter(run=run_id, machine__isnull=True)
    for one in unread.select_related("answer__version").order_by("position"):
        version = one.answer.version
        points = list(version.key_points.all())
        said = scoring_jobs.mark(version, points, keys.text_of(one.answer), at=clock.now())
        view = {
            str(mark.key_point.pk): {"verdict": mark.verdict, "start": mark.start, "end": mark.end}
            for mark in said.marks
        }
        # A machine that gives no mark has read the answer, too: an empty view, not a missing one.
        RunAnswer.objects.filter(pk=one.pk).update(machine={} if said.card["abstained"] else view)

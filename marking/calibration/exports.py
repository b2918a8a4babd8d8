"""What a person takes along from calibration: their packs and every mark they gave."""

from collections.abc import Iterator

from accounts.exports import File, as_json
from accounts.models import User
from marking.models import Pack, Run


def files(person: User) -> Iterator[File]:
    """One JSON of all packs, and a Markdown of how each run went. Nothing where there are none."""
    packs = Pack.objects.filter(owner=person).order_by("pk").select_related("area", "of__circle")
    facts = [_pack(pack) for pack in packs]
    if facts:
        yield File("calibration.json", as_json(facts))
        yield File("calibration.md", "\n".join(_markdown(facts)) + "\n")


def _pack(pack: Pack) -> dict:
    runs = pack.runs.prefetch_related(
        "answers__answer__version__question", "answers__marks__key_point"
    )
    return {
        "title": pack.title,
        "area": pack.area and pack.area.slug,
        "kind": pack.kind,
        "least_exact": pack.least_exact,
        "most_apart": pack.most_apart,
        "made_at": pack.made_at,
        "marked_with": pack.of and str(pack.of.circle),
        "runs": [_run(run) for run in runs],
    }


def _run(run: Run) -> dict:
    return {
        "number": run.number,
        "started_at": run.started_at,
        "finished_at": run.finished_at,
        "passed": run.passed,
        "answers": [
            {
                "question": one.answer.version.question.slug,
                "version": one.answer.version.number,
                # Which of the stored ones it was is part of the key, until the run is over.
                "answer": one.answer.label if run.is_finished else None,
                "marks": {mark.key_point.slug: mark.verdict for mark in one.marks.all()},
                "reasons": {
                    mark.key_point.slug: mark.reason for mark in one.marks.all() if mark.reason
                },
            }
            for one in run.answers.all()
        ],
    }


def _markdown(facts: list[dict]) -> Iterator[str]:
    yield "# Calibration"
    for pack in facts:
        yield ""
        yield f"## {' '.join(pack['title'].split())}"
        yield ""
        if not pack["runs"]:
            yield "Not begun."
        for run in pack["runs"]:
            words = {True: "passed", False: "not passed yet", None: "not finished"}[run["passed"]]
            when, answers = f"{run['started_at']:%Y-%m-%d %H:%M} UTC", len(run["answers"])
            yield f"* {when}: {answers} answers, {words}"

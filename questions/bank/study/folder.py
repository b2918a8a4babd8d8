"""Reading a study folder: every file with its lines, then what the files say about each other."""

from collections.abc import Iterable
from pathlib import Path

from questions.bank.files import read_lines
from questions.bank.problems import Reporter, did_you_mean
from questions.bank.study.checks import check_study
from questions.bank.study.content import FILES, Beside, Study
from questions.bank.study.totals import check_totals
from questions.bank.study.values import Intake, Reference, read_record, unique
from questions.bank.yaml_tree import read_yaml


def read_study(folder: Path, beside: Beside | None) -> Study:
    """Read and check `folder`. Never raises for what is in the files: see `Study.problems`.

    What it says about its bank is checked against `beside`. With None the questions and sets it
    names are taken as they are, and nobody adds up the minutes of plans: for pages, which need not
    read the bank (1.5 seconds of processor time) for files that were checked when they were loaded.
    Raises OSError when there is no such folder.
    """
    study = Study(folder)
    reports = {name: Reporter(folder / f"{name}.yaml") for name in FILES}
    intakes = [_read_file(name, study, report) for name, report in reports.items()]
    _check_references((one for intake in intakes for one in intake.references), study, beside)
    check_study(study, beside, reports)
    if beside and all(intake.numbers_are_readable for intake in intakes):
        check_totals(study, beside, reports["plan"])
    study.problems = [problem for report in reports.values() for problem in report.problems]
    study.problems += [p for report in _strangers(folder) for p in report.problems]
    return study


def _read_file(name: str, study: Study, report: Reporter) -> Intake:
    intake = Intake(report)
    lines = read_lines(report.path, report) if report.path.exists() else None
    tree = read_yaml("\n".join(lines), 1, report) if lines else None
    if tree is None:
        return intake
    if not isinstance(tree.value, list) or not tree.value:
        report.error(tree.line, "a study file is a list of “- slug: …”; see docs/study-format.md")
        return intake
    rows = [read_record(FILES[name], node, name, intake) for node in tree.value]
    setattr(study, name, unique([row for row in rows if row is not None], report))
    return intake


def _strangers(folder: Path) -> Iterable[Reporter]:
    """Files that nobody reads are named, so that none is lost by a typo."""
    for file in sorted(folder.iterdir()):
        if file.name.startswith((".", "__")) or file.name.endswith("~") or file.stem == "README":
            continue
        if file.suffix != ".yaml" or file.stem not in FILES:
            report = Reporter(file)
            near = did_you_mean(file.name, [f"{name}.yaml" for name in FILES])
            report.warning(1, f"this file is not read{near}")
            yield report


def _check_references(references: Iterable[Reference], study: Study, beside: Beside | None) -> None:
    known: dict[str, Iterable[str]] = {
        name: [row.slug for row in getattr(study, name)] for name in FILES
    }
    if beside:
        known |= {"questions": beside.questions, "sets": beside.sets}
    for one in references:
        if one.target not in known:
            continue
        what = f"“{one.slug}” in {one.target}"
        if one.slug not in known[one.target]:
            near = did_you_mean(one.slug, known[one.target])
            brief = near if near.startswith("; did you mean") else "; name one that exists"
            one.report.error(one.line, f"there is no {what}{brief}")
        elif beside and one.target == "questions" and beside.questions[one.slug].status != "ready":
            status = beside.questions[one.slug].status
            one.report.error(one.line, f"{what} is {status}; name a ready one")

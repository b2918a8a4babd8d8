"""A whole bank: areas, questions, sets and study, and everything that is wrong with them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from questions.bank import schema
from questions.bank.checks import check_question
from questions.bank.facts import SLUG, Facts
from questions.bank.files import read_lines
from questions.bank.overlap import shared_runs
from questions.bank.problems import Problem, Reporter, did_you_mean
from questions.bank.questions import BankQuestion, read_question
from questions.bank.sets import BankSet, check_set, read_set
from questions.bank.sources import SOURCES, check_sources, read_sources
from questions.bank.study import Beside, Study, read_study
from questions.bank.yaml_tree import read_yaml

AREAS = "areas.yaml"
SETS = "sets"
STUDY = "study"


@dataclass(frozen=True)
class Area:
    slug: str
    title: str
    description: str


@dataclass
class Library:
    """What a folder says. With an error among its problems it must not be loaded."""

    path: Path
    areas: dict[str, Area] = field(default_factory=dict)
    questions: dict[str, BankQuestion] = field(default_factory=dict)
    sets: dict[str, BankSet] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    study: Study | None = None
    problems: list[Problem] = field(default_factory=list)

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.is_error]

    @property
    def warnings(self) -> list[Problem]:
        return [problem for problem in self.problems if not problem.is_error]


def read_bank(path: Path, *, default_areas: Path | None = None) -> Library:
    """Read and check `path` (`areas.yaml` and a folder for each area), the sets and the study.

    A bank without `areas.yaml` uses the one at `default_areas`. Never raises for what is in the
    files: every mistake is a problem of the library, in the order of the files.
    """
    path = path.resolve()
    library = Library(path)
    areas_file = path / AREAS
    if not areas_file.exists() and default_areas is not None:
        areas_file = default_areas
    reporters = [_read_areas(areas_file, library), _read_sources(path / SOURCES, library)]
    reporters += _read_questions(path, library)
    reporters += _read_sets(sets_folder(path), library)
    problems = [problem for one in reporters for problem in one.problems]
    if (study := _beside_or_inside(path, STUDY)).is_dir():
        library.study = read_study(study, Beside(library.questions, library.sets))
        problems += library.study.problems
    library.problems = _in_order(problems)
    return library


def sets_folder(path: Path) -> Path:
    return _beside_or_inside(path, SETS)


def _beside_or_inside(path: Path, name: str) -> Path:
    """`sets` and `study` lie inside the bank, or beside it."""
    inside = path / name
    return inside if inside.is_dir() else path.parent / name


def _read_areas(path: Path, library: Library) -> Reporter:
    report = Reporter(path)
    if not path.is_file():
        report.error(1, f"{AREAS} is missing; list the areas in it (slug, title, description)")
        return report
    lines = read_lines(path, report)
    tree = read_yaml("\n".join(lines), 1, report) if lines else None
    if tree is None or not isinstance(tree.value, list):
        if not report.problems:
            report.error(1, "the areas must be a list of “- slug: …”, “title: …”, “description: …”")
        return report
    for node in tree.value:
        if not isinstance(node.value, dict):
            report.error(node.line, "an area has “slug”, “title” and “description”")
            continue
        facts = Facts(node, schema.AREA_KEYS, report)
        facts.require("slug", "title")
        slug = facts.text("slug", most=schema.MOST_SLUG)
        if not SLUG.match(slug):
            report.error(facts.line_of("slug"), f"the slug “{slug}” must be kebab-case")
        elif slug in library.areas or slug in (SETS, STUDY):
            report.error(facts.line_of("slug"), f"the slug “{slug}” is taken; choose another")
        title = facts.text("title", most=schema.MOST_TITLE)
        library.areas[slug] = Area(slug, title, facts.text("description", most=1000))
    return report


def _read_sources(path: Path, library: Library) -> Reporter:
    report = Reporter(path)
    library.sources = read_sources(path, report)
    return report


def _read_questions(path: Path, library: Library) -> list[Reporter]:
    reporters: dict[Path, Reporter] = {}
    for file in _files(path, reporters):
        report = reporters.setdefault(file, Reporter(file))
        read = read_question(file, report)
        if read is None:
            continue
        question, body = read
        check_question(question, body, report)
        check_sources(question, library.sources, report)
        if question.area not in library.areas:
            near = did_you_mean(question.area, library.areas)
            report.error(1, f"the folder “{question.area}” is not an area{near}")
        if (twin := library.questions.get(question.slug)) is not None:
            report.error(
                1, f"the slug “{question.slug}” is used by {twin.path}, too; rename one file"
            )
        library.questions.setdefault(question.slug, question)
    if not library.questions and not reporters:
        report = reporters.setdefault(path, Reporter(path))
        report.error(1, "no question is here; a question is a file <area>/<slug>.md")
    for run in shared_runs(list(library.questions.values())):
        reporters[run.second.path].warning(
            1, f"shares the words “{run.words}” with {run.first.slug}; say it in another way"
        )
    return list(reporters.values())


def _files(path: Path, reporters: dict[Path, Reporter]) -> list[Path]:
    """The question files; what else lies about is named, so that no question is lost by a typo."""
    found = []
    for entry in sorted(path.iterdir()) if path.is_dir() else []:
        if (
            _is_hidden(entry)
            or entry.name in (AREAS, SOURCES, SETS, STUDY)
            or entry.stem == "README"
        ):
            continue
        if entry.is_file():
            if entry.suffix in (".md", ".markdown", ".yaml", ".yml"):
                report = reporters.setdefault(entry, Reporter(entry))
                report.error(1, "a question file belongs into the folder of its area")
            continue
        for file in sorted(entry.rglob("*")):
            inside = file.relative_to(entry)
            if file.is_dir() or any(_is_hidden(Path(part)) for part in inside.parts):
                continue
            if file.suffix == ".md" and len(inside.parts) == 1 and file.stem != "README":
                found.append(file)
            elif file.stem != "README":
                report = reporters.setdefault(file, Reporter(file))
                report.warning(1, "this file is not read; a question is <area>/<slug>.md")
    return found


def _read_sets(folder: Path, library: Library) -> list[Reporter]:
    reporters = []
    for file in sorted(folder.iterdir()) if folder.is_dir() else []:
        if _is_hidden(file) or file.stem == "README":
            continue
        report = Reporter(file)
        reporters.append(report)
        if file.suffix not in (".yaml", ".yml"):
            report.warning(1, "this file is not read; a set is <slug>.yaml")
            continue
        found = read_set(file, report)
        if found is None:
            continue
        if found.slug in library.sets:
            report.error(1, f"there is a set “{found.slug}” already; rename one file")
        library.sets[found.slug] = found
        check_set(found, library.questions, library.areas, report)
    return reporters


def _is_hidden(path: Path) -> bool:
    return path.name.startswith((".", "__")) or path.name.endswith("~")


def _in_order(problems: Iterable[Problem]) -> list[Problem]:
    return sorted(set(problems))

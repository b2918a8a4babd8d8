"""What the review page shows: light rows of all candidates, one of them whole with its source."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from django.db.models import Func, IntegerField, Q, QuerySet
from django.db.models.functions import Left, Length

from accounts.models import User
from questions.models import Question
from workbench.imports import earlier, rules
from workbench.imports.diffs import Line, difference
from workbench.models import Candidate, ImportBatch, ImportedFile

# Rows on one page: the longest documents have some hundred questions.
PAGE = 400
# Lines of the source before and after a question, and the most of one question.
AROUND, MOST_LINES = 4, 400
DOUBTFUL = 0.6


class Show:
    """Which candidates the list holds."""

    REVIEW, DOUBTFUL, TWINS, DROPPED, SAME = "review", "doubtful", "twins", "dropped", "same"
    LABELS = {
        REVIEW: "All",
        DOUBTFUL: "To look at",
        TWINS: "In the bank already",
        DROPPED: "Dropped",
        SAME: "Unchanged since last time",
    }


@dataclass(slots=True)
class Row:
    """One line of the list: what it takes to show it and no more, for there may be hundreds."""

    pk: int
    file_id: int
    opening: str
    prompt_length: int
    answer_length: int
    points: int
    confidence: float
    remarks: list[str]
    dropped: bool
    decision: str
    change: str
    match_id: int | None
    fingerprint: str
    number: int = 0
    repeated: bool = False

    @property
    def problems(self) -> list[str]:
        return rules.problems(
            prompt=self.prompt_length,
            answer=self.answer_length,
            points=self.points,
            repeated=self.repeated and not self.dropped,
            remarks=self.remarks,
        )

    @property
    def is_same(self) -> bool:
        return self.change == Candidate.Change.SAME

    @property
    def is_doubtful(self) -> bool:
        return self.confidence < DOUBTFUL or bool(self.problems)

    @property
    def begins(self) -> str:
        """The first words, on one line."""
        text = " ".join(self.opening.split())
        return text if len(text) <= 120 else f"{text[:119]}…"

    @property
    def tags(self) -> list[tuple[str, str]]:
        """What stands behind the words: a look of tags, and what they say."""
        if self.dropped:
            return [("", "dropped")]
        found = [("warn", problem) for problem in self.problems[:2]]
        if self.match_id:
            found.append(("", IN_THE_BANK[self.decision]))
        if self.change:
            found.append(("good", Candidate.Change(self.change).label.lower()))
        return found

    def shown_in(self, show: str) -> bool:
        if show == Show.DOUBTFUL:
            return not self.dropped and not self.is_same and self.is_doubtful
        if show == Show.TWINS:
            return self.match_id is not None and not self.is_same
        if show == Show.DROPPED:
            return self.dropped
        return self.is_same == (show == Show.SAME)


IN_THE_BANK = {
    Candidate.Decision.KEEP: "like one in the bank",
    Candidate.Decision.LINK: "in the bank",
    Candidate.Decision.REPLACE: "new version",
}
# In the order of the fields of Row.
_COLUMNS = (
    "pk", "file_id", "opening", "prompt_length", "answer_length", "points", "confidence",
    "remarks", "dropped", "decision", "change", "match_id", "fingerprint",
)  # fmt: skip


@dataclass
class Review:
    """Everything found in an import, and the part of it that is shown."""

    batch: ImportBatch
    rows: list[Row]
    show: str = Show.REVIEW
    page: int = 1
    counts: Counter = field(default_factory=Counter)

    @cached_property
    def shown(self) -> list[Row]:
        return [row for row in self.rows if row.shown_in(self.show)]

    @property
    def on_page(self) -> list[Row]:
        return self.shown[(self.page - 1) * PAGE : self.page * PAGE]

    @property
    def pages(self) -> int:
        return max(1, -(-len(self.shown) // PAGE))

    @property
    def tabs(self) -> list[tuple[str, str, int]]:
        """Lists with something in them: name, label, how many. The first is always there."""
        return [
            (name, label, self.counts[name])
            for name, label in Show.LABELS.items()
            if self.counts[name] or name in (Show.REVIEW, self.show)
        ]

    @property
    def kept(self) -> int:
        return sum(not row.dropped for row in self.rows)

    @property
    def decisions(self) -> Counter:
        """How many kept ones become what."""
        return Counter(row.decision for row in self.rows if not row.dropped)

    def by_file(self) -> list[tuple[ImportedFile, list[Row]]]:
        """The page's rows under their documents."""
        grouped = groupby(self.on_page, key=lambda row: row.file_id)
        files = {file.pk: file for file in self.files}
        return [(files[pk], list(rows)) for pk, rows in grouped]

    @property
    def questions(self) -> list[Question]:
        """What a saved import became, in order."""
        saved = self.batch.candidates.filter(saved_as__isnull=False).in_order()
        rows = saved.select_related("saved_as").only("saved_as__slug", "saved_as__title")
        return [row.saved_as for row in rows]

    @cached_property
    def files(self) -> list[ImportedFile]:
        """Without their bytes and text, which may be long, but with how many bytes are kept."""
        size = Func("data", function="octet_length", output_field=IntegerField())
        files = self.batch.files.annotate(data_kept=size)
        return list(files.defer("data", "text", "left_out").order_by("position"))

    def row(self, pk: int | None) -> Row | None:
        return next((row for row in self.rows if row.pk == pk), None)

    def beside(self, pk: int, step: int) -> int | None:
        """The id `step` places on in the shown list, or None at its end."""
        ids = [row.pk for row in self.shown]
        at = ids.index(pk) + step if pk in ids else -1
        return ids[at] if 0 <= at < len(ids) else None


def review_of(batch: ImportBatch, *, show: str = Show.REVIEW, page: int = 1) -> Review:
    """All candidates of an import in one query, without the long texts."""
    rows = _rows(Candidate.objects.filter(batch=batch))
    marks = Counter(row.fingerprint for row in rows if not row.dropped)
    for number, row in enumerate(rows, start=1):
        row.number, row.repeated = number, marks[row.fingerprint] > 1
    show = show if show in Show.LABELS else Show.REVIEW
    review = Review(batch, rows, show)
    review.counts.update(name for name in Show.LABELS for row in rows if row.shown_in(name))
    review.page = min(max(page, 1), review.pages)
    return review


def row_of(candidate: Candidate) -> Row:
    """The line of one candidate after a change, without reading the others' words."""
    (row,) = _rows(Candidate.objects.filter(pk=candidate.pk))
    others = Candidate.objects.filter(batch=candidate.batch_id)
    row.repeated = others.kept().filter(fingerprint=row.fingerprint).count() > 1
    before = Q(file__position__lt=candidate.file.position)
    before |= Q(file=candidate.file_id, position__lte=candidate.position)
    row.number = others.filter(before).count()
    return row


def _rows(candidates: QuerySet[Candidate]) -> list[Row]:
    lengths = candidates.in_order().annotate(
        opening=Left("prompt", 160),
        prompt_length=Length("prompt"),
        answer_length=Length("answer"),
        points=Func("key_points", function="jsonb_array_length", output_field=IntegerField()),
    )
    return [Row(*row) for row in lengths.values_list(*_COLUMNS)]


@dataclass(frozen=True)
class SourceLine:
    number: int
    text: str
    inside: bool


@dataclass
class Opened:
    """One candidate whole: where it stands, and what it is like."""

    row: Row
    candidate: Candidate
    source: list[SourceLine]
    previous: int | None = None
    next: int | None = None
    may_replace: bool = False
    changes: list[Line] = field(default_factory=list)

    @property
    def cut_short(self) -> bool:
        return len(self.source) >= MOST_LINES

    @property
    def confidence(self) -> int:
        """In a hundred."""
        return round(self.candidate.confidence * 100)


def opened(row: Row, *, by: User, review: Review | None = None) -> Opened:
    """Everything about one candidate."""
    candidate = (
        Candidate.objects.select_related("match__current", "match__topic", "earlier")
        .defer("match__search")
        .get(pk=row.pk)
    )
    found = Opened(row, candidate, source_of(candidate))
    if review is not None:
        found.previous, found.next = review.beside(row.pk, -1), review.beside(row.pk, 1)
    if candidate.match is not None:
        mine = Question.objects.editable_by(by).filter(pk=candidate.match_id)
        found.may_replace = mine.exists()
        if candidate.change == Candidate.Change.CHANGED and candidate.match.current:
            was = candidate.match.current
            found.changes = difference(
                f"{was.prompt}\n\n{was.model_answer}", f"{candidate.prompt}\n\n{candidate.answer}"
            )
    return found


def source_of(candidate: Candidate) -> list[SourceLine]:
    """The lines a question stands on, highlighted, with a few around them."""
    text = ImportedFile.objects.only("text").get(pk=candidate.file_id).text
    lines = text.split("\n")
    first, last = candidate.source_line, candidate.source_end
    start = max(1, first - AROUND)
    end = min(len(lines), last + AROUND, start + MOST_LINES)
    return [
        SourceLine(number, lines[number - 1][:2000], first <= number <= last)
        for number in range(start, end + 1)
    ]


def gone_from(files: Sequence[ImportedFile]) -> list[Candidate]:
    """What documents said when they were saved before and say no more."""
    return [one for file in files if file.state == "read" for one in earlier.gone(file)]

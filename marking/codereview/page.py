"""What the page of one code review shows: a version's lines, and what is said beside each."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Prefetch
from django.utils.safestring import SafeString, mark_safe
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from accounts.models import Circle, User
from marking.codereview import rules
from marking.codereview.lines import Span, lines_of
from marking.models import CodeReview, CodeVersion, LineComment, LinePlace, LineThread
from marking.readings import Said
from marking.redaction import LEFT


@dataclass(frozen=True)
class Thread:
    """What was said about some lines. `place`: where they stand in the version shown."""

    pk: int
    place: Span | None
    # Where it was begun; none for the code as a whole.
    begun_at: Span | None
    begun_on: int
    quote: str
    is_resolved: bool
    may_resolve: bool
    said: tuple[Said, ...]

    @property
    def is_gone(self) -> bool:
        """Its lines are not in this version."""
        return self.begun_at is not None and self.place is None


@dataclass(frozen=True)
class Line:
    number: int
    html: SafeString
    is_spoken_of: bool
    # Those whose last line this is.
    threads: tuple[Thread, ...]


class ReviewPage:
    """One version of a review as one reader sees it. A fixed number of queries."""

    def __init__(self, review: CodeReview, user: User, *, number: int | None) -> None:
        self.review, self._user = review, user
        found = review.versions.defer("text").annotate(begun=Count("threads"))
        self.versions = list(found.order_by("number"))
        self.version = _chosen(self.versions, number)

    @property
    def latest(self) -> CodeVersion:
        return self.versions[-1]

    @property
    def is_latest(self) -> bool:
        return self.version == self.latest

    @property
    def is_authors(self) -> bool:
        return self.review.author_id == self._user.pk

    @cached_property
    def why_not_write(self) -> str | None:
        is_in = Circle.objects.of(self._user).filter(pk=self.review.circle_id).exists()
        back = self.review.taken_back_at is not None
        return rules.why_not_write(self.review.circle, is_in=is_in, is_taken_back=back)

    @cached_property
    def source(self) -> list[str]:
        return lines_of(self.version.text)

    @cached_property
    def threads(self) -> list[Thread]:
        """Begun on this version or one before it, in the order they were begun."""
        here = LinePlace.objects.filter(version=self.version)
        spoken = LineComment.objects.select_related("by")
        rows = self.review.threads.filter(version__number__lte=self.version.number)
        rows = (
            rows.select_related("version")
            .defer("version__text")
            .prefetch_related(
                Prefetch("places", queryset=here, to_attr="here"),
                Prefetch("comments", queryset=spoken),
            )
        )
        return [self._thread(row) for row in rows.order_by("pk")]

    @property
    def lines(self) -> list[Line]:
        ending: dict[int, list[Thread]] = {}
        spoken_of = set()
        for thread in self.threads:
            if thread.place:
                ending.setdefault(thread.place.last, []).append(thread)
                if not thread.is_resolved:
                    spoken_of.update(range(thread.place.first, thread.place.last + 1))
        return [
            Line(n, html, n in spoken_of, tuple(ending.get(n, ())))
            for n, html in enumerate(_coloured(self.version.text, len(self.source)), start=1)
        ]

    @property
    def about_the_whole(self) -> list[Thread]:
        return [one for one in self.threads if one.begun_at is None]

    @property
    def gone(self) -> list[Thread]:
        """Said about lines that stand no longer as they did."""
        return [one for one in self.threads if one.is_gone]

    @property
    def unresolved(self) -> int:
        return sum(not one.is_resolved for one in self.threads)

    @property
    def later(self) -> int:
        """Threads begun on versions after the one shown."""
        return sum(one.begun for one in self.versions if one.number > self.version.number)

    def _thread(self, row: LineThread) -> Thread:
        here = Span(row.here[0].first, row.here[0].last) if row.here else None
        # What is shown beside a line stands there, letter by letter; a place that lies is no place.
        if here and (not here.lies_in(self.source) or here.of(self.source) != row.quote):
            here = None
        refused = rules.why_not_resolve(
            self._user.pk, author=self.review.author_id, opened_by=row.opened_by_id
        )
        return Thread(
            pk=row.pk,
            place=here,
            begun_at=Span(row.first, row.last) if row.first else None,
            begun_on=row.version.number,
            quote=row.quote,
            is_resolved=row.resolved_at is not None,
            may_resolve=refused is None,
            said=tuple(Said(str(one.by or LEFT), one.text, one.at) for one in row.comments.all()),
        )


def _chosen(versions: list[CodeVersion], number: int | None) -> CodeVersion:
    """The one with this number, else the latest."""
    return next((one for one in versions if one.number == number), versions[-1])


def _coloured(text: str, lines: int) -> list[SafeString]:
    """Each line as HTML. Pygments escapes, and ends its spans where a line ends."""
    lexer = PythonLexer(stripnl=False, ensurenl=False)
    html = highlight(text, lexer, HtmlFormatter(nowrap=True))
    found = html.split("\n")[:lines]
    return [mark_safe(line) for line in [*found, *[""] * (lines - len(found))]]  # noqa: S308

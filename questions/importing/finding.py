"""Where questions begin outside of headings: labels, numbered items, bold lines, bullets, lines.

In each stretch of the document one way of marking a question is taken, the outermost that passes a
vote; what the other ways mark there are parts of answers.
"""

import itertools
import re
from collections import Counter
from dataclasses import dataclass, field

from questions.importing.blocks import HEADING, ITEM, RULE, SUMMARY, TEXT, Block
from questions.importing.runs import runs_of
from questions.importing.sections import Scope
from questions.importing.titles import Facts, Title, facts_of_section, title_of
from questions.importing.wording import (
    announces_questions,
    asks_nothing,
    ends_asking,
    label_of,
    likeness,
)

_ANCHOR = re.compile(r"\]\(#")
_LINK_ONLY = re.compile(r"^\W*\[[^\]]{1,300}\]\((?!#)[^)]{1,500}\)[\s.]*(?:[-–—:].*)?$")
_INTRO = re.compile(
    r"(?:here|the following|these|answer|please|below|try|note|e\.g|example|for example|steps?)\b",
    re.I,
)
_LONGEST = 1500  # characters; a longer line is prose, not a prompt


@dataclass
class Start:
    """A question begins at block `at`; its body are the blocks up to `end`, not included."""

    at: int
    title: Title
    scope: Scope
    end: int = 0
    section: str | None = None
    facts: Facts = field(default_factory=Facts)


class Finder:
    """Finds the starts of one document, scope by scope; `left_out` says what was passed over."""

    def __init__(self, blocks: list[Block], tiers: dict[str, int]) -> None:
        self.blocks = blocks
        self.tiers = tiers
        self.left_out: list[tuple[int, str]] = []
        self.deferred: list[Start] = []

    def starts(self, scopes: list[Scope]) -> list[Start]:
        """All of a document. Where its way of asking is plain, doubtful lists are taken too."""
        found = {scope.first: self.starts_in(scope) for scope in scopes}
        ways = Counter(self.blocks[s.at].marker for starts in found.values() for s in starts)
        for scope in scopes:
            markers = {self.blocks[at].marker for at in range(scope.first, scope.last)} - {""}
            if not found[scope.first] and any(ways[marker] > 3 for marker in markers):
                found[scope.first] = self.starts_in(scope, told=True)
        return [start for starts in found.values() for start in starts]

    def starts_in(self, scope: Scope, *, told: bool = False) -> list[Start]:
        places = range(scope.first, scope.last)
        if scope.left_out:
            if any(self.blocks[at].kind == ITEM for at in places):
                self._leave_out(scope.first, scope.left_out)
            return []
        places = [at for at in places if self.blocks[at].kind in (ITEM, TEXT, SUMMARY)]
        titles = {at: title_of(self.blocks[at].text, self.tiers) for at in places}
        items = [at for at in places if self.blocks[at].kind == ITEM]
        items = [at for at in items if not self._is_label(at)]
        chosen = self._choose(scope, places, items, titles, told)
        starts = [Start(at, titles[at], scope) for at in sorted(set(chosen))]
        self._bound(starts, scope, titles)
        return starts

    def _choose(
        self,
        scope: Scope,
        places: list[int],
        items: list[int],
        titles: dict[int, Title],
        told: bool,
    ) -> list[int]:
        asked = [at for at in items if self.blocks[at].marker == "Q"]
        if asked:
            return asked
        told = told or (bool(scope.path) and announces_questions(scope.path[-1]))
        numbered = self._numbered(items, titles, told)
        bold = self._bold(places, titles)
        if numbered and bold:
            numbered, bold = (numbered, []) if numbered[0] < bold[0] else ([], bold)
        chosen = numbered or bold
        bullets = self._bullets(items, titles, told, strict=bool(chosen), taken=set(chosen))
        chosen = sorted({*chosen, *bullets})
        if not chosen:
            chosen = self._summaries(places, titles) or self._lines(places, titles)
        return chosen

    def _numbered(self, items: list[int], titles: dict, told: bool) -> list[int]:
        numbered = [at for at in items if self.blocks[at].marker == "1"]
        runs = [run for run in runs_of(self.blocks, numbered, titles) if not run.nested]
        passing = {run.items[0]: run.items for run in runs if self._passes(run.items, titles, told)}
        good = sum(len(members) for members in passing.values())
        chosen = []
        for run in runs:
            near = good > 2 * len(run.items) and run.share >= 0.34 and len(run.items) > 1
            if run.items[0] in passing or (near and self._may_be(run.items, titles)):
                chosen += run.items
        return sorted(chosen)

    def _passes(self, group: list[int], titles: dict, told: bool) -> bool:
        if not self._may_be(group, titles) or self._is_advised(group[0]):
            return False
        share = sum(likeness(titles[at].text) >= 0.6 for at in group) / len(group)
        if told:
            return share >= 0.3 or (len(group) > 2 and share > 0.1)
        sure = any(ends_asking(titles[at].text) for at in group)
        return share >= 0.5 and (sure or len(group) > 2 or self._announced(group[0]))

    def _may_be(self, group: list[int], titles: dict) -> bool:
        """Not a table of contents and not a list of links; those are remembered with the reason."""
        anchors = sum(bool(_ANCHOR.search(self.blocks[at].text[:600])) for at in group)
        if anchors > 0.5 * len(group):
            self._leave_out(group[0], "a table of contents")
            return False
        links = sum(bool(_LINK_ONLY.match(self.blocks[at].text[:900])) for at in group)
        if links > 0.5 * len(group):
            self._leave_out(group[0], "a list of links")
            return False
        return True

    def _above(self, at: int) -> Block | None:
        """The line of prose above a list, where it stands close enough to be about it."""
        above = self.blocks[at - 1] if at else None
        return above if above is not None and above.kind == TEXT and len(above.text) < 300 else None

    def _announced(self, at: int) -> bool:
        above = self._above(at)
        return above is not None and announces_questions(above.text)

    def _is_advised(self, at: int) -> bool:
        above = self._above(at)
        title = title_of(above.text).text if above is not None else ""
        if title and (asks_nothing(title) or label_of(title)):
            self._leave_out(at, f"the list under “{title[:60]}” asks nothing")
            return True
        return False

    def _bold(self, places: list[int], titles: dict) -> list[int]:
        lines = [at for at in places if self._is_bold_line(at, titles[at])]
        asking = [at for at in lines if likeness(titles[at].text) >= 0.6]
        asks = set(asking)
        if not asking or (len(asking) == 1 and not ends_asking(titles[asking[0]].text)):
            return []
        if len(asking) >= 0.5 * len(lines):
            # A bold line that is followed by another bold line is the title of a section.
            return [at for at in lines if at in asks or not self._is_title(at, titles, bare=False)]
        return asking if len(asking) > 2 else []

    def _is_bold_line(self, at: int, title: Title) -> bool:
        block = self.blocks[at]
        fits = block.kind == TEXT and title.bold and len(block.parts) < 5
        return fits and len(title.text) < 600 and not label_of(block.text)

    def _bullets(
        self, items: list[int], titles: dict, told: bool, *, strict: bool, taken: set[int]
    ) -> list[int]:
        """Groups of bullets, each between two lines of prose; a group is taken or left whole."""
        groups: dict[tuple[int, int], list[int]] = {}
        cut = 0
        previous = None
        for at in items:
            block = self.blocks[at]
            if previous is not None:
                between = self.blocks[previous + 1 : at]
                cut += any(b.kind in (TEXT, HEADING, RULE) and b.indent < 2 for b in between)
            previous = at
            if block.marker != "1" or at not in taken:
                groups.setdefault((cut, block.indent // 2), []).append(at)
        chosen: list[int] = []
        outer: dict[int, int] = {}
        for (part, depth), group in sorted(groups.items()):
            if part in outer and depth > outer[part]:
                continue  # below questions: follow-ups or answers
            group = [at for at in group if self.blocks[at].marker in "-a1"]
            if self._bullets_pass(group, titles, told, strict, depth):
                outer[part] = depth
                chosen += group
        return chosen

    def _bullets_pass(
        self, group: list[int], titles: dict, told: bool, strict: bool, depth: int
    ) -> bool:
        group = [at for at in group if self.blocks[at].marker == "-"]
        if not group:
            return False
        asking = sum(likeness(titles[at].text) >= 0.6 for at in group) / len(group)
        sure = sum(ends_asking(titles[at].text) for at in group) / len(group)
        if strict:
            above = self._above(group[0])
            titled = above is not None and self._is_title(group[0] - 1, titles, bare=True)
            return titled and sure > 0.6 and len(group) > 2 and self._may_be(group, titles)
        if depth:
            return (
                asking >= 0.7
                and sure >= 0.3
                and len(group) > 1
                and self._passes(group, titles, told)
            )
        if not told and ((len(group) < 3 and sure < 1) or (sure == 0 and asking < 0.7)):
            return False
        return self._passes(group, titles, told)

    def _summaries(self, places: list[int], titles: dict) -> list[int]:
        found = [at for at in places if self.blocks[at].kind == SUMMARY and not self._is_label(at)]
        asking = [at for at in found if likeness(titles[at].text) >= 0.6]
        return found if found and len(asking) >= 0.5 * len(found) else []

    def _lines(self, places: list[int], titles: dict) -> list[int]:
        """Lines of prose that are one question each."""
        found = []
        for at in places:
            block = self.blocks[at]
            fits = block.kind == TEXT and block.indent < 4 and len(block.text) < 400
            first = block.parts[0] if block.parts else ""
            if (
                fits
                and not label_of(block.text)
                and (ends_asking(first) or ends_asking(block.text))
            ) and not _ANCHOR.search(block.text):
                found.append(at)
        others = sum(1 for at in places if self.blocks[at].kind == TEXT) - len(found)
        return found if len(found) > 1 and others <= 6 * len(found) else []

    def _is_label(self, at: int) -> bool:
        label = label_of(self.blocks[at].text) if self.blocks[at].marker != "Q" else None
        return label is not None

    def _bound(self, starts: list[Start], scope: Scope, titles: dict) -> None:
        """Give each start its end and its section; titles between questions end a body."""
        section, facts = " / ".join(scope.path) or None, scope.facts
        bare = self._titles_are_bare(starts)
        own = None
        for number, start in enumerate(starts):
            following = starts[number + 1].at if number + 1 < len(starts) else scope.last
            above = self._title_above(start.at, scope.first, starts, number, titles, bare)
            if above is not None:
                words = titles[above].text.strip(" *_:#")
                words = re.sub(r"\s*\((?:questions? )?[\d\s–-]+\)$", "", words, flags=re.I)
                own = None if _INTRO.match(words) or len(words) > 70 else words
                facts = facts_of_section(titles[above].text).over(titles[above].facts)
                facts = facts.over(scope.facts)
                if number:
                    starts[number - 1].end = min(starts[number - 1].end, above)
            start.section = " / ".join(filter(None, [section, own])) or None
            start.facts, start.end = facts, following
        if starts:
            starts[-1].end = self._last_end(starts[-1], titles)

    def _titles_are_bare(self, starts: list[Start]) -> bool:
        """Whether a short line between two questions is a title: when most have no answers."""
        empty = sum(
            later.at - start.at < 2
            or (later.at - start.at == 2 and self.blocks[start.at + 1].kind == RULE)
            for start, later in itertools.pairwise(starts)
        )
        return empty >= 0.5 * max(1, len(starts) - 1)

    def _title_above(
        self, at: int, first: int, starts: list[Start], number: int, titles: dict, bare: bool
    ) -> int | None:
        floor = starts[number - 1].at if number else first - 1
        for place in (at - 1, at - 2):
            if place <= floor:
                return None
            block = self.blocks[place]
            alone = place > floor + 1 or not number or bare
            counts = self.blocks[at].number is not None and number
            restarts = bool(counts) and (self.blocks[at].number or 0) <= (
                self.blocks[starts[number - 1].at].number or 0
            )
            if self._is_title(
                place, titles, bare=(alone and place == at - 1 and bare) or restarts or not number
            ):
                return place
            if block.kind != TEXT or place == at - 2:
                return None
        return None

    def _is_title(self, at: int, titles: dict, *, bare: bool) -> bool:
        """A short line that asks nothing, ends like a title, and stands directly above a list."""
        block = self.blocks[at]
        if block.kind not in (TEXT, ITEM) or len(block.parts) != 1 or len(block.text) > 100:
            return False
        if block.kind == ITEM and block.marker == "-" and block.indent > 1:
            return False
        title = titles.get(at) or title_of(block.text)
        if (likeness(title.text) >= 0.6 and not block.text.endswith(":")) or label_of(block.text):
            return False
        if block.text.rstrip("*_ ").endswith((":", "：")) or (title.bold and block.kind == TEXT):
            return at + 1 < len(self.blocks) and (bare or self.blocks[at + 1].kind == ITEM)
        if block.text[-1:] in ".!;,?":
            return False
        return bare and len(block.text.split()) < 10

    def _last_end(self, start: Start, titles: dict) -> int:
        """The body of the last question stops at a rule, or at a title that asks nothing."""
        for at in range(start.at + 1, start.end):
            block = self.blocks[at]
            if block.kind == RULE and at > start.at + 1:
                return at
            if block.kind == TEXT and len(block.parts) == 1 and len(block.text) < 80:
                title = titles.get(at) or title_of(block.text)
                sign = title.bold or block.text.endswith(":")
                if sign and asks_nothing(title.text) and not label_of(block.text):
                    return at
        return start.end

    def _leave_out(self, at: int, reason: str) -> None:
        line = self.blocks[at].first if at < len(self.blocks) else 1
        self.left_out.append((line, reason))

"""Where questions begin outside of headings: labels, numbered items, bold lines, bullets, lines.

In each stretch of the document one way of marking a question is taken, the outermost that passes a
vote; what the other ways mark there are parts of answers.
"""

import re
from collections import Counter

from questions.importing.blocks import HEADING, ITEM, RULE, SUMMARY, TEXT, Block
from questions.importing.bounds import Bounds
from questions.importing.openings import OPENING
from questions.importing.runs import runs_of
from questions.importing.sections import Scope
from questions.importing.starts import Start
from questions.importing.titles import Title, title_of
from questions.importing.wording import (
    ANSWER,
    POINTS,
    announces_questions,
    asks_nothing,
    ends_asking,
    label_of,
    likeness,
)

_ANCHOR = re.compile(r"\]\(#")
_LINK_ONLY = re.compile(r"^\W*\[[^\]]{1,300}\]\((?!#)[^)]{1,500}\)[\s.]*(?:[-–—:].*)?$")


class Finder:
    """Finds the starts of one document, scope by scope; `left_out` says what was passed over."""

    def __init__(self, blocks: list[Block], tiers: dict[str, int]) -> None:
        self.blocks = blocks
        self.tiers = tiers
        self.left_out: list[tuple[int, str]] = []
        self._noted = False

    def starts(self, scopes: list[Scope]) -> list[Start]:
        """All of a document. Where its way of asking is plain, doubtful lists are taken too."""
        self._noted = self._has_notes()
        found = {scope.first: self.starts_in(scope) for scope in scopes}
        ways = Counter(self.blocks[s.at].marker for starts in found.values() for s in starts)
        for scope in scopes:
            markers = {self.blocks[at].marker for at in range(scope.first, scope.last)} - {""}
            bold = ways[""] > 3 and any(map(self._is_bold_line, range(scope.first, scope.last)))
            if not found[scope.first] and (bold or any(ways[marker] > 3 for marker in markers)):
                found[scope.first] = self.starts_in(scope, told=True)
        return [start for starts in found.values() for start in starts]

    def _has_notes(self) -> bool:
        """Answers or rubric notes with a label stand directly below numbered items: they ask."""
        noted = 0
        for at, block in enumerate(self.blocks[:-1]):
            if block.kind == ITEM and block.marker == "1":
                label = label_of(self.blocks[at + 1].text)
                noted += label is not None and label[0] in (ANSWER, POINTS)
        return noted > 2

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
        starts = [Start(at, titles[at], scope, way=self._way(at)) for at in sorted(set(chosen))]
        self._see_bold_openings(starts)
        if starts:
            Bounds(self.blocks, scope, starts).set()
        return starts

    def _see_bold_openings(self, starts: list[Start]) -> None:
        """“**Checked or unchecked?** Unchecked, unless …”: told by those that end in a “?”."""
        openings = [
            (start, found)
            for start in starts
            if (found := OPENING.match(self.blocks[start.at].text[:2000]))
        ]
        asking = sum(ends_asking(found[1]) and likeness(found[2]) < 0.6 for _, found in openings)
        for start, _ in openings:
            start.bold_asks = asking >= 0.34 * len(openings) and len(openings) >= 0.5 * len(starts)

    def _way(self, at: int) -> str:
        block = self.blocks[at]
        if block.kind == ITEM:
            return {"Q": "label", "1": "number"}.get(block.marker, "bullet")
        if block.kind == SUMMARY:
            return "summary"
        return "bold" if title_of(block.text).bold else "line"

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
            return sorted({*asked, *self._counted_on(items)})
        told = told or (bool(scope.path) and announces_questions(scope.path[-1]))
        numbered = self._numbered(items, titles, told)
        bold = self._bold(places, titles, told)
        if numbered and bold:
            numbered, bold = (numbered, []) if numbered[0] < bold[0] else ([], bold)
        chosen = numbered or bold
        bullets = self._bullets(items, titles, told, strict=bool(chosen), taken=set(chosen))
        chosen = sorted({*chosen, *bullets})
        if not chosen:
            chosen = self._summaries(places, titles) or self._lines(places, titles)
        return chosen

    def _counted_on(self, items: list[int]) -> list[int]:
        """Items whose numbers go on where labelled ones stop: `Q5:`, then `6)`."""
        last, on, found = 0, False, list[int]()
        for at in items:
            block = self.blocks[at]
            if block.marker == "Q":
                last, on = block.number or 0, False
            elif block.marker == "1" and block.number and last > 1:
                near = block.number in (last, last + 1)
                if near and (on or (block.number == last + 1 and likeness(block.text) >= 0.6)):
                    found.append(at)
                    last, on = block.number, True
        return found

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
        if self._noted and share >= 0.3 and self.blocks[group[0]].marker == "1":
            labels = [label_of(self.blocks[at + 1].text) for at in group[:9] if self._has_next(at)]
            told = told or any(label and label[0] in (ANSWER, POINTS) for label in labels)
        if told:
            return share >= 0.3 or (len(group) > 2 and share > 0.1)
        sure = any(ends_asking(titles[at].text) for at in group)
        return share >= 0.5 and (sure or len(group) > 2 or self._announced(group[0]))

    def _has_next(self, at: int) -> bool:
        return at + 1 < len(self.blocks)

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

    def _bold(self, places: list[int], titles: dict, told: bool) -> list[int]:
        lines = [at for at in places if self._is_bold_line(at, titles[at])]
        asking = [at for at in lines if likeness(titles[at].text) >= 0.6]
        asks = set(asking)
        lonely = len(asking) == 1 and not ends_asking(titles[asking[0]].text)
        if not asking or (lonely and not told):
            return []
        if len(asking) >= 0.5 * len(lines):
            # A bold line that is followed by another bold line is the title of a section.
            return [at for at in lines if at in asks or not self._is_title(at, titles, bare=False)]
        return asking if len(asking) > 2 else []

    def _is_bold_line(self, at: int, title: Title | None = None) -> bool:
        block = self.blocks[at]
        title = title or title_of(block.text, self.tiers)
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
        for again in (False, True):
            for (part, depth), group in sorted(groups.items()):
                if part in outer and depth >= outer[part]:
                    continue  # below questions: follow-ups or answers
                group = [at for at in group if self.blocks[at].marker in "-a1"]
                if self._bullets_pass(group, titles, told, strict, depth) or (
                    again and not strict and depth in outer.values() and self._joins(group, titles)
                ):
                    outer[part] = depth
                    chosen += group
        return chosen

    def _joins(self, group: list[int], titles: dict) -> bool:
        """A short list below a title of its own, beside lists that ask, may ask less plainly."""
        share = sum(likeness(titles[at].text) >= 0.6 for at in group) / max(1, len(group))
        titled = bool(group) and (above := self._above(group[0])) is not None
        titled = titled and above is not None and len(above.parts) == 1 and len(above.text) < 80
        return titled and share >= 0.34 and self._passes(group, titles, told=True)

    def _bullets_pass(
        self, group: list[int], titles: dict, told: bool, strict: bool, depth: int
    ) -> bool:
        bullets = [at for at in group if self.blocks[at].marker == "-"]
        letters = [at for at in group if self.blocks[at].marker == "a"]
        group = bullets or (letters if len(letters) > 3 and not depth else [])
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
            below = self.blocks[at + 1] if self._has_next(at) else None
            lists = below is not None and (below.kind == ITEM or self._is_bold_line(at + 1))
            return below is not None and (bare or lists)
        if block.text[-1:] in ".!;,?":
            return False
        return bare and len(block.text.split()) < 10

    def _leave_out(self, at: int, reason: str) -> None:
        line = self.blocks[at].first if at < len(self.blocks) else 1
        self.left_out.append((line, reason))

"""Where each question of a stretch ends, and which line above it names its section.

A title inside a list of questions is rarely a heading: a bare line, `Name:`, a bold paragraph. It
ends the answer above it, so a line counts as a title by its form and by how many of its kind the
stretch has: when nearly every question is followed by a short line, those are answers.
"""

import itertools
import re

from questions.importing.blocks import CODE, ITEM, MARKUP, QUOTE, RULE, TABLE, TEXT, Block
from questions.importing.sections import Scope
from questions.importing.starts import Start
from questions.importing.titles import facts_of_section, title_of
from questions.importing.wording import (
    ANSWER,
    announces_questions,
    asks_nothing,
    closes,
    label_of,
    likeness,
)

COLON, BOLD, PART, BARE = "colon", "bold", "part", "bare"
_PART = re.compile(
    r"(?:section|part|chapter|module|unit|topic|level|round|teil|kapitel|parte|sección)\s+"
    r"(?:\d+|[ivx]+|[a-z])\b|[IVX]+[.)]\s|[A-Z][.)]\s+[A-Z]",
    re.I,
)
_INTRO = re.compile(
    r"(?:here|the following|these|answer|please|below|try|note|e\.g|example|for example|steps?)\b",
    re.I,
)
_COUNT = re.compile(r"\s*\((?:questions? )?(?:\d+\s*(?:[–-]\s*\d+)?)(?: questions?)?\)$", re.I)


def without_footer(blocks: list[Block], start: int, end: int) -> int:
    """Where the body of a heading ends when the close of its page stands below it."""
    for at in range(start + 1, end):
        if blocks[at].kind in (TEXT, QUOTE) and closes(blocks[at].text):
            rest = blocks[at:end]
            if all(block.kind in (TEXT, QUOTE, MARKUP, RULE) for block in rest):
                end = at
                break
    while end > start + 1 and blocks[end - 1].kind in (MARKUP, RULE):
        end -= 1
    return end


def form_is_sentence(text: str) -> bool:
    """“Questions I was asked and never answered:” introduces a list, it does not name it."""
    return len(text.split()) > 5


class Bounds:
    """Gives the starts of one stretch their ends, sections and facts."""

    def __init__(self, blocks: list[Block], scope: Scope, starts: list[Start]) -> None:
        self.blocks, self.scope, self.starts = blocks, scope, starts
        self.empty = self._are_mostly_empty()
        self._ruled = 2 * sum(
            start.at + 1 < len(blocks) and blocks[start.at + 1].kind == RULE for start in starts
        ) >= len(starts)
        self._labelled = self._answers_are_labelled()
        self._restarts = [self._restarts_at(number) for number in range(len(starts))]
        self._forms = [self._title_above(number) for number in range(len(starts))]

    def set(self) -> None:
        """Set `end`, `section` and `facts` of each start."""
        section, own = " / ".join(self.scope.path) or None, None
        named = [
            number
            for number, (place, form) in enumerate(self._forms)
            if place is not None and self._is_title(number, place, form)
        ]
        if named and self._names_the_document(named):
            named.remove(0)
        facts = self.scope.facts
        for number, start in enumerate(self.starts):
            later = number + 1 < len(self.starts)
            start.end = self.starts[number + 1].at if later else self.scope.last
            place = self._forms[number][0]
            if number in named and place is not None:
                title = title_of(self.blocks[place].text)
                words = _COUNT.sub("", title.text.strip(" *_:#："))
                intro = _INTRO.match(words) or len(words) > 70
                below_heading = not number and self.scope.path and form_is_sentence(title.text)
                own = None if intro or below_heading else words
                facts = facts_of_section(title.text).over(title.facts).over(self.scope.facts)
                if number:
                    self.starts[number - 1].end = place
            start.section = " / ".join(filter(None, [section, own])) or None
            start.facts = facts
        for number, start in enumerate(self.starts):
            start.end = self._without_closing(start, is_last=number + 1 == len(self.starts))

    def _names_the_document(self, named: list[int]) -> bool:
        """The first line of a text without headings may be its title, not its first section."""
        place, form = self._forms[0]
        if named[0] != 0 or self.scope.first or place != 0 or form in (COLON, PART):
            return False
        if len(named) == 1 or announces_questions(self.blocks[0].text):
            return True
        return all(self._forms[number][1] != form for number in named[1:])

    def _are_mostly_empty(self) -> bool:
        """Whether most questions have no answer: then a short line between two is a title."""
        gaps = [
            all(b.kind in (RULE, MARKUP) for b in self.blocks[one.at + 1 : two.at][:-1])
            and label_of(self.blocks[two.at - 1].text) is None
            for one, two in itertools.pairwise(self.starts)
            if two.at - one.at < 6
        ]
        short = [one for one, two in itertools.pairwise(self.starts) if two.at - one.at < 2]
        return sum(gaps) >= 0.5 * max(1, len(self.starts) - 1) and (
            len(short) >= 0.3 * max(1, len(self.starts) - 1)
        )

    def _answers_are_labelled(self) -> bool:
        told = 0
        for start in self.starts:
            below = self.blocks[start.at + 1] if start.at + 1 < len(self.blocks) else None
            label = label_of(below.text) if below is not None and below.kind == TEXT else None
            told += label is not None and label[0] == ANSWER
        return told >= 0.4 * len(self.starts)

    def _restarts_at(self, number: int) -> bool:
        """Whether the numbers begin anew here."""
        here = self.blocks[self.starts[number].at].number
        before = self.blocks[self.starts[number - 1].at].number if number else None
        return here is not None and before is not None and here <= before and here == 1 != before

    def _title_above(self, number: int) -> tuple[int | None, str]:
        floor = self.starts[number - 1].at if number else self.scope.first - 1
        place = self.starts[number].at - 1
        while place > floor and self.blocks[place].kind in (MARKUP, RULE):
            place -= 1
        if place <= floor:
            return None, ""
        form = self._form(place)
        if not form and place - 1 > floor and _INTRO.match(self.blocks[place].text):
            form = self._form(place - 1)
            place -= 1
        return (place, form) if form else (None, "")

    def _form(self, place: int) -> str:
        """How a line is a title, if it can be one: one short line that asks nothing."""
        block = self.blocks[place]
        if block.kind not in (TEXT, ITEM) or len(block.parts) != 1 or len(block.text) > 100:
            return ""
        if block.kind == ITEM and (block.indent > 1 or block.marker == "Q"):
            return ""
        if block.kind == ITEM and block.marker == "-":
            return PART if self._is_emblem(place) else ""
        title = title_of(block.text)
        bare = block.text.rstrip("*_ ")
        if label_of(block.text) or not title.text:
            return ""
        if bare.endswith((":", "：")):
            return COLON
        if likeness(title.text) >= 0.6:
            return ""
        if title.bold and block.kind == TEXT:
            return BOLD
        if bare[-1:] in ".!;,?" or not block.after_blank or len(block.text.split()) > 9:
            return ""
        if _PART.match(title_of(block.text).text) or _PART.match(block.text):
            return PART
        starts_well = title.text[:1].isupper() or title.text[:1].isdigit()
        return BARE if block.kind == TEXT and starts_well else ""

    def _is_emblem(self, place: int) -> bool:
        """“■ Storage”: a mark that stands before single lines only, not before the questions."""
        block = self.blocks[place]
        alone = place == 0 or self.blocks[place - 1].kind != ITEM or block.after_blank
        return alone and block.mark in "■□◆◇●▶★§" and likeness(block.text) < 0.6

    def _is_title(self, number: int, place: int, form: str) -> bool:
        if not number or self._restarts[number] or form == PART:
            return True
        previous = self.starts[number - 1].at
        alone = all(b.kind in (MARKUP, RULE) for b in self.blocks[previous + 1 : place])
        if alone and not self.empty:
            if form == BARE:  # where answers carry labels, a line without one is none
                return self._labelled and len(self.blocks[place].text.split()) < 6
            return form == BOLD or self.blocks[place].after_blank
        if form in (COLON, BOLD):
            return self.blocks[place].after_blank or self.empty
        if self.empty:
            return True
        alike = sum(kind == BARE for _, kind in self._forms[1:])
        share = 0.5 if self._forms[0][1] == BARE else 0.34
        return alike <= max(1, share * len(self.starts)) and len(self.blocks[place].text) < 60

    def _without_closing(self, start: Start, *, is_last: bool) -> int:
        """Cut what closes a page, and titles of parts that ask nothing, off the end of a body."""
        end = start.end
        for at in range(start.at + 1, start.end if is_last else start.at):
            if self._ends_the_last(at, start):
                end = at
                break
        while end > start.at + 1:
            block = self.blocks[end - 1]
            closing = block.kind in (TEXT, QUOTE) and closes(block.text)
            if closing or block.kind in (MARKUP, RULE):
                end -= 1
            else:
                break
        return end

    def _ends_the_last(self, at: int, start: Start) -> bool:
        block = self.blocks[at]
        if block.kind == RULE and (at > start.at + 1 or not self._ruled):
            return True
        if block.kind not in (TEXT, QUOTE) or label_of(block.text):
            return False
        if closes(block.text):
            return True
        if self.empty and len(self.starts) > 2 and block.after_blank and not block.indent:
            return block.kind == TEXT and not any(
                b.kind in (CODE, TABLE) for b in self.blocks[start.at + 1 : at]
            )
        first = block.parts[0] if block.parts else ""
        titled = block.after_blank and len(first) < 60 and first[-1:].isalnum()
        if titled and asks_nothing(first):
            return True
        if len(block.parts) != 1 or len(block.text) >= 80:
            return False
        title = title_of(block.text)
        return (title.bold or block.text.endswith(":")) and asks_nothing(title.text)

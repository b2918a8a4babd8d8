"""What each block below a prompt is: still the prompt, the answer, notes, tips, follow-ups."""

import re

from questions.importing.blocks import (
    CODE,
    HEADING,
    ITEM,
    MARKUP,
    QUOTE,
    RULE,
    SUMMARY,
    TABLE,
    TEXT,
    Block,
)
from questions.importing.titles import facts_of_badge, minutes_in
from questions.importing.wording import (
    ANSWER,
    FACTS,
    FOLLOW_UPS,
    POINTS,
    PROMPT,
    REFERENCES,
    TIPS,
    ends_asking,
    label_of,
    likeness,
)

CHOICES = "choices"
_OPTION = re.compile(r"^(?:\*\*)?\(?([A-Fa-f])[:.)](?:\*\*)?\s")
_BOX = re.compile(r"^\[([ xX])\]\s")
_EXAMPLE = re.compile(r"=>|->|→|⇒|^(?:input|output|example|e\.g|constraints?)\b", re.I)
_CODE_WORDS = re.compile(
    r"\b(?:output|print(?:s|ed)?|log(?:s|ged)?|code|snippet|following|below|program|value of|"
    r"return(?:s|ed)?|wrong|bug)\b",
    re.I,
)
_SHOWN = re.compile(
    r"\b(?:following|below|snippet|this (?:code|program|query|function)|given)\b", re.I
)


def label_in(block: Block) -> tuple[str, str] | None:
    """The label a block carries. A label may stand in a bullet, not in an option of a choice."""
    is_bullet = block.kind == ITEM and block.marker in ("-", "a")
    begins = block.kind in (CODE, TABLE) and bool(block.parts)  # “Answer: ```python”
    if not (is_bullet or begins) and block.kind not in (TEXT, HEADING, SUMMARY, QUOTE):
        return None
    return None if is_bullet and _OPTION.match(block.text) else label_of(block.text)


def opens_answer(block: Block) -> bool:
    """An answer's label, or a `<summary>` of any short wording that asks nothing itself."""
    if (label := label_in(block)) is not None and label[0] == ANSWER:
        return True
    short = len(block.text) < 60 and not ends_asking(block.text)
    return (
        block.kind == SUMMARY
        and short
        and (likeness(block.text) < 0.6 or len(block.text.split()) < 4)
    )


class Roles:
    """Gives the blocks of one body their roles; `of[at]` is the role of `body[at]`.

    `begun`: the answer stands in the block of the prompt already. `labelled` holds the places whose
    label is not part of the text.
    """

    def __init__(
        self,
        body: list[Block],
        lines: list[str],
        prompt: str,
        *,
        handle: bool = False,
        begun: bool = False,
    ) -> None:
        self.body, self.lines, self.prompt = body, lines, prompt
        self.handle = handle
        self.labelled: set[int] = set()
        self.of: list[str] = []
        self._boundary = next((at for at in range(len(body)) if self._opens(at)), None)
        self._assign()
        if self._boundary is None:
            self._read_on()
        if not begun and not self._mark_boxes():
            self._mark_choices(self._boundary if self._boundary is not None else len(body))
            self._mark_follow_ups()

    def _opens(self, at: int) -> bool:
        """Whether the answer begins here; “See the code” folded away within an answer does not."""
        block = self.body[at]
        if block.kind != SUMMARY or label_in(block) or not ends_asking(self.prompt):
            return opens_answer(block)
        told = [b for b in self.body[:at] if b.kind == TEXT and likeness(b.text) < 0.6]
        return not told and opens_answer(block)

    def _assign(self) -> None:
        """Roles by labels: each holds until the next label, or what ends a note."""
        role = PROMPT if self._boundary is not None or not self.prompt else ANSWER
        before = None  # the role to go back to after a note of one paragraph
        for at, block in enumerate(self.body):
            label = self._label(at, role)
            if label is None and before is not None and block.after_blank and block.kind != ITEM:
                role, before = before, None
            if label is not None:
                self.labelled.add(at)
                if label[0] == FACTS:
                    self.of.append(FACTS)
                    continue
                # A tip, and any note set apart as a quote, is one paragraph long.
                short = label[0] == TIPS or (block.kind == QUOTE and label[0] != ANSWER)
                if label[1] and short and block.kind != HEADING:
                    before = before or role
                role = label[0]
            elif (block.kind == HEADING and role in (POINTS, TIPS, FOLLOW_UPS, REFERENCES)) or (
                block.kind == RULE and role != ANSWER
            ):
                role = ANSWER
            self.of.append(role)

    def _label(self, at: int, role: str) -> tuple[str, str] | None:
        """The label of a block where it counts; the same words inside an answer do not."""
        block = self.body[at]
        label = label_in(block)
        if label is None and self._opens(at):
            return ANSWER, ""
        if label is None or (label[0] == PROMPT and (at or self.prompt)):
            return None
        if label[0] == FACTS:
            first = all(earlier == FACTS for earlier in self.of)
            stated = bool(facts_of_badge(label[1]) or minutes_in(label[1][:60]))
            return label if 0 < len(label[1]) < 80 and (first or stated) else None
        begun = role == ANSWER and self._boundary is not None and self._has_text(at)
        if label[0] == ANSWER and begun:
            return None
        if block.kind == ITEM and not self._list_is_labelled(at):
            return None
        return label

    def _has_text(self, at: int) -> bool:
        """Whether the answer has begun: a label, then something other than a label."""
        for earlier in range(at):
            if self.of[earlier] == ANSWER and self.body[earlier].kind not in (MARKUP, RULE):
                label = label_of(self.body[earlier].text) if earlier in self.labelled else None
                if earlier not in self.labelled or (label and label[1]):
                    return True
        return False

    def _list_is_labelled(self, at: int) -> bool:
        """A label in the middle of a list counts when the first entry of the list has one."""
        first = at
        while first and self.body[first - 1].kind == ITEM:
            first -= 1
        top = next(b for b in self.body[first : at + 1] if b.indent <= self.body[at].indent)
        return label_in(top) is not None

    def _read_on(self) -> None:
        """Without a label: what still belongs to the prompt."""
        real = [
            at
            for at, role in enumerate(self.of)
            if role in (ANSWER, PROMPT) and self.body[at].kind not in (MARKUP, RULE)
        ]
        if not real:
            return
        first, asks = self.body[real[0]], likeness(self.prompt) >= 0.6
        if self.handle:
            for at in real[: self._asked_through(real)]:
                self.of[at] = PROMPT
        elif (
            not self.prompt
            or (not asks and first.kind == TEXT and ends_asking(first.text))
            or (first.kind == CODE and self._is_about_code())
        ):
            self.of[real[0]] = PROMPT
        elif first.kind == ITEM and self.prompt.endswith((":", "：")):
            for at in real:
                if self.body[at].kind != ITEM:
                    break
                self.of[at] = PROMPT
        elif first.kind == ITEM and not asks:
            examples = [at for at in real if _EXAMPLE.search(self.body[at].text)]
            if examples[:3] == real[:3]:
                for at in examples:
                    if self.body[at].kind == ITEM:
                        self.of[at] = PROMPT

    def _asked_through(self, real: list[int]) -> int:
        """How many blocks below a handle are the question: to the last early one that asks."""
        asking = [
            place
            for place, at in enumerate(real[:6])
            if self.body[at].kind in (TEXT, ITEM) and likeness(self.body[at].text) >= 0.6
        ]
        upto = 1
        for place in asking:
            between = [self.body[at].kind for at in real[upto:place]]
            if place > upto and len(between) > 1 and CODE not in between:
                break
            upto = place + 1
        while upto < len(real) and self.body[real[upto]].kind in (CODE, TABLE):
            upto += 1
        return upto

    def _is_about_code(self) -> bool:
        if self.prompt.endswith((":", "：")):
            return True
        shown = _SHOWN if not ends_asking(self.prompt) else _CODE_WORDS
        return bool(shown.search(self.prompt))

    def _mark_boxes(self) -> bool:
        """Boxes to tick below the prompt and its code, of which some are ticked: the options."""
        at, end = 0, 0
        while at < len(self.body) and self.body[at].kind in (CODE, MARKUP, TEXT):
            at += 1
        end = at
        while end < len(self.body) and self._box(end):
            end += 1
        ticked = [place for place in range(at, end) if self._box(place) != " "]
        if end - at < 2 or not 0 < len(ticked) < end - at:
            return False
        for place in range(end):
            if self.of[place] in (ANSWER, PROMPT):
                self.of[place] = PROMPT if place < at else CHOICES
        return True

    def _box(self, at: int) -> str:
        found = _BOX.match(self.body[at].text) if self.body[at].kind == ITEM else None
        return found[1] if found else ""

    def _mark_choices(self, upto: int) -> None:
        """Options A, B, C … right below the prompt and its code."""
        at = 0
        while at < upto and (
            self.of[at] == PROMPT or self.body[at].kind in (CODE, MARKUP) or self.of[at] == FACTS
        ):
            if _OPTION.match(self._bare(at)):
                break
            at += 1
        options = []
        while at < upto and self.body[at].kind in (ITEM, TEXT) and (found := self._option(at)):
            options.append((at, found))
            at += 1
        letters = "".join(letter for _, letter in options)
        if len(options) < 2 or not "abcdef".startswith(letters):
            return
        asked = sum(ends_asking(self.body[at].text) for at, _ in options)
        if asked < len(options):
            for at, _ in options:
                self.of[at] = CHOICES
                self.labelled.discard(at)

    def _bare(self, at: int) -> str:
        line = self.lines[self.body[at].first - 1].strip()
        return line[2:].lstrip() if line[:2] in ("- ", "* ", "+ ") else line

    def _option(self, at: int) -> str | None:
        found = _OPTION.match(self._bare(at)) if self.body[at].kind in (ITEM, TEXT) else None
        return found[1].lower() if found else None

    def _mark_follow_ups(self) -> None:
        """Below a prompt nothing but entries that ask: they are its follow-ups."""
        roles = (ANSWER, PROMPT) if self._boundary is None else (PROMPT,)
        items = [
            at
            for at, block in enumerate(self.body)
            if block.kind == ITEM and self.of[at] in roles and at not in self.labelled
        ]
        if not items or self.prompt.endswith((":", "：")):
            return
        if all(ends_asking(self.body[at].text) for at in items):
            for at in items:
                self.of[at] = FOLLOW_UPS

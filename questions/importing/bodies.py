"""From where a question begins and ends to the question: its parts, cut out of the document."""

import re
from collections.abc import Iterable

from questions.importing.blocks import CODE, HEADING, ITEM, MARKUP, RULE, SUMMARY, TEXT, Block
from questions.importing.cutting import Piece, cut, entries_of, joined, tagless, unfenced
from questions.importing.openings import OPENING
from questions.importing.question import Question
from questions.importing.review import rate
from questions.importing.roles import CHOICES, Roles, label_in, opens_answer
from questions.importing.starts import Start
from questions.importing.titles import (
    Facts,
    facts_of_badge,
    kind_in_prompt,
    minutes_in,
    tier_in,
    title_of,
)
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

PROMPT_CODE = "prompt code"
_ASKING_END = re.compile(r"[?？](?:[\"'”’)*_]*)(?=\s)")
_SUPPOSES = re.compile(
    r"\b(?:assume|suppose|consider|given|hint|note|e\.g|i\.e|for example|for instance|example|"
    r"use|if|be|you|your|try|in particular|options?|think|why|how|what|and|or)\b|[(\[<+]",
    re.I,
)
_BOX = re.compile(r"\s*[-*+] \[([ xX])\]\s+(.+)$")
_BREAKS = re.compile(r"^(?:<br\s*/?>\s*)+", re.I)
_LAST_BREAKS = re.compile(r"(?:\s*<br\s*/?>)+\s*$", re.I)
_DETAILS = re.compile(r"</?(?:details|summary)", re.I)
_STATES = re.compile(r"(?:what|why|how|when|where|which|who)\b[^?]*$", re.I)
_PLACEHOLDER = re.compile(
    r"(?:tbd|todo|t\.b\.d\.?|answer here|your answer(?: here)?|coming soon|wip|n/?a|"
    r"to be (?:added|done|written|completed|continued|filled|decided).*|"
    r"\(?(?:no answer(?: yet)?|empty|pending|missing)\)?|work in progress|\.{3}|…|-+|\?+)[.!]*",
    re.I,
)
_LINK_ALONE = re.compile(
    r"[\s>*_\-]*(?:(?:answer|see|read|source|link|here)\s*:?\s*)?(?:"
    r"\[?\[[^\[\]]{0,200}\]\([^()\s]{1,500}\)\]?|<?https?://[^\s<>]{3,500}>?)[\s.*_]*",
    re.I,
)


class Writer:
    """Turns starts into questions. `lines` are the document's."""

    def __init__(self, blocks: list[Block], lines: list[str], tiers: dict[str, int]) -> None:
        self.blocks, self.lines, self.tiers = blocks, lines, tiers

    def question_of(self, start: Start) -> Question:
        head = self.blocks[start.at]
        body = self.blocks[start.at + 1 : start.end]
        prompt, rest = self._prompt_and_rest(head, start, body)
        roles = Roles(body, self.lines, prompt, handle=start.handle, begun=bool(rest))
        question = Question(prompt=prompt, source_line=head.first, section=start.section)
        if start.title.link and start.title.link.startswith("http"):
            question.references.append(start.title.link)
        self._fill(question, [*rest, *self._pieces(body, roles)], handle=start.handle)
        facts = start.title.facts.over(self._facts_in(body, roles)).over(start.facts)
        question.minutes, question.tier = facts.minutes, facts.tier
        question.priority = facts.priority
        # A section called “Theory” says less than “Derive …” does.
        by_section = None if facts.kind == "conceptual" else facts.kind
        question.kind = by_section or kind_in_prompt(question.prompt) or facts.kind
        question.source_end = self._last_line(head, body)
        has_note = any(role in roles.of for role in (POINTS, TIPS)) or (
            any(roles.of[at] == ANSWER for at in roles.labelled)
        )
        rate(question, start.way, has_note=has_note)
        return question

    def _last_line(self, head: Block, body: list[Block]) -> int:
        told = [block for block in body if block.kind not in (MARKUP, RULE)]
        return max([head.last, *(block.last for block in told)])

    def _prompt_and_rest(
        self, head: Block, start: Start, body: list[Block]
    ) -> tuple[str, list[Piece]]:
        """The prompt, and what of the answer already stands in the block of the prompt."""
        rest: list[Piece] = []
        text = start.title.text
        fits = head.kind in (ITEM, TEXT) and bool(head.parts)
        opening = OPENING.match(head.parts[0]) if fits else None
        if opening and start.bold_asks:
            more = cut(self.lines, head.first + 1, head.last) if len(head.parts) > 1 else ""
            answer = "\n".join(filter(None, (opening[2], more)))
            return title_of(opening[1]).text, [Piece(ANSWER, answer, head.first, head.last)]
        if head.kind not in (HEADING, SUMMARY) and len(head.parts) > 1:
            upto = self._asked_lines(head, answered=any(map(opens_answer, body)))
            text = title_of(_unwrapped(head.parts[:upto]), self.tiers).text
            if upto < len(head.parts):
                rest = self._rest(head.first + upto, head.last)
        if opening and (found := OPENING.match(text)):
            text = text.replace(found[0], found[0].replace("**", "").replace("__", ""), 1)
        if not rest and _goes_on(text, body):
            first = body.pop(0)
            upto = self._asked_lines(first, answered=any(map(opens_answer, body)))
            divided = text.endswith(("-", "‐"))
            text = text.rstrip("-‐") + ("" if divided else " ") + _unwrapped(first.parts[:upto])
            if upto < len(first.parts):
                rest = self._rest(first.first + upto, first.last)
        if not rest and not any(block.kind not in (MARKUP, RULE) for block in body):
            text, answer = answer_on_the_line(text)
            rest = [Piece(ANSWER, answer, head.last, head.last)] if answer else []
        return text, rest

    def _rest(self, first: int, last: int) -> list[Piece]:
        text = cut(self.lines, first, last)
        line, _, more = text.partition("\n")
        if (label := label_of(line)) and label[0] == ANSWER:
            text = f"{label[1]}\n{more}".strip()
        return [Piece(ANSWER, text, first, last)] if text else []

    def _asked_lines(self, head: Block, *, answered: bool) -> int:
        """How many lines of a wrapped item are its prompt; the others are its answer."""
        parts = head.parts
        for at, part in enumerate(parts[1:], start=1):
            if label_of(part) and label_of(part)[0] == ANSWER:
                return at
        if _is_bold(parts[0]) and not any(ends_asking(part) for part in parts[1:]):
            return 1
        if answered:
            return len(parts)
        asking = [at for at, part in enumerate(parts) if ends_asking(part)]
        if asking:
            return _through_questions(parts, asking)
        if self.lines[head.first - 1].endswith("  ") and likeness(parts[1]) < 0.6:
            return 1
        longest = max(len(part) for part in parts)
        for at, part in enumerate(parts[:-1]):
            following = parts[at + 1].lstrip('*_"“')
            begun = following[:1].isupper() and likeness(following) < 0.6
            full = part.rstrip("*_").endswith((".", "。"))
            short = len(part) + len(following.split(" ")[0]) < 0.8 * longest and longest > 30
            if begun and (full or short) and likeness(_unwrapped(parts[: at + 1])) >= 0.6:
                return at + 1
        return len(parts)

    def _pieces(self, body: list[Block], roles: Roles) -> Iterable[Piece]:
        """Neighbouring blocks of one role, cut out together; labels are taken off."""
        at = 0
        while at < len(body):
            until = at + 1
            while until < len(body) and self._belongs(body, roles, until):
                until += 1
            begin, end = at, until
            while begin < end and body[begin].kind in (MARKUP, RULE):
                begin += 1
            while begin < end and body[end - 1].kind in (MARKUP, RULE):
                end -= 1
            if begin < end:
                yield from self._piece(body[begin:end], roles.of[at], begin in roles.labelled)
            at = until

    def _belongs(self, body: list[Block], roles: Roles, at: int) -> bool:
        """Whether a block goes on with the piece of the block before it."""
        if roles.of[at] != roles.of[at - 1] or at in roles.labelled:
            return False
        by_code = CODE in (body[at].kind, body[at - 1].kind)
        return not (roles.of[at] == PROMPT and by_code)

    def _piece(self, blocks: list[Block], role: str, labelled: bool) -> Iterable[Piece]:
        head = blocks[0]
        first, last = head.first, blocks[-1].last
        text = ""
        if labelled:
            if head.kind != SUMMARY and (label := label_of(head.text)):
                # Only what stands on the line of the label; the lines below are cut.
                label = (label_of(head.parts[0]) or label) if len(head.parts) > 1 else label
                text = label[1]
            on_line = [b for b in blocks[1:] if b.first == head.first and b.kind == TEXT]
            if on_line and head.kind == SUMMARY:
                text = " ".join(b.parts[0] for b in on_line)
            first += 1
        elif head.kind == TEXT and _DETAILS.search(self.lines[first - 1]):
            text = head.parts[0] if head.parts else ""
            first += 1
        more = cut(self.lines, first, last) if last >= first else ""
        apart = first - 1 < len(self.lines) and not self.lines[first - 1].strip()
        text = ("\n\n" if apart else "\n").join(filter(None, (tagless(text), more)))
        if text:
            is_code = role == PROMPT and head.kind == CODE
            yield Piece(PROMPT_CODE if is_code else role, text, head.first, last)

    def _fill(self, question: Question, pieces: list[Piece], *, handle: bool) -> None:
        prompts = [piece for piece in pieces if piece.role == PROMPT]
        if handle and prompts and likeness(question.prompt) < 0.6:
            question.title, question.prompt = question.prompt, ""
        if prompts and not question.prompt and "\n" not in prompts[0].text:
            prompts[0].text = title_of(prompts[0].text, self.tiers).text
        below = joined(prompts)
        between = "\n" if question.prompt.endswith((":", "：")) else "\n\n"
        question.prompt = between.join(filter(None, (question.prompt, below))).strip()
        for piece in pieces:
            if piece.role == PROMPT_CODE:
                question.code.append(unfenced(piece.text))
            elif piece.role == CHOICES:
                question.choices += [line for line in piece.text.split("\n") if line.strip()]
            elif piece.role in (POINTS, TIPS, FOLLOW_UPS, REFERENCES):
                getattr(question, piece.role).extend(entries_of(piece.text))
        boxes = filter(None, map(_BOX.match, question.choices))
        ticked = [box[2] for box in boxes if box[1] != " "]
        question.choices = [_BOX.sub(r"- \2", line) for line in question.choices]
        right = ticked[0] if len(ticked) == 1 else "\n".join(f"- {one}" for one in ticked)
        self._answer(question, joined([piece for piece in pieces if piece.role == ANSWER]))
        question.answer = "\n\n".join(filter(None, (right, question.answer))) or None

    def _answer(self, question: Question, answer: str) -> None:
        if _LINK_ALONE.fullmatch(answer):
            question.references.insert(0, answer.strip("> \n"))
            answer = ""
        answer = _BREAKS.sub("", answer, count=1)
        if found := _LAST_BREAKS.search(answer[-60:]):
            answer = answer[: -len(found[0])]
        if answer.startswith(">") and all(line[:1] in (">", "") for line in answer.split("\n")):
            answer = re.sub(r"^> ?", "", answer, flags=re.M)  # all of it is set as a quote
        if found := re.fullmatch(r"[“\"]([^“”\"]+)[”\"]", answer):
            answer = found[1]
        question.answer = None if _PLACEHOLDER.fullmatch(answer.strip("*_ ")) else answer or None

    def _facts_in(self, body: list[Block], roles: Roles) -> Facts:
        facts = Facts()
        for block, role in zip(body, roles.of, strict=True):
            if role == FACTS and (label := label_in(block)):
                found = facts_of_badge(label[1]) or Facts()
                words = block.text.lower()
                minutes = minutes_in(label[1]) if "time" in words or "duration" in words else None
                number = re.match(r"\D{0,20}(\d+)$", words)
                if "minutes" in words and number:
                    minutes = int(number[1])
                facts = facts.over(Facts(minutes, tier_in(block.text))).over(found)
        return facts


def answer_on_the_line(text: str, *, in_brackets: bool = False) -> tuple[str, str]:
    """“Do you need a degree? No.”: the question and its answer on one line.

    Words in brackets behind a question explain it, unless its neighbours are answered that way.
    """
    found = list(_ASKING_END.finditer(text))
    if not found:
        return text, ""
    rest = text[found[-1].end() :].strip()
    bare = rest.lstrip("-–—: ").strip()
    if in_brackets and re.fullmatch(r"\([^()]+\)\.?", bare):
        return text[: found[-1].end()].strip(), bare.strip("().")
    if not bare or _SUPPOSES.match(bare) or likeness(bare) >= 0.6 or len(bare) < 2:
        return text, ""
    return text[: found[-1].end()].strip(), bare


def answer_in_brackets(questions: list[Question]) -> None:
    """“Best driver? (the thin one)”, where most questions are answered on their own line."""
    on_line = sum(bool(q.answer) and q.source_end == q.source_line for q in questions)
    ends = [q for q in questions if not q.answer and re.search(r"[?？]\s*\([^()]+\)\.?$", q.prompt)]
    if on_line + len(ends) > 2 and on_line + len(ends) >= 0.6 * len(questions):
        for question in ends:
            question.prompt, question.answer = answer_on_the_line(question.prompt, in_brackets=True)


def _through_questions(parts: list[str], asking: list[int]) -> int:
    """Up to the last of the lines that ask, when they stand close together."""
    at = asking[0]
    while at + 1 < len(parts) and at + 1 in asking:
        at += 1
    following = parts[at + 1] if at + 1 < len(parts) else ""
    if _STATES.match(following) and not any("?" in part for part in parts[at + 1 :]):
        return at + 1  # “What was shown and not clicked.” answers
    if following and not _SUPPOSES.match(following) and likeness(following) < 0.6:
        return at + 1
    later = [place for place in asking if place > at]
    if not later:
        return len(parts) if at + 1 == len(parts) or _SUPPOSES.match(following) else at + 1
    return later[-1] + 1 if later[-1] - at < 4 else at + 1


def _goes_on(text: str, body: list[Block]) -> bool:
    """A prompt that a page break or an empty line divides in the middle of its sentence."""
    below = body[0] if body and body[0].kind == TEXT else None
    if below is None or not below.text[:1].islower() or label_of(below.text):
        return False
    open_end = text[-1:].isalnum() and likeness(text) >= 0.6 and ends_asking(below.parts[0])
    return text.endswith(("-", "‐")) or open_end


def _is_bold(part: str) -> bool:
    return bool(re.fullmatch(r"(?:\*\*|__)(?:(?!\*\*|__).)+(?:\*\*|__)[\W_]{0,6}", part[:600]))


def _unwrapped(parts: list[str]) -> str:
    """Wrapped lines as one, a word that was divided at their end put together."""
    text = ""
    for part in parts:
        if re.search(r"[^\W\d_]-$", text) and part[:1].islower():
            text = text[:-1] + part
        else:
            text = f"{text} {part}".strip()
    return text

"""What stands below a prompt: the rest of the prompt, the answer, notes, tips, follow-ups.

Text is cut from the document's own lines, so that lists, code and formulas stay as they were.
"""

import re
from collections.abc import Iterable

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
from questions.importing.finding import Start
from questions.importing.question import Question
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

_ASKING_END = re.compile(r"[?？](?:[\"'”’)*_]*)(?=\s)")
_SUPPOSES = re.compile(
    r"(?:assume|suppose|consider|given|hint|note|e\.g|i\.e|for example|for instance|example|use|if|be|you|your|try|in particular|options?|think|why|how|what|and|or|\(|\[|<|\+)",
    re.I,
)
_PLACEHOLDER = re.compile(
    r"(?:tbd|todo|t\.b\.d\.?|answer here|your answer(?: here)?|coming soon|to be (?:added|done|written).*|n/?a|\.{3}|…|-+|\?+|wip|\(?(?:no answer|empty)\)?)[.!]*",
    re.I,
)
_BACK_LINK = re.compile(
    r"^[\W_]*(?:<[^<>]*>)?[\W_]*\[?[\W_]*(?:back to (?:the )?(?:top|contents|index|questions|toc).{0,20}|(?:go )?to top|↑|⬆)[\W_]*(?:\]\([^)]*\))?.{0,12}$",
    re.I,
)
_OPTION = re.compile(r"^\s*(?:[-*+]\s+)?(?:\*\*)?\(?[A-Fa-f][:.)]\s", re.M)
_EXAMPLE = re.compile(r"=>|->|→|⇒|^(?:input|output|example|e\.g|constraints?)\b", re.I)
_FILLER = re.compile(
    r"^\s*(?:</?(?:details|summary|p|br|div|center|ul|ol|li|span|b|strong|blockquote)\b[^<>]*>\s*)+$",
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
        roles = self._roles(
            body, has_prompt=bool(prompt), asks=likeness(prompt) >= 0.6, prompt=prompt
        )
        question = Question(prompt=prompt, source_line=head.first, section=start.section)
        pieces: list[tuple[str, str]] = [(ANSWER, rest)] if rest else []
        pieces += self._pieces(body, roles)
        self._fill(question, pieces)
        facts = start.title.facts.over(self._facts_in(body, roles)).over(start.facts)
        question.minutes, question.tier = facts.minutes, facts.tier
        question.priority = facts.priority
        question.kind = facts.kind or kind_in_prompt(question.prompt)
        return question

    def _prompt_and_rest(self, head: Block, start: Start, body: list[Block]) -> tuple[str, str]:
        """The prompt, and what of the answer already stands in the block of the prompt."""
        if head.kind in (HEADING, SUMMARY) or len(head.parts) < 2:
            text, rest = start.title.text, ""
        else:
            upto = _asked_lines(head.parts, answered=any(_labelled(b, ANSWER) for b in body))
            text = title_of(_joined(head.parts[:upto]), self.tiers).text
            rest = self._cut(head.first + upto, head.last) if upto < len(head.parts) else ""
            if rest and (label := label_of(rest.split("\n")[0])):
                _first, _, more = rest.partition("\n")
                rest = f"{label[1]}\n{more}".strip() if label[0] == ANSWER else rest
        if (
            text.endswith(("-", "‐"))
            and body
            and body[0].kind == TEXT
            and body[0].text[:1].islower()
        ):
            text = text.rstrip("-‐") + body[0].text
            del body[0]
        if not rest and not any(block.kind in (TEXT, ITEM, CODE, TABLE) for block in body):
            text, rest = _same_line(text)
        return text, rest

    def _roles(self, body: list[Block], *, has_prompt: bool, asks: bool, prompt: str) -> list[str]:
        """The role of each block of a body."""
        boundary = next((at for at, b in enumerate(body) if _labelled(b, ANSWER)), None)
        roles: list[str] = []
        role = PROMPT if boundary is not None or not has_prompt else ANSWER
        once = None
        for at, block in enumerate(body):
            label = _label(block)
            if label is None and once is not None and block.after_blank and block.kind != ITEM:
                role, once = once, None
            if (
                label is not None
                and not (label[0] == PROMPT and at)
                and not (
                    label[0] in (FACTS, POINTS, TIPS)
                    and label[1] == ""
                    and block.kind == TEXT
                    and label[0] == FACTS
                )
            ):
                inline = bool(label[1])
                if label[0] == FACTS:
                    roles.append(FACTS if inline and len(label[1]) < 80 else role)
                    continue
                if inline and label[0] == TIPS and block.kind != HEADING:
                    once = once or role
                role = label[0]
            elif (block.kind == HEADING and role in (POINTS, TIPS, FOLLOW_UPS, REFERENCES)) or (
                block.kind == RULE and role != ANSWER
            ):
                role = ANSWER
            roles.append(role)
        if boundary is None:
            self._lead(body, roles, has_prompt, asks, prompt)
        return roles

    def _lead(
        self, body: list[Block], roles: list[str], has_prompt: bool, asks: bool, prompt: str
    ) -> None:
        """Without a label: what still belongs to the prompt, and follow-ups below it."""
        plain = [at for at, role in enumerate(roles) if role in (ANSWER, PROMPT)]
        real = [at for at in plain if body[at].kind not in (MARKUP, RULE)]
        if not real:
            return
        first = body[real[0]]
        taken = 0
        if (
            not has_prompt
            or (not asks and first.kind == TEXT and likeness(first.text) >= 0.6)
            or (first.kind == CODE and (prompt.endswith(":") or _about_code(prompt)))
        ):
            roles[real[0]], taken = PROMPT, 1
        elif (
            first.kind == ITEM
            and not asks
            and all(_EXAMPLE.search(body[at].text) for at in real[:3])
        ):
            for at in real:
                if body[at].kind == ITEM and _EXAMPLE.search(body[at].text):
                    roles[at] = PROMPT
                    taken += 1
        options = [at for at in real[taken:] if _OPTION.match(self.lines[body[at].first - 1])]
        if len(options) > 1 and options[0] == real[taken]:
            for at in options:
                roles[at] = PROMPT
        items = [at for at in real if body[at].kind == ITEM and roles[at] == ANSWER]
        asked = [at for at in items if ends_asking(body[at].text)]
        if items and len(asked) == len(items):
            for at in items:
                roles[at] = FOLLOW_UPS
        for at in plain:
            if roles[at] == PROMPT and not real:
                roles[at] = ANSWER

    def _pieces(self, body: list[Block], roles: list[str]) -> list[tuple[str, str]]:
        """Neighbouring blocks of one role, cut out together; labels are taken off."""
        pieces: list[tuple[str, str]] = []
        at = 0
        while at < len(body):
            role, until = roles[at], at + 1
            while until < len(body) and roles[until] == role and not _label(body[until]):
                if role == PROMPT and (body[until].kind == CODE or body[until - 1].kind == CODE):
                    break
                until += 1
            end = until
            while at < end and body[at].kind in (MARKUP, RULE):
                at += 1
            while at < end and body[end - 1].kind in (MARKUP, RULE):
                end -= 1
            if at == end:
                at = until
                continue
            first, last = body[at].first, body[end - 1].last
            label = _label(body[at])
            text = ""
            if label is not None and label[0] == role:
                text = label[1] if body[at].kind != SUMMARY else ""
                if len(body[at].parts) > 1 and text:
                    text = label_of(body[at].parts[0])[1] if label_of(body[at].parts[0]) else ""
                same = until > at + 1 and body[at + 1].first == body[at].first
                if same and body[at].kind == SUMMARY:
                    text = " ".join(b.text for b in body[at + 1 : until] if b.first == first)
                first += 1
            elif body[at].kind == TEXT and self._shares_line(body, at):
                text = body[at].text
                first += 1
            more = self._cut(first, last) if last >= first else ""
            apart = first - 1 < len(self.lines) and not self.lines[first - 1].strip()
            piece = ("\n\n" if apart else "\n").join(filter(None, (_tagless(text), more)))
            if piece:
                kind = f"{role}:code" if role == PROMPT and body[at].kind == CODE else role
                pieces.append((kind, piece))
            at = until
        return pieces

    def _shares_line(self, body: list[Block], at: int) -> bool:
        return bool(re.search(r"</?(?:details|summary)", self.lines[body[at].first - 1], re.I))

    def _cut(self, first: int, last: int) -> str:
        """Lines of the document without common indentation, tags of details and back-links."""
        lines = [line.rstrip() for line in self.lines[first - 1 : last]]
        while lines and _is_noise(lines[-1]):
            lines.pop()
        while lines and _is_noise(lines[0]):
            lines.pop(0)
        lines = [line for line in lines if not _FILLER.match(line)]
        width = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
        if lines and width == 0:  # the first line may stand at the margin by itself
            rest = [line for line in lines[1:] if line.strip()]
            width_of_rest = min((len(line) - len(line.lstrip()) for line in rest), default=0)
            if width_of_rest >= 2 and not re.match(r"\s*([-*+]|\d+[.)]|```)", lines[0]):
                return "\n".join([lines[0], *(line[width_of_rest:] for line in lines[1:])]).strip(
                    "\n"
                )
        return "\n".join(line[width:] for line in lines).strip("\n")

    def _fill(self, question: Question, pieces: Iterable[tuple[str, str]]) -> None:
        answers, prompts = [], [question.prompt] if question.prompt else []
        for role, text in pieces:
            if role == ANSWER:
                answers.append(text)
            elif role == f"{PROMPT}:code":
                question.code.append(_unfenced(text))
            elif role == PROMPT:
                prompts.append(
                    text if prompts else title_of(text).text if "\n" not in text else text
                )
            elif role in (POINTS, TIPS, FOLLOW_UPS, REFERENCES):
                getattr(question, role).extend(entries_of(text))
        question.prompt = "\n\n".join(prompts).strip()
        answer = "\n\n".join(answers).strip()
        question.answer = (
            answer if answer and not _PLACEHOLDER.fullmatch(answer.strip("*_ ")) else None
        )
        if question.answer and re.fullmatch(r"[“\"]([^“”\"]+)[”\"]", question.answer):
            question.answer = question.answer[1:-1]

    def _facts_in(self, body: list[Block], roles: list[str]) -> Facts:
        facts = Facts()
        for block, role in zip(body, roles, strict=True):
            if role == FACTS and (label := _label(block)):
                found = facts_of_badge(label[1]) or Facts()
                words = block.text.lower()
                minutes = minutes_in(label[1]) if "time" in words or "duration" in words else None
                number = re.match(r"\D{0,20}(\d+)$", words)
                if "minutes" in words and number:
                    minutes = int(number[1])
                facts = facts.over(Facts(minutes, tier_in(block.text))).over(found)
        return facts


def _label(block: Block) -> tuple[str, str] | None:
    if block.kind in (TEXT, HEADING, SUMMARY, QUOTE) or (
        block.kind == ITEM and block.marker in "-a"
    ):
        if block.kind == ITEM and _OPTION.match(block.text):
            return None
        return label_of(block.text)
    return None


def _labelled(block: Block, role: str) -> bool:
    label = _label(block)
    return (label is not None and label[0] == role) or (role == ANSWER and _shows(block))


def _shows(block: Block) -> bool:
    """`<summary>` of any short wording opens the answer of the question above it."""
    return block.kind == SUMMARY and len(block.text) < 60 and likeness(block.text) < 0.6


def _joined(parts: list[str]) -> str:
    text = ""
    for part in parts:
        if re.search(r"[^\W\d_]-$", text) and part[:1].islower():
            text = text[:-1] + part
        else:
            text = f"{text} {part}".strip()
    return text


def _asked_lines(parts: list[str], *, answered: bool) -> int:
    """How many lines of a wrapped item are its prompt; the others are its answer."""
    for at, part in enumerate(parts[1:], start=1):
        if label_of(part) and label_of(part)[0] == ANSWER:
            return at
    if answered:
        return len(parts)
    asking = [at for at, part in enumerate(parts) if ends_asking(part)]
    if asking:
        at = asking[0]
        while at + 1 < len(parts) and at + 1 in asking:
            at += 1
        if (
            at + 1 < len(parts)
            and not _SUPPOSES.match(parts[at + 1])
            and likeness(parts[at + 1]) < 0.6
        ):
            return at + 1
        later = [place for place in asking if place > at]
        return later[-1] + 1 if later and later[-1] - at < 4 else (at + 1 if later else len(parts))
    for at, part in enumerate(parts[:-1]):
        following = parts[at + 1].lstrip('*_"“')
        ends = part.rstrip("*_").endswith((".", "。")) and following[:1].isupper()
        if ends and likeness(_joined(parts[: at + 1])) >= 0.6 and likeness(following) < 0.6:
            return at + 1
    return len(parts)


def _same_line(text: str) -> tuple[str, str]:
    """“Do you need a degree? No.”: the question and its answer on one line."""
    found = list(_ASKING_END.finditer(text))
    if not found:
        return text, ""
    rest = text[found[-1].end() :].strip()
    bare = rest.lstrip("-–—: ").strip()
    if not bare or _SUPPOSES.match(bare) or likeness(bare) >= 0.6 or len(bare) < 2:
        return text, ""
    return text[: found[-1].end()].strip(), bare


def _about_code(prompt: str) -> bool:
    return bool(
        re.search(
            r"\b(?:output|print(?:s|ed)?|log(?:s|ged)?|code|snippet|following|below|program|value of|return(?:s|ed)?|wrong|bug)\b",
            prompt,
            re.I,
        )
    )


def _is_noise(line: str) -> bool:
    bare = line.strip()
    return (
        not bare
        or bool(_FILLER.match(line))
        or bool(_BACK_LINK.match(bare[:200]))
        or bool(re.fullmatch(r"(?:[-*_]\s*){3,}|<!--.*-->|!\[[^\]]*\]\([^)]*\)", bare[:500]))
    )


def _tagless(text: str) -> str:
    return re.sub(r"</?(?:p|div|center|details|summary)\b[^<>]*>", "", text).strip()


def _unfenced(code: str) -> str:
    lines = code.split("\n")
    if lines and lines[0].lstrip().startswith(("```", "~~~")):
        lines = lines[1:]
        if lines and lines[-1].strip() and not lines[-1].strip().strip("`~"):
            lines = lines[:-1]
    return "\n".join(lines)


def entries_of(text: str) -> list[str]:
    """A list one entry a bullet, with what is nested below it; prose one entry a paragraph."""
    entries: list[str] = []
    bullet = re.compile(r"^(?:[-*+•]|\d{1,3}[.)]|[a-z][.)])\s+(?=\S)")
    fresh = True
    for line in text.split("\n"):
        if found := bullet.match(line):
            entries.append(line[found.end() :])
        elif not line.strip():
            fresh = True
            continue
        elif fresh and not line.startswith((" ", "\t")):
            entries.append(line)
        elif entries:
            entries[-1] += "\n" + line
        else:
            entries.append(line)
        fresh = False
    return [entry.strip() for entry in entries if entry.strip()]

"""What the headings are: sections, questions, parts of answers. Decided by vote, not one by one.

Headings of one look (level, numbered or not) usually play one part in a document. So each look is
judged by how many of its headings ask something, and then each heading by its look.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

from questions.importing.blocks import (
    CODE,
    HEADING,
    ITEM,
    MARKUP,
    RULE,
    SUMMARY,
    TABLE,
    TEXT,
    Block,
)
from questions.importing.titles import Facts, Title, facts_of_section, title_of
from questions.importing.wording import (
    ANSWER,
    announces_questions,
    asks_nothing,
    ends_asking,
    label_of,
    likeness,
)

_LABELLED = re.compile(
    r"^[*_\s]*(?:Q(?:ues(?:tion)?|ue)?\s*[#-]?\.?\s*\d|Q\s*[.:)]\s|(?:Question|Frage|Pregunta)\s*[:：]\s*\S)",
    re.I,
)
_CONTENTS = re.compile(r"(?:the )?(?:table of )?contents?|toc|index|overview", re.I)
_BARE_LABEL = re.compile(
    r"^[*_\s]*(?:Q(?:uestion)?|Problem|Exercise)\s*#?\.?\s*\d*\s*[.:)]?[*_\s]*$", re.I
)


@dataclass
class Head:
    """One heading. `asks` by its words, or because an answer is given to what stands below it.

    `body_asks`: the paragraph below it asks, so that the heading may be no more than its handle.
    """

    at: int
    level: int
    title: Title
    look: tuple[int, str]
    asks: bool = False
    answered: bool = False
    is_label: bool = False
    is_part: bool = False
    asks_nothing: bool = False
    body_asks: bool = False
    is_handle: bool = False
    inside: bool = False


@dataclass
class Scope:
    """Blocks `first` to `last` (not included) that belong to no question heading."""

    first: int
    last: int
    path: tuple[str, ...] = ()
    facts: Facts = field(default_factory=Facts)
    left_out: str | None = None


@dataclass
class Outline:
    """`questions`: the heading's block and where its body ends. `scopes`: everything else."""

    questions: list[tuple[Head, Scope]] = field(default_factory=list)
    scopes: list[Scope] = field(default_factory=list)


def outline_of(blocks: list[Block], tiers: dict[str, int]) -> Outline:
    heads = _heads(blocks, tiers)
    styles = _question_looks(heads, blocks)
    chosen = _chosen(heads, styles, blocks)
    return _cut(blocks, heads, chosen)


def _heads(blocks: list[Block], tiers: dict[str, int]) -> list[Head]:
    heads = []
    for at, block in enumerate(blocks):
        if block.kind != HEADING:
            continue
        title = title_of(block.text, tiers)
        if _BARE_LABEL.match(block.text) and _LABELLED.match(block.text):
            title = Title("", facts=title.facts)
        mark = "Q" if _LABELLED.match(block.text) else "1" if block.number is not None else ""
        head = Head(at, block.level, title, (block.level, mark))
        label = label_of(title.text) if mark != "Q" else None
        head.is_label = bool(label and (label[1] == "" or label[0] == ANSWER))
        head.asks_nothing = asks_nothing(title.text) and mark != "Q"
        heads.append(head)
    repeated = Counter(_plain(head.title.text) for head in heads)
    for at, head in enumerate(heads):
        end = heads[at + 1].at if at + 1 < len(heads) else len(blocks)
        body = blocks[head.at + 1 : min(end, head.at + 60)]
        by_next = at + 1 < len(heads) and heads[at + 1].is_label
        answers = sum(_is_answer_label(block) for block in body)
        head.answered = by_next or answers > 0
        likely = likeness(head.title.text)
        # Indented and without a number: a heading within the answer of a list's item.
        head.inside = blocks[head.at].indent > 1 and blocks[head.at].number is None
        head.is_part = likely < 0.8 and repeated[_plain(head.title.text)] > 2 and head.look[1] == ""
        head.is_part = head.is_part or head.inside
        lead = next((block for block in body if block.kind in (TEXT, ITEM)), None)
        asked_below = lead is not None and lead.kind == TEXT and likeness(lead.text) >= 0.6
        labelled = any(block.marker == "Q" for block in body)
        head.body_asks = not labelled and _body_asks(body)
        head.asks = likely >= 0.6 or (
            head.answered and asked_below and not labelled and answers < 2
        )
        head.asks = head.asks or head.look[1] == "Q"
    _find_handles(heads)
    return heads


def _body_asks(body: list[Block]) -> bool:
    """One of the first paragraphs asks, and no list of questions stands below them."""
    texts = [block for block in body if block.kind == TEXT][:3]
    items = [block for block in body if block.kind == ITEM]
    listed = sum(likeness(block.text) >= 0.6 for block in items)
    asked = any(len(block.text) < 700 and likeness(block.text) >= 0.6 for block in texts)
    bold = sum(
        title_of(block.text).bold and label_of(block.text) is None
        for block in body
        if block.kind == TEXT
    )
    return asked and not bold and (listed < 2 or listed < 0.5 * len(items))


def _find_handles(heads: list[Head]) -> None:
    """Headings whose siblings are handles too: “The lost update”, and below it what is asked."""
    looks: dict[tuple[int, str], list[Head]] = {}
    for head in heads:
        if not (head.asks_nothing or head.is_label or head.is_part or head.look[1] == "Q"):
            looks.setdefault(head.look, []).append(head)
    for members in looks.values():
        mute = [head for head in members if likeness(head.title.text) < 0.6]
        handles = [head for head in mute if head.body_asks]
        answered = sum(head.answered for head in handles)
        enough = len(handles) > 2 or (len(handles) > 1 and answered == len(handles))
        if enough and len(handles) >= 0.6 * len(mute) and 2 * len(mute) >= len(members):
            for head in handles:
                head.asks = head.is_handle = True


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().lower()


def _is_answer_label(block: Block) -> bool:
    if block.kind not in (TEXT, ITEM, SUMMARY, HEADING):
        return False
    label = label_of(block.text)
    return label is not None and label[0] == ANSWER


def _question_looks(heads: list[Head], blocks: list[Block]) -> dict[tuple[int, str], float]:
    """The looks whose headings are questions, each with the share of them that asks."""
    looks: dict[tuple[int, str], list[Head]] = {}
    only_top = sum(1 for head in heads if head.level == 1) == 1
    for at, head in enumerate(heads):
        is_name = at == 0 and head.level == 1 and only_top and head.look[1] != "Q"
        if not (head.is_label or head.is_part or head.asks_nothing or is_name):
            looks.setdefault(head.look, []).append(head)
    passed = {}
    _hear_the_idle(heads, looks)
    for look, members in looks.items():
        share = sum(head.asks for head in members) / len(members)
        if look[1] == "Q":
            passed[look] = 1.0
        elif len(members) == 1:
            if members[0].asks and members[0].answered:
                passed[look] = share
        elif share >= 0.5 or (look[1] == "1" and len(members) > 3 and share >= 0.3):
            passed[look] = share
    if sum(head.asks for members in looks.values() for head in members) == 1:
        return {look: share for look, share in passed.items() if looks[look][0].answered}
    return passed


def _hear_the_idle(heads: list[Head], looks: dict[tuple[int, str], list[Head]]) -> None:
    """“How to use hooks” reads like advice, but among numbered questions it is one of them."""
    plain = {
        look
        for look, members in looks.items()
        if (asking := sum(head.asks for head in members)) > 2 and asking >= 0.8 * len(members)
    }
    for head in heads:
        if head.asks_nothing and head.asks and head.look in plain:
            head.asks_nothing = False
            looks[head.look].append(head)


def _chosen(heads: list[Head], looks: dict, blocks: list[Block]) -> set[int]:
    """Indices into `heads` of those that are questions."""
    asking = Counter(head.look for head in heads if head.asks)
    only_top = sum(1 for head in heads if head.level == 1) == 1
    chosen: set[int] = set()
    at = 0
    while at < len(heads):
        head = heads[at]
        is_name = at == 0 and head.level == 1 and only_top and head.look[1] != "Q"
        idle = is_name or head.is_label or head.is_part or head.look not in looks
        end = at + 1 if idle else _span(heads, at, looks)
        if not idle and _is_question(heads, at, end, looks, asking, blocks):
            chosen.add(at)
            at = end
        else:
            at += 1
    return chosen


def _span(heads: list[Head], at: int, looks: dict) -> int:
    """The next heading that is not below this one, or is labelled as a question as this one is."""
    head = heads[at]
    for later in range(at + 1, len(heads)):
        other = heads[later]
        if (other.is_label and other.level >= head.level) or (
            other.is_part and other.look not in looks and head.look in looks
        ):
            continue
        if other.level <= head.level or (head.look[1] == other.look[1] == "Q"):
            return later
    return len(heads)


def _is_kept(other: Head, level: int) -> bool:
    """Whether a heading is a label within a question of this level: an answer's always is."""
    if not other.is_label:
        return False
    label = label_of(other.title.text)
    return other.level >= level or (label is not None and label[0] == ANSWER)


def _is_question(
    heads: list[Head], at: int, end: int, looks: dict, asking: Counter, blocks: list[Block]
) -> bool:
    head = heads[at]
    if head.asks_nothing:
        return False
    below = [child for child in heads[at + 1 : end] if child.level > head.level]
    below = [child for child in below if child.look in looks and child.asks]
    first = heads[at + 1].at if at + 1 < len(heads) else len(blocks)
    has_body = first > head.at + 1
    if len(below) > 1 or (below and below[0].look[1] == "Q"):
        marked = any(child.look[1] == "Q" for child in below) and head.look[1] != "Q"
        many = asking[below[0].look] >= 3 * asking[head.look]
        if marked or many or not has_body:
            return False
    if head.asks:
        return not _lists_questions(blocks[head.at + 1 : first])
    if any(block.marker == "Q" for block in blocks[head.at + 1 : first]):
        return False
    numbered_too = head.look[1] == "" and any(look[0] == head.level and look[1] for look in looks)
    if numbered_too or looks[head.look] < 0.6 or announces_questions(head.title.text):
        return False
    follows = at + 1 < len(heads) and heads[at + 1].level <= head.level
    counted = head.look[1] == "1" and follows
    return (has_body or counted) and not _lists_questions(blocks[head.at + 1 : first])


def _lists_questions(body: list[Block]) -> bool:
    """Nothing but a list of things that are asked: then the heading is the name of the list."""
    items = [block for block in body if block.kind == ITEM and block.indent < 2]
    if sum(block.marker == "Q" for block in items) > 1:
        return True
    asked = sum(ends_asking(block.text) for block in items)
    others = [block for block in body if block.kind in (TEXT, CODE, TABLE)]
    return len(items) > 2 and asked > 0.6 * len(items) and len(others) < 2


def _cut(blocks: list[Block], heads: list[Head], chosen: set[int]) -> Outline:
    outline = Outline()
    top = min((head.level for head in heads), default=1)
    only_top = [head for head in heads if head.level == top]
    is_named = len(only_top) == 1 and heads[0] is only_top[0]
    name = heads[0] if is_named and (len(heads) > 1 or heads[0].level == 1) else None
    stack: list[tuple[int, str, Facts, str | None]] = []
    outline.scopes.append(Scope(0, heads[0].at if heads else len(blocks)))
    at = 0
    while at < len(heads):
        head = heads[at]
        while stack and stack[-1][0] >= head.level:
            if at in chosen and stack[-1][0] == head.level and stack[-1][4]:
                break  # a section may have the same level as its questions
            stack.pop()
        following = at + 1
        if at in chosen:
            following = _end_of(blocks, heads, at, chosen)
        last = heads[following].at if following < len(heads) else len(blocks)
        if _is_inside(heads, at, chosen, stack) and outline.scopes[-1].last == head.at:
            outline.scopes[-1].last = last
            at = following
            continue
        label = label_of(head.title.text) if head.is_label else None
        if at not in chosen and not (label and label[0] == ANSWER):
            leads = at + 1 in chosen and _is_bare(blocks, heads, at)
            stack.append((*_section(head, stack, is_name=head is name), leads))
        path = tuple(title for _, title, *_ in stack if title)
        facts = stack[-1][2] if stack else Facts()
        scope = Scope(head.at + 1, last, path, facts, stack[-1][3] if stack else None)
        if at in chosen:
            label = _first_label(blocks, head, scope)
            if label is not None:  # labelled questions below a heading are questions themselves
                rest = Scope(label, last, path, facts, scope.left_out)
                scope.last = label
                outline.scopes.append(rest)
            outline.questions.append((head, scope))
        else:
            outline.scopes.append(scope)
        at = following
    return outline


def _end_of(blocks: list[Block], heads: list[Head], at: int, chosen: set[int]) -> int:
    """Where the body of a question heading ends, as an index into `heads`."""
    level = heads[at].level
    for later in range(at + 1, len(heads)):
        other = heads[later]
        if later in chosen:
            return later
        kept = other.is_part or _is_kept(other, level)
        ends = other.level <= level and not kept
        if ends and not _is_between(blocks, heads, at, later, chosen):
            return later
    return len(heads)


def _first_label(blocks: list[Block], head: Head, scope: Scope) -> int | None:
    if head.look[1] == "Q":
        return None
    body = range(scope.first + 1, scope.last)
    return next((at for at in body if blocks[at].marker == "Q" and blocks[at].number), None)


def _is_inside(heads: list[Head], at: int, chosen: set[int], stack: list) -> bool:
    """“Which one should I use?” below an answer: it asks, is no question, and names no section."""
    head = heads[at]
    asks = ends_asking(head.title.text) and not announces_questions(head.title.text)
    deeper = bool(stack) and head.level > stack[-1][0]
    return at not in chosen and not head.asks_nothing and ((asks and deeper) or head.inside)


def _is_bare(blocks: list[Block], heads: list[Head], at: int) -> bool:
    """Nothing but markup stands between this heading and the next."""
    between = blocks[heads[at].at + 1 : heads[at + 1].at]
    return all(block.kind in (MARKUP, RULE) for block in between)


def _is_between(
    blocks: list[Block], heads: list[Head], at: int, later: int, chosen: set[int]
) -> bool:
    """A heading without a number among numbered questions of its level belongs to the one above."""
    other, look = heads[later], heads[at].look
    if not look[1] or other.level != look[0] or other.look[1] or other.asks_nothing:
        return False
    return later + 1 in chosen and not _is_bare(blocks, heads, later)


def _section(head: Head, stack: list, *, is_name: bool) -> tuple[int, str, Facts, str | None]:
    above = stack[-1] if stack else (0, "", Facts(), None, False)
    facts = facts_of_section(head.title.text).over(head.title.facts).over(above[2])
    reason = above[3]
    if not above[1]:
        reason = None  # a table of contents holds nothing but its list
    if announces_questions(head.title.text):
        reason = None
    if head.asks_nothing and not is_name:
        reason = f"the section “{head.title.text[:60]}” asks nothing"
    title = head.title.text.rstrip(" :")
    named = not is_name and not (_CONTENTS.fullmatch(title) and reason)
    return head.level, title if named else "", facts, reason

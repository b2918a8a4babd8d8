"""A line that marks a question, taken apart: the words asked, and the badges around them."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

_IMAGE = re.compile(r"\[?!\[[^\]]{0,200}\]\([^)]{0,500}\)(?:\]\([^)]{0,500}\))?")
_TRAILING_LINK = re.compile(
    r"""\s*\[?
    \[(?:[^\]\w]{1,5}|src|source|link|ref|back\ to\ top|top|answer|more|\d+|⬆.{0,20})\]
    \([^)]{0,500}\)\]?\s*$""",
    re.I | re.X,
)
# “What is X? [Learn more](…)”, “X vs Y - [Article](…)”: a link set apart says where to read on.
_APART_LINK = re.compile(
    r"(?:(?<=[?.!？)`*])\s+(?:[-–—:|→]\s*)?|\s+[-–—|→]\s+)[*_(]{0,3}"
    r"\[([^\[\]]{1,40})\]\(([^()\s]{1,500})\)[*_)]{0,3}\s*\.?$"
)
_TICKED_BADGE = re.compile(r"(?<=[?.!？)])\s+`([^`]{1,30})`\s*$")
_LEADING_LINK = re.compile(r"^\[?\[[^\]\w]{1,5}\]\]?\([^)]{0,300}\)\s*(?=\S)")
_TRAILING_EMOJI = re.compile(r"[\s\U0001F300-\U0001FAFF\u2600-\u27BF\u2B00-\u2BFF\ufe0f\u200d]+$")
_LEADING_EMOJI = re.compile(r"^[\s\U0001F300-\U0001FAFF\u2600-\u27BF\u2B00-\u2BFF\ufe0f\u200d☐☑]+")
_NUMBER = re.compile(
    r"""^(?:
    Q(?:ues(?:tion)?|ue)?\s*[#-]?\.?\s*\d{1,4}\s*[.:)\-–—]?\s+
    |Q\s*[.:)]\s+
    |\d{1,3}(?:\.\d{1,3})+[.)]?\s+
    |\(?[#]?\d{1,4}(?:\.\d{1,3})*\s*\\?[.)．、:](?!\d)\s*
    |\d{1,4}\s+[-–—]\s+
    )(?=\S)""",
    re.I | re.X,
)
_WHOLE_LINK = re.compile(
    r"^\[((?:[^\[\]]|\[[^\]]*\]){1,600})\]\(([^()]*(?:\([^()]*\))?[^()]*)\)\.?$"
)
_BRACKETED = re.compile(
    r"\s*(?:\*{1,2}|_{1,2})?(?:\[([^\[\]]{1,40})\](?!\()|\(([^()]{1,40})\)|\{([^{}]{1,40})\})"
    r"(?:\*{1,2}|_{1,2})?\s*[.:]?\s*$"
)
_LEADING_BRACKET = re.compile(
    r"^(?:\[([^\[\]]{1,40})\](?![(\[])|\(([^()]{1,40})\)|(P[0-5])(?=\s*[:\-–—|]))"
    r"\s*[:\-–—|]?\s*"
)
_TASK = re.compile(r"^\[[ xX]\]\s+")

_TIERS = (
    (re.compile(r"(?:tier|level|l)\s*\.?\s*([1-4])", re.I), None),
    (
        re.compile(
            r"easy|beginners?|basic|junior|entry(?:[ -]level)?|screen|novice|fundamental|fresher",
            re.I,
        ),
        1,
    ),
    (re.compile(r"medium|mid|mid[ -]?level|intermediate|moderate", re.I), 2),
    (re.compile(r"hard|difficult|advanced|senior|staff|experienced", re.I), 3),
    (re.compile(r"expert|research|research[ -]level|principal|very hard", re.I), 4),
)
_MINUTES = re.compile(
    r"(?<![\d.])(\d{1,3})\s*(?:(?:-|–|—|to|‑)\s*(\d{1,3})\s*)?"
    r"[- ]?(?:min(?:ute)?s?\b|mins\b|'(?=\s|$|\)))",
    re.I,
)
_HOURS = re.compile(r"(?<![\d.])(\d)(?:[.,](\d))?\s*(?:h|hrs?|hours?)\b", re.I)
_PRIORITY = re.compile(r"\bP([0-5])\b")
_KINDS = (
    (
        "system-design",
        r"(?:\w+ )*system[s]?[ -]design.*|architecture|"
        r"(?:ml |architecture |product )?design(?: questions?| problems?)?",
    ),
    ("implementation", r"(?:.* )?(?:coding|implementation|programming)(?: .*)?|implement|code"),
    ("debugging", r"(?:.* )?(?:debug(?:ging)?|troubleshooting)(?: .*)?"),
    (
        "behavioural",
        r"(?:.* )?(?:behaviou?ral|leadership|soft skills?)(?: .*)?|"
        r"experience(?: questions?)?|hr questions?",
    ),
    ("derivation", r"(?:.* )?(?:derivations?|proofs?)(?: .*)?|derive"),
    (
        "conceptual",
        r"(?:.* )?(?:conceptual|theoretical)(?: questions?| problems?)?|"
        r"(?:.* )?(?:theory|concept) (?:questions?|problems?)",
    ),
)
_KIND_TITLES = [(kind, re.compile(words, re.I)) for kind, words in _KINDS]
_KIND_PROMPTS = (
    (
        "implementation",
        re.compile(
            r"(?:implement|code up|write (?:a|an|the|some) (?:\w+ ){0,3}"
            r"(?:function|program|class|code|script|query|method))\b",
            re.I,
        ),
    ),
    ("derivation", re.compile(r"(?:derive|prove)\b", re.I)),
    (
        "system-design",
        re.compile(
            r"design (?:a|an|the)\b"
            r"(?=.*\b(?:system|service|pipeline|platform|engine|architecture|store|feed)\b)|"
            r"how would you design (?:a|an)\b",
            re.I,
        ),
    ),
    (
        "behavioural",
        re.compile(
            r"(?:tell (?:me|us) about (?:a|the|your|one)|describe a (?:time|situation)|"
            r"give an example of a time)\b",
            re.I,
        ),
    ),
    ("debugging", re.compile(r"debug\b", re.I)),
)


@dataclass(frozen=True)
class Facts:
    """What a line says about its question, or a section title about all of its questions."""

    minutes: int | None = None
    tier: int | None = None
    priority: str | None = None
    kind: str | None = None

    def over(self, other: "Facts") -> "Facts":
        """These facts; where they are silent, those of `other`."""
        return Facts(
            self.minutes if self.minutes is not None else other.minutes,
            self.tier if self.tier is not None else other.tier,
            self.priority or other.priority,
            self.kind or other.kind,
        )


@dataclass(frozen=True)
class Title:
    """`text` is what is asked; `bold` when all of the line was; `link` when all of it is a link."""

    text: str
    bold: bool = False
    link: str | None = None
    facts: Facts = field(default_factory=Facts)


def minutes_in(text: str) -> int | None:
    """“60 min” is 60; a range its upper end; “1.5 h” is 90."""
    text = text[:500]
    if found := _MINUTES.search(text):
        return int(found[2] or found[1]) or None
    if found := _HOURS.search(text):
        return int(found[1]) * 60 + int(found[2] or 0) * 6 or None
    return None


def tier_in(text: str) -> int | None:
    """The tier that a whole word or badge says: “Easy”, “tier 3”, “Senior”."""
    plain = text.strip(" *_[](){}:.`")
    plain = re.sub(
        r"\s+(?:questions?|level|problems?|tier)$|^(?:difficulty|level)\s*:\s*",
        "",
        plain,
        flags=re.I,
    )
    for pattern, tier in _TIERS:
        if found := pattern.fullmatch(plain):
            return tier or int(found[1])
    if found := re.search(r"\btier\s*([1-4])\b(?!\s*[-–—,&])", text, re.I):
        return int(found[1])
    return None


def kind_in_title(title: str) -> str | None:
    plain = re.sub(r"\([^()]*\)|[:.]", " ", title)
    plain = re.sub(r"^\W*(?:\d+(?:\.\d+)*[.)]?|[a-z][.)])?\W*", "", plain[:120], flags=re.I).strip()
    for kind, pattern in _KIND_TITLES:
        if pattern.fullmatch(plain):
            return kind
    return None


def kind_in_prompt(prompt: str) -> str | None:
    for kind, pattern in _KIND_PROMPTS:
        if pattern.match(prompt[:300]):
            return kind
    return None


def facts_of_section(title: str) -> Facts:
    """What “Design questions (45 min)” or “Tier 4: research” says of every question below it."""
    found = _PRIORITY.search(title[:200])
    tier = tier_in(title[:200])
    for inside in re.findall(r"\(([^()]{1,40})\)", title[:200]):
        tier = tier or tier_in(inside)
    return Facts(minutes_in(title), tier, f"P{found[1]}" if found else None, kind_in_title(title))


def facts_of_badge(text: str) -> Facts | None:
    """A badge in brackets; None when the words are part of the question."""
    text = text.strip()
    priority = _PRIORITY.fullmatch(text) or re.fullmatch(r"priority\s*:?\s*P?([0-5])", text, re.I)
    minutes = (
        minutes_in(text) if len(text) < 25 and re.match(r"[~≈\d]|about|time", text, re.I) else None
    )
    facts = Facts(
        minutes,
        tier_in(text),
        f"P{priority[1]}" if priority else None,
        kind_in_title(text) if len(text.split()) < 4 else None,
    )
    if facts == Facts():
        parts = re.split(r"\s*[,;|/·•]\s*", text)
        if len(parts) > 1:
            for part in parts:
                facts = facts.over((part and facts_of_badge(part)) or Facts())
    return None if facts == Facts() else facts


def title_of(text: str, tiers: dict[str, int] | None = None) -> Title:
    """Take numbers, emphasis, badges, back-links and closing hashes off a line.

    `tiers` are the emoji that the document's legend gives a meaning.
    """
    return _title_of(text[:20_000], tuple((tiers or {}).items()))


@lru_cache(maxsize=4096)
def _title_of(text: str, legend: tuple[tuple[str, int], ...]) -> Title:
    tiers = dict(legend)
    text = re.sub(r"\s{2,}", " ", text[:20_000]).replace("\\*", "*").replace("\\_", "_").strip()
    text = re.sub(r"^(.{1,60}?)\\\.", r"\1.", text) if re.match(r"\d+\\\.", text) else text
    text = re.sub(
        r"`[^`]{1,300}`|</?(?:b|strong|i|em|u|h\d|p|br|a|span|font|center)\b[^<>]{0,300}>",
        _emphasis,
        text,
        flags=re.I,
    )
    text = re.sub(r"^(?::[a-z][a-z0-9_+-]{1,40}:\s*)+(?=\S)|\s\{#[\w-]+\}\s*$", "", text)
    bold, link, facts = False, None, Facts()
    for _ in range(8):
        before = text
        text = _IMAGE.sub("", text).strip() if "![" in text else text.strip()
        text = re.sub(r"\s+#+$|^#+\s+(?=\S)|\s\*{1,5}$", "", text)
        text = _TASK.sub("", text)
        text, is_bold = _unwrapped(text)
        bold = bold or is_bold
        text, tier = _without_emoji(text, tiers)
        facts = facts.over(Facts(tier=tier))
        text = _NUMBER.sub("", text)
        if found := _WHOLE_LINK.match(text):
            text, link = found[1], found[2]
        text = _LEADING_LINK.sub("", _TRAILING_LINK.sub("", text))
        if (found := _APART_LINK.search(text[-600:])) and "?" not in found[1]:
            text, link = text[: len(text) - len(found[0])], found[2]
        if found := _TICKED_BADGE.search(text):
            badge = facts_of_badge(found[1]) or Facts()
            if badge.tier or badge.minutes or badge.priority:
                text, facts = text[: found.start()], facts.over(badge)
        for pattern, side in ((_BRACKETED, "end"), (_LEADING_BRACKET, "start")):
            found = pattern.search(text) if side == "end" else pattern.match(text)
            said = next((group for group in found.groups() if group), "") if found else ""
            badge = facts_of_badge(said) if said else None
            if badge is not None and found[0] != text:
                text = text[: found.start()] if side == "end" else text[found.end() :]
                facts = facts.over(badge)
        if text == before:
            break
    return Title(text, bold, link, facts)


def _emphasis(tag: re.Match[str]) -> str:
    if tag[0][0] == "`":
        return tag[0]  # code keeps its angle brackets
    return "**" if re.match(r"</?(?:b|strong)\b", tag[0], re.I) else ""


def _unwrapped(text: str) -> tuple[str, bool]:
    """A text without the emphasis that spans all of it; and whether that was bold."""
    for mark in ("***", "**", "__", "*", "_"):
        inner = text[len(mark) : -len(mark)]
        closes = text.startswith(mark) and text.rstrip(".:?").endswith(mark)
        if closes and len(text) > 2 * len(mark):
            tail = text[len(text.rstrip(".:?")) :]
            inner = text[len(mark) : len(text) - len(tail) - len(mark)] + tail
            if mark not in inner and inner.strip() and inner[0] != mark[0]:
                return inner.strip(), len(mark) > 1
    if text.startswith("**") and text.count("**") == 1:
        return text[2:].strip(), True
    if text.endswith("**") and text.count("**") == 1:
        return text[:-2].strip(), False
    return text, False


def _without_emoji(text: str, tiers: dict[str, int]) -> tuple[str, int | None]:
    tier = None
    for pattern in (_TRAILING_EMOJI, _LEADING_EMOJI):
        if (found := pattern.search(text)) and found[0].strip() and found[0] != text:
            for emoji, meaning in tiers.items():
                if emoji in found[0]:
                    tier = meaning
            text = (text[: found.start()] + text[found.end() :]).strip()
    return text, tier


_LEGEND = re.compile(
    r"([\U0001F300-\U0001FAFF\u2600-\u27BF\u2B50])\ufe0f?"
    r"\s*[:=\-–—]*\s*\**([A-Za-z][A-Za-z ]{2,14})"
)


def legend_in(text: str) -> dict[str, int]:
    """Emoji that a document explains: `🟢 easy 🟠 medium`. Two at least, or it is decoration."""
    found = {}
    for emoji, words in _LEGEND.findall(text[:400]):
        for part in (words.strip(), words.split()[0]):
            if tier := tier_in(part):
                found.setdefault(emoji, tier)
    return found if len(found) > 1 else {}

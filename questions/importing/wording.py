"""What words say about a line: is it asked, is it a label, is it a section that asks nothing?"""

import re
from functools import lru_cache

_ENDS_ASKING = re.compile(r"[?？؟](?:[\s)\]}\"'”’»*_.!…]|\([^()]{0,60}\))*$")
_ASKS_INSIDE = re.compile(r"[?？؟](?=\s|$|[)\"”*_])")
_WH = (
    "what|what's|whats|why|how|how's|when|where|which|who|whom|whose|to what extent|in what|"
    "in which|under what|for what|at what|on what|by what|explain why"
)
_COMMANDS = (
    "analy[sz]e|answer|argue|apply|assess|brainstorm|build|calculate|characteri[sz]e|choose|cite|"
    "classify|clarify|code|comment on|compare|complete|compute|construct|contrast|convert|convince|"
    "count|create|critici[sz]e|critique|debug|decide|deduce|defend|define|demonstrate|derive|"
    "describe|design|detail|determine|develop|diagnose|differentiate|differences?|discuss|"
    "distinguish|draw|elaborate|enumerate|estimate|evaluate|examine|explain|explore|express|find|"
    "fix|formali[sz]e|formulate|generali[sz]e|give|guess|identify|illustrate|implement|interpret|"
    "investigate|justify|list|make the case|mention|model|modify|motivate|name|optimi[sz]e|outline|"
    "parse|perform|pick|plan|plot|predict|present|prioriti[sz]e|print|propose|prove|provide|quantify|rank|recommend|"
    "refactor|relate|reconcile|return|reverse|rewrite|rotate|say|share|show|simplify|simulate|"
    "sketch|solve|sort|specify|state|suggest|summari[sz]e|talk|teach|tell|test|trace|translate|transform|"
    "verify|count|draw up|split|traverse|walk|what if|work out|write|give me|pros and cons|"
    "advantages?|disadvantages?|"
    "comparison|let|assume|suppose|imagine|consider|given|you|your|a user|a colleague|in your|"
    "can you|could you|do you|have you|would you|are you|if"
)
_AUXILIARY = (
    "is|are|was|were|do|does|did|can|could|will|would|should|has|have|had|may|might|must|shall|"
    "isn't|aren't|doesn't|don't|can't|won't"
)
_FOREIGN = (
    "¿|qué|cuál|cómo|por qué|explique|defina|describa|"
    "qu'est|quel|quelle|pourquoi|comment|expliquez|"
    "was ist|was sind|wie|warum|wieso|welche|erkläre|beschreibe|nenne|"
    "что|как|почему|какой|какие|чем|зачем|объясните|"
    "о que|quais|como|por que|explique|cos'è|perché|quali"
)
_STARTS_WH = re.compile(rf"(?:{_WH})\b", re.I)
# “What I look for”, “How the exam works”, “What good looks like: …” ask nothing.
_TELLS = re.compile(
    r"(?:what|how|why|where|when|who)\s+(?:(?:i|we|they|you|it|he|she|this|these|our|my|your)\b|"
    r"the\s+(?:\w+\s+){1,3}(?:is|are|was|works?|do|does|means?|looks?)\b|[\w ]{3,30}:\s)",
    re.I,
)
_STARTS_COMMAND = re.compile(rf"(?:{_COMMANDS})\b", re.I)
# “Model selection”, “Test Design”: the verb is a noun when no article or number follows it.
_NAMES_A_THING = re.compile(
    r"(?:talk|design|test|question|problem|model|program|case|present|show)s? ?#?\d+\W*$|"
    r"(?:model|test|design|state|list|sort|build|code|plot|print|rank|return|draw|share|show|"
    r"sketch|trace|talk|estimate|count|complete|answer|find|present|question|program)"
    r"(?:[ -](?!(?:a|an|the|your|how|why|what|which|when|where|all|any|some|two|three|four|five|"
    r"this|that|these|it|me|us|about|if|whether|out|different|various|\d+)\b)"
    r"[\w&/’'-]+){1,4}$",
    re.I,
)
_STARTS_AUXILIARY = re.compile(rf"(?:{_AUXILIARY})\b", re.I)
_STARTS_FOREIGN = re.compile(rf"(?:{_FOREIGN})(?!\w)", re.I)
_ASIAN = re.compile(
    "什么|甚么|如何|为什么|為什麼|怎么|哪些|哪个|是否|请|何ですか|説明|무엇|설명|어떻게"
)
_VERSUS = re.compile(r"\bvs\.?\s|\bversus\b|\bdifferences? between\b|^difference of", re.I)
_LATER_COMMAND = re.compile(
    rf"[,.;:]\s+(?:(?:then|and|please|briefly|now) )*(?:how|why|what|which|{_COMMANDS})\b", re.I
)
_LEADING = re.compile(
    r"^(?:please|briefly|now|so|ok|and|but|first|in brief|in your own words|optional|bonus|"
    r"very briefly|in one sentence|in general|in your opinion|mathematically|quickly)[,:]?\s+",
    re.I,
)
_SUPPOSING = re.compile(
    r"(?:if|given|you|your|suppose|assume|let|imagine|consider|a user|a colleague)\b", re.I
)


def ends_asking(text: str) -> bool:
    return bool(_ENDS_ASKING.search(text[-200:]))


@lru_cache(maxsize=4096)
def likeness(text: str) -> float:
    """How much a line reads like a question by its form, from 0 to 1; below 0.6 it does not.

    Form only: where it stands among its siblings counts more, and is judged elsewhere.
    """
    text = text[:3000].strip(" \t*_\"'“”‘’«»`")
    if len(text) < 3:
        return 0.0
    if ends_asking(text):
        return 1.0
    text = _LEADING.sub("", text)
    if text.endswith((":", "：")) and len(text) < 40:
        return 0.3
    if _ASKS_INSIDE.search(text):
        return 0.8
    if _STARTS_FOREIGN.match(text) or _ASIAN.search(text[:60]):
        return 0.7
    if _TELLS.match(text):
        return 0.4
    if _STARTS_WH.match(text):
        return 0.7 if len(text) < 400 else 0.4
    if _SUPPOSING.match(text):
        return 0.7 if _LATER_COMMAND.search(text) else 0.4
    if _NAMES_A_THING.match(text):
        return 0.3
    if found := _STARTS_COMMAND.match(text):
        # “List”, “Model” or “Test” alone, or before a colon, is a name.
        return 0.7 if text[found.end() :].strip(" :.") and text[found.end()] != ":" else 0.2
    if _VERSUS.search(text) and len(text) < 100:
        return 0.6
    if _LATER_COMMAND.search(text) and len(text) < 500:
        return 0.6
    if _STARTS_AUXILIARY.match(text):
        return 0.4
    return 0.0


# Labels: a word in front of, or alone above, a part of a question.

ANSWER, POINTS, TIPS, FOLLOW_UPS, REFERENCES, FACTS, PROMPT = (
    "answer",
    "key_points",
    "tips",
    "follow_ups",
    "references",
    "facts",
    "prompt",
)
_LABELS = (
    (
        ANSWER,
        r"(?:(?:the|model|sample|expected|suggested|short|long|correct|ideal|example|possible|good|"
        r"detailed|full|strong|reference|brief|quick|spoken|best|official)\s+){0,2}"
        r"(?:answers?|anwer|answear|ans|solutions?|response|explanation)"
        r"|expected|show answer|view answer|click (?:here )?(?:to|for) .{0,30}|reveal|spoiler|"
        r"réponse|antwort|lösung|respuesta|resposta|risposta|ответ|решение|答案|答え|答|回答|解答|답",
    ),
    (
        POINTS,
        r"logic|rubric(?: notes?)?|"
        r"(?:the )?key (?:points?|ideas?|concepts?|insights?|facts?)(?: to (?:cover|mention|hit))?|"
        r"(?:must|should|could|nice to)[ -](?:mention|include|cover|have|say)|"
        r"points? to (?:cover|mention|look for)|"
        r"(?:what to )?look(?:ing)? for|"
        r"what (?:we|i|they|interviewers?) (?:look|listen) for|listen for|"
        r"(?:grading|marking|evaluation|scoring|assessment)(?: criteria| guide| notes?| scheme)?|"
        r"expected points?|red flags?|green flags?|must|bonus(?: points?)?|"
        r"(?:a )?(?:good|strong|weak) answers? (?:should )?(?:includes?|mentions?|covers?)|"
        r"(?:the )?candidate (?:must|should)(?: mention| cover| know)?|"
        r"checklist|interviewer notes?",
    ),
    (
        TIPS,
        r"(?:(?:interview|pro|quick|practical|helpful)[ -])?(?:tips?|hints?|advice)"
        r"(?: for (?:the )?interview| \d+)?",
    ),
    (
        FOLLOW_UPS,
        r"(?:possible |common |likely |suggested )?follow[ -]?ups?(?: questions?| probes?)?|"
        r"probes?|probing questions?|(?:further|additional|extra|deeper) questions?|"
        r"dig(?:ging)? deeper|go deeper|sub-?questions?|"
        r"(?:and )?then(?: they| we| i)? ask|next (?:they|we|i)(?: will)? ask",
    ),
    (
        REFERENCES,
        r"references?|(?:further|recommended|additional|suggested) (?:reading|resources?)|"
        r"resources?|sources?|read more|learn more|see also|links?|more info(?:rmation)?|"
        r"(?:connected|related) (?:questions?|topics?)|citations?|papers?|"
        r"useful (?:links?|resources?)",
    ),
    (
        FACTS,
        r"difficulty|level|tier|priority|time(?: limit)?|duration|minutes|type|kind|category|"
        r"topics?|tags?|seniority|companies|asked (?:by|at|in)|frequency",
    ),
    (
        PROMPT,
        r"question|prompt|problem(?: statement)?|task|scenario|context|"
        r"pregunta|frage|вопрос|问题|问",
    ),
)
_SEP = r"\s*(?:\([^()]{0,40}\)\s*)?(?:[:：]|\s[-–—]\s|\.(?=\s|$))"
_LABEL_WITH_TEXT = [(role, re.compile(rf"(?:{words}){_SEP}\s*", re.I)) for role, words in _LABELS]
_LABEL_ALONE = [(role, re.compile(rf"(?:{words})\s*[:：.…!-]*$", re.I)) for role, words in _LABELS]
_SEPARATOR = re.compile(r"[:：.–—]|\s-\s")
_MARKUP = re.compile(
    r"^(?:[\s>*_#\-+•]|<[^<>]{1,40}>|[\U0001F300-\U0001FAFF\u2600-\u27BF\ufe0f✅])+"
)
_LETTER_A = re.compile(r"A\d{0,3}\s*[:：.)]\s+|A\d{1,3}\s+[-–—]\s+|A[:：]$")


@lru_cache(maxsize=4096)
def label_of(text: str) -> tuple[str, str] | None:
    """The role a label gives to what follows, and the text after it on the same line.

    Emphasis and emoji around the label do not count: `**Answer**: Yes` gives (answer, `Yes`).
    """
    head = _MARKUP.sub("", text[:200])
    plain = re.sub(r"[*_]{1,3}|</?(?:b|strong|i|em|u)>", "", head).strip()
    if len(plain) >= 60 and not _SEPARATOR.search(plain[:110]):
        return None
    for role, pattern in _LABEL_ALONE:
        if len(plain) < 60 and pattern.fullmatch(plain):
            return role, ""
    for role, pattern in _LABEL_WITH_TEXT:
        if found := pattern.match(plain):
            return role, _after(text, found[0])
    if found := _LETTER_A.match(plain):
        return ANSWER, _after(text, found[0])
    return None


def _after(text: str, label: str) -> str:
    """What is left of a text when the letters of a label, and the emphasis of it, are cut off."""
    wanted = [letter for letter in label if not letter.isspace()]
    place = len(text) - len(_MARKUP.sub("", text[:200], count=1)) if len(text) < 200 else None
    if place is None:
        place = 200 - len(_MARKUP.sub("", text[:200]))
    opening = text[:place]
    for letter in wanted:
        while place < len(text) and text[place] != letter:
            place += 1
        place += 1
    rest = text[place:]
    closing = re.match(r"(?:\*{1,3}|_{1,3}|</(?:b|strong|i|em)>)+", rest)
    if closing and (closing[0][0] == "<" or closing[0][0] in opening):
        rest = rest[closing.end() :]
    return rest.strip()


# Sections that hold no questions, by their titles.

_NO_QUESTIONS = re.compile(
    r"(?:the )?(?:table of )?contents?|toc|index|navigation|menu|outline|"
    r"contribut\w+.*|how to contribute.*|pull requests?|code of conduct|licen[cs]e.*|"
    r"copyright.*|disclaimer|"
    r"(?:\w+ ){0,3}(?:resources?|references?|links?|books?|courses?|readings?|papers|blogs?|"
    r"videos?|podcasts?|reading list|bibliography)"
    r"(?: and .{0,30}| & .{0,30}| to .{0,30}| in order| list)?|"
    r"(?:further|recommended|suggested|required) reading.*|acknowledge?ments?|credits|"
    r"thanks.*|sponsors?.*|support.*|donate.*|about(?: .{0,40})?|"
    r"how to (?:use|study|read|prepare|practi[sc]e).*|where are the answers.*|getting started|"
    r"installation|prerequisites|foreword|preface|"
    r"(?:.{0,30} )?(?:study|learning|preparation|revision|\d+[- ](?:day|week)) "
    r"(?:plan|schedule|guide|path|tips|group.*)|"
    r"(?:\w+ )?(?:schedule|roadmap|syllabus|curriculum|timeline|milestones|legend|glossary|"
    r"changelog|contact.*|authors?|maintainers?|contributors?|community|stargazers.*|"
    r"star history)|"
    r"(?:.{0,40} )?checklist|"
    r"(?:general |study |interview |final |closing )*(?:tips|advice|notes?|remarks|thoughts|words)"
    r"(?: for .{0,40}| on .{0,40})?|"
    r"conclusions?|summary|next steps|progress(?: .{0,20})?|day \d+.*|week \d+.*|"
    r"common (?:interview )?mistakes.*|pitfalls|what to expect.*|what not to do.*|"
    r"(?:staff|senior|level)[ -]?(?:level )?expectations|"
    r"related (?:repositories|repos|projects|files)|see also|"
    r"other (?:repositories|languages|lists|resources)(?: .{0,40})?|translations?|"
    r"topics covered|reading|how (?:the|this|it|we|you) .{0,40}\bworks?|scoring|house rules|rules|"
    r"how to (?:add|contribute|help|edit|run|install|start|play|score|mark|grade)\b.*|"
    r"cómo (?:contribuir|usar|colaborar|ayudar).*|licencia|recursos.*|contenidos?|índice|enlaces|"
    r"mitmachen.*|beitragen|lizenz|quellen|inhalt(?:sverzeichnis)?|hinweise.*|"
    r"what (?:i|we) (?:would|wish|learn(?:ed|t)|did|do)\b.*|what (?:has )?helped\b.*|"
    r"(?:before|during|after) (?:the|your|an|each) (?:interview|call|session|loop)s?|"
    r"(?:a|the|my|our|general|suggested) (?:framework|approach|method|process)(?: for .{0,40})?|"
    r"comment contribuer.*|"
    r"ressources.*|sommaire|table des matières|comments",
    re.I,
)
_CLOSING = re.compile(
    r"[\W_]*(?:(?:good luck|best of luck|happy \w+ing\b|have fun)|"
    r"thanks? (?:you )?(?:for|to)\b|thank you\b|(?:please )?"
    r"(?:follow|subscribe|like and|star|share) (?:me|us|to|this|it|the (?:repo|project))\b|"
    r"if you (?:found|find|like|liked|enjoy|enjoyed|want to (?:support|contribute))\b|"
    r"copyright\b|©|\(c\) \d{4}|all rights reserved|licen[cs]ed under|"
    r"(?:originally |first )?(?:published|posted) (?:on|by|in|at)\b|"
    r"(?:brought to you|sponsored|powered|presented) by\b|advert(?:isement)?\b|"
    r"sponsor(?:s|ed)?\b|"
    r"(?:sign|signup|sign up|join) (?:up|us|our|the (?:newsletter|community|discord|slack))\b|"
    r"buy me a coffee|last (?:updated|modified|edited)|want more\b|stay tuned|see you|"
    r"(?:related|recommended|popular|more) (?:posts|articles|stories)|leave a (?:comment|reply)|"
    r"(?:next|previous|prev)\s*(?::|post|chapter|page|article|part|→|»|>)|"
    r"made with\b|that's (?:all|it)\b|end of (?:document|list|file|questions)|"
    r"\d+ (?:comments|likes|views)\b|"
    r"viel (?:glück|erfolg)|buena suerte|mucha suerte|gracias por|danke fürs?\b)",
    re.I,
)


def closes(text: str) -> bool:
    """A line that ends a page rather than an answer: thanks, adverts, copyright, “follow me”."""
    plain = re.sub(r"^\s*(?:<[^<>]{0,200}>\s*)+|[*_\[\]]", "", text[:400]).strip()
    return len(text) < 400 and bool(_CLOSING.match(plain))


_ABOUT_QUESTIONS = re.compile(
    r"\bquestions?\b|\bq ?& ?a\b|\bproblems\b|\bexercises\b|\binterview\b.*\bprompts\b|\bquiz\b|"
    r"preguntas|fragen|вопрос|面试题",
    re.I,
)


def asks_nothing(title: str) -> bool:
    """A section whose title says that what it holds is not for answering."""
    plain = re.sub(r"[^\w\s&+'.-]", " ", title).strip().strip(".").lower()
    plain = re.sub(r"^(?:\d+(?:\.\d+)*|[ivx]+)[.)]?\s+", "", plain)
    plain = re.sub(r"\s+", " ", plain)
    return len(plain) < 80 and bool(_NO_QUESTIONS.fullmatch(plain))


def announces_questions(title: str) -> bool:
    return bool(_ABOUT_QUESTIONS.search(title[:200])) and not title.rstrip(": ").endswith("?")

"""Names that columns and keys go by, and the part of a question each stands for."""

import re

from questions.importing.wording import FACTS, PROMPT, label_of

QUESTION, ANSWER, SECTION, UNUSED_ROLE = "question", "answer", "section", "unused"
# The roles a mapping may name, and those of `Question` they fill.
ROLES = (
    QUESTION,
    ANSWER,
    "explanation",
    "key_points",
    "tips",
    "follow_ups",
    "code",
    "minutes",
    "kind",
    "tier",
    "priority",
    SECTION,
    "options",
    "correct",
    "references",
    "tags",
    "context",
    UNUSED_ROLE,
)
# Those that may be spread over several columns.
SEVERAL = ("options", "key_points", "tips", "follow_ups", "references", "tags", "code")
_ROLE_ALIASES = {"prompt": QUESTION, "topic": SECTION, "difficulty": "tier", "choices": "options"}

_NAMES = {
    QUESTION: "question|questions|prompt|q|question text|question body|question title|questiontext|"
    "interview question|interview questions|instruction|instructions|problem|problem statement|"
    "stem|query|front|ask|question prompt|"
    "pregunta|frage|domanda|pergunta|вопрос|问题|題目|题目|質問",
    ANSWER: "answer|answers|answer text|model answer|ideal answer|idealanswer|expected answer|"
    "sample answer|suggested answer|reference answer|gold answer|reference|solution|solutions|"
    "response|output|completion|back|best answer|full answer|detailed answer|short answer|"
    "ideal response|expected response|expected output|gold|ground truth|a|ideal|respuesta|antwort|"
    "risposta|resposta|réponse|ответ|答案|回答",
    "correct": "correct|correct answer|correct answers|correct option|correct choice|right answer|"
    "answer key|key|correct index|answer index|correct option index|correctanswer|label",
    "explanation": "explanation|rationale|feedback|general feedback|reason|reasoning|justification|"
    "answer explanation|extra|comment|details",
    "key_points": "key points|key point|keypoints|key facts|key concepts|key ideas|rubric|"
    "rubric notes|criteria|marking criteria|evaluation criteria|marking scheme|must mention|"
    "expected points|logic|look for|what to look for|points|scoring|scoring guide|grading|"
    "grader info|graderinfo|checklist|talking points",
    "tips": "tip|tips|hint|hints|advice|interview tips|interview tip",
    "follow_ups": "follow ups|follow up|followups|followup|follow up questions|follow up question|"
    "probes|probe|probing questions|further questions|subquestions|sub questions",
    "code": "code|snippet|code snippet|code block|starter code|source code|sample code",
    "minutes": "minutes|mins|min|time|time min|time minutes|time in minutes|duration|time limit|"
    "estimated time|time estimate|duration minutes|minuten",
    "kind": "kind|type|question type|question kind|format|style",
    "tier": "tier|difficulty|difficulty level|level|seniority|experience|experience level|grade",
    "priority": "priority|importance|prio",
    SECTION: "section|category|categories|topic|topics|area|subject|chapter|module|domain|theme|"
    "unit|deck|group|field|skill|technology|tech|kategorie|thema|categoría|tema|part",
    "subsection": "subcategory|sub category|subtopic|sub topic|subsection|sub section|subdomain|"
    "concept",
    "options": "options|choices|option|alternatives|answer options|answer choices|possible answers|"
    "distractors|wrong answers|incorrect answers|incorrect|wrong",
    "references": "references|source|sources|link|links|url|urls|citation|citations|"
    "further reading|resources|see also",
    "tags": "tags|tag|labels|keywords",
    "context": "input|context|scenario|background|passage|situation",
}
_ROLE_OF = {name: role for role, names in _NAMES.items() for name in names.split("|")}
# Names that may be the question when nothing better is there, the likeliest first.
WEAK = (
    "title",
    "text",
    "body",
    "description",
    "task",
    "content",
    "name",
    "heading",
    "item",
    "term",
)
_WEAK_ANSWERS = ("description", "content", "body", "text", "definition", "value", "notes", "note")
UNUSED_TEXT = (
    "id|no|nr|number|num|index|idx|row|uuid|guid|slug|status|author|date|created|updated|at|"
    "source|line|source_line|version|lang|language|locale|visible|hidden|points|score|"
    "company|companies|year|email|user|red flags|mistakes|"
    "common mistakes||#|updated at|created at|source line"
)
UNUSED = frozenset(UNUSED_TEXT.split("|"))
_OPTION = re.compile(r"(?:option|choice|answer|opt|alternative|distractor|ans)?\s*([a-h]|[1-8])")


def plain_name(name: str) -> str:
    """`IdealAnswer`, `ideal_answer` and ` Ideal answer: ` are all “ideal answer”."""
    name = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", name[:80])
    name = re.sub(r"\([^()]*\)", " ", name)
    return re.sub(r"[\W_]+", " ", name).strip().lower() or name.strip()[:1]


def role_of(name: str) -> str | None:
    """The role a name says outright; None for the weak ones and for strangers."""
    plain = plain_name(name)
    if plain in _ROLE_OF:
        return _ROLE_OF[plain]
    if plain in UNUSED or plain in WEAK or plain in _WEAK_ANSWERS or not plain:
        return None
    label = label_of(f"{plain}:")
    if label is None or label[1] or label[0] == FACTS:
        return None
    return QUESTION if label[0] == PROMPT else label[0]


def weak_answer(name: str) -> bool:
    return plain_name(name) in _WEAK_ANSWERS


def option_of(name: str) -> str | None:
    """The letter or number of an option's own column: `Option A`, `choice_2`, `b`."""
    found = _OPTION.fullmatch(plain_name(name))
    return found[1] if found else None


def role_named(word: str) -> str | None:
    """A role as a mapping names it."""
    plain = plain_name(word).replace(" ", "_")
    plain = _ROLE_ALIASES.get(plain, plain)
    return plain if plain in ROLES else None

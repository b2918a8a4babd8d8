"""What an import finds: one question as a document states it, nothing that it does not."""

from dataclasses import dataclass, field

# What a question has any number of beside prompt and answer, each a text of its own.
LISTS = ("key_points", "tips", "follow_ups", "references")


@dataclass
class Question:
    """Absent things are None or empty. `source_line` counts from 1 and is where the prompt begins.

    `minutes` of a range (“30-45 minutes”) is its upper end. `code` holds the code that belongs to
    the prompt; code of the answer stays in the answer. `tier` is 1 to 4, as in the bank. `title`
    is the handle of a question whose prompt is the text below it; `choices` are the options of a
    multiple choice, as they stand. `source_end` is the last line of all that belongs to it.

    For the person who reviews an import: `confidence` from 0 to 1 says how sure the reader is that
    this is a question with these bounds, `reasons` what speaks for and against it, `problems` what
    ought to be looked at before it is saved.
    """

    prompt: str
    source_line: int
    section: str | None = None
    answer: str | None = None
    key_points: list[str] = field(default_factory=list)
    tips: list[str] = field(default_factory=list)
    follow_ups: list[str] = field(default_factory=list)
    code: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    minutes: int | None = None
    kind: str | None = None
    tier: int | None = None
    priority: str | None = None
    title: str | None = None
    choices: list[str] = field(default_factory=list)
    source_end: int = 0
    confidence: float = 1.0
    reasons: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.source_end = max(self.source_end, self.source_line)

    @property
    def whole_prompt(self) -> str:
        """Everything a candidate must see: the words, the code in a fence, the choices.

        What the words hold already is not said twice.
        """
        code = [fenced(one) for one in self.code if one.strip() not in self.prompt]
        choices = "\n".join(self.choices)
        pieces = [self.prompt, *code, "" if choices in self.prompt else choices]
        return "\n\n".join(filter(None, pieces))

    def as_json(self) -> dict:
        """The object that `import_questions --json` prints; its keys are a promise."""
        return {
            "section": self.section,
            "prompt": self.prompt,
            "answer": self.answer,
            "key_points": self.key_points,
            "tips": self.tips,
            "follow_ups": self.follow_ups,
            "code": self.code,
            "minutes": self.minutes,
            "kind": self.kind,
            "tier": self.tier,
            "priority": self.priority,
            "source_line": self.source_line,
        }


def fenced(code: str, language: str = "") -> str:
    """Code between fences that are longer than any inside it."""
    fence = "```"
    while fence in code:
        fence += "`"
    return f"{fence}{language}\n{code}\n{fence}"

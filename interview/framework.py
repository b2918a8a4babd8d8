"""Five steps through a question about machine learning: a scaffold for who answers in practice, and
a card for who asks. Its use is noted; an exam has none (`rules.why_no_framework`)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """`do` is said to the candidate; `ask` is what an interviewer asks where it is missing."""

    title: str
    do: str
    ask: str


STEPS = (
    Step(
        "Say what is asked",
        "Repeat the task in your own words: who decides what with the result, what counts as"
        " success, what must not happen. Name what you assume.",
        "What would have to be true at the end for this to have been worth it?",
    ),
    Step(
        "Look at the data",
        "Say what one row is, where the label comes from and when it is known, how much there is,"
        " and what is missing, skewed or leaking.",
        "What does one row look like, and when is its label known?",
    ),
    Step(
        "Begin simply, then choose",
        "Give the plainest thing that could work and what it would reach. Then name your technique"
        " and say why this one and not the next best.",
        "Why this technique, and what would make you choose another?",
    ),
    Step(
        "Say how you would judge it",
        "Name the split, the measure and the figure to beat, and what each kind of error costs."
        " A number offline is a promise; say how you would check it live.",
        "Which figure would convince you, measured on what?",
    ),
    Step(
        "Name the price and the risks",
        "Say what it costs to run and to keep, how it fails, how you would notice, and what you"
        " would do first with more time. End with your answer in one sentence.",
        "How would you notice that it has stopped working?",
    ),
)

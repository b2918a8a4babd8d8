"""Questions with something in every section, and forms posted as a browser posts them."""

from django.http import QueryDict

from questions.bank.words import Point, Sample, Words
from workbench.question_form import QuestionForm

MODEL_ANSWER = "Neighbours in a file are alike, and so their gradients are. " * 12
WORDS = Words(
    title="Why batches shuffle",
    kind="conceptual",
    tier=2,
    minutes=6,
    priority="P2",
    audience="layperson",
    licence="CC-BY-4.0",
    author="Alice",
    sources=("A4.11",),
    rule_of_thumb=True,
    prompt="Why do we shuffle\nthe data between epochs?  \nSay $x^2$.",
    model_answer=MODEL_ANSWER.strip(),
    points=(
        Point(
            0, "alike", "must", 2, "Neighbours in a sorted file are alike.",
            ("sorted data", "rows that resemble each other"), ("it has no effect",), "And if not?",
        ),
        Point(
            0, "noise", "should", 1, "Shuffled batches give gradients with less bias.",
            ("an unbiased estimate", "- odd phrase"), ("it adds data",), "What is the bias?", True,
        ),
        Point(
            0, "cost", "bonus", 3, "A shuffle over the network is expensive to do.",
            ("moving rows is slow", "sharding avoids it"), ("it is free",),
        ),
    ),
    red_flags=("Says it is a habit.",),
    mistakes=("Forgets\n- nested\n- points",),
    tips=("Draw it.", "1. starts with a number"),
    hints=("Think of a sorted file.",),
    follow_ups=("And with\n\n```python\nx = 1\n```",),
    references=("Bottou, 2012",),
    samples=(
        Sample(
            0, "strong", ("alike", "noise"), "They are alike.", ("cost",),
            (("cost", "Says: it costs, and not how much."), ("noise", "By its name.")),
        ),
        Sample(0, "wrong", (), "To be random.\n\nReally."),
    ),
)  # fmt: skip
PARTS = {
    "derivation": {"steps": ["Start.", "Then $a = b$."], "numeric_check": "2 and 2"},
    "implementation": {
        "starter_code": "def f():\n    ...\n",
        "public_tests": "from solution import f\n\n\ndef test_f():\n    assert f() == 1\n",
        "wrong_solutions": [{"name": "returns two", "code": "def f():\n    return 2\n"}],
        "complexity": "Constant.",
    },
    "debugging": {
        "artefacts": [
            {
                "name": "Loss",
                "kind": "curve",
                "language": "",
                "content": "step,loss\n1,2\n2,1",
                "telling": False,
                "tells": "",
            },
            {
                "name": "Log",
                "kind": "log",
                "language": "text",
                "content": "  step 1\n  step 2",
                "telling": True,
                "tells": "It goes on.",
            },
        ],
        "checks": ["Look at the loss."],
        "fix": "Turn it off.",
    },
}


def posted(form: QuestionForm, **changes) -> QueryDict:
    """What a browser sends for this form, its texts with the line breaks of the wire.

    Changes name fields as they are posted; one that is None is left out.
    """
    data = QueryDict(mutable=True)
    for bound in form:
        _put(data, bound.html_name, bound.value())
    for name, group in form.groups.items():
        for row in group.rows:
            data.appendlist(name, row.key)
            for bound in row:
                _put(data, bound.html_name, bound.value())
    for name, value in changes.items():
        data.pop(name, None)
        if value is not None:
            _put(data, name, value)
    return data


def sent(data: QueryDict) -> dict[str, list[str]]:
    """For Django's test client, which sends one value a name of anything but a plain dict."""
    return dict(data.lists())


def _put(data: QueryDict, name: str, value: object) -> None:
    if value is None or value is False:
        return
    if isinstance(value, list):
        data.setlist(name, value)
    else:
        data[name] = "on" if value is True else str(value).replace("\n", "\r\n")

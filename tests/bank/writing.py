"""Write the bank format: a question as its author would save it."""

from pathlib import Path

import yaml

from questions.bank.questions import BankQuestion
from questions.exporting.bank_markdown import question_file
from questions.exporting.selection import Entry

AREAS = """
- slug: optimisation
  title: Optimisation
  description: Steps downhill.
- slug: transformers
  title: Attention and transformers
  description: Everything looks at everything.
"""


def words(seed: str, count: int) -> str:
    """A sentence of words that no other seed has."""
    return " ".join(f"{seed}{number}" for number in range(count))


def simple(slug: str, **changes) -> str:
    """A sound conceptual question, in the words of its own slug; `changes` are front matter."""
    facts = {
        "title": f"About {slug}",
        "kind": "conceptual",
        "tier": 1,
        "minutes": 8,
        "priority": "P2",
        "licence": "CC-BY-4.0",
        "author": "Greenroom",
        **changes,
    }
    name = slug.replace("-", "")
    points = "".join(
        f"""
### point-{n} ({level}, {n})

{words(f"{name}s{n}x", 9)}.

- accept: {words(f"{name}a{n}x", 5)}
- accept: {words(f"{name}b{n}x", 5)}
- misconception: {words(f"{name}m{n}x", 5)}
- probe: {words(f"{name}p{n}x", 5)}?
"""
        for n, level in ((1, "must"), (2, "should"), (3, "bonus"))
    )
    front = yaml.safe_dump(facts, sort_keys=False, allow_unicode=True)
    return f"""---
{front}---

## Prompt

{words(f"{name}q", 15)}?

## Key points
{points}
## Model answer

{words(f"{name}w", 150)}.

## Common mistakes

- {words(f"{name}e", 4)}

## Tips

- {words(f"{name}t", 4)}

## Hints

1. {words(f"{name}h", 4)}

## Follow-ups

- {words(f"{name}f", 4)}
"""


def make_bank(root: Path, *slugs: str, area: str = "optimisation", **changes) -> Path:
    """A bank of simple questions; returns its folder."""
    folder = root / area
    folder.mkdir(parents=True, exist_ok=True)
    (root / "areas.yaml").write_text(AREAS, encoding="utf-8")
    for slug in slugs:
        (folder / f"{slug}.md").write_text(simple(slug, **changes), encoding="utf-8")
    return root


def written(question: BankQuestion) -> str:
    """The file of a question. Reading it gives the question back."""
    return question_file(Entry(question.slug, question.area, question, question.status))

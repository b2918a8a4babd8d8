"""Write the bank format: a question as its author would save it."""

from pathlib import Path

import yaml

from questions.bank.questions import BankQuestion
from questions.bank.schema import SECTIONS, Shape

AREAS = """
- slug: optimisation
  title: Optimisation
  description: Steps downhill.
- slug: transformers
  title: Attention and transformers
  description: Everything looks at everything.
"""

LISTS = {
    "Red flags": "red_flags",
    "Common mistakes": "mistakes",
    "Tips": "tips",
    "Hints": "hints",
    "Follow-ups": "follow_ups",
    "References": "references",
}


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
    names = ("title", "kind", "tier", "minutes", "priority", "audience", "licence", "author")
    facts = {name: getattr(question, name) for name in names}
    facts |= {"sources": list(question.sources), "status": question.status}
    facts |= {"rule_of_thumb": question.rule_of_thumb}
    front = yaml.safe_dump(facts, sort_keys=False, allow_unicode=True)
    texts = {"Prompt": question.prompt, "Model answer": question.model_answer}
    texts["Key points"] = "\n\n".join(map(_point, question.points))
    texts |= {title: _list(getattr(question, name)) for title, name in LISTS.items()}
    texts["Calibration answers"] = "\n\n".join(
        f"### {one.label} ({', '.join(one.made)})\n\n{one.text}" for one in question.samples
    )
    for section in SECTIONS.values():
        if section.key in question.parts:
            texts[section.title] = _part(section.shape, question.parts[section.key])
    body = "\n\n".join(f"## {title}\n\n{text}" for title, text in texts.items() if text)
    return f"---\n{front}---\n\n{body}\n"


def _part(shape: Shape, value) -> str:
    if shape is Shape.CODE:
        return f"```python\n{value}```"
    if shape is Shape.NAMED_CODE:
        return "\n\n".join(f"### {one['name']}\n\n```python\n{one['code']}```" for one in value)
    if shape is Shape.ARTEFACTS:
        return "\n\n".join(
            f"### {one['name']} ({one['kind']})\n\n```{one['language']}\n{one['content']}\n```"
            for one in value
        )
    return _list(value) if shape is Shape.LIST else value


def _list(entries) -> str:
    return "\n".join(f"- {entry}" for entry in entries)


def _point(point) -> str:
    bullets = [f"- accept: {phrase}" for phrase in point.accept]
    bullets += [f"- misconception: {phrase}" for phrase in point.misconceptions]
    bullets += [f"- probe: {point.probe}"] if point.probe else []
    bullets += ["- allow_list: true"] if point.allow_list else []
    head = f"### {point.slug} ({point.level}, {point.weight})"
    return "\n\n".join([head, point.text, "\n".join(bullets)])

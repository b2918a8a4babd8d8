"""The bank's own format: whole, as it was written."""

import zipfile
from io import BytesIO

from tests.importing.formats.making import line_of, read, said, zipped
from up.places import ROOT

FILE = """---
title: Where attention spends its memory
kind: implementation
tier: 2
minutes: 8
priority: P1
licence: CC-BY-4.0
author: Greenroom
---

## Prompt

A colleague doubles the context length.

Explain where the memory goes.

## Key points

### quadratic-scores (must, 3)

The scores form an n × n matrix
per head.

- accept: one entry for every pair
- misconception: it grows linearly
- probe: What is its shape?

### tiling (should, 2)

Tiled attention recomputes scores.

- probe: Without changing the result?

## Model answer

For $n$ tokens …

```python
## Prompt
```

## Tips

- Draw it.

## Follow-ups

- Deeper: why?

## Starter code

```python
def attend():
    pass
```
"""


def test_every_part_is_found():
    document = read(FILE, "fixtures/bank/dl-core/attention.md")
    assert document.format == "bank"
    question = document.questions[0]
    assert (
        question.prompt
        == "A colleague doubles the context length.\n\nExplain where the memory goes."
    )
    assert question.answer == "For $n$ tokens …\n\n```python\n## Prompt\n```"
    assert question.key_points == [
        "The scores form an n × n matrix per head.",
        "Tiled attention recomputes scores.",
    ]
    assert (question.tips, question.follow_ups) == (["Draw it."], ["Deeper: why?"])
    assert question.code == ["def attend():\n    pass"]
    facts = (question.kind, question.tier, question.minutes, question.priority)
    assert (*facts, question.section) == ("implementation", 2, 8, "P1", "dl-core")
    assert line_of(document, 0) == "A colleague doubles the context length."


def test_a_zip_of_the_bank_keeps_each_file_whole():
    files = {"bank/dl-core/a.md": FILE, "bank/optimisation/b.md": FILE.replace("doubles", "halves")}
    document = read(zipped(files), "bank.zip")
    assert said(document, "section", "minutes") == [("dl-core", 8), ("optimisation", 8)]
    assert [part.text for part in document.parts] == list(files.values())
    assert line_of(document, 1) == "A colleague halves the context length."


def test_every_question_of_our_bank_is_read_with_its_rubric():
    buffer = BytesIO()
    paths = sorted((ROOT / "fixtures" / "bank").glob("*/*.md"))[::24]
    with zipfile.ZipFile(buffer, "w") as archive:
        for path in paths:
            archive.write(path, path.relative_to(ROOT))
    document = read(buffer.getvalue(), "bank.zip")
    assert len(document.questions) == len(paths)
    assert document.left_out == []
    assert all(len(q.key_points) > 2 and q.answer and q.minutes for q in document.questions)
    assert {part.format for part in document.parts} == {"bank"}

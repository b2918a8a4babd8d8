"""What is typed into a grid before it is marked. No tab overwrites what another one typed.

A page says for each cell what it holds now and what it was given (`was`), and who it is (`writer`,
new for each page load). A cell that this page did not change is left alone. One that another page
changed meanwhile keeps both texts: the newer in its place, the older beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LONGEST = 300
# Older texts that a cell keeps beside it.
MOST_BESIDE = 3


@dataclass(frozen=True)
class Sent:
    """One cell as a page sends it."""

    now: str
    was: str


def merged(given: Mapping[str, Any], sent: Mapping[str, Sent], *, writer: str) -> dict[str, Any]:
    """What is kept after a page has sent its cells: {"cells": {key: text}, "beside": {key:
    [texts]}, "writers": {key: who wrote it last}}."""
    cells = dict(given.get("cells", {}))
    beside = {key: list(texts) for key, texts in given.get("beside", {}).items()}
    writers = dict(given.get("writers", {}))
    for key, one in sent.items():
        stored = cells.get(key, "")
        if one.now in (stored, one.was):
            continue
        if stored.strip() and stored != one.was and writers.get(key) != writer:
            texts = [text for text in beside.get(key, []) if text not in (stored, one.now)]
            beside[key] = [*texts, stored][-MOST_BESIDE:]
        cells[key] = one.now
        writers[key] = writer
    return {"cells": cells, "beside": beside, "writers": writers}

"""Marking a grid: each cell by the scorer, beside the cells it could be mistaken for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from scoring.scorer import score_answer, scorer_version
from scoring.verdicts import REASONS, KeyPoint
from study.comparisons.grids import Cell, Grid

CREDIT = {"made": 1.0, "partly": 0.5}
EMPTY = "empty"
ELSEWHERE = "elsewhere"

_WORDS = {
    "made": "It says what belongs here.",
    "partly": "It says part of what belongs here, or says it loosely.",
    "unsure": "It may say what belongs here; the machine cannot tell.",
    "missed": "What belongs here was not recognised in it.",
    "contradicted": "It says the contrary of what belongs here.",
    EMPTY: "Nothing was typed.",
}


def mark(grid: Grid, cells: Mapping[str, str]) -> tuple[float, dict[str, Any]]:
    """The share of hidden cells that are right (0–1), and of each its text, verdict and reason."""
    marks = {cell.key: _mark(grid, cell, cells.get(cell.key, "").strip()) for cell in grid.hidden}
    kept = {"cells": marks, "scorer": scorer_version()}
    return score(kept), kept


def score(marks: Mapping[str, Any]) -> float:
    """The share of the cells that are right: one's own tick before the machine's view."""
    cells = marks["cells"].values()
    return round(sum(credit(one) for one in cells) / max(1, len(cells)), 4)


def credit(one: Mapping[str, Any]) -> float:
    """What one cell counts: 1, a half for a part, else nothing."""
    if one.get("own") is not None:
        return float(one["own"])
    return CREDIT.get(one["verdict"], 0.0)


def with_own(marks: Mapping[str, Any], ticked: set[str]) -> tuple[float, dict[str, Any]]:
    """One's own view of each cell; where it agrees with the machine's, the machine's stands."""
    cells = {}
    for key, one in marks["cells"].items():
        machine = CREDIT.get(one["verdict"], 0.0) == 1
        cells[key] = one | {"own": None if (key in ticked) == machine else key in ticked}
    made = {**marks, "cells": cells}
    return score(made), made


def _mark(grid: Grid, cell: Cell, text: str) -> dict[str, Any]:
    if not text:
        return _verdict(text, EMPTY, 0.0, _WORDS[EMPTY])
    if _bare(text) in map(_bare, (cell.text, *cell.accept)):
        # Word for word; the scorer may stumble over a “not” in the key itself.
        return _verdict(text, "made", 1.0, _WORDS["made"])
    rivals = grid.rivals(cell)
    points = [KeyPoint(one.text, accept=one.accept, allow_list=True) for one in rivals]
    found = score_answer("", "", points, text)
    place = rivals.index(cell)
    mine = found.points[place]
    if found.abstained and found.reason != "too_short":
        return _verdict(text, "missed", 0.0, REASONS[found.reason])
    if mine.verdict in ("made", "partly"):
        return _verdict(text, mine.verdict, mine.p, _WORDS[mine.verdict])
    likeliest = max(range(len(points)), key=lambda at: found.points[at].p)
    if likeliest != place and found.points[likeliest].verdict == "made":
        words = f"That is what belongs to “{grid.thing(rivals[likeliest])}”."
        return _verdict(text, ELSEWHERE, mine.p, words)
    return _verdict(text, mine.verdict, mine.p, _WORDS[mine.verdict])


def _bare(text: str) -> str:
    """Its words alone, in lower case."""
    return " ".join(re.findall(r"\w+", text.lower()))


def _verdict(text: str, verdict: str, p: float, reason: str) -> dict[str, Any]:
    return {"text": text, "verdict": verdict, "p": p, "reason": reason, "own": None}

"""Numbered items: which belong to one count, and which counts are steps inside an answer."""

from dataclasses import dataclass, field

from questions.importing.blocks import Block
from questions.importing.titles import Title
from questions.importing.wording import likeness

_REACH = 50  # how many open counts are remembered; real documents have three


@dataclass
class Run:
    """Items that count on. `nested` when another run that began earlier goes on after it."""

    items: list[int] = field(default_factory=list)
    last: int = 0
    bold: int = 0
    asking: int = 0
    indent: int = 0
    nested: bool = False

    @property
    def share(self) -> float:
        return self.asking / len(self.items) if self.items else 0.0

    @property
    def is_bold(self) -> bool:
        return self.bold * 2 > len(self.items)


def runs_of(blocks: list[Block], items: list[int], titles: dict[int, Title]) -> list[Run]:
    """The runs of numbered items, in the order in which they begin.

    An item continues the innermost run that expects its number; where an outer one expects it too,
    the one it looks like (bold, asking). Numbers may skip, repeat, or all be 1.
    """
    runs: list[Run] = []
    open_runs: list[Run] = []
    for at in items:
        number, title = blocks[at].number or 0, titles[at]
        asks = likeness(title.text) >= 0.6
        run = _run_for(number, asks, title.bold, blocks[at].indent, open_runs)
        if run is None:
            run = Run(indent=blocks[at].indent)
            runs.append(run)
            open_runs.append(run)
        else:
            while open_runs[-1] is not run:
                open_runs.pop().nested = True
        run.items.append(at)
        run.last = number
        run.bold += title.bold
        run.asking += asks
        del open_runs[:-_REACH]
    return runs


def _run_for(number: int, asks: bool, bold: bool, indent: int, open_runs: list[Run]) -> Run | None:
    expecting = [run for run in reversed(open_runs) if run.last + 1 == number]
    if len(expecting) > 1:
        alike = [run for run in expecting if run.is_bold == bold and abs(run.indent - indent) < 2]
        alike = alike or [run for run in expecting if run.is_bold == bold] or expecting
        if asks and alike[0].share < 0.5:
            alike = [run for run in alike if run.share >= 0.5] or alike
        return alike[0]
    if expecting:
        run = expecting[0]
        deeper = indent - run.indent >= 2 and asks < (run.share >= 0.5) and number < 5
        return None if deeper else run
    if number == 1:
        top = open_runs[-1] if open_runs else None
        alike = top and (asks == (top.share >= 0.5) or (bold and top.is_bold))
        if top and alike and top.last == 1 and abs(top.indent - indent) < 2:
            return top  # every item is “1.”
        return None
    for run in reversed(open_runs):  # a number was skipped or stands twice
        near = run.last <= number <= run.last + 5 and abs(run.indent - indent) < 2
        if near and (asks or run.share < 0.5 or number > 5):
            return run
    return None

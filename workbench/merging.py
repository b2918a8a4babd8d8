"""Two people edited one question at once: what each of them changed, put together.

Field by field: where only one of them changed it, that one's text is taken; where both did, the
text of the person who saves stays in the form and the other one is shown beside it.
"""

from dataclasses import dataclass, replace

from questions.bank.words import Words
from workbench.differences import Difference, changed_fields, differences


@dataclass(frozen=True)
class Merged:
    """`words` for the form; `taken` from the other; `rivals` both changed, theirs against mine."""

    words: Words
    taken: list[Difference]
    rivals: list[Difference]


def merge(base: Words, *, mine: Words, theirs: Words) -> Merged:
    """Bring what `theirs` changed of `base` into `mine`, where `mine` left it alone."""
    by_me, by_them = changed_fields(base, mine), changed_fields(base, theirs)
    apart = changed_fields(mine, theirs)
    takes, rivals = (by_them - by_me) & apart, by_them & by_me & apart
    parts = dict(mine.parts)
    facts = {}
    for name in takes:
        if name.startswith("part_"):
            key = name.removeprefix("part_")
            parts.pop(key, None)
            if key in theirs.parts:
                parts[key] = theirs.parts[key]
        else:
            facts[name] = getattr(theirs, name)
    words = replace(mine, **facts, parts=parts)
    told = differences(base, theirs)
    return Merged(
        words,
        taken=[one for one in told if one.name in takes],
        rivals=[one for one in differences(theirs, mine) if one.name in rivals],
    )

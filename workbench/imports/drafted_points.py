"""Key points for documents that have none: the sentences of the answer, to be mended by a person.

Nothing is made up: each point is a sentence of the document's own answer. The first is a must,
for without one nothing could be marked; which others are, nobody has said.
"""

import re

from scoring.sentences import split_sentences

FEWEST_WORDS, MOST_WORDS, MOST = 4, 40, 5
_FENCE = re.compile(r"^(```|~~~).*?^\1[^\n]*$", re.MULTILINE | re.DOTALL)
_MARKS = re.compile(r"^\s*(?:#{1,6}|>|[-*+]|\d{1,3}[.)])\s+|[*_]{2,3}(?=\S)|(?<=\S)[*_]{2,3}")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")


def points_of(answer: str) -> list[str]:
    """Up to five sentences that say something, without code, markup and questions."""
    found: list[str] = []
    for sentence in split_sentences(_LINK.sub(r"\1", _FENCE.sub("", answer))):
        text = " ".join(_MARKS.sub("", sentence.original).split())
        count = len(re.findall(r"\w+", text))
        if FEWEST_WORDS <= count <= MOST_WORDS and not text.endswith(("?", ":")):
            found.append(text)
    return list(dict.fromkeys(found))[:MOST]

"""Which question of the bank says the same as this one, in the same words or in others.

Postgres' text index proposes: questions that share two telling words with the prompt. What they
share is then weighed word by word (Dice's coefficient over content words, a slip of the pen or the
other spelling counting as the same word). Where the sentence encoder is installed, pairs the words
leave open are compared by meaning, too: cosine of the weighted means of their token vectors.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, QuerySet
from rapidfuzz.distance import Levenshtein

from accounts.models import User
from questions.models import Question
from workbench.imports.candidates import fingerprint

if TYPE_CHECKING:
    from scoring.encoder import Encoder

# From here on a pair is shown side by side, judged by words or by meaning. The pairs they were
# chosen on stand in tests/workbench/imports/test_likeness.py: meaning alone holds “L1” and “L2
# regularisation” for one question, words alone miss “trade-off” for “tradeoff”.
ALIKE = 0.72
ALIKE_IN_MEANING = 0.86
# With fewer words in common the meaning is not asked: what is merely near would pass.
WORTH_ENCODING = 0.45
# Texts of one document that are encoded, about 10 ms each; the rest is judged by words.
MOST_ENCODED = 200
# Words of a prompt that are looked up, and questions the index proposes for it.
TELLING = 7
PROPOSED = 8
# A title says it in fewer words than a prompt, so agreeing with one says a little less.
OF_TITLE = 0.95

_WORD = re.compile(r"[^\W_]+")
# Words of asking, and of grammar.
_ASKING_TEXT = """
    a about an and answer any are as at be briefly but by can compare could define describe
    difference different discuss do does each example examples explain for from give had has
    have how if in interview into is it its let list may me mean might more most name need of
    on one or other out over own question said say should so some suppose tell than that the
    their them then there these they this those to two term terms understand use used uses
    using versus vs was we were what when where which while who why will with word words work
    works would you your between
"""
_ASKING = frozenset(_ASKING_TEXT.split())


@dataclass(frozen=True)
class Twin:
    """A question of the bank that is like a prompt, and how like: 1 is the same words."""

    question_id: int
    likeness: float


@dataclass(frozen=True)
class Weighed:
    """Prompts with the questions proposed for each, (id, likeness) pairs, and their words."""

    prompts: Sequence[str]
    proposed: list[list[tuple[int, float]]]
    texts: dict[int, _Text]

    def twins(self) -> list[Twin | None]:
        """For each prompt the likest question, or None when none is like it."""
        return [_likest(some) for some in self.proposed]

    @property
    def is_open(self) -> bool:
        """Whether the words leave a pair to be compared by meaning."""
        return next(self.open_pairs(), None) is not None

    def open_pairs(self) -> Iterator[tuple[int, int]]:
        """(prompt, proposal), each by its place: the likest one where it is neither like nor far.

        What a vector does not tell apart, L1 and L2 or top 1 and top 5, must be the same in both.
        """
        for at, some in enumerate(self.proposed):
            if not some:
                continue
            place = max(range(len(some)), key=lambda place: some[place][1])
            pk, likeness = some[place]
            if not WORTH_ENCODING <= likeness < ALIKE:
                continue
            if _numbers(self.prompts[at]) == _numbers(self.texts[pk].prompt):
                yield at, place

    def ask_meaning(self, encoder: Encoder) -> None:
        """Raise what the words leave open to the nearness in meaning, where that is near enough."""
        wanted: dict[str, None] = {}
        asked = []
        for at, place in self.open_pairs():
            if len(wanted) >= MOST_ENCODED:
                break
            wanted |= {self.prompts[at]: None, self._other(at, place): None}
            asked.append((at, place))
        means = dict(zip(wanted, _means(list(wanted), encoder), strict=True))
        for at, place in asked:
            pk, likeness = self.proposed[at][place]
            near = float(means[self.prompts[at]] @ means[self._other(at, place)])
            if near >= ALIKE_IN_MEANING:
                self.proposed[at][place] = (pk, max(likeness, min(near, 0.99)))

    def _other(self, at: int, place: int) -> str:
        return self.texts[self.proposed[at][place][0]].prompt


def weigh(prompts: Sequence[str], *, user: User) -> Weighed:
    """What this person may see that is like each prompt, by words alone."""
    # Who may see what is put together once: it costs a third of a search.
    seen = Question.objects.visible_to(user)
    proposed = [_proposed(prompt, seen) for prompt in prompts]
    texts = _texts({pk for some in proposed for pk in some})
    weighed = [
        _weighed(prompt, [texts[pk] for pk in some if pk in texts])
        for prompt, some in zip(prompts, proposed, strict=True)
    ]
    return Weighed(prompts, weighed, texts)


def twins(prompts: Sequence[str], *, user: User, encoder: Encoder | None) -> list[Twin | None]:
    """For each prompt the likest question this person may see, by words and by meaning."""
    found = weigh(prompts, user=user)
    if encoder is not None:
        found.ask_meaning(encoder)
    return found.twins()


def _likest(weighed: list[tuple[int, float]]) -> Twin | None:
    if not weighed:
        return None
    pk, likeness = max(weighed, key=lambda pair: pair[1])
    return Twin(pk, likeness) if likeness >= ALIKE else None


def _proposed(prompt: str, seen: QuerySet[Question]) -> list[int]:
    """The ids of questions that share two telling words, the likeliest first."""
    words = sorted(set(telling(prompt)), key=lambda word: (-len(word), word))[:TELLING]
    if not words:
        return []
    pairs = [f"({a} & {b})" for a, b in combinations(words, 2)] or words
    query = SearchQuery(" | ".join(pairs), config="english", search_type="raw")
    shared = seen.filter(search=query)
    # A prompt of one telling word is like a title of that word alone.
    ranked = shared.annotate(rank=SearchRank(F("search"), query)).order_by("-rank", "pk")
    return list(ranked.values_list("pk", flat=True)[:PROPOSED])


@dataclass(frozen=True)
class _Text:
    """A question of the bank, its words taken apart once."""

    pk: int
    prompt: str
    fingerprint: str
    words: list[str]
    title: list[str]


def _texts(ids: Iterable[int]) -> dict[int, _Text]:
    rows = Question.objects.filter(pk__in=ids).values_list("pk", "current__prompt", "title")
    return {
        pk: _Text(pk, prompt, fingerprint(prompt), telling(prompt), telling(title))
        for pk, prompt, title in rows
    }


def telling(text: str) -> list[str]:
    """The words that say what is asked, in a rough stem: small letters, no plural."""
    words = [word for word in _WORD.findall(text.casefold()) if word not in _ASKING]
    return [word[:-1] if len(word) > 4 and word.endswith("s") else word for word in words]


def _weighed(prompt: str, texts: Sequence[_Text]) -> list[tuple[int, float]]:
    """How like each is, by words: 1 for the same ones in the same order, else 0.99 at most."""
    mark, mine = fingerprint(prompt), telling(prompt)
    found = []
    for text in texts:
        likeness = max(dice(mine, text.words), OF_TITLE * dice(mine, text.title))
        found.append((text.pk, 1.0 if text.fingerprint == mark else min(0.99, likeness)))
    return found


def dice(one: list[str], other: list[str]) -> float:
    """Twice the words in common over the words of both, 0 to 1."""
    left, right = dict.fromkeys(one), dict.fromkeys(other)
    if not left or not right:
        return 0.0
    both = len(left) + len(right)
    common = [word for word in left if word in right]
    for word in common:
        del left[word], right[word]
    shared = len(common)
    for word in left:
        match = next((near for near in right if _same_but_spelling(word, near)), None)
        if match is not None:
            del right[match]
            shared += 1
    return 2 * shared / both


def _same_but_spelling(one: str, other: str) -> bool:
    """One letter apart in a word of six, two in one of ten: tokenise and tokenize."""
    allowed = min(len(one), len(other)) // 6
    if not allowed or one[0] != other[0] or abs(len(one) - len(other)) > allowed:
        return False
    return Levenshtein.distance(one, other, score_cutoff=allowed) <= allowed


def _numbers(text: str) -> set[str]:
    """What a vector does not tell apart: L1 and L2, top 1 and top 5."""
    return {word for word in telling(text) if any(letter.isdigit() for letter in word)}


def _means(texts: list[str], encoder: Encoder) -> list[np.ndarray]:
    """A unit vector a text; one without a telling word is near nothing."""
    means = []
    for encoded in encoder.encode([text[:600] for text in texts]):
        if not len(encoded.weights):
            means.append(np.zeros(1))
            continue
        mean = encoded.weights @ encoded.vectors
        means.append(mean / (np.linalg.norm(mean) or 1.0))
    width = max((len(mean) for mean in means), default=1)
    return [mean if len(mean) == width else np.zeros(width) for mean in means]

"""Reading an answer: which of its sentences may be evidence, or why it cannot be marked at all."""

from __future__ import annotations

from dataclasses import dataclass

from scoring import guards
from scoring.sentences import Sentence, split_sentences
from scoring.verdicts import Reason

MAX_CHARACTERS = 6000  # of an answer that are read: more than an hour's typing on one question
SHORT_STEMS = 4  # fewer content words can be a full answer only to a point that is as short


@dataclass(frozen=True)
class Reading:
    """The sentences that may be evidence; or the reason there are none; and what to look at."""

    sentences: tuple[Sentence, ...]
    reason: Reason
    flags: frozenset[str]

    @property
    def is_short(self) -> bool:
        return len(frozenset().union(*(s.stems for s in self.sentences))) < SHORT_STEMS


def read(answer: str, plain_question: str, *, lists_allowed: bool) -> Reading:
    """Look at the form of an answer before any key point is compared with it.

    `lists_allowed` says that at least one point takes a list of terms for an answer; a list is then
    flagged rather than refused.
    """
    flags = {"cut"} if len(answer) > MAX_CHARACTERS else set()
    every = split_sentences(answer[:MAX_CHARACTERS])
    attempt = [sentence for sentence in every if not guards.is_instruction(sentence)]
    if len(attempt) < len(every):
        flags.add("instruction")
    own = [sentence for sentence in attempt if not guards.is_copied(sentence, plain_question)]
    if len(own) < len(attempt):
        flags.add("prompt_copy")
    if guards.is_keyword_list(own):
        flags.add("keyword_list")
    if guards.is_shuffled(own):
        flags.add("not_prose")
    reason = _reason(every, attempt, own, flags, lists_allowed)
    return Reading(tuple(own), reason, frozenset(flags))


def _reason(
    every: list[Sentence],
    attempt: list[Sentence],
    own: list[Sentence],
    flags: set[str],
    lists_allowed: bool,
) -> Reason:
    if not every:
        return "empty"
    if not attempt:
        return "only_instructions"
    if guards.is_no_attempt(attempt):
        return "no_attempt"
    if guards.is_foreign(attempt):
        return "other_language"
    if not own:
        return "prompt_copy"
    if "not_prose" in flags:
        return "not_prose"
    if "keyword_list" in flags and not lists_allowed:
        return "keyword_list"
    return ""

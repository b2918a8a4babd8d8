"""Guards: what an answer must be before nearness in meaning may count for it.

A list of the right terms, the question handed back, shuffled words, or a note to the marker all
sit near the key points. Each guard recognises one of them by its form alone, without the rubric,
so that no wording of a key point can switch a guard off.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from scoring import wording
from scoring.sentences import Sentence
from scoring.wording import listed

# --- Text that speaks to the marker -----------------------------------------------------------
# Each form is one that no answer about a subject needs: “assign all points to a cluster”, “the F1
# score = 0.8” and “a teacher model” must stay evidence.
INSTRUCTION = re.compile(
    r"""
      \b(?:ignore|disregard|forget|override)\b.{0,40}
        \b(?:instructions?|prompt|rubric|rules|(?:all|everything)\s+(?:above|previous|prior))\b
    | \b(?:give|award|assign|grant|grade|score|mark|rate)\b.{0,30}
        (?:\b(?:full|maximum|top|perfect|highest)\s+(?:possible\s+)?
           (?:marks?|points?|scores?|credit|grade)\b
         | \ball\s+(?:the\s+)?(?:marks|credit)\b | \b(?:10/10|5/5|100\s*%|100\s*/\s*100))
    | \b(?:you\s+are|act\s+as)\s+(?:now\s+)?(?:an?|the)\s+
        (?:ai|assistant|grader|examiner|marker|language\s+model|evaluator)\b
    | ^\W*(?:system|assistant|developer)\s*(?:prompt|message|note)?\s*(?::|\])
    | \b(?:notes?|messages?|instructions?|memo)\s+(?:to|for)\s+(?:the\s+)?
        (?:grader|examiner|marker|ai|evaluator|scorer|grading|marking)\b
    | \b(?:this|the|my|candidate's)\s+(?:answer|response|candidate|submission)\s+
        (?:should|must|deserves?|has\s+been|is\s+to)\b.{0,30}
        \b(?:full|marked|graded|scored|pass|passed|approved|covered|score|marks)\b
    | \b(?:mark|count|treat|consider)\b.{0,25}\b(?:every|all|each)\b.{0,25}
        \b(?:(?:key|rubric)\s+points?|criteria)\b
    | \b(?:all|every)\s+(?:of\s+the\s+)?(?:key\s+points?|criteria)\s+(?:are|were|is|have|has)\b
    | ["'](?:score|verdict|grade|mark|abstained|covered|points|p)["']\s*:
    | \bverdict\s*[:=]\s*(?:made|pass|correct|covered)\b
    """,
    re.VERBOSE | re.DOTALL,
)

# --- Not an attempt ---------------------------------------------------------------------------
NO_ATTEMPT = re.compile(
    r"""^\W*(?:(?:sorry|honestly|hmm+|um+|well|no)\W+)*(?:
        i\s+(?:really\s+|honestly\s+|just\s+)?(?:do\s+not|don'?t|dont)\s+
            (?:know|remember|recall|have\s+(?:an|any)\s+(?:answer|idea|clue))
      | (?:i\s+(?:have|'ve\s+got)\s+)?no\s+(?:idea|clue|answer)
      | i\s+(?:can\s+not|am\s+not\s+able\s+to)\s+(?:answer|remember|recall)
      | i\s+(?:am|'m)\s+not\s+sure | not\s+sure | idk | dunno | pass | skip | n/?a | no\s+comment
    )\b""",
    re.VERBOSE,
)
NO_ATTEMPT_WORDS = 25  # longer than this, “I don't remember the name, but …” is an answer

# --- Another script ---------------------------------------------------------------------------
FOREIGN_SHARE = 0.5  # of the letters; Greek ones are mathematics and do not count as foreign

# --- The question handed back -----------------------------------------------------------------
COPIED_SHARE = 0.8  # of a sentence's runs of three words, the share that stands in the question

# --- Lists ------------------------------------------------------------------------------------
LIST_SHARE = 0.45  # of the words, the share that stands in bare enumerations
LIST_WORDS = 6  # fewer words cannot be called a list
BARE_ITEM_WORDS = 4
BARE_LINE_WORDS = 2  # “Check learning rate” is a step; a line of one term is an item of a list
LABEL_WORDS = 5
LABELLED_ITEMS = 6  # “Ranking: trees or a network, user and item features” is a terse statement
TELEGRAM_SHARE = 0.14  # running prose has about 40 % function words, a list of terms hardly any
TELEGRAM_WORDS = 11  # in all, and …
TELEGRAM_SENTENCE = 7  # … in lines of this length: a shorter line cannot carry a point by terms
ITEM_BREAK = re.compile(r"[,;:|/•\n]|\s-\s|\.\s|\s(?:and|or|plus)\s")
LIST_OPENING = re.compile(
    r"^(?:i|we|you)?\s*(?:always|often|usually|would|will)?\s*(?:think|talk|mention|consider|"
    r"know|remember|cover|say)s?\s+(?:about|of)?\b"
)
RELATION = re.compile(r"->|<-|=|<|>|\+|\*")
# Words that head a list of terms without saying what they are terms of.
EMPTY_LABELS = frozenset(
    wording.stem(word)
    for word in listed(
        "key concept concepts term terms keyword keywords idea ideas topic topics important main "
        "relevant related buzzword buzzwords point points aspect aspects notion notions summary "
        "note notes overall include includes including mention other further area areas theme"
    )
)

# --- Shuffled words ---------------------------------------------------------------------------
ARTICLES = listed("a an the its their his our your my every")
PREPOSITIONS = listed("of in on at by for from with into per between through")
JOINTS = listed("and or but because so")
VERBS = listed("is are was were be been has have does do can could will would may must")
PRONOUNS = listed("it they we you he she i")
END = ""
BROKEN_OFF = "…"
DISORDER_SHARE = 0.1  # of the places where order can be checked, the share that is broken
DISORDER_PLACES = 8  # fewer places prove nothing
ALLOWED = frozenset(
    {
        ("because", "of"),
        ("and", "because"),
        ("but", "because"),
        ("so", "because"),
        ("and", "so"),
        ("from", "between"),
        ("in", "between"),
    }
)


def is_instruction(sentence: Sentence) -> bool:
    """Whether the sentence addresses whoever marks the answer, or imitates a mark."""
    return INSTRUCTION.search(sentence.original.lower()) is not None


def is_no_attempt(sentences: Sequence[Sentence]) -> bool:
    """“I don't know” and its kin, as the whole of the answer."""
    if sum(len(sentence.words) for sentence in sentences) > NO_ATTEMPT_WORDS:
        return False
    return bool(sentences) and NO_ATTEMPT.search(sentences[0].plain) is not None


def is_foreign(sentences: Sequence[Sentence]) -> bool:
    """Whether most letters belong to a script that English is not written in."""
    letters = [c for sentence in sentences for c in sentence.original if c.isalpha()]
    foreign = sum(c > "\u024f" and not "\u0370" <= c <= "\u03ff" for c in letters)
    return foreign > FOREIGN_SHARE * len(letters)


def is_copied(sentence: Sentence, plain_question: str) -> bool:
    """Whether the sentence repeats the question: it cannot be evidence for a point."""
    runs = _runs(sentence.words)
    return bool(runs) and len(runs & _runs(wording.words(plain_question))) >= COPIED_SHARE * len(
        runs
    )


def _runs(words: Sequence[str]) -> set[tuple[str, ...]]:
    return {tuple(words[i : i + 3]) for i in range(len(words) - 2)}


def is_keyword_list(sentences: Sequence[Sentence]) -> bool:
    """Whether terms are listed rather than used.

    Two signs: most words stand in runs of three or more bare items (no verb, no relation, at most
    BARE_ITEM_WORDS words), or longer lines have hardly any function words at all. Lines that each
    name a subject and then its parts are how a design is written down, and are not such a list.
    """
    total = sum(len(sentence.words) for sentence in sentences)
    if total < LIST_WORDS:
        return False
    labelled = [sentence for sentence in sentences if _is_labelled(sentence)]
    running = [s for s in sentences if s not in labelled] if len(labelled) > 1 else sentences
    enumerated = sum(_enumerated_words(sentence) for sentence in running) + _bare_lines(running)
    return enumerated / total > LIST_SHARE or _is_telegram(running)


def _is_labelled(sentence: Sentence) -> bool:
    """Whether the line names a subject and, after a colon, a few parts of it."""
    label, colon, rest = sentence.plain.partition(":")
    names = set(wording.content_stems(label)) - EMPTY_LABELS
    return (
        bool(colon)
        and bool(names)
        and len(wording.words(label)) <= LABEL_WORDS
        and len(ITEM_BREAK.split(rest)) <= LABELLED_ITEMS
    )


def _enumerated_words(sentence: Sentence) -> int:
    """Words of one sentence that stand in an enumeration of three or more bare items."""
    text = LIST_OPENING.sub("", sentence.plain)
    bare = [len(wording.words(item)) for item in ITEM_BREAK.split(text) if _is_bare(item)]
    return sum(bare) if len(bare) >= 3 else 0


def _bare_lines(sentences: Sequence[Sentence]) -> int:
    """Words of lines that are no more than one term, where there are three such lines or more."""
    bare = [len(s.words) for s in sentences if _is_bare(s.plain, BARE_LINE_WORDS)]
    return sum(bare) if len(bare) >= 3 else 0


def _is_bare(item: str, longest: int = BARE_ITEM_WORDS) -> bool:
    words = wording.words(item)
    if not 1 <= len(words) <= longest or RELATION.search(item):
        return False
    return not any(word in wording.FUNCTION_WORDS and len(word) > 1 for word in words)


def _is_telegram(sentences: Sequence[Sentence]) -> bool:
    """Content words one after the other, without relations between them."""
    lines = [
        sentence.words
        for sentence in sentences
        if len(sentence.words) >= TELEGRAM_SENTENCE and not RELATION.search(sentence.plain)
    ]
    total = sum(map(len, lines))
    function = sum(word in wording.FUNCTION_WORDS for line in lines for word in line)
    return total >= TELEGRAM_WORDS and function / total < TELEGRAM_SHARE


def is_shuffled(sentences: Sequence[Sentence]) -> bool:
    """Whether function words stand where English does not let them stand.

    “The of”, “and is”, an article before a full stop: hardly ever in prose, about one place in five
    once the words are in random order.
    """
    broken = places = 0
    for sentence in sentences:
        # Only a full stop shows that nothing was to follow; a line, or a piece, may just break off.
        end = END if sentence.original.endswith((".", "!", "?")) else BROKEN_OFF
        for word, following in pairwise([*sentence.words, end]):
            if verdict := _order(word, following):
                places += 1
                broken += verdict == "broken"
    return places >= DISORDER_PLACES and broken / places > DISORDER_SHARE


def _order(word: str, following: str) -> str:
    """“broken” or “kept” for a pair whose order can be judged, empty for any other."""
    if (word, following) in ALLOWED:
        return "kept"
    if word in ARTICLES:
        barred: tuple[frozenset[str], ...] = (ARTICLES, PREPOSITIONS, JOINTS, VERBS, PRONOUNS)
    elif word in PREPOSITIONS:
        barred = (PREPOSITIONS, JOINTS, VERBS)
    elif word in JOINTS:
        barred = (JOINTS, frozenset({"of"}))
    elif word in VERBS:
        barred = (frozenset({"of"}),)
    else:
        return ""
    ends = following == END and word not in VERBS
    return "broken" if ends or any(following in group for group in barred) else "kept"

"""What a person meant who mistyped: the nearest word of the library.

Symmetric deletion (Garbe's SymSpell, 2012): a word is kept with all it becomes when one or two of
its first letters go missing; a mistyped word loses letters the same way, and whatever agrees is a
candidate. The database finds them by one look into an index; rapidfuzz measures how far they are.

The words are only hints. Whether a word exists is asked of the questions themselves, and a
mended text counts only once it finds something: so what exists is never “corrected”, however
old the list of words is. Only the ready library's words are listed: private ones are not told.
"""

import re
from datetime import timedelta
from itertools import combinations

from django.contrib.postgres.search import SearchQuery
from django.db import connection, transaction
from django.db.models.functions import Now
from rapidfuzz.distance import OSA

from questions.models import LibraryChange, QuestionQuerySet, Word

# Letters that may be wrong in a word of so many: (from, how many).
ALLOWED = ((6, 2), (3, 1))
# Deleting from the first letters alone finds the same (SymSpell's prefix); the list stays short.
PREFIX = 7
LONG_ENOUGH_TO_COMPLETE = 5
ENOUGH = 1000
# Words of one text that are looked at: each costs a question to the database.
MOST_WORDS = 8
KEPT_FOR = timedelta(days=1)
# Any number nobody else uses: two that count at once would do the same work.
LOCK = 0x776F7264
# An excluded word, or a word.
_WORDS = re.compile(r"(?:^|(?<=\s))-\S+|(?<!\w)([^\W\d_]{3,40})(?!\w)")
_COMMON = """
SELECT word FROM unnest(%s::text[]) AS word WHERE numnode(plainto_tsquery('english', word)) = 0
"""


def mended(text: str, readable: QuestionQuerySet) -> str:
    """The text with each unknown word replaced by the nearest known one; empty when none is.

    `readable` are the questions this person may read. Words that are excluded stay as they are.
    """
    words = dict.fromkeys(match[1].lower() for match in _WORDS.finditer(text) if match[1])
    instead = {
        word: near
        for word in list(words)[:MOST_WORDS]
        if not _exists(word, readable) and (near := nearest(word))
    }

    def replacement(match: re.Match[str]) -> str:
        return instead.get((match[1] or "").lower(), match[0])

    return _WORDS.sub(replacement, text) if instead else ""


def _exists(word: str, readable: QuestionQuerySet) -> bool:
    """Whether any question has it, in any form. What is too common to be indexed exists, too."""
    with connection.cursor() as cursor:
        cursor.execute(_COMMON, [[word]])
        if cursor.fetchone():
            return True
    either = SearchQuery(word, config="english") | SearchQuery(word, config="simple")
    # Asked for one row, the planner would read the table in the hope of meeting it soon.
    return bool(readable.filter(search=either).order_by().values_list("pk", flat=True)[:ENOUGH])


def nearest(word: str) -> str | None:
    """The listed word that takes the fewest slips of a finger; of several the most used one.

    Half a word is completed instead: its stem is not in the index, so nothing else finds it.
    """
    most = allowed(word)
    if not most:
        return None
    if len(word) >= LONG_ENOUGH_TO_COMPLETE:
        whole = Word.objects.filter(text__startswith=word).order_by("-questions", "text").first()
        if whole:
            return whole.text
    near = [
        (distance, known[0] != word[0], -questions, known)
        for known, questions in _sharing_a_key(word)
        if (distance := OSA.distance(word, known, score_cutoff=most)) <= most
    ]
    return min(near)[-1] if near else None


def _sharing_a_key(word: str) -> list[tuple[str, int]]:
    """Listed words that become the same as this one when letters go missing, with their use."""
    sharing = Word.objects.filter(keys__overlap=keys(word)).values_list("text", "questions")
    with transaction.atomic(), connection.cursor() as cursor:
        # The planner thinks comparing two lists costs nothing, and would compare 17,000 of them.
        cursor.execute("SET LOCAL enable_seqscan = off")
        return list(sharing)


def allowed(word: str) -> int:
    """How many slips: letters left out, added, changed, or two swapped."""
    return next((slips for letters, slips in ALLOWED if len(word) >= letters), 0)


def keys(word: str) -> list[str]:
    """The beginning of the word, and what it becomes without any one or two of its letters."""
    start = word[:PREFIX]
    found = {start}
    for gone in range(1, min(allowed(word) or 1, len(start) - 1) + 1):
        found |= {"".join(kept) for kept in combinations(start, len(start) - gone)}
    return sorted(found)


# --- The list -------------------------------------------------------------------------------------

_COUNT = """
SELECT word, ndoc FROM ts_stat($$
    SELECT to_tsvector('simple', version.title || ' ' || version.prompt)
    FROM questions_question AS question
    JOIN questions_questionversion AS version ON version.id = question.current_id
    WHERE question.status = 'ready' AND question.visibility = 'library' {among}
$$)
WHERE word ~ '^[[:alpha:]]{{3,40}}$'
"""
# Reading so many questions is as quick as reading all.
MANY = 5000


@transaction.atomic
def count_words(*, anew: bool = False) -> bool:
    """Bring the list of words up to the library, if it changed since; False when it did not.

    Usually reads what changed and adds what is new in it. `anew` reads the whole library, which
    takes ten seconds and more at 100,000 questions, and lets go of words it has no more.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return False
        changes = list(LibraryChange.objects.select_for_update().filter(counted=False))
        if not changes and not anew:
            return False
        LibraryChange.objects.filter(pk__in=[one.pk for one in changes]).update(counted=True)
        LibraryChange.objects.filter(counted=True, written_at__lt=Now() - KEPT_FOR).delete()
        if any(one.questions is None for one in changes):
            anew = True
        changed = {pk for one in changes for pk in one.questions or ()}
        anew = anew or len(changed) > MANY
        among = "" if anew else f"AND question.id IN ({','.join(map(str, sorted(changed)))})"
        cursor.execute("SET LOCAL statement_timeout = '10min'")
        cursor.execute(_COUNT.format(among=among))
        counted = dict(cursor.fetchall())
    _list(counted, anew=anew)
    return True


def _list(counted: dict[str, int], *, anew: bool) -> None:
    known = dict(Word.objects.values_list("text", "questions"))
    if anew:
        Word.objects.filter(text__in=list(known.keys() - counted.keys())).delete()
    # A word that is known keeps its count until all are counted anew.
    wanted = [text for text, count in counted.items() if known.get(text) != count]
    Word.objects.bulk_create(
        [
            Word(text=text, questions=counted[text], keys=keys(text))
            for text in wanted
            if anew or text not in known
        ],
        batch_size=5000,
        update_conflicts=True,
        unique_fields=["text"],
        update_fields=["questions", "keys"],
    )

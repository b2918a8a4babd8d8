"""The same document again: what is new in it, what changed, what is gone since it was saved."""

from collections import defaultdict, deque
from collections.abc import Sequence

from rapidfuzz import fuzz, process, utils

from questions.models import Question
from questions.versions import words_of
from workbench.imports.candidates import words_from
from workbench.models import Candidate, ImportedFile

# Documents of somebody that are looked through, the latest first.
LOOKED_AT = 200
# A document under another name is the same one when it shares this much of the smaller's questions.
SAME_DOCUMENT = 0.5
# Two prompts are one question, reworded, from this likeness on (0 to 100, order of words aside).
REWORDED = 75
# Beyond this many on both sides together, only equal prompts are paired: it would take seconds.
MOST_COMPARED = 1500

PASTED = "Pasted text"


def earlier_of(file: ImportedFile, fingerprints: Sequence[str]) -> ImportedFile | None:
    """The document as it was last saved, known by its name or by its questions; else None."""
    saved = ImportedFile.objects.filter(
        batch__owner=file.batch.owner_id, batch__saved_at__isnull=False, state="read"
    )
    recent = saved.order_by("-batch__saved_at", "-pk").values_list("pk", "name")[:LOOKED_AT]
    names = dict(recent)
    prints = defaultdict(set)
    of_those = Candidate.objects.filter(file__in=names).order_by()
    for pk, mark in of_those.values_list("file", "fingerprint"):
        prints[pk].add(mark)
    mine = set(fingerprints)
    best, best_share = None, 0.0
    for pk, name in names.items():
        shared = len(mine & prints[pk])
        share = shared / (min(len(mine), len(prints[pk])) or 1)
        known = shared and name == file.name != PASTED
        if (known or share >= SAME_DOCUMENT) and share + bool(known) > best_share:
            best, best_share = pk, share + bool(known)
    return ImportedFile.objects.defer("data", "text").get(pk=best) if best else None


def compare(candidates: list[Candidate], earlier: ImportedFile) -> None:
    """Say of each candidate whether it is new, changed or the same, and what to do about it."""
    before = list(earlier.candidates.order_by("position"))
    by_print: dict[str, deque[Candidate]] = defaultdict(deque)
    for one in before:
        by_print[one.fingerprint].append(one)
    unpaired = []
    for candidate in candidates:
        if by_print[candidate.fingerprint]:
            _pair(candidate, by_print[candidate.fingerprint].popleft())
        else:
            unpaired.append(candidate)
    left = [one for some in by_print.values() for one in some]
    _pair_reworded(unpaired, left)
    _decide(candidates, earlier)


def _pair(candidate: Candidate, one: Candidate) -> None:
    same = candidate.read_hash == one.read_hash
    candidate.earlier = one
    candidate.change = Candidate.Change.SAME if same else Candidate.Change.CHANGED


def _pair_reworded(unpaired: list[Candidate], left: list[Candidate]) -> None:
    for candidate in unpaired:
        candidate.change = Candidate.Change.NEW
    if not unpaired or not left or len(unpaired) + len(left) > MOST_COMPARED:
        return
    scores = process.cdist(
        [candidate.prompt for candidate in unpaired],
        [one.prompt for one in left],
        scorer=fuzz.token_sort_ratio,
        processor=utils.default_process,
        score_cutoff=REWORDED,
    )
    pairs = sorted(zip(*scores.nonzero(), strict=True), key=lambda pair: -scores[pair])
    taken = set()
    for row, column in pairs:
        if ("new", row) not in taken and ("old", column) not in taken:
            taken |= {("new", row), ("old", column)}
            _pair(unpaired[row], left[column])


def _decide(candidates: list[Candidate], earlier: ImportedFile) -> None:
    """Unchanged: linked, or dropped again. Changed: a new version of what was saved."""
    owner = earlier.batch.owner
    paired = [candidate for candidate in candidates if candidate.earlier]
    ids = {candidate.earlier.saved_as_id for candidate in paired}
    seen = set(Question.objects.visible_to(owner).filter(pk__in=ids).values_list("pk", flat=True))
    mine = Question.objects.editable_by(owner).filter(pk__in=ids).with_words().in_bulk()
    for candidate in paired:
        was = candidate.earlier
        if was.saved_as_id in mine and _says_nothing_new(candidate, mine[was.saved_as_id]):
            candidate.change = Candidate.Change.SAME
        same = candidate.change == Candidate.Change.SAME
        if was.saved_as_id in seen:
            candidate.match_id = was.saved_as_id
            if same:
                candidate.decision = Candidate.Decision.LINK
            elif was.saved_as_id in mine:
                candidate.decision = Candidate.Decision.REPLACE
        elif same and was.dropped:
            candidate.dropped = True
        else:  # what it was saved as is gone since
            candidate.earlier, candidate.change = None, Candidate.Change.NEW


def _says_nothing_new(candidate: Candidate, question: Question) -> bool:
    """Whether a new version would have the words of the one that is there.

    A document in another format says less than the first did; that is no change.
    """
    words = words_from(candidate, base=words_of(question.current))
    return words.content_hash == question.current.content_hash


def gone(file: ImportedFile) -> list[Candidate]:
    """What the document said when it was saved and says no more."""
    if file.earlier_id is None:
        return []
    still = Candidate.objects.filter(file=file, earlier__isnull=False).values("earlier")
    before = Candidate.objects.filter(file=file.earlier_id, saved_as__isnull=False)
    return list(before.exclude(pk__in=still).select_related("saved_as").order_by("position"))

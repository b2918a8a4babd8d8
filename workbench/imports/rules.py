"""What an import allows, and what a reviewer should look at. Values in, sentences out."""

from collections.abc import Sequence

from questions.importing.reading import LARGEST

MOST_FILES = 40
MOST_TOGETHER = 100 * 1024 * 1024  # bytes of one import; each file may have LARGEST, 20 MB
LONGEST_PASTE = 1_000_000  # characters; a page of a browser, not a book
MOST_OPEN = 20  # imports of one person that wait to be saved
MOST_QUESTIONS = 3000  # of one document; the longest list of questions seen has 1,100

VERY_LONG_PROMPT = 3000  # characters; the longest prompt of the bank has 2,900
VERY_LONG_ANSWER = 15_000

SAVED = "This import is saved. Its questions are changed in the workbench now."


def why_not_start(*, waiting: int) -> str | None:
    """Why nothing more can be brought now; `waiting` imports are not saved yet."""
    if waiting >= MOST_OPEN:
        return f"{MOST_OPEN} imports wait to be saved. Save or delete one of them first."
    return None


def why_not_files(sizes: Sequence[int]) -> str | None:
    """Why these files, with their sizes in bytes, cannot come in one go."""
    if len(sizes) > MOST_FILES:
        return f"{len(sizes)} files are more than the {MOST_FILES} one import takes."
    if sum(sizes) > MOST_TOGETHER:
        return (
            f"Together they have {sum(sizes) // 2**20} MB, more than the"
            f" {MOST_TOGETHER // 2**20} MB one import takes. Bring them in two."
        )
    return None


def why_not_file(name: str, size: int) -> str | None:
    """Why this one cannot be read, known before it is."""
    if size > LARGEST:
        return f"{name}: larger than {LARGEST // 2**20} MB. Split the document."
    if size == 0:
        return f"{name}: the file is empty."
    return None


def why_not_change(*, saved: bool) -> str | None:
    """Why a candidate cannot be edited, dropped, split or merged."""
    return SAVED if saved else None


def why_not_save(*, unread: int, kept: int) -> str | None:
    """Why the import cannot be saved yet; `unread` documents are still to be read."""
    if unread:
        files = "One document is" if unread == 1 else f"{unread} documents are"
        return f"{files} still being read. Save when all are here."
    if not kept:
        return "Nothing is kept: take at least one question back before you save."
    return None


def problems(
    *, prompt: int, answer: int, points: int, repeated: bool, remarks: Sequence[str]
) -> list[str]:
    """What a reviewer should look at: lengths in characters, key points counted.

    `remarks` are the reader's own; what an edit can mend is judged anew here.
    """
    found = []
    if not answer:
        found.append("no answer" if not points else "no answer, key points only")
    if prompt > VERY_LONG_PROMPT:
        found.append("very long prompt")
    if answer > VERY_LONG_ANSWER:
        found.append("very long answer")
    if repeated:
        found.append("repeated in this import")
    return found + [said for said in remarks if not _judged_here(said)]


def _judged_here(remark: str) -> bool:
    return remark.startswith(("no answer", "very long", "repeated"))

"""Who may say something about a question, and who settles it. No database writes, no clock."""

from accounts.models import User
from questions.bank.words import Words
from workbench.models import Thread

# A remark is a message, not a document.
LONGEST_REMARK = 4000
# Open threads one person may have about one question: enough to say everything, too few to flood.
MOST_OPEN = 5


def why_not_open(*, may_see_key: bool, open_of_theirs: int) -> str | None:
    """Why this person cannot start a thread here, or None when they can."""
    if not may_see_key:
        return "You can speak about a question's key once you have answered it in an interview."
    if open_of_theirs >= MOST_OPEN:
        return f"You have {MOST_OPEN} open threads about this question. Go on in one of them."
    return None


def why_not_settle(user: User, thread: Thread, *, keeps: bool, state: str) -> str | None:
    """Why this person cannot bring the thread into this state, or None when they can."""
    if not thread.is_open:
        return f"This is settled already: {thread.get_state_display().lower()}."
    if state == Thread.State.WITHDRAWN:
        return None if thread.opened_by_id == user.pk else "Only who opened it withdraws it."
    return None if keeps else "The keepers of this question settle it."


def parts_of(words: Words) -> list[tuple[str, str]]:
    """What a thread may be about: its name in the row, and how a page calls it."""
    points = [
        (f"point:{point.slug}", f"Point {number}: {point.text}")
        for number, point in enumerate(words.points, start=1)
    ]
    return [("prompt", "The prompt"), ("model_answer", "The model answer"), *points]


def text_of(words: Words, part: str) -> str | None:
    """The wording of that part now; None when there is no such part (any more)."""
    if part in ("prompt", "model_answer"):
        return getattr(words, part)
    slug = part.removeprefix("point:")
    return next((point.text for point in words.points if point.slug == slug), None)

"""What reading each other's code allows, in plain words. No database, no clock."""

from accounts.models import Circle

# About twenty pages of code: more is not read in one sitting.
LONGEST = 40_000
MOST_LINES = 1_000
MOST_VERSIONS = 40
MOST_THREADS = 300
# Reviews that one person has open at a time.
MOST_OPEN = 50
LONGEST_COMMENT = 4_000


def tidy(text: str) -> str:
    """Line ends as we keep them; blank lines at the end say nothing."""
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")


def why_not_code(text: str) -> str | None:
    """Why this cannot be a version, or None. The text is tidy."""
    if not text.strip():
        return "There is no code."
    if "\x00" in text:
        return "It holds a NUL character, which cannot be saved."
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        return "It holds half a character, which cannot be saved."
    if len(text) > LONGEST or text.count("\n") >= MOST_LINES:
        return (
            f"Code may have {MOST_LINES:,} lines and {LONGEST:,} characters. Put up a part of it."
        )
    return None


def why_not_put_up(*, is_in: bool, open_reviews: int) -> str | None:
    """`is_in`: they are in the circle, and it is not archived. `open_reviews`: how many this person
    has put up and not taken back, in all circles."""
    if not is_in:
        return "You are not in that group, or it is archived."
    if open_reviews >= MOST_OPEN:
        return f"{MOST_OPEN} programs of yours are open. Take back what has been read."
    return None


def why_not_write(circle: Circle, *, is_in: bool, is_taken_back: bool) -> str | None:
    """Why nothing is said or changed here now, or None."""
    if is_taken_back:
        return "This code was taken back: nothing is said about it any more."
    if circle.archived_at:
        return "This group is archived: it is read, and nothing in it changes."
    if not is_in:
        return "You are not in that group any more."
    return None


def why_not_resolve(user_id: int, *, author: int, opened_by: int | None) -> str | None:
    if user_id in (author, opened_by):
        return None
    return "The author of the code, or whoever began it, resolves it."

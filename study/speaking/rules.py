"""What answering aloud allows, in plain words. Values in, a sentence or nothing out."""

from datetime import datetime
from typing import Protocol

from django.conf import settings

from questions.models import Kind, Question
from study.models import Recording
from study.models.speaking import LARGEST_RECORDING

# Seconds to answer in; the guide's two minutes first.
LIMITS = (120, 90, 180)
# Seconds to collect oneself.
PREPARE = (30, 0, 15, 60)
LONGEST_NOTES = 20_000  # characters; three minutes of speech have 3,000
TOGETHER = 60 * 1024 * 1024  # bytes of one person's recordings

# How each kind of file begins, so that nothing else is kept under its name.
_BEGINNINGS = (
    (0, b"\x1a\x45\xdf\xa3", "audio/webm"),
    (0, b"OggS", "audio/ogg"),
    (4, b"ftyp", "audio/mp4"),
)


class Timed(Protocol):
    """The part of a take that says when."""

    starts_at: datetime
    ends_at: datetime
    kept_at: datetime | None
    limit_seconds: int


def why_not_speak(question: Question) -> str | None:
    """Why this question cannot be answered aloud, or None when it can."""
    if question.kind == Kind.IMPLEMENTATION:
        return "A program is written, not spoken. Practise this question instead."
    if not question.is_usable:
        return "This question is not asked now."
    return None


def why_not_start(take: Timed) -> str | None:
    """Why the preparation cannot be cut short."""
    if take.kept_at is not None:
        return "This answer is kept already."
    return None


def why_not_keep(*, has_notes: bool, was_aloud: bool) -> str | None:
    """Why there is nothing to keep: the points open after an answer, not instead of one."""
    if not has_notes and not was_aloud:
        return "Type what you would say, or tick that you said it aloud."
    return None


def why_no_key(take: Timed) -> str | None:
    """Why the points of this take are not shown yet."""
    return "The points open once your answer is kept." if take.kept_at is None else None


def spoken_seconds(take: Timed, *, at: datetime) -> int:
    """How much of its time a take used by `at`: 0 to its limit."""
    used = int((at - take.starts_at).total_seconds())
    return max(0, min(used, take.limit_seconds))


def kind_of(sound: bytes) -> str | None:
    """Which kind of recording these bytes begin like; None for anything else."""
    for at, begin, kind in _BEGINNINGS:
        if sound[at : at + len(begin)] == begin:
            return kind
    return None


def why_not_record(size: int, *, together: int) -> str | None:
    """Why a recording of `size` bytes cannot be kept here beside `together` bytes of others."""
    if not size:
        return "This recording is empty."
    if size > LARGEST_RECORDING:
        return (
            f"This recording has {size / 2**20:.1f} MB; up to {LARGEST_RECORDING // 2**20} MB can "
            "be kept here. It stays in this browser."
        )
    if size + together > TOGETHER:
        return (
            f"Your recordings here would have more than {TOGETHER // 2**20} MB together. Delete "
            "one first; this one stays in this browser."
        )
    return None


def why_not_transcribe(recording: Recording | None) -> str | None:
    """Why this recording cannot be written down, or None when it can."""
    if not settings.TRANSCRIBER:
        return "Nothing on this site writes recordings down."
    if recording is None:
        return "Only a recording that is kept here can be written down."
    if recording.state in (Recording.Transcribing.WAITING, Recording.Transcribing.RUNNING):
        return "It is being written down already."
    return None


def words_a_minute(text: str, seconds: int | None) -> int | None:
    """Pace; None where nothing was said or no time went by."""
    words = len(text.split())
    return round(words * 60 / seconds) if words and seconds else None

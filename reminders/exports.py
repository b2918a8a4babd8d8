"""What a person takes along from their reminders."""

from collections.abc import Iterator

from accounts.exports import File, as_json
from accounts.models import User
from reminders.models import Reminder

_FIELDS = (
    "kind", "channel", "facts", "due_at", "state", "why_failed", "sent_at", "read_at", "created_at",
)  # fmt: skip


def files(person: User) -> Iterator[File]:
    """Every reminder that was planned, sent or dropped, oldest first."""
    rows = list(Reminder.objects.visible_to(person).order_by("due_at", "pk").values(*_FIELDS))
    if rows:
        yield File("reminders.json", as_json(rows))
        yield File("reminders.md", "\n".join(["# Reminders", "", *map(_line, rows)]) + "\n")


def _line(row: dict) -> str:
    words = " ".join(str(row["facts"].get("title", row["kind"])).split())
    state = Reminder.State(row["state"]).label.lower()
    channel = Reminder.Channel(row["channel"]).label.lower()
    return f"* {row['due_at']:%Y-%m-%d %H:%M} UTC, {channel}: {words} ({state})"

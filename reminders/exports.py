"""What a person takes along from their reminders."""

from collections.abc import Iterator

from accounts.exports import File, as_json
from accounts.models import User
from reminders.choices import choices_of
from reminders.models import Feed, Reminder

_FIELDS = (
    "kind", "channel", "facts", "due_at", "state", "why_failed", "because", "sent_at", "read_at",
    "snoozed_until", "created_at",
)  # fmt: skip


def files(person: User) -> Iterator[File]:
    """Their choices, and every reminder that was planned, sent or dropped, oldest first."""
    yield from _choices(person)
    rows = list(Reminder.objects.visible_to(person).order_by("due_at", "pk").values(*_FIELDS))
    if rows:
        yield File("reminders.json", as_json(rows))
        yield File("reminders.md", "\n".join(["# Reminders", "", *map(_line, rows)]) + "\n")


def _choices(person: User) -> Iterator[File]:
    """How and when they are told. The links of feeds stay behind: each is a key."""
    choices = choices_of(person)
    hours = choices.hours
    facts = {
        "ways": {
            name: {"in_app": chosen.in_app, "email": chosen.email}
            for name, chosen in choices.by_category.items()
        },
        "daily_mail_at": hours.digest_at,
        "quiet_from": hours.quiet_from,
        "quiet_to": hours.quiet_to,
        "urgent_passes": hours.urgent_passes,
        "muted": list(person.mutes.values("words", "made_at")),
        "calendar_links": list(
            Feed.objects.filter(user=person)
            .order_by("pk")
            .values("scope", "made_at", "revoked_at", "last_asked_at")
        ),
    }
    yield File("choices.json", as_json(facts))
    ways = [
        f"* {name}: {'in the app, ' if way['in_app'] else ''}mail {way['email']}"
        for name, way in facts["ways"].items()
    ]
    yield File("choices.md", "\n".join(["# What is told, and how", "", *ways]) + "\n")


def _line(row: dict) -> str:
    words = " ".join(str(row["facts"].get("title", row["kind"])).split())
    state = Reminder.State(row["state"]).label.lower()
    channel = Reminder.Channel(row["channel"]).label.lower()
    return f"* {row['due_at']:%Y-%m-%d %H:%M} UTC, {channel}: {words} ({state})"

"""What can be told, and which of a person's choices each of them respects."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """One sort of reminder. Its mail is `templates/reminders/mail/<name>.txt` and `.html`."""

    name: str
    # What it is, in the app's own list.
    label: str
    # The line a mailbox shows; `{title}` and `{time}` are filled in.
    subject: str
    # The list a person leaves by one click on “Unsubscribe”.
    category: str = "interviews"
    # The user's field that must be on, beside the one for the channel.
    choice: str | None = None
    # The iTIP method of the calendar file that goes with the mail, if any.
    calendar: str | None = None


@dataclass(frozen=True)
class Category:
    """Mails that are switched off together: the user's field, and how the list is called."""

    name: str
    title: str
    field: str


SCHEDULED = "scheduled"
MOVED = "moved"
CANCELLED = "cancelled"
A_DAY_BEFORE = "a-day-before"
MINUTES_BEFORE = "15-minutes-before"

KINDS = {
    kind.name: kind
    for kind in (
        Kind(SCHEDULED, "Invitation", "Planned: {title}, {time}", calendar="REQUEST"),
        Kind(MOVED, "New time", "Moved: {title}, now {time}", calendar="REQUEST"),
        Kind(CANCELLED, "Cancellation", "Cancelled: {title}, {time}", calendar="CANCEL"),
        Kind(
            A_DAY_BEFORE, "A day before", "Coming up: {title}, {time}", choice="remind_a_day_before"
        ),
        Kind(
            MINUTES_BEFORE,
            "15 minutes before",
            "Soon: {title}, {time}",
            choice="remind_15_minutes_before",
        ),
    )
}

CATEGORIES = {
    category.name: category
    for category in (Category("interviews", "Mail about your interviews", "remind_by_email"),)
}

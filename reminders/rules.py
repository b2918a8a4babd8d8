"""When a reminder goes out, by which way, and why not. No database writes, no clock, no request."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from reminders import kinds, local_time
from reminders.choices import Choices, Way
from reminders.kinds import KINDS, SECURITY, Kind
from reminders.models import Reminder

# A mail server that is away is asked again after half a minute, then ever more rarely.
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=1)
# About five hours of trying; then the row says so and stays.
TRIES = 11
# How soon an address that is not confirmed yet is looked at again.
CONFIRMATION_WAIT = timedelta(minutes=2)
# Mails a person gets on one of their days beside appointments, account and the daily mail itself;
# what goes beyond joins the daily mail.
MAILS_A_DAY = 3
# An appointment so near is urgent.
URGENT = timedelta(hours=1)
# So many refusals of an address in a row, and mail to it pauses.
REFUSALS = 3
# Rows are kept so long after they were settled.
KEPT = timedelta(days=365)

# “Tonight” and “tomorrow morning”, on the person's wall.
TONIGHT, MORNING = time(19), time(8)

UNKNOWN = "This version of Greenroom does not know this kind of reminder."
QUIET = "It waits for the end of your quiet hours."


def is_stale(reminder: Reminder, *, at: datetime) -> bool:
    """It would tell nobody anything any more."""
    return reminder.stale_at is not None and at >= reminder.stale_at


def why_not_send(reminder: Reminder, choices: Choices) -> str | None:
    """Why this person is not told now, or None. Asked when it is due, so the last choice counts."""
    kind = KINDS.get(reminder.kind)
    if kind is None:
        return UNKNOWN
    if not choices.user.is_active:
        return "The account is closed."
    if kind.choice and not getattr(choices.user, kind.choice):
        return "Reminders at this time are switched off."
    if reminder.about in choices.muted and not kind.goes_alone:
        return "You muted it."
    chosen = choices.of(kind.category)
    if reminder.channel == Reminder.Channel.IN_APP:
        return None if chosen.in_app else "Reminders in the app are switched off."
    if chosen.email == Way.OFF:
        return "Reminders by e-mail are switched off."
    return why_no_mail(choices)


def why_no_mail(choices: Choices) -> str | None:
    """Why no mail at all can reach this person, or None."""
    if not choices.user.email:
        return "There is no e-mail address to send it to."
    if not settings.CAN_MAIL:
        return "No mail server is set up on this site."
    if choices.is_paused:
        return "Mail to your address is paused, because it was refused again and again."
    return None


def because(reminder: Reminder, choices: Choices) -> str:
    """The choice that decides, in words."""
    kind = KINDS.get(reminder.kind)
    if kind is None or kind.category is kinds.SEVERAL:
        return ""
    label, chosen = kind.category.label, choices.of(kind.category)
    if kind.category is SECURITY:
        return f"{label}: always"
    if reminder.channel == Reminder.Channel.IN_APP:
        return f"{label}: {'in the app' if chosen.in_app else 'not in the app'}"
    return f"{label}: {Way(chosen.email).label.lower()}"


def too_many(kind: Kind) -> str:
    """In place of the choice: why a mail that was to go at once is a line of the daily one."""
    return f"{kind.category.label}: at once, but no more than {MAILS_A_DAY} mails a day"


def belongs_in_digest(kind: Kind, choices: Choices) -> bool:
    return not kind.goes_alone and choices.of(kind.category).email == Way.DIGEST


def is_urgent(reminder: Reminder, *, at: datetime) -> bool:
    """An appointment within the hour."""
    starts_at = reminder.facts.get("starts_at")
    return bool(starts_at) and datetime.fromisoformat(starts_at) - at <= URGENT


def quiet_until(choices: Choices, *, at: datetime) -> datetime | None:
    """The end of the quiet hours that `at` lies in; None when it lies in none.

    Both ends are times on the person's wall: clocks that change make the night longer or shorter.
    """
    if choices.quiet is None:
        return None
    begins, ends = choices.quiet
    today = local_time.day_of(at, choices.zone)
    for day in (today - timedelta(days=1), today):
        last_day = day if begins < ends else day + timedelta(days=1)
        first = local_time.instant_of(datetime.combine(day, begins), choices.zone).at
        last = local_time.instant_of(datetime.combine(last_day, ends), choices.zone).at
        if first <= at < last:
            return last
    return None


def waits_for_quiet(reminder: Reminder, choices: Choices, *, at: datetime) -> datetime | None:
    """Until when this mail waits, or None. What keeps the account safe, and the mail of the day
    at its own hour, wait for nothing."""
    category = KINDS[reminder.kind].category
    if category is SECURITY or reminder.kind == kinds.DIGEST:
        return None
    if choices.hours.urgent_passes and is_urgent(reminder, at=at):
        return None
    return quiet_until(choices, at=at)


def next_digest(choices: Choices, *, since: datetime, after_day: date | None = None) -> datetime:
    """When the daily mail goes next, at or after `since`; later than the day it went last."""
    hour = choices.hours.digest_at
    return local_time.next_time(hour, choices.zone, since=since, after_day=after_day)


@dataclass(frozen=True)
class Snooze:
    """One way to put a notice off, and when it comes back."""

    label: str
    at: datetime


def snoozes(zone: ZoneInfo, *, at: datetime) -> dict[str, Snooze]:
    """What is on offer now, by name. Until four in the night it is still the evening before, so
    that “tomorrow morning” is the next one, not the one after."""
    evening = local_time.day_of(at - timedelta(hours=4), zone)
    tonight = local_time.instant_of(datetime.combine(evening, TONIGHT), zone).at
    morning = datetime.combine(evening + timedelta(days=1), MORNING)
    offers = {"hour": Snooze("For an hour", at + timedelta(hours=1))}
    if tonight > at:
        offers["tonight"] = Snooze(f"Until tonight, {TONIGHT:%H:%M}", tonight)
    offers["tomorrow"] = Snooze(
        f"Until tomorrow morning, {MORNING:%H:%M}", local_time.instant_of(morning, zone).at
    )
    return offers


def wait_after(attempts: int) -> timedelta:
    """How long to leave a mail server alone after this many failures."""
    return min(FIRST_WAIT * 2 ** (attempts - 1), LONGEST_WAIT)

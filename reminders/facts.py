"""What an outbox row is about, read back from its JSON: an appointment or a note."""

from typing import Any

from reminders.appointments import Appointment
from reminders.notes import Note


def from_facts(facts: dict[str, Any]) -> Appointment | Note:
    """KeyError or ValueError when a row holds neither."""
    return Appointment.from_facts(facts) if "uid" in facts else Note.from_facts(facts)

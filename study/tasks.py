"""Celery's door."""

from celery import shared_task
from django.conf import settings

from web import clock


@shared_task
def check_links() -> None:
    """Once a day: addresses nobody looked at for a week, where the site allows requests."""
    from study.reading import links

    if settings.CHECK_LINKS:
        links.check_due(at=clock.now())


@shared_task
def tell_of_checklists() -> None:
    """Every minute: who is told that the list of the day before is open. Two at once do no harm."""
    from study.checklists import telling

    telling.tell_due(at=clock.now())


@shared_task
def read_deck(deck_id: int) -> None:
    """Read one deck of cards."""
    from study.cards import bringing

    bringing.read(deck_id)


@shared_task
def read_leftover_decks() -> None:
    """Every half minute: decks a dead worker or a lost message left behind."""
    from study.cards import bringing

    bringing.read_leftovers(at=clock.now())


@shared_task
def transcribe(recording_id: int) -> None:
    """Write one recording down."""
    from study.speaking import transcribing

    transcribing.transcribe(recording_id, at=clock.now())


@shared_task
def transcribe_leftovers() -> None:
    """Every half minute: recordings a dead worker or a lost message left behind."""
    from study.speaking import transcribing

    transcribing.sweep(at=clock.now())

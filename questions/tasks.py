"""Celery's door. No rules here."""

from celery import shared_task


@shared_task
def count_words() -> None:
    """Every two minutes: the words that misspelt searches are mended with, where any are new."""
    from questions import spelling

    spelling.count_words()


@shared_task
def count_words_anew() -> None:
    """Once a day: how often each word is used, and which are used no more."""
    from questions import spelling

    spelling.count_words(anew=True)

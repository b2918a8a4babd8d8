"""Give cards of before their name in other programs, as study/cards/identity.py gives it to new ones."""

from uuid import uuid4

import genanki
from django.db import migrations

A_BATCH = 1000


def name_cards(apps, schema_editor):
    """Two cards of one point, of two versions of its question, share a name: the older gets it."""
    cards = apps.get_model("study", "Card")
    batch, taken = [], set()
    rows = cards.objects.filter(guid="").select_related("key_point__version__question")
    for card in rows.order_by("pk").iterator(chunk_size=A_BATCH):
        guid = _name(card)
        if (card.owner_id, guid) in taken:
            guid = _fresh()
        taken.add((card.owner_id, guid))
        card.guid = guid
        if card.key_point:
            card.version_id = card.key_point.version_id
        batch.append(card)
        if len(batch) == A_BATCH:
            cards.objects.bulk_update(batch, ["guid", "version"])
            batch = []
    cards.objects.bulk_update(batch, ["guid", "version"])


def _name(card):
    if card.slug:
        return genanki.guid_for("greenroom", "card", card.slug)
    if card.key_point:
        question = card.key_point.version.question.slug
        return genanki.guid_for("greenroom", "point", question, card.key_point.slug)
    return _fresh()


def _fresh():
    return genanki.guid_for("greenroom", uuid4().hex)


class Migration(migrations.Migration):
    dependencies = [("study", "0009_cards_that_travel")]

    operations = [migrations.RunPython(name_cards, migrations.RunPython.noop, elidable=True)]

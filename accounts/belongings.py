"""Every row that points to a person, whichever room keeps it. Rooms above are not imported:
the model registry knows their foreign keys."""

from collections.abc import Iterator

from django.apps import apps
from django.db import IntegrityError, models, transaction

from accounts.models import User


def references() -> Iterator[models.ForeignKey]:
    """Every foreign key and one-to-one of the project to the person, link tables included."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.proxy or not model._meta.managed:
            continue
        for field in model._meta.local_concrete_fields:
            if field.is_relation and field.related_model is User:
                yield field


def move(giver: User, taker: User) -> None:
    """Let every row that points to `giver` point to `taker`.

    Where a rule allows a row once (one seat a person in an interview) and `taker` has it already,
    theirs stays and the other is left where it is. Runs inside the caller's transaction.
    """
    for field in references():
        rows = field.model._base_manager.filter(**{field.name: giver})
        if not _point(rows, field, taker):
            for pk in list(rows.values_list("pk", flat=True)):
                _point(rows.filter(pk=pk), field, taker)


def _point(rows: models.QuerySet, field: models.ForeignKey, taker: User) -> bool:
    """Move these rows, all or none; False when a unique rule forbids it."""
    try:
        with transaction.atomic():
            rows.update(**{field.name: taker})
    except IntegrityError:
        return False
    return True

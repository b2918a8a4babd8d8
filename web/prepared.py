"""Querysets whose SQL is written once.

Django builds the SQL of a queryset anew each time it is asked. For one row by its key that costs
several times what fetching it does. The few questions that come with every request are built once
and asked again with other ids. They are still querysets, so access rules stay where they are.
"""

from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

from django.db import connection, models
from django.db.models.query import QuerySet, get_related_populators

M = TypeVar("M", bound=models.Model)
LARGEST_ID = 2**63 - 1
# Ids that no table will reach stand for the parameters while the SQL is written.
STAND_IN = 2**60


class Prepared(Generic[M]):
    """`Prepared(lambda pk: Thing.objects.filter(pk=pk))`; called with ids, it gives a list of rows.

    The function takes one argument for each id and returns a queryset of whole rows. It may join
    (`select_related`), annotate and order, not prefetch or defer, and every id must come up in it.
    """

    def __init__(self, build: Callable[..., "QuerySet[M]"]) -> None:
        self.build = build
        self._plan: _Plan | None = None

    def __call__(self, *ids: int) -> list[M]:
        if self._plan is None:
            self._plan = _Plan(self.build(*(STAND_IN + n for n in range(len(ids)))), len(ids))
        if any(abs(value) > LARGEST_ID for value in ids):
            return []
        return list(self._plan.rows(ids))


class _Plan:
    """What Django's compiler finds out about a queryset; see Django's own `ModelIterable`."""

    def __init__(self, queryset: QuerySet, count: int) -> None:
        self.compiler = queryset.query.get_compiler(using=queryset.db)
        self.sql, self.parameters = self.compiler.as_sql()
        places = {value for value in self.parameters if _place(value) is not None}
        if len(places) != count:
            raise ValueError("a prepared queryset must use each of its ids, as a plain value")
        select, info = self.compiler.select, self.compiler.klass_info
        own = info["select_fields"]
        self.model, self.start, self.end = info["model"], own[0], own[-1] + 1
        self.names = [column[0].target.attname for column in select[self.start : self.end]]
        self.related = get_related_populators(info, select, queryset.db)
        self.annotations = self.compiler.annotation_col_map or {}
        self.converters = self.compiler.get_converters([column[0] for column in select])

    def rows(self, ids: tuple[int, ...]) -> Iterator[Any]:
        values = [_value(parameter, ids) for parameter in self.parameters]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, values)
            found = cursor.fetchall()
        if self.converters:
            found = self.compiler.apply_converters(found, self.converters)
        for row in found:
            made = self.model.from_db(connection.alias, self.names, row[self.start : self.end])
            for populator in self.related:
                populator.populate(row, made)
            for name, column in self.annotations.items():
                setattr(made, name, row[column])
            yield made


def _place(parameter: Any) -> int | None:
    """Which id a parameter stands for."""
    if isinstance(parameter, int) and parameter >= STAND_IN:
        return int(parameter) - STAND_IN
    return None


def _value(parameter: Any, ids: tuple[int, ...]) -> Any:
    place = _place(parameter)
    return parameter if place is None else type(parameter)(ids[place])

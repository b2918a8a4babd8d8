from functools import cache

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.urls import path

TABLE = "CREATE TABLE IF NOT EXISTS bare (id bigint PRIMARY KEY, text text, revision int)"
UPSERT = """INSERT INTO bare VALUES (%s, %s, 1)
ON CONFLICT (id) DO UPDATE SET text = excluded.text, revision = bare.revision + 1
RETURNING revision"""
PAGE = """<!doctype html><title>{{ title }}</title><ul>{% for row in rows %}
<li><a href="{{ row.path }}">{{ row.name }}</a> <span class="small">{{ row.note }}</span></li>
{% endfor %}</ul>"""
ROWS = [
    {"path": f"/things/{n}/", "name": f"Thing number {n}", "note": "words of a usual length"}
    for n in range(95)
]


def health(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


def upsert(request: HttpRequest, number: int) -> JsonResponse:
    """Two thousand characters into one row, committed before the reply."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(UPSERT, [number, request.body.decode()])
        revision = cursor.fetchone()[0]
    return JsonResponse({"state": "saved", "revision": revision})


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_page().render({"title": "Bare", "rows": ROWS}))


@cache
def _page():
    return engines["django"].from_string(PAGE)


urlpatterns = [
    path("health/", health),
    path("upsert/<int:number>/", upsert),
    path("page/", page),
]

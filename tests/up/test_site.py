"""What the site's processes are told, and when its pages count as answering."""

import http.server
import threading
from pathlib import Path

import pytest
from django.db import connection

from up.places import Places
from up.site import DatabaseStamps, Site, environment
from up.trouble import Trouble

PLACES = Places(Path("/srv/var"), Path("/srv/var/run"))


def settings_with(monkeypatch, **set_by_person) -> dict:
    for name in ("SECRET_KEY", "PORT", "GREENROOM_EMBEDDED", "GREENROOM_VAR", *set_by_person):
        monkeypatch.delenv(name, raising=False)
    for name, value in set_by_person.items():
        monkeypatch.setenv(name, value)
    return environment(PLACES, "postgres://ours", "unix:///ours", "made-once")


def test_processes_are_told_where_everything_is(monkeypatch):
    told = settings_with(monkeypatch)
    assert told["DATABASE_URL"] == "postgres://ours"
    assert told["REDIS_URL"] == "unix:///ours"
    assert told["SECRET_KEY"] == "made-once"
    assert told["GREENROOM_EMBEDDED"] == "1"
    assert told["GREENROOM_VAR"] == "/srv/var"


def test_what_the_person_has_set_wins(monkeypatch):
    told = settings_with(monkeypatch, SECRET_KEY="hers", GREENROOM_VAR="relative", PORT="")
    assert told["SECRET_KEY"] == "hers"
    assert told["GREENROOM_VAR"] == "/srv/var", "always the resolved directory"
    assert told["PORT"] == "8000", "an empty value is none"


@pytest.fixture
def server():
    """Answers each path with the status in `statuses`; notes the Host header it was asked for."""

    class Handler(http.server.BaseHTTPRequestHandler):
        statuses = {"/health/": 200, "/": 200}
        hosts = []

        def do_GET(self):
            self.hosts.append(self.headers["Host"])
            self.send_response(self.statuses[self.path])
            self.end_headers()

        def log_message(self, *_):
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as made:
        thread = threading.Thread(target=made.serve_forever)
        thread.start()
        yield made
        made.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("health", "page", "ready"),
    [(200, 200, True), (200, 302, True), (503, 200, False), (200, 500, False)],
)
def test_the_site_answers_when_its_database_and_its_page_do(server, health, page, ready):
    server.RequestHandlerClass.statuses = {"/health/": health, "/": page}
    site = Site(None, {}, "127.0.0.1", server.server_port)
    assert site.answers() is ready


def test_a_page_that_keeps_failing_is_not_waited_for(server):
    server.RequestHandlerClass.statuses = {"/health/": 200, "/": 500}
    site = Site(None, {}, "127.0.0.1", server.server_port)
    assert not site.answers()
    assert not site.answers()
    with pytest.raises(Trouble, match=r"its first page fails with an error \(500\)"):
        site.answers()


def test_nobody_there_is_not_an_answer(server):
    server.shutdown()
    server.server_close()
    assert not Site(None, {}, "127.0.0.1", server.server_port).answers()


@pytest.mark.parametrize(
    ("allowed", "asked"),
    [("", "localhost"), ("*", "localhost"), ("example.org,localhost", "example.org")],
)
def test_the_site_is_asked_by_a_name_it_accepts(server, allowed, asked):
    Site(None, {"ALLOWED_HOSTS": allowed}, "127.0.0.1", server.server_port).answers()
    assert set(server.RequestHandlerClass.hosts) == {asked}


@pytest.mark.django_db(transaction=True)
def test_notes_are_kept_with_the_database():
    connection.ensure_connection()
    url = connection.connection.info.dsn
    stamps = DatabaseStamps(url)
    assert stamps.read() == {}
    stamps.write({"bank": "abc", "demo": "made"})
    assert stamps.read() == {"bank": "abc", "demo": "made"}

"""The job that looks at links: what it asks, what it never asks, what it says of both."""

import socket
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command

from study.content import content
from study.models import LinkCheck, Resource
from study.reading import links
from study.tasks import check_links

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
OPEN = "93.184.216.34"
State = LinkCheck.State


class Web:
    """What hosts mean and what pages answer; it notes what it was asked."""

    def __init__(self, pages=None, hosts=None):
        self.pages, self.hosts, self.asked = pages or {}, hosts or {}, []

    def resolve(self, host, port):
        return self.hosts.get(host, [OPEN])

    def ask(self, method, parts, number):
        self.asked.append((method, parts.geturl(), number))
        found = self.pages.get((method, parts.geturl()), self.pages.get(parts.geturl(), 200))
        if isinstance(found, Exception):
            raise found
        return found if isinstance(found, tuple) else (found, "")

    def look(self, url="https://example.org/a"):
        return links.look(url, resolve=self.resolve, ask=self.ask)


@pytest.mark.parametrize(
    ("answer", "state", "words"),
    [
        (200, State.FINE, "200 OK"),
        (204, State.FINE, "204"),
        (403, State.FINE, "no machines"),
        (429, State.FINE, "no machines"),
        (404, State.BROKEN, "404 Not Found"),
        (500, State.BROKEN, "500"),
        (799, State.BROKEN, "799"),
        (TimeoutError(), State.BROKEN, "no answer within 10 seconds"),
        (OSError(), State.BROKEN, "no answer"),
    ],
)
def test_what_an_answer_means(answer, state, words):
    found = Web({"https://example.org/a": answer}).look()
    assert found.state == state
    assert words in found.words


def test_a_server_that_knows_no_head_is_asked_by_get():
    address = "https://example.org/a"
    web = Web({("HEAD", address): 501, ("GET", address): 200})
    assert web.look().state == State.FINE
    assert [method for method, *_ in web.asked] == ["HEAD", "GET"]


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1", "10.0.0.8", "172.16.3.4", "192.168.1.1", "169.254.169.254", "0.0.0.0",
        "100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0",
        "fc00::1", "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "2002:7f00:1::", "2001:0:53aa:64c::1", "64:ff9b::7f00:1", "64:ff9b:1::1",
    ],
)  # fmt: skip
def test_nothing_inside_a_network_is_asked(number):
    web = Web(hosts={"example.org": [number]})
    assert web.look().state == State.REFUSED
    assert web.asked == []
    both = Web(hosts={"example.org": [OPEN, number]})
    assert both.look().state == State.REFUSED
    assert both.asked == []


@pytest.mark.parametrize("number", [OPEN, "2606:2800:220:1:248:1893:25c8:1946", "::ffff:8.8.8.8"])
def test_the_open_internet_is(number):
    assert links.is_open(number)


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:5432/", "https://example.org:22/", "ftp://example.org/",
        "file:///etc/passwd", "https://user:secret@example.org/", "//example.org/", "https://",
        "gopher://example.org/", "https://example.org:99999/",
    ],
)  # fmt: skip
def test_no_other_doors_are_tried(url):
    web = Web()
    assert web.look(url).state in (State.REFUSED, State.BROKEN)
    assert web.asked == []


@pytest.mark.parametrize("written", ["127.0.0.1", "2130706433", "0x7f.1", "localhost", "[::1]"])
def test_this_machine_is_not_asked_however_its_address_is_written(written):
    """Through the real resolver, which knows them all."""
    web = Web()
    found = links.look(f"http://{written}/", resolve=links.resolve, ask=web.ask)
    assert found.state in (State.REFUSED, State.BROKEN)
    assert web.asked == []


def test_a_redirect_is_followed_and_not_to_the_inside():
    start = "https://example.org/a"
    on = Web({start: (301, "/b"), "https://example.org/b": 200})
    assert on.look().state == State.FINE
    inside = {"inside.example": ["10.0.0.1"]}
    led = Web({start: (302, "http://inside.example/admin")}, hosts=inside)
    assert led.look().state == State.REFUSED
    assert [url for _, url, _ in led.asked] == [start]
    assert Web({start: (302, "file:///etc/passwd")}).look().state == State.REFUSED


def test_redirects_without_end_are_broken():
    found = Web({"https://example.org/a": (302, "/a")})
    assert found.look().state == State.BROKEN
    assert len(found.asked) == links.MOST_REDIRECTS + 1


def test_one_connects_to_the_number_that_was_looked_at():
    """A name that means something else a moment later leads nowhere."""
    answers = iter([[OPEN], ["127.0.0.1"]])
    web = Web()
    links.look("https://example.org/", resolve=lambda host, port: next(answers), ask=web.ask)
    assert web.asked == [("HEAD", "https://example.org/", OPEN)]


def test_the_real_request_goes_to_that_number_and_names_the_host(monkeypatch):
    seen = []

    class Page(BaseHTTPRequestHandler):
        def do_HEAD(self):
            seen.append((self.path, self.headers["Host"]))
            self.send_response(301)
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *words):
            pass

    server = HTTPServer(("127.0.0.1", 0), Page)
    Thread(target=server.handle_request, daemon=True).start()
    monkeypatch.setitem(links.PORTS, "http", server.server_port)
    parts = urlsplit("http://nowhere.invalid/a b?q=ü")
    try:
        assert links.ask("HEAD", parts, "127.0.0.1") == (301, "/elsewhere")
    finally:
        server.server_close()
    [(path, host)] = seen
    assert path == "/a%20b?q=%C3%BC"
    assert host.startswith("nowhere.invalid")


# The job


@pytest.fixture
def shelf(alice):
    address = "https://example.org/"
    Resource.objects.create(owner=alice, title="R", url=address, added_at=NOON)
    return address


def run(web, at=NOON):
    return links.check_due(at=at, resolve=web.resolve, ask=web.ask)


def test_everything_on_the_shelf_is_looked_at_once_a_week(shelf):
    web = Web({shelf: 404})
    assert {one.url for one in run(web)} == {*(r.url for r in content().study.resources), shelf}
    assert LinkCheck.objects.get(url=shelf).state == State.BROKEN
    assert run(web, NOON + timedelta(days=6)) == []
    web.pages.clear()
    assert len(run(web, NOON + timedelta(days=7))) > 1
    assert LinkCheck.objects.get(url=shelf).state == State.FINE


def test_what_stands_nowhere_any_more_is_forgotten(shelf, alice):
    run(Web())
    alice.delete()
    run(Web(), NOON + timedelta(hours=1))
    assert not LinkCheck.objects.filter(url=shelf).exists()


def test_without_the_setting_nothing_is_asked(shelf, settings, monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: pytest.fail("it asked"))
    assert settings.CHECK_LINKS is False, "as it is shipped"
    check_links()
    with pytest.raises(CommandError, match="makes no requests"):
        call_command("check_links")
    assert not LinkCheck.objects.exists()


def test_with_it_the_job_and_the_command_look(shelf, settings, monkeypatch, capsys):
    settings.CHECK_LINKS = True
    monkeypatch.setattr(links, "look", lambda url, **doors: links.Look(State.FINE, "200 OK"))
    check_links()
    assert LinkCheck.objects.get(url=shelf).words == "200 OK"
    LinkCheck.objects.all().delete()
    call_command("check_links")
    assert shelf in capsys.readouterr().out


def test_the_page_says_broken_and_when(shelf, as_user, alice):
    LinkCheck.objects.create(url=shelf, checked_at=NOON, state=State.BROKEN, words="404 Not Found")
    page = as_user(alice).get("/study/reading/").content.decode()
    assert "! broken" in page
    assert "404 Not Found, 2 March 2026" in page
    assert "never checked" in page
    assert "makes no requests of its own" in page

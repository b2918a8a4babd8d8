"""Looking whether an address of the shelf still answers. Only where the site allows requests.

Anybody may put an address on their shelf, so the machine that looks must not be led anywhere: each
host is resolved once, every address it has must be one of the open internet, and the connection
goes to the very address that was looked at, redirects included.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse
from threading import Timer
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from study.content import content
from study.models import LinkCheck, Paper, Resource

# Seconds for one step of a connection, and for all of it: a server may answer drop by drop.
STEP, WHOLE = 10, 25
MOST_REDIRECTS = 5
PORTS = {"http": 80, "https": 443}
# A week and no less between two looks at one address.
EVERY = timedelta(days=7)
# It is there and lets no machines in.
FOR_PEOPLE_ONLY = {401, 403, 405, 406, 418, 429, 451}
# What an address may hold unquoted, and what is quoted already (RFC 3986).
_AS_IT_IS = "/?%:@!$&'()*+,;=~-._"
_REDIRECTS = {301, 302, 303, 307, 308}

State = LinkCheck.State
Resolve = Callable[[str, int], Iterable[str]]
# (method, address in parts, number to connect to) → status, where it redirects to.
Ask = Callable[[str, SplitResult, str], tuple[int, str]]


@dataclass(frozen=True)
class Look:
    """What one look found: a state, and why in words."""

    state: str
    words: str


class NotOpen(Exception):
    """An address this machine does not ask, and why."""


def look(url: str, *, resolve: Resolve, ask: Ask) -> Look:
    """Ask for an address as a browser would follow it; nothing of what it answers is read."""
    try:
        for _ in range(MOST_REDIRECTS + 1):
            parts = urlsplit(url)
            number = allowed(parts, resolve=resolve)
            status, target = _status(parts, number, ask=ask)
            if status not in _REDIRECTS or not target:
                return _said(status)
            url = urljoin(url, target)
    except NotOpen as reason:
        return Look(State.REFUSED, str(reason))
    except TimeoutError:
        return Look(State.BROKEN, f"no answer within {STEP} seconds")
    except (OSError, HTTPException, ValueError):
        return Look(State.BROKEN, "no answer")
    return Look(State.BROKEN, "it leads from one address to the next without end")


def allowed(parts: SplitResult, *, resolve: Resolve) -> str:
    """The number to connect to. NotOpen when this machine does not ask such an address."""
    if parts.scheme not in PORTS or not parts.hostname:
        raise NotOpen("not an address of the web")
    if parts.port not in (None, PORTS[parts.scheme]):
        raise NotOpen("an unusual port")
    if parts.username or parts.password:
        raise NotOpen("a name or password in it")
    numbers = list(resolve(parts.hostname, PORTS[parts.scheme]))
    if not numbers:
        raise OSError("no such host")
    if not all(map(is_open, numbers)):
        raise NotOpen("an address inside a network")
    return numbers[0]


def is_open(number: str) -> bool:
    """Does an IP address belong to the open internet, whatever way it is written?"""
    address = ipaddress.ip_address(number.partition("%")[0])
    if address.version == 6:
        inner = address.ipv4_mapped or address.sixtofour
        if inner or address.teredo or address in _TRANSLATED:
            return bool(address.ipv4_mapped) and is_open(str(inner))
        if address.is_site_local:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


# What a gateway turns into an IPv4 address that nobody looked at (RFC 6052, RFC 8215).
_TRANSLATED = ipaddress.ip_network("64:ff9b::/32")


def _status(parts: SplitResult, number: str, *, ask: Ask) -> tuple[int, str]:
    """By HEAD; by GET where that is refused, as some servers know no HEAD."""
    status, target = ask("HEAD", parts, number)
    return ask("GET", parts, number) if status >= HTTPStatus.BAD_REQUEST else (status, target)


def _said(status: int) -> Look:
    try:
        words = f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        words = str(status)
    if status in FOR_PEOPLE_ONLY:
        return Look(State.FINE, f"{words}: it lets no machines in")
    return Look(State.FINE if 200 <= status < 300 else State.BROKEN, words)


def resolve(host: str, port: int) -> list[str]:
    """All addresses of a host."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(where[0]) for *_, where in found))


class _To(HTTPConnection):
    """A connection to one number, whatever the host's name means by now."""

    def __init__(self, parts: SplitResult, number: str) -> None:
        super().__init__(parts.hostname, PORTS[parts.scheme], timeout=STEP)
        self.number, self.is_secret = number, parts.scheme == "https"

    def connect(self) -> None:
        self.sock = socket.create_connection((self.number, self.port), self.timeout)
        if self.is_secret:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.host)

    def cut(self) -> None:
        """End it from another thread."""
        if self.sock:
            self.sock.shutdown(socket.SHUT_RDWR)


def ask(method: str, parts: SplitResult, number: str) -> tuple[int, str]:
    connection = _To(parts, number)
    watch = Timer(WHOLE, connection.cut)
    watch.daemon = True
    watch.start()
    try:
        where = quote(parts.path or "/", safe=_AS_IT_IS)
        where += f"?{quote(parts.query, safe=_AS_IT_IS)}" if parts.query else ""
        headers = {"User-Agent": "Greenroom link check", "Accept": "*/*", "Connection": "close"}
        connection.request(method, where, headers=headers)
        reply: HTTPResponse = connection.getresponse()
        return reply.status, reply.headers.get("Location", "")
    finally:
        watch.cancel()
        connection.close()


def addresses() -> set[str]:
    """All that anybody's shelf holds, and the reading lists."""
    found = content()
    mine = set(Resource.objects.values_list("url", flat=True))
    papers = set(Paper.objects.exclude(url="").values_list("url", flat=True))
    return {one.url for one in found.study.resources} | mine | papers if found else mine | papers


def check_due(*, at: datetime, resolve: Resolve = resolve, ask: Ask = ask) -> list[LinkCheck]:
    """Look at what nobody looked at for a week; forget addresses that stand nowhere any more."""
    wanted = addresses()
    LinkCheck.objects.exclude(url__in=wanted).delete()
    fresh = LinkCheck.objects.filter(checked_at__gt=at - EVERY).values_list("url", flat=True)
    return [_check(url, at=at, resolve=resolve, ask=ask) for url in sorted(wanted - set(fresh))]


def _check(url: str, *, at: datetime, resolve: Resolve, ask: Ask) -> LinkCheck:
    found = look(url, resolve=resolve, ask=ask)
    facts = {"checked_at": at, "state": found.state, "words": found.words}
    check, _ = LinkCheck.objects.update_or_create(url=url, defaults=facts)
    return check

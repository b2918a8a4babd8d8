"""The load: so many clients, each with one connection and one request at a time.

A process of its own (`python -m bench.client`): a plan comes in as JSON, what happened goes out
as JSON, and its processor time is nobody's figure.
"""

import asyncio
import json
import random
import subprocess
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass
class Person:
    """What one client asks: `requests` in turn, as (method, path), or saves of one answer.

    `sessions` are the log-ins of the requests, in the same order; one alone serves for all.
    """

    sessions: list[str] = field(default_factory=list)
    requests: list[tuple[str, str]] = field(default_factory=list)
    answer: str = ""  # the path where this client's answer is saved
    current: str = ""  # the path where its revision is read before the first save
    text: str = ""


@dataclass
class Plan:
    """Seconds of load, or, where every request can be made only once, until they are used up."""

    port: int
    people: list[Person]
    seconds: float = 0.0


@dataclass(frozen=True)
class Outcome:
    requests: int
    seconds: float
    statuses: dict[str, int]
    bytes: int
    p50: float  # milliseconds
    p95: float
    p99: float

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds


def run(plan: Plan) -> Outcome:
    done = subprocess.run(
        [sys.executable, "-m", "bench.client"],
        input=json.dumps(asdict(plan)),
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return Outcome(**json.loads(done.stdout))


# --- in the process of its own --------------------------------------------------------------------

TOKEN = "benchbenchbenchbenchbenchbench32"  # any 32 letters, as cookie and as header


class Saves:
    """Changing texts for one answer, each based on the revision that was acknowledged last."""

    def __init__(self, person: Person, number: int) -> None:
        self.person, self.text = person, person.text
        self.writer = f"{random.getrandbits(128):032x}"
        self.random = random.Random(number)
        self.base = self.count = 0

    async def open(self, link: "Link") -> None:
        """What a page knows when it has been loaded; not measured."""
        if self.person.current:
            request = _request("GET", self.person.current, b"", self.person.sessions[0])
            self.heard(*await link.ask(request))

    def body(self) -> bytes:
        self.count += 1
        where = self.random.randrange(len(self.text) - 40)
        words = f" change {self.count:06} of {len(self.text)} ".ljust(40, ".")
        self.text = self.text[:where] + words + self.text[where + 40 :]
        body = {"text": self.text, "base": self.base, "writer": self.writer, "count": self.count}
        return json.dumps({**body, "seconds_used": self.count, "heir_of": []}).encode()

    def heard(self, status: int, reply: bytes) -> None:
        if status == 200:
            self.base = json.loads(reply)["revision"]


class Load:
    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.latencies: list[float] = []
        self.statuses: Counter[str] = Counter()
        self.bytes = 0

    async def run(self) -> Outcome:
        began = time.perf_counter()
        self.until = began + self.plan.seconds if self.plan.seconds else float("inf")
        people = enumerate(self.plan.people)
        await asyncio.gather(*(self._sit(person, number) for number, person in people))
        took = sorted(self.latencies)
        at = {n: min(len(took) * n // 100, len(took) - 1) for n in (50, 95, 99)}
        return Outcome(
            requests=len(took),
            seconds=time.perf_counter() - began,
            statuses=dict(self.statuses),
            bytes=self.bytes,
            **{f"p{n}": 1000 * took[place] for n, place in at.items()},
        )

    async def _sit(self, person: Person, number: int) -> None:
        link = Link(self.plan.port)
        saves = Saves(person, number) if person.answer else None
        if saves:
            await saves.open(link)
        turn = 0
        while time.perf_counter() < self.until:
            if saves:
                method, path, body = "POST", person.answer, saves.body()
            elif turn < len(person.requests) or self.plan.seconds:
                method, path = person.requests[turn % len(person.requests)]
                body = b""
            else:
                break
            session = person.sessions[turn % len(person.sessions)] if person.sessions else ""
            turn += 1
            began = time.perf_counter()
            status, reply = await link.ask(_request(method, path, body, session))
            self.latencies.append(time.perf_counter() - began)
            self.statuses[str(status)] += 1
            self.bytes += len(reply)
            if saves:
                saves.heard(status, reply)
        link.close()


class Link:
    """One connection that is kept; opened again where the server has closed it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, request: bytes) -> tuple[int, bytes]:
        if self.streams:
            try:
                return await self._ask(request)
            except (asyncio.IncompleteReadError, ConnectionError):
                self.close()
        self.streams = await asyncio.open_connection("127.0.0.1", self.port)
        return await self._ask(request)

    async def _ask(self, request: bytes) -> tuple[int, bytes]:
        reader, writer = self.streams
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        status, body = int(head[9:12]), b""
        if b"transfer-encoding: chunked" in head:
            while size := int((await reader.readuntil(b"\r\n")), 16):
                body += (await reader.readexactly(size + 2))[:-2]
            await reader.readexactly(2)
        elif found := head.find(b"content-length:") + 1:
            length = int(head[found + 14 : head.index(b"\r\n", found)])
            body = await reader.readexactly(length)
        if b"connection: close" in head:
            self.close()
        return status, body

    def close(self) -> None:
        if self.streams:
            self.streams[1].close()
        self.streams = None


def _request(method: str, path: str, body: bytes, session: str) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost"]
    lines += [f"Cookie: sessionid={session}; csrftoken={TOKEN}", f"X-CSRFToken: {TOKEN}"]
    if method == "POST":
        lines += ["Accept: application/json", "Content-Type: application/json"]
        lines += [f"Content-Length: {len(body)}"]
    else:
        lines += ["Accept: text/html"]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def main() -> None:
    facts: dict[str, Any] = json.load(sys.stdin)
    facts["people"] = [Person(**person) for person in facts["people"]]
    json.dump(asdict(asyncio.run(Load(Plan(**facts)).run())), sys.stdout)


if __name__ == "__main__":
    main()

"""Simulated candidates: they type, and their page keeps it saved as static/js/room/saver.js does.

One request at a time for each answer; every save names the revision it grew from, the page that
wrote it and that page's count; what is not acknowledged is sent again, later and later, each time
at a moment of its own; a reloaded page takes its drafts over as the heir of the page before.
Every acknowledgement is written down: that is what must be found again at the end.
"""

import html
import http.client
import json
import random
import re
import threading
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import Message

from tests.at_once import all_at_once
from tests.waiting import LONG_PATIENCE, wait_for

FIRST_RETRY, LAST_RETRY = 0.2, 2.0  # seconds; five times as eager as the page
PATIENCE = 60.0  # seconds one request may take: four times as long as the page waits
JOIN_WITHIN = LONG_PATIENCE  # seconds for one that was told to stop
PHRASES = (
    "momentum keeps a running mean of gradients",
    "it damps oscillation across a narrow valley",
    "so steps in a steady direction add up",
    "with decaying weights, β close to 0.9",
    "the learning rate is not raised by this",
    "gradients that keep changing sign cancel",
    "— naïve descent zig-zags instead 🎿",
    "$v \\leftarrow \\beta v + g$",
    "a heavy ball rolls through small bumps",
)


@dataclass(frozen=True)
class Acknowledged:
    """The server said that this text is saved as this revision."""

    interview: int
    position: int
    revision: int
    text: str


@dataclass
class Draft:
    """One answer as its page knows it."""

    position: int
    text: str = ""
    base: int = 0
    acknowledged: str = ""
    count: int = 0
    heir_of: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)

    @property
    def is_dirty(self) -> bool:
        return self.text != self.acknowledged


class Unreachable(Exception):
    """No reply of ours: refused, cut off, too slow, or somebody else's page."""


class Browser:
    """One connection that stays open, with the cookies of one log-in."""

    def __init__(self, port: int, session: str) -> None:
        self.port = port
        self.cookies = {"sessionid": session}
        self.connection: http.client.HTTPConnection | None = None
        self.headers: Message = Message()  # of the last reply

    def request(self, method: str, path: str, body: bytes | None = None) -> tuple[int, str]:
        """Status and text of the reply; Unreachable when none came."""
        headers = {
            "Host": "localhost",
            "Accept": "application/json" if method == "POST" else "text/html",
            "Content-Type": "application/json",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "X-CSRFToken": self.cookies.get("csrftoken", ""),
        }
        try:
            if self.connection:
                # A server may have closed a connection that lay idle; browsers ask again then.
                with suppress(ConnectionError):
                    return self._ask(method, path, body, headers)
                self.close()
            return self._ask(method, path, body, headers)
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise Unreachable(str(error)) from error

    def _ask(self, method: str, path: str, body, headers) -> tuple[int, str]:
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        text = response.read().decode()
        self.headers = response.headers
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return response.status, text

    def close(self) -> None:
        if self.connection:
            self.connection.close()
        self.connection = None


class Candidate(threading.Thread):
    """Types into one interview until told to stop or until the server closes it."""

    def __init__(self, port: int, seat: dict, *, seed: int = 0) -> None:
        super().__init__(daemon=True, name=f"candidate of {seat['interview']}")
        self.interview = seat["interview"]
        self.root = f"/interviews/{self.interview}/"
        self.browser = Browser(port, seat["session"])
        self.random = random.Random(f"{seed} {self.interview}")
        self.writer = str(uuid.uuid4())
        self.drafts: dict[int, Draft] = {}
        self.saved: list[Acknowledged] = []
        self.failures: list[str] = []
        self.conflicts = 0
        self.closed = ""
        self.enough = threading.Event()
        self.error: BaseException | None = None

    # --- a page and its reloads -----------------------------------------------------------------

    def open_page(self) -> None:
        """Loads the page; drafts of the page before that the server has not got are sent again."""
        facts = self._facts()
        if facts is None:
            self.closed = "The page leads on to the review."
            return
        before, self.writer = self.writer, str(uuid.uuid4())
        for answer in facts["answers"]:
            place = answer["position"]
            mine = self.drafts.get(place)
            text, revision = answer["text"], answer["revision"]
            page = Draft(place, text=text, base=revision, acknowledged=text)
            if mine:
                page.sent = mine.sent
            if mine and mine.is_dirty and mine.text != text:
                page.text, page.base = mine.text, mine.base
                page.heir_of = [*mine.heir_of, before]
            self.drafts[place] = page

    def _facts(self) -> dict | None:
        """What the page starts from; None when the interview is finished."""
        status, page = self.browser.request("GET", self.root)
        if status == 302:
            return None
        found = re.search(r'<script id="room-facts" type="application/json">(.*?)</script>', page)
        if status != 200 or not found:
            raise Unreachable(f"the page: {status}")
        return json.loads(html.unescape(found[1]))

    # --- typing ---------------------------------------------------------------------------------

    def run(self) -> None:
        try:
            self._patiently(self.open_page)
            while not self.enough.is_set() and not self.closed:
                self.type_a_little()
                if self.random.random() < 0.03:
                    self._patiently(self.open_page)
        except BaseException as error:
            self.error = error

    def type_a_little(self) -> None:
        draft = self.drafts[self.random.choice([*self.drafts])]
        self._edit(draft)
        self.enough.wait(self.random.uniform(0.05, 0.25))
        if self.random.random() < 0.6:
            self.save(draft)

    def _edit(self, draft: Draft) -> None:
        """Mostly goes on writing; sometimes puts words in between, or takes some out."""
        words = self.random.choice(PHRASES) + self.random.choice([". ", ", ", " "])
        where = self.random.randint(0, len(draft.text))
        choice = self.random.random()
        if choice < 0.7 or len(draft.text) < 80:
            draft.text += words
        elif choice < 0.85:
            draft.text = draft.text[:where] + words + draft.text[where:]
        else:
            draft.text = draft.text[:where] + draft.text[where + 40 :]

    # --- saving ---------------------------------------------------------------------------------

    def save(self, draft: Draft) -> None:
        """Sends one answer until the server has taken or refused it."""
        self._patiently(lambda: self.send(draft))

    def send(self, draft: Draft) -> None:
        if not draft.is_dirty or self.closed:
            return
        text = draft.text
        draft.count += 1
        draft.sent.append(text)
        body = {
            "text": text,
            "base": draft.base,
            "writer": self.writer,
            "count": draft.count,
            "seconds_used": 1,
            "heir_of": draft.heir_of,
        }
        path = f"{self.root}answers/{draft.position}/"
        status, reply = self.browser.request("POST", path, json.dumps(body).encode())
        self._hear(draft, text, status, self._read(status, reply))

    def _read(self, status: int, reply: str) -> dict:
        try:
            return json.loads(reply)
        except ValueError:
            raise Unreachable(f"{status}: {reply[:80]!r}") from None

    def _hear(self, draft: Draft, text: str, status: int, reply: dict) -> None:
        state = reply.get("state")
        if (status, state) == (200, "saved"):
            draft.acknowledged, draft.base, draft.heir_of = text, reply["revision"], []
            self.saved.append(Acknowledged(self.interview, draft.position, draft.base, text))
        elif (status, state) == (409, "conflict"):
            # “Keep mine”: the other text stays in the history.
            self.conflicts += 1
            draft.base, draft.acknowledged = reply["revision"], reply["text"]
        elif (status, state) == (409, "closed"):
            self.closed = reply["reason"]
        else:
            raise Unreachable(f"{status}: {reply}")

    def _patiently(self, attempt) -> None:
        wait = FIRST_RETRY
        while True:
            try:
                return attempt()
            except Unreachable as failure:
                self.failures.append(str(failure))
            if self.enough.is_set() and len(self.failures) > 1000:
                raise AssertionError(f"gave up: {self.failures[-1]}")
            time.sleep(wait * (0.5 + self.random.random()))
            wait = min(wait * 2, LAST_RETRY)

    # --- the end --------------------------------------------------------------------------------

    def hand_in(self) -> None:
        """Sends every last word, then finishes."""
        for draft in self.drafts.values():
            while draft.is_dirty and not self.closed:
                self.save(draft)
        self._patiently(self._finish)

    def _finish(self) -> None:
        status, reply = self.browser.request("POST", f"{self.root}finish/", b"")
        if status != 200 or self._read(status, reply).get("state") != "finished":
            raise Unreachable(f"finish: {status}")


class Room:
    """Ten candidates, or as many as there are seats, typing at the same time."""

    def __init__(self, port: int, seats: list[dict], *, seed: int = 0) -> None:
        self.candidates = [Candidate(port, seat, seed=seed) for seat in seats]

    def __enter__(self) -> "Room":
        for candidate in self.candidates:
            candidate.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop_typing()

    def stop_typing(self) -> None:
        for candidate in self.candidates:
            candidate.enough.set()
        for candidate in self.candidates:
            candidate.join(JOIN_WITHIN)
            assert not candidate.is_alive(), f"{candidate.name} hangs"
        self._raise_errors()

    def wait_for_saves(self) -> None:
        """Returns once each candidate has typed on and was told that it is saved, from now on."""
        before = {one: len(one.saved) for one in self.candidates}

        def everybody() -> bool:
            self._raise_errors()
            return all(one.closed or len(one.saved) > n for one, n in before.items())

        wait_for(everybody, "a save of everybody", seconds=LONG_PATIENCE)

    def _raise_errors(self) -> None:
        for candidate in self.candidates:
            if candidate.error:
                raise candidate.error

    def hand_in(self) -> None:
        all_at_once([candidate.hand_in for candidate in self.candidates])

    @property
    def saved(self) -> list[Acknowledged]:
        return [one for candidate in self.candidates for one in candidate.saved]

    @property
    def failures(self) -> list[str]:
        """Requests that came to nothing, in words."""
        return [reason for candidate in self.candidates for reason in candidate.failures]

    @property
    def interviews(self) -> list[int]:
        return [candidate.interview for candidate in self.candidates]

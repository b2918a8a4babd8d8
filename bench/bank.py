"""How fast the bank is browsed and searched at 100,000 questions: `python -m bench.bank`.

Fills a database of its own beside the one DATABASE_URL names, and drops it at the end. Each kind of
page is asked for in this process first, where the processor time of page and database can be told
apart; then all kinds in turn behind the web server. The ratio is to what a template of 10 KB takes
in the same run, without request, session or database: machines and noisy minutes cancel out.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

import numpy as np

from bench.alone import measured

DATABASE = "greenroom_bench_bank"
QUESTIONS = 100_000
AREAS = 29
# A statement takes 65,535 values.
ROWS_A_STATEMENT = 1000
AT_ONCE = 10_000
PROMPT_WORDS = 45
VOCABULARY = 12_000
TIMES = 60
CLIENTS = (1, 16, 64)
SECONDS = 5.0
SYLLABLES = ("ba", "de", "gi", "lo", "mu", "na", "per", "qui", "ra", "si", "ton", "ver", "wi", "xa")


# --- Questions that nobody asks -------------------------------------------------------------------


def vocabulary() -> list[str]:
    """Words as frequent as words are: the n-th is used about 1/n as often as the first."""
    rng = np.random.default_rng(7)
    found: dict[str, None] = {}
    while len(found) < VOCABULARY:
        found.setdefault("".join(rng.choice(SYLLABLES, size=int(rng.integers(2, 5)))))
    return list(found)


def fill(questions: int = QUESTIONS) -> list[str]:
    """Put that many ready questions into an empty, migrated database; returns the words used."""
    from django.db import connection

    from questions import actions, spelling
    from questions.models import Question, QuestionVersion, Topic

    words = vocabulary()
    text_index = next(one for one in Question._meta.indexes if one.name == "question_search")
    with connection.schema_editor() as schema:
        schema.remove_index(Question, text_index)  # it is built faster than it grows
    Topic.objects.bulk_create(
        Topic(slug=f"area-{n}", title=f"Area {words[n * 40]}", position=n) for n in range(AREAS)
    )
    topics = list(Topic.objects.values_list("pk", flat=True))
    rng = np.random.default_rng(11)
    chances = 1 / np.arange(1, VOCABULARY + 1)
    chances /= chances.sum()
    for start in range(0, questions, AT_ONCE):
        number = min(AT_ONCE, questions - start)
        drawn = rng.choice(VOCABULARY, size=(number, PROMPT_WORDS), p=chances)
        texts = [" ".join(words[w] for w in row) for row in drawn]
        facts = zip(texts, _facts(rng, number), strict=True)
        versions = [
            QuestionVersion(number=1, title=text[:60], prompt=text, content_hash="", **fact)
            for text, fact in facts
        ]
        rows = (
            Question(slug=f"q-{start + n}", topic_id=topics[int(rng.integers(AREAS))])
            for n in range(number)
        )
        made = Question.objects.bulk_create(rows, batch_size=ROWS_A_STATEMENT)
        for question, version in zip(made, versions, strict=True):
            version.question = question
        QuestionVersion.objects.bulk_create(versions, batch_size=ROWS_A_STATEMENT)
        actions.publish_versions([version.pk for version in versions])
        Question.objects.filter(current__in=versions).update(status=Question.Status.READY)
    started = time.perf_counter()
    spelling.count_words()
    print(f"words counted in {time.perf_counter() - started:.0f} s")
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        with connection.schema_editor() as schema:
            schema.add_index(Question, text_index)
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("RESET statement_timeout")
    return words


def _facts(rng: np.random.Generator, number: int) -> Iterator[dict]:
    from questions.models import Audience, Kind, Priority

    for _ in range(number):
        yield {
            "kind": Kind.values[int(rng.integers(6))],
            "tier": int(rng.integers(1, 5)),
            "minutes": int(rng.integers(5, 61)),
            "priority": Priority.values[int(rng.integers(3))],
            "audience": Audience.values[int(rng.integers(3))],
            "model_answer": "It depends." if rng.random() < 0.9 else "",
        }


def pages(words: list[str]) -> dict[str, list[str]]:
    """Addresses of each kind of page, enough of them that no two in a row are the same."""
    rng = np.random.default_rng(13)

    def address(**wish: object) -> str:
        return "/questions/?" + urlencode(wish, doseq=True)

    def some(low: int, high: int) -> list[str]:
        return [words[n] for n in rng.integers(low, high, size=TIMES)]

    last = QUESTIONS // 25
    long_ones = [word for word in words[20:4000] if len(word) > 7][:TIMES]
    return {
        "first page": [address() for _ in range(TIMES)],
        "any page": [address(page=int(n)) for n in rng.integers(1, last, size=TIMES)],
        "one area": [address(area=f"area-{n}", page=3) for n in rng.integers(AREAS, size=TIMES)],
        "kind, level and minutes": [
            address(kind="debugging", tier=[2, 3], minutes=int(n))
            for n in rng.integers(10, 60, size=TIMES)
        ],
        "five filters, shortest first": [
            address(
                area=f"area-{n}",
                kind=["derivation", "debugging"],
                tier=[2, 3],
                band=["11-20", "21-45"],
                priority=["P1", "P2"],
                sort="shortest",
            )
            for n in rng.integers(AREAS, size=TIMES)
        ],
        "newest, with a key": [address(key="yes", sort="newest") for _ in range(TIMES)],
        "search, rare word": [address(q=word) for word in some(2000, VOCABULARY)],
        "search, usual word": [address(q=word) for word in some(100, 1000)],
        "search, commonest words": [address(q=word) for word in some(0, 20)],
        "search, two words": [
            address(q=f"{one} {two}") for one, two in zip(some(20, 400), some(20, 400), strict=True)
        ],
        "search, half a word": [address(q=word[:4]) for word in some(20, 2000)],
        "search, mistyped word": [address(q=word[:3] + word[4:]) for word in long_ones],
        "search in an area and kind": [
            address(q=word, area="area-5", kind="derivation") for word in some(20, 400)
        ],
    }


# --- Measuring ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Timing:
    """One kind of page; milliseconds."""

    name: str
    clock: list[float]
    page_cpu: float
    database_cpu: float

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.clock, n=20)[-1]

    @property
    def cpu(self) -> float:
        return self.page_cpu + self.database_cpu

    def row(self, bare: float) -> str:
        p50 = statistics.median(self.clock)
        return (
            f"{self.name:<30}{p50:>9.1f}{self.p95:>9.1f}{self.page_cpu:>10.1f}"
            f"{self.database_cpu:>10.1f}{self.cpu / bare:>9.1f} ×"
        )


def timed(name: str, calls: list[Callable[[], object]]) -> Timing:
    from bench import meters

    calls[0]()  # templates compiled, plans made
    clock = []
    before = meters.spent(os.getpid(), DATABASE)
    for call in calls:
        started = time.perf_counter()
        call()
        clock.append(1000 * (time.perf_counter() - started))
    spent = meters.spent(os.getpid(), DATABASE) - before
    return Timing(name, clock, 1000 * spent.web / len(calls), 1000 * spent.database / len(calls))


def measure(words: list[str]) -> None:
    from django.test import Client

    from bench.bare import urls as bare_urls
    from questions.models import Question

    bare_page = timed("a bare template of 10 KB", [lambda: bare_urls.page(None)] * TIMES * 10)
    bare = bare_page.cpu
    ids = list(Question.objects.values_list("pk", flat=True)[:TIMES])
    by_key = timed("one row by its key", [lambda pk=pk: _row(pk) for pk in ids * 5])
    print(
        f"The bank at {QUESTIONS:,} questions; milliseconds, {TIMES} requests each, one at a time"
    )
    head = ("p50", "p95", "page CPU", "data CPU", "to bare")
    print(f"{'':<30}{head[0]:>9}{head[1]:>9}{head[2]:>10}{head[3]:>10}{head[4]:>11}")
    print(bare_page.row(bare))
    print(by_key.row(bare))
    visitor = Client(HTTP_HOST="localhost")
    timings = []
    for name, addresses in pages(words).items():
        timing = timed(name, [lambda address=one: _fetch(visitor, address) for one in addresses])
        timings.append(timing)
        print(timing.row(bare), flush=True)
    searches = [timing for timing in timings if timing.name.startswith("search")]
    all_searches = [clock for timing in searches for clock in timing.clock]
    p95 = statistics.quantiles(all_searches, n=20)[-1]
    print(f"p95 of all searches {p95:.1f} ms, target 50 ms: {_verdict(p95)}")
    everything = [clock for timing in timings for clock in timing.clock]
    p95 = statistics.quantiles(everything, n=20)[-1]
    cpu = statistics.mean(timing.cpu for timing in timings)
    print(
        f"p95 of all pages {p95:.1f} ms, processor {cpu:.1f} ms, {cpu / bare:.1f} × a bare template"
    )
    slowest = max(timings, key=lambda timing: timing.p95)
    print(f"Slowest kind of page: {slowest.name}, p95 {slowest.p95:.1f} ms")


def _verdict(p95: float) -> str:
    return "met" if p95 <= 50 else "NOT MET"


def _row(pk: int) -> object:
    from questions.models import Question

    return Question.objects.defer("search").get(pk=pk)


def _fetch(visitor, address: str) -> None:
    response = visitor.get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{address}: {response.status_code}")


def serve(words: list[str]) -> None:
    """All kinds of page in turn behind the web server, with more and more clients at once."""
    from django.db import connection

    from bench import client, meters
    from bench.client import Person, Plan
    from bench.servers import GTHREAD, serving

    mixed = [one for same in zip(*pages(words).values(), strict=True) for one in same]
    print(f"\nBehind {GTHREAD}, all kinds in turn")
    print(f"{'clients':<10}{'a second':>10}{'p50 ms':>9}{'p95 ms':>9}{'CPU ms':>10}")
    connection.close()
    with serving(GTHREAD) as server:
        for clients in CLIENTS:
            people = [
                Person(requests=[("GET", one) for one in mixed[n * 7 :] + mixed[: n * 7]])
                for n in range(clients)
            ]
            before = meters.spent(server.pid, DATABASE)
            found = client.run(Plan(server.port, people, SECONDS))
            spent = meters.spent(server.pid, DATABASE) - before
            if set(found.statuses) != {"200"}:
                raise RuntimeError(str(found.statuses))
            cpu = 1000 * spent.both / found.requests
            print(f"{clients:<10}{found.rate:>10.1f}{found.p50:>9.1f}{found.p95:>9.1f}{cpu:>10.1f}")


def main() -> None:
    started = time.perf_counter()
    words = fill()
    print(f"{QUESTIONS:,} questions written in {time.perf_counter() - started:.0f} s")
    measure(words)
    serve(words)


if __name__ == "__main__":
    sys.exit(measured(DATABASE, main))

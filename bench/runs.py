"""The whole measurement: every scene behind every server, the ceilings beside them, the targets."""

import os
import subprocess
import sys
from collections.abc import Callable, Collection
from dataclasses import asdict

from django.conf import settings
from django.db import connection

from bench import ceilings, client, meters, scenes, starts, weight
from bench.bare.urls import TABLE
from bench.client import Person, Plan
from bench.report import Figure, Line, Report
from bench.servers import GTHREAD, UVICORN, Server, serving

CLIENTS = (1, 16, 64)
SERVERS = (GTHREAD, UVICORN)
SECONDS = 5.0
ONCE = 192  # starts and hand-ins for each figure
WARM_UP = 1.0  # seconds: templates are compiled, connections opened
KILO = 1000

# Processor milliseconds a request, by scene, behind gunicorn.
LIMITS = {"autosave": 3.0, "take page": 4.0, "start": 6.0, "submit + review": 12.0}
ASYNC_FACTOR = 2.5  # what the one process of a laptop may cost more


def run(parts: Collection[str], *, quick: bool = False) -> int:
    """Measures and prints; the exit code says whether it could, not whether targets were met."""
    report, world = Report(), scenes.World()
    seconds, once = (SECONDS / 5, ONCE // 5) if quick else (SECONDS, ONCE)
    if "pages" in parts:
        for kind in SERVERS:
            with serving(kind) as server:
                _pages(report, world, server, seconds, once)
            with serving(kind, "bench.bare") as server:
                _ceilings(report, server, seconds)
        _pgbench(report, seconds)
        _targets(report, world)
    if "weight" in parts:
        _weight(report, world)
    if "bank" in parts:
        _program(report, "bank")
    if "quality" in parts:
        _program(report, "quality")
    if "groups" in parts:
        _program(report, "groups")
    if "study" in parts:
        _program(report, "study")
    if "scoring" in parts:
        _program(report, "scoring")
    if "starts" in parts:
        _starts(report)
    report.write()
    print("\n" + "\n".join(map(str, report.lines)), flush=True)
    return 0


# --- Pages ----------------------------------------------------------------------------------------


def _pages(report: Report, world: scenes.World, server: Server, seconds: float, once: int) -> None:
    sitters = world.running(max(CLIENTS))
    shown = world.reviewed(max(CLIENTS) // 4)
    repeated: dict[str, Callable[[int], list[Person]]] = {
        "autosave": lambda clients: scenes.saving(sitters[:clients]),
        "take page": lambda clients: scenes.reading(sitters[:clients]),
        "review": lambda clients: scenes.reading((shown * clients)[:clients], "review/"),
    }
    for scene, people in repeated.items():
        client.run(Plan(server.port, people(8), WARM_UP))
        for clients in CLIENTS:
            plan = Plan(server.port, people(clients), seconds)
            report.add(_measured(scene, server, clients, plan, {"200"}))
    for scene, path, make in (
        ("start", "start/", world.scheduled),
        ("submit", "finish/", world.running),
    ):
        client.run(Plan(server.port, scenes.once_each(make(32), path, 8)))
        for clients in CLIENTS:
            plan = Plan(server.port, scenes.once_each(make(once), path, clients))
            report.add(_measured(scene, server, clients, plan, {"200", "302"}))


def _measured(scene: str, server: Server, clients: int, plan: Plan, fine: set[str]) -> Figure:
    """RuntimeError when an answer was not what the scene is about: errors are fast."""
    database = settings.DATABASES["default"]["NAME"]
    connection.close()  # our own must not be counted
    before = meters.spent(server.pid, database)
    outcome = client.run(plan)
    spent = meters.spent(server.pid, database) - before
    if set(outcome.statuses) - fine:
        raise RuntimeError(f"{scene}: {outcome.statuses}")
    return Figure(scene, server.name, clients, outcome, spent)


def _ceilings(report: Report, server: Server, seconds: float) -> None:
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
    for scene, people in (
        ("bare upsert", ceilings.upserting),
        ("bare 10 KB page", ceilings.reading),
    ):
        client.run(Plan(server.port, people(8), WARM_UP))
        for clients in CLIENTS:
            plan = Plan(server.port, people(clients), seconds)
            report.add(_measured(scene, server, clients, plan, {"200"}))


def _pgbench(report: Report, seconds: float) -> None:
    address = os.environ["DATABASE_URL"]
    rates = {
        clients: ceilings.pgbench(address, clients=clients, seconds=int(seconds) or 1)
        for clients in CLIENTS
    }
    report.other["pgbench_upserts_per_second"] = rates
    shown = ", ".join(f"{rate:.0f} with {n}" for n, rate in rates.items() if rate)
    print(f"pgbench, the same upsert, a second: {shown or 'not installed'}", flush=True)


def _targets(report: Report, world: scenes.World) -> None:
    cost = {
        (scene, server): report.cpu(scene, server)
        for server in SERVERS
        for scene in ("autosave", "take page", "start")
    }
    for server in SERVERS:
        both = report.cpu("submit", server) + report.cpu("review", server)
        cost["submit + review", server] = both
    for (scene, server), found in cost.items():
        limit = LIMITS[scene] * (1 if server == GTHREAD else ASYNC_FACTOR)
        report.lines.append(Line(f"{scene}, {server}: CPU", limit, found, "ms"))
    p95 = report.p95("autosave", GTHREAD, 64)
    report.lines.append(Line("autosave, 64 clients: p95", 150, p95, "ms"))
    for questions in (6, 12):
        found = world.queries_of_the_room(questions)
        report.lines.append(Line(f"take page of {questions} questions: queries", 8, found, ""))
    _ratios(report)


def _ratios(report: Report) -> None:
    """Each scene beside the least that Django can cost for that kind of request."""
    ceiling = {"autosave": "bare upsert", "take page": "bare 10 KB page"}
    report.other["times_the_ceiling"] = {
        server: {
            scene: round(report.cpu(scene, server) / report.cpu(bare, server), 2)
            for scene, bare in ceiling.items()
        }
        for server in SERVERS
    }
    for server, ratios in report.other["times_the_ceiling"].items():
        said = ", ".join(f"{scene} {ratio} ×" for scene, ratio in ratios.items())
        print(f"CPU beside the ceiling, {server}: {said}", flush=True)


# --- The rest -------------------------------------------------------------------------------------


def _weight(report: Report, world: scenes.World) -> None:
    sitter = world.running(1)[0]
    with serving(GTHREAD) as server:
        found = weight.of_page(f"http://localhost:{server.port}{sitter.at()}", sitter.session)
    report.other["page_weight"] = asdict(found)
    report.lines.append(Line("text interview page: requests", 10, found.requests, ""))
    size = found.style_and_script / KILO
    report.lines.append(Line("text interview page: JS + CSS on the wire", 120, size, "kB"))


def _program(report: Report, name: str) -> None:
    """A measurement that is a program of its own, `python -m bench.NAME`, and prints its table."""
    words = [sys.executable, "-m", f"bench.{name}"]
    done = subprocess.run(words, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr)
    report.other[name] = done.stdout.splitlines()
    print(f"\n{done.stdout}", flush=True)


def _starts(report: Report) -> None:
    found = starts.measure()
    report.other["starts"] = asdict(found)
    print(f"first start {found.cold:.1f} s, second start {found.warm:.1f} s", flush=True)
    report.lines.append(Line("second start: seconds to a page", 10, found.warm, "s"))

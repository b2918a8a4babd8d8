"""Greenroom itself: database tables, question bank, then web, worker and beat."""

import http.client
import os
import re
import sys
from pathlib import Path

import psycopg
from psycopg import sql

from up import console
from up.places import ROOT, Places
from up.stamps import content_hash
from up.supervisor import Program, Supervisor
from up.trouble import Trouble, meaning

# Lines of Celery that come every few seconds and say that all is well.
ROUTINE = re.compile(
    r"celery\.worker\.strategy: Task .* received|celery\.app\.trace: Task .* succeeded"
    r"|celery\.beat: (beat: Starting|Scheduler: Sending)|Connected to redis|Warm shutdown"
)
# What the question bank in the database was loaded from: its files, and the code that reads them.
BANK_SOURCES = [ROOT / "fixtures", ROOT / "questions"]
# Celery's to root: nobody outside this machine can queue work here. WhiteNoise's: static files are
# served from where they lie, not collected.
NEEDLESS_WARNINGS = ["You're running the worker with superuser", "No directory at"]
SECONDS_TO_ANSWER = 60.0


def environment(places: Places, database_url: str, redis_url: str, secret_key: str) -> dict:
    """What every process of the site is told. What the person has set wins."""
    defaults = {
        "SECRET_KEY": secret_key,
        "GREENROOM_EMBEDDED": "1",
        "PORT": os.environ.get("PORT") or "8000",
        # Small matrices: one thread is faster than the quarrel of several processes' threads.
        "OPENBLAS_NUM_THREADS": "1",
        "PYTHONUNBUFFERED": "1",
        "PYTHONWARNINGS": ",".join(f"ignore:{start}" for start in NEEDLESS_WARNINGS),
    }
    settled = {
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "GREENROOM_VAR": str(places.var),
    }
    return {**defaults, **{name: value for name, value in os.environ.items() if value}, **settled}


class Site:
    """`host` and `port` are where the pages are served."""

    def __init__(self, supervisor: Supervisor, settings: dict, host: str, port: int) -> None:
        self.supervisor = supervisor
        self.settings = settings
        self.host, self.port = host, port
        self.broken_pages = 0

    # --- the three programs ---------------------------------------------------------------------

    def _program(
        self, name: str, *words: str, seconds_to_stop: float = 10, speaker: str = ""
    ) -> Program:
        return Program(
            name=name,
            command=[sys.executable, *words],
            tier=2,
            environment=self.settings,
            directory=str(ROOT),
            seconds_to_stop=seconds_to_stop,
            speaker=speaker,
            unshown=ROUTINE,
        )

    def web(self) -> Program:
        address = ["--host", self.host, "--port", str(self.port)]
        quiet = ["--no-access-log", "--log-level", "warning", "--no-server-header"]
        # Open connections may last for ever; after five seconds they are cut.
        words = [*address, *quiet, "--timeout-graceful-shutdown", "5", "--lifespan", "off"]
        return self._program("web", "-m", "uvicorn", "config.asgi:application", *words)

    def worker(self) -> Program:
        alone = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        words = ["-P", "threads", "-c", "4", "-l", "WARNING", *alone]
        return self._program(
            "worker", "-m", "celery", "-q", "-A", "config", "worker", *words, seconds_to_stop=15
        )

    def beat(self) -> Program:
        schedule = str(Path(self.settings["GREENROOM_VAR"]) / "beat-schedule")
        words = ["--pidfile=", "-s", schedule, "-l", "WARNING"]
        return self._program("beat", "-m", "celery", "-q", "-A", "config", "beat", *words)

    def command(self, *words: str) -> None:
        """Runs one of Django's commands to its end; Trouble when it fails."""
        lines = self._run(*words)
        if lines is not None:
            sentence = f"`manage.py {words[0]}` failed; what it said is above. Mend that, then run "
            raise Trouble(meaning("\n".join(lines)) or sentence + "make again: nothing is lost.")

    def _run(self, *words: str) -> list[str] | None:
        """The last lines of a command that failed; None when it did not."""
        program = self._program(words[0], "manage.py", *words, speaker="up")
        child = self.supervisor.run_to_end(program)
        return list(child.last_lines) if child.process.returncode else None

    # --- starting -------------------------------------------------------------------------------

    def start(self) -> None:
        """The site answers and has its questions when this returns.

        Where nothing has changed since the last start, the pages come first: that migrations and
        accounts are in place is then only looked at again, while people can already work.
        """
        stamps = DatabaseStamps(self.settings["DATABASE_URL"])
        wanted = {
            "tables": content_hash([*sorted(ROOT.glob("*/migrations")), ROOT / "requirements"]),
            "bank": content_hash([path for path in BANK_SOURCES if path.exists()]),
            "demo": "made",
        }
        unchanged = stamps.read() == wanted
        if not unchanged:
            self.command("migrate", "-v", "0")
        self.supervisor.start(self.web())
        if unchanged:
            self._wait_for_pages()
        else:
            console.line("up", "loading the question bank")
            self.command("load_bank")
            self.command("demo_accounts")
            stamps.write(wanted)
        self.supervisor.start(self.worker())
        self.supervisor.start(self.beat())
        self._wait_for_pages()

    def look_again(self) -> None:
        """Makes up for what somebody may have undone by hand since the last start. The site
        already serves people, so it is not stopped when that fails."""
        if self._run("migrate", "-v", "0") is not None:
            console.line("up", "the tables could not be looked at again; Greenroom runs on")

    def _wait_for_pages(self) -> None:
        self.supervisor.wait_until(self.answers, SECONDS_TO_ANSWER, f"The page {self.url}")

    @property
    def url(self) -> str:
        everywhere = self.host in ("127.0.0.1", "0.0.0.0", "::", "::1")
        return f"http://{'localhost' if everywhere else self.host}:{self.port}/"

    def answers(self) -> bool:
        """The database answers through the site, and the first page can be drawn. Trouble when
        only the page keeps failing: waiting longer would not mend it."""
        if self._status("/health/") != 200:
            return False
        status = self._status("/")
        self.broken_pages = self.broken_pages + 1 if 500 <= status < 599 else 0
        if self.broken_pages >= 3:
            raise Trouble(
                f"Greenroom runs, but its first page fails with an error ({status}). The reason is "
                "in the lines above; if you have changed nothing, please report it with them."
            )
        return status < 400

    def _status(self, path: str) -> int:
        """The HTTP status; 599 when nobody answers (no server sends that)."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)
        names = [n.strip() for n in self.settings.get("ALLOWED_HOSTS", "").split(",")]
        named = names[0].lstrip(".") if names[0] not in ("", "*") else "localhost"
        connection = http.client.HTTPConnection(host, self.port, timeout=5)
        try:
            connection.request("GET", path, headers={"Host": named})
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return 599
        finally:
            connection.close()


class DatabaseStamps:
    """Small notes about a database, kept as its comment: they come and go with the database
    itself. In one we do not own nothing is kept, and the work they would save is done again."""

    PREFIX = "greenroom "

    def __init__(self, url: str) -> None:
        self.url = url

    def read(self) -> dict[str, str]:
        query = (
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database"
            " WHERE datname = current_database()"
        )
        with psycopg.connect(self.url, connect_timeout=5) as connection:
            comment = connection.execute(query).fetchone()[0] or ""
        if not comment.startswith(self.PREFIX):
            return {}
        return dict(word.split("=", 1) for word in comment.split()[1:])

    def write(self, notes: dict[str, str]) -> None:
        comment = self.PREFIX + " ".join(f"{name}={value}" for name, value in notes.items())
        with psycopg.connect(self.url, connect_timeout=5) as connection:
            statement = sql.SQL("COMMENT ON DATABASE {} IS {}").format(
                sql.Identifier(connection.info.dbname), sql.Literal(comment)
            )
            try:
                connection.execute(statement)
            except psycopg.errors.InsufficientPrivilege:
                connection.rollback()

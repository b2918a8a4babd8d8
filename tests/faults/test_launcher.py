"""`python -m up` as a person meets it: started, interrupted, killed, started again, whole."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.faults.house import wait_for
from tests.waiting import LONG_PATIENCE, PATIENCE
from up.places import ROOT


class Launcher:
    """One data directory and whoever runs on it."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self.output = var.with_suffix(".log")
        self.process: subprocess.Popen | None = None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    def environment(self, **changes: str) -> dict[str, str]:
        unwanted = ("DATABASE_URL", "REDIS_URL", "ALLOWED_HOSTS", "DJANGO_SETTINGS_MODULE")
        kept = {name: value for name, value in os.environ.items() if name not in unwanted}
        return kept | {"GREENROOM_VAR": str(self.var), "PORT": str(self.port)} | changes

    def spawn(self, **changes: str) -> None:
        with open(self.output, "w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "up"],
                cwd=ROOT,
                env=self.environment(**changes),
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def start(self) -> None:
        """Starts and waits for the address."""
        self.spawn()
        wait_for(self._is_ready, "the first page")

    def _is_ready(self) -> bool:
        assert self.process.poll() is None, self.text()
        return "Greenroom is ready" in self.text()

    def text(self) -> str:
        return self.output.read_text()

    def get(self, path: str) -> int:
        try:
            with urllib.request.urlopen(
                f"http://localhost:{self.port}{path}", timeout=PATIENCE
            ) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def children(self) -> dict[str, tuple[int, str]]:
        recorded = json.loads((self.var / "children.json").read_text())
        return {name: (pid, born) for name, (pid, born) in recorded.items()}

    def all_processes(self) -> set[int]:
        """Everything with our data directory in its environment, command or working directory."""
        found = set()
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                words = (folder / "environ").read_bytes() + (folder / "cmdline").read_bytes()
                words += os.fsencode(os.readlink(folder / "cwd"))
                stopped = (folder / "stat").read_text().rpartition(")")[2].split()[0] == "Z"
            except OSError:
                continue
            if os.fsencode(self.var) in words and not stopped:
                found.add(int(folder.name))
        return found

    def wait_until_nothing_runs(self) -> None:
        wait_for(lambda: not self.all_processes(), "the end of every process")

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(LONG_PATIENCE)


@pytest.fixture(scope="module")
def home():
    """A directory PostgreSQL's own user may pass through, as pytest's are not."""
    with tempfile.TemporaryDirectory(prefix="gr-launcher-") as name:
        directory = Path(name).resolve()
        directory.chmod(0o755)
        yield directory


@pytest.fixture(scope="module")
def launcher(home):
    made = Launcher(home / "var")
    yield made
    if made.process and made.process.poll() is None:
        made.process.kill()
        made.process.wait()
    made.wait_until_nothing_runs()


@pytest.fixture
def running(launcher):
    if launcher.process is None or launcher.process.poll() is not None:
        launcher.start()
    return launcher


def test_the_address_is_printed_when_the_pages_answer(running):
    assert f"Greenroom is ready: http://localhost:{running.port}/" in running.text()
    assert running.get("/health/") == 200
    assert running.get("/") == 200


def test_the_log_has_no_colours_where_nobody_looks(running):
    assert "\033" not in running.text()


def test_the_demo_accounts_are_printed_at_the_first_start(running):
    assert re.search(r"\S+@\S+", running.text())


def test_a_second_run_is_refused_with_the_address_of_the_first(running):
    second = subprocess.run(
        [sys.executable, "-m", "up"],
        cwd=ROOT,
        env=running.environment(),
        capture_output=True,
        text=True,
        timeout=LONG_PATIENCE,
    )
    assert second.returncode == 1
    assert f"already runs from this checkout at http://localhost:{running.port}/" in second.stderr
    assert "Traceback" not in second.stderr


def test_a_taken_port_is_refused_with_a_free_one(running, home):
    other = Launcher(home / "other")
    other.port = running.port
    other.spawn()
    assert other.process.wait(LONG_PATIENCE) == 1
    assert re.search(rf"Port {running.port} is in use.*make run PORT=\d+", other.text())
    assert "Traceback" not in other.text()


@pytest.mark.parametrize("name", ["web", "worker", "beat", "redis", "postgres"])
def test_a_killed_program_comes_back_by_itself(running, name):
    pid, _ = running.children()[name]
    os.kill(pid, signal.SIGKILL)
    wait_for(lambda: running.children().get(name, [pid])[0] != pid, f"a new {name}")
    wait_for(lambda: running.get("/health/") == 200, "the health page")
    assert running.process.poll() is None
    assert f"{name} was ended by SIGKILL; starting it again" in running.text()


def test_nothing_is_left_when_the_supervisor_is_killed(running):
    assert len(running.children()) == 5
    running.stop(signal.SIGKILL)
    running.wait_until_nothing_runs()
    assert (running.var / "children.json").exists(), "nobody was there to tidy up"


def test_the_next_start_recovers_and_repeats_nothing(launcher):
    """After the kill above: stale sockets, a stale record, perhaps a stale postmaster.pid."""
    if not (launcher.var / "postgres").exists():
        pytest.skip("only after a first start")
    launcher.start()
    assert launcher.get("/") == 200
    assert "loading the question bank" not in launcher.text()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_asked_to_stop_it_stops_cleanly(running, number):
    assert running.stop(number) == 0
    assert "Traceback" not in running.text().rpartition("stopping …")[2]
    assert not running.all_processes()
    assert not (running.var / "children.json").exists()
    assert not (running.var / "postgres" / "postmaster.pid").exists()
    assert not list((running.var / "run").rglob("*.sock"))


def test_a_lost_database_is_made_again(launcher):
    if launcher.process and launcher.process.poll() is None:
        launcher.stop()
    data = (launcher.var / "postgres").resolve()
    if data.exists():
        (data / "PG_VERSION").unlink()  # as after a copy that broke off
    launcher.start()
    assert launcher.get("/") == 200
    assert list(data.parent.glob("postgres-incomplete-*")) or "question bank" in launcher.text()


def test_a_database_address_nobody_answers_at_is_one_sentence(home):
    nowhere = Launcher(home / "nowhere")
    nowhere.spawn(DATABASE_URL="postgres://greenroom@localhost:1/greenroom")
    assert nowhere.process.wait(LONG_PATIENCE) == 1
    assert "The database that DATABASE_URL names does not answer" in nowhere.text()
    assert "Traceback" not in nowhere.text()

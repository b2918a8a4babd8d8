"""A run that was killed leaves processes and files; the next one tells them from other people's."""

import os
import signal
import subprocess
import sys

import pytest

from tests.waiting import PATIENCE, wait_for
from up import leftovers
from up.trouble import Trouble


@pytest.fixture
def sleeper():
    """A process that ends at SIGTERM."""
    process = subprocess.Popen(["sleep", "60"])
    yield process
    process.kill()
    process.wait()


@pytest.fixture
def stubborn():
    """A process that ignores SIGTERM."""
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN)"
    code = f"{deaf}; print(1, flush=True); time.sleep(60)"
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    process.stdout.readline()
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_a_second_run_is_refused_with_the_address_of_the_first(tmp_path):
    lock = tmp_path / "running.lock"
    with leftovers.only_run(lock, "http://localhost:8000/"):
        second = leftovers.only_run(lock, "http://localhost:8001/")
        with pytest.raises(Trouble, match="already runs") as caught:
            second.__enter__()
    assert "at http://localhost:8000/" in caught.value.sentence
    assert f"kill {os.getpid()}" in caught.value.sentence


def test_the_lock_of_a_run_that_ended_is_free(tmp_path):
    lock = tmp_path / "running.lock"
    lock.write_text('{"pid": 1, "url": "http://localhost:8000/"}')
    with leftovers.only_run(lock, "http://localhost:8001/"):
        assert "8001" in lock.read_text()


def test_a_process_is_known_by_its_number_and_birth(sleeper):
    born = leftovers.birth(sleeper.pid)
    assert born == leftovers.birth(sleeper.pid)
    sleeper.kill()
    # A zombie counts as gone.
    wait_for(lambda: leftovers.birth(sleeper.pid) is None, "the end of it", every=0.01)


def test_processes_of_a_killed_run_are_ended(tmp_path, sleeper):
    children = tmp_path / "children.json"
    leftovers.record(children, {"web": sleeper.pid})
    assert leftovers.stop(children) == ["web"]
    assert sleeper.wait(PATIENCE) == -signal.SIGTERM
    assert leftovers.stop(children) == []


def test_a_stubborn_one_is_ended_by_force(tmp_path, stubborn, monkeypatch):
    monkeypatch.setattr(leftovers, "PATIENCE", 0.3)
    children = tmp_path / "children.json"
    leftovers.record(children, {"worker": stubborn.pid})
    assert leftovers.stop(children) == ["worker"]
    assert stubborn.wait(PATIENCE) == -signal.SIGKILL


def test_a_number_that_now_belongs_to_another_process_is_left_alone(tmp_path, sleeper):
    children = tmp_path / "children.json"
    children.write_text(f'{{"web": [{sleeper.pid}, "born another day"]}}')
    assert leftovers.stop(children) == []
    assert sleeper.poll() is None


def test_a_damaged_record_is_no_obstacle(tmp_path):
    (tmp_path / "children.json").write_text('{"web": [12')
    assert leftovers.stop(tmp_path / "children.json") == []

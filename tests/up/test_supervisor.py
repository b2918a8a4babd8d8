"""Programs that die are started again; programs that cannot live stop everything; stopping has an
order and an end."""

import os
import re
import signal
import sys
from pathlib import Path

import pytest

from tests.waiting import PATIENCE, wait_for
from up import supervisor as module
from up.supervisor import Program, Stopped, Supervisor
from up.trouble import Trouble


@pytest.fixture
def supervisor(tmp_path):
    """A supervisor whose signal handlers do not outlive the test."""
    numbers = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD]
    before = {number: signal.getsignal(number) for number in numbers}
    made = Supervisor(tmp_path / "children.json")
    yield made
    made.stop_all()
    signal.set_wakeup_fd(-1)
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture
def program(tmp_path):
    def make(name: str, code: str, tier: int = 2, **options) -> Program:
        command = [sys.executable, "-u", "-c", code]
        return Program(name, command, tier, directory=str(tmp_path), **options)

    return make


LIVE = "import time; print('alive'); time.sleep(60)"


def turn_until(supervisor: Supervisor, condition, seconds: float = PATIENCE) -> None:
    supervisor.wait_until(condition, seconds, "the condition")


def test_what_a_program_says_is_shown_with_its_name(supervisor, program, capsys):
    supervisor.start(program("web", LIVE))
    turn_until(supervisor, lambda: "alive" in supervisor.children["web"].last_lines)
    assert "web      | alive" in capsys.readouterr().out


def test_routine_lines_are_kept_but_not_shown(supervisor, program, capsys):
    supervisor.start(program("web", LIVE, unshown=re.compile("^alive")))
    turn_until(supervisor, lambda: "alive" in supervisor.children["web"].last_lines)
    assert "alive" not in capsys.readouterr().out


def test_bytes_that_are_no_text_do_no_harm(supervisor, program):
    supervisor.start(
        program("web", r"import sys,time; sys.stdout.buffer.write(b'\xff!\nend'); time.sleep(.2)")
    )
    lines = supervisor.children["web"].last_lines
    turn_until(supervisor, lambda: "end" in lines)
    assert "\ufffd!" in lines


def test_a_killed_program_is_started_again_however_often(supervisor, program, monkeypatch):
    monkeypatch.setattr(module, "BACK_OFF", [0])
    child = supervisor.start(program("worker", LIVE))
    seen = {child.process.pid}
    for _ in range(module.STRIKES + 2):
        os.kill(child.process.pid, signal.SIGKILL)
        turn_until(supervisor, lambda: child.process.pid not in seen)
        seen.add(child.process.pid)
    assert str(child.process.pid) in supervisor.children_file.read_text()


def test_a_program_that_cannot_live_is_given_up_with_its_last_words(
    supervisor, program, monkeypatch
):
    monkeypatch.setattr(module, "BACK_OFF", [0])
    monkeypatch.setattr(module, "YOUNG", PATIENCE)
    supervisor.start(program("beat", "print('no such module'); raise SystemExit(1)"))
    with pytest.raises(Trouble, match="beat ends right after it is started") as caught:
        turn_until(supervisor, lambda: False)
    assert caught.value.details[-1] == "no such module"


def test_a_full_disk_is_recognised_in_the_last_words(supervisor, program, monkeypatch):
    monkeypatch.setattr(module, "BACK_OFF", [0])
    monkeypatch.setattr(module, "YOUNG", PATIENCE)
    supervisor.start(program("postgres", "print('No space left on device'); raise SystemExit(1)"))
    with pytest.raises(Trouble, match="The disk is full"):
        turn_until(supervisor, lambda: False)


def test_a_record_that_cannot_be_written_stops_nothing(supervisor, program, tmp_path):
    supervisor.children_file = tmp_path / "no such directory" / "children.json"
    child = supervisor.start(program("web", LIVE))
    turn_until(supervisor, lambda: "alive" in child.last_lines)
    supervisor.stop_all()
    assert not child.is_running


def test_waiting_has_an_end(supervisor):
    with pytest.raises(Trouble, match="Redis did not answer within 0 seconds"):
        supervisor.wait_until(lambda: False, 0.1, "Redis")


def test_a_command_runs_to_its_end(supervisor, program):
    child = supervisor.run_to_end(program("migrate", "print('done'); raise SystemExit(3)"))
    assert child.process.returncode == 3
    assert list(child.last_lines) == ["done"]
    assert "migrate" not in supervisor.children


def test_someone_who_asks_to_stop_is_heard(supervisor, program):
    supervisor.start(program("web", LIVE))
    os.kill(os.getpid(), signal.SIGTERM)
    with pytest.raises(Stopped):
        turn_until(supervisor, lambda: False)


def test_programs_stop_in_order_of_their_tiers(supervisor, program, tmp_path):
    code = (
        "import signal, sys, time\n"
        "def stop(*_): open('order', 'a').write('{0} '); sys.exit()\n"
        # Naps: a signal that comes just before one long sleep would wait for its end.
        "signal.signal(signal.SIGTERM, stop); print('ready')\n"
        "while True: time.sleep(0.05)"
    )
    for name, tier in [("postgres", 0), ("redis", 1), ("web", 2)]:
        supervisor.start(program(name, code.replace("{0}", name), tier))
    children = list(supervisor.children.values())
    turn_until(supervisor, lambda: all("ready" in child.last_lines for child in children))
    supervisor.stop_all()
    assert (tmp_path / "order").read_text().split() == ["web", "redis", "postgres"]
    assert not supervisor.children_file.exists()


def test_a_program_that_does_not_stop_is_ended_with_its_own_children(supervisor, program, tmp_path):
    code = (
        "import signal, subprocess, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "print('child', subprocess.Popen(['sleep', '60']).pid); time.sleep(60)"
    )
    child = supervisor.start(program("worker", code, seconds_to_stop=0.3))
    turn_until(supervisor, lambda: len(child.last_lines) > 0)
    grandchild = int(child.last_lines[0].split()[1])
    supervisor.stop_all()
    assert child.process.returncode == -signal.SIGKILL
    wait_for(lambda: not _lives(grandchild), "the end of its child")


def _lives(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"

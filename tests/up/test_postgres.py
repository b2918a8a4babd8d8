"""Which files of a killed PostgreSQL may stay, and where its binaries must lie."""

import os
import subprocess

import pytest

from tests.waiting import wait_for
from up import leftovers, postgres
from up.trouble import Trouble


@pytest.fixture
def data(tmp_path):
    directory = tmp_path / "postgres"
    directory.mkdir()
    return directory


def test_the_pid_file_of_a_dead_server_is_left_to_postgres(data):
    ended = subprocess.Popen(["true"])
    ended.wait()
    (data / "postmaster.pid").write_text(f"{ended.pid}\n{data}\n")
    postgres.clear_stale_pid(data)
    assert (data / "postmaster.pid").exists()


def test_a_pid_that_now_belongs_to_another_program_does_not_keep_postgres_out(data):
    (data / "postmaster.pid").write_text(f"{os.getpid()}\n{data}\n")
    postgres.clear_stale_pid(data)
    assert not (data / "postmaster.pid").exists()


@pytest.mark.parametrize("content", ["", "no number\n"])
def test_a_damaged_pid_file_is_no_obstacle(data, content):
    (data / "postmaster.pid").write_text(content)
    postgres.clear_stale_pid(data)


def test_a_server_left_running_on_our_data_is_stopped(data):
    left = subprocess.Popen(
        ["sh", "-c", "trap 'exit 0' INT; while :; do sleep .05; done", str(data)]
    )
    try:
        # Between fork and exec it is still called as its parent is.
        wait_for(lambda: "trap" in leftovers.command_line(left.pid), "the server has started")
        (data / "postmaster.pid").write_text(f"{left.pid}\n{data}\n")
        postgres.clear_stale_pid(data)
        assert leftovers.birth(left.pid) is None
    finally:
        left.kill()
        left.wait()


def test_sessions_of_a_killed_server_are_waited_for(data):
    session = subprocess.Popen(["sleep", "0.5"], cwd=data)
    postgres.clear_stale_pid(data)
    assert session.poll() is not None or leftovers.birth(session.pid) is None
    session.wait()


def test_a_half_made_data_directory_is_set_aside(data):
    (data / "base").mkdir()
    postgres._set_incomplete_aside(data)
    assert not data.exists()
    [aside] = data.parent.glob("postgres-incomplete-*")
    assert (aside / "base").exists()


def test_data_of_a_version_that_is_not_installed_is_not_touched(data):
    (data / "PG_VERSION").write_text("9\n")
    with pytest.raises(Trouble, match="was made by PostgreSQL 9"):
        postgres._packaged_binaries(data)


def test_the_binaries_fit_the_data(data):
    newest = postgres._packaged_binaries(data)
    (data / "PG_VERSION").write_text("16\n")
    older = postgres._packaged_binaries(data)
    assert older != newest
    said = subprocess.run([str(older / "postgres"), "--version"], capture_output=True, text=True)
    assert " 16." in said.stdout


def test_an_address_of_another_database_is_refused():
    with pytest.raises(Trouble, match="must be a postgres:// address"):
        postgres.require_answer("mysql://localhost/greenroom")

"""Where things lie: sockets within the kernel's length, secrets for their owner only."""

import os
import stat
import tempfile
from pathlib import Path

import pytest

from up import places
from up.trouble import Trouble


@pytest.fixture
def open_directory():
    """A short directory that everyone may pass through, as a checkout usually is."""
    with tempfile.TemporaryDirectory(prefix="gr-") as name:
        directory = Path(name).resolve()
        directory.chmod(0o755)
        yield directory


def test_sockets_lie_in_var_when_their_path_is_short(open_directory):
    assert places.at(open_directory / "var").sockets == open_directory / "var" / "run"


def test_sockets_of_a_deep_checkout_lie_in_tmp_for_us_alone(open_directory):
    deep = open_directory / ("d" * 90) / "var"
    sockets = places.at(deep).sockets
    try:
        assert sockets.parent == Path("/tmp")
        assert len(os.fsencode(sockets / "pg" / ".s.PGSQL.5432")) <= places.LONGEST_SOCKET
        assert sockets.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO) & ~stat.S_IXGRP == (
            stat.S_IXOTH if os.geteuid() == 0 else 0
        )
        assert places.at(deep).sockets == sockets
    finally:
        sockets.rmdir()


def test_a_directory_somebody_else_put_there_is_refused(open_directory):
    deep = open_directory / ("e" * 90) / "var"
    deep.mkdir(parents=True)
    trap = Path("/tmp") / f"greenroom-{os.geteuid()}-{places.digest(deep)}"
    trap.symlink_to(open_directory)
    try:
        with pytest.raises(Trouble, match="belongs to someone else"):
            places.at(deep)
    finally:
        trap.unlink()


def test_too_little_space_is_said_before_anything_starts(open_directory, monkeypatch):
    monkeypatch.setattr(places, "LEAST_FREE_BYTES", 1 << 60)
    with pytest.raises(Trouble, match="MB are free on the disk"):
        places.at(open_directory / "var")


def test_the_secret_key_is_made_once_and_is_private(open_directory):
    key = places.secret_key(open_directory)
    assert len(key) >= 50
    assert places.secret_key(open_directory) == key
    assert stat.S_IMODE((open_directory / "secret-key").stat().st_mode) == 0o600


def test_a_damaged_secret_key_is_made_again(open_directory):
    (open_directory / "secret-key").write_text("")
    (open_directory / "secret-key.part").write_text("half")
    assert len(places.secret_key(open_directory)) >= 50

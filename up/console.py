"""What the launcher prints: the progress of long steps, and log lines with their speaker's name."""

import os
import sys
import threading
import time

_LOCK = threading.Lock()
_COLOURS = {"web": 32, "worker": 36, "beat": 34, "postgres": 35, "redis": 33, "up": 1}
_WIDTH = max(map(len, _COLOURS))


def is_colourful() -> bool:
    """Colours only for a person at a terminal who has not asked for none (NO_COLOR)."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


def line(name: str, text: str) -> None:
    """One line of the log: who, then what. Never fails, also when nobody reads any more."""
    label = f"{name:<{_WIDTH}} |"
    if is_colourful():
        label = f"\033[{_COLOURS.get(name, 0)}m{label}\033[0m"
    _write(f"{label} {text}\n")


def _write(text: str) -> None:
    with _LOCK:
        try:
            sys.stdout.write(text)
            sys.stdout.flush()
        except (OSError, ValueError):
            pass  # a closed terminal or pipe must not keep anything from being stopped properly


class Progress:
    """Shows that a long step is at work: a running count of seconds on a terminal, else a line
    every 20 seconds."""

    def __init__(self, title: str, about: str) -> None:
        self.title, self.about = title, about
        self.ended = threading.Event()
        self.live = sys.stdout.isatty()
        self.said = ""

    def note(self, text: str) -> None:
        self.said = f": {text}"

    def __enter__(self) -> "Progress":
        self.began = time.monotonic()
        _write(f"{self.title} … {self.about}" + ("" if self.live else "\n"))
        self.thread = threading.Thread(target=self._tick, daemon=True)
        self.thread.start()
        return self

    def _tick(self) -> None:
        while not self.ended.wait(1 if self.live else 20):
            seconds = f"{self.title} … {time.monotonic() - self.began:.0f} s"
            _write(f"\r\033[K{seconds} ({self.about})" if self.live else f"  {seconds}\n")

    def __exit__(self, kind: type | None, *_: object) -> None:
        self.ended.set()
        self.thread.join()
        how = "failed after" if kind else "done in"
        start = "\r\033[K" if self.live else "  "
        _write(f"{start}{self.title} … {how} {time.monotonic() - self.began:.0f} s{self.said}\n")

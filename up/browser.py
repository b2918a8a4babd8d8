"""A Chromium for the browser tests: the machine's, Playwright's, or one installed for them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from up import console
from up.trouble import Trouble

NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
ELSEWHERE = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
]
SECONDS_TO_DOWNLOAD = 300


def find_or_get() -> str:
    """The path of a Chromium that starts. Trouble when there is none and none can be had."""
    if named := os.environ.get("CHROMIUM"):
        if not _starts(named):
            raise Trouble(f"CHROMIUM={named} does not start. Name another, or unset it.")
        return named
    if found := _find():
        return found
    console.line("up", "no Chromium on this machine; getting one for the browser tests")
    for get in (_from_playwright, _from_debian):
        if get() and (found := _find()):
            return found
    raise Trouble(
        "The browser tests need a Chromium and none could be downloaded. Install one (Debian and "
        "Ubuntu: sudo apt install chromium; macOS: brew install --cask chromium) or name yours: "
        "make test CHROMIUM=/path/to/chromium"
    )


def _find() -> str | None:
    on_path = [path for name in NAMES if (path := shutil.which(name))]
    return next((p for p in [*on_path, *ELSEWHERE, _playwrights_own()] if _starts(p)), None)


def _starts(path: str) -> bool:
    """A downloaded browser may lack system libraries, so it is asked rather than looked at."""
    if not Path(path).is_file():
        return False
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _playwrights_own() -> str:
    question = (
        "from playwright.sync_api import sync_playwright as s\n"
        "with s() as p: print(p.chromium.executable_path)"
    )
    # In a process of its own: Playwright leaves an event loop in the one that asks.
    asked = subprocess.run([sys.executable, "-c", question], capture_output=True, text=True)
    return asked.stdout.strip()


def _from_playwright() -> bool:
    return _run([sys.executable, "-m", "playwright", "install", "chromium"])


def _from_debian() -> bool:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    install = ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]
    return _run(["apt-get", "update"]) and _run(install)


def _run(command: list[str]) -> bool:
    console.line("up", " ".join(command))
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            command, env=environment, capture_output=True, timeout=SECONDS_TO_DOWNLOAD
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0

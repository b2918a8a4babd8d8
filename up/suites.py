"""Run all tests: `python -m up.suites`, with DATABASE_URL and REDIS_URL set.

Each suite is a process of its own (Playwright leaves an event loop behind that others stumble
over). All of them run, whatever fails. The last line is the total over all suites.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from up import browser, node
from up.places import ROOT
from up.trouble import Trouble

JAVASCRIPT = ROOT / "tests" / "js"


@dataclass(frozen=True)
class Result:
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Result") -> "Result":
        return Result(
            self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped
        )

    def __str__(self) -> str:
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{skipped}"


def read(report: Path, exit_code: int) -> Result:
    """What a JUnit report says. A runner that fails without saying why counts as one failure."""
    counted = Result()
    if report.exists():
        for case in ElementTree.parse(report).iter("testcase"):
            kinds = {child.tag for child in case}
            failed, skipped = bool(kinds & {"failure", "error"}), "skipped" in kinds
            counted += Result(int(not failed and not skipped), int(failed), int(skipped))
    if exit_code and not counted.failed:
        counted += Result(failed=1)
    return counted


def main() -> int:
    suites: list[tuple[str, Callable[[Path], int]]] = [
        ("rules, actions, pages, scoring", _pytest_fast),
        ("scripts of the pages", _javascript),
        ("in the browser", _pytest_browser),
        ("faults: processes killed, services restarted", _pytest_faults),
    ]
    total, lines = Result(), []
    with tempfile.TemporaryDirectory() as reports:
        for number, (title, run) in enumerate(suites):
            print(f"\n=== {title} ===", flush=True)
            report = Path(reports) / f"{number}.xml"
            result = read(report, run(report))
            lines.append(f"{title}: {result}")
            total += result
    print("\n" + "\n".join(lines) + f"\n\n{total}", flush=True)
    return 1 if total.failed else 0


def _pytest(report: Path, *words: str, **environment: str) -> int:
    command = [sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", *words]
    command.append("--hypothesis-profile=same-every-time")
    # Settings as on a laptop, without the debugging that would slow every page down.
    laptop = {"GREENROOM_EMBEDDED": "1", "GREENROOM_DEBUG": "0"}
    environment = {**laptop, **os.environ, **environment}
    return subprocess.run(command, cwd=ROOT, env=environment).returncode


def _pytest_fast(report: Path) -> int:
    apart = ["--ignore=tests/browser", "--ignore=tests/faults", "--ignore=tests/js"]
    cores = min(os.cpu_count() or 1, 4)
    return _pytest(report, "tests", *apart, *(["-n", str(cores)] if cores > 1 else []))


def _pytest_browser(report: Path) -> int:
    try:
        chromium = browser.find_or_get()
    except Trouble as trouble:
        print(trouble.sentence, flush=True)
        return 1
    return _pytest(report, "tests/browser", CHROMIUM=chromium)


def _pytest_faults(report: Path) -> int:
    return _pytest(report, "tests/faults")


def _javascript(report: Path) -> int:
    return run_javascript_tests(
        "--test-reporter=spec",
        "--test-reporter-destination=stdout",
        "--test-reporter=junit",
        f"--test-reporter-destination={report}",
    )


def run_javascript_tests(*reporters: str) -> int:
    """Node's own test runner over tests/js; 0 when there is nothing to run."""
    tests = sorted(str(path) for path in JAVASCRIPT.rglob("*.test.*js"))
    found = node.of_this_machine() or node.of_the_wheel(ROOT / ".venv")
    if not tests:
        return 0
    if not found:
        print("No Node.js to run tests/js with. Run: make setup", flush=True)
        return 1
    return subprocess.run([found.node, "--test", *reporters, *tests], cwd=ROOT).returncode


if __name__ == "__main__":
    sys.exit(main())

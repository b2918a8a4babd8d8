"""Run all tests: `python -m up.suites`, with DATABASE_URL and REDIS_URL set.

Each suite is a process of its own (Playwright leaves an event loop behind that others stumble
over). All of them run, whatever fails. The last line is the total over all suites. What passed
only when it was tried again is named just above it.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
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
    second_time: tuple[str, ...] = ()  # names of those that failed first and then passed

    def __add__(self, other: "Result") -> "Result":
        return Result(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
            self.second_time + other.second_time,
        )

    def __str__(self) -> str:
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{skipped}"


def read(report: Path, exit_code: int, *, tried_again: bool = False) -> Result:
    """What a JUnit report says. A runner that fails without saying why counts as one failure.

    Where failures are `tried_again`, a test has one entry for each time it ran; its last counts.
    """
    counted = Result()
    if report.exists():
        cases = list(ElementTree.parse(report).iter("testcase"))
        counted = _of_several(cases) if tried_again else sum(map(_of_one, cases), Result())
    if exit_code and not counted.failed:
        counted += Result(failed=1)
    return counted


def _of_one(case: ElementTree.Element) -> Result:
    kinds = {child.tag for child in case}
    failed, skipped = bool(kinds & {"failure", "error"}), "skipped" in kinds
    return Result(int(not failed and not skipped), int(failed), int(skipped))


def _of_several(cases: list[ElementTree.Element]) -> Result:
    times: dict[str, list[ElementTree.Element]] = {}
    for case in cases:
        times.setdefault(f"{case.get('classname')}::{case.get('name')}", []).append(case)
    counted = Result()
    for name, ran in times.items():
        last = _of_one(ran[-1])
        counted += replace(last, second_time=(name,) if last.passed and len(ran) > 1 else ())
    return counted


def summary(results: dict[str, Result]) -> str:
    """The last lines: each suite, what passed only the second time, and the total."""
    total = sum(results.values(), Result())
    lines = [f"{title}: {result}" for title, result in results.items()]
    if total.second_time:
        lines += ["", "Failed first and then passed; a race to be mended:"]
        lines += [f"  passed the second time: {name}" for name in total.second_time]
    return "\n".join([*lines, "", str(total)])


def main() -> int:
    # Title, how to run it, and whether what fails is tried once more (decision 50).
    suites: list[tuple[str, Callable[[Path], int], bool]] = [
        ("rules, actions, pages, scoring", _pytest_fast, False),
        ("scripts of the pages", _javascript, False),
        ("in the browser", _pytest_browser, True),
        ("faults: processes killed, services restarted", _pytest_faults, True),
    ]
    results: dict[str, Result] = {}
    with tempfile.TemporaryDirectory() as reports:
        for number, (title, run, tried_again) in enumerate(suites):
            print(f"\n=== {title} ===", flush=True)
            report = Path(reports) / f"{number}.xml"
            results[title] = read(report, run(report), tried_again=tried_again)
    print(f"\n{summary(results)}", flush=True)
    return 1 if any(result.failed for result in results.values()) else 0


def _pytest(report: Path, *words: str, **environment: str) -> int:
    command = [sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", *words]
    command.append("--hypothesis-profile=same-every-time")
    # Settings as on a laptop, without the debugging that would slow every page down.
    laptop = {"GREENROOM_EMBEDDED": "1", "GREENROOM_DEBUG": "0"}
    environment = {**laptop, **os.environ, **environment}
    return subprocess.run(command, cwd=ROOT, env=environment).returncode


# Real processes on a real clock: a machine that stands still for a while may fail one of them.
ONCE_MORE = ("--reruns=1", "--rerun-show-tracebacks")


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
    return _pytest(report, "tests/browser", *ONCE_MORE, CHROMIUM=chromium)


def _pytest_faults(report: Path) -> int:
    return _pytest(report, "tests/faults", *ONCE_MORE)


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

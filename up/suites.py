"""Run all tests: `python -m up.suites`, with DATABASE_URL and REDIS_URL set.

Each suite is a process of its own (Playwright leaves an event loop behind that others stumble
over). All of them run, whatever fails. The last line is the total over all suites. What failed,
with its first sentence, and what passed only when it was tried again is named just above it.
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
# Letters of a reason that the last lines have room for; all of it stands above.
LONGEST_REASON = 200


@dataclass(frozen=True)
class Result:
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    second_time: tuple[str, ...] = ()  # names of those that failed first and then passed
    why: tuple[str, ...] = ()  # of those that failed: the name, and the first line of the reason

    def __add__(self, other: "Result") -> "Result":
        return Result(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
            self.second_time + other.second_time,
            self.why + other.why,
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
    reasons = [child for child in case if child.tag in ("failure", "error")]
    if reasons:
        first = (reasons[0].get("message") or "").strip().partition("\n")[0]
        return Result(failed=1, why=(f"{_name(case)}: {first[:LONGEST_REASON]}",))
    skipped = any(child.tag == "skipped" for child in case)
    return Result(passed=int(not skipped), skipped=int(skipped))


def _name(case: ElementTree.Element) -> str:
    return f"{case.get('classname')}::{case.get('name')}"


def _of_several(cases: list[ElementTree.Element]) -> Result:
    times: dict[str, list[ElementTree.Element]] = {}
    for case in cases:
        times.setdefault(_name(case), []).append(case)
    counted = Result()
    for name, ran in times.items():
        last = _of_one(ran[-1])
        counted += replace(last, second_time=(name,) if last.passed and len(ran) > 1 else ())
    return counted


def summary(results: dict[str, Result]) -> str:
    """The last lines: each suite, what failed, what passed only the second time, the total."""
    total = sum(results.values(), Result())
    lines = [f"{title}: {result}" for title, result in results.items()]
    if total.why:
        lines += ["", "Failed:", *(f"  {one}" for one in total.why)]
    if total.second_time:
        lines += ["", "Failed first and then passed; a race to be mended:"]
        lines += [f"  passed the second time: {name}" for name in total.second_time]
    return "\n".join([*lines, "", str(total)])


@dataclass(frozen=True)
class Suite:
    title: str
    run: Callable[[Path], int]  # writes its report; its exit code
    tried_again: bool = False  # what fails runs once more (decision 50)


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="greenroom-bytecode-") as folder:
        keep_bytecode(folder)
        results = run(
            Suite("rules, actions, pages, scoring", _pytest_fast),
            Suite("scripts of the pages", _javascript),
            Suite("in the browser", _pytest_browser, tried_again=True),
            Suite("faults: processes killed, services restarted", _pytest_faults, tried_again=True),
        )
    print(f"\n{summary(results)}", flush=True)
    return 1 if any(result.failed for result in results.values()) else 0


def keep_bytecode(folder: str) -> None:
    """Where Python may leave nothing beside the sources, as in many images, it leaves what it has
    compiled here. The suites start over a hundred processes: each would compile everything anew,
    which is two thirds of the time that it takes to start."""
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
        os.environ["PYTHONPYCACHEPREFIX"] = folder


def run(*suites: Suite) -> dict[str, Result]:
    """One suite after the other, each by itself: those that break processes also watch whether
    everybody is answered meanwhile, which a machine that is busy with browsers would blur."""
    results: dict[str, Result] = {}
    with tempfile.TemporaryDirectory() as name:
        for number, suite in enumerate(suites):
            print(f"\n=== {suite.title} ===", flush=True)
            report = Path(name) / f"{number}.xml"
            code = suite.run(report)
            results[suite.title] = read(report, code, tried_again=suite.tried_again)
    return results


def _pytest(report: Path, *words: str, **environment: str) -> int:
    command = [sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", *words]
    command.append("--hypothesis-profile=same-every-time")
    if sys.stdout.isatty():
        command.append("--color=yes")
    # Settings as on a laptop, without the debugging that would slow every page down.
    laptop = {"GREENROOM_EMBEDDED": "1", "GREENROOM_DEBUG": "0"}
    # Every core has a worker already; each one's own threads would only wait for one another.
    laptop["OPENBLAS_NUM_THREADS"] = "1"
    return _run(command, {**laptop, **os.environ, **environment})


def _run(command: list[str], environment: dict[str, str] | None = None) -> int:
    return subprocess.run(command, cwd=ROOT, env=environment).returncode


# Real processes on a real clock: a machine that stands still for a while may fail one of them.
ONCE_MORE = ("--reruns=1", "--rerun-show-tracebacks")


def _workers(most: int) -> list[str]:
    """One for each core."""
    cores = min(os.cpu_count() or 1, most)
    return ["-n", str(cores)] if cores > 1 else []


def _pytest_fast(report: Path) -> int:
    apart = ["--ignore=tests/browser", "--ignore=tests/faults", "--ignore=tests/js"]
    return _pytest(report, "tests", *apart, *_workers(4))


def _pytest_browser(report: Path) -> int:
    try:
        chromium = browser.find_or_get()
    except Trouble as trouble:
        print(trouble.sentence, flush=True)
        return 1
    # Two houses with a browser each, as a page and its server mostly wait for one another; a few
    # journeys take minutes, so tests are dealt out one by one.
    words = [*_workers(2), "--maxschedchunk=1", *ONCE_MORE]
    return _pytest(report, "tests/browser", *words, CHROMIUM=chromium)


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
    return _run([found.node, "--test", *reporters, *tests])


if __name__ == "__main__":
    sys.exit(main())

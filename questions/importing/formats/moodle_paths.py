"""Moodle's paths of categories: `$course$/top/Default for SQL/Joins` is “Joins”."""

import re

_FRAME = re.compile(r"\$\w+\$|top|(?:default for|standard für|défaut pour|por defecto en) .*", re.I)


def section_of(path: str) -> str | None:
    """The names that say something, joined by ` / `; in a name, `//` is a slash."""
    names = [name.replace("\0", "/").strip() for name in path.replace("//", "\0").split("/")]
    told = [name for name in names if name and not _FRAME.fullmatch(name)]
    return " / ".join(told) or None

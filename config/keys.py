"""The signing key: from the environment, else from the file `make run` made, else none that lasts.

Commands that only read files (`load_bank --check`, `score_answers`) run with a key of their own
that is forgotten when they end; the doors that serve people refuse to open with such a key.
"""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

LAPTOP_KEY = "only-for-laptops"


def find(var_dir: Path, *, debug: bool) -> tuple[str, bool]:
    """The key, and whether it lasts longer than this process."""
    if key := os.environ.get("SECRET_KEY"):
        return key, True
    kept = var_dir / "secret-key"
    if kept.is_file() and (key := kept.read_text().strip()):
        return key, True
    if debug:
        return LAPTOP_KEY, True
    return secrets.token_urlsafe(50), False


def must_last(lasting: bool) -> None:
    """Called by the web and worker doors. ImproperlyConfigured tells how to give a key."""
    if not lasting:
        raise ImproperlyConfigured(
            "SECRET_KEY is not set. Give every web and worker process the same one: "
            'python -c "import secrets; print(secrets.token_urlsafe(50))"'
        )

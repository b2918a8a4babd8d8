"""The built front end: which hashed file stands behind `app.js`."""

import json
from functools import lru_cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.templatetags.static import static


def url(name: str) -> str:
    """Address of a bundle by its entry point's name. ImproperlyConfigured when it was not built."""
    names = _manifest(_stamp())
    if name not in names:
        raise ImproperlyConfigured(f"{name} is not built; run `make setup`")
    return static(f"dist/{names[name]}")


def _stamp() -> float:
    """Changes with every build in development; on a server a build does not change under us."""
    if not settings.DEBUG:
        return 0.0
    path = settings.BUNDLES_DIR / "manifest.json"
    return path.stat().st_mtime if path.exists() else 0.0


@lru_cache(maxsize=2)
def _manifest(stamp: float) -> dict[str, str]:
    path = settings.BUNDLES_DIR / "manifest.json"
    try:
        return json.loads(path.read_text())
    except FileNotFoundError:
        raise ImproperlyConfigured("the front end is not built; run `make setup`") from None

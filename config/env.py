"""Reading the environment: one function a type, and a clear sentence when a value is wrong."""

import os

from django.core.exceptions import ImproperlyConfigured

_FLAGS = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}


def text(name: str, default: str | None = None) -> str:
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"{name} is not set")
    return value


def flag(name: str, *, default: bool) -> bool:
    raw = os.environ.get(name)
    if not raw:
        return default
    try:
        return _FLAGS[raw.lower()]
    except KeyError:
        raise ImproperlyConfigured(f"{name}={raw!r}: use 1, 0, true or false") from None


def words(name: str, default: list[str]) -> list[str]:
    """A comma-separated list."""
    raw = os.environ.get(name)
    return [word.strip() for word in raw.split(",") if word.strip()] if raw else default

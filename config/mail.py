"""EMAIL_URL, such as smtp+tls://user:password@mail.example:587, into Django's settings."""

from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_SCHEMES = {"smtp": (False, False), "smtp+tls": (True, False), "smtps": (False, True)}


def smtp(url: str) -> dict:
    split = urlsplit(url)
    if split.scheme not in _SCHEMES:
        raise ImproperlyConfigured(
            f"EMAIL_URL starts with {split.scheme!r}; use smtp://, smtp+tls:// or smtps://"
        )
    tls, ssl = _SCHEMES[split.scheme]
    return {
        "EMAIL_HOST": split.hostname or "localhost",
        "EMAIL_PORT": split.port or (465 if ssl else 587 if tls else 25),
        "EMAIL_HOST_USER": unquote(split.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(split.password or ""),
        "EMAIL_USE_TLS": tls,
        "EMAIL_USE_SSL": ssl,
        "EMAIL_TIMEOUT": 20,
    }

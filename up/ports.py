"""The port the pages are served on: is it a port, and is it free?"""

import errno
import socket

from up.trouble import Trouble


def read(text: str) -> int:
    """PORT as a number from 1 to 65535; Trouble otherwise."""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise Trouble(f"PORT={text} is not a port: give a number from 1 to 65535, such as 8001.")
    return int(text)


def require_free(host: str, port: int) -> None:
    """Trouble when we may not serve there, with the nearest port that would do."""
    error = _refusal(host, port)
    if error is None:
        return
    if error.errno == errno.EADDRINUSE:
        sentence = f"Port {port} is in use by another program."
    elif error.errno == errno.EACCES:
        sentence = f"Port {port} may be used by root only."
    else:
        raise Trouble(f"This machine cannot serve on {host}, port {port}: {error.strerror}.")
    raise Trouble(f"{sentence} Start on another one: make run PORT={_next_free(host, port)}")


def _next_free(host: str, port: int) -> int:
    candidates = [*range(max(port + 1, 1024), min(port + 200, 65536)), *range(8000, 8200)]
    return next((p for p in candidates if _refusal(host, p) is None), 8000)


def _refusal(host: str, port: int) -> OSError | None:
    """What the operating system says to a server here. A port in TIME_WAIT counts as free, as it
    does for the web server itself."""
    try:
        family, kind, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except OSError as error:
        return error
    return None

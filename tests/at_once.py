"""Several threads that begin at the same moment, each with a database connection of its own."""

from collections.abc import Callable, Sequence
from threading import Barrier, Thread
from typing import Any

from django.db import connections


def all_at_once(calls: Sequence[Callable[[], Any]]) -> list[Any]:
    """What each call returned, in their order. The first error of any of them is raised here, once
    all have ended."""
    start, returned, errors = Barrier(len(calls)), [None] * len(calls), []

    def run(number: int) -> None:
        try:
            start.wait()
            returned[number] = calls[number]()
        except BaseException as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=[number], daemon=True) for number in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return returned

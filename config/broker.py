"""Kombu's way to Redis, mended in one place.

A worker that loses Redis while one of its jobs runs ends with `AttributeError: 'NoneType' object
has no attribute 'hostname'` (Celery 5.7.0 with Kombu 5.7.0). It closes its connection twice: the
first time stops half-way where the last read of the queue fails, the second finds the transport
gone and still something to put back. `Channel.close` goes all the way the first time.
"""

from contextlib import suppress
from queue import Empty

from kombu.transport import redis


class Channel(redis.Channel):
    def close(self) -> None:
        """As Kombu does it, but a queue that cannot be read any more does not stop it."""
        if self._in_poll:
            with suppress(Empty, *self.connection.connection_errors):
                self._brpop_read()
        super().close()


class Transport(redis.Transport):
    Channel = Channel

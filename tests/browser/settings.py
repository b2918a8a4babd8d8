"""Of the processes that a browser talks to: those of the tests, but for static files, which come as
the product sends them."""

from tests.settings import *  # noqa: F403

WHITENOISE_AUTOREFRESH = False

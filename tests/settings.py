"""The product's settings, as on a laptop; only what costs every test time is made cheap."""

import os

os.environ.setdefault("GREENROOM_EMBEDDED", "1")
os.environ.setdefault("SECRET_KEY", "for-tests-only")

from config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# A test client builds the whole stack anew: static files are looked up when one asks for them, not
# read in, 300 of them, for each client. A browser gets them as the product sends them
# (tests/browser/settings.py).
WHITENOISE_AUTOREFRESH = True
# Workers of a suite share one Redis; each has a database, in which the others' jobs mean nothing.
CELERY_TASK_DEFAULT_QUEUE = f"tests{os.environ.get('PYTEST_XDIST_WORKER', '')}"

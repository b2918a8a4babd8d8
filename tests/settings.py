"""The product's settings, as on a laptop; only password hashing is made cheap."""

import os

os.environ.setdefault("GREENROOM_EMBEDDED", "1")
os.environ.setdefault("SECRET_KEY", "for-tests-only")

from config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Workers of a suite share one Redis; each has a database, in which the others' jobs mean nothing.
CELERY_TASK_DEFAULT_QUEUE = f"tests{os.environ.get('PYTEST_XDIST_WORKER', '')}"

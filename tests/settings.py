"""The product's settings, as on a laptop; password hashing is made cheap, and what the product
gives up on after seconds is given minutes: a test machine may stand still that long."""

import os

os.environ.setdefault("GREENROOM_EMBEDDED", "1")
os.environ.setdefault("SECRET_KEY", "for-tests-only")

from config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

DATABASES["default"]["OPTIONS"] |= {  # noqa: F405
    "options": "-c statement_timeout=300000 -c lock_timeout=120000",
    "pool": DATABASES["default"]["OPTIONS"]["pool"] | {"timeout": 120},  # noqa: F405
}
# A one-time code that was right when it was made is right when it arrives.
MFA_TOTP_TOLERANCE = 2

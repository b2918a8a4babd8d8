"""As small as Django allows; only the way to the database is the product's."""

import os

from config import addresses

SECRET_KEY = "bench"
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "bench.bare.urls"
MIDDLEWARE: list[str] = []
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates"}]
DATABASES = {
    "default": addresses.database(os.environ.get("DATABASE_URL", "postgres://localhost/bench"))
}

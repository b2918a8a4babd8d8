import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from config import keys, lasting

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()
keys.must_last(settings.SECRET_KEY_LASTS)
lasting.keep()

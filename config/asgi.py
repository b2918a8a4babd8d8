import os
import warnings

from django.conf import settings
from django.core.asgi import get_asgi_application

from config import keys, lasting

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

# WhiteNoise streams files from disk; under ASGI Django remarks on it once per worker.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous")

application = get_asgi_application()
keys.must_last(settings.SECRET_KEY_LASTS)
lasting.keep()

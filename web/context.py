"""What every template may ask about the site."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict:
    return {"dev_mail": settings.DEV_MAIL}

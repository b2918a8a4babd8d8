from django.apps import AppConfig


class WebConfig(AppConfig):
    """Glue that every page shares; no tables but the cache of log-in limits."""

    name = "web"

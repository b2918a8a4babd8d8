"""Where the pages of a set are."""

from django.urls import reverse


def address(name, *args):
    return reverse(f"workbench:{name}", args=args)

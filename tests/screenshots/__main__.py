"""`python -m tests.screenshots [PAGE …]`: the settings first, then what needs them."""

import os
import sys

import django


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    os.environ.setdefault("GREENROOM_DEBUG", "0")
    django.setup()

    from tests.screenshots import pictures

    return pictures.draw_into_docs(only=sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())

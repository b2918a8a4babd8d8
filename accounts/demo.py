"""Two accounts to look around with on a laptop."""

import secrets
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.models import User

CANDIDATE, CURATOR = "candidate@greenroom.example", "curator@greenroom.example"
# For developers, who type them all day; only where the site is in debug mode.
FIXED_PASSWORD = "break-a-leg-tonight"  # noqa: S105
WORDS = """
amber anchor apron arrow autumn bakery balcony barley basket beacon birch blanket bramble bridge
button cabin candle canvas carpet cedar cellar chapel cherry chimney clover cobalt copper cotton
cradle crayon curtain dahlia ferry fiddle garden ginger goblet hammock harbour hazel helmet island
ivory jasmine kettle ladder lantern lemon linen magnet maple marble meadow mirror nectar nutmeg
orchard oyster paddle pebble pepper quartz ribbon saddle saffron sparrow teapot thimble tulip
velvet violin walnut willow window
""".split()  # noqa: SIM905 - a list to read


@dataclass(frozen=True)
class Account:
    """A demo account that was made just now, with the one sight of its password."""

    email: str
    password: str
    what: str


def readable_password() -> str:
    """Four words and two digits, such as `maple-kettle-ferry-quartz-42`."""
    words = [secrets.choice(WORDS) for _ in range(4)]
    return "-".join([*words, f"{secrets.randbelow(100):02}"])


@transaction.atomic
def make_missing(*, fixed: bool) -> list[Account]:
    """Make the demo accounts that are not there; an existing one is left as it is."""
    made = []
    for email, name, is_curator, what in (
        (CANDIDATE, "Robin", False, "sits interviews"),
        (CURATOR, "Kit", True, "also sees keys, rubrics and drafts"),
    ):
        if User.objects.filter(email__iexact=email).exists():
            continue
        password = FIXED_PASSWORD if fixed else readable_password()
        user = User.objects.create_user(email, password, display_name=name, is_curator=is_curator)
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        made.append(Account(email, password, what))
    return made

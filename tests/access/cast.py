"""A row of the table of addresses, and what each of the cast gets.

The cast: nobody logged in; a guest; the owner (Alice, whose things these are); her partner (Bob,
an observer at her interviews); a stranger; the curator of the library.
"""

import json
from dataclasses import dataclass, field

CAST = ("anonymous", "guest", "owner", "partner", "stranger", "curator")

# What an answer is called when it sends a person elsewhere; any other redirect is 302.
LOGIN, CLAIM, HOME, AGAIN = "log in", "claim", "home", "log in again"


@dataclass(frozen=True)
class Row:
    """One address and method: what each of the cast gets. `of` names a thing of the
    stage (`tests/stage.py`)."""

    method: str
    name: str
    gets: tuple
    of: str = ""
    data: dict = field(default_factory=dict)
    as_json: bool = False

    def __str__(self) -> str:
        return f"{self.method} {self.name}"

    @property
    def body(self) -> dict:
        """What the test client needs to send it."""
        if self.as_json:
            return {"data": json.dumps(self.data), "content_type": "application/json"}
        return {"data": self.data}


def everyone(code) -> tuple:
    return (code,) * 6


def visitors(code, *, members=HOME) -> tuple:
    """A page for people who are not logged in."""
    return (code, CLAIM, *(members,) * 4)


def people(code) -> tuple:
    """Whoever is logged in, guests too: the page is about themselves."""
    return (LOGIN, *(code,) * 5)


def members(code) -> tuple:
    """People with an account; a guest is shown how to get one."""
    return (LOGIN, CLAIM, *(code,) * 4)


def mine(code) -> tuple:
    """The owner, and nobody else: for all others it does not exist."""
    return (LOGIN, 404, code, 404, 404, 404)


def kept(code) -> tuple:
    """In a room for people with an account: whose it is; a guest is shown how to get one."""
    return (LOGIN, CLAIM, code, 404, 404, 404)


def in_group(code) -> tuple:
    """The owner of a group and a member of it, her partner."""
    return (LOGIN, CLAIM, code, code, 404, 404)


def in_charge(code) -> tuple:
    """The owner of a group; to somebody who is a member of it the product says no."""
    return (LOGIN, CLAIM, code, 409, 404, 404)


def my_passkey(code) -> tuple:
    return (LOGIN, CLAIM, code, 404, 404, 404)


GET, POST = "GET", "POST"

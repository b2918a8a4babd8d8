"""To whoever has left, or was taken out, nothing of a group is there: row by row of the table."""

import pytest
from django.db import transaction
from django.urls import reverse

from accounts.models import CircleMembership
from tests.access import TABLE
from tests.access.cast import CLAIM, LOGIN
from tests.stage import Stage

pytestmark = pytest.mark.django_db

OWNER, PARTNER, STRANGER = 2, 3, 4
# Whatever a fellow member gets otherwise than a stranger, they get by being in the group.
BY_THE_GROUP = [
    row
    for row in TABLE
    if row.gets[:2] == (LOGIN, CLAIM)
    and row.gets[STRANGER] == 404
    and row.gets[PARTNER] != 404
    and row.name.partition(":")[0] in ("groups", "marking")
]
# What somebody marked, or was asked to look at again, outlives the group: others may share it.
NOT_OF_A_GROUP = {"groups:join"}


def test_the_table_has_such_rows():
    assert len(BY_THE_GROUP) > 40


def test_an_ex_member_is_a_stranger(as_user, alice, bob):
    stage, client = Stage(alice, bob), as_user(bob)
    wrong = {}
    for row in BY_THE_GROUP:
        if row.name in NOT_OF_A_GROUP:
            continue
        with transaction.atomic():
            address = reverse(row.name, args=stage.arguments(row.of))
            CircleMembership.objects.filter(user=bob).delete()
            reply = getattr(client, row.method.lower())(address, **row.body)
            if reply.status_code != 404:
                wrong[str(row)] = reply.status_code
            transaction.set_rollback(True)
    assert wrong == {}

"""Two accounts to look around with, on a laptop only."""

import io
import re

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command

from accounts import demo
from accounts.models import User


def run() -> str:
    out = io.StringIO()
    call_command("demo_accounts", stdout=out)
    return out.getvalue()


def test_it_makes_both_and_prints_passwords_that_work(db, settings):
    settings.LAPTOP, settings.DEBUG = True, False

    printed = run()

    for email, is_curator in ((demo.CANDIDATE, False), (demo.CURATOR, True)):
        user = User.objects.get(email=email)
        password = re.search(rf"{re.escape(email)}\s+(\S+)", printed)[1]
        assert user.check_password(password)
        assert user.is_curator is is_curator
        assert not user.is_staff
        assert EmailAddress.objects.get(user=user).verified


def test_the_second_time_it_changes_and_prints_nothing(db, settings):
    settings.LAPTOP = True
    run()
    before = list(User.objects.order_by("pk").values_list("email", "password"))

    assert run() == ""
    assert list(User.objects.order_by("pk").values_list("email", "password")) == before


def test_a_missing_one_comes_back_alone(db, settings):
    settings.LAPTOP = True
    run()
    User.objects.get(email=demo.CURATOR).delete()

    printed = run()
    assert demo.CURATOR in printed
    assert demo.CANDIDATE not in printed


def test_the_password_is_fixed_only_in_debug_mode(db, settings):
    settings.LAPTOP, settings.DEBUG = True, True
    assert demo.FIXED_PASSWORD in run()


def test_a_server_gets_none(db, settings):
    settings.LAPTOP = False
    with pytest.raises(CommandError, match="laptops"):
        run()
    assert not User.objects.exists()


def test_readable_passwords_differ_and_are_long_enough():
    made = {demo.readable_password() for _ in range(50)}
    assert len(made) == 50
    assert all(re.fullmatch(r"([a-z]+-){4}\d\d", password) for password in made)
    assert len(set(demo.WORDS)) == len(demo.WORDS) >= 64

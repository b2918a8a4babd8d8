"""The session of a log-in, read with a statement of our own: what Django promises, asked again."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from accounts.sessions import SessionStore

pytestmark = pytest.mark.django_db


@pytest.fixture
def session() -> SessionStore:
    made = SessionStore()
    made["word"] = "break a leg"
    made.save()
    return made


def test_a_session_is_read_back_with_one_query(session, django_assert_num_queries):
    read = SessionStore(session.session_key)
    with django_assert_num_queries(1):
        assert read["word"] == "break a leg"


def test_a_session_that_has_run_out_is_empty_and_has_no_key(session):
    past = timezone.now() - timedelta(seconds=1)
    Session.objects.filter(pk=session.session_key).update(expire_date=past)
    read = SessionStore(session.session_key)
    assert read.load() == {}
    assert read.session_key is None


@pytest.mark.parametrize("key", ["nosuchsession00000000000000000000", "'; DROP TABLE x; --", ""])
def test_an_unknown_key_opens_nothing(key):
    assert SessionStore(key or None).load() == {}


def test_a_log_out_ends_the_session_at_once(as_user, alice):
    client = as_user(alice)
    kept = client.cookies["sessionid"].value
    client.post(reverse("account_logout"))
    client.cookies["sessionid"] = kept
    answer = client.get(reverse("interview:home"))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))

"""Every address of the site: who gets what, by which method, and what a forged request gets."""

import re
from collections import Counter
from copy import deepcopy
from http.cookies import SimpleCookie

import pytest
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from django.core.management import call_command
from django.db import connection, transaction
from django.http import HttpRequest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, get_resolver, reverse

from accounts.actions import BACKEND
from interview.models import Seat
from tests.access import TABLE
from tests.access.cast import AGAIN, CAST, CLAIM, GET, HOME, LOGIN, POST, Row
from tests.factories import QuestionFactory, QuestionSetFactory, UserFactory
from tests.stage import Stage

pytestmark = pytest.mark.django_db

OURS = (
    "web:",
    "questions:",
    "study:",
    "workbench:",
    "marking:",
    "groups:",
    "interview:",
    "reminders:",
    "accounts:",
    "dev_mail",
)
# Posted by mail programs (RFC 8058), which know no cookie; the address itself is the key.
NO_CSRF_TOKEN = {"reminders:unsubscribe"}


@pytest.fixture(scope="module")
def company(django_db_setup, django_db_blocker):
    """The people by their part, each with the session of a browser that gave the password just now;
    nobody logged in is None. And enough in the bank for every button: the taster among it.

    They are the same to every row, so they are made once, and are gone with the last. What a row
    does to them is taken back.
    """
    with django_db_blocker.unblock():
        QuestionSetFactory(slug="taster")
        people = [
            UserFactory(guest=True),
            UserFactory(email="alice@example.org", display_name="Alice"),
            UserFactory(email="bob@example.org", display_name="Bob"),
            UserFactory(email="charlie@example.org", display_name="Charlie"),
            UserFactory(email="carol@example.org", display_name="Carol", is_curator=True),
        ]
        for person in people:
            person.browser = logged_in(person)
        yield dict(zip(CAST, (None, *people), strict=True))
        # No number is given out twice: what a process remembers of a version, it knows by its own.
        call_command("flush", interactive=False, verbosity=0, reset_sequences=False)


@pytest.fixture(autouse=True)
def given_just_now(settings):
    """However long the rows take, the passwords were given a moment ago."""
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 24 * 3600


@pytest.fixture
def cast(company):
    """The company as it was before any row; what a test notes on a person stays with it."""
    return deepcopy(company)


@pytest.fixture
def alice(cast):
    return cast["owner"]


@pytest.fixture
def bob(cast):
    return cast["partner"]


@pytest.fixture
def charlie(cast):
    return cast["stranger"]


@pytest.fixture
def stage(alice, bob):
    return Stage(alice, bob)


def client_of(person, **options) -> Client:
    """The browser of one of the company; somebody new's, where nobody is logged in."""
    client = Client(**options)
    if person:
        client.cookies = deepcopy(person.browser)
    return client


def logged_in(person) -> SimpleCookie:
    """What a browser has of somebody who gave their password again just now."""
    client = Client()
    client.force_login(person, backend=BACKEND)
    request = HttpRequest()
    request.user, request.session = person, client.session
    reauthenticate_by_password(request)
    request.session.save()
    return client.cookies


def ask(client: Client, row: Row, address: str, **more):
    """What one request gets. Whatever it changed is taken back."""
    with transaction.atomic():
        response = getattr(client, row.method.lower())(address, **row.body, **more)
        outcome = named(response)
        transaction.set_rollback(True)
    return outcome


def named(response) -> int | str:
    """The status, or the name of the place a redirect leads to."""
    if response.status_code != 302:
        return response.status_code
    path = response.url.partition("?")[0]
    places = {
        reverse("account_login"): LOGIN,
        reverse("accounts:claim"): CLAIM,
        reverse("interview:home"): HOME,
        reverse("account_reauthenticate"): AGAIN,
    }
    return places.get(path, 302)


def every_address(resolver=None, space="") -> list[tuple[str, str]]:
    """Name and pattern of everything the site answers, however deep."""
    found = []
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            found += every_address(pattern, inner)
        else:
            found.append((f"{space}{pattern.name or ''}", str(pattern.pattern)))
    return found


def test_the_table_is_complete():
    site = {name for name, _ in every_address() if not name.startswith("admin:")}
    assert "" not in site, "an address without a name cannot be in the table"
    assert site == {row.name for row in TABLE}
    assert max(Counter(map(str, TABLE)).values()) == 1


@pytest.mark.parametrize("row", TABLE, ids=str)
def test_everyone_gets_what_the_table_says(row, stage, cast):
    address = reverse(row.name, args=stage.arguments(row.of))
    got = {part: ask(client_of(person), row, address) for part, person in cast.items()}
    assert got == dict(zip(CAST, row.gets, strict=True))


def test_the_interviewers_seat_opens_no_more_than_the_observers(alice, bob):
    shared = [row for row in TABLE if row.name.startswith("interview:") and is_private(row)]
    got = {}
    for row in shared:
        with transaction.atomic():
            stage = Stage(alice, bob, Seat.Role.INTERVIEWER)
            address = reverse(row.name, args=stage.arguments(row.of))
            got[str(row)] = ask(client_of(bob), row, address)
            transaction.set_rollback(True)
    assert len(got) > 20
    assert set(got.values()) == {404}


def is_private(row: Row) -> bool:
    """Somebody's own: its address names one thing, and it is not the laptop's mail page."""
    return "pk" in parameters(row.name) and not row.name.startswith("dev_mail")


def parameters(name: str) -> list[str]:
    """The names of what stands in this address."""
    return re.findall(r"<(?:\w+:)?(\w+)>", dict(every_address())[name])


# Rooms in which the partner, too, finds what the owner has: they are in one group.
TOGETHER = ("groups:", "marking:", "study:explanation", "study:hear_explanation")
# A decision tree of hers that she opened to it: to be walked, and why to be written.
TOGETHER += ("study:own_tree", "study:own_story")
TOGETHER += ("study:justify_own_story", "study:keep_own_justification")


def test_what_is_somebodys_is_nobody_elses():
    """A new row that is kinder to a stranger has to be argued for here."""
    private = [row for row in TABLE if is_private(row)]
    assert len(private) > 20
    for row in private:
        _, guest, owner, partner, stranger, curator = row.gets
        assert owner not in (404, LOGIN), row
        assert {stranger, curator} == {404}, row
        assert partner == 404 or row.name.startswith(TOGETHER), row
        assert guest in (404, CLAIM), row


def test_a_stranger_cannot_tell_what_is_not_his_from_what_is_not(stage, charlie):
    (pk,) = stage.running()
    client = client_of(charlie)
    there, nowhere = (client.get(reverse("interview:room", args=[n])) for n in (pk, pk + 1000))
    assert there.status_code == nowhere.status_code == 404
    assert re.sub(rb'nonce="[^"]*"', b"", there.content) == re.sub(
        rb'nonce="[^"]*"', b"", nowhere.content
    )


@pytest.mark.parametrize(
    ("method", "name"),
    [
        (GET, "questions:question"),
        (GET, "questions:set"),
        (GET, "interview:set_up"),
        (POST, "interview:set_up"),
        (POST, "interview:practise_one"),
    ],
)
def test_a_private_question_or_set_is_its_owners(method, name, cast):
    private = {"owner": cast["owner"], "visibility": "private"}
    question = QuestionFactory(**private)
    shown = QuestionSetFactory(questions=[question], **private) if "set" in name else question
    row = next(row for row in TABLE if (row.method, row.name) == (method, name))
    address = reverse(name, args=[shown.slug])
    got = {part: ask(client_of(person), row, address) for part, person in cast.items()}
    owner = got.pop("owner")
    assert owner in (200, 302)
    assert got.pop("anonymous") in (404, LOGIN)
    assert set(got.values()) == {404}


def test_each_address_of_ours_takes_only_its_methods(stage, alice):
    takes = {}
    for row in TABLE:
        if row.name.startswith(OURS):
            takes.setdefault((row.name, row.of), set()).add(row.method)
    client = client_of(alice)
    for (name, of), methods in takes.items():
        with transaction.atomic():
            address = reverse(name, args=stage.arguments(of))
            for method in {GET, POST, "PUT", "DELETE", "PATCH"} - methods:
                reply = getattr(client, method.lower())(address)
                assert reply.status_code == 405, f"{method} {name}"
            transaction.set_rollback(True)


def test_a_form_from_elsewhere_is_refused(stage, alice):
    """No POST without the token that only our own pages know, whoever the browser is."""
    browsers = [client_of(alice, enforce_csrf_checks=True), Client(enforce_csrf_checks=True)]
    got = {}
    for row in TABLE:
        if row.method == POST:
            with transaction.atomic():
                address = reverse(row.name, args=stage.arguments(row.of))
                got[row.name] = {ask(client, row, address) for client in browsers}
                transaction.set_rollback(True)
    assert {name for name, codes in got.items() if codes != {403}} == NO_CSRF_TOKEN


# What reading a page may write down: who was here, the session, that the marks were seen, and
# allauth's row for an address that came from elsewhere.
WRITTEN_BY_READING = (
    "accounts_user",
    "django_session",
    "web_cache",
    "interview_interview",
    "account_emailaddress",
    # When a calendar asked, and since when it has had the same answer.
    "reminders_feed",
    # A share link lets in whoever opened it.
    "questions_linkvisit",
    # Figures are counted when somebody looks at them, if no sweep was sooner.
    "workbench_change",
    "workbench_attempt",
    "workbench_questionsummary",
    "workbench_setsummary",
)


@pytest.mark.parametrize("person", ["owner", "anonymous"])
def test_reading_changes_nothing(person, stage, cast):
    for row in TABLE:
        if row.method != GET:
            continue
        with transaction.atomic():
            address = reverse(row.name, args=stage.arguments(row.of))
            client = client_of(cast[person])
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            transaction.set_rollback(True)
        written = [
            query["sql"]
            for query in queries
            if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))
            and not re.match(rf'\w+( INTO| FROM)? "({"|".join(WRITTEN_BY_READING)})"', query["sql"])
        ]
        assert written == [], row


def test_without_a_log_in_htmx_moves_the_page_and_a_script_is_told(stage, client):
    for row in TABLE:
        if row.gets[0] != LOGIN or not row.name.startswith(OURS):
            continue
        with transaction.atomic():
            address = reverse(row.name, args=stage.arguments(row.of))
            method = getattr(client, row.method.lower())
            moved = method(address, headers={"HX-Request": "true"})
            told = method(address, headers={"Accept": "application/json"})
            transaction.set_rollback(True)
        assert moved.headers.get("HX-Redirect", "").startswith(reverse("account_login")), row
        assert (told.status_code, told.json()) == (401, {"state": "signed-out"}), row


@pytest.mark.parametrize(
    "name",
    ["accounts:delete", "mfa_activate_totp", "mfa_generate_recovery_codes", "mfa_add_webauthn"],
)
def test_what_would_lock_somebody_out_asks_for_the_password_again(name, alice, as_user):
    row = next(row for row in TABLE if row.name == name)
    assert ask(as_user(alice), row, reverse(name)) == AGAIN


# The admin


def admin_addresses() -> list[str]:
    routes = {name: route for name, route in every_address() if name.startswith("admin:")}
    things = {"object_id": "1", "content_type_id": "1", "app_label": "accounts", "url": "nothing"}
    return [
        reverse(name, kwargs={key: things[key] for key in re.findall(r"<(?:\w+:)?(\w+)>", route)})
        for name, route in routes.items()
        if name not in ("admin:", "admin:login")
    ]


def test_the_admin_is_for_staff(cast):
    addresses = admin_addresses()
    assert len(addresses) > 20
    elsewhere = {reverse(name) for name in ("admin:login", "admin:index", "account_login")}
    for part, person in cast.items():
        client = client_of(person)
        for address in addresses:
            reply = client.get(address)
            assert reply.status_code == 302, (part, address)
            assert reply.url.partition("?")[0] in elsewhere, (part, address)
        at_the_door = client.get(reverse("admin:login"))
        assert at_the_door.status_code == (403 if person else 302), part


def test_staff_gets_in(as_user):
    staff = UserFactory(is_staff=True, is_superuser=True)
    client = as_user(staff)
    assert client.get(reverse("admin:index")).status_code == 200
    assert client.get(reverse("admin:accounts_user_change", args=[staff.pk])).status_code == 200


def test_the_admin_has_no_log_in_of_its_own(client, db):
    """Its form would know neither the limits nor the second factor of ours."""
    staff = UserFactory(is_staff=True, password="correct horse battery")
    door = f"{reverse('admin:login')}?next=/admin/"
    reply = client.post(door, {"username": staff.email, "password": "correct horse battery"})
    assert reply.url == f"{reverse('account_login')}?next=%2Fadmin%2F"
    assert "_auth_user_id" not in client.session

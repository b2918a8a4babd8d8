"""What holds for the whole house: templates without inline code, imports, migrations, headers."""

import re
import subprocess
import sys
from collections import defaultdict
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client, override_settings
from django.urls import path, reverse

from config import urls as site
from tests.factories import InterviewFactory, QuestionFactory, QuestionSetFactory
from tests.interview.marked import finished
from up.places import ROOT
from web.refusals import Refused

TEMPLATES = sorted(Path(ROOT, "templates").rglob("*.html"))
SHEETS_OF_ROOMS = [
    Path(ROOT, "static/css", name)
    for name in re.findall(
        r'"\./([\w-]+\.css)" layer\(rooms\)', Path(ROOT, "static/css/greenroom.css").read_text()
    )
]
# Mail programs read no stylesheet: there, and only there, styles stand in the tags.
PAGES = [file for file in TEMPLATES if "mail" not in file.parts]
# What a script may hold on a page: data, or nothing because its code has an address.
HARMLESS_SCRIPTS = {"application/json"}


class Inline(HTMLParser):
    """Collects what a content security policy would refuse."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list) -> None:
        facts = dict(attrs)
        for name, value in attrs:
            if name == "style" or re.fullmatch(r"on[a-z]+", name) or name.startswith("hx-on"):
                self.found.append(f"{name}={value}")
            if (value or "").strip().lower().startswith("javascript:"):
                self.found.append(f"{name}={value}")
        if tag == "style":
            self.found.append("<style>")
        if tag == "script" and "src" not in facts and facts.get("type") not in HARMLESS_SCRIPTS:
            self.found.append("<script> without an address")

    handle_startendtag = handle_starttag


def inline_in(html: str) -> list[str]:
    """Inline code of a page or template; a template's own tags are taken out first."""
    reader = Inline()
    reader.feed(re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}", "", html, flags=re.DOTALL))
    return reader.found


# Templates


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<p style="color: red">', ["style=color: red"]),
        ("<button onclick=go()>", ["onclick=go()"]),
        ('<input {% if x %}checked{% endif %} ONINPUT="a">', ["oninput=a"]),
        ('<form hx-on::after-request="a">', ["hx-on::after-request=a"]),
        ('<a href="javascript:go()">', ["href=javascript:go()"]),
        ("<style>a {}</style>", ["<style>"]),
        ("<script>go()</script>", ["<script> without an address"]),
        ('<script type="module" src="{% bundle \'a.js\' %}"></script>', []),
        ('<p data-onwards="1" class="style">', []),
    ],
)
def test_the_reader_finds_inline_code(html, found):
    assert inline_in(html) == found


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_no_template_holds_inline_code(file):
    assert inline_in(file.read_text()) == []


class Forms(HTMLParser):
    """Collects forms that only a script could send."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list) -> None:
        facts = dict(attrs)
        if tag == "form" and "hx-post" in facts:
            plain = facts.get("method", "").lower() == "post"
            if not plain or facts.get("action") != facts["hx-post"]:
                self.found.append(self.get_starttag_text())


def test_every_form_that_htmx_sends_can_be_sent_without_it():
    """The same address both ways. `{% url %}` stays in as text, so that it is compared too."""
    wrong = {}
    for file in PAGES:
        text = re.sub(
            r"{%\s*url\s+(.*?)\s*%}", lambda tag: tag[1].replace('"', "'"), file.read_text()
        )
        reader = Forms()
        reader.feed(re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}", "", text, flags=re.DOTALL))
        if reader.found:
            wrong[file.name] = reader.found
    assert wrong == {}


def test_a_form_for_htmx_alone_would_be_found():
    reader = Forms()
    reader.feed('<form hx-post="/a/" method="post" action="/b/"><form hx-post="/a/">')
    assert len(reader.found) == 2


def test_a_form_that_posts_carries_the_token():
    """Where htmx sends it, a script adds the token; a plain form needs it inside."""
    without = {}
    for file in PAGES:
        for form in re.findall(r"<form\b[^>]*>.*?</form>", file.read_text(), flags=re.DOTALL):
            start = form.partition(">")[0]
            if "post" in start and "{% csrf_token %}" not in form and "hx-post" not in start:
                without.setdefault(file.name, []).append(start)
    # One click in a mail program leaves the list (RFC 8058): the address itself is the key.
    assert set(without) <= {"unsubscribe.html"}


# Code


def test_the_rooms_import_only_downwards():
    """The contracts of pyproject.toml; a configuration that is not understood fails too."""
    command = [Path(sys.executable).parent / "lint-imports", "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"[1-9]\d* kept, 0 broken", done.stdout)


@pytest.mark.django_db
def test_models_and_migrations_agree():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


# When something goes wrong


def breaks(request):
    raise RuntimeError("on purpose")


def forbids(request):
    raise PermissionDenied


def refuses(request):
    raise Refused("Not before noon.")


class TroubleUrls:
    """The site, and three addresses where something goes wrong."""

    handler403, handler404, handler500 = site.handler403, site.handler404, site.handler500
    urlpatterns = [
        *site.urlpatterns,
        path("breaks/", breaks),
        path("forbids/", forbids),
        path("refuses/", refuses),
    ]


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/breaks/", 500, "Something broke on the server."),
        ("/forbids/", 403, "<h1>"),
        ("/refuses/", 409, "Not before noon."),
        ("/nowhere/", 404, "There is no such page, or it is not yours."),
        ("/interviews/1/", 404, "There is no such page, or it is not yours."),
    ],
)
def test_the_page_for_trouble_is_drawn(as_user, alice, address, status, words):
    with override_settings(ROOT_URLCONF=TroubleUrls):
        client = as_user(alice)
        client.raise_request_exception = False
        response = client.get(address)
    page = response.content.decode()
    assert response.status_code == status
    assert words in page
    assert "on purpose" not in page
    assert inline_in(page) == []
    assert "Content-Security-Policy" in response.headers


def test_a_forged_form_is_told_so(db):
    response = Client(enforce_csrf_checks=True).post("/interviews/try/")
    assert response.status_code == 403
    assert "Content-Security-Policy" in response.headers


# Headers

STRICT = {
    "default-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
}


def policy_of(response) -> dict[str, str]:
    directives = response.headers["Content-Security-Policy"].split(";")
    return dict(directive.strip().split(" ", 1) for directive in directives if directive.strip())


def pages_of_everyone() -> list[str]:
    names = ["web:landing", "web:privacy", "web:health", "questions:browse", "questions:sets"]
    names += ["study:index", "study:formulas"]
    names += ["account_login", "account_signup", "account_reset_password", "dev_mail"]
    return [reverse(name) for name in names]


def pages_of(person) -> list[str]:
    running = InterviewFactory(candidate=person, running=True, mode="practice")
    marked = finished(person)
    names = ["interview:home", "interview:compose", "interview:history", "reminders:inbox"]
    names += ["accounts:settings", "account_email", "mfa_index"]
    return [
        *map(reverse, names),
        reverse("interview:set_up", args=[QuestionSetFactory().slug]),
        reverse("interview:ready", args=[InterviewFactory(candidate=person).pk]),
        reverse("interview:room", args=[running.pk]),
        reverse("interview:clock", args=[running.pk]),
        reverse("interview:review", args=[marked.pk]),
        reverse("interview:download", args=[marked.pk]),
        reverse("interview:estimate", args=[finished(person, estimated=False).pk]),
        QuestionFactory().get_absolute_url(),
    ]


def test_every_kind_of_page_has_the_strict_policy_and_no_inline_code(client, as_user, alice):
    answers = [client.get(address) for address in pages_of_everyone()]
    mine = as_user(alice)
    answers += [mine.get(address) for address in pages_of(alice)]
    for response in answers:
        address = response.request["PATH_INFO"]
        assert response.status_code == 200, address
        policy = policy_of(response)
        assert STRICT.items() <= policy.items(), address
        assert "unsafe" not in str(policy), address
        assert response.headers["X-Content-Type-Options"] == "nosniff", address
        assert response.headers["Referrer-Policy"] == "same-origin", address
        assert response.headers["X-Frame-Options"] == "SAMEORIGIN", address
        if response.headers["Content-Type"].startswith("text/html"):
            assert inline_in(response.content.decode()) == [], address


def test_cookies_are_out_of_reach_of_scripts_and_other_sites():
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SAMESITE == settings.CSRF_COOKIE_SAMESITE == "Lax"


def _begins_of_rules(sheet: Path) -> list[str]:
    """The selectors that stand in no other rule of a sheet, such as `.card` or `summary`."""
    found = re.findall(r"^([^\s@/}][^{]*)\{", sheet.read_text(), re.MULTILINE)
    return [one.strip() for selectors in found for one in selectors.split(",")]


def test_two_rooms_dress_no_class_of_the_same_name():
    """All sheets make one: a table of one room would get the look of another's list."""
    owners = defaultdict(set)
    for sheet in SHEETS_OF_ROOMS:
        for selector in _begins_of_rules(sheet):
            if re.fullmatch(r"\.[\w-]+", selector):
                owners[selector].add(sheet.name)
    assert {name: which for name, which in owners.items() if len(which) > 1} == {}


@pytest.mark.parametrize("sheet", SHEETS_OF_ROOMS, ids=lambda sheet: sheet.name)
def test_a_room_dresses_no_control_of_the_whole_house(sheet):
    """Rooms come after the buttons: a colour for every `summary` hides the words of one."""
    controls = {"a", "button", "input", "label", "select", "summary", "textarea"}
    assert not controls & set(_begins_of_rules(sheet))

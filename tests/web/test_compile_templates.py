"""The check that opens every template before a person does."""

import os
import subprocess
import sys
from copy import deepcopy
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from up.places import ROOT

GOOD = {
    "base.html": "<main>{% block content %}{% endblock %}</main>",
    "page.html": """{% extends "base.html" %}{% load partials %}
{% block content %}
  {% partialdef row inline %}<a href="{% url 'web:landing' %}">{{ row }}</a>{% endpartialdef %}
  {% if row %}{% include "_part.html" %}{% include chosen %}{% partial row %}{% endif %}
{% endblock %}""",
    "_part.html": "{% for row in rows %}{{ row }}{% endfor %}",
}


@pytest.fixture
def check(settings, tmp_path):
    """Run the command over these templates: what it prints, or what it complains about."""

    def check(**files: str) -> str:
        for name, text in {**GOOD, **files}.items():
            path = tmp_path / name.replace("__", "/")
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        templates = deepcopy(settings.TEMPLATES)
        templates[0]["DIRS"] = [tmp_path]
        settings.TEMPLATES = templates
        out, errors = StringIO(), StringIO()
        try:
            call_command("compile_templates", stdout=out, stderr=errors)
        except CommandError as error:
            return f"{errors.getvalue().replace(str(tmp_path), '')}{error}"
        return out.getvalue()

    return check


def test_good_templates_are_counted(check):
    assert check() == "3 templates, no problems.\n"


@pytest.mark.parametrize(
    ("wrong", "line", "words"),
    [
        ("a\n\n{% if x %}never closed", 3, "Unclosed tag"),
        ("a\n{% frobnicate %}", 2, "Invalid block tag on line 2: 'frobnicate'"),
        ("a\n{{ x|frobnicate }}", 2, "Invalid filter: 'frobnicate'"),
        ("{% load frobnication %}", 1, "'frobnication' is not a registered tag library"),
        ("{% load partials %}\n{% partialdef a %}\n{{ x| }}{% endpartialdef %}", 3, "remainder"),
        ('a\n{% include "gone.html" %}', 2, "There is no template “gone.html”."),
        ('a\n{% include "page.html#gone" %}', 2, "There is no template “page.html#gone”."),
        ('{% extends "gone.html" %}', 1, "There is no template “gone.html”."),
        ("{% load partials %}\n{% partial gone %}", 2, "There is no partial “gone”"),
        ("a\n{% url 'web:gone' %}", 2, "There is no address called “web:gone”."),
        ("{% if a %}\n{% for b in c %}\n{% url 'gone' b %}{% endfor %}{% endif %}", 3, "“gone”"),
        ("{% load partials %}{% partialdef a %}\n{% url 'gone' %}{% endpartialdef %}", 2, "“gone”"),
        ('{% extends "base.html" %}{% block content %}\n{% url "gone" %}{% endblock %}', 2, "gone"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_line(check, wrong, line, words):
    told = check(folder__wrong=wrong).splitlines()
    assert told[0].startswith(f"/folder/wrong:{line}: ")
    assert words in told[0]
    assert told[-1] == "4 templates, 1 problems."


def test_every_problem_is_told_not_only_the_first(check):
    told = check(one="{% if %}", two="{% url 'gone' %}{% url 'lost' %}")
    assert "/one:1: " in told
    assert told.count("/two:1: ") == 2
    assert told.endswith("5 templates, 3 problems.")


def test_a_template_broken_inside_is_told_once_and_not_again_by_who_includes_it(check):
    told = check(one='{% include "two" %}', two="{% if %}")
    assert told.endswith("5 templates, 1 problems.")
    assert told.startswith("/two:1: ")


def test_a_file_that_is_no_text_is_named(check):
    assert check(picture=b"\x89PNG\xff\xfe").startswith("/picture: ")


def test_our_own_templates_compile_without_a_database():
    """As `make check` runs it: nothing answers at the address of the database."""
    done = subprocess.run(
        [sys.executable, "manage.py", "compile_templates"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "no problems" in done.stdout

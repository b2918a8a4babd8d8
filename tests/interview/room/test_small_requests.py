"""Time on a question, flags, hints, the preview."""

import re

import pytest
from django.urls import reverse

from interview.models import Answer, HintShown
from tests.factories import InterviewFactory
from tests.interview.room.visiting import page_of, to

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}
# Another one each time it is asked for.
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')


def test_a_visit_keeps_the_time_and_never_takes_any_back(client, exam):
    for seconds in ("40", "12"):
        response = client.post(to("visit", exam, 2), {"seconds_used": seconds})
        assert (response.status_code, response.content) == (204, b"")
    assert Answer.objects.get(question__interview=exam, question__position=2).seconds_used == 40


@pytest.mark.parametrize("wrong", [{}, {"seconds_used": "-1"}, {"seconds_used": "soon"},
                                   {"seconds_used": str(2**31)}])  # fmt: skip
def test_a_visit_that_is_none_is_bad_input(client, exam, wrong):
    assert client.post(to("visit", exam, 1), wrong).status_code == 422
    assert not Answer.objects.exclude(seconds_used=0).exists()


def test_a_flag_is_set_and_taken_down(client, exam):
    client.post(to("flag", exam, 2), {"flagged": "1"})
    assert re.search(r'data-position="2" data-flagged', page_of(client, exam))
    response = client.post(to("flag", exam, 2), {"flagged": "0"})
    assert response.status_code == 204
    assert not exam.questions.filter(flagged=True).exists()


def test_a_finished_interview_takes_no_flag(client, alice, hx):
    interview = InterviewFactory(candidate=alice, submitted=True)
    response = client.post(to("flag", interview, 1), {"flagged": "1"}, headers=JSON)
    assert response.status_code == 409
    assert response.json()["reason"] == "This interview is not running."


# Hints


def test_hints_open_one_by_one_and_are_counted_once(client, practice, hx):
    first = client.post(to("hint", practice, 1), {"number": "1"}, headers=hx("hints-1"))
    part = first.content.decode()
    assert part.lstrip().startswith('<div class="hints" id="hints-1"')
    assert "Hint 1 of 2" in part
    assert 'name="number" value="2"' in part
    again = client.post(to("hint", practice, 1), {"number": "1"}, headers=hx("hints-1"))
    assert TOKEN.sub(b"", again.content) == TOKEN.sub(b"", first.content)
    last = client.post(to("hint", practice, 1), {"number": "2"}, headers=hx("hints-1"))
    assert "It averages gradients." in last.content.decode()
    assert "Show a hint" not in last.content.decode()
    assert list(HintShown.objects.values_list("number", flat=True)) == [1, 2]


def test_without_htmx_the_room_comes_back_at_the_question(client, practice):
    response = client.post(to("hint", practice, 2), {"number": "1"})
    assert response.url == f"{to('room', practice)}#question-2"


def test_an_exam_gives_no_hint(client, exam, hx):
    response = client.post(to("hint", exam, 1), {"number": "1"}, headers=hx("hints-1"))
    assert response.status_code == 409
    assert b"An exam has no hints." in response.content
    assert response.headers["HX-Retarget"] == "#notices"
    assert not HintShown.objects.exists()


@pytest.mark.parametrize("number", ["0", "3", "-1", "two", "", "99999999999999999999"])
def test_a_hint_that_does_not_exist_is_refused(client, practice, number):
    response = client.post(to("hint", practice, 1), {"number": number})
    assert response.status_code == 409
    assert not HintShown.objects.exists()


def test_a_paused_room_gives_no_hint(client, practice):
    client.post(to("pause", practice))
    response = client.post(to("hint", practice, 1), {"number": "1"}, headers=JSON)
    assert (response.status_code, response.json()["reason"]) == (409, "The interview is paused.")


# The preview


def preview(client, text: str) -> str:
    response = client.post(reverse("interview:preview"), {"text": text})
    assert response.status_code == 200
    return response.content.decode()


def test_the_preview_draws_markdown_code_and_maths(client):
    drawn = preview(client, "It *averages* $\\beta$:\n\n```python\nx = 1\n```\n")
    assert "<em>averages</em>" in drawn
    assert '<span class="math">\\beta</span>' in drawn
    assert "<code" in drawn


@pytest.mark.parametrize(
    "nasty",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        '<img src=x onerror="alert(1)">',
        '![x](x.png" onerror="alert(1))',
        "<a href='javascript:alert(1)'>x</a>",
        "<iframe src=//evil.example></iframe>",
        "<style>*{display:none}</style>",
        "$</span><script>alert(1)</script>$",
        '```x" onload="alert(1)\n</code><script>alert(1)</script>\n```',
    ],
)
def test_the_preview_lets_nothing_run(client, nasty):
    drawn = preview(client, f"Before.\n\n{nasty}\n\nAfter.").lower()
    tags = re.findall(r"<[^>]*>", drawn)
    assert not [tag for tag in tags if re.match(r"</?(script|iframe|style|object|form)\b", tag)]
    assert not [tag for tag in tags if re.search(r"\son\w+\s*=", tag)]
    assert not [tag for tag in tags if re.search(r"(javascript|data):", tag)]


def test_the_preview_says_when_there_is_nothing_or_too_much(client):
    assert preview(client, "   ") == "<p>Nothing to preview yet.</p>"
    assert "saved all the same" in preview(client, "x" * 40_001)

"""The replay of an answer, and the review as a file."""

import json
import re

import pytest

from interview.models import Interview
from tests.factories import InterviewFactory
from tests.interview.marked import TEXT, add_revision, finished
from tests.interview.review.reading import address, correct

pytestmark = pytest.mark.django_db


def test_the_replay_gives_every_save_in_order(alice, as_user, interview):
    question = interview.questions.get(position=1)
    add_revision(question, 1, added="Momentom")
    add_revision(question, 2, start=6, removed=1, added="u")
    reply = as_user(alice).get(address(interview, "replay", 1))
    changes = json.loads(reply.content)["changes"]
    assert [(c["start"], c["removed"], c["added"]) for c in changes] == [
        (0, 0, "Momentom"),
        (6, 1, "u"),
    ]
    assert changes[0]["at"] > 0


def test_the_replay_waits_for_the_end(alice, as_user):
    running = InterviewFactory(running=True, candidate=alice)
    assert as_user(alice).get(address(running, "replay", 1)).status_code == 409


def test_the_download_holds_what_the_page_shows(alice, as_user, interview):
    correct(as_user(alice), interview, "made")
    reply = as_user(alice).get(address(interview, "download"))
    assert reply["Content-Type"] == "text/markdown; charset=utf-8"
    day = f"{interview.finished_at:%Y-%m-%d}"
    slug = interview.title.lower().replace(" ", "-")
    assert reply["Content-Disposition"] == f'attachment; filename="{day}-{slug}.md"'
    text = reply.content.decode()
    version = interview.questions.first().version
    for part in ("You made 3 of 4 points.", TEXT, version.model_answer, version.tips[0]):
        assert part in text
    assert "The machine said: missed" in text
    assert "your estimate: Most of it" in text
    assert "Not answered." in text


def test_a_name_full_of_tricks_makes_a_plain_file_name(alice, as_user, interview):
    title = '../../"x"\r\nSet-Cookie: a=b; ünï'
    Interview.objects.filter(pk=interview.pk).update(title=title)
    header = as_user(alice).get(address(interview, "download"))["Content-Disposition"]
    assert re.fullmatch(r'attachment; filename="[\w-]+\.md"', header, re.ASCII)


def test_a_fence_in_the_answer_does_not_end_its_block(alice, as_user):
    interview = finished(alice, texts=("```\n# not a heading\n````",))
    text = as_user(alice).get(address(interview, "download")).content.decode()
    assert "`````text\n```\n# not a heading\n````\n`````" in text

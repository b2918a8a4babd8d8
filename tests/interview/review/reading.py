"""The review as it is asked for and as it reads."""

import re
from html import unescape

from django.urls import reverse


def address(interview, name="review", *more):
    return reverse(f"interview:{name}", args=[interview.pk, *more])


def page_of(client, interview):
    return client.get(address(interview)).content.decode()


def words(html):
    """What a reader sees: no tags, single spaces."""
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", html).split()))


def correct(client, interview, verdict, *, position=1, point=2, headers=None):
    question = interview.questions.get(position=position)
    key_point = question.version.key_points.get(position=point)
    where = address(interview, "correct", position)
    return client.post(where, {"call": f"{key_point.pk}:{verdict}"}, headers=headers or {})

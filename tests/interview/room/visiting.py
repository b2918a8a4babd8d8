"""What a test of the room asks for, and what it arranges beforehand."""

import json
import re
import uuid
from datetime import timedelta
from html import unescape

from django.urls import reverse
from django.utils import timezone

from interview.models import Answer, Interview, ParkedText


def to(name: str, interview, *more) -> str:
    return reverse(f"interview:{name}", args=[interview.pk, *more])


def page_of(client, interview) -> str:
    response = client.get(to("room", interview))
    assert response.status_code == 200
    return unescape(response.content.decode())


def facts_of(client, interview) -> dict:
    """What the page's scripts start from."""
    page = client.get(to("room", interview)).content.decode()
    return json.loads(re.search(r'id="room-facts"[^>]*>(.*?)</script>', page)[1])


def run_out(interview, *, ago: timedelta) -> None:
    """Its deadline passed so long ago."""
    end = timezone.now() - ago
    Interview.objects.filter(pk=interview.pk).update(
        started_at=end - timedelta(minutes=interview.minutes), ends_at=end
    )


def park(interview, text="Typed on the telephone.") -> None:
    ParkedText.objects.create(
        answer=Answer.objects.get(question__interview=interview, question__position=1),
        writer=uuid.uuid4(),
        text=text,
        parked_at=timezone.now(),
    )

"""What to practise next: the topic that costs most marks, as something one button starts."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from accounts.models import User
from interview import actions, draws
from interview.models import Interview
from interview.reviews import Group
from questions.models import Topic

# Long enough for two or three questions, short enough to do right after a review.
MINUTES = 20
# From here on a topic is not a weakness, only the least strong.
STRONG = 0.8


@dataclass(frozen=True)
class NextStep:
    """A topic to practise, how many questions the time holds, and the key of its button."""

    topic: str
    slug: str
    is_weak: bool
    questions: int
    minutes: int
    request_key: UUID = field(default_factory=uuid.uuid4)


def after(topics: Sequence[Group], candidate: User, *, at: datetime) -> NextStep | None:
    """From topics with their marks, weakest first. None when there is nothing to go by."""
    if not topics:
        return None
    weakest = topics[0]
    picks = draws.from_recipe(
        {"areas": [weakest.slug]}, minutes=MINUTES, candidate=candidate, seed=0, at=at
    )
    if not picks:
        return None
    minutes = sum(pick.minutes for pick in picks)
    return NextStep(weakest.name, weakest.slug, weakest.mark.score < STRONG, len(picks), minutes)


def set_up(candidate: User, topic: Topic, *, request_key: UUID) -> Interview:
    """A practice on one topic. The same button pressed twice finds the first one."""
    return actions.set_up(
        candidate,
        title=f"{topic.title} · {MINUTES} minutes",
        minutes=MINUTES,
        mode=Interview.Mode.PRACTICE,
        request_key=request_key,
        recipe={"areas": [topic.slug]},
    )

"""What a person takes along: the code they put up with what was said of it, and what they said."""

from collections.abc import Iterator

from accounts import circles
from accounts.exports import File, as_json
from accounts.models import User
from marking.models import CodeReview, LineComment
from marking.redaction import LEFT


def files(person: User) -> Iterator[File]:
    """One JSON; none where there is nothing."""
    mine = CodeReview.objects.filter(author=person).order_by("pk")
    rows = list(mine.prefetch_related("versions", "threads__version", "threads__comments__by"))
    named = circles.names({one.circle_id for one in rows})
    said = LineComment.objects.filter(by=person).exclude(thread__review__author=person)
    facts = {
        "put_up": [_review(one, named.get(one.circle_id, "")) for one in rows],
        "said_about_others": list(said.order_by("pk").values("text", "at")),
    }
    if any(facts.values()):
        yield File("code-reviews.json", as_json(facts))


def _review(review: CodeReview, group: str) -> dict:
    return {
        "title": review.title,
        "about": review.about,
        "group": group,
        "made_at": review.made_at,
        "taken_back_at": review.taken_back_at,
        "versions": [
            {"number": one.number, "made_at": one.made_at, "note": one.note, "text": one.text}
            for one in review.versions.all()
        ],
        "threads": [
            {
                "version": one.version.number,
                "first": one.first,
                "last": one.last,
                "lines": one.quote,
                "resolved_at": one.resolved_at,
                "said": [
                    {"by": str(each.by or LEFT), "text": each.text, "at": each.at}
                    for each in one.comments.all()
                ],
            }
            for one in review.threads.all()
        ],
    }

"""What a person takes along from here: whom they opened interviews to, and what they gave others.

Other people's words about one's own interviews come along where the page shows them.
"""

from collections.abc import Iterator

from accounts import circles
from accounts.exports import File, as_json
from accounts.models import User
from marking import words
from marking.models import Comment, DiscussionNote, ScoreSheet, SecondLook, Share
from marking.redaction import LEFT

_IN_WORDS = ("strengths", "fix", "evidence", "private")


def files(person: User) -> Iterator[File]:
    """One JSON and one Markdown file; none where there is nothing."""
    facts = {
        "shares": _shares(person),
        "sheets": _sheets(person),
        "said": _said(person),
        "why": list(
            DiscussionNote.objects.filter(by=person).values("key_point__text", "text", "at")
        ),
        "second_looks": list(
            SecondLook.objects.filter(question__interview__candidate=person).values(
                "key_point__text", "said", "reason", "asked_at", "outcome", "why", "settled_at"
            )
        ),
        "written_about_me": _written(person),
    }
    if any(facts.values()):
        yield File("with-others.json", as_json(facts))
        yield File("with-others.md", "\n".join(_markdown(facts)) + "\n")


def _shares(person: User) -> list[dict]:
    shares = list(Share.objects.given_by(person).select_related("interview").order_by("pk"))
    named = circles.names({share.circle_id for share in shares if share.circle_id})
    return [
        {
            "interview": share.interview.title,
            "to": named.get(share.circle_id, "") or share.address or "a link",
            "questions": share.positions or "all",
            "marks": share.shows_marks,
            "key": share.shows_key,
            "names": share.names_candidate,
            "asks_for_marks": share.asks_for_marks,
            "made_at": share.made_at,
            "expires_at": share.expires_at,
            "revoked_at": share.revoked_at,
        }
        for share in shares
    ]


def _sheets(person: User) -> list[dict]:
    """One's own sheets, private notes too; never the answers they are about, nor whose they are."""
    sheets = ScoreSheet.objects.of(person).prefetch_related("editions")
    return [
        {
            "role": sheet.role,
            "state": sheet.state,
            "started_at": sheet.started_at,
            "draft": {name: value for name, (value, _) in sheet.draft.items() if value},
            "handed_in": [
                {"at": edition.submitted_at, "content": edition.content}
                for edition in sheet.editions.all()
            ],
        }
        for sheet in sheets
    ]


def _said(person: User) -> list[dict]:
    comments = Comment.objects.filter(by=person).select_related("passage").order_by("at", "pk")
    return [{"at": one.at, "text": one.text} for one in comments]


def _written(person: User) -> list[dict]:
    """What raters wrote about one's interviews, and what was said about one's answers."""
    found = []
    interviews = person.interviews.filter(score_sheets__opened_at__isnull=False).distinct()
    for interview in interviews.filter(estimated_at__isnull=False).order_by("pk"):
        found += [
            {
                "interview": interview.title,
                "by": one.name,
                "strengths": one.strengths,
                "fix": one.fix,
                "signal": one.signal,
                "evidence": one.evidence,
                "judged": {each.label: each.level for each in one.judged},
                "notes": dict(one.notes),
            }
            for one in words.of(interview, named=True)
        ]
    mine = Comment.objects.filter(passage__question__interview__candidate=person)
    others = mine.exclude(by=person).select_related("by", "passage__question__interview")
    found += [
        {
            "interview": one.passage.question.interview.title,
            "by": str(one.by or LEFT),
            "about": one.passage.quote,
            "text": one.text,
            "at": one.at,
        }
        for one in others.order_by("at", "pk")
    ]
    return found


def _markdown(facts: dict) -> Iterator[str]:
    yield "# Interviews with others"
    yield from ("", "## Who may read mine", "") if facts["shares"] else ()
    yield from (f"* {one['interview']}: {one['to']}" for one in facts["shares"])
    yield from ("", "## Marks I gave", "") if facts["sheets"] else ()
    for sheet in facts["sheets"]:
        said = sheet["draft"]
        texts = [said[name] for name in _IN_WORDS if name in said]
        yield f"* {sheet['role']}, {sheet['started_at']:%Y-%m-%d}, {sheet['state']}"
        yield from (f"  * {' '.join(text.split())}" for text in texts)
    yield from ("", "## What I said", "") if facts["said"] or facts["why"] else ()
    yield from (f"* {' '.join(one['text'].split())}" for one in (*facts["said"], *facts["why"]))
    yield from ("", "## What others wrote about mine", "") if facts["written_about_me"] else ()
    for one in facts["written_about_me"]:
        text = one.get("text") or " / ".join(filter(None, (one["strengths"], one["fix"])))
        yield f"* {one['by']}, {one['interview']}: {' '.join(text.split())}"

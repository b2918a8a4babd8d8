"""What people do together: they meet, mark, read code, explain, and are told of it."""

from django.urls import reverse
from django.utils import timezone

from groups import challenges, joining, packs, points
from marking.calibration import actions as calibrating
from study.saved_words import new_writer
from study.teaching import actions as teaching
from tests.factories import QuestionFactory, QuestionSetFactory, UserFactory, group_of
from tests.interview.marked import TEXT, finished
from tests.marking.codereview.written import CODE, changed_to, code_of, spoken_about
from tests.marking.shared import linked, looked_at, marked_by, said_about, shared_with
from tests.marking.stored import finished as calibrated
from tests.marking.stored import mark_all, pack_of, started
from tests.stage import Stage
from workbench.attempts import read_again


def pages(alice, bob) -> list[str]:
    return [
        *meetings(alice, bob),
        *marking(alice, bob),
        *learning_to_mark(alice),
        *reading_code(alice, bob),
        *groups(alice),
        explained(bob, to=alice),
        reverse("reminders:inbox"),
        reverse("reminders:choices"),
    ]


def meetings(alice, bob) -> list[str]:
    """Meetings of two kinds, times on offer, and an interview she conducts."""
    stage = Stage(alice, bob)
    paper, mock = stage.a_meeting(), stage.a_mock()
    group, _ = stage.an_offer()
    return [
        reverse("groups:meetings", args=paper[:1]),
        reverse("groups:plan", args=paper[:1]),
        reverse("groups:slots", args=[group]),
        *(reverse(f"groups:{name}", args=paper) for name in ("meeting", "edit_meeting")),
        reverse("groups:meeting", args=mock),
        reverse("groups:board", args=stage.a_board()),
        reverse("groups:live", args=stage.a_conducted()),
    ]


def marking(alice, bob) -> list[str]:
    """Interviews shared both ways, marked, spoken about and looked at again."""
    mine, theirs = finished(alice), finished(bob)
    share = shared_with(group_of(alice, bob), mine, asks=True, marks=True)
    linked(mine)
    look = looked_at(marked_by(bob, mine, ("made", "missed"), fix="Slower."))
    marked_by(UserFactory(), theirs, ("missed", "missed"))
    said_about(share)
    marked_by(alice, theirs, ("made", "missed"))
    to_mark = finished(bob)
    shared_with(group_of(bob, alice, name="Second group"), to_mark, asks=True)
    return [
        reverse("marking:home"),
        reverse("marking:readers", args=[mine.pk]),
        share.get_absolute_url(),
        linked(mine, marks=True, key=True).get_absolute_url(),
        reverse("marking:side_by_side", args=[mine.pk]),
        reverse("marking:sheet", args=[theirs.pk]),
        reverse("marking:sheet", args=[to_mark.pk]),
        reverse("marking:why", args=[theirs.pk]),
        reverse("marking:second_look", args=[look.pk]),
    ]


def learning_to_mark(alice) -> list[str]:
    """A pack begun, and one compared."""
    compared = calibrated(alice)
    shown = compared.answers.first().answer.version.question
    begun = started(alice)
    return [
        reverse("marking:calibration"),
        reverse("marking:calibration_severity"),
        begun.pack.get_absolute_url(),
        reverse("marking:calibration_answer", args=[begun.pk, 1]),
        compared.get_absolute_url(),
        reverse("marking:calibration_examples", args=[shown.slug]),
    ]


def reading_code(alice, bob) -> list[str]:
    """Code with what was said about it, on lines that stand and on one that is gone."""
    review = code_of(alice, group_of(alice, bob, name="Third group"), about="Is it right?")
    for lines in ((1, 1), (5, 5), None):
        spoken_about(review, by=bob, lines=lines)
    changed_to(review, CODE.replace("total / len(xs)", "0"))
    names = ("code_review", "code_changes", "next_code_version")
    return [
        reverse("marking:code_reviews"),
        reverse("marking:put_up_code"),
        *(reverse(f"marking:{name}", args=[review.pk]) for name in names),
    ]


def groups(alice) -> list[str]:
    """A group with somebody who asks to join, a challenge that was sat, and marks by area."""
    first, second, third = (UserFactory() for _ in range(3))
    group, at = group_of(alice, first, second), timezone.now()
    shared = {"visibility": "group", "circle": group.circle, "owner": first}
    QuestionFactory(**shared)
    chosen = QuestionSetFactory(questions=[QuestionFactory()], **shared)
    facts = {"begins": "now", "lasts": "week", "mode": "exam"}
    made = challenges.make(group, chosen, **facts, by=first, at=at)
    open_one = challenges.make(group, chosen, **facts, by=alice, at=at)
    for person in (alice, first, second):
        points.show(group, shows=True, by=person)
        challenges.enter(made, shows_marks=True, by=person, at=at)
    for person in (alice, first, second):
        done = finished(person, texts=[TEXT], question_set=chosen)
        made.entries.filter(user=person).update(interview=done)
        read_again([done.pk])
    open_link = joining.invite(group, lasts="day", needs_approval=True, by=alice, at=at)
    joining.come_by(open_link, third, at=at)
    ended = joining.invite(group, lasts="day", needs_approval=True, by=alice, at=at)
    joining.take_back(ended, by=alice, at=at)
    others = group_of(third, first)
    elsewhere = joining.invite(others, lasts="day", needs_approval=True, by=third, at=at)
    asked = packs.choose(group, pack_of(alice), by=alice, at=at)
    for person, said in ((alice, "made"), (first, "missed")):
        run = packs.begin(group, asked, by=person, at=at)
        mark_all(run, lambda answer, point, said=said: said, reason="It says so.")
        calibrating.finish(run, at=at)
    chosen_only = packs.choose(group, pack_of(alice), by=alice, at=at)
    pages = ("group", "people", "shared", "challenges", "new_challenge", "points", "settings")
    return [
        reverse("groups:home"),
        *(reverse(f"groups:{name}", args=[group.pk]) for name in (*pages, "packs", "hand_over")),
        *(reverse("groups:pack", args=[group.pk, one.pk]) for one in (asked, chosen_only)),
        made.get_absolute_url(),
        open_one.get_absolute_url(),
        *(reverse("groups:join", args=[one.token]) for one in (open_link, ended, elsewhere)),
    ]


def explained(by, *, to) -> str:
    """A concept that somebody opened to a group, and what the other made of it."""
    group = group_of(by, to, name="Fourth group")
    typed = {"base": 0, "writer": new_writer(), "at": timezone.now()}
    teaching.draft(by, "mlp", "A weighted sum, then a bend: $\\max(0, x)$.", **typed)
    row = teaching.share(by, "mlp", group.circle_id, at=timezone.now())
    said = {"understood": False, "words": "Which bend?"}
    teaching.hear(row, **said, by=to, at=timezone.now())
    return row.get_absolute_url()

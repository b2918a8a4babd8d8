"""Code put to a group, its versions, and what is said about its lines."""

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from groups import actions as group_actions
from marking.codereview import actions, rules
from marking.codereview.page import ReviewPage
from marking.models import CodeReview, CodeVersion, LineComment, LinePlace, LineThread
from reminders.models import Reminder
from tests.at_once import all_at_once
from tests.factories import UserFactory, group_of
from tests.marking.codereview.written import CODE, changed_to, code_of, spoken_about
from web.refusals import Refused

pytestmark = pytest.mark.django_db

SAFER = CODE.replace("    return", "    if not xs:\n        return 0\n    return")
OTHER_RETURN = CODE.replace("total / len(xs)", "total / max(len(xs), 1)")


@pytest.fixture
def group(alice, bob):
    return group_of(alice, bob)


@pytest.fixture
def review(alice, group) -> CodeReview:
    return code_of(alice, group)


def places(thread) -> list[tuple[int, int, int]]:
    found = LinePlace.objects.filter(thread=thread).order_by("version__number")
    return list(found.values_list("version__number", "first", "last"))


def told(user) -> list[str]:
    rows = Reminder.objects.filter(user=user, channel="in-app", state="waiting").order_by("pk")
    return [row.facts["title"] for row in rows]


# Putting up


def test_only_the_circle_reads_it_and_only_while_both_are_in_it(review, group, alice, bob, charlie):
    def readers() -> list[str]:
        return [
            str(one)
            for one in (alice, bob, charlie)
            if CodeReview.objects.visible_to(one).filter(pk=review.pk).exists()
        ]

    assert readers() == ["Alice", "Bob"]
    group_actions.remove(group, bob, by=alice, at=timezone.now())
    assert readers() == ["Alice"]
    group_actions.let_in(group, bob, at=timezone.now())
    group_actions.hand_over(group, bob, by=alice)
    group_actions.leave(group, by=alice, at=timezone.now())
    assert readers() == ["Alice"], "who goes takes it along"


def test_putting_up_twice_by_one_form_is_once(alice, group):
    key = uuid.uuid4()
    assert code_of(alice, group, request_key=key) == code_of(alice, group, request_key=key)


def test_the_group_is_told_once_and_not_the_author(review, alice, bob):
    assert told(bob) == ["Alice asks for eyes on their code: The mean"]
    assert told(alice) == []


def test_telling_takes_as_many_queries_for_ten_as_for_one(
    alice, group, django_assert_num_queries, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        code_of(alice, group)
    for _ in range(9):
        group_actions.let_in(group, UserFactory(), at=timezone.now())
    with django_assert_num_queries(len(one)):
        code_of(alice, group)
    assert Reminder.objects.count() == 2 * 1 + 2 * 10


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("  \n ", "no code"),
        ("x\x00", "NUL"),
        ("x\ud800", "half a character"),
        ("x\n" * 1_001 + "y", "1,000 lines"),
        ("x" * 40_001, "40,000 characters"),
    ],
)
def test_what_cannot_be_read_is_refused(alice, group, text, words):
    with pytest.raises(Refused, match=words):
        code_of(alice, group, text)


def test_an_outsider_puts_nothing_up(charlie, group):
    with pytest.raises(Refused, match="not in that group"):
        code_of(charlie, group)


def test_what_is_archived_is_only_read(review, group, alice, bob):
    thread = spoken_about(review, by=bob)
    group_actions.archive(group, by=alice, at=timezone.now())
    at = timezone.now()
    for attempt in (
        lambda: code_of(alice, group),
        lambda: spoken_about(review, "More", by=bob),
        lambda: actions.reply(thread, "More", by=bob, at=at),
        lambda: actions.resolve(thread, resolved=True, by=bob, at=at),
        lambda: changed_to(review, SAFER),
    ):
        with pytest.raises(Refused, match="archived"):
            attempt()


# Versions


def test_a_comment_moves_along_with_its_line(review, bob):
    thread = spoken_about(review, by=bob)
    changed_to(review, SAFER)
    assert places(thread) == [(1, 5, 5), (2, 7, 7)]


def test_a_comment_whose_line_is_gone_has_no_place_and_comes_back_with_the_line(review, bob):
    thread = spoken_about(review, by=bob)
    changed_to(review, OTHER_RETURN)
    assert places(thread) == [(1, 5, 5)]
    changed_to(review, SAFER, base=2)
    assert places(thread) == [(1, 5, 5), (3, 7, 7)]


def test_a_comment_on_an_old_version_is_brought_to_the_latest(review, bob):
    changed_to(review, SAFER)
    thread = spoken_about(review, by=bob, version=1)
    assert places(thread) == [(1, 5, 5), (2, 7, 7)]


@pytest.mark.django_db(transaction=True)
def test_a_comment_and_a_version_at_once_know_of_each_other(review, bob):
    def speak() -> int:
        return spoken_about(review, by=bob).pk

    def change() -> int:
        return changed_to(review, SAFER).number

    thread, number = all_at_once([speak, change])
    assert number == 2
    assert places(thread) == [(1, 5, 5), (2, 7, 7)]


def test_a_second_press_makes_no_third_version(review):
    assert changed_to(review, SAFER) == changed_to(review, SAFER)
    with pytest.raises(Refused, match="Nothing has changed"):
        changed_to(review, SAFER, base=2)


def test_another_windows_version_is_not_written_over(review):
    changed_to(review, SAFER)
    with pytest.raises(actions.Behind) as trouble:
        changed_to(review, OTHER_RETURN)
    assert trouble.value.latest.number == 2
    assert review.versions.count() == 2


def test_only_the_author_makes_a_version(review, bob):
    with pytest.raises(Refused, match="Only the author"):
        actions.next_version(review, SAFER, base=1, by=bob, at=timezone.now())


def test_whoever_spoke_is_told_of_a_new_version(review, bob, group):
    quiet = UserFactory()
    group_actions.let_in(group, quiet, at=timezone.now())
    spoken_about(review, by=bob)
    changed_to(review, SAFER)
    assert told(bob)[-1] == "The mean: version 2"
    assert told(quiet) == []


def test_line_ends_of_every_kind_are_the_same_code(review):
    with pytest.raises(Refused, match="Nothing has changed"):
        changed_to(review, CODE.replace("\n", "\r\n") + "\r\n\r\n")


def test_versions_are_not_without_end(review, monkeypatch):
    monkeypatch.setattr(rules, "MOST_VERSIONS", 1)
    with pytest.raises(Refused, match="1 versions are enough"):
        changed_to(review, SAFER)


# Talk


def test_the_same_words_sent_twice_are_said_once(review, bob):
    assert spoken_about(review, by=bob) == spoken_about(review, by=bob)
    thread = LineThread.objects.get()
    at = timezone.now()
    for _ in range(2):
        actions.reply(thread, "And of one?", by=bob, at=at)
    assert LineComment.objects.count() == 2


def test_lines_that_are_not_there_are_refused(review, bob):
    for lines in ((6, 6), (5, 9)):
        with pytest.raises(Refused, match="has 5 lines"):
            spoken_about(review, by=bob, lines=lines)
    with pytest.raises(Refused, match="no such version"):
        spoken_about(review, by=bob, version=2)


def test_the_author_and_whoever_spoke_are_told_and_nobody_of_their_own_words(review, alice, bob):
    thread = spoken_about(review, by=bob)
    assert told(alice) == ["Bob said something about The mean"]
    actions.reply(thread, "It is never empty.", by=alice, at=timezone.now())
    assert told(bob)[-1] == "Alice said something about The mean"
    assert len(told(alice)) == 1


def test_the_author_and_whoever_began_it_resolve_and_open_again(review, alice, bob, group):
    other = UserFactory()
    group_actions.let_in(group, other, at=timezone.now())
    thread = spoken_about(review, by=bob)
    at = timezone.now()
    with pytest.raises(Refused, match="resolves it"):
        actions.resolve(thread, resolved=True, by=other, at=at)
    for by, resolved in ((alice, True), (alice, True), (bob, False)):
        actions.resolve(thread, resolved=resolved, by=by, at=at)
        thread.refresh_from_db()
        assert (thread.resolved_at is not None, thread.resolved_by) == (
            resolved,
            by if resolved else None,
        )


def test_what_is_taken_back_is_its_authors_alone(review, alice, bob):
    spoken_about(review, by=bob)
    at = timezone.now()
    with pytest.raises(Refused, match="Only the author"):
        actions.take_back(review, by=bob, at=at)
    actions.take_back(review, by=alice, at=at)
    review.refresh_from_db()
    assert not CodeReview.objects.visible_to(bob).exists()
    assert CodeReview.objects.visible_to(alice).get().threads.count() == 1
    assert told(bob) == []
    with pytest.raises(Refused, match="taken back"):
        changed_to(review, SAFER)


def test_who_leaves_for_good_takes_their_code_and_leaves_their_words(review, alice, bob, group):
    thread = spoken_about(review, by=bob)
    theirs = spoken_about(code_of(bob, group), by=alice)
    bob.delete()
    assert thread.comments.get().by is None
    assert not LineThread.objects.filter(pk=theirs.pk).exists()
    assert [one.said[0].name for one in ReviewPage(review, alice, number=None).threads] == [
        "Somebody who left"
    ]


# What the page never does


def test_a_place_that_lies_is_shown_as_none(review, alice, bob):
    thread = spoken_about(review, by=bob)
    LinePlace.objects.filter(thread=thread).update(first=4, last=4)
    page = ReviewPage(review, alice, number=1)
    assert [one.pk for one in page.gone] == [thread.pk]
    assert not any(line.threads for line in page.lines)


@pytest.mark.parametrize(
    "broken",
    [
        {"first": 3, "last": 2},
        {"first": 0, "last": 2},
        {"first": None},
        {"first": None, "last": None},
    ],
)
def test_the_database_holds_threads_to_lines_or_the_whole(review, bob, broken):
    thread = spoken_about(review, by=bob)
    with pytest.raises(IntegrityError), transaction.atomic():
        LineThread.objects.filter(pk=thread.pk).update(**broken)


def test_the_database_keeps_no_empty_version(review):
    with pytest.raises(IntegrityError), transaction.atomic():
        CodeVersion.objects.update(text="")

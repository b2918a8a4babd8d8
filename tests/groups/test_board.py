"""The board of a whiteboard meeting: drawn on, followed, undone, taken along."""

import json
import re
import uuid
import xml.etree.ElementTree as ElementTree
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from groups import actions as group_actions
from groups import board_actions, board_rules, boards, meeting_exports
from groups.models import Meeting
from groups.models.boards import HEIGHT, WIDTH, BoardMark, BoardPledge, BoardTurn
from tests.at_once import all_at_once
from tests.factories import UserFactory, group_of
from tests.groups.meetings import meeting_of
from web.refusals import Refused

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture
def meeting(alice, bob) -> Meeting:
    return meeting_of(group_of(alice, bob), by=alice)


def drawn(meeting, by, **facts) -> BoardMark:
    usual = {"kind": "stroke", "points": [10, 10, 20, 20], "colour": "ink", "key": uuid.uuid4()}
    return board_actions.draw(meeting, **{**usual, **facts}, by=by, at=timezone.now())


def to(name: str, meeting) -> str:
    return reverse(f"groups:{name}", args=[meeting.group_id, meeting.pk])


def sends(**facts) -> dict:
    usual = {"kind": "stroke", "points": "10 10 20 20", "colour": "ink", "key": uuid.uuid4()}
    return {**usual, **facts}


# Drawing


@pytest.mark.django_db
def test_what_one_draws_the_other_sees(as_user, alice, bob, meeting, hx):
    page = as_user(bob).get(to("board", meeting)).content.decode()
    seen = re.search(r'name="seen" value="([^"]+)"', page)[1]
    ask = {"seen": seen}
    assert as_user(bob).get(to("board", meeting), ask, headers=hx("board")).status_code == 204
    as_user(alice).post(to("draw", meeting), sends())
    again = as_user(bob).get(to("board", meeting), ask, headers=hx("board"))
    assert 'd="M10 10L20 20"' in again.content.decode()
    assert again.content.decode().strip().startswith('<div id="board"')


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"points": ""}, {"points": "1 x"}, {"kind": "fire"}, {"key": "x"},
        {"colour": "pink"}, {"text": "words on a stroke"}, {"kind": "text"},
        {"kind": "text", "text": "x" * 301}, {"points": "1 " * 3000},
    ],
)  # fmt: skip
def test_what_cannot_be_read_draws_nothing(as_user, alice, meeting, wrong):
    assert as_user(alice).post(to("draw", meeting), sends(**wrong)).status_code == 422
    assert not BoardMark.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"points": "1"},
        {"points": "-1 5 2 2"},
        {"points": "1601 5"},
        {"kind": "rect", "points": "1 1"},
    ],
)
def test_what_lies_beside_the_board_is_refused(as_user, alice, meeting, wrong):
    assert as_user(alice).post(to("draw", meeting), sends(**wrong)).status_code == 409


@pytest.mark.django_db
def test_sent_twice_it_is_drawn_once(alice, bob, meeting):
    key = uuid.uuid4()
    assert drawn(meeting, alice, key=key) == drawn(meeting, alice, key=key)
    with pytest.raises(Refused, match="elsewhere"):
        drawn(meeting, bob, key=key)


@pytest.mark.django_db(transaction=True)
def test_two_who_draw_at_once_are_both_on_it(alice, bob, meeting):
    all_at_once([lambda: drawn(meeting, alice).pk, lambda: drawn(meeting, bob).pk])
    assert meeting.board_marks.count() == 2


@pytest.mark.django_db
def test_a_shape_is_put_there_by_keyboard(as_user, alice, meeting):
    form = {"kind": "rect", "colour": "green", "x": 90, "y": 50, "width": 50, "height": -10}
    as_user(alice).post(to("place", meeting), {**form, "key": uuid.uuid4()})
    assert BoardMark.objects.get().points == [1440, 500, 1600, 400], "it ends at the edge"
    bad = as_user(alice).post(to("place", meeting), {**form, "kind": "text", "key": uuid.uuid4()})
    assert bad.status_code == 422
    assert "Which words?" in bad.content.decode()


@pytest.mark.django_db
def test_words_are_escaped_on_the_page_and_in_the_picture(as_user, alice, meeting):
    words = "</text><script>alert(1)</script> & bias\x01"
    as_user(alice).post(to("draw", meeting), sends(kind="text", points="5 5", text=words))
    assert "<script>alert" not in as_user(alice).get(to("board", meeting)).content.decode()
    picture = as_user(alice).get(to("picture", meeting))
    assert picture.headers["Content-Type"] == "image/svg+xml"
    assert "attachment" in picture.headers["Content-Disposition"]
    said = [one.text for one in ElementTree.fromstring(picture.content).iter() if one.text]
    assert "</text><script>alert(1)</script> & bias" in said


@UNHURRIED
@given(
    st.text(st.characters(exclude_categories=["C", "Z"]) | st.just(" "), min_size=1, max_size=300),
    st.integers(0, WIDTH),
    st.integers(0, HEIGHT),
)
@example("W" * 300, WIDTH, HEIGHT)
@example("語" * 300, WIDTH, HEIGHT)
def test_all_words_stand_on_the_board_wherever_they_begin(text, x, y):
    text = " ".join(text.split()) or "a"
    mark = BoardMark(kind="text", colour="ink", points=[x, y], text=text)
    lines = boards.shape_of(mark).lines
    assert "".join(line.text for line in lines).replace(" ", "") == text.replace(" ", "")
    for line in lines:
        assert 0 <= line.x <= WIDTH - boards.LETTER
        assert line.x + len(line.text) * boards.LETTER <= WIDTH
        assert boards.LEADING <= line.y <= HEIGHT - boards.LETTER


def test_words_with_room_begin_where_they_were_put_and_longer_ones_break_between_words():
    mark = BoardMark(kind="text", colour="ink", points=[100, 500], text="softmax of the scores")
    assert [(one.x, one.y) for one in boards.shape_of(mark).lines] == [(100, 500)]
    mark.points = [1300, 500]
    assert [(one.x, one.text) for one in boards.shape_of(mark).lines] == [
        (1600 - 21 * boards.LETTER, "softmax of the scores")
    ]
    mark.text += " over the keys, then a mean"
    assert [(one.x, one.y, one.text) for one in boards.shape_of(mark).lines] == [
        (1000, 500, "softmax of the scores over the"),
        (1000, 542, "keys, then a mean"),
    ]


@pytest.mark.django_db
def test_one_takes_away_ones_own_last_and_nobody_elses(alice, bob, meeting):
    first, _, other = drawn(meeting, alice), drawn(meeting, alice), drawn(meeting, bob)
    at = timezone.now()
    for _ in range(3):
        board_actions.undo(meeting, by=alice, at=at)
    left = meeting.board_marks.filter(taken_away_at=None)
    assert list(left) == [other]
    assert first.pk in meeting.board_marks.values_list("pk", flat=True), "it is kept all the same"


@pytest.mark.django_db
def test_the_board_is_shut_to_others_and_when_the_meeting_is_off(
    as_user, alice, charlie, meeting, monkeypatch
):
    assert as_user(charlie).post(to("draw", meeting), sends()).status_code == 404
    other_kind = meeting_of(meeting.group, kind="paper")
    assert as_user(alice).get(to("board", other_kind)).status_code == 404
    monkeypatch.setattr(board_rules, "MOST_MARKS", 1)
    drawn(meeting, alice)
    with pytest.raises(Refused, match="full"):
        drawn(meeting, alice)
    Meeting.objects.update(state="cancelled")
    assert as_user(alice).post(to("draw", meeting), sends()).status_code == 409
    page = as_user(alice).get(to("board", meeting)).content.decode()
    assert "called off" in page
    assert "Draw by keyboard" not in page


@pytest.mark.django_db
def test_the_page_takes_as_many_queries_for_twenty_marks(
    as_user, alice, bob, meeting, django_assert_max_num_queries
):
    client, where = as_user(alice), to("board", meeting)
    for n in range(20):
        drawn(meeting, (alice, bob)[n % 2])
    with django_assert_max_num_queries(18):
        client.get(where)


# Explaining


@pytest.mark.django_db
def test_the_rota_goes_round_and_two_presses_are_one_step(as_user, alice, bob, meeting):
    meeting.attendances.all().delete()
    with pytest.raises(Refused, match="Nobody has said"):
        board_actions.next_turn(meeting, after=0, minutes=5, by=alice, at=timezone.now())
    for user in (alice, bob):
        meeting.attendances.create(user=user, answer="yes", answered_at=timezone.now())
    for after in (0, 0, 1, 2):
        as_user(bob).post(to("turn", meeting), {"after": after, "minutes": 5})
    turns = BoardTurn.objects.order_by("number").values_list("user__display_name", flat=True)
    assert list(turns) == ["Alice", "Bob", "Alice"]
    assert "Alice</b> explains" in as_user(bob).get(to("board", meeting)).content.decode()


@pytest.mark.django_db
def test_time_is_the_servers_and_runs_out(alice, meeting):
    at = timezone.now()
    meeting.attendances.get_or_create(user=alice, defaults={"answer": "yes", "answered_at": at})
    turn = board_actions.next_turn(meeting, after=0, minutes=5, by=alice, at=at)
    passed = [(0, 5), (61, 4), (299, 1), (300, 0), (9000, 0)]
    for seconds, left in passed:
        assert boards.minutes_left(turn, at=at + timedelta(seconds=seconds)) == left


@UNHURRIED
@given(people=st.integers(1, 6), rounds=st.integers(0, 24))
def test_nobody_explains_twice_before_everybody_has_once(people, rounds):
    turns: list[int] = []
    for _ in range(rounds):
        turns.append(board_rules.next_to_explain(range(people), turns))
        counts = [turns.count(one) for one in range(people)]
        assert max(counts) - min(counts) <= 1
    assert board_rules.next_to_explain([], turns) is None


@pytest.mark.django_db
def test_no_notes_is_said_once_and_seen_by_all(as_user, alice, bob, meeting):
    for _ in range(2):
        as_user(alice).post(to("pledge", meeting))
    assert BoardPledge.objects.count() == 1
    assert "No notes: Alice" in as_user(bob).get(to("board", meeting)).content.decode()


# Afterwards


@pytest.mark.django_db
def test_it_leaves_with_whoever_drew_it(alice, bob, meeting):
    drawn(meeting, bob, kind="text", points=[5, 5], text="Bias")
    board_actions.pledge(meeting, by=bob, at=timezone.now())
    (file,) = [one for one in meeting_exports.files(bob) if one.path == "boards.json"]
    assert json.loads(file.text)["marks"][0]["text"] == "Bias"
    group_actions.leave(meeting.group, by=bob, at=timezone.now())
    bob.delete()
    assert BoardMark.objects.get().by is None, "the others' picture stays whole"
    assert not BoardPledge.objects.exists()
    with pytest.raises(Refused, match="not in this group"):
        drawn(meeting, UserFactory())

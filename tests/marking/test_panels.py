"""Several people of one kind: the median, and how far they differ. No database."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview import marks
from interview.models import PointMark
from marking.sides import spread

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
verdicts = st.sampled_from(["made", "partly", "missed"])


def card(kind, *said, score=0.5):
    found = [
        PointMark(key_point_id=number, verdict=verdict, p=0)
        for number, verdict in enumerate(said, start=1)
    ]
    return SimpleNamespace(
        rater_kind=kind,
        score=score,
        low=score,
        high=score,
        abstained=False,
        made_at=NOON,
        marks=SimpleNamespace(all=lambda: found),
    )


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (["made", "missed"], "partly"),
        (["made", "partly"], "partly"),
        (["partly", "missed"], "missed"),
        (["made", "made", "missed"], "made"),
        (["made", "partly", "missed"], "partly"),
        (["missed", "missed", "made"], "missed"),
    ],
)
def test_a_point_shows_the_median_verdict(said, shown):
    assert marks.middle(said) == shown


@given(st.lists(verdicts, min_size=1, max_size=9))
def test_the_median_lies_between_what_was_said_and_minds_no_order(said):
    shown = marks.middle(said)
    credits = [marks.CREDIT[marks.Verdict(one)] for one in said]
    assert min(credits) <= marks.CREDIT[marks.Verdict(shown)] <= max(credits)
    assert marks.middle(reversed(said)) == shown


def test_several_peers_count_as_one_and_an_interviewer_before_them():
    cards = [
        card("peer", score=0.2),
        card("auto"),
        card("peer", score=0.8),
        card("peer", score=0.3),
    ]
    (panel, machine) = marks.by_precedence(cards)
    assert (panel.score, panel.low, panel.high) == (0.3, 0.2, 0.8)
    assert panel.get_rater_kind_display() == "3 peers"
    assert machine.rater_kind == "auto"
    assert marks.shown([*cards, card("interviewer", score=0.9)]).score == 0.9


def test_one_peer_stays_one_card():
    alone = card("peer", "made")
    assert marks.by_precedence([alone]) == [alone]


def test_the_points_of_several_are_taken_together_without_touching_theirs():
    first, second = card("peer", "made", "missed"), card("peer", "missed", "missed")
    panel = marks.shown([first, second])
    assert [mark.verdict for mark in panel.marks.all()] == ["partly", "missed"]
    assert first.marks.all()[0].verdict == "made"


@pytest.mark.parametrize(
    ("said", "levels"),
    [([], 0), (["made"], 0), (["made", "partly"], 1), (["made", "missed"], 2)],
)
def test_the_spread_counts_levels(said, levels):
    assert spread(said) == levels

"""A sitting: which card is next, how many a day, what is put off, put aside and taken back."""

from datetime import UTC, datetime, timedelta

import pytest

from questions.models import Question
from study.cards import actions, figures, sources
from study.cards.memory import Rating
from study.cards.sitting import Sitting
from study.models import Card, Desk, Review
from tests.at_once import all_at_once
from tests.factories import InterviewFactory, QuestionFactory, QuestionSetFactory
from tests.interview.marked import finished

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def cards(alice) -> list[Card]:
    return [sources.write(alice, front=f"Q{n}", back=f"A{n}", at=NOON - 40 * DAY) for n in range(4)]


def press(card, rating=Rating.GOOD, *, at=NOON, seconds=5):
    card.refresh_from_db()
    return actions.rate(card, rating, seen=card.reviews, seconds=seconds, at=at)


def next_of(alice, at=NOON):
    return Sitting(alice, at=at).next()


def learned(card, *, days_ago: int, stability: float, due_in: int = 0) -> Card:
    """As if met before: due `due_in` days from today."""
    today = NOON.date()
    Card.objects.filter(pk=card.pk).update(
        phase=2,
        stability=stability,
        difficulty=5,
        reviewed_on=today - timedelta(days=days_ago),
        due_on=max(today + timedelta(days=due_in), today - timedelta(days=days_ago)),
        reviews=3,
    )
    return card


def test_new_cards_come_in_their_order_and_no_more_than_the_days_number(alice, cards):
    Desk.objects.create(user=alice, new_a_day=2)
    for expected in cards[:2]:
        assert next_of(alice) == expected
        press(expected)
    assert next_of(alice) is None
    assert Sitting(alice, at=NOON).waiting.total == 0
    actions.more_today(alice, 1, at=NOON)
    assert next_of(alice) == cards[2]
    assert next_of(alice, NOON + DAY) == cards[2], "a new day, new cards"
    press(cards[2], at=NOON + DAY)
    press(cards[3], at=NOON + DAY)
    assert Sitting(alice, at=NOON + DAY).new_left == 0, "more was for one day alone"


def test_what_was_not_known_comes_back_after_its_minutes_and_before_new_ones(alice, cards):
    press(cards[0], Rating.AGAIN)
    assert next_of(alice) == cards[1]
    assert next_of(alice, NOON + timedelta(minutes=11)) == cards[0]


def test_a_step_is_shown_early_rather_than_nothing(alice, cards):
    Card.objects.exclude(pk=cards[0].pk).delete()
    press(cards[0], Rating.AGAIN)
    assert next_of(alice) == cards[0]


def test_a_card_of_yesterdays_steps_is_there_in_the_morning(alice, cards):
    Card.objects.exclude(pk=cards[0].pk).delete()
    press(cards[0], Rating.AGAIN)
    assert next_of(alice, NOON + DAY) == cards[0]


def test_due_cards_come_by_their_day_and_behind_a_limit_the_most_shaky_first(alice, cards):
    firm = learned(cards[0], days_ago=30, stability=300, due_in=-3)
    shaky = learned(cards[1], days_ago=30, stability=3, due_in=-1)
    assert next_of(alice) == firm, "due for longer"
    Desk.objects.create(user=alice, reviews_a_day=1)
    waiting = Sitting(alice, at=NOON).waiting
    assert next_of(alice) == shaky
    assert (waiting.due, waiting.left_over) == (1, 1)
    press(shaky)
    assert Sitting(alice, at=NOON).waiting.due == 0


def test_a_second_press_changes_nothing(alice, cards):
    first = actions.rate(cards[0], Rating.GOOD, seen=0, seconds=3, at=NOON)
    again = actions.rate(cards[0], Rating.AGAIN, seen=0, seconds=3, at=NOON)
    assert first
    assert again is None
    assert Review.objects.count() == 1


def test_an_answer_takes_a_minute_at_most(alice, cards):
    assert press(cards[0], seconds=4000).seconds == 60
    assert press(cards[1], seconds=-5).seconds == 0


def test_undo_brings_back_the_card_as_it_was_twenty_times(alice, cards):
    before = [actions.snapshot(card) for card in cards]
    for card in cards:
        press(card, Rating.AGAIN)
        press(card, Rating.EASY)
    for _ in range(8):
        assert actions.undo(alice, at=NOON)
    assert actions.undo(alice, at=NOON) is None
    for card, facts in zip(cards, before, strict=True):
        card.refresh_from_db()
        assert actions.snapshot(card) == facts
    assert Sitting(alice, at=NOON).new_left == 10, "the day's number is free again"


def test_undo_reaches_twenty_answers_back(alice, cards):
    for _ in range(22):
        press(cards[0], Rating.AGAIN)
    assert sum(actions.undo(alice, at=NOON) is not None for _ in range(25)) == 20


def test_undo_is_ones_own(alice, bob, cards):
    press(cards[0])
    assert actions.undo(bob, at=NOON) is None


def test_not_today_lasts_until_the_day_turns_over(alice, cards):
    actions.bury(cards[0], at=NOON)
    assert next_of(alice) == cards[1]
    assert next_of(alice, datetime(2026, 3, 3, 3, 59, tzinfo=UTC)) == cards[1]
    assert next_of(alice, datetime(2026, 3, 3, 4, tzinfo=UTC)) == cards[0]


def test_what_is_put_aside_is_never_due(alice, cards):
    for card in cards:
        actions.suspend(card, at=NOON)
    assert next_of(alice, NOON + 400 * DAY) is None
    actions.resume(cards[2])
    assert next_of(alice) == cards[2]


def test_siblings_wait_for_tomorrow(alice, cards):
    question = QuestionFactory()
    Card.objects.filter(pk__in=[cards[0].pk, cards[1].pk]).update(question=question)
    press(cards[0])
    assert next_of(alice) == cards[2]
    cards[1].refresh_from_db()
    assert cards[1].buried_until == (NOON + DAY).date()


def test_a_leech_is_put_aside_and_again_after_half_as_many_lapses(alice, cards):
    Desk.objects.create(user=alice, leech_after=4)
    card, put_aside = cards[0], []
    for n in range(1, 9):
        learned(card, days_ago=9, stability=9)
        press(card, Rating.AGAIN, at=NOON + timedelta(minutes=n))
        card.refresh_from_db()
        if card.suspended_at:
            put_aside.append(card.lapses)
            actions.resume(card)
    assert put_aside == [4, 6, 8]


def test_undoing_takes_the_leech_mark_back(alice, cards):
    Desk.objects.create(user=alice, leech_after=3)
    learned(cards[0], days_ago=9, stability=9)
    Card.objects.filter(pk=cards[0].pk).update(lapses=2)
    press(cards[0], Rating.AGAIN)
    actions.undo(alice, at=NOON)
    cards[0].refresh_from_db()
    assert (cards[0].is_leech, cards[0].suspended_at, cards[0].lapses) == (False, None, 2)


def test_before_the_interview_what_is_to_be_known_cold_comes_once_more(alice, cards):
    sources.add(alice, sources.urgent()[:2], at=NOON)
    first, second = Card.objects.filter(owner=alice, source="content").order_by("pk")
    for card in (first, second):
        learned(card, days_ago=20, stability=200, due_in=100)
    Card.objects.filter(source="own").delete()
    assert next_of(alice) is None
    Desk.objects.create(user=alice, interview_on=(NOON + 2 * DAY).date())
    assert Sitting(alice, at=NOON).waiting.final == 2
    press(next_of(alice))
    assert Sitting(alice, at=NOON).waiting.final == 1
    assert Sitting(alice, at=NOON - 5 * DAY).waiting.final == 0
    assert Sitting(alice, at=NOON + 2 * DAY).waiting.final == 0, "on the day itself, rest"


def test_the_contents_cards_are_added_once_and_keep_what_is_known(alice):
    deck = sources.decks(alice)[0]
    assert sources.add(alice, deck.cards, at=NOON) == len(deck.cards)
    card = Card.objects.filter(owner=alice).first()
    press(card)
    assert sources.add(alice, deck.cards, at=NOON) == 0
    card.refresh_from_db()
    assert card.reviews == 1
    assert sources.decks(alice)[0].left == 0


def test_a_slip_mended_in_the_content_is_mended_on_the_card(alice):
    sources.add(alice, sources.urgent()[:1], at=NOON)
    Card.objects.update(back="A slip.")
    card = Card.objects.get()
    sources.refresh([card])
    card.refresh_from_db()
    assert card.back == sources.urgent()[0].back


def test_points_that_were_wanting_become_cards_once(alice, bob):
    interview = finished(alice, question_set=QuestionSetFactory(questions=[QuestionFactory()]))
    found = sources.wanting(alice)
    assert found
    assert sources.wanting(bob) == []
    assert sources.add_points(alice, found, at=NOON) == len(found)
    card = Card.objects.filter(owner=alice).first()
    assert card.front == found[0].point.probe
    assert card.question == interview.questions.get().version.question
    assert sources.wanting(alice) == []


def test_no_card_tells_a_mark_before_its_candidate_has_said_how_it_went(alice):
    finished(alice, question_set=QuestionSetFactory(questions=[QuestionFactory()]), estimated=False)
    InterviewFactory(candidate=alice, running=True)
    assert sources.wanting(alice) == []


def test_figures_count_days_and_first_answers(alice, cards):
    on = NOON.date()
    learned(cards[0], days_ago=5, stability=5, due_in=-2)
    learned(cards[1], days_ago=5, stability=5, due_in=3)
    press(cards[0], Rating.AGAIN, seconds=30)
    press(cards[0], Rating.GOOD, seconds=30)
    found = figures.figures(alice, on=on)
    assert (found.overdue, found.new, found.learned) == (0, 2, 2)
    assert found.ahead[3].cards == 1
    assert (found.done[-1].cards, found.done[-1].minutes) == (2, 1)
    young, mature, both = found.lately.columns
    assert (young.asked, young.known, young.share) == (1, 0, None), "too few to tell"
    assert (mature.asked, both.asked) == (0, 1)


def test_figures_of_a_year_by_month_and_by_how_long_a_card_had_waited(alice, cards):
    on = NOON.date()
    for months_ago, stability in ((0, 5), (1, 40), (1, 5)):
        at = NOON - months_ago * 31 * DAY
        learned(cards[0], days_ago=0, stability=stability)
        waited = {"reviewed_on": at.date() - stability * DAY, "due_on": at.date()}
        Card.objects.filter(pk=cards[0].pk).update(**waited)
        press(cards[0], Rating.GOOD, at=at + timedelta(minutes=stability), seconds=stability)
    found = figures.figures(alice, on=on)
    assert [month.name for month in found.months] == ["March 2026", "January 2026"]
    january = found.months[1]
    assert (january.young.asked, january.mature.asked) == (0, 1), "the first answer of a day"
    assert (january.all.cards, january.all.seconds_each) == (2, 22)
    assert found.answers == 3
    assert sum(day is not None for week in found.year for day in week) == 52 * 7 + 1
    assert {square.level for square in figures.squares(found.year)} == {0, 2, 4}


def test_cards_taken_ahead_count_for_no_recall_and_end_with_the_day(alice, cards):
    Card.objects.exclude(pk=cards[0].pk).delete()
    learned(cards[0], days_ago=5, stability=6, due_in=1)
    assert next_of(alice) is None
    actions.learn_ahead(alice, at=NOON)
    assert Sitting(alice, at=NOON).waiting.due == 1
    assert next_of(alice) == cards[0]
    assert not press(cards[0]).was_due
    Desk.objects.update(ahead_on=(NOON - DAY).date())
    learned(cards[0], days_ago=5, stability=6, due_in=1)
    assert next_of(alice) is None


@pytest.mark.parametrize(
    ("asked", "left", "expected"),
    [(True, 30, 0.95), (True, 31, 0.9), (True, 0, 0.9), (False, 10, 0.9), (True, None, 0.9)],
)
def test_in_the_last_month_more_is_recalled_where_one_asks(alice, asked, left, expected):
    interview = None if left is None else NOON.date() + left * DAY
    desk = Desk(user=alice, surer_before_interview=asked, interview_on=interview)
    assert desk.retention_on(NOON.date()) == expected


def test_a_surer_recall_brings_cards_back_sooner(alice, cards):
    learned(cards[0], days_ago=20, stability=20)
    card = Card.objects.get(pk=cards[0].pk)
    desk = Desk(user=alice, interview_on=NOON.date() + 20 * DAY)
    later = actions.outcomes(card, desk, at=NOON)[Rating.GOOD].days
    desk.surer_before_interview = True
    assert actions.outcomes(card, desk, at=NOON)[Rating.GOOD].days < later / 1.5


def test_a_card_of_an_edited_question_says_so_until_it_was_compared(alice, cards):
    question = QuestionFactory()
    assert sources.of_question(alice, question, at=NOON)
    assert not sources.of_question(alice, question, at=NOON), "once"
    card = Card.objects.get(source="question")
    assert not card.is_source_changed
    newer = QuestionFactory().current
    Question.objects.filter(current=newer).update(current=None, status="draft")
    newer.question, newer.number = question, 2
    newer.save()
    question.current = newer
    question.save()
    card = Card.objects.select_related("question__current").get(pk=card.pk)
    assert card.is_source_changed
    sources.follow_source(card, take_words=False)
    card.refresh_from_db()
    assert (card.is_source_changed, card.front == newer.prompt) == (False, False)
    sources.follow_source(card, take_words=True)
    card.refresh_from_db()
    assert card.front == newer.prompt


@pytest.mark.django_db(transaction=True)
def test_answering_and_taking_back_at_once_wait_for_each_other(alice, cards):
    """In two tabs: in either order, and neither ends in a deadlock."""
    press(cards[0])
    cards[0].refresh_from_db()
    all_at_once([lambda: press(cards[0]), lambda: actions.undo(alice, at=NOON)])
    cards[0].refresh_from_db()
    stands = Review.objects.filter(card=cards[0], undone_at=None).count()
    assert cards[0].reviews == stands

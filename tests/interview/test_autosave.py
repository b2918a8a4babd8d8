"""The protocol of the autosave, against real Postgres."""

import uuid
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from interview import actions, autosave, rules
from interview.autosave import State
from interview.models import Answer, AnswerRevision, Interview, ParkedText
from tests.at_once import all_at_once
from tests.factories import InterviewFactory

A, B = uuid.UUID(int=1), uuid.UUID(int=2)


@pytest.fixture
def interview(alice):
    return InterviewFactory(candidate=alice, running=True)


@pytest.fixture
def save(interview):
    def save(text, *, base=0, writer=A, count=1, position=1, **more):
        return autosave.save(
            interview.pk,
            position,
            candidate_id=interview.candidate_id,
            text=text,
            base=base,
            writer=writer,
            count=count,
            **more,
        )

    return save


def answer_of(interview, position=1) -> Answer:
    return Answer.objects.get(question__interview=interview, question__position=position)


def end(interview, ago: timedelta) -> None:
    now = timezone.now()
    Interview.objects.filter(pk=interview.pk).update(
        started_at=now - ago - timedelta(minutes=20), ends_at=now - ago
    )


def test_a_save_is_kept_with_its_history(interview, save):
    first = save("A token")
    second = save("A token bucket", base=1, count=2)

    assert (first.state, first.revision) == (State.SAVED, 1)
    assert (second.state, second.revision) == (State.SAVED, 2)
    answer = answer_of(interview)
    assert answer.text == "A token bucket"
    assert autosave.replay(list(answer.revisions.all())) == ["A token", "A token bucket"]
    last = answer.revisions.last()
    assert (last.start, last.removed, last.added) == (7, 0, " bucket")


def test_the_reply_tells_the_server_clock(interview, save):
    outcome = save("x")
    assert outcome.ends_at == interview.ends_at
    assert abs(outcome.at - timezone.now()) < timedelta(seconds=5)


def test_a_retry_whose_reply_was_lost_changes_nothing(interview, save):
    save("Once")
    assert save("Once").state is State.SAVED
    assert answer_of(interview).revision == 1
    assert AnswerRevision.objects.count() == 1


def test_a_page_goes_on_after_a_lost_acknowledgement(interview, save):
    save("First")
    outcome = save("First and more", base=0, count=2)
    assert outcome.state is State.SAVED
    assert answer_of(interview).text == "First and more"


def test_an_older_save_that_arrives_later_does_not_win(interview, save):
    save("newer text", count=2)
    outcome = save("newer", count=1)
    assert outcome.state is State.SAVED
    assert answer_of(interview).text == "newer text"


def test_two_tabs_keep_both_texts_and_the_person_chooses(interview, save):
    save("from the first tab", writer=A)
    outcome = save("from the second tab", writer=B)

    assert outcome.state is State.CONFLICT
    assert outcome.text == "from the first tab"
    assert answer_of(interview).text == "from the first tab"
    assert ParkedText.objects.get().text == "from the second tab"

    chosen = save("from the second tab", writer=B, base=outcome.revision, count=2)
    assert chosen.state is State.SAVED
    history = autosave.replay(list(answer_of(interview).revisions.all()))
    assert history == ["from the first tab", "from the second tab"]


def test_two_tabs_with_the_same_text_do_not_quarrel(save):
    save("same", writer=A)
    assert save("same", writer=B).state is State.SAVED


def test_the_heir_of_a_closed_page_goes_on_from_its_draft(interview, save):
    save("Typed before the lid", writer=A)
    outcome = save("Typed before the lid closed", writer=B, base=0, heir_of=[A])
    assert outcome.state is State.SAVED
    assert answer_of(interview).text == "Typed before the lid closed"


def test_an_heir_of_an_heir_goes_on_too(save):
    """Two reloads, and only the first page's save ever arrived."""
    save("Typed", writer=A)
    grandchild = uuid.UUID(int=9)
    outcome = save("Typed on", writer=grandchild, base=0, heir_of=[A, B])
    assert outcome.state is State.SAVED


def test_an_heir_does_not_overwrite_a_third_page(save):
    save("from a third page", writer=uuid.UUID(int=3))
    assert save("an old draft", writer=B, heir_of=[A]).state is State.CONFLICT


def test_late_within_the_grace_counts_and_is_marked(interview, save):
    end(interview, timedelta(seconds=5))
    outcome = save("typed in time, slow network")
    assert outcome.state is State.SAVED
    assert outcome.late
    assert answer_of(interview).late


def test_after_the_grace_it_is_refused_on_the_servers_clock(interview, save):
    save("in time")
    end(interview, rules.GRACE + timedelta(seconds=1))
    outcome = save("too late", base=1, count=2)
    assert (outcome.state, outcome.reason) == (State.CLOSED, "Time is up.")
    assert answer_of(interview).text == "in time"


def test_after_handing_in_nothing_is_saved(interview, save):
    actions.finish(interview, at=timezone.now())
    assert save("one more thing").state is State.CLOSED
    assert answer_of(interview).text == ""


def test_somebody_elses_interview_does_not_exist(interview, bob):
    outcome = autosave.save(
        interview.pk, 1, candidate_id=bob.pk, text="hi", base=0, writer=A, count=1
    )
    assert outcome is None


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "x" * (rules.LONGEST_ANSWER + 1)])
def test_what_cannot_be_stored_is_refused_loudly(interview, save, text):
    outcome = save(text)
    assert outcome.state is State.REFUSED
    assert outcome.reason
    assert answer_of(interview).revision == 0


@pytest.mark.parametrize(
    "text", ["‏עברית‎", "🦉" * 50_000, "one\r\ntwo\rthree\n", "  \t  ", "é", "e\u0301"]
)
def test_odd_text_comes_back_as_it_was_typed(interview, save, text):
    assert save(text).state is State.SAVED
    assert answer_of(interview).text == text


def test_an_hour_of_typing_stays_far_below_a_megabyte(interview, save):
    """900 saves, one every four seconds, twelve characters each."""
    text = ""
    for number in range(900):
        text += f"words {number:05} "
        save(text, base=number, count=number + 1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(pg_column_size(r)) FROM interview_answerrevision r")
        size = cursor.fetchone()[0]
    assert size < 150_000
    assert autosave.replay(list(answer_of(interview).revisions.all()))[-1] == text


@given(before=st.text(), after=st.text())
def test_a_difference_turns_one_text_into_the_other(before, after):
    start, removed, added = autosave.difference(before, after)
    assert before[:start] + added + before[start + removed :] == after


@given(common=st.text(max_size=50), a=st.text(max_size=5), b=st.text(max_size=5))
def test_a_difference_is_no_larger_than_it_must_be(common, a, b):
    _start, removed, added = autosave.difference(common + a + common, common + b + common)
    assert removed <= len(a)
    assert len(added) <= len(b)


@pytest.mark.django_db(transaction=True)
def test_saves_at_the_same_moment_lose_nothing(alice):
    """Ten pages save one answer at once: one wins, nine are told and parked."""
    interview = InterviewFactory(candidate=alice, running=True)

    def page(number):
        return autosave.save(
            interview.pk,
            1,
            candidate_id=alice.pk,
            text=f"page {number}",
            base=0,
            writer=uuid.UUID(int=number + 1),
            count=1,
        )

    outcomes = all_at_once([partial(page, number) for number in range(10)])

    states = sorted(outcome.state for outcome in outcomes)
    assert states == [State.CONFLICT] * 9 + [State.SAVED]
    kept = set(ParkedText.objects.values_list("text", flat=True)) | {answer_of(interview).text}
    assert kept == {f"page {number}" for number in range(10)}


@pytest.mark.django_db(transaction=True)
def test_a_save_that_races_with_the_finish_is_in_the_marks_or_refused(alice):
    for attempt in range(8):
        interview = InterviewFactory(candidate=alice, running=True)
        type_on = partial(
            autosave.save,
            interview.pk,
            1,
            candidate_id=alice.pk,
            text="last words",
            base=0,
            writer=A,
            count=1,
        )
        outcome, _ = all_at_once(
            [type_on, lambda one=interview: actions.finish(one, at=timezone.now())]
        )

        question = interview.questions.select_related("answer").get(position=1)
        if outcome.state is State.SAVED:
            assert question.answer.text == "last words", attempt
            assert question.scoring == "waiting", attempt
        else:
            assert outcome.state is State.CLOSED, attempt
            assert question.scoring == "not-answered", attempt


class Pages(RuleBasedStateMachine):
    """Two pages type, lose replies, deliver late and twice, until time runs out.

    Whatever the order: the text the server acknowledged last is the text it has, a conflict never
    overwrites, nothing is saved once the interview is closed, and the history replays to the text.
    """

    def __init__(self):
        super().__init__()
        self.interview = InterviewFactory(running=True)
        self.pages = {writer: {"base": 0, "count": 0, "text": ""} for writer in (A, B)}
        self.in_flight = []
        self.expected = ""
        self.parked = {}
        self.closed = False

    @rule(writer=st.sampled_from([A, B]), text=st.text("ab \n", min_size=1, max_size=8))
    def type_and_send(self, writer, text):
        page = self.pages[writer]
        page["text"] += text
        page["count"] += 1
        self.in_flight.append((writer, page["text"], page["base"], page["count"]))

    @precondition(lambda self: self.in_flight)
    @rule(data=st.data(), reply_lost=st.booleans(), again=st.booleans())
    def deliver(self, data, reply_lost, again):
        index = data.draw(st.integers(0, len(self.in_flight) - 1))
        sent = self.in_flight[index] if again else self.in_flight.pop(index)
        writer, text, base, count = sent
        before = self._answer()
        outcome = autosave.save(
            self.interview.pk,
            1,
            candidate_id=self.interview.candidate_id,
            text=text,
            base=base,
            writer=writer,
            count=count,
        )
        after = self._answer()
        if self.closed:
            assert outcome.state is State.CLOSED
            assert after.text == before.text
            return
        if outcome.state is State.SAVED:
            superseded = writer == before.writer and count <= before.writer_count
            if not superseded:
                self.expected = text
        else:
            assert outcome.state is State.CONFLICT
            assert after.text == before.text
            self.parked[writer] = text
        if not reply_lost and outcome.state is State.SAVED:
            self.pages[writer]["base"] = outcome.revision

    @precondition(lambda self: not self.closed)
    @rule(writer=st.sampled_from([A, B]))
    def reload(self, writer):
        """The page shows what the server has and types on from there."""
        answer = self._answer()
        page = self.pages[writer]
        page.update(base=answer.revision, text=answer.text)

    @rule()
    def run_out(self):
        end(self.interview, rules.GRACE + timedelta(seconds=1))
        self.closed = True

    def _answer(self) -> Answer:
        return answer_of(self.interview)

    @invariant()
    def the_acknowledged_text_is_there(self):
        assert self._answer().text == self.expected

    @invariant()
    def the_history_replays_to_it(self):
        texts = autosave.replay(list(self._answer().revisions.all()))
        assert (texts[-1] if texts else "") == self.expected

    @invariant()
    def what_lost_a_race_is_kept(self):
        parked = {p.writer: p.text for p in ParkedText.objects.filter(answer=self._answer())}
        assert parked == self.parked


@pytest.mark.django_db
def test_any_order_of_saves_keeps_what_was_acknowledged():
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(
        Pages,
        settings=settings(
            max_examples=15,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

"""What was tried at a question about a fault: kept like an answer, read with order and time."""

import json
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from interview import autosave, exports, tried
from interview.autosave import TRIED, State
from interview.models import Answer, Interview, TriedLog, TriedRevision
from tests.factories import InterviewFactory, QuestionFactory, QuestionSetFactory
from tests.interview.marked import finished

A, B = uuid.UUID(int=1), uuid.UUID(int=2)
ONE = "the rate\ta tenth\tstill NaN\truled out"
TWO = "a batch\t\t\t"


@pytest.fixture
def faults():
    return QuestionSetFactory(questions=[QuestionFactory(kind="debugging"), QuestionFactory()])


@pytest.fixture
def interview(alice, faults):
    return InterviewFactory(candidate=alice, running=True, question_set=faults)


@pytest.fixture
def position(interview):
    return interview.questions.get(version__kind="debugging").position


@pytest.fixture
def save(interview, position):
    def save(text, *, base=0, writer=A, count=1, **more):
        facts = {"position": position, "candidate_id": interview.candidate_id} | more
        return autosave.save(
            interview.pk, text=text, base=base, writer=writer, count=count, paper=TRIED, **facts
        )

    return save


# The protocol


def test_a_list_is_kept_with_its_history_and_leaves_the_answer_alone(interview, save, position):
    assert save(ONE).state is State.SAVED
    assert save(f"{ONE}\n{TWO}", base=1, count=2).revision == 2
    log = TriedLog.objects.get()
    assert (log.text, log.revision, log.writer) == (f"{ONE}\n{TWO}", 2, A)
    assert autosave.replay(list(log.revisions.all())) == [ONE, f"{ONE}\n{TWO}"]
    answer = Answer.objects.get(question__interview=interview, question__position=position)
    assert (answer.text, answer.revision) == ("", 0)


def test_a_retry_and_a_superseded_save_change_nothing(save):
    save(ONE, count=2)
    assert save(ONE, count=2).state is State.SAVED
    assert save("older", count=1).state is State.SAVED
    assert TriedRevision.objects.count() == 1
    assert TriedLog.objects.get().text == ONE


def test_another_tab_gets_the_text_to_put_together_and_overwrites_nothing(save):
    save(ONE)
    outcome = save(TWO, writer=B)
    assert (outcome.state, outcome.text, outcome.revision) == (State.CONFLICT, ONE, 1)
    assert TriedLog.objects.get().text == ONE
    assert save(f"{ONE}\n{TWO}", base=1, writer=B, count=2).state is State.SAVED


def test_a_page_goes_on_for_one_that_was_closed(save):
    save(ONE)
    assert save(TWO, writer=B, heir_of=[A]).state is State.SAVED


def test_after_the_end_it_is_closed_and_within_the_grace_it_is_late(interview, save):
    def end(ago):
        now = timezone.now()
        Interview.objects.filter(pk=interview.pk).update(
            started_at=now - ago - timedelta(minutes=20), ends_at=now - ago
        )

    end(timedelta(seconds=10))
    assert save(ONE).late
    end(timedelta(minutes=5))
    assert save(TWO, base=1, count=2).state is State.CLOSED
    log = TriedLog.objects.get()
    assert (log.text, log.late) == (ONE, True)


def test_only_a_question_about_a_fault_has_one_and_only_its_candidate_writes_it(
    save, position, bob
):
    other = 3 - position
    assert save(ONE, position=other) is None
    assert save(ONE, position=9) is None
    assert save(ONE, candidate_id=bob.pk) is None
    assert not TriedLog.objects.exists()


@pytest.mark.parametrize("text", ["x" * 200_001, "a\x00b", "\ud800"])
def test_what_cannot_be_kept_is_refused_with_the_reason(save, text):
    outcome = save(text)
    assert outcome.state is State.REFUSED
    assert outcome.reason


# Reading it


def test_lines_have_their_order_and_the_time_at_which_they_came(save):
    save("the r\t\t\t")
    save("the rate\t\t\t", base=1, count=2)
    save(f"the rate\t\t\t\n\t\t\t\n{TWO}", base=2, count=3)
    save(f"{ONE}\n\t\t\t\n{TWO}", base=3, count=4)
    times = list(TriedRevision.objects.values_list("saved_at", flat=True))
    first, second = tried.lines(TriedLog.objects.get())
    assert (first.hypothesis, first.check, first.result, first.verdict) == tuple(ONE.split("\t"))
    assert (first.first_at, first.changed_at) == (times[0], times[3])
    assert second.hypothesis == "a batch"
    assert (second.first_at, second.changed_at) == (times[2], times[2])


def test_a_text_that_is_no_list_is_read_all_the_same(save):
    save("only words\na\tb\tc\td\te\n\n")
    lines = tried.lines(TriedLog.objects.get())
    assert [line.hypothesis for line in lines] == ["only words", "a"]
    assert lines[1].verdict == "d\te"


# Pages


def post(client, interview, position, **more):
    body = {"text": ONE, "base": 0, "writer": str(A), "count": 1, "seconds_used": 3} | more
    return client.post(
        reverse("interview:save_tried", args=[interview.pk, position]),
        json.dumps(body),
        content_type="application/json",
        headers={"Accept": "application/json"},
    )


def test_the_door_answers_as_that_of_an_answer(as_user, alice, bob, interview, position):
    saved = post(as_user(alice), interview, position)
    assert (saved.status_code, saved.json()["state"]) == (200, "saved")
    rival = post(as_user(alice), interview, position, text=TWO, writer=str(B))
    assert (rival.status_code, rival.json()["text"]) == (409, ONE)
    assert post(as_user(alice), interview, position, count="x").status_code == 422
    assert post(as_user(bob), interview, position).status_code == 404


def test_the_room_has_the_list_where_it_belongs_and_no_key(as_user, alice, interview, position):
    post(as_user(alice), interview, position)
    page = as_user(alice).get(reverse("interview:room", args=[interview.pk])).content.decode()
    facts = json.loads(
        page.partition('id="room-facts" type="application/json">')[2].partition("<")[0]
    )
    assert [(one["question"], one["text"], one["revision"]) for one in facts["tried"]] == [
        (position, ONE, 1)
    ]
    assert page.count('class="tried-list"') == 1
    assert f'id="tried-{position}"' in page
    assert "/study/failures/" not in page


def test_a_room_without_a_fault_asks_nothing_of_it(as_user, alice):
    plain = InterviewFactory(candidate=alice, running=True)
    page = as_user(alice).get(reverse("interview:room", args=[plain.pk])).content.decode()
    assert '"tried": []' in page
    assert 'class="tried-list"' not in page


def test_the_review_shows_it_with_its_times(as_user, alice, faults):
    interview = finished(alice, question_set=faults)
    question = interview.questions.get(version__kind="debugging")
    at = timezone.now()
    log = TriedLog.objects.create(
        question=question, text=f"{ONE}\n<b>", revision=1, writer=A, writer_count=1, saved_at=at
    )
    TriedRevision.objects.create(
        log=log, number=1, saved_at=at, writer=A, start=0, removed=0, added=f"{ONE}\n<b>"
    )
    page = as_user(alice).get(reverse("interview:review", args=[interview.pk])).content.decode()
    assert page.count("What you tried") == 1
    shown = page.partition("What you tried")[2].partition("</ol>")[0]
    assert shown.index("the rate") < shown.index("&lt;b&gt;")
    assert "ruled out" in shown
    assert shown.count("<time datetime=") == 2
    texts = "".join(file.text for file in exports.files(alice))
    assert '"hypothesis": "the rate"' in texts
    assert "* Tried at" in texts
    alice.delete()
    assert not TriedLog.objects.exists()

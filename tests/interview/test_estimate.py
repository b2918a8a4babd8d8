"""Before the marks: the candidate's own view, and nothing that gives the marks away."""

import pytest
from django.urls import reverse

from interview import actions
from interview.models import Interview
from tests.factories import InterviewFactory
from tests.interview.marked import TEXT, finished
from web.refusals import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def interview(alice):
    return finished(alice, estimated=False)


def address(interview):
    return reverse("interview:estimate", args=[interview.pk])


def views(interview):
    fields = ("estimate", "estimate_declined", "missed_note")
    return list(interview.questions.order_by("position").values_list(*fields))


ALL = {
    "estimate-1": "3",
    "missed-1": "The variance.",
    "estimate-2": "declined",
    "missed-2": "",
}


def test_the_page_asks_about_every_answer_and_about_no_blank(alice, as_user, interview):
    page = as_user(alice).get(address(interview)).content.decode()
    assert 'name="estimate-1"' in page
    assert 'name="estimate-2"' in page
    assert 'name="estimate-3"' not in page
    assert "1 question you did not answer" in page


def test_neither_marks_nor_key_are_in_the_page(alice, as_user, interview):
    page = as_user(alice).get(address(interview)).content.decode()
    version = interview.questions.first().version
    for point in version.key_points.all():
        assert point.text not in page
        assert point.probe not in page
    assert version.model_answer not in page
    assert version.tips[0] not in page
    assert "point-1-1" not in page


def test_the_review_comes_after_the_estimate(alice, as_user, interview):
    client = as_user(alice)
    for name in ("review", "download"):
        reply = client.get(reverse(f"interview:{name}", args=[interview.pk]), follow=True)
        assert reply.redirect_chain[-1][0] == address(interview)
        assert interview.questions.first().version.model_answer not in reply.content.decode()


def test_showing_the_marks_keeps_all_and_moves_on(alice, as_user, interview):
    reply = as_user(alice).post(address(interview), ALL)
    assert reply.status_code == 302
    assert reply.url == reverse("interview:review", args=[interview.pk])
    assert views(interview)[:2] == [(3, False, "The variance."), (None, True, "")]
    interview.refresh_from_db()
    assert interview.estimated_at is not None


def test_each_change_is_kept_without_moving_on(alice, as_user, hx, interview):
    client = as_user(alice)
    reply = client.post(address(interview), {"estimate-1": "0"}, headers=hx("kept"))
    assert reply.status_code == 200
    assert "Kept." in reply.content.decode()
    assert "<html" not in reply.content.decode()
    assert views(interview)[0] == (0, False, "")
    interview.refresh_from_db()
    assert interview.estimated_at is None
    page = client.get(address(interview)).content.decode()
    assert 'name="estimate-1" value="0" checked' in page


def test_a_declined_estimate_is_still_declined_after_a_reload(alice, as_user, hx, interview):
    client = as_user(alice)
    client.post(address(interview), {"estimate-2": "declined"}, headers=hx("kept"))
    page = client.get(address(interview)).content.decode()
    assert 'name="estimate-2" value="declined" checked' in page


def test_leaving_one_out_asks_again_and_keeps_the_rest(alice, as_user, interview):
    reply = as_user(alice).post(address(interview), {"estimate-1": "2", "missed-1": "Nesterov."})
    assert reply.status_code == 422
    page = reply.content.decode()
    assert "Choose one, or say that you would rather not." in page
    assert "Nesterov." in page
    assert views(interview)[0] == (2, False, "Nesterov.")
    interview.refresh_from_db()
    assert interview.estimated_at is None


@pytest.mark.parametrize("bad", ["5", "-1", "much", "²"])
def test_a_number_off_the_scale_is_refused(alice, as_user, interview, bad):
    reply = as_user(alice).post(address(interview), {**ALL, "estimate-1": bad})
    assert reply.status_code == 422
    assert views(interview)[0] == (None, False, "")


def test_a_note_that_is_too_long_stays_on_the_page(alice, as_user, interview):
    note = "n" * 4001
    reply = as_user(alice).post(address(interview), {**ALL, "missed-1": note})
    assert reply.status_code == 422
    assert note in reply.content.decode()


def test_after_the_marks_an_estimate_is_no_estimate(alice, as_user, hx, interview):
    client = as_user(alice)
    client.post(address(interview), ALL)
    again = client.post(address(interview), {**ALL, "estimate-1": "0"})
    assert again.status_code == 302
    late = client.post(address(interview), {"estimate-1": "0"}, headers=hx("kept"))
    assert late.status_code == 409
    assert views(interview)[0] == (3, False, "The variance.")


def test_finishing_twice_finds_it_finished(interview):
    said = {1: actions.Estimate(1), 2: actions.Estimate(declined=True)}
    actions.estimate(interview, said=said)
    first = actions.finish_estimate(interview, at=interview.closed_at)
    second = actions.finish_estimate(interview, at=interview.ends_at)
    assert second.estimated_at == first.estimated_at == interview.closed_at


def test_finishing_without_saying_is_refused(interview):
    with pytest.raises(Refused):
        actions.finish_estimate(interview, at=interview.closed_at)


def test_a_running_interview_is_shown_instead(alice, as_user):
    running = InterviewFactory(running=True, candidate=alice)
    reply = as_user(alice).get(address(running))
    assert reply.url == reverse("interview:room", args=[running.pk])


def test_where_nothing_was_answered_there_is_nothing_to_estimate(alice, as_user):
    interview = finished(alice, texts=("", "", ""), estimated=False)
    reply = as_user(alice).get(address(interview), follow=True)
    assert reply.redirect_chain[-1][0] == reverse("interview:review", args=[interview.pk])
    assert "Nothing was answered." in reply.content.decode()


def test_the_answer_shown_for_recall_is_not_markup(alice, as_user):
    interview = finished(alice, texts=("<img src=x onerror=alert(1)>",), estimated=False)
    assert "<img src=x" not in as_user(alice).get(address(interview)).content.decode()


def test_a_stranger_sees_nothing(charlie, as_user, interview):
    client = as_user(charlie)
    assert client.get(address(interview)).status_code == 404
    assert client.post(address(interview), ALL).status_code == 404
    assert views(interview)[0] == (None, False, "")


def test_other_methods_are_not_allowed(alice, as_user, interview):
    assert as_user(alice).delete(address(interview)).status_code == 405


@pytest.mark.parametrize("count", [2, 12])
def test_the_page_costs_the_same_however_many_questions(
    alice, as_user, count, django_assert_max_num_queries
):
    from tests.factories import QuestionFactory, QuestionSetFactory

    many = QuestionSetFactory(questions=QuestionFactory.create_batch(count))
    interview = finished(alice, question_set=many, texts=[TEXT] * count, estimated=False)
    client = as_user(alice)
    with django_assert_max_num_queries(8):
        client.get(address(interview))


def test_the_status_of_the_interview_does_not_change(alice, as_user, interview):
    as_user(alice).post(address(interview), ALL)
    interview.refresh_from_db()
    assert interview.status == Interview.Status.SCORED

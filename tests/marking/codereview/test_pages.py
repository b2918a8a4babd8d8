"""The pages on which code is read together."""

import json
import re
import uuid

import pytest
from django.urls import reverse

from marking.codereview import actions, exports
from marking.models import CodeReview, LineThread
from tests.factories import QuestionFactory, QuestionSetFactory, UserFactory, group_of
from tests.groups.meetings import meeting_of
from tests.interview.marked import finished
from tests.marking.codereview.written import CODE, changed_to, code_of, spoken_about

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(alice, bob):
    return group_of(alice, bob)


@pytest.fixture
def review(alice, group) -> CodeReview:
    return code_of(alice, group)


def put_up(client, into, **typed):
    form = {"group": into.pk, "title": "Mean", "text": CODE, "request_key": uuid.uuid4(), **typed}
    return client.post(reverse("marking:put_up_code"), form)


def an_answer(alice):
    """An implementation answer of hers."""
    questions = [QuestionFactory(kind="implementation") for _ in range(3)]
    interview = finished(
        alice, question_set=QuestionSetFactory(questions=questions), texts=(CODE, "", "")
    )
    return interview.questions.get(position=1)


def test_code_is_pasted_and_stands_line_by_line(as_user, alice, bob, group):
    reply = put_up(as_user(alice), group, about="Is it **right**?")
    page = as_user(bob).get(reply.url).content.decode()
    assert page.count('class="line-text"') == 5
    assert "<strong>right</strong>" in page
    assert reply.url in as_user(bob).get(group.get_absolute_url()).content.decode()


def test_markup_in_code_is_text(as_user, alice, group):
    reply = put_up(as_user(alice), group, text='x = \'</code><script>alert(1)</script>\'\n"""a\nb')
    page = as_user(alice).get(reply.url).content.decode()
    assert "<script>alert" not in page
    assert page.count('class="line-text"') == 3


def test_an_answer_of_ones_own_is_put_up(as_user, alice, bob, group):
    question = an_answer(alice)
    client = as_user(alice)
    page = client.get(reverse("marking:put_up_code"), {"answer": question.pk}).content.decode()
    assert re.search(rf'value="{question.pk}" selected', page)
    put_up(client, group, answer=question.pk, text="")
    version = CodeReview.objects.get().versions.get()
    assert (version.text, version.answered) == (CODE, question)
    both = put_up(client, group, answer=question.pk)
    assert both.status_code == 422
    strangers = put_up(as_user(bob), group, answer=question.pk, text="")
    assert strangers.status_code == 422, "nobody else's answer"


@pytest.mark.parametrize(
    "wrong", [{"text": ""}, {"title": " "}, {"group": "0"}, {"request_key": "x"}, {"text": "\x00"}]
)
def test_bad_input_keeps_what_was_typed(as_user, alice, group, wrong):
    reply = put_up(as_user(alice), group, **{"about": "Look at the loop", **wrong})
    assert reply.status_code == 422
    assert "Look at the loop" in reply.content.decode()


def test_a_group_one_is_not_in_cannot_be_chosen(as_user, charlie, group):
    assert put_up(as_user(charlie), group).status_code == 422


def test_a_line_is_picked_without_a_script(as_user, bob, review):
    page = as_user(bob).get(review.get_absolute_url(), {"first": "3"}).content.decode()
    assert re.search(r'name="first" value="3"', page)
    for nonsense in ("x", "-1", "9" * 30, "３"):
        assert as_user(bob).get(review.get_absolute_url(), {"first": nonsense}).status_code == 200


def say(client, review, **typed):
    address = reverse("marking:say_about_code", args=[review.pk])
    return client.post(address, {"version": 1, "first": 2, "last": "", "text": "Why?", **typed})


def test_something_is_said_about_lines_answered_and_resolved(as_user, alice, bob, review):
    reply = say(as_user(bob), review, first="4", last="2")
    thread = LineThread.objects.get()
    assert (thread.first, thread.last) == (2, 4)
    assert reply.url.endswith(f"#thread-{thread.pk}")
    client = as_user(alice)
    assert "Lines 2 to 4" in client.get(review.get_absolute_url()).content.decode()
    client.post(reverse("marking:reply_about_code", args=[thread.pk]), {"text": "So that…"})
    client.post(reverse("marking:resolve_about_code", args=[thread.pk]), {"resolved": "1"})
    page = as_user(bob).get(review.get_absolute_url()).content.decode()
    assert "So that…" in page
    assert "Open it again" in page
    assert f'id="thread-{thread.pk}" open' not in page


def test_the_code_as_a_whole_is_spoken_about(as_user, bob, review):
    say(as_user(bob), review, first="")
    assert "About the whole" in as_user(bob).get(review.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    "wrong", [{"text": ""}, {"text": "x" * 4001}, {"first": "0"}, {"version": ""}, {"first": "a"}]
)
def test_a_comment_that_cannot_be_read_comes_back(as_user, bob, review, wrong):
    reply = say(as_user(bob), review, **{"text": "My words", **wrong})
    assert reply.status_code == 422
    assert "My words" in reply.content.decode() or "text" in wrong


def test_a_line_that_is_gone_is_shown_as_it_was(as_user, bob, review):
    spoken_about(review, by=bob, lines=(1, 1))
    spoken_about(review, "Over", by=bob)
    changed_to(review, CODE.replace("total / len(xs)", "0"))
    page = as_user(bob).get(review.get_absolute_url()).content.decode()
    words = re.sub(r"\s+", " ", page)
    assert "On a line that is no longer there: line 5 of version 1" in words
    assert "<code> return total / len(xs)</code>" in words
    assert "Line 1: 1 comment" in words
    before = as_user(bob).get(review.get_absolute_url(), {"version": "1"}).content.decode()
    assert "no longer there" not in before


def next_of(client, review, **typed):
    address = reverse("marking:next_code_version", args=[review.pk])
    return client.post(address, {"text": CODE + "\n# done", "base": 1, "note": "A note", **typed})


def test_a_next_version_is_typed_on_and_compared(as_user, alice, bob, review):
    client = as_user(alice)
    form = client.get(reverse("marking:next_code_version", args=[review.pk])).content.decode()
    assert "return total / len(xs)" in form
    assert next_of(client, review).url == review.get_absolute_url()
    changes = reverse("marking:code_changes", args=[review.pk])
    page = as_user(bob).get(changes).content.decode()
    assert 'class="new"' in page
    assert 'class="gone"' not in page
    assert "A note" in page
    same = as_user(bob).get(changes, {"from": 2, "to": 2}).content.decode()
    assert "the same" in same


def test_words_typed_on_from_an_old_version_stay_on_the_page(as_user, alice, review):
    changed_to(review, CODE + "\n# other window")
    reply = next_of(as_user(alice), review)
    page = reply.content.decode()
    assert reply.status_code == 409
    assert "# done" in page
    assert 'name="base" value="2"' in page, "saving again keeps it"
    assert next_of(as_user(alice), review, base=2).status_code == 302


def test_a_later_answer_becomes_a_version(as_user, alice, bob, group):
    question = an_answer(alice)
    review = code_of(alice, group, "pass")
    reply = next_of(as_user(alice), review, answer=question.pk, text="pass")
    assert reply.status_code == 302, "what the form came with is not typed"
    assert review.versions.last().answered == question
    typed = next_of(as_user(alice), review, answer=question.pk, text="other", base=2)
    assert typed.status_code == 422


def test_everything_is_shut_for_who_is_not_in_the_circle(as_user, charlie, bob, review):
    thread = spoken_about(review, by=bob)
    client = as_user(charlie)
    names = ("code_review", "code_changes", "next_code_version")
    for name in names:
        assert client.get(reverse(f"marking:{name}", args=[review.pk])).status_code == 404
    assert say(client, review).status_code == 404
    for name in ("reply_about_code", "resolve_about_code"):
        address = reverse(f"marking:{name}", args=[thread.pk])
        assert client.post(address, {"text": "x", "resolved": "1"}).status_code == 404
    assert review.title not in client.get(reverse("marking:code_reviews")).content.decode()
    assert (
        as_user(bob).get(reverse("marking:next_code_version", args=[review.pk])).status_code == 404
    ), "a reader does not write versions"


def test_a_code_review_meeting_has_the_groups_code_on_its_table(as_user, alice, bob, group, review):
    meeting = meeting_of(group, kind="review", by=alice)
    page = as_user(bob).get(meeting.get_absolute_url()).content.decode()
    assert review.get_absolute_url() in page
    assert f"{reverse('marking:put_up_code')}?group={group.pk}" in page


def test_the_page_takes_as_many_queries_for_twenty_threads_as_for_one(
    as_user, alice, bob, review, django_assert_max_num_queries
):
    client, where = as_user(alice), review.get_absolute_url()
    for n in range(20):
        spoken_about(review, f"Thought {n}", by=bob, lines=(1 + n % 5, 5))
    changed_to(review, CODE + "\n# more")
    with django_assert_max_num_queries(14):
        client.get(where)


def test_it_leaves_with_its_author(as_user, alice, bob, review, group):
    spoken_about(review, by=bob)
    actions.say(code_of(bob, group), 1, None, "Nice", by=alice, at=review.made_at)
    (file,) = exports.files(alice)
    facts = json.loads(file.text)
    assert facts["put_up"][0]["versions"][0]["text"] == CODE
    assert facts["put_up"][0]["threads"][0]["said"][0]["by"] == "Bob"
    assert facts["said_about_others"][0]["text"] == "Nice"
    assert list(exports.files(UserFactory())) == []

"""The same set for all: the same questions, and nobody's marks before the results are open."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.actions import delete_account
from groups import actions, challenge_results, challenge_rules, challenges
from groups.models import Challenge, ChallengeEntry
from interview import actions as interviews
from interview.models import Answer, Interview
from questions.models import SetItem
from reminders.models import Reminder
from tests.at_once import all_at_once
from tests.factories import QuestionFactory, QuestionSetFactory, group_of
from tests.interview.marked import add_card
from web.refusals import Refused

NOW = timezone.now()


@pytest.fixture
def group(alice, bob, charlie):
    return group_of(alice, bob, charlie)


@pytest.fixture
def chosen(alice, group):
    """One private question of Alice's and one that is drawn; her other private one is not."""
    fixed = QuestionFactory(owner=alice, visibility="private", title="Fixed")
    QuestionFactory(owner=alice, visibility="private", title="Alice's own")
    QuestionFactory(title="From the library")
    shared = {"visibility": "group", "circle": group.circle, "title": "Warm-up"}
    made = QuestionSetFactory(owner=alice, questions=[fixed], **shared)
    SetItem.objects.create(set=made, position=2, draw={"count": 1})
    return made


def make(group, chosen, by, **more) -> Challenge:
    facts = {"begins": "now", "lasts": "week", "mode": "exam", "at": NOW, **more}
    return challenges.make(group, chosen, by=by, **facts)


@pytest.fixture
def challenge(group, chosen, alice) -> Challenge:
    return make(group, chosen, alice)


def sit(challenge, person, *, shows=True, score=0.8, text="SECRET words", at=NOW) -> Interview:
    """Enter, answer everything, be marked, and say how it went."""
    challenges.enter(challenge, shows_marks=shows, by=person, at=at)
    interview = interviews.start(challenges.begin(challenge, by=person, at=at), at=at)
    Answer.objects.filter(question__interview=interview).update(text=text)
    interview = interviews.finish(interview, at=at + timedelta(minutes=5))
    for question in interview.questions.all():
        add_card(question, score=score)
    Interview.objects.filter(pk=interview.pk).update(
        status="scored", estimated_at=at, scored_at=at + timedelta(minutes=6)
    )
    return interview


def page(client, challenge):
    return client.get(challenge.get_absolute_url())


def test_all_get_the_same_questions_and_nobodys_own(challenge, alice, bob):
    asked = []
    for person in (alice, bob):
        interview = sit(challenge, person)
        asked.append([one.version.title for one in interview.questions.order_by("position")])
    assert asked == [["Fixed", "From the library"]] * 2


def test_a_question_edited_meanwhile_is_asked_as_it_was(challenge, bob):
    fixed = challenge.questions.get(position=1).version.question
    later = fixed.versions.create(
        number=2, title="Rewritten", kind="conceptual", tier=1, minutes=5, priority="P1",
        content_hash="x",
    )  # fmt: skip
    fixed.current = later
    fixed.save()
    assert sit(challenge, bob).questions.get(position=1).version.number == 1


def test_results_open_when_all_are_in(challenge, alice, bob, as_user):
    challenges.enter(challenge, shows_marks=True, by=bob, at=NOW)
    sit(challenge, alice)
    assert challenge_results.of(challenge, to=alice, at=NOW) is None
    bobs = interviews.start(challenges.begin(challenge, by=bob, at=NOW), at=NOW)
    interviews.finish(bobs, at=NOW + timedelta(minutes=1))
    found = challenge_results.of(challenge, to=alice, at=NOW)
    assert [line.name for line in found.lines] == ["Alice", "Bob"]
    assert [cell.words for cell in found.lines[1].cells] == ["not answered"] * 2
    assert found.lines[0].mark.score == pytest.approx(0.8)


def test_one_alone_waits_for_the_date(challenge, alice):
    sit(challenge, alice)
    assert challenge_results.of(challenge, to=alice, at=NOW) is None
    over = challenge.closes_at
    assert challenge_results.of(challenge, to=alice, at=over).lines[0].is_me


def test_nothing_of_anybody_is_on_the_wire_before(challenge, alice, bob, charlie, as_user):
    """Neither words nor marks nor how they stand, for those who sat it and those who did not."""
    sit(challenge, alice, score=0.77)
    challenges.enter(challenge, shows_marks=True, by=bob, at=NOW)
    listing = reverse("groups:challenges", args=[challenge.group_id])
    for reader in (alice, bob, charlie):
        for address in (challenge.get_absolute_url(), listing, challenge.group.get_absolute_url()):
            sent = as_user(reader).get(address).content.decode()
            assert "SECRET" not in sent
            assert ">77<" not in sent
            assert "From the library" not in sent, "the questions stay shut until the clock runs"
    own = as_user(alice).get(challenge.get_absolute_url())
    assert own.context["results"] is None
    theirs = Interview.objects.get(candidate=alice)
    assert as_user(bob).get(reverse("interview:review", args=[theirs.pk])).status_code == 404


def test_only_those_who_agreed_are_named(challenge, alice, bob, charlie, as_user):
    sit(challenge, alice)
    sit_later = NOW + timedelta(hours=1)
    challenges.enter(challenge, shows_marks=True, by=charlie, at=NOW)
    sit(challenge, bob, shows=False, score=0.66, at=sit_later)
    sit(challenge, charlie, at=sit_later)
    for reader, names in ((alice, ["Alice", "Charlie"]), (bob, ["Alice", "Bob", "Charlie"])):
        found = page(as_user(reader), challenge).context["results"]
        assert [line.name for line in found.lines] == names
    sent = page(as_user(alice), challenge).content.decode()
    assert "66" not in sent
    assert "1 more sat it and keeps their marks" in sent


def test_whoever_did_not_sit_it_sees_no_results(challenge, alice, bob, charlie, as_user):
    sit(challenge, alice)
    challenges.enter(challenge, shows_marks=True, by=charlie, at=NOW)
    Challenge.objects.filter(pk=challenge.pk).update(
        opens_at=NOW - timedelta(days=9), closes_at=NOW + timedelta(minutes=10)
    )
    late = NOW + timedelta(minutes=20)
    challenge.refresh_from_db()
    for reader in (bob, charlie):
        assert challenge_results.of(challenge, to=reader, at=late) is None
    assert challenge_results.of(challenge, to=alice, at=late) is not None


def test_after_the_date_it_does_not_count(challenge, alice, bob):
    sit(challenge, alice)
    late = challenge.closes_at - timedelta(minutes=1)
    sit(challenge, bob, at=late)
    assert challenge_results.of(challenge, to=bob, at=challenge.closes_at) is None
    found = challenge_results.of(challenge, to=alice, at=challenge.closes_at)
    assert [line.name for line in found.lines] == ["Alice"]


def test_once_the_results_are_open_nobody_enters(challenge, alice, bob, charlie):
    sit(challenge, alice)
    with pytest.raises(Refused, match="Enter the challenge"):
        challenges.begin(challenge, by=charlie, at=NOW)
    challenges.enter(challenge, shows_marks=True, by=bob, at=NOW)
    sit(challenge, bob)
    with pytest.raises(Refused, match="results are open"):
        challenges.enter(challenge, shows_marks=True, by=charlie, at=NOW)


def test_ones_own_marks_wait_for_ones_own_view(challenge, alice, bob):
    challenges.enter(challenge, shows_marks=True, by=bob, at=NOW)
    interview = sit(challenge, alice)
    sit(challenge, bob)
    Interview.objects.filter(pk=interview.pk).update(estimated_at=None)
    found = challenge_results.of(challenge, to=alice, at=NOW)
    assert found.to_estimate == interview
    assert found.lines[0].mark is None
    assert {cell.words for cell in found.lines[0].cells} == {"later"}


def test_stepping_out_before_and_after_the_questions_were_seen(challenge, alice, bob):
    challenges.enter(challenge, shows_marks=True, by=bob, at=NOW)
    planned = challenges.begin(challenge, by=bob, at=NOW)
    challenges.step_out(challenge, by=bob, at=NOW)
    planned.refresh_from_db()
    assert planned.status == Interview.Status.CANCELLED
    assert not Reminder.objects.filter(key__contains=":results:", state="waiting").exists()
    challenges.enter(challenge, shows_marks=True, by=bob, at=NOW)
    interviews.start(challenges.begin(challenge, by=bob, at=NOW), at=NOW)
    with pytest.raises(Refused, match="stay in"):
        challenges.step_out(challenge, by=bob, at=NOW)


def test_beginning_waits_for_its_day(group, chosen, alice, bob):
    later = make(group, chosen, alice, begins="day")
    challenges.enter(later, shows_marks=False, by=bob, at=NOW)
    with pytest.raises(Refused, match="not begun yet"):
        challenges.begin(later, by=bob, at=NOW)
    assert challenges.begin(later, by=bob, at=later.opens_at)
    with pytest.raises(Refused, match="over"):
        challenges.enter(later, shows_marks=False, by=alice, at=later.closes_at)


def test_leaving_calls_off_what_is_not_sat(challenge, group, alice, bob, charlie):
    challenges.enter(challenge, shows_marks=True, by=bob, at=NOW)
    planned = challenges.begin(challenge, by=bob, at=NOW)
    sit(challenge, charlie)
    actions.leave(group, by=bob, at=NOW)
    actions.remove(group, charlie, by=alice, at=NOW)
    planned.refresh_from_db()
    assert planned.status == Interview.Status.CANCELLED
    assert [entry.user for entry in ChallengeEntry.objects.all()] == [charlie]
    with pytest.raises(Refused, match="not in this group"):
        challenges.enter(challenge, shows_marks=True, by=bob, at=NOW)


def test_whoever_made_it_may_go(challenge, alice, bob, as_user):
    sit(challenge, bob)
    delete_account(alice)
    assert "somebody who left" in page(as_user(bob), challenge).content.decode()


def test_the_form(as_user, group, chosen, alice, bob):
    address = reverse("groups:new_challenge", args=[group.pk])
    private = QuestionSetFactory(owner=alice, visibility="private")
    facts = {"begins": "now", "lasts": "week", "mode": "exam"}
    offered = as_user(bob).get(address).content.decode()
    assert "Warm-up" in offered
    for wrong in ("", private.slug, "nothing"):
        assert as_user(bob).post(address, {**facts, "chosen": wrong}).status_code == 422
    made = as_user(bob).post(address, {**facts, "chosen": chosen.slug})
    assert made.url == Challenge.objects.get().get_absolute_url()
    told = Reminder.objects.filter(kind="group-challenge", channel="in-app")
    assert sorted(str(row.user) for row in told) == ["Alice", "Charlie"]
    actions.archive(group, by=alice, at=NOW)
    assert as_user(bob).post(address, {**facts, "chosen": chosen.slug}).status_code == 409


def test_rules_of_the_results():
    class Dates:
        opens_at, closes_at = NOW, NOW + timedelta(days=1)

    are_open = challenge_rules.are_results_open
    assert not are_open(Dates, [], at=NOW)
    assert not are_open(Dates, [True], at=NOW)
    assert not are_open(Dates, [True, False], at=NOW)
    assert are_open(Dates, [True, True], at=NOW)
    assert are_open(Dates, [False], at=Dates.closes_at)


@pytest.mark.django_db(transaction=True)
def test_entering_and_beginning_twice_at_once_is_once(challenge, bob):
    all_at_once([lambda: challenges.enter(challenge, shows_marks=True, by=bob, at=NOW)] * 2)
    both = all_at_once([lambda: challenges.begin(challenge, by=bob, at=NOW)] * 2)
    assert both[0] == both[1]
    assert Interview.objects.count() == 1

"""A pack for the whole group: the same answers, each blind, and who sees what when."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.actions import delete_account
from groups import actions, packs
from marking.calibration import actions as calibrating
from marking.calibration import exports, together
from marking.models import CirclePack, Pack, RunMark
from questions.actions import publish_versions
from questions.models import CalibrationAnswer, Question
from questions.versions import words_of, write_versions
from reminders.models import Reminder
from tests.at_once import all_at_once
from tests.factories import group_of
from tests.marking.stored import as_known, mark_all, pack_of
from web.refusals import Refused

NOW = timezone.now()


@pytest.fixture
def group(alice, bob, charlie):
    return group_of(alice, bob, charlie)


@pytest.fixture
def pack(group, alice) -> CirclePack:
    return packs.choose(group, pack_of(alice), by=alice, at=NOW)


def marked(group, pack, person, verdict_of=as_known, *, reason=""):
    run = packs.begin(group, pack, by=person, at=NOW)
    mark_all(run, verdict_of, reason=reason)
    return calibrating.finish(run, at=NOW)


def page(client, pack):
    return client.get(reverse("groups:pack", args=[pack.circle_id, pack.pk]))


def said(pack, *, to):
    return together.of(pack, together.done(pack), to=to)


def always(verdict):
    return lambda answer, point: verdict


def test_from_choosing_a_pack_to_what_all_said(as_user, group, alice, bob):
    own = pack_of(alice)
    chosen = as_user(alice).post(reverse("groups:packs", args=[group.pk]), {"pack": own.pk})
    pack = CirclePack.objects.get()
    assert chosen.url == reverse("groups:pack", args=[group.pk, pack.pk])
    begun = as_user(bob).post(reverse("groups:begin_pack", args=[group.pk, pack.pk]))
    run = Pack.objects.get(owner=bob).runs.get()
    assert begun.url == run.get_absolute_url()
    mark_all(run, always("made"), reason="By its <i>words</i>.")
    calibrating.finish(run, at=timezone.now())
    marked(group, pack, alice, as_known)
    seen = page(as_user(bob), pack).content.decode()
    assert "Bob" in seen
    assert "Alice" in seen
    assert "By its &lt;i&gt;words&lt;/i&gt;." in seen
    assert "2 levels apart" in seen


def test_everybody_marks_the_same_answers_though_the_bank_has_changed(group, pack, alice, bob):
    first = packs.begin(group, pack, by=alice, at=NOW)
    question = Question.objects.get(pk=pack.answers.first().answer.version.question_id)
    written = write_versions([(question.pk, words_of(question.current))], by=None, note="")
    publish_versions(written)
    CalibrationAnswer.objects.filter(version__in=written).update(text="Rewritten since.")
    second = packs.begin(group, pack, by=bob, at=NOW)
    asked = [set(run.answers.values_list("answer", flat=True)) for run in (first, second)]
    assert asked[0] == asked[1] == set(pack.answers.values_list("answer", flat=True))


def test_nobody_sees_anybodys_marks_before_their_own_are_in(as_user, group, pack, alice, bob):
    marked(group, pack, alice, always("partly"), reason="SECRET reason")
    run = packs.begin(group, pack, by=bob, at=NOW)
    first, *_ = run.answers.all()
    pages = [
        page(as_user(bob), pack),
        as_user(bob).get(reverse("marking:calibration_answer", args=[run.pk, first.position])),
        as_user(bob).get(group.get_absolute_url()),
    ]
    for reply in pages:
        assert "SECRET" not in reply.content.decode()
    assert pages[0].context["result"] is None
    assert pages[0].context["done"] == 1
    mark_all(run, as_known)
    calibrating.finish(run, at=NOW)
    assert "SECRET" in page(as_user(bob), pack).content.decode()


def test_the_furthest_apart_come_first_and_names_stand_in_their_order(
    group, pack, alice, bob, charlie
):
    target = pack.answers.first().answer
    point = target.version.key_points.first()

    def but_one(answer, at):
        return "made" if (answer.pk, at.pk) == (target.pk, point.pk) else "missed"

    marked(group, pack, charlie, always("missed"))
    marked(group, pack, bob, always("missed"))
    marked(group, pack, alice, but_one, reason="There.")
    found = said(pack, to=bob)
    assert found.people == ["Alice", "Bob", "Charlie"]
    [one] = found.differing
    assert (one.answer, one.point, one.spread, one.apart) == (target, point, 2, 1)
    heard = {level.verdict: [(who.name, who.is_me, who.reason) for who in level.people]
            for level in one.levels}  # fmt: skip
    assert heard["made"] == [("Alice", False, "There.")]
    assert heard["missed"] == [("Bob", True, ""), ("Charlie", False, "")]
    assert len(found.alike) == 11
    assert (found.between.things, found.between.n) == (12, 36)
    assert found.between.exact.value == pytest.approx(34 / 36)
    assert not found.between.kappa.is_there


def test_the_first_time_counts_and_later_ones_know_the_key(group, pack, bob, alice):
    marked(group, pack, bob, always("missed"))
    again = calibrating.start(Pack.objects.get(owner=bob), at=NOW)
    mark_all(again, always("made"))
    calibrating.finish(again, at=NOW)
    marked(group, pack, alice, always("missed"))
    assert said(pack, to=alice).differing == []


def test_who_had_met_its_answers_with_the_key_is_named(group, alice, bob):
    own = pack_of(alice)
    run = calibrating.start(own, at=NOW)
    mark_all(run, as_known)
    calibrating.finish(run, at=NOW)
    pack = packs.choose(group, own, by=alice, at=NOW)
    for person in (alice, bob):
        marked(group, pack, person)
    assert said(pack, to=bob).had_met == [("Alice", 6)]


def test_only_those_who_keep_the_group_choose_and_put_out(as_user, group, bob, pack):
    own = pack_of(bob)
    refused = as_user(bob).post(reverse("groups:packs", args=[group.pk]), {"pack": own.pk})
    assert refused.status_code == 409
    with pytest.raises(Refused):
        packs.put_out(group, pack, by=bob, at=NOW)
    assert CirclePack.objects.count() == 1


def test_somebody_elses_pack_and_a_part_cannot_be_chosen(as_user, group, pack, alice, bob):
    packs.begin(group, pack, by=alice, at=NOW)
    address = reverse("groups:packs", args=[group.pk])
    for other in (pack_of(bob), Pack.objects.get(owner=alice, of=pack)):
        reply = as_user(alice).post(address, {"pack": other.pk})
        assert reply.status_code == 422
        assert "none of your packs" in reply.content.decode()
    assert CirclePack.objects.count() == 1


def test_a_pack_with_somebodys_own_question_is_refused(group, alice):
    own = pack_of(alice)
    Question.objects.filter(pk=own.items.first().question_id).update(
        visibility="private", owner=alice
    )
    with pytest.raises(Refused, match="not everybody here may see"):
        packs.choose(group, own, by=alice, at=NOW)


def test_choosing_twice_is_choosing_once_and_told_once(group, alice, bob):
    own = pack_of(alice)
    for _ in range(2):
        packs.choose(group, own, by=alice, at=NOW)
    assert CirclePack.objects.count() == 1
    told = Reminder.objects.filter(kind="group-pack", channel="in-app")
    assert sorted(str(one.user) for one in told) == ["Bob", "Charlie"]


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_are_one_part(alice, bob, transactional_db):
    group = group_of(alice, bob)
    pack = packs.choose(group, pack_of(alice), by=alice, at=NOW)
    runs = all_at_once([lambda: packs.begin(group, pack, by=bob, at=NOW)] * 3)
    assert len({run.pk for run in runs}) == 1


def test_marks_that_stand_beside_others_go_once_one_has_left(as_user, group, pack, alice, bob):
    marked(group, pack, bob)
    marked(group, pack, alice)
    own = Pack.objects.get(owner=bob)
    refused = as_user(bob).post(reverse("marking:calibration_delete", args=[own.pk]))
    assert refused.status_code == 409
    assert "Delete pack" not in as_user(bob).get(own.get_absolute_url()).content.decode()
    actions.leave(group, by=bob, at=NOW)
    assert said(pack, to=alice).people == ["Alice"]
    calibrating.delete_pack(own)
    assert not Pack.objects.filter(owner=bob).exists()


def test_a_part_nobody_saw_may_be_deleted_and_begun_again(group, pack, bob):
    packs.begin(group, pack, by=bob, at=NOW)
    calibrating.delete_pack(Pack.objects.get(owner=bob))
    assert packs.begin(group, pack, by=bob, at=NOW).number == 1


def test_put_out_everybody_keeps_their_marks(group, pack, alice, bob):
    marked(group, pack, bob)
    packs.put_out(group, pack, by=alice, at=NOW)
    own = Pack.objects.get(owner=bob)
    assert own.of is None
    assert RunMark.objects.filter(run_answer__run__pack=own).count() == 12


def test_somebody_who_deletes_their_account_is_gone_from_it(group, pack, alice, bob):
    marked(group, pack, bob)
    marked(group, pack, alice)
    delete_account(bob)
    assert said(pack, to=alice).people == ["Alice"]
    delete_account(alice)
    assert CirclePack.objects.get().chosen_by is None


def test_an_archived_group_begins_none(as_user, group, pack, alice, bob):
    actions.archive(group, by=alice, at=NOW)
    with pytest.raises(Refused, match="archived"):
        packs.begin(group, pack, by=bob, at=NOW)
    assert "Begin marking" not in page(as_user(bob), pack).content.decode()


def test_one_takes_reasons_and_group_along(group, pack, bob):
    marked(group, pack, bob, reason="Because.")
    [facts, _] = exports.files(bob)
    assert "Because." in facts.text
    assert str(group) in facts.text


def test_a_reason_asks_for_its_mark_and_both_are_kept(as_user, group, pack, bob):
    run = packs.begin(group, pack, by=bob, at=NOW)
    on = run.answers.first()
    first, second = on.answer.version.key_points.all()
    address = reverse("marking:calibration_answer", args=[run.pk, on.position])
    data = {f"why-{first.pk}": "  So it reads. ", f"point-{second.pk}": "made"}
    reply = as_user(bob).post(address, data, headers={"HX-Request": "true"})
    assert reply.status_code == 422
    assert "So it reads." in as_user(bob).post(address, data).content.decode()
    as_user(bob).post(address, data | {f"point-{first.pk}": "partly"})
    kept = {mark.key_point_id: (mark.verdict, mark.reason) for mark in on.marks.all()}
    assert kept == {first.pk: ("partly", "So it reads."), second.pk: ("made", "")}
    assert "So it reads." in as_user(bob).get(address).content.decode()
    too_long = data | {f"point-{first.pk}": "made", f"why-{first.pk}": "x" * 301}
    reply = as_user(bob).post(address, too_long)
    assert reply.status_code == 422
    assert "x" * 301 in reply.content.decode()
    assert on.marks.get(key_point=first).reason == "So it reads."


def test_the_page_costs_the_same_for_two_and_for_three(as_user, group, pack, alice, bob, charlie):
    client = as_user(alice)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert page(client, pack).status_code == 200
        return len(asked)

    marked(group, pack, alice)
    marked(group, pack, bob)
    before = cost()
    marked(group, pack, charlie, always("made"))
    assert cost() == before <= 15


def test_begun_again_after_the_end_it_is_the_end(group, pack, bob):
    run = marked(group, pack, bob)
    assert packs.begin(group, pack, by=bob, at=NOW) == run


def test_the_list_says_how_far_one_is_oneself(as_user, group, pack, alice, bob):
    address = reverse("groups:packs", args=[group.pk])
    assert "yours are in" not in as_user(bob).get(address).content.decode()
    packs.begin(group, pack, by=bob, at=NOW)
    assert ">begun<" in as_user(bob).get(address).content.decode()
    run = Pack.objects.get(owner=bob).runs.get()
    mark_all(run, as_known)
    calibrating.finish(run, at=timezone.now())
    assert "yours are in" in as_user(bob).get(address).content.decode()
    assert "yours are in" not in as_user(alice).get(address).content.decode()

"""Learning the scale: packs, marking blind, the comparison, passing, and starting over."""

import json
import re

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from interview.models import PointMark
from interview.scoring_jobs import Marking
from marking.calibration import actions, draws, exports, machine, progress, results, rules
from marking.models import Pack, PackItem, Run, RunMark
from questions.actions import publish_versions
from questions.models import CalibrationAnswer
from questions.versions import words_of, write_versions
from tests.factories import QuestionFactory
from tests.marking.stored import (
    as_known,
    finished,
    mark_all,
    pack_of,
    question_with_answers,
    started,
)
from web.refusals import Refused

pytestmark = pytest.mark.django_db
PAGE = "/marking/calibration/"


def address(run: Run, position: int = 1) -> str:
    return reverse("marking:calibration_answer", args=[run.pk, position])


def misses_all(version, points, text, *, at) -> Marking:
    """A machine that finds the first words, and a contradiction in them."""
    said = [PointMark(key_point=p, p=0.1, verdict="contradicted", start=0, end=4) for p in points]
    return Marking({"abstained": False}, said)


# Drawing


def test_a_draw_holds_no_answer_twice_and_is_the_same_for_its_seed():
    there = [draws.Stored(n, label) for n in range(4) for label in ("partial", "strong", "wrong")]
    once = draws.draw(there, 10, seed=5)
    assert len(set(once)) == len(once) == 10
    assert once == draws.draw(list(reversed(there)), 10, seed=5)
    assert once != draws.draw(there, 10, seed=6)


def test_a_draw_spreads_over_questions_and_qualities():
    there = [draws.Stored(n, label) for n in range(9) for label in ("partial", "strong", "wrong")]
    for seed in range(20):
        chosen = draws.draw(there, 6, seed=seed)
        assert len({one.question_id for one in chosen}) == 6
        assert sorted(one.label for one in chosen) == sorted(["partial", "strong", "wrong"] * 2)


def test_answers_not_had_before_come_first(alice):
    first = pack_of(alice, size=6, questions=4)
    second = actions.make_pack(
        alice, title="Second", size=6, least_exact=80, most_apart=1, seed=1, at=timezone.now()
    )
    had, new = (set(pack.items.values_list("question", "label")) for pack in (first, second))
    assert len(had) == len(new) == 6
    assert not had & new


def test_the_database_refuses_an_answer_twice_and_a_pack_that_asks_for_nothing(alice):
    pack = pack_of(alice)
    item = pack.items.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        PackItem.objects.create(
            pack=pack, position=99, question_id=item.question_id, label=item.label
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Pack.objects.filter(pk=pack.pk).update(least_exact=10)


def test_too_few_answers_make_no_pack(alice):
    question_with_answers()
    with pytest.raises(Refused, match="3 stored answers"):
        pack_of(alice, questions=0)


def test_the_keys_of_other_peoples_questions_stay_shut(alice, bob):
    mine = question_with_answers(owner=alice, visibility="private")
    theirs = question_with_answers(owner=bob, visibility="link", share_token="a-token")
    draft = question_with_answers(draft=True)
    there = {one.question_id for one in draws.stored(alice)}
    assert there == {mine.pk}
    assert {theirs.pk, draft.pk}.isdisjoint(there)


def test_one_may_keep_to_questions_one_has_answered(alice):
    question_with_answers()
    assert draws.stored(alice)
    assert draws.stored(alice, answered_only=True) == []


# Passing


@pytest.mark.parametrize(
    ("same", "two_apart", "passed"), [(8, 0, True), (7, 0, False), (10, 0, True), (9, 1, False)]
)
def test_a_run_passes_with_eighty_in_a_hundred_the_same_and_none_two_levels_apart(
    same, two_apart, passed
):
    pairs = [("made", "made")] * same + [("made", "missed")] * two_apart
    pairs += [("partly", "made")] * (10 - len(pairs))
    assert rules.passes(pairs, least_exact=80, most_apart=1) is passed


def test_what_passes_is_the_packs_own():
    pairs = [("made", "missed"), ("made", "made")]
    assert rules.passes(pairs, least_exact=50, most_apart=2)
    assert not rules.passes(pairs, least_exact=50, most_apart=1)
    assert not rules.passes(pairs, least_exact=60, most_apart=2)
    assert not rules.passes([], least_exact=50, most_apart=2)


# Marking


def test_from_a_new_pack_to_the_comparison(as_user, alice):
    for _ in range(3):
        question_with_answers()
    client = as_user(alice)
    made = client.post(PAGE, {"size": 6, "least_exact": 80, "most_apart": 1})
    pack = Pack.objects.get()
    assert made.url == pack.get_absolute_url()
    assert pack.title == "All areas"

    begun = client.post(reverse("marking:calibration_start", args=[pack.pk]), follow=True)
    run = pack.runs.get()
    assert begun.redirect_chain[-1][0] == address(run)

    for step in progress.steps(run):
        on = run.answers.get(position=step.position)
        points = on.answer.version.key_points.all()
        said = {f"point-{point.pk}": as_known(on.answer, point) for point in points}
        reply = client.post(address(run, step.position), said)
        assert reply.url == address(run, min(step.position + 1, 6))

    closed = client.post(reverse("marking:calibration_finish", args=[run.pk]), follow=True)
    page = closed.content.decode()
    assert "Passed" in page
    assert "100 of 100 marks are the same" in page
    assert "has not read all" in page
    assert "shown from 20 pairs on" in page


def test_every_choice_is_kept_at_once_and_says_so(as_user, alice, hx):
    run = started(alice)
    on = run.answers.get(position=1)
    point = on.answer.version.key_points.first()
    reply = as_user(alice).post(
        address(run), {f"point-{point.pk}": "partly"}, headers=hx("progress")
    )
    assert reply.status_code == 200
    assert reply.content.strip().startswith(b'<section id="progress"')
    assert b"Kept." in reply.content
    assert RunMark.objects.get().verdict == "partly"
    assert b"11 points of the pack left" in reply.content


def test_the_button_asks_for_every_point_and_keeps_what_is_there(as_user, alice):
    run = started(alice)
    point = run.answers.get(position=1).answer.version.key_points.first()
    reply = as_user(alice).post(address(run), {f"point-{point.pk}": "made"})
    assert reply.status_code == 422
    assert b"Mark this point, too." in reply.content
    assert RunMark.objects.get().key_point == point
    assert b"checked" in reply.content


def test_a_verdict_that_is_none_is_refused_and_not_kept(as_user, alice):
    run = started(alice)
    point = run.answers.get(position=1).answer.version.key_points.first()
    reply = as_user(alice).post(address(run), {f"point-{point.pk}": "unsure"})
    assert reply.status_code == 422
    assert not RunMark.objects.exists()


def test_next_goes_on_behind_and_then_from_the_top():
    steps = [progress.Step(1, 0, 2), progress.Step(2, 2, 2), progress.Step(3, 1, 2)]
    assert progress.next_unmarked(steps, after=1) == 3
    assert progress.next_unmarked(steps, after=3) == 1
    assert progress.next_unmarked([progress.Step(1, 2, 2)]) is None


# Blind until it is finished


def whole(client, run) -> list[str]:
    """Everything the browser gets while a run goes on, without what is new on every page."""
    pages = [
        client.get(address(run, step.position)).content.decode() for step in progress.steps(run)
    ]
    pages += [client.get(url).content.decode() for url in (PAGE, run.pack.get_absolute_url())]
    tokens = r'(nonce|name="csrfmiddlewaretoken" value|"X-CSRFToken":) ?="?[^"]*"'
    return [re.sub(tokens, "", page) for page in pages]


def test_the_known_marks_change_nothing_of_what_is_sent_before_the_end(as_user, alice, monkeypatch):
    run = started(alice)
    client = as_user(alice)
    mark_all(run, lambda answer, point: "partly")
    before = whole(client, run)
    monkeypatch.setattr("interview.scoring_jobs.mark", misses_all)
    machine.read(run.pk)
    for one in CalibrationAnswer.objects.all():
        one.made = [] if one.made else ["averages", "damps"]
        one.save()
    assert whole(client, run) == before


def test_neither_key_nor_quality_is_on_the_page_or_in_the_export_before_the_end(as_user, alice):
    run = started(alice)
    said = "".join(whole(as_user(alice), run))
    assert not re.search(r"\b(strong|partial|wrong)\b(?!,)", re.sub(r"<p>Wrong,.*?</p>", "", said))
    [facts, _] = exports.files(alice)
    labels = [a["answer"] for run in json.loads(facts.text)[0]["runs"] for a in run["answers"]]
    assert labels == [None] * 6


def test_the_comparison_is_not_there_before_every_point_is_marked(as_user, alice):
    run = started(alice)
    client = as_user(alice)
    refused = client.post(reverse("marking:calibration_finish", args=[run.pk]))
    assert refused.status_code == 409
    assert "12 points are not marked yet" in refused.content.decode()
    assert client.get(run.get_absolute_url()).url == address(run)


# Afterwards


def test_marks_stay_as_they_were_once_the_run_is_finished(as_user, alice):
    run = finished(alice)
    client = as_user(alice)
    point = run.answers.get(position=1).answer.version.key_points.first()
    late = client.post(address(run), {f"point-{point.pk}": "partly"})
    assert late.status_code == 409
    assert not RunMark.objects.filter(verdict="partly").exists()
    assert client.get(address(run)).url == run.get_absolute_url()
    assert actions.finish(run, at=timezone.now()).finished_at == run.finished_at


def test_differences_are_shown_point_by_point_with_the_machines_view(as_user, alice, monkeypatch):
    monkeypatch.setattr("interview.scoring_jobs.mark", misses_all)
    run = finished(alice, verdict_of=lambda answer, point: "made")
    assert run.passed is False
    machine.read(run.pk)
    result = results.read(run)
    by_label = {one.label: one for one in result.answers}
    assert [point.apart for point in by_label["wrong"].points] == [2, 2]
    assert [point.apart for point in by_label["strong"].points] == [0, 0]
    assert result.own.n == 12
    assert result.own.exact.value == pytest.approx(0.5)
    assert result.own.mean_difference.value == pytest.approx(1)
    assert result.machine.n == 12
    assert result.machine.mean_difference.value == pytest.approx(-1)
    page = as_user(alice).get(run.get_absolute_url()).content.decode()
    assert "Not passed yet" in page
    assert "the machine: contradicted" in page
    assert 'class="contradicted"' in page
    assert "the furthest is two levels apart" in page
    assert "2 levels apart" in page
    assert "momentum raises the learning rate" in page
    assert "The machine and the known marks" in page


def test_a_program_is_not_read_by_the_machine_and_the_page_says_no_pairs(as_user, alice):
    for _ in range(2):
        question_with_answers(kind="implementation")
    run = finished(alice, questions=0)
    machine.read(run.pk)
    result = results.read(run)
    assert result.is_read
    assert result.machine.n == 0
    assert b"Nothing was marked by both." in as_user(alice).get(run.get_absolute_url()).content


def test_a_pack_is_marked_again_in_another_order(alice):
    run = finished(alice)
    again = actions.start(run.pack, at=timezone.now())
    assert again.number == 2
    order = [list(one.answers.values_list("answer", flat=True)) for one in (run, again)]
    assert sorted(order[0]) == sorted(order[1])
    assert order[0] != order[1]
    assert actions.start(run.pack, at=timezone.now()) == again


# The key changes


def rewrite(question, **changed) -> None:
    """A new version of a question, with some of its words changed."""
    words = words_of(question.current)
    for name, value in changed.items():
        setattr(words, name, value)
    [pk] = write_versions([(question.pk, words)])
    publish_versions([pk])


def test_an_edited_key_opens_a_passed_pack_again(as_user, alice):
    run = finished(alice)
    [standing] = progress.standings([run.pack])
    assert standing.passed == run
    question = run.answers.first().answer.version.question
    samples = words_of(question.current).samples
    changed = tuple(type(s)(s.line, s.label, (), s.text) for s in samples)
    rewrite(question, samples=changed)

    [standing] = progress.standings([Pack.objects.get()])
    assert standing.passed is None
    assert standing.reopened
    assert b"open again: its key changed" in as_user(alice).get(PAGE).content
    again = actions.start(run.pack, at=timezone.now())
    versions = set(again.answers.values_list("answer__version__number", flat=True))
    assert versions == {1, 2}


def test_a_new_version_with_the_same_key_leaves_it_passed(alice):
    run = finished(alice)
    rewrite(run.answers.first().answer.version.question, tips=("Draw it.",))
    [standing] = progress.standings([run.pack])
    assert standing.passed == run
    assert not standing.reopened


def test_answers_that_left_the_bank_are_left_out_and_a_pack_of_none_says_so(as_user, alice):
    run = finished(alice)
    one, other = {row.answer.version.question for row in run.answers.all()}
    type(one).objects.filter(pk=one.pk).update(status="retired")
    assert actions.start(run.pack, at=timezone.now()).answers.count() == 3
    run.pack.runs.filter(finished_at=None).delete()
    type(one).objects.filter(pk=other.pk).update(status="retired")
    reply = as_user(alice).post(reverse("marking:calibration_start", args=[run.pack_id]))
    assert reply.status_code == 409
    assert "Make a new pack" in reply.content.decode()


# Pages


def test_a_choice_with_too_few_answers_says_so_beside_the_form(as_user, alice):
    for _ in range(2):
        question_with_answers()
    sent = {"title": "Mine", "size": 6, "least_exact": 80, "most_apart": 1, "answered_only": "on"}
    reply = as_user(alice).post(PAGE, sent)
    assert reply.status_code == 422
    assert "There are 0 stored answers" in reply.content.decode()
    assert 'value="Mine"' in reply.content.decode()


def test_areas_and_kinds_offer_only_what_makes_a_pack(alice):
    question_with_answers()
    assert draws.areas(alice) == []
    question_with_answers()
    assert [one.answers for one in draws.areas(alice)] == [6]
    assert [one.value for one in draws.kinds(alice)] == ["conceptual"]


def test_a_site_without_stored_answers_says_where_they_come_from(as_user, alice):
    QuestionFactory()
    assert b"They are written in the workbench" in as_user(alice).get(PAGE).content


def test_a_pack_says_how_many_keys_it_would_show(as_user, alice):
    pack = pack_of(alice)
    page = as_user(alice).get(pack.get_absolute_url()).content.decode()
    assert "2 of them you have not answered" in page


@pytest.mark.parametrize("part", ["pack", "run", "answer"])
def test_a_strangers_calibration_does_not_exist(as_user, alice, charlie, part):
    run = started(alice)
    there = {
        "pack": run.pack.get_absolute_url(),
        "run": run.get_absolute_url(),
        "answer": address(run),
    }
    assert as_user(charlie).get(there[part]).status_code == 404
    assert as_user(alice).get(address(run, 99)).status_code == 404


def test_the_list_of_packs_costs_the_same_for_one_and_for_three(as_user, alice):
    client = as_user(alice)
    finished(alice)
    client.get(PAGE)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        counts.append(len(queries))
        finished(alice, title="More")
        finished(alice, title="Yet more")
    assert counts[0] == counts[1]


def test_the_comparison_costs_the_same_for_six_answers_and_ten(as_user, alice):
    client = as_user(alice)
    client.get(PAGE)
    counts = []
    for size in (6, 10):
        run = finished(alice, size=size, questions=4)
        run.answers.update(machine={})
        with CaptureQueriesContext(connection) as queries:
            client.get(run.get_absolute_url())
        counts.append(len(queries))
    assert counts[0] == counts[1]


# Leaving


def test_packs_leave_with_the_person_and_their_export_holds_them(alice, charlie):
    run = finished(alice)
    [facts, words] = exports.files(alice)
    [pack] = json.loads(facts.text)
    assert pack["runs"][0]["passed"] is True
    assert {one["answer"] for one in pack["runs"][0]["answers"]} == {"strong", "partial", "wrong"}
    assert "passed" in words.text
    assert list(exports.files(charlie)) == []
    alice.delete()
    assert not Run.objects.filter(pk=run.pk).exists()

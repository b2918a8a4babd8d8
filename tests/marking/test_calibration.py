"""Learning the scale: marking blind, the comparison, and starting over when a key changed."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from interview.models import PointMark
from interview.scoring_jobs import Marking
from marking.calibration import actions, exports, machine, progress, results
from marking.models import Pack, Run, RunMark
from questions.actions import publish_versions
from questions.models import CalibrationAnswer
from questions.versions import words_of, write_versions
from tests.marking.stored import (
    as_known,
    finished,
    mark_all,
    question_with_answers,
    started,
)

pytestmark = pytest.mark.django_db
PAGE = "/marking/calibration/"


def address(run: Run, position: int = 1) -> str:
    return reverse("marking:calibration_answer", args=[run.pk, position])


def misses_all(version, points, text, *, at) -> Marking:
    """A machine that finds the first words, and a contradiction in them."""
    said = [PointMark(key_point=p, p=0.1, verdict="contradicted", start=0, end=4) for p in points]
    return Marking({"abstained": False}, said)


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
    assert b"Not everything is in yet" in reply.content
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


@pytest.mark.django_db
def test_a_run_whose_answers_all_left_the_bank_is_no_dead_end(as_user, alice):
    run = started(alice)
    client = as_user(alice)
    drop = reverse("marking:calibration_drop", args=[run.pk])
    assert client.post(drop).status_code == 409, "there is something to mark"
    CalibrationAnswer.objects.all().delete()
    page = client.get(run.get_absolute_url())
    assert "Nothing left to mark" in page.content.decode()
    assert client.post(drop).url == run.pack.get_absolute_url()
    assert not Run.objects.exists()
    assert client.post(drop).status_code == 404

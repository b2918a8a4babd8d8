"""Answering aloud: the clock, the key that waits, notes of two windows, sound, transcripts."""

import threading
import zipfile
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts import exports
from study.content import content
from study.models import Recording, Take, TakeMark
from study.models.speaking import LARGEST_RECORDING
from study.saved_words import new_writer
from study.speaking import actions, prompts, reading, rules, transcribing
from study.tasks import transcribe_leftovers
from tests.factories import QuestionFactory
from web.refusals import Refused

WEBM = b"\x1a\x45\xdf\xa3" + b"sound" * 20
TIMES = actions.Times(prepare=30, limit=120)
pytestmark = pytest.mark.django_db


def at(name, *args):
    return reverse(f"study:{name}", args=args)


def begun(user, what=None, **times) -> Take:
    """An answer that was begun a minute ago, unless `ago` says otherwise."""
    moment = timezone.now() - times.pop("ago", timedelta(seconds=60))
    return actions.begin(user, what or QuestionFactory(), times.get("times", TIMES), at=moment)


def kept(user, notes="Momentum averages.", **facts) -> Take:
    return actions.keep(
        begun(user, **facts), notes, base=0, writer=new_writer(), was_aloud=True, at=timezone.now()
    )


def recorded(user, sound=WEBM) -> Take:
    take = kept(user)
    actions.record(take, sound, at=timezone.now())
    return take


def rival_of(take, do) -> dict:
    """The form about the one text another window has typed."""
    take.refresh_from_db()
    (writer,) = take.rivals["notes"]
    return {"field": "notes", "writer": writer, "do": do}


def typed(notes, base=0, **more) -> dict:
    return {"notes": notes, "base": base, "writer": new_writer(), **more}


# Rules


@pytest.mark.parametrize(("after", "seconds"), [(0, 0), (30, 0), (31, 1), (150, 120), (9999, 120)])
def test_time_counts_from_the_end_of_the_preparation_to_the_limit(alice, after, seconds):
    take = begun(alice)
    assert rules.spoken_seconds(take, at=take.begun_at + timedelta(seconds=after)) == seconds


@pytest.mark.parametrize(
    ("sound", "kind"),
    [
        (WEBM, "audio/webm"),
        (b"OggS\0", "audio/ogg"),
        (b"\0\0\0 ftypM4A ", "audio/mp4"),
        (b"<html><script>", None),
        (b"", None),
    ],
)
def test_a_recording_is_known_by_how_it_begins(sound, kind):
    assert rules.kind_of(sound) == kind


def test_pace_is_words_a_minute_and_nothing_without_words_or_time():
    assert rules.words_a_minute("one two three", 90) == 2
    assert rules.words_a_minute(" ", 90) is None
    assert rules.words_a_minute("one", 0) is None


# The clock and the key


def test_extra_time_lengthens_both(alice):
    alice.extra_time = "1.50"
    take = begun(alice)
    assert (take.prepare_seconds, take.limit_seconds, take.limit) == (45, 180, 120)
    assert take.ends_at - take.begun_at == timedelta(seconds=225)


def test_preparation_is_cut_short_once_and_never_made_longer(alice):
    take = begun(alice, ago=timedelta(0))
    early = actions.start(take, at=take.begun_at + timedelta(seconds=10))
    assert early.starts_at == take.begun_at + timedelta(seconds=10)
    late = actions.start(take, at=take.begun_at + timedelta(seconds=50))
    assert late.starts_at == early.starts_at


def test_a_program_is_not_spoken(alice):
    with pytest.raises(Refused, match="written"):
        begun(alice, QuestionFactory(kind="implementation"))


def test_the_points_leave_the_server_once_an_answer_is_kept(as_user, alice):
    take, browser = begun(alice), as_user(alice)
    before = browser.get(at("take", take.pk)).content.decode()
    assert "decaying weights" not in before
    assert "damps oscillation" not in before
    assert browser.post(at("judge_take", take.pk), {}).status_code == 409
    browser.post(at("keep_take", take.pk), typed("It is an average."))
    after = browser.get(at("take", take.pk)).content.decode()
    assert "decaying weights" in after
    assert "Model answer" in after


def test_keeping_nothing_opens_nothing_and_says_why(as_user, alice):
    take = begun(alice)
    reply = as_user(alice).post(at("keep_take", take.pk), typed("  "))
    assert reply.status_code == 422
    assert "tick that you said it aloud" in reply.content.decode()
    take.refresh_from_db()
    assert take.kept_at is None


def test_said_aloud_counts_like_typed(as_user, alice):
    take = begun(alice)
    as_user(alice).post(at("keep_take", take.pk), typed("", was_aloud="on"))
    take.refresh_from_db()
    assert take.kept_at
    assert take.was_aloud
    assert 30 <= take.seconds <= take.limit_seconds


def test_notes_save_themselves_and_those_of_another_window_stay_beside(as_user, alice):
    take, browser = begun(alice), as_user(alice)
    assert browser.post(at("draft_take", take.pk), typed("First")).status_code == 200
    other = browser.post(at("draft_take", take.pk), typed("Sec")).content.decode()
    assert 'name="base" value="0"' in other, "it has not seen the first, and must not say it has"
    assert "Another window has other words" in other
    browser.post(at("settle_take", take.pk), rival_of(take, "drop"))
    browser.post(at("keep_take", take.pk), typed("Second"))
    take.refresh_from_db()
    assert take.notes == "First"
    assert take.kept_at, "there are words, so it is kept"
    page = browser.get(at("take", take.pk)).content.decode()
    assert "Another window typed this" in page
    browser.post(at("settle_take", take.pk), rival_of(take, "add"))
    take.refresh_from_db()
    assert (take.notes, take.rivals) == ("First\n\nSecond", {})


def test_notes_too_long_are_refused_and_come_back(as_user, alice):
    take = begun(alice)
    reply = as_user(alice).post(at("keep_take", take.pk), typed("x" * 20_001))
    assert reply.status_code == 422
    assert "x" * 20_001 in reply.content.decode()


def test_keeping_twice_keeps_the_first_time(alice):
    take = kept(alice)
    again = actions.keep(
        take, "Momentum averages.", base=1, writer=new_writer(), was_aloud=False, at=timezone.now()
    )
    assert (again.kept_at, again.seconds) == (take.kept_at, take.seconds)


def test_notes_beside_speech_have_no_pace_and_a_typed_answer_has(as_user, alice):
    assert reading.of(kept(alice)).pace is None
    silent = begun(alice)
    as_user(alice).post(at("keep_take", silent.pk), typed("one two three"))
    silent.refresh_from_db()
    assert reading.of(silent).pace == round(3 * 60 / silent.seconds)


# Choosing


def test_a_concept_is_drawn_that_was_spoken_of_longest_ago(alice):
    urgent = [one.slug for one in content().study.concepts if one.priority == "P1"]
    for slug in urgent:
        assert prompts.drawn(alice).slug == slug
        begun(alice, prompts.concept_of(slug), ago=timedelta(days=1))
    begun(alice, prompts.concept_of(urgent[0]))
    assert prompts.drawn(alice).slug == urgent[1]


def test_begin_with_a_question_or_a_concept_or_nothing(as_user, alice):
    browser, question = as_user(alice), QuestionFactory()
    times = {"limit": 90, "prepare": 0}
    browser.post(at("speak") + f"?question={question.slug}", times)
    browser.post(at("speak"), {"concept": content().study.concepts[3].slug, **times})
    browser.post(at("speak"), times)
    drawn, chosen, asked = Take.objects.filter(owner=alice)
    assert asked.version == question.current
    assert chosen.concept == content().study.concepts[3].slug
    assert drawn.concept
    assert (asked.limit_seconds, asked.starts_at) == (90, asked.begun_at)
    assert browser.post(at("speak"), {"limit": 7, "prepare": 0}).status_code == 422


def test_somebody_elses_question_cannot_be_spoken_on(as_user, alice, bob):
    hidden = QuestionFactory(owner=bob, visibility="private")
    page = as_user(alice).get(at("speak") + f"?question={hidden.slug}").content.decode()
    assert "no such question" in page
    assert hidden.title not in page


# Judging


def test_verdicts_are_kept_changed_and_taken_back(as_user, alice):
    take, browser = kept(alice), as_user(alice)
    first, second = (point.key for point in prompts.points_of(take))
    browser.post(at("judge_take", take.pk), {first: "made", second: "partly"})
    assert reading.of(take).share == 0.75
    browser.post(at("judge_take", take.pk), {first: "missed"})
    assert [mark.verdict for mark in TakeMark.objects.filter(take=take)] == ["missed"]
    assert reading.of(take).share is None, "not all are judged"
    assert browser.post(at("judge_take", take.pk), {first: "perfect"}).status_code == 422


def test_the_cards_of_a_concept_are_its_points(alice):
    card = content().study.cards[0]
    take = kept(alice, what=prompts.concept_of(card.concept))
    actions.judge(take, {f"c-{card.slug}": "made", "p-1": "made", "c-nowhere": "made"})
    assert [mark.card for mark in take.marks.all()] == [card.slug]


# Sound


def test_a_recording_is_for_its_owner_alone_and_never_cached(as_user, client, alice, bob):
    take = kept(alice)
    sound = SimpleUploadedFile("a.webm", WEBM, content_type="text/html")
    assert as_user(alice).post(at("recording", take.pk), {"sound": sound}).status_code == 302
    reply = as_user(alice).get(at("recording", take.pk))
    assert reply.content == WEBM
    assert reply["Content-Type"] == "audio/webm"
    assert "no-store" in reply["Cache-Control"]
    assert reply["X-Content-Type-Options"] == "nosniff"
    assert as_user(bob).get(at("recording", take.pk)).status_code == 404
    assert client.get(at("recording", take.pk)).status_code == 302, "to the log-in page"
    as_user(alice).post(at("forget_recording", take.pk))
    assert as_user(alice).get(at("recording", take.pk)).status_code == 404
    take.refresh_from_db()
    assert take.notes, "notes stay"


@pytest.mark.parametrize(
    ("sound", "why"),
    [
        (b"<script>", "no recording"),
        (b"", "empty"),
        (WEBM + b"x" * LARGEST_RECORDING, "up to 4 MB"),
    ],
)
def test_what_is_no_recording_or_too_large_is_refused(as_user, alice, sound, why):
    take = kept(alice)
    upload = {"sound": SimpleUploadedFile("a.webm", sound)}
    browser = as_user(alice)
    reply = browser.post(at("recording", take.pk), upload, headers={"accept": "application/json"})
    assert reply.status_code == 409
    assert why in reply.json()["reason"]
    assert not Recording.objects.exists()


def test_recordings_of_one_person_have_a_limit_together(alice, monkeypatch):
    monkeypatch.setattr(rules, "TOGETHER", 2 * len(WEBM))
    recorded(alice)
    second = recorded(alice)
    actions.record(second, WEBM, at=timezone.now())  # in its own place
    with pytest.raises(Refused, match="together"):
        recorded(alice)


def test_the_database_refuses_a_recording_that_is_too_large(alice):
    take = kept(alice)
    facts = {"take": take, "kind": "audio/webm", "sound": b"x", "kept_at": timezone.now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Recording.objects.create(**facts, size=LARGEST_RECORDING + 1)


def test_only_the_page_that_records_may_ask_for_the_microphone(as_user, alice):
    browser, take = as_user(alice), begun(alice)
    assert "microphone=(self)" in browser.get(at("take", take.pk))["Permissions-Policy"]
    assert "blob:" in browser.get(at("take", take.pk))["Content-Security-Policy"]
    for address in (at("speak"), at("index"), reverse("interview:home")):
        reply = browser.get(address)
        assert "microphone=()" in reply["Permissions-Policy"]
        assert "blob:" not in reply["Content-Security-Policy"]
    actions.keep(take, "x", base=0, writer=new_writer(), was_aloud=True, at=timezone.now())
    assert "microphone=()" in browser.get(at("take", take.pk))["Permissions-Policy"]


def test_all_of_it_is_in_the_export_and_gone_with_its_owner(alice):
    take = recorded(alice)
    TakeMark.objects.create(take=take, key_point=take.version.key_points.first(), verdict="made")
    with zipfile.ZipFile(exports.write_zip(alice, at=timezone.now())) as archive:
        names = archive.namelist()
        (sound,) = [name for name in names if name.endswith(".webm")]
        assert archive.read(sound) == WEBM
        facts = archive.read("study/answers-aloud.json").decode()
    assert "Momentum averages." in facts
    assert "decaying weights" in facts
    alice.delete()
    assert not Take.objects.exists()
    assert not Recording.objects.exists()


def test_deleting_an_answer_deletes_its_sound(as_user, alice):
    take = recorded(alice)
    as_user(alice).post(at("delete_take", take.pk))
    assert not Recording.objects.exists()


# Transcripts


def heard(sound: bytes, kind: str) -> str:
    """What a local engine is: a function of a sound and its kind."""
    assert sound == WEBM
    assert kind == "audio/webm"
    return "one two three\x00"


def deaf(sound: bytes, kind: str) -> str:
    raise RuntimeError("no model")


def asked_of(take, settings, engine) -> Recording:
    settings.TRANSCRIBER = engine
    actions.ask_for_transcript(take)
    return Recording.objects.get(take=take)


def test_nothing_writes_recordings_down_unless_the_site_says_what(as_user, alice):
    take = recorded(alice)
    assert "Have it written down" not in as_user(alice).get(at("take", take.pk)).content.decode()
    assert as_user(alice).post(at("transcribe", take.pk)).status_code == 409
    transcribe_leftovers()


def test_a_local_engine_writes_it_down_and_the_pace_follows(as_user, alice, settings):
    take = recorded(alice)
    settings.TRANSCRIBER = f"{__name__}.heard"
    assert "Have it written down" in as_user(alice).get(at("take", take.pk)).content.decode()
    as_user(alice).post(at("transcribe", take.pk))
    transcribe_leftovers()
    found = Recording.objects.get(take=take)
    assert (found.state, found.transcript) == ("done", "one two three")
    page = as_user(alice).get(at("take", take.pk)).content.decode()
    assert "3 words of the transcript" in page
    assert "Written down by a machine" in page


def test_an_engine_that_fails_is_tried_three_times_and_says_so(as_user, alice, settings):
    take = recorded(alice)
    found = asked_of(take, settings, f"{__name__}.deaf")
    for _ in range(5):
        transcribe_leftovers()
    found.refresh_from_db()
    assert (found.state, found.tries) == ("failed", 3)
    assert "no model" in found.why_failed
    assert "could not be written down" in as_user(alice).get(at("take", take.pk)).content.decode()


def test_two_workers_write_it_down_once_and_a_dead_one_is_followed(alice, settings):
    found = asked_of(recorded(alice), settings, f"{__name__}.heard")
    now = timezone.now()
    assert Recording.objects.claim(found.pk, at=now)
    transcribing.transcribe(found.pk, at=now)
    found.refresh_from_db()
    assert found.state == "running", "somebody else has it"
    transcribing.transcribe(found.pk, at=now + timedelta(minutes=6))
    found.refresh_from_db()
    assert found.state == "done"


class Service(BaseHTTPRequestHandler):
    """A service that answers with how much it was sent."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        said = b'{"text": "%d bytes of %s"}' % (len(body), self.headers["Content-Type"].encode())
        self.send_response(200)
        self.end_headers()
        self.wfile.write(said if self.path == "/good/" else b"[]")

    def log_message(self, *words):
        pass


@pytest.mark.parametrize(("path", "state"), [("good", "done"), ("bad", "waiting")])
def test_a_service_is_sent_the_sound_and_answers_a_text(alice, settings, path, state):
    with HTTPServer(("127.0.0.1", 0), Service) as service:
        threading.Thread(target=service.handle_request, daemon=True).start()
        address = f"http://127.0.0.1:{service.server_port}/{path}/"
        found = asked_of(recorded(alice), settings, address)
        transcribing.transcribe(found.pk, at=timezone.now())
    found.refresh_from_db()
    assert found.state == state
    assert found.transcript == (f"{len(WEBM)} bytes of audio/webm" if path == "good" else "")


@pytest.mark.parametrize("number", [1, 6])
def test_the_pages_cost_the_same_however_many_answers(
    as_user, alice, number, django_assert_max_num_queries
):
    for _ in range(number):
        take = recorded(alice)
    browser = as_user(alice)
    browser.get(at("speak"))
    with django_assert_max_num_queries(8):
        browser.get(at("speak"))
    with django_assert_max_num_queries(12):
        browser.get(at("take", take.pk))

"""Sound of answers aloud: whose it is, its limits, and having it written down."""

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
from study.models import Recording, Take, TakeMark
from study.models.speaking import LARGEST_RECORDING
from study.saved_words import new_writer
from study.speaking import actions, rules, transcribing
from study.tasks import transcribe_leftovers
from tests.study.speaking.spoken import WEBM, at, begun, kept, recorded
from web.refusals import Refused

pytestmark = pytest.mark.django_db


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
    ("asked", "status", "part", "where"),
    [
        ("bytes=0-3", 206, WEBM[:4], "bytes 0-3/{}"),
        ("bytes=4-", 206, WEBM[4:], "bytes 4-{last}/{}"),
        ("bytes=-5", 206, WEBM[-5:], "bytes {fifth}-{last}/{}"),
        ("bytes=0-99999", 206, WEBM, "bytes 0-{last}/{}"),
        ("bytes=-99999", 206, WEBM, "bytes 0-{last}/{}"),
        ("bytes=99999-", 416, b"", "bytes */{}"),
        ("bytes=-0", 416, b"", "bytes */{}"),
        ("bytes=5-2", 416, b"", "bytes */{}"),
        ("bytes=0-1,4-5", 200, WEBM, None),
        ("bytes=-", 200, WEBM, None),
        (f"bytes={'9' * 5000}-", 200, WEBM, None),
        ("bytes=٣-", 200, WEBM, None),
        ("lines=1-2", 200, WEBM, None),
    ],
)
def test_a_player_may_ask_for_a_part(as_user, alice, asked, status, part, where):
    take = recorded(alice)
    reply = as_user(alice).get(at("recording", take.pk), headers={"range": asked})
    size = len(WEBM)
    expected = where and where.format(size, last=size - 1, fifth=size - 5)
    found = (reply.status_code, reply.content, reply.headers.get("Content-Range"))
    assert found == (status, part, expected)
    assert reply["Accept-Ranges"] == "bytes"


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


def test_what_kills_every_worker_is_given_up_and_says_so(alice, settings):
    found = asked_of(recorded(alice), settings, f"{__name__}.heard")
    now = timezone.now()
    for hours in range(3):
        assert Recording.objects.claim(found.pk, at=now + timedelta(hours=hours))
    transcribing.sweep(at=now + timedelta(hours=3))
    found.refresh_from_db()
    assert (found.state, found.why_failed) == ("failed", transcribing.LOST)


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

"""Taking everything along, and deleting everything."""

import io
import json
import uuid
import zipfile
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts import actions, belongings, exports
from accounts.models import User
from interview import autosave
from interview.models import HintShown, Interview, Pause, PointMark, Scorecard, Seat
from reminders.models import DevMail, Reminder
from tests.factories import InterviewFactory, UserFactory

INJECTION = "../../etc/passwd <script>"


@pytest.fixture
def life(alice, bob):
    """Alice with something in every table that points to her, directly or through an interview."""
    now = timezone.now()
    EmailAddress.objects.create(user=alice, email=alice.email, verified=True, primary=True)
    Authenticator.objects.create(user=alice, type="totp", data={"secret": "topsecret"})
    LogEntry.objects.create(user=alice, action_flag=1, object_repr="x")
    Reminder.objects.create(
        key="interview:1:email", user=alice, kind="interview", channel="email",
        facts={"title": "Mock"}, due_at=now,
    )  # fmt: skip
    DevMail.objects.create(to=alice.email, subject="Your interview", raw=b"x")
    interview = InterviewFactory(
        candidate=alice, submitted=True, title=INJECTION, mode="practice", estimated_at=now,
        answers=["It averages *gradients*."],
    )  # fmt: skip
    Pause.objects.create(interview=interview, started_at=now, ended_at=now + timedelta(seconds=9))
    question = interview.questions.get(position=1)
    question.estimate, question.missed_note = 2, "the second point"
    question.save()
    HintShown.objects.create(question=question, number=1, shown_at=now)
    card = Scorecard.objects.create(
        question=question, rater_kind="auto", scorer_version="v1", score=0.5, low=0.4, high=0.6,
        made_at=now,
    )  # fmt: skip
    point = question.version.key_points.first()
    PointMark.objects.create(scorecard=card, key_point=point, p=0.9, verdict="made", end=9)
    Seat.objects.create(interview=interview, user=bob, role="interviewer")
    return interview


@pytest.fixture
def beside_bob(alice, bob):
    """An interview of Bob's in which Alice sat beside and gave a mark."""
    interview = InterviewFactory(candidate=bob, submitted=True, answers=["Bob's own words."])
    Seat.objects.create(interview=interview, user=alice, role="interviewer")
    return Scorecard.objects.create(
        question=interview.questions.get(position=1), rater_kind="interviewer", rater=alice,
        score=0.7, low=0.7, high=0.7, made_at=timezone.now(),
    )  # fmt: skip


# Export


def unzip(response) -> dict[str, str]:
    data = io.BytesIO(b"".join(response.streaming_content))
    with zipfile.ZipFile(data) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_the_zip_holds_everything_in_json_and_markdown(as_user, alice, life, beside_bob):
    response = as_user(alice).get(reverse("accounts:export"))

    assert 'filename="greenroom-alice-' in response.headers["Content-Disposition"]
    assert "no-store" in response.headers["Cache-Control"]
    files = unzip(response)
    stems = {name.rpartition(".")[0] for name in files} - {"README"}
    assert all({f"{stem}.json", f"{stem}.md"} <= set(files) for stem in stems)
    account = json.loads(files["account/account.json"])
    assert account["addresses"] == [{"email": alice.email, "verified": True, "primary": True}]
    (path,) = [n for n in files if n.startswith("interviews/20") and n.endswith(".json")]
    interview = json.loads(files[path])
    (question, *_) = interview["questions"]
    assert interview["pauses"]
    assert question["prompt"].startswith("What does")
    assert question["answer"]["text"] == "It averages *gradients*."
    assert question["hints"][0]["text"] == "Think of a ball."
    assert (question["estimate"], question["what_i_missed"]) == (2, "the second point")
    assert question["marks"][0]["points"][0]["verdict"] == "made"
    assert "It averages *gradients*." in files[path.replace(".json", ".md")]
    assert json.loads(files["reminders/reminders.json"])[0]["facts"] == {"title": "Mock"}
    assert "Mock" in files["reminders/reminders.md"]
    together = "".join(files.values())
    assert "topsecret" not in together
    assert alice.password not in together
    assert "Bob's own words." not in together
    assert json.loads(files["interviews/with-others.json"])["marks_given"][0]["score"] == 0.7


def test_names_in_the_zip_are_safe(as_user, alice, life):
    names = list(unzip(as_user(alice).get(reverse("accounts:export"))))
    assert all(".." not in name and "<" not in name and name.count("/") <= 1 for name in names)


def test_the_history_in_the_zip_replays_to_the_answer(as_user, alice):
    interview = InterviewFactory(candidate=alice, running=True)
    writer = uuid.uuid4()
    for count, text in enumerate(["Mo", "Momentum averages", "Momentum *damps*"], start=1):
        autosave.save(
            interview.pk, 1, candidate_id=alice.pk, text=text, base=count - 1, writer=writer,
            count=count,
        )  # fmt: skip

    files = unzip(as_user(alice).get(reverse("accounts:export")))

    (path,) = [n for n in files if n.startswith("interviews/") and n.endswith(".json")]
    answer = json.loads(files[path])["questions"][0]["answer"]
    text = ""
    for step in answer["history"]:
        text = text[: step["start"]] + step["added"] + text[step["start"] + step["removed"] :]
    assert len(answer["history"]) == 3
    assert text == answer["text"] == "Momentum *damps*"


def test_marks_stay_out_until_the_candidate_has_said_how_it_went(as_user, alice, life):
    Interview.objects.filter(pk=life.pk).update(estimated_at=None)
    files = unzip(as_user(alice).get(reverse("accounts:export")))
    assert "Momentum averages past gradients with decaying weights." not in "".join(files.values())


def test_two_interviews_of_one_name_are_both_there(as_user, alice):
    InterviewFactory.create_batch(2, candidate=alice, title="Mock")
    files = unzip(as_user(alice).get(reverse("accounts:export")))
    assert len([name for name in files if name.startswith("interviews/")]) == 4


def test_a_stranger_exports_only_their_own(as_user, charlie, life):
    together = "".join(unzip(as_user(charlie).get(reverse("accounts:export"))).values())
    assert "gradients" not in together
    assert "alice@example.org" not in together


def test_every_room_of_the_moment_exports():
    rooms = ["account", "calibration", "code-reviews", "groups", "imports", "interviews"]
    rooms += ["marking", "meetings", "questions", "reminders", "sets", "study"]
    assert exports.registered() == rooms


def test_export_is_for_the_logged_in_and_only_read(client, as_user, alice):
    url = reverse("accounts:export")
    assert client.get(url).status_code == 302
    assert as_user(alice).post(url).status_code == 405


@given(st.text())
def test_any_title_makes_a_safe_file_name(title):
    name = exports.safe_name(title)
    assert 0 < len(name) <= 62
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_")
    assert name not in {"con", "prn", "aux", "nul", "com1", "lpt9"}


@given(st.lists(st.sampled_from(["a.md", "A.md", "b.md", "a-2.md"]), max_size=9))
def test_no_file_of_the_zip_hides_another(paths):
    taken: set[str] = set()
    free = [exports._free(path, taken) for path in paths]
    assert len({name.lower() for name in free}) == len(paths)


@pytest.mark.parametrize("path", ["../x.md", "/x.md", "a/../../x", "a\\x.md", ""])
def test_a_room_cannot_write_outside_its_folder(path):
    with pytest.raises(ValueError, match="inside an export"):
        exports._checked(path)


# Delete


@pytest.fixture
def url():
    return reverse("accounts:delete")


@pytest.fixture
def sure_alice(alice):
    """Alice, who has just typed her password."""
    client = Client()
    client.force_login(alice, backend=actions.BACKEND)
    client.post(reverse("account_reauthenticate"), {"password": "correct horse battery"})
    return client


def rows_that_point_to(pk: int) -> dict[str, int]:
    """Asks the database itself for every foreign key to the person's table, and counts."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT c.conrelid::regclass::text, a.attname
            FROM pg_constraint c
            JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)
            WHERE c.contype = 'f' AND c.confrelid = %s::regclass
            """,
            [User._meta.db_table],
        )
        keys = cursor.fetchall()
        found = {}
        for table, column in keys:
            cursor.execute(f'SELECT count(*) FROM {table} WHERE "{column}" = %s', [pk])
            found[f"{table}.{column}"] = cursor.fetchone()[0]
    return found


def test_references_name_every_foreign_key_the_database_has(db):
    ours = {f"{f.model._meta.db_table}.{f.column}" for f in belongings.references()}
    assert ours == set(rows_that_point_to(0))


def test_deleting_leaves_no_row_that_points_to_the_person(sure_alice, alice, life, beside_bob, url):
    pk = alice.pk
    assert sum(rows_that_point_to(pk).values()) >= 6

    response = sure_alice.post(url, {"word": " Delete "})

    assert response.url == reverse("web:landing")
    assert not User.objects.filter(pk=pk).exists()
    assert set(rows_that_point_to(pk).values()) == {0}
    assert not Interview.objects.filter(pk=life.pk).exists()
    assert not DevMail.objects.exists()


def test_marks_given_to_others_stay_without_a_name(sure_alice, beside_bob, bob, url):
    sure_alice.post(url, {"word": "delete"})

    beside_bob.refresh_from_db()
    assert (beside_bob.rater, beside_bob.score) == (None, 0.7)
    assert Interview.objects.of_candidate(bob).count() == 1


def test_deleting_logs_out_everywhere(sure_alice, as_user, alice, bob, url):
    phone, bobs = as_user(alice), as_user(bob)
    sure_alice.post(url, {"word": "delete"})

    assert phone.get(reverse("accounts:settings")).status_code == 302
    assert bobs.get(reverse("accounts:settings")).status_code == 200
    owners = {session.get_decoded().get("_auth_user_id") for session in Session.objects.all()}
    assert str(alice.pk) not in owners
    assert str(bob.pk) in owners


@pytest.mark.parametrize("word", ["", "yes", "delet", "delete everything"])
def test_without_the_word_nothing_is_deleted(sure_alice, alice, url, word):
    response = sure_alice.post(url, {"word": word})

    assert response.status_code == 422
    assert "Type the word" in response.content.decode()
    assert User.objects.filter(pk=alice.pk).exists()


def test_an_account_logs_in_again_first(as_user, alice, url):
    response = as_user(alice).post(url, {"word": "delete"})

    assert response.url.startswith(reverse("account_reauthenticate"))
    assert User.objects.filter(pk=alice.pk).exists()


def test_a_guest_only_types_the_word(as_user, db, url):
    guest = UserFactory(guest=True)
    client = as_user(guest)
    assert client.get(url).status_code == 200
    client.post(url, {"word": "delete"})
    assert not User.objects.filter(pk=guest.pk).exists()


def test_a_stranger_survives_somebody_elses_leaving(alice, charlie, life):
    theirs = InterviewFactory(candidate=charlie, submitted=True, answers=["Mine."])
    actions.delete_account(alice)
    assert Interview.objects.filter(pk=theirs.pk).exists()


def test_delete_answers_only_get_and_post(sure_alice, url):
    assert sure_alice.put(url).status_code == 405

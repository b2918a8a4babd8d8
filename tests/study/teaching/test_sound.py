"""An explanation that is heard: what a group may play, and until when."""

import json
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import exports
from accounts.actions import delete_account
from groups.actions import leave
from reminders.models import Reminder
from study.content import content
from study.models import Explanation
from study.speaking import actions as speaking
from study.teaching import actions
from tests.factories import group_of
from tests.study.speaking.spoken import WEBM, recorded
from web.refusals import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def concept():
    return content().study.concepts[0]


@pytest.fixture
def group(alice, bob):
    return group_of(alice, bob)


@pytest.fixture
def take(alice, concept):
    return recorded(alice, concept)


@pytest.fixture
def heard(alice, concept, group, take):
    """Opened with its sound, and not a written word."""
    sound = {"recording": take.recording.pk, "at": timezone.now()}
    return actions.share(alice, concept.slug, group.circle_id, **sound)


def sound_of(row) -> str:
    return reverse("study:explanation_sound", args=[row.pk])


def test_from_the_answer_aloud_to_the_groups_ears(as_user, alice, bob, concept, group, take):
    hers, his = as_user(alice), as_user(bob)
    page = hers.get(reverse("study:take", args=[take.pk])).content.decode()
    address = reverse("study:explain", args=[concept.slug])
    assert f"{address}#readers" in page
    assert f'<option value="{take.recording.pk}">' in hers.get(address).content.decode()
    share = reverse("study:share_explanation", args=[concept.slug])
    hers.post(share, {"group": group.circle_id, "recording": take.recording.pk})
    row = Explanation.objects.get()
    assert "hears it as you said it" in hers.get(address).content.decode()
    note = Reminder.objects.filter(user=bob, channel="in-app").get()
    assert "Hear it" in str(note.facts)
    assert sound_of(row) in his.get(row.get_absolute_url()).content.decode()
    assert his.get(sound_of(row)).content == WEBM
    # What else she said of it stays hers.
    assert his.get(reverse("study:recording", args=[take.pk])).status_code == 404


def test_without_words_and_without_sound_nothing_is_opened(alice, concept, group):
    with pytest.raises(Refused, match="Write or record it first"):
        actions.share(alice, concept.slug, group.circle_id, at=timezone.now())


def test_one_plays_only_recordings_of_ones_own_and_of_this_concept(alice, bob, concept, group):
    others = [recorded(bob, concept), recorded(alice), recorded(alice, content().study.cases[0])]
    for other in others:
        sound = {"recording": other.recording.pk, "at": timezone.now()}
        with pytest.raises(Refused, match="not kept here"):
            actions.share(alice, concept.slug, group.circle_id, **sound)


def test_a_recording_that_went_meanwhile_is_said_where_it_was_chosen(as_user, alice, group, take):
    chosen, slug = take.recording.pk, take.concept
    speaking.forget_recording(take, at=timezone.now())
    share = reverse("study:share_explanation", args=[slug])
    reply = as_user(alice).post(share, {"group": group.circle_id, "recording": chosen})
    assert reply.status_code == 422
    assert "errorlist" in reply.content.decode().partition('id="readers"')[2]
    assert not Explanation.objects.exists()


@pytest.mark.parametrize("how", ["forget", "delete"])
@pytest.mark.parametrize("words", ["", " \n"])
def test_with_its_sound_gone_nothing_is_left_open(as_user, bob, take, heard, how, words):
    Explanation.objects.update(shared_text=words)
    what = {"forget": speaking.forget_recording, "delete": speaking.delete}[how]
    what(take, at=timezone.now())
    heard.refresh_from_db()
    assert (heard.circle, heard.recording) == (None, None)
    assert as_user(bob).get(sound_of(heard)).status_code == 404
    assert not Reminder.objects.filter(user=bob, channel="in-app", state="waiting").exists()


def test_words_stay_open_when_the_sound_beside_them_goes(as_user, alice, bob, take, heard):
    Explanation.objects.update(text="It is a sum.", shared_text="It is a sum.")
    speaking.forget_recording(take, at=timezone.now())
    heard.refresh_from_db()
    assert (heard.circle is not None, heard.recording) == (True, None)
    page = as_user(bob).get(heard.get_absolute_url()).content.decode()
    assert "It is a sum." in page
    assert sound_of(heard) not in page


def test_taken_back_or_outside_the_group_nobody_hears_it(as_user, bob, charlie, heard, group):
    assert as_user(charlie).get(sound_of(heard)).status_code == 404
    leave(group, by=bob, at=timezone.now())
    assert as_user(bob).get(sound_of(heard)).status_code == 404
    actions.take_back(heard.owner, heard.concept, at=timezone.now())
    assert as_user(heard.owner).get(sound_of(heard)).status_code == 404


def test_its_author_goes_with_all_of_it(alice, heard):
    delete_account(alice)
    assert not Explanation.objects.exists()


def test_the_sound_is_not_read_to_show_a_page(as_user, alice, bob, heard):
    hers = reverse("study:explain", args=[heard.concept])
    with CaptureQueriesContext(connection) as asked:
        as_user(bob).get(heard.get_absolute_url())
        as_user(alice).get(hers)
    assert not [query for query in asked if '"sound"' in query["sql"]]


def test_the_export_says_which_recording_was_heard(alice, take, heard):
    with zipfile.ZipFile(exports.write_zip(alice, at=timezone.now())) as archive:
        told = json.loads(archive.read("study/explanations.json"))
        (sound,) = [name for name in archive.namelist() if name.endswith(".webm")]
    (row,) = told["explanations"]
    assert sound.endswith(f"-{row['recording__take']}.webm")

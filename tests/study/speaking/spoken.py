"""Answers aloud at any point of their life."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from study.models import Take
from study.saved_words import new_writer
from study.speaking import actions
from tests.factories import QuestionFactory

WEBM = b"\x1a\x45\xdf\xa3" + b"sound" * 20
TIMES = actions.Times(prepare=30, limit=120)


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


def recorded(user, what=None, sound=WEBM) -> Take:
    take = kept(user, what=what)
    actions.record(take, sound, at=timezone.now())
    return take


def rival_of(take, do) -> dict:
    """The form about the one text another window has typed."""
    take.refresh_from_db()
    (writer,) = take.rivals["notes"]
    return {"field": "notes", "writer": writer, "do": do}


def typed(notes, base=0, **more) -> dict:
    return {"notes": notes, "base": base, "writer": new_writer(), **more}

"""What a person takes along of their answers aloud: words, verdicts, and the sound itself."""

from collections.abc import Iterator

from accounts.exports import File, as_json, safe_name
from accounts.models import User
from study.models import Recording, Take

_ENDINGS = {"audio/webm": "webm", "audio/ogg": "ogg", "audio/mp4": "m4a"}


def files(person: User) -> Iterator[File]:
    """Nothing of what they never used. Recordings come one by one, so that none piles up."""
    takes = Take.objects.filter(owner=person).order_by("pk")
    rows = takes.prefetch_related("marks__key_point")
    sounds = Recording.objects.filter(take__owner=person).defer("sound").order_by("pk")
    kept = {sound.take_id: sound for sound in sounds}
    facts = [_facts(take, kept.get(take.pk)) for take in rows]
    if facts:
        yield File("answers-aloud.json", as_json(facts))
    for take in takes:
        if take.pk in kept:
            sound = Recording.objects.get(take=take)
            yield File(_path(take, sound), bytes(sound.sound))


def _path(take: Take, sound: Recording) -> str:
    name = safe_name(take.title, "answer")
    return f"recordings/{take.begun_at:%Y-%m-%d}-{name}-{take.pk}.{_ENDINGS[sound.kind]}"


def _facts(take: Take, sound: Recording | None) -> dict:
    names = (
        *(
            "title",
            "concept",
            "case",
            "limit",
            "limit_seconds",
            "prepare_seconds",
            "begun_at",
            "starts_at",
        ),
        *("kept_at", "seconds", "was_aloud", "notes", "rivals"),
    )
    return {name: getattr(take, name) for name in names} | {
        "points": [
            {
                "point": mark.key_point.text if mark.key_point else mark.card,
                "verdict": mark.verdict,
            }
            for mark in take.marks.all()
        ],
        "recording": _path(take, sound) if sound else None,
        "transcript": sound.transcript if sound else "",
    }

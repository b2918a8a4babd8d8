"""What a person takes along from their weak spots: what they answered to probes, what they said."""

from collections.abc import Iterator

from accounts.exports import File, as_json
from accounts.models import User
from study.models import Probe, SpotRating

_PROBE = ("spot", "text", "rivals", "saved_at", "kept_at", "outcome", "judged_at", "on")


def files(person: User) -> Iterator[File]:
    probes = Probe.objects.visible_to(person).values(*_PROBE)
    ratings = SpotRating.objects.visible_to(person).values("spot", "confidence", "at", "on")
    spots = {"probes": list(probes), "ratings": list(ratings)}
    if any(spots.values()):
        yield File("weak-spots.json", as_json(spots))

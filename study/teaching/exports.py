"""What a person takes along: what they explained, and what was said of it and by them."""

from collections.abc import Iterator

from accounts.exports import File, as_json
from accounts.models import User
from study.models import Explanation, Heard

_EXPLANATION = (
    *("concept", "text", "rivals", "saved_at", "circle__name", "shared_at", "shared_text"),
    # The number at the end of the recording's file name.
    "recording__take",
)


def files(person: User) -> Iterator[File]:
    own = Explanation.objects.of(person).prefetch_related("heard").order_by("pk")
    facts = dict(zip(own.values_list("pk", flat=True), own.values(*_EXPLANATION), strict=True))
    for row in own:
        facts[row.pk]["heard"] = [
            {"understood": one.is_understood, "words": one.words, "at": one.at}
            for one in row.heard.all()
        ]
    said = Heard.objects.filter(by=person).values("explanation", "is_understood", "words", "at")
    told = {"explanations": list(facts.values()), "heard": list(said)}
    if any(told.values()):
        yield File("explanations.json", as_json(told))

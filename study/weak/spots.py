"""The weak spots there are: the nine of the study content, and those a person's results show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

from django.urls import reverse

from questions.bank.study import Study
from questions.bank.study.syllabus import Concept
from questions.models import KeyPoint, Question
from study.models import Probe
from study.ways import Ways
from study.weak.evidence import Answered, Evidence
from study.weak.rules import Result, Standing, standing

PROBE_MINUTES = 2
# A concept's cards, once more.
CARDS_MINUTES = 10
TOPIC_MINUTES = 20


@dataclass(frozen=True)
class Fix:
    """The exercise that mends a spot, and where it is done; no address where nothing opens."""

    task: str
    minutes: int
    title: str = ""
    address: str = ""


@dataclass(frozen=True)
class Spot:
    """One spot as its page shows it: what it is, and how this person stands to it."""

    slug: str
    title: str
    group: str
    symptoms: tuple[str, ...]
    fix: Fix
    # Two minutes: what is asked, and the answer that is shown once one's own is kept.
    prompt: str = ""
    answer: str = ""
    concepts: tuple[str, ...] = ()
    results: tuple[Result, ...] = ()
    standing: Standing = field(default_factory=Standing)
    # The try that is being typed, or kept and not judged yet; and what it comes after.
    open_try: Probe | None = None
    last_try: Probe | None = None
    confidence: int | None = None

    @property
    def minutes(self) -> int:
        return (PROBE_MINUTES if self.prompt else 0) + self.fix.minutes

    @property
    def latest(self) -> list[Result]:
        """The last results, the newest first."""
        return sorted(self.results, key=lambda one: one.at, reverse=True)[:5]


# Its slug, its results, and how it is made should they flag it.
Found = tuple[str, list[Result], Callable[[], Spot]]


class Board:
    """All spots of one person, how they stand, and which comes first."""

    def __init__(self, study: Study, ways: Ways, evidence: Evidence | None) -> None:
        """Without evidence, as for somebody nobody knows, only what the study content says."""
        self.study, self.ways, self.evidence = study, ways, evidence

    @cached_property
    def guide(self) -> list[Spot]:
        """The spots of the study content, in its order."""
        return [self._with_results(one, self._about(one)) for one in self._of_content()]

    @cached_property
    def measured(self) -> list[Spot]:
        """Those that only this person's results show, and only while something was flagged."""
        if self.evidence is None:
            return []
        found = (*self._points(), *self._topics(), *self._concepts())
        flagged = [
            self._with_results(make(), results)
            for slug, results, make in found
            if standing(self._all(slug, results)).since
        ]
        return sorted(flagged, key=_worst_first)

    def worst(self, number: int) -> list[Spot]:
        """Those to mend next: open before in work, then by how often, then by when. What went well
        today is left for another day."""
        waiting = [
            one
            for one in (*self.guide, *self.measured)
            if one.standing.is_waiting and self.evidence.today not in one.standing.good_on
        ]
        return sorted(waiting, key=_worst_first)[:number]

    def find(self, slug: str) -> Spot | None:
        return next((one for one in (*self.guide, *self.measured) if one.slug == slug), None)

    def _of_content(self) -> Iterator[Spot]:
        for one in self.study.weak_spots:
            way = next(iter(self.ways.to("questions", [one.fix.question])), None)
            title, address = (way.title, way.address) if way else ("", "")
            yield Spot(
                one.slug,
                one.title,
                one.group,
                one.symptoms,
                Fix(one.fix.task, one.fix.minutes, title, address),
                prompt=one.probe.prompt,
                answer=one.probe.answer,
                concepts=one.concepts,
            )

    def _about(self, spot: Spot) -> list[Result]:
        """Answers to the questions of its concepts and of its fix, and the concepts' cards."""
        if self.evidence is None:
            return []
        fixes = {one.fix.question for one in self.study.weak_spots if one.slug == spot.slug}
        mine = [one for one in self.study.concepts if one.slug in spot.concepts]
        asked = fixes.union(*(one.questions for one in mine))
        answers = [one.result for one in self.evidence.answers if one.question.slug in asked]
        cards = [one for slug in spot.concepts for one in self.evidence.cards.get(slug, ())]
        return [*answers, *cards]

    def _with_results(self, spot: Spot, results: Iterable[Result]) -> Spot:
        if self.evidence is None:
            return spot
        all_of_it = self._all(spot.slug, results)
        tries = [one for one in self.evidence.probes if one.spot == spot.slug]
        return replace(
            spot,
            results=all_of_it,
            standing=standing(all_of_it),
            open_try=next((one for one in tries if not one.outcome), None),
            last_try=next((one for one in reversed(tries) if one.outcome), None),
            confidence=self.evidence.ratings.get(spot.slug),
        )

    def _all(self, slug: str, results: Iterable[Result]) -> tuple[Result, ...]:
        """With what they said themselves."""
        return (*results, *self.evidence.own.get(slug, ()))

    def _points(self) -> Iterator[Found]:
        """Rubric points that were wanting; a point is the same one in every version of its
        question."""
        found: dict[str, tuple[Answered, KeyPoint, list[Result]]] = {}
        for answered in self.evidence.answers:
            for point, result in answered.points:
                slug = f"point-{answered.question.pk}-{point.slug}"
                found.setdefault(slug, (answered, point, []))[2].append(result)
        for slug, (answered, point, results) in found.items():
            if any(one.is_good is False for one in results):
                yield slug, results, partial(_point, slug, answered.question, point)

    def _topics(self) -> Iterator[Found]:
        found: dict[str, tuple[Question, list[Result]]] = {}
        for answered in self.evidence.answers:
            topic = answered.question.topic
            found.setdefault(topic.slug, (answered.question, []))[1].append(answered.result)
        for topic, (question, results) in found.items():
            slug = f"topic-{topic}"
            yield slug, results, partial(_topic, slug, question)

    def _concepts(self) -> Iterator[Found]:
        """Concepts whose cards one forgets, where no spot of the content is about them."""
        covered = {slug for one in self.study.weak_spots for slug in one.concepts}
        for concept in self.study.concepts:
            results = self.evidence.cards.get(concept.slug, [])
            if concept.slug not in covered and any(one.is_good is False for one in results):
                slug = f"concept-{concept.slug}"
                yield slug, results, partial(self._concept, slug, concept)

    def _concept(self, slug: str, concept: Concept) -> Spot:
        card = next(one for one in self.study.cards if one.concept == concept.slug)
        way = next(iter(self.ways.to("questions", concept.questions)), None)
        return Spot(
            slug,
            concept.title,
            "concept",
            ("You have forgotten cards on it that you had learned.",),
            Fix(
                "Answer the question it is asked by, then its cards once more.",
                (way.minutes if way else 0) + CARDS_MINUTES,
                way.title if way else "Recall cards",
                way.address if way else reverse("study:session"),
            ),
            prompt=card.front,
            answer=card.back,
            concepts=(concept.slug,),
        )


def _point(slug: str, question: Question, point: KeyPoint) -> Spot:
    return Spot(
        slug,
        f"A point of “{question.title}”",
        "point",
        ("Asked for it again and again, you left it out or had it otherwise.",),
        Fix(
            "Answer the question again, aloud or in writing, and say this point early.",
            question.minutes,
            question.title,
            question.get_absolute_url(),
        ),
        prompt=point.probe or f"{question.title}: which point was wanting in your answers?",
        answer=point.text,
    )


def _topic(slug: str, question: Question) -> Spot:
    topic = question.topic
    return Spot(
        slug,
        topic.title,
        "topic",
        ("Your answers on this area stay under half of their marks.",),
        Fix(
            "Practise this area alone, and read each mark before you go on.",
            TOPIC_MINUTES,
            f"Questions on {topic.title}",
            f"{reverse('questions:browse')}?area={topic.slug}",
        ),
    )


def _worst_first(spot: Spot) -> tuple:
    now = spot.standing
    return (not now.is_waiting, bool(now.good_on), -now.bad, -now.since.timestamp())

"""Where cards come from: the study content, points an interview showed to be wanting, oneself."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from interview import reviews
from interview.models import Interview, PointMark
from interview.question_reviews import PointReview, QuestionReview
from questions.bank.study.syllabus import Card as ContentCard
from questions.bank.study.syllabus import SheetFormula
from questions.models import KeyPoint, Question, QuestionVersion
from study.cards import identity
from study.content import content
from study.models import Card

# As many interviews back as one still remembers having said it.
LOOKED_AT = 5
WANTING = (PointMark.Verdict.CONTRADICTED, PointMark.Verdict.MISSED, PointMark.Verdict.PARTLY)


@dataclass(frozen=True)
class Deck:
    """The content's cards of one block of the grid."""

    slug: str
    title: str
    cards: list[ContentCard]
    added: int

    @property
    def left(self) -> int:
        return len(self.cards) - self.added


@dataclass(frozen=True)
class Wanting:
    """A point that the last interviews showed to be wanting, and no card has yet."""

    point: KeyPoint
    question: Question
    verdict: str
    words: str
    # The words of the answer that contradicted it, or made half of it.
    said: str


def decks(user: User) -> list[Deck]:
    """The blocks of the grid with their cards, and how many of each this person has."""
    found = content()
    if found is None:
        return []
    has = set(Card.objects.visible_to(user).exclude(slug="").values_list("slug", flat=True))
    block_of = {concept.slug: concept.block for concept in found.study.concepts}
    made = []
    for block in found.study.blocks:
        cards = [card for card in found.study.cards if block_of.get(card.concept) == block.slug]
        if cards:
            added = sum(card.slug in has for card in cards)
            made.append(Deck(block.slug, block.title, cards, added))
    return made


def urgent() -> list[ContentCard]:
    """The content's cards of what is to be known cold."""
    found = content()
    if found is None:
        return []
    cold = {concept.slug for concept in found.study.concepts if concept.priority == "P1"}
    return [card for card in found.study.cards if card.concept in cold]


def add(user: User, cards: Iterable[ContentCard], *, at: datetime) -> int:
    """Take cards of the content; those one has stay as they are. How many were new."""
    cards = list(cards)
    asked = {card.question for card in cards}
    ids = dict(Question.objects.visible_to(user).filter(slug__in=asked).values_list("slug", "pk"))
    before = Card.objects.visible_to(user).count()
    Card.objects.bulk_create(
        (
            Card(
                owner=user,
                source=Card.Source.CONTENT,
                slug=card.slug,
                guid=identity.of_content(card.slug),
                concept=card.concept,
                question_id=ids.get(card.question),
                front=card.front,
                back=card.back,
                created_at=at,
            )
            for card in cards
        ),
        ignore_conflicts=True,
    )
    return Card.objects.visible_to(user).count() - before


def of_formula(formula: SheetFormula) -> ContentCard:
    """A formula as a card: its title asks, the formula answers."""
    symbols = "; ".join(f"${one.symbol}$: {one.means}" for one in formula.symbols)
    return ContentCard(
        line=formula.line,
        slug=f"formula-{formula.slug}",
        concept=formula.concept,
        front=f"Formula: {formula.title}",
        back=f"$$\n{formula.formula}\n$$\n\n{symbols}",
        question=formula.question,
    )


def taught() -> dict[str, ContentCard]:
    """All cards the content can give, its formulas' too, by slug."""
    found = content()
    formulas = map(of_formula, found.study.formulas) if found else ()
    return {card.slug: card for card in (*found.study.cards, *formulas)} if found else {}


def refresh(cards: Iterable[Card]) -> None:
    """Show the content's words as they are now: a slip mended there is mended here."""
    now, changed = taught(), []
    for card in cards:
        newest = now.get(card.slug)
        if newest and (card.front, card.back) != (newest.front, newest.back):
            card.front, card.back = newest.front, newest.back
            changed.append(card)
    Card.objects.bulk_update(changed, ["front", "back"])


def wanting(user: User) -> list[Wanting]:
    """Points of the last interviews that were missed, half made or contradicted, the worst first.

    Only interviews whose marks their candidate has seen, and of each point the newest verdict.
    """
    seen = Interview.objects.of_candidate(user).finished().exclude(estimated_at=None)
    return wanting_of(user, reviews.answered_in(seen[:LOOKED_AT]))


def wanting_of(user: User, answered: Iterable[QuestionReview]) -> list[Wanting]:
    """The same of answers that are read already, the newest first."""
    has = set(Card.objects.visible_to(user).filter(source="point").values_list("guid", flat=True))
    found: dict[int, Wanting | None] = {}
    for question in answered:
        for point in question.points:
            found.setdefault(point.point.pk, _wanting(question, point, has))
    order = {verdict: number for number, verdict in enumerate(WANTING)}
    return sorted(filter(None, found.values()), key=lambda one: order[one.verdict])


def _wanting(question: QuestionReview, point: PointReview, has: Collection[str]) -> Wanting | None:
    if point.verdict not in WANTING:
        return None
    if identity.of_point(question.version.question.slug, point.point.slug) in has:
        return None
    said = ""
    if point.has_evidence:
        said = question.answer.text[point.machine.start : point.machine.end]
    return Wanting(point.point, question.version.question, point.verdict, point.words, said)


def add_points(user: User, chosen: Iterable[Wanting], *, at: datetime) -> int:
    """A card for each: its probe asks, the point answers."""
    before = Card.objects.visible_to(user).count()
    Card.objects.bulk_create(
        (
            Card(
                owner=user,
                source=Card.Source.POINT,
                key_point=one.point,
                question=one.question,
                version_id=one.point.version_id,
                guid=identity.of_point(one.question.slug, one.point.slug),
                front=_front(one.point, one.question),
                back=one.point.text,
                said=one.said,
                created_at=at,
            )
            for one in chosen
        ),
        ignore_conflicts=True,
    )
    return Card.objects.visible_to(user).count() - before


def write(user: User, *, front: str, back: str, at: datetime) -> Card:
    """A card in one's own words."""
    return Card.objects.create(
        owner=user,
        source=Card.Source.OWN,
        guid=identity.fresh(),
        front=front,
        back=back,
        created_at=at,
    )


def of_point(user: User, point: KeyPoint, *, at: datetime) -> bool:
    """A card of one rubric point whose key is open to this person, with their own words beside it
    where they contradicted it lately; False when they have one."""
    lately = [one for one in wanting(user) if one.point.pk == point.pk]
    plain = Wanting(point, point.version.question, "", "", "")
    return bool(add_points(user, lately or [plain], at=at))


def of_question(user: User, question: Question, *, at: datetime) -> bool:
    """A card of a whole question whose key is open to this person: what it asks, and the points
    that must not be missing. False when they have one."""
    version = question.current
    front, back = of_version(version)
    _card, is_new = Card.objects.get_or_create(
        owner=user,
        guid=identity.of_question(question.slug),
        defaults={
            "source": Card.Source.QUESTION,
            "question": question,
            "version": version,
            "front": front,
            "back": back,
            "created_at": at,
        },
    )
    return is_new


def of_version(version: QuestionVersion) -> tuple[str, str]:
    """The two sides of a card of a whole question: the points that must be made, else all points,
    else the model answer."""
    points = list(version.key_points.all())
    must = [point.text for point in points if point.level == KeyPoint.Level.MUST]
    told = must or [point.text for point in points]
    return version.prompt, "\n".join(f"- {text}" for text in told) or version.model_answer


def newest_words(card: Card) -> tuple[str, str] | None:
    """What the card would say were it made of its question now; None where that has no such point
    any more."""
    version = card.question.current
    if card.source == Card.Source.QUESTION:
        return of_version(version)
    slug = card.key_point.slug if card.key_point else ""
    point = version.key_points.filter(slug=slug).first()
    return (_front(point, card.question), point.text) if point else None


def follow_source(card: Card, *, take_words: bool) -> None:
    """The card was compared with its question as it is now; its words are taken, or one's stay."""
    words = newest_words(card) if take_words else None
    facts = {"front": words[0], "back": words[1]} if words else {}
    Card.objects.filter(pk=card.pk).update(version=card.question.current, **facts)


def _front(point: KeyPoint, question: Question) -> str:
    return point.probe or f"{question}: what was wanting in your answer?"

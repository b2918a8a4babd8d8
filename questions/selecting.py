"""From rows to what is exported: the words of each question, the key only for who may see it."""

from collections.abc import Iterable
from dataclasses import replace

from django.db.models import QuerySet

from accounts.models import User
from questions import keys
from questions.bank.words import Words
from questions.exporting import Area, Entry, Item, Selection, SetEntry
from questions.models import Question, QuestionSet, Topic
from questions.versions import words_of


def select(
    user: User,
    questions: QuerySet[Question],
    *,
    title: str,
    sets: Iterable[QuestionSet] = (),
) -> Selection:
    """The questions in the order of the bank, as far as this person may read them.

    A key that they may not see yet is left out. Five queries, however many questions.
    """
    rows = (
        questions.filter(pk__in=Question.objects.visible_to(user).values("pk"))
        .with_words()
        .order_by("topic__position", "topic__slug", "tier", "slug")
    )
    opened = keys.open_to(user, rows)
    entries = [_entry(row, has_key=row.pk in opened) for row in rows]
    topics = Topic.objects.filter(slug__in={entry.area for entry in entries})
    areas = [
        Area(one.slug, one.title, one.description) for one in topics.order_by("position", "slug")
    ]
    return Selection(title, entries, [_set(one) for one in sets], areas)


def select_set(user: User, one: QuestionSet) -> Selection:
    """A set with its fixed questions, in its order."""
    items = list(one.items.select_related("question"))
    slugs = [item.question.slug for item in items if item.question]
    chosen = select(user, Question.objects.filter(slug__in=slugs), title=one.title, sets=[one])
    place = {slug: number for number, slug in enumerate(slugs)}
    return replace(chosen, questions=sorted(chosen.questions, key=lambda entry: place[entry.slug]))


def _entry(row: Question, *, has_key: bool) -> Entry:
    words = words_of(row.current)
    return Entry(
        slug=row.slug,
        area=row.topic.slug,
        words=words if has_key else as_asked(words),
        status=row.status,
        language=row.language,
        has_key=has_key,
    )


def as_asked(words: Words) -> Words:
    """What the page of a question shows to somebody who has not attempted it."""
    facts = ("title", "kind", "tier", "minutes", "priority", "audience", "licence", "author")
    shown = {name: getattr(words, name) for name in facts}
    starter = words.parts.get("starter_code")
    return Words(prompt=words.prompt, parts={"starter_code": starter} if starter else {}, **shown)


def _set(one: QuestionSet) -> SetEntry:
    items = tuple(
        Item(
            question=item.question.slug if item.question else "",
            minutes=item.minutes,
            section=item.section,
            draw=item.draw,
        )
        for item in one.items.select_related("question")
    )
    names = ("slug", "title", "minutes", "description", "for_whom", "instructions")
    facts = {name: getattr(one, name) for name in (*names, "level", "shelf", "position")}
    return SetEntry(items=items, **facts)

"""What leaves: from what somebody wishes to export to the questions they may take along."""

from dataclasses import dataclass

from django.db import models
from django.db.models import QuerySet

from accounts.models import User
from questions.exporting import Selection
from questions.models import Question, QuestionSet, Topic
from questions.selecting import select, select_set

# More would hold a web process for minutes; a bank of that size is copied as a database.
MOST = 20_000


class What(models.TextChoices):
    MINE = "mine", "The questions I keep"
    SET = "set", "A set"
    LIBRARY = "library", "Everything I may read"
    CHOSEN = "chosen", "The questions I chose"


@dataclass(frozen=True)
class Wish:
    """`set` for What.SET; `area` narrows the others; `chosen` are slugs picked one by one."""

    what: What
    set: QuestionSet | None = None
    area: Topic | None = None
    chosen: tuple[str, ...] = ()


def questions(wish: Wish, user: User) -> QuerySet[Question]:
    """Those wished for that this person may read. Not for a set, which has an order."""
    found = Question.objects.visible_to(user)
    if wish.what == What.MINE:
        found = found.filter(pk__in=Question.objects.editable_by(user).values("pk"))
    elif wish.what == What.CHOSEN:
        found = found.filter(slug__in=wish.chosen)
    if wish.area:
        found = found.filter(topic__in=[wish.area, *wish.area.children.all()])
    return found


def why_not(wish: Wish, user: User) -> str | None:
    """Why there is no file of that, or None when there is. An empty set is a file all the same."""
    if wish.what == What.SET:
        return None
    many = questions(wish, user).count()
    if many == 0:
        return "There is no question among these. Choose something else."
    if many > MOST:
        return f"These are {many:,} questions; one file takes {MOST:,}. Choose an area."
    return None


def selection(wish: Wish, user: User) -> Selection:
    """What is wished for, as far as this person may see it; a key before its time stays behind."""
    if wish.what == What.SET and wish.set:
        return select_set(user, wish.set)
    titles = {What.MINE: f"Questions of {user}", What.LIBRARY: "Greenroom questions"}
    title = titles.get(wish.what, "Chosen questions")
    return select(user, questions(wish, user), title=title)

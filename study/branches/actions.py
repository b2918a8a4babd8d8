"""Everything that changes a tree of one's own: making, writing, opening it to a group, undoing."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import Circle, User
from questions.bank.study.choosing import DecisionTree, Fork
from study import history
from study.branches import edits
from study.branches.soundness import problems
from study.branches.values import CALLED, FORKS, Part, digest, part_of, read, written
from study.models import OwnTree, TreeChange
from web.refusals import Refused

MOST_TREES = 20
Edit = Callable[[DecisionTree], DecisionTree]


class Overtaken(Exception):
    """Another window changed the same part meanwhile. `now`: what it is there, None when gone."""

    def __init__(self, now: Part | None) -> None:
        super().__init__("changed in another window")
        self.now = now


@transaction.atomic
def make(user: User, title: str, description: str, *, at: datetime) -> OwnTree:
    """A new tree, with nothing in it yet."""
    User.objects.hold(user.pk)
    return _made(user, read({}, title=title, description=description), at=at)


@transaction.atomic
def copy(user: User, tree: DecisionTree, *, at: datetime) -> OwnTree:
    """Make a tree one's own, as it is now; nothing binds it to the other from then on."""
    User.objects.hold(user.pk)
    return _made(user, tree, at=at)


def _made(user: User, tree: DecisionTree, *, at: datetime) -> OwnTree:
    if OwnTree.objects.of(user).count() >= MOST_TREES:
        raise Refused(f"You have {MOST_TREES} trees. Delete one before you make another.")
    row = OwnTree(owner=user, made_at=at)
    _fill(row, tree, at=at)
    row.save()
    return row


@transaction.atomic
def keep_part(
    row: OwnTree, kind: str, part: Part, *, seen: str, at: datetime
) -> tuple[OwnTree, list[Part]]:
    """Keep a question, technique or story as it was typed; also what its answers made anew.

    `seen` is the digest of what the form was made from. Overtaken when it is another one now.
    """
    row = _held(row)
    now = part_of(row.draft, kind, part.slug)
    if digest(now) != seen:
        if edits.says_the_same(now, part):
            return row, []  # sent twice
        raise Overtaken(now)
    made: list[Part] = []
    tree = row.draft
    if isinstance(part, Fork):
        tree, made = edits.put_fork(tree, part, stamp=new_stamp())
    else:
        tree = edits.put(tree, kind, part)
    what = f"A {CALLED[kind]} {'added' if now is None else 'changed'}: {_named(part)}"
    _write(row, tree, what, at=at)
    return row, made


@transaction.atomic
def take_out(row: OwnTree, kind: str, slug: str, *, at: datetime) -> TreeChange | None:
    """Take a part out. What led to it stays and says that it leads nowhere."""
    row = _held(row)
    gone = part_of(row.draft, kind, slug)
    what = f"A {CALLED[kind]} taken out: {_named(gone)}" if gone else ""
    return _write(row, edits.without(row.draft, kind, slug), what, at=at)


@transaction.atomic
def begin_at(row: OwnTree, slug: str, *, at: datetime) -> TreeChange | None:
    """Another question is the first."""
    row = _held(row)
    first = part_of(row.draft, FORKS, slug)
    what = f"It begins at: {_named(first)}" if first else ""
    return _write(row, edits.with_first(row.draft, slug), what, at=at)


@transaction.atomic
def call(row: OwnTree, title: str, description: str, *, at: datetime) -> TreeChange | None:
    row = _held(row)
    return _write(row, edits.called(row.draft, title, description), f"Called: {title}", at=at)


@transaction.atomic
def undo(change: TreeChange, *, at: datetime) -> None:
    """Put back what a change changed. Refused while a later change of the same part stands."""
    User.objects.hold(change.owner_id)
    row = _held(change.tree)

    def put_back(before: Mapping[str, Any]) -> None:
        of_it = {key.partition("|")[2]: was for key, was in before.items()}
        _store(row, edits.put_back(row.draft, of_it), at=at)

    history.take_back(change, same="part of the tree", put_back=put_back, at=at)


@transaction.atomic
def open_to(row: OwnTree, circle_id: int, *, revision: int, at: datetime) -> OwnTree:
    """Open it to one of one's circles; another one takes the place of the one before.

    Only a sound tree, and only as the page showed it (`revision`).
    """
    row = _held(row)
    circle = Circle.objects.open_to(row.owner).filter(pk=circle_id).first()
    if circle is None:
        raise Refused("You open it only to a group that you are in and that is not archived.")
    if row.revision != revision:
        raise Refused("The tree has changed since this page was opened. Look at it again first.")
    if problems(row.draft):
        raise Refused("Something is to be mended first: only a tree that can be walked is opened.")
    row.circle = circle
    row.save(update_fields=["circle"])
    return row


@transaction.atomic
def close(row: OwnTree) -> None:
    """From now on its owner alone walks it. What others wrote about it stays theirs."""
    row = _held(row)
    row.circle = None
    row.save(update_fields=["circle"])


@transaction.atomic
def delete(row: OwnTree) -> None:
    """Gone for whoever walked it, too; what people wrote about it stays theirs. Twice is once."""
    User.objects.hold(row.owner_id)
    OwnTree.objects.filter(pk=row.pk).delete()


def new_stamp() -> str:
    """What tells the names of new parts apart, in two windows too."""
    return secrets.token_hex(4)


def _held(row: OwnTree) -> OwnTree:
    """The row as it is now, changed by nobody else until the transaction ends."""
    User.objects.hold(row.owner_id)
    now = OwnTree.objects.filter(pk=row.pk).select_related("owner", "circle").first()
    if now is None:
        raise Refused("This tree has been deleted.")
    return now


def _write(row: OwnTree, tree: DecisionTree, what: str, *, at: datetime) -> TreeChange | None:
    """Store a changed tree and what it was; None where nothing is changed."""
    before = edits.changed(row.draft, tree)
    if not before:
        return None
    _store(row, tree, at=at)
    before = {f"{row.pk}|{key}": was for key, was in before.items()}
    return history.keep(TreeChange, row.owner, what, before, at=at, tree=row)


def _store(row: OwnTree, tree: DecisionTree, *, at: datetime) -> None:
    if reason := edits.why_too_much(tree):
        raise Refused(reason)
    row.revision += 1
    _fill(row, tree, at=at)
    row.save()


def _fill(row: OwnTree, tree: DecisionTree, *, at: datetime) -> None:
    """A sound tree is the edition that is walked; of any other the last sound one stays."""
    row.title, row.description = tree.title, tree.description
    row.content, row.changed_at = written(tree), at
    if not problems(tree):
        row.edition, row.edition_at = row.content, at
    row.__dict__.pop("draft", None)
    row.__dict__.pop("walked", None)


def _named(part: Part) -> str:
    """As one recognises it in a list of changes."""
    words = next(
        getattr(part, name) for name in ("ask", "technique", "story") if hasattr(part, name)
    )
    return words or "not written yet"

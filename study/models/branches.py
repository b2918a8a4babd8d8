"""Decision trees of somebody's own, and what was changed in them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Func, Q, When
from django.urls import reverse

from accounts.models import Circle
from questions.bank.study.choosing import DecisionTree
from study.branches import values
from study.models.changes import Change
from study.models.grid import OwnQuerySet

if TYPE_CHECKING:
    from accounts.models import User


class OwnTreeQuerySet(models.QuerySet["OwnTree"]):
    def of(self, user: User) -> OwnTreeQuerySet:
        """One's own, drafts too: what may be changed."""
        return self.filter(owner_id=user.pk) if user.pk else self.none()

    def visible_to(self, user: User) -> OwnTreeQuerySet:
        """One's own, and those open to a circle this person is in now. The only access rule."""
        return self.filter(Q(owner_id=user.pk) | Q(circle__in=Circle.objects.of(user)))

    def listed_for(self, user: User) -> OwnTreeQuerySet:
        """What a list says of each, this person's own first: never the trees themselves, which are
        large. `stories`: how many there are to walk; None where nothing can be walked yet."""
        stories = Func(
            F("edition__scenarios"),
            function="jsonb_array_length",
            output_field=models.IntegerField(),
        )
        first = Case(When(owner=user.pk, then=0), default=1)
        found = self.visible_to(user).select_related("owner", "circle")
        found = found.defer("content", "edition").annotate(stories=stories)
        return found.order_by(first, "-changed_at", "-pk")

    def sound(self) -> OwnTreeQuerySet:
        """Those of which there is something to walk."""
        return self.filter(edition__isnull=False)


class OwnTree(models.Model):
    """A tree as its owner writes it, and its last edition that could be walked to every end.

    Whoever walks it walks the edition. While the draft is sound, both say the same.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="own_trees")
    circle = models.ForeignKey(
        Circle, models.SET_NULL, null=True, blank=True, related_name="own_trees"
    )
    title = models.CharField(max_length=values.longest(DecisionTree, "title"))
    description = models.CharField(
        max_length=values.longest(DecisionTree, "description"), blank=True
    )
    # {forks, leaves, scenarios} as `study.branches.values` writes them.
    content = models.JSONField(default=dict)
    edition = models.JSONField(null=True, blank=True)
    edition_at = models.DateTimeField(null=True, blank=True)
    # Counted up by each change: a page knows which one it showed.
    revision = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = OwnTreeQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="owntree_has_a_title", condition=~Q(title="")),
            models.CheckConstraint(
                name="owntree_open_can_be_walked",
                condition=Q(circle__isnull=True) | Q(edition__isnull=False),
            ),
            models.CheckConstraint(
                name="owntree_edition_has_its_time",
                condition=Q(edition__isnull=True, edition_at__isnull=True)
                | Q(edition__isnull=False, edition_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("study:own_tree", args=[self.pk])

    @cached_property
    def draft(self) -> DecisionTree:
        """What its owner has written, whole or not."""
        return self._read(self.content)

    @cached_property
    def walked(self) -> DecisionTree:
        """The last edition that was sound. Ask only where there is one."""
        return self._read(self.edition)

    @property
    def is_behind(self) -> bool:
        """What is walked is older than what stands in the draft."""
        return self.edition is not None and self.edition != self.content

    def _read(self, content: dict) -> DecisionTree:
        return values.read(
            content, slug=f"tree-{self.pk}", title=self.title, description=self.description
        )


class TreeChange(Change):
    """One change of one tree; `before` as `study.branches.edits.changed` says it, each key behind
    the tree's number."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tree_changes")
    tree = models.ForeignKey(OwnTree, models.CASCADE, related_name="changes")

    objects = OwnQuerySet.as_manager()

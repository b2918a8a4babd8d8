"""Where a story stands that is walked: in a shipped tree, or in one of somebody's own.

Both are the same records and are walked by the same pages; they differ in their address and in the
name under which attempts are kept.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from questions.bank.study.choosing import DecisionTree, Scenario
from study.models import OwnTree

# {what a page does: its address for shipped trees, its address for one's own}
_PAGES = {
    "story": ("study:story", "study:own_story"),
    "why": ("study:justify", "study:justify_own_story"),
    "draft": ("study:keep_justification", "study:keep_own_justification"),
}


@dataclass(frozen=True)
class Stand:
    """`own`: whose row the tree is; None for a shipped one."""

    tree: DecisionTree
    story: Scenario
    own: OwnTree | None = None

    @property
    def key(self) -> str:
        """What attempts are kept under. Slugs have no colon, so none of a shipped tree is alike."""
        return f"own:{self.own.pk}:{self.story.slug}" if self.own else self.story.slug

    def page(self, of: str, slug: str = "") -> str:
        """An address for this story, or for another one of the same tree."""
        shipped, own = _PAGES[of]
        slug = slug or self.story.slug
        return reverse(own, args=[self.own.pk, slug]) if self.own else reverse(shipped, args=[slug])

    @property
    def why(self) -> str:
        return self.page("why")

    @property
    def draft(self) -> str:
        return self.page("draft")

    @property
    def again(self) -> str:
        return self.page("story")

    @property
    def above(self) -> str:
        """Where the tree can be read."""
        if self.own:
            return self.own.get_absolute_url()
        return f"{reverse('study:choosing')}#{self.tree.slug}"

    @property
    def told(self) -> dict[str, str]:
        """What is kept beside an attempt, so that it can still be read once the tree is gone."""
        if self.own is None:
            return {}
        end = next(leaf for leaf in self.tree.leaves if leaf.slug == self.story.path[-1])
        return {
            "tree": self.tree.title,
            "story": self.story.story,
            "technique": end.technique,
        }


def of_tree(tree: DecisionTree, own: OwnTree | None = None) -> list[Stand]:
    return [Stand(tree, story, own) for story in tree.scenarios]


def found(stands: list[Stand], slug: str) -> Stand | None:
    """A story by its slug; of two with one name the first."""
    return next((one for one in stands if one.story.slug == slug), None)

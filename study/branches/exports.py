"""What a person takes along: the trees they made, as the format of the study content has them."""

from collections.abc import Iterator

from accounts.exports import File, as_json
from accounts.models import User
from study.models import OwnTree, TreeChange

_TREE = ("pk", "title", "description", "circle__name", "made_at", "changed_at")


def files(person: User) -> Iterator[File]:
    """Nothing of what they never made."""
    trees = list(
        OwnTree.objects.of(person).order_by("pk").values(*_TREE, "content", "edition", "edition_at")
    )
    changes = TreeChange.objects.visible_to(person).values("tree", "made_at", "what", "undone_at")
    if trees:
        yield File("decision-trees.json", as_json({"trees": trees, "changes": list(changes)}))

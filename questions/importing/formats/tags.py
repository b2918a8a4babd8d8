"""Tags of other programs: those that say a question's kind, tier, minutes or priority."""

from collections.abc import Iterable

from questions.importing.titles import Facts, facts_of_badge

KINDS = ("conceptual", "derivation", "implementation", "debugging", "system-design", "behavioural")


def facts_of_tags(tags: Iterable[str]) -> Facts:
    """What tags say; one that is exactly the name of a kind counts before a word like it."""
    words = [tag.split("::")[-1].replace("_", " ").strip() for tag in tags]
    words = [word for word in words if 0 < len(word) < 40]
    facts = Facts(kind=next((word.lower() for word in words if word.lower() in KINDS), None))
    for word in words:
        facts = facts.over(
            facts_of_badge(word) or facts_of_badge(word.replace("-", " ")) or Facts()
        )
    return facts

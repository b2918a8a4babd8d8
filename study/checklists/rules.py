"""What a checklist allows."""

from questions.bank.study.plans import Item


def why_not_tick(item: Item, *, own_questions: int) -> str | None:
    """Why an item cannot be ticked, or None when it can: one that asks for questions of one's own
    needs them first."""
    if item.rule is None or item.rule.name != "own-questions":
        return None
    missing = item.rule.count - own_questions
    if missing <= 0:
        return None
    return f"Write {missing} more question{'' if missing == 1 else 's'} of your own first."

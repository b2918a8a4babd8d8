"""What may be done to a set, and if not, why. No database, no clock, no request."""

# Three full days of interviews; a page and a clock both stop making sense beyond it.
MOST_QUESTIONS = 100
# Addresses of the workbench's sets that are not sets.
RESERVED_SLUGS = frozenset({"new", "link"})


def why_not_add(*, asks: int) -> str | None:
    """`asks`: how many questions the set would then ask, drawn ones counted."""
    if asks > MOST_QUESTIONS:
        return (
            f"That makes {asks} questions; a set asks at most {MOST_QUESTIONS}. Make a second set."
        )
    return None


def minutes_in_words(planned: float, clock: int) -> str:
    """How the items' minutes stand to the set's clock. Half a minute either way is the same."""
    if not planned:
        return f"Nothing is planned for the {clock} minutes yet."
    takes = f"The items take {planned:.0f} of {clock} minutes"
    over = planned - clock
    if abs(over) < 0.5:
        return f"{takes}: they fill the clock exactly."
    if over < 0:
        return f"{takes}: {-over:.0f} to spare. The clock is shared out among them in proportion."
    return (
        f"The items take {planned:.0f} minutes, and the clock gives {clock}: {over:.0f} too few. "
        "Each question gets less time than planned; take something out or give the set more."
    )

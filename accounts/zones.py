"""The time zones one can choose from, grouped as people look for them."""

from collections import defaultdict
from zoneinfo import available_timezones

REGIONS = (
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe",
    "Indian", "Pacific",
)  # fmt: skip


def choices(current: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Groups of (name, label) by region, UTC first; an unusual `current` zone stays choosable."""
    by_region: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name in sorted(available_timezones()):
        region, _, place = name.partition("/")
        if region in REGIONS and place:
            by_region[region].append((name, place.replace("_", " ").replace("/", ", ")))
    other = {"UTC", current} - {name for names in by_region.values() for name, _ in names}
    top = [("Universal", [(name, name) for name in sorted(other)])]
    return top + sorted(by_region.items())

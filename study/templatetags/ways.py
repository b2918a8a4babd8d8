"""`{% ways "questions" concept.questions %}`: links to what a study text names."""

from collections.abc import Iterable

from django import template

from study.ways import Way

register = template.Library()


@register.inclusion_tag("study/_ways.html", takes_context=True)
def ways(context: template.Context, kind: str, slugs: Iterable[str], label: str = "") -> dict:
    """A line of links, said what they are by `label`; nothing when none of them leads anywhere."""
    return {"ways": context["ways"].to(kind, slugs), "label": label}


@register.simple_tag(takes_context=True)
def way(context: template.Context, kind: str, slug: str) -> Way | None:
    """The one link, or nothing."""
    return next(iter(context["ways"].to(kind, [slug])), None)


@register.filter
def duration(minutes: int) -> str:
    """Minutes as one says them: 45 min, 2 h, 4 h 5 min. Its parts stay on one line."""
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours}\N{NO-BREAK SPACE}h"] * bool(hours) + [f"{rest}\N{NO-BREAK SPACE}min"] * bool(
        rest or not hours
    )
    return "\N{NO-BREAK SPACE}".join(parts)

"""Parts of the progress page that stand there dozens and hundreds of times."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from study.progress.marks import Cell, Figure
from web import charts
from web.templatetags.site import percent

register = template.Library()
NO_CELL = mark_safe('<td><span class="none">no data</span></td>')


@register.simple_tag
def map_cell(cell: Cell) -> SafeString:
    """The mean of the latest marks, and of how many."""
    if cell.mean is None:
        return NO_CELL
    return format_html(
        '<td class="band-{}"><span class="num">{}</span> <small class="num">of {}</small></td>',
        cell.band,
        percent(cell.mean),
        cell.n,
    )


@register.simple_tag
def figure_row(one: Figure) -> SafeString:
    """A mean mark: of what, from how many, and where it lies."""
    return format_html(
        '<tr><th scope="row">{}</th><td class="num">{}</td><td class="num">{}</td>'
        '<td class="drawn">{}</td></tr>',
        one.name,
        one.n,
        "no data" if one.mean is None else percent(one.mean),
        _drawn(one),
    )


def _drawn(one: Figure) -> SafeString | str:
    where = one.interval
    if where is None:
        return (
            format_html('<span class="small">{} more to tell</span>', one.missing) if one.n else ""
        )
    return format_html(
        '<div>{}<span class="small num">{} to {}</span></div>',
        charts.interval(where),
        percent(where.low),
        percent(where.high),
    )


@register.simple_tag
def month_row(one: Figure) -> SafeString:
    """The same of a month, in words alone: its picture is the trend."""
    where = one.interval
    return format_html(
        '<tr><th scope="row">{}</th><td class="num">{}</td><td class="num">{}</td>'
        '<td class="num">{}</td></tr>',
        one.name,
        one.n,
        percent(one.mean),
        f"{percent(where.low)} and {percent(where.high)}" if where else "too few to tell",
    )

"""Parts of the progress page that stand there hundreds of times."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from study.progress.marks import Cell
from web.templatetags.site import percent

register = template.Library()
NOTHING = mark_safe('<td><span class="none">no data</span></td>')


@register.simple_tag
def map_cell(cell: Cell) -> SafeString:
    """The mean of the latest marks, and of how many."""
    if cell.mean is None:
        return NOTHING
    return format_html(
        '<td class="band-{}"><span class="num">{}</span> <small class="num">of {}</small></td>',
        cell.band,
        percent(cell.mean),
        cell.n,
    )

"""`{% bar share %}`, `{% split made half %}`, `{% columns found title %}`,
`{% heat_map squares words %}`,
`{% interval mark expected %}`, `{% trend moments %}`,
`{% calibration levels %}`, `{% drift moments reach %}`, `{% curves csv %}`."""

from collections.abc import Sequence
from typing import Protocol

from django import template
from django.utils.safestring import SafeString

from web import charts
from web import curves as curve_tables

register = template.Library()


class HasInterval(Protocol):
    score: float
    low: float
    high: float


@register.simple_tag
def bar(share: float) -> SafeString:
    return charts.bar(share)


@register.simple_tag
def split(whole: float, half: float) -> SafeString:
    return charts.split(whole, half)


@register.simple_tag
def columns(found: Sequence[charts.Column], title: str) -> SafeString:
    return charts.columns(found, title)


@register.simple_tag
def heat_map(squares: Sequence[charts.Square], words: str) -> SafeString:
    return charts.heat_map(squares, words)


@register.simple_tag
def interval(mark: HasInterval, expected: float | None = None) -> SafeString:
    return charts.interval(charts.Interval(mark.score, mark.low, mark.high, expected))


@register.simple_tag
def trend(moments: Sequence[charts.Moment]) -> SafeString:
    return charts.trend(moments)


@register.simple_tag
def calibration(levels: Sequence[charts.Level]) -> SafeString:
    return charts.calibration(levels)


@register.simple_tag
def drift(moments: Sequence[charts.Deviation], reach: float) -> SafeString:
    return charts.drift(moments, reach=reach)


@register.inclusion_tag("_curves.html")
def curves(text: str) -> dict:
    """A CSV text as a picture with its table; as plain text when it is no table."""
    table = curve_tables.table(text)
    picture = table and curve_tables.draw(table)
    legend = picture and curve_tables.legend(table)
    return {"text": text, "table": table, "picture": picture, "legend": legend}

"""`{{ row|rivals }}`: words of other windows that disagree with those of a row."""

from django import template

from study import saved_words
from study.models.saved_words import Typed

register = template.Library()


@register.filter
def rivals(row: Typed | None) -> list[saved_words.Rival]:
    return list(saved_words.rivals(row)) if row else []

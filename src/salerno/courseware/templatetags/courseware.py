"""Filters of the Studio's templates: ``{% load courseware %}``."""

from decimal import Decimal

from django import template
from django.utils.translation import gettext_lazy as _

from salerno.common import telling
from salerno.courseware.forms import KIND_LABELS

register = template.Library()
_QUESTIONS = {
    "one-choice": _("One choice"),
    "several-choices": _("Several choices"),
    "number": _("Number"),
    "short-text": _("Short text"),
    "ordering": _("Ordering"),
    "matching": _("Matching"),
    "spot": _("Spot on an image"),
}


@register.filter
def kind_label(kind: str) -> str:
    """The kind of an activity or question in the reader's language; the word itself for an unknown one."""
    return str(KIND_LABELS.get(kind) or _QUESTIONS.get(kind) or kind)


@register.filter
def told(text: str) -> str:
    """What the checker says, in the reader's language."""
    return telling.told(text)


@register.filter
def plain(value: Decimal | float) -> str:
    """A number as SVG reads it, whatever the reader's language writes between its parts."""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)

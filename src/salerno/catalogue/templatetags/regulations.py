"""Tags that put regulations into words: ``{% load regulations %}``."""

from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from salerno.catalogue.regulations.facts import Group
from salerno.catalogue.selectors import ProgrammePage
from salerno.common import telling
from salerno.common.names import plain_number
from salerno.common.translated import in_language

register = template.Library()


@register.filter
def told(text: str) -> str:
    """A sentence of the reader of regulations in the language of the page."""
    return telling.told(text)


@register.filter
def ects(value: Decimal) -> str:
    """``6`` → ``6 ECTS``."""
    return _("%(n)s ECTS") % {"n": plain_number(Decimal(value))}


@register.filter
def choice(group: Group) -> str:
    """How many of a group's courses must be passed."""
    if group.choose == "all":
        return _("All of these courses")
    if group.choose == "ects":
        return _("%(n)s ECTS credits of these courses") % {"n": plain_number(group.amount)}
    count = int(group.amount)
    return ngettext("%(n)d of these courses", "%(n)d of these courses", count) % {"n": count}


@register.simple_tag
def degree_facts(page: ProgrammePage) -> list[dict[str, Any]]:
    """The rules of the degree as facts; one that asks for nothing is left out."""
    degree = page.rules.degree
    asked = [
        (_("In all"), degree.ects),
        (_("At each university of the two diplomas"), degree.ects_at_each_awarding),
        (_("At one university other than the first"), degree.mobility_ects),
        (_("Internship"), degree.internship_ects),
        (_("Thesis"), degree.thesis_ects),
        (_("Compensated at most"), degree.compensation_ects),
        (_("Recognised from elsewhere at most"), degree.recognised_ects),
    ]
    hours = _("%(n)s hours") % {"n": plain_number(degree.practical_hours)} if degree.practical_hours else ""
    titles = {outcome.key: in_language(outcome.title) for outcome in page.rules.outcomes}
    return [
        *({"label": label, "value": ects(amount)} for label, amount in asked if amount),
        {"label": _("Practical work"), "value": hours},
        {"label": _("What every graduate can do"), "value": "; ".join(titles[key] for key in degree.outcomes)},
    ]

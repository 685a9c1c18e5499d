"""Forms of reports: the report itself, and the filter of the desk's list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from salerno.desk.filters import ListFilter, choice
from salerno.mobility.enums import ShownTo
from salerno.mobility.models import StayReport
from salerno.mobility.models.reports import MOST_COST
from salerno.mobility.reports.services import SAID

_RATINGS = [
    ("", _("No answer")),
    (5, _("5, very good")),
    (4, _("4, good")),
    (3, _("3, fair")),
    (2, _("2, poor")),
    (1, _("1, very poor")),
]


def _rated(label: Any, help_text: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, help_text=help_text, choices=_RATINGS, coerce=int, empty_value=None, required=False)


class ReportForm(forms.Form):
    """How the stay was. Every question may be left open."""

    courses = _rated(_("Courses"), _("Or the work, in a traineeship: was it what the host had said, and worth the way?"))
    welcome = _rated(_("Welcome"), _("The office, the papers, the first weeks."))
    housing = _rated(_("Housing"), _("Finding it, and what you found."))
    language = _rated(_("Language"), _("Was the language that was asked for enough to follow?"))
    monthly_cost = forms.IntegerField(
        label=_("What a month cost, in euros"),
        min_value=0,
        max_value=MOST_COST,
        required=False,
        help_text=_("All of it, housing included."),
    )
    text = forms.CharField(
        label=_("What should others know?"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Name no other people. Your university reads it too, and can hide it with a reason that you are told."),
    )
    shown_to = forms.ChoiceField(label=_("Who may read your text?"), choices=ShownTo.choices, widget=forms.RadioSelect)


def first_values(report: StayReport | None) -> dict[str, Any]:
    """What stands in the form at first: what was said, or that nobody reads it."""
    if report is None:
        return {"shown_to": ShownTo.NOBODY}
    return {name: getattr(report, name) for name in (*SAID, "shown_to")}


class ReportFilter(ListFilter):
    """Which reports are shown."""

    state = choice(_("State"), [("shown", _("Not hidden")), ("hidden", _("Hidden"))])

"""The list of reports on the desk."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from salerno.common.translated import in_language
from salerno.desk.tables import Column, Table
from salerno.desk.words import day, state_tag
from salerno.mobility.models import StayReport


def state_of(row: StayReport) -> object:
    """Whether it is hidden, as a word."""
    return _("Hidden") if row.hidden_at else _("Not hidden")


REPORTS = Table(
    identifier="stay-reports",
    caption=_("Reports of students"),
    columns=(
        Column("student", _("Student"), "mobility.wish.student.display_name", "mobility__wish__student__full_name"),
        Column("to", _("To"), lambda row: in_language(row.mobility.place.institution.name), "mobility__place__institution__code"),
        Column(
            "left", _("Departed"), "mobility.departed_on", "mobility__departed_on", shown=lambda row: day(row.mobility.departed_on)
        ),
        Column("changed", _("Last changed"), "changed_at", "changed_at", shown=lambda row: day(row.changed_at)),
        Column("readers", _("Who may read the text"), "get_shown_to_display", "shown_to"),
        Column(
            "state",
            _("State"),
            state_of,
            "hidden_at",
            shown=lambda row: state_tag("revoked" if row.hidden_at else "open", state_of(row)),
        ),
    ),
    counted=ngettext_lazy("%(n)d report", "%(n)d reports", "n"),
    sort="-changed",
    url_of=lambda row: reverse("mobility:desk_report", args=[row.uuid]),
)

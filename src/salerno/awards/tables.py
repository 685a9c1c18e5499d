"""Tables of the desk pages of this room."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from salerno.common.translated import in_language
from salerno.desk.tables import Column, Table
from salerno.desk.words import day, state_tag

SHEETS = Table(
    identifier="grade-sheets",
    caption=_("Grade sheets"),
    columns=(
        Column("course", _("Course"), lambda row: in_language(row.offering.course.title), "offering__course__code"),
        Column("code", _("Code"), "offering.course.code", "offering__course__code"),
        Column("institution", _("Institution"), "offering.institution.code", "offering__institution__code"),
        Column("sitting", _("Sitting"), "sitting", "sitting", is_number=True),
        Column("held_on", _("Examination"), "held_on", "held_on", shown=lambda row: day(row.held_on)),
        Column("entered", _("Entered"), "entered", "entered", is_number=True),
        Column("students", _("Students"), "students", "students", is_number=True),
        Column("state", _("State"), "get_state_display", "state", shown=lambda row: state_tag(row.state, row.get_state_display())),
    ),
    counted=ngettext_lazy("%(n)d sheet", "%(n)d sheets", "n"),
    sort="-held_on",
    url_of=lambda row: reverse("awards:sheet", args=[row.uuid]),
)

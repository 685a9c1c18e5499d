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

BOARDS = Table(
    identifier="boards",
    caption=_("Examination boards"),
    columns=(
        Column("programme", _("Programme"), lambda row: in_language(row.offering.programme.title), "offering__programme__code"),
        Column(
            "cohort",
            _("Cohort"),
            lambda row: in_language(row.offering.academic_session.name),
            "offering__academic_session__starts_on",
        ),
        Column("held_on", _("Meeting"), "held_on", "held_on", shown=lambda row: day(row.held_on), is_short=True),
        Column("place", _("Place"), "place", "place"),
        Column("chair", _("Chair"), "chair.display_name", "chair__full_name"),
        Column("students", _("Students"), "students", "students", is_number=True),
        Column("decided", _("Decided"), "decided", "decided", is_number=True),
        Column("state", _("State"), "get_state_display", "state", shown=lambda row: state_tag(row.state, row.get_state_display())),
    ),
    counted=ngettext_lazy("%(n)d board", "%(n)d boards", "n"),
    sort="-held_on",
    url_of=lambda row: reverse("awards:board", args=[row.uuid]),
)

TABLES = Table(
    identifier="grading-tables",
    caption=_("Grading tables"),
    columns=(
        Column("institution", _("Institution"), "institution.code", "institution__code"),
        Column("scale", _("Grading scale"), "scale", "scale"),
        Column("isced_f", _("Field (ISCED-F)"), "isced_f", "isced_f", shown=lambda row: row.isced_f or _("all fields")),
        Column("number", _("Version"), "number", "number", is_number=True),
        Column("years", _("Years"), "years", "years"),
        Column("graded", _("Results counted"), "graded", "graded", is_number=True),
        Column("source", _("Origin"), "get_source_display", "source"),
        Column("published_at", _("Published"), "published_at", "published_at", shown=lambda row: day(row.published_at)),
        Column("made_up", _("Made up"), lambda row: _("Yes") if row.is_made_up else "", "is_made_up"),
    ),
    counted=ngettext_lazy("%(n)d table", "%(n)d tables", "n"),
    sort="institution",
    url_of=lambda row: reverse("awards:grading_table", args=[row.uuid]),
)

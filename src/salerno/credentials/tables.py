"""Tables of the desk pages of this room."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from salerno.common.translated import in_language
from salerno.credentials.models import DegreeDocument
from salerno.desk.tables import Column, Table
from salerno.desk.words import day, state_tag

_STUDENT = "award.programme_enrolment"
BOARDS = Table(
    identifier="boards-with-degrees",
    caption=gettext_lazy("Boards that granted degrees"),
    columns=(
        Column("programme", gettext_lazy("Programme"), lambda row: in_language(row.offering.programme.title)),
        Column("held", gettext_lazy("Held on"), "held_on", "held_on", shown=lambda row: day(row.held_on), is_short=True),
        Column("degrees", gettext_lazy("Students with a degree"), "degrees", "degrees", is_number=True),
    ),
    counted=ngettext_lazy("%(n)d board", "%(n)d boards", "n"),
    sort="-held",
    url_of=lambda row: reverse("credentials:board_documents", args=[row.uuid]),
)


def _state(row: DegreeDocument) -> tuple[str, str]:
    return {
        "withdrawn": ("revoked", _("Withdrawn")),
        "replaced": ("closed", _("Replaced")),
        "released": ("valid", _("Released")),
    }[row.state]


DOCUMENTS = Table(
    identifier="degree-documents",
    caption=gettext_lazy("Degree documents"),
    columns=(
        Column("student", gettext_lazy("Student"), f"{_STUDENT}.full_name", f"{_STUDENT.replace('.', '__')}__family_name"),
        Column("number", gettext_lazy("Number"), "award.number", "award__number", is_short=True),
        Column("institution", gettext_lazy("Awarded by"), "award.institution.code", "award__institution__code", is_short=True),
        Column("kind", gettext_lazy("Document"), "get_kind_display", "kind"),
        Column("language", gettext_lazy("Language"), "language", "language", is_short=True),
        Column("state", gettext_lazy("State"), lambda row: _state(row)[1], shown=lambda row: state_tag(*_state(row))),
        Column("made", gettext_lazy("Made on"), "made_at", "made_at", shown=lambda row: day(row.made_at), is_short=True),
        Column("sha256", gettext_lazy("SHA-256"), "blob", on_page=False),
    ),
    counted=ngettext_lazy("%(n)d document", "%(n)d documents", "n"),
    sort="student",
    url_of=lambda row: reverse("credentials:document", args=[row.uuid]),
)

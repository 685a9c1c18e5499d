"""The list of theses on the desk."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from salerno.awards.enums import ThesisState
from salerno.awards.models import Thesis
from salerno.common.translated import in_language
from salerno.desk.tables import Column, Table
from salerno.desk.words import moment, state_tag

_TAGGED = {ThesisState.GRADED: "done", ThesisState.RETURNED: "revoked", ThesisState.AGREED: "open"}


def _supervisors(row: Thesis) -> str:
    return ", ".join(f"{seat.person.display_name} ({seat.institution.code})" for seat in row.supervisors.all())


THESES = Table(
    identifier="theses",
    caption=_("Theses"),
    columns=(
        Column("student", _("Student"), "enrolment.learner.display_name", "enrolment__learner__full_name"),
        Column("title", _("Title"), lambda row: in_language(row.title)),
        Column("course", _("Course"), "enrolment.offering.course.code", "enrolment__offering__course__code"),
        Column("supervisors", _("Supervisors"), _supervisors),
        Column("deposit_by", _("Deposit by"), "ends_on", "ends_on", is_short=True),
        Column("defence", _("Defence"), "defence_at", "defence_at", shown=lambda row: moment(row.defence_at)),
        Column(
            "state",
            _("State"),
            "get_state_display",
            "state",
            shown=lambda row: state_tag(_TAGGED.get(row.state, "asked"), row.get_state_display()),
        ),
    ),
    counted=ngettext_lazy("%(n)d thesis", "%(n)d theses", "n"),
    sort="-defence",
    url_of=lambda row: reverse("awards:desk_thesis", args=[row.uuid]),
)

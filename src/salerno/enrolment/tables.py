"""Tables of the desk pages of this room."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from salerno.common.translated import in_language
from salerno.desk.tables import Column, Table
from salerno.desk.words import day, state_tag
from salerno.enrolment.enums import ProgrammeState
from salerno.enrolment.models import ProgrammeEnrolment, Registration
from salerno.enrolment.selectors.cohorts import CohortPage
from salerno.institutions.models import Institution

_SHOWN_AS = {"interrupted": "asked", "graduated": "done"}


def state_of_studies(row: ProgrammeEnrolment) -> object:
    """The state as a word and a mark."""
    return state_tag(_SHOWN_AS.get(row.state, row.state), row.get_state_display())


def _regulations(row: Any) -> str:
    return gettext("version %(number)d") % {"number": row.regulations.number} if row.regulations else gettext("none pinned")


COHORTS = Table(
    identifier="cohorts",
    caption=_("Cohorts"),
    columns=(
        Column("session", _("Starts in"), lambda row: in_language(row.academic_session.name), "academic_session__starts_on"),
        Column("programme", _("Programme"), "programme.code", "programme__code", is_short=True),
        Column("regulations", _("Regulations"), _regulations, "regulations__number", is_short=True),
        Column("seats", _("Places"), "seats", "seats", is_number=True, shown=lambda row: row.seats or gettext("no limit")),
        *(Column(state.value, state.label, state.value, state.value, is_number=True) for state in ProgrammeState),
    ),
    counted=ngettext_lazy("%(n)d cohort", "%(n)d cohorts", "n"),
    sort="-session",
    url_of=lambda row: reverse("enrolment:cohort", args=[row.uuid]),
)


def students_table(page: CohortPage) -> Table:
    """The students of a cohort, with a column for the number at each institution that gives the programme."""
    tracks = {track.slug: in_language(track.title) for track in page.tracks}
    return Table(
        identifier="students",
        caption=_("Students"),
        columns=(
            Column("name", _("Name"), lambda row: f"{row.family_name}, {row.given_names}", "family_name"),
            Column("chosen", _("Choose"), _tick, in_files=False),
            Column("email", _("E-mail"), "student.email", "student__email"),
            Column("track", _("Track"), lambda row: tracks.get(row.track, row.track), "track"),
            *(_number_column(institution) for institution in page.institutions),
            Column("state", _("State"), "get_state_display", "state", shown=state_of_studies),
            Column("admitted", _("Admitted"), "admitted_at", "admitted_at", shown=lambda row: day(row.admitted_at), is_short=True),
        ),
        counted=ngettext_lazy("%(n)d student", "%(n)d students", "n"),
        sort="name",
        url_of=lambda row: reverse("enrolment:student", args=[row.uuid]),
    )


def _tick(row: ProgrammeEnrolment) -> object:
    name = gettext("Choose %(name)s") % {"name": row.full_name}
    template = '<input type="checkbox" name="chosen" value="{}" form="chosen-students" aria-label="{}">'
    return format_html(template, row.uuid, name) if row.is_live else ""


def _number_column(institution: Institution) -> Column:
    label = gettext("Number at %(institution)s") % {"institution": institution.code}
    return Column(institution.slug, label, _number(institution), shown=_shown_number(institution), is_short=True)


def _registration(row: ProgrammeEnrolment, institution: Institution) -> Registration | None:
    """The last one there; registrations come prefetched, the oldest first."""
    return next((each for each in reversed(row.registrations.all()) if each.institution_id == institution.pk), None)


def _number(institution: Institution) -> Callable[[ProgrammeEnrolment], str]:
    def number(row: ProgrammeEnrolment) -> str:
        found = _registration(row, institution)
        return found.student_number if found else ""

    return number


def _shown_number(institution: Institution) -> Callable[[ProgrammeEnrolment], object]:
    def shown(row: ProgrammeEnrolment) -> object:
        found = _registration(row, institution)
        if found is None:
            return ""
        if not found.student_number and found.ends_on is None:
            return state_tag("asked", gettext("missing"))
        return found.student_number

    return shown

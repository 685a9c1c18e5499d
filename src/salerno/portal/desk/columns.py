"""The columns of the desk's tables, declared once."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext_lazy, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from salerno.catalogue.models import CourseOffering
from salerno.catalogue.templatetags.catalogue import period
from salerno.common.names import country_name, language_name
from salerno.common.templatetags.campus import percent
from salerno.common.translated import in_language
from salerno.desk.tables import Column, Table, read
from salerno.desk.words import day, moment, state_tag
from salerno.enrolment.models import Enrolment
from salerno.portal.desk.act_words import act_in_words
from salerno.portal.desk.selectors.offerings import pinned_version
from salerno.portal.desk.selectors.studies import activity_title


def _page(name: str, path: str = "uuid") -> Callable[[Any], str]:
    """The address ``portal:<name>`` of the row whose number stands at ``path``."""
    return lambda row: reverse(f"portal:{name}", args=[read(row, path)])


def _number(key: str, label: str | Promise) -> Column:
    return Column(key, label, key, key, is_number=True)


def _day(key: str, label: str | Promise, field: str) -> Column:
    return Column(key, label, field, field, shown=lambda row: day(read(row, field)), is_short=True)


def _moment(key: str, label: str | Promise, field: str) -> Column:
    return Column(key, label, field, field, shown=lambda row: moment(read(row, field)), is_short=True)


def _code(key: str, label: str | Promise, path: str) -> Column:
    return Column(key, label, path, path.replace(".", "__"), is_short=True)


def _person(key: str, label: str | Promise, path: str) -> Column:
    return Column(key, label, f"{path}.display_name", f"{path.replace('.', '__')}__full_name")


_STATE = Column("state", _("State"), "get_state_display", "state", shown=lambda row: state_tag(row.state, row.get_state_display()))
_ENROLLED = _number("enrolled", pgettext_lazy("how many", "Enrolled"))
_COMPLETED = _number("completed", pgettext_lazy("how many", "Completed"))
_STUDIED = (
    _code("course", _("Course"), "version.course.code"),
    Column("activity", _("Activity"), lambda row: activity_title(row.version, row.activity_key), "activity_key"),
)


def _text(label: str | Promise) -> Column:
    return Column("text", label, "text", shown=lambda row: Truncator(row.text).chars(90))


def _version(offering: CourseOffering) -> str:
    version = pinned_version(offering)
    return gettext("v%(number)d") % {"number": version.number} if version else gettext("none")


OFFERINGS = Table(
    identifier="offerings",
    caption=_("Offerings"),
    counted=ngettext_lazy("%(n)d offering", "%(n)d offerings", "n"),
    sort="-starts",
    url_of=_page("offering"),
    columns=(
        Column("course", _("Course"), lambda row: in_language(row.course.title), "course__code"),
        _code("code", _("Code"), "course.code"),
        _code("institution", _("Given by"), "institution.code"),
        Column("language", _("Language"), lambda row: language_name(row.language), "language"),
        Column("starts", _("Dates"), period, "starts_on", is_short=True),
        Column("seats", _("Seats"), "seats", "seats", is_number=True, shown=lambda row: row.seats or gettext("no limit")),
        _ENROLLED,
        _COMPLETED,
        Column("version", _("Version"), _version, "pinned__version__number"),
    ),
)


def _tick(row: Enrolment) -> object:
    if row.state != "active":
        return ""
    return format_html(
        '<input type="checkbox" name="chosen" value="{}" form="chosen-learners" aria-label="{}">',
        row.uuid,
        gettext("Choose %(name)s") % {"name": row.learner.display_name},
    )


def _done(row: Any) -> str:
    return gettext("%(done)d of %(of)d") % {"done": row.done, "of": row.activities}


def _final(row: Any) -> float | None:
    """The score of the final as a share of 1, or None before it is handed in."""
    return None if row.score is None else float(row.score)


LEARNERS = Table(
    identifier="learners",
    caption=_("Learners"),
    counted=ngettext_lazy("%(n)d learner", "%(n)d learners", "n"),
    sort="name",
    url_of=_page("person", "learner.uuid"),
    columns=(
        Column("name", _("Name"), "learner.display_name", "name"),
        Column("chosen", _("Choose"), _tick, in_files=False),
        Column("email", _("E-mail"), "learner.email", "learner__email"),
        _STATE,
        Column("done", _("Activities done"), "done", "done", is_number=True, shown=_done),
        _number("minutes", _("Minutes")),
        _day("last", _("Last activity"), "last_at"),
        Column("score", _("Final"), _final, "score", is_number=True, shown=lambda row: percent(row.score)),
        _day("enrolled", _("Enrolled on"), "enrolled_at"),
    ),
)


def _roles_in_words(row: Any) -> str:
    """PRIVACY: ``roles`` come prefetched, as far as the viewer may see them."""
    return ", ".join(str(role) for role in row.roles.all())


PEOPLE = Table(
    identifier="people",
    caption=_("People"),
    counted=ngettext_lazy("%(n)d person", "%(n)d people", "n"),
    sort="name",
    url_of=_page("person"),
    columns=(
        Column("name", _("Name"), "display_name", "name"),
        Column("email", _("E-mail"), "email", "email"),
        _code("home", _("Home institution"), "home_institution.code"),
        Column("roles", _("Roles"), _roles_in_words),
        _ENROLLED,
        _COMPLETED,
        _day("joined", _("Joined"), "date_joined"),
    ),
)

_ACTS_ON = {
    "valid": (("suspend", _("Suspend")), ("revoke", _("Revoke"))),
    "suspended": (("reinstate", _("End the suspension")), ("revoke", _("Revoke"))),
}


def _credential_acts(row: Any) -> object:
    name = row.award.learner.display_name
    return format_html_join(
        " ",
        '<a class="button button--plain button--small" href="{}" aria-label="{}">{}</a>',
        (
            (
                reverse("portal:change_credential", args=[row.uuid, act]),
                gettext("%(act)s: the credential of %(name)s") % {"act": label, "name": name},
                label,
            )
            for act, label in _ACTS_ON.get(row.state, ())
        ),
    )


CREDENTIALS = Table(
    identifier="credentials",
    caption=_("Credentials"),
    counted=ngettext_lazy("%(n)d credential", "%(n)d credentials", "n"),
    sort="-issued",
    url_of=_page("person", "award.learner.uuid"),
    columns=(
        _person("name", _("Holder"), "award.learner"),
        Column("course", _("Course or programme"), lambda row: row.said.code, "award__course__code", is_short=True),
        _code("institution", _("Awarded by"), "award.institution.code"),
        _STATE,
        _day("issued", _("Issued on"), "issued_at"),
        Column("acts", _("Acts"), _credential_acts, is_short=True, in_files=False),
    ),
)
INSTITUTIONS = Table(
    identifier="institutions",
    caption=_("Institutions"),
    counted=ngettext_lazy("%(n)d institution", "%(n)d institutions", "n"),
    sort="code",
    url_of=_page("describe_institution"),
    columns=(
        Column("code", _("Short name"), "code", "code"),
        Column("name", _("Name"), lambda row: in_language(row.name)),
        Column("kind", _("Kind"), "get_kind_display", "kind"),
        Column("standing", _("Standing"), "get_standing_display", "standing"),
        Column("country", _("Country"), lambda row: country_name(row.country), "country"),
        Column("website", _("Website"), "website", "website"),
    ),
)
REPORTS = Table(
    identifier="reports",
    caption=_("Problem reports"),
    counted=ngettext_lazy("%(n)d report", "%(n)d reports", "n"),
    sort="-state",
    url_of=_page("report"),
    columns=(_text(_("Problem")), *_STUDIED, _STATE, _day("when", _("Reported"), "reported_at")),
)
REFLECTIONS = Table(
    identifier="reflections",
    caption=_("Reflections"),
    counted=ngettext_lazy("%(n)d reflection", "%(n)d reflections", "n"),
    sort="-when",
    url_of=_page("reflection"),
    columns=(
        _person("name", _("Learner"), "enrolment.learner"),
        _text(_("Text")),
        *_STUDIED,
        _day("when", _("Written"), "submitted_at"),
    ),
)
ERASURES = Table(
    identifier="erasures",
    caption=_("Erasures"),
    counted=ngettext_lazy("%(n)d request", "%(n)d requests", "n"),
    sort="state",
    url_of=_page("erasure"),
    columns=(
        _person("person", _("Person"), "person"),
        _STATE,
        _moment("asked", _("Asked"), "asked_at"),
        _moment("decided", _("Decided"), "decided_at"),
    ),
)


def act_table(name_of: Callable[[UUID | None], str]) -> Table:
    """The record of acts; ``name_of`` gives the name of a number, as far as it may be seen."""
    return Table(
        identifier="acts",
        caption=_("Record of acts"),
        counted=ngettext_lazy("%(n)d act", "%(n)d acts", "n"),
        sort="-sequence",
        columns=(
            Column("sequence", _("No."), "sequence", "sequence"),
            _moment("at", _("When"), "at"),
            Column("action", _("Act"), "action", "action", shown=lambda row: act_in_words(row.action)),
            Column("actor", _("By"), lambda row: name_of(row.actor)),
            Column("person", _("Whose data"), lambda row: name_of(row.subject_person)),
            Column("subject_type", _("Kind of thing"), "subject_type", on_page=False),
            Column("subject", _("Number of the thing"), lambda row: str(row.subject or ""), on_page=False),
            Column("detail", _("Detail"), lambda row: ", ".join(f"{name}: {value}" for name, value in row.detail.items())),
        ),
    )

"""The columns of the desk's tables."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from salerno.catalogue.models import CourseOffering
from salerno.catalogue.templatetags.catalogue import period
from salerno.common.names import language_name
from salerno.common.templatetags.campus import percent
from salerno.common.translated import in_language
from salerno.courseware.models import CourseVersion
from salerno.enrolment.models import Enrolment
from salerno.portal.desk.act_words import act_in_words
from salerno.portal.desk.selectors.offerings import pinned_version
from salerno.portal.desk.selectors.studies import activity_title
from salerno.portal.desk.tables import Column, Table
from salerno.portal.desk.words import day, moment, state_tag


def _url(name: str, row: Any) -> str:
    return reverse(f"portal:{name}", args=[row.uuid])


def _state(row: Any) -> object:
    return state_tag(row.state, row.get_state_display())


def _version(offering: CourseOffering) -> str:
    version: CourseVersion | None = pinned_version(offering)
    return _("v%(number)d") % {"number": version.number} if version else _("none")


def offering_table(rows: QuerySet) -> Table:
    """Offerings, the latest first."""
    return Table(
        identifier="offerings",
        caption=_("Offerings"),
        rows=rows,
        count=lambda n: ngettext("%(n)d offering", "%(n)d offerings", n) % {"n": n},
        sort="-starts",
        url_of=partial(_url, "offering"),
        columns=[
            Column("course", _("Course"), lambda row: in_language(row.course.title), "course__code"),
            Column("code", _("Code"), lambda row: row.course.code, "course__code"),
            Column("institution", _("Given by"), lambda row: row.institution.code, "institution__code"),
            Column("language", _("Language"), lambda row: language_name(row.language), "language"),
            Column("starts", _("Dates"), period, "starts_on"),
            Column("seats", _("Seats"), lambda row: row.seats, "seats", True, lambda row: row.seats or _("no limit")),
            Column("enrolled", pgettext("how many", "Enrolled"), lambda row: row.enrolled, "enrolled", True),
            Column("completed", pgettext("how many", "Completed"), lambda row: row.completed, "completed", True),
            Column("version", _("Version"), _version, "pinned__version__number"),
        ],
    )


def _tick(row: Enrolment) -> object:
    if row.state != "active":
        return ""
    return format_html(
        '<input type="checkbox" name="chosen" value="{}" form="chosen-learners" aria-label="{}">',
        row.uuid,
        _("Choose %(name)s") % {"name": row.learner.display_name},
    )


def _final(row: Any) -> float | None:
    """The score of the final as a share of 1, or None before it is handed in."""
    return None if row.score is None else float(row.score)


def learner_table(rows: QuerySet, *, activities: int) -> Table:
    """Learners of an offering with their progress; ``activities`` are those of the pinned version."""
    return Table(
        identifier="learners",
        caption=_("Learners"),
        rows=rows,
        count=lambda n: ngettext("%(n)d learner", "%(n)d learners", n) % {"n": n},
        sort="name",
        url_of=lambda row: reverse("portal:person", args=[row.learner.uuid]),
        columns=[
            Column("name", _("Name"), lambda row: row.learner.display_name, "name"),
            Column("chosen", _("Choose"), _tick, in_files=False),
            Column("email", _("E-mail"), lambda row: row.learner.email, "learner__email"),
            Column("state", _("State"), lambda row: row.get_state_display(), "state", shown=_state),
            Column(
                "done",
                _("Activities done"),
                lambda row: row.done,
                "done",
                True,
                lambda row: _("%(done)d of %(of)d") % {"done": row.done, "of": activities},
            ),
            Column("minutes", _("Minutes"), lambda row: row.minutes, "minutes", True),
            Column("last", _("Last activity"), lambda row: row.last_at, "last_at", shown=lambda row: day(row.last_at)),
            Column(
                "score", _("Final"), lambda row: row.score and float(row.score), "score", True, lambda row: percent(row.score)
            ),
            Column(
                "enrolled",
                _("Enrolled on"),
                lambda row: row.enrolled_at,
                "enrolled_at",
                shown=lambda row: day(row.enrolled_at),
            ),
        ],
    )


def _roles_in_words(row: Any) -> str:
    return ", ".join(str(role) for role in row.roles.all())


def people_table(rows: QuerySet) -> Table:
    """People of the viewer's institutions; ``roles`` come prefetched, as far as they may be seen."""
    return Table(
        identifier="people",
        caption=_("People"),
        rows=rows,
        count=lambda n: ngettext("%(n)d person", "%(n)d people", n) % {"n": n},
        sort="name",
        url_of=partial(_url, "person"),
        columns=[
            Column("name", _("Name"), lambda row: row.display_name, "name"),
            Column("email", _("E-mail"), lambda row: row.email, "email"),
            Column(
                "home",
                _("Home institution"),
                lambda row: row.home_institution.code if row.home_institution else "",
                "home_institution__code",
            ),
            Column("roles", _("Roles"), _roles_in_words),
            Column("enrolled", pgettext("how many", "Enrolled"), lambda row: row.enrolled, "enrolled", True),
            Column("completed", pgettext("how many", "Completed"), lambda row: row.completed, "completed", True),
            Column("joined", _("Joined"), lambda row: row.date_joined, "date_joined", shown=lambda row: day(row.date_joined)),
        ],
    )


def _credential_acts(row: Any) -> object:
    links = {
        "valid": [("suspend", _("Suspend")), ("revoke", _("Revoke"))],
        "suspended": [("reinstate", _("End the suspension")), ("revoke", _("Revoke"))],
    }.get(row.state, [])
    name = row.award.learner.display_name
    return format_html_join(
        " ",
        '<a class="button button--plain button--small" href="{}" aria-label="{}">{}</a>',
        (
            (
                reverse("portal:change_credential", args=[row.uuid, act]),
                _("%(act)s: the credential of %(name)s") % {"act": label, "name": name},
                label,
            )
            for act, label in links
        ),
    )


def credential_table(rows: QuerySet) -> Table:
    """Credentials, the newest first."""
    return Table(
        identifier="credentials",
        caption=_("Credentials"),
        rows=rows,
        count=lambda n: ngettext("%(n)d credential", "%(n)d credentials", n) % {"n": n},
        sort="-issued",
        url_of=lambda row: reverse("portal:person", args=[row.award.learner.uuid]),
        columns=[
            Column("name", _("Holder"), lambda row: row.award.learner.display_name, "award__learner__full_name"),
            Column("course", _("Course"), lambda row: row.award.course.code, "award__course__code"),
            Column("institution", _("Awarded by"), lambda row: row.award.institution.code, "award__institution__code"),
            Column("state", _("State"), lambda row: row.get_state_display(), "state", shown=_state),
            Column("issued", _("Issued on"), lambda row: row.issued_at, "issued_at", shown=lambda row: day(row.issued_at)),
            Column("acts", _("Acts"), _credential_acts, in_files=False),
        ],
    )


def report_table(rows: QuerySet) -> Table:
    """Problem reports, open ones first."""
    return Table(
        identifier="reports",
        caption=_("Problem reports"),
        rows=rows,
        count=lambda n: ngettext("%(n)d report", "%(n)d reports", n) % {"n": n},
        sort="-state",
        url_of=partial(_url, "report"),
        columns=[
            Column("text", _("Problem"), lambda row: row.text, shown=lambda row: Truncator(row.text).chars(90)),
            Column("course", _("Course"), lambda row: row.version.course.code, "version__course__code"),
            Column("activity", _("Activity"), lambda row: activity_title(row.version, row.activity_key), "activity_key"),
            Column("state", _("State"), lambda row: row.get_state_display(), "state", shown=_state),
            Column("when", _("Reported"), lambda row: row.reported_at, "reported_at", shown=lambda row: day(row.reported_at)),
        ],
    )


def reflection_table(rows: QuerySet) -> Table:
    """What learners wrote to teachers, the newest first."""
    return Table(
        identifier="reflections",
        caption=_("Reflections"),
        rows=rows,
        count=lambda n: ngettext("%(n)d reflection", "%(n)d reflections", n) % {"n": n},
        sort="-when",
        url_of=partial(_url, "reflection"),
        columns=[
            Column("name", _("Learner"), lambda row: row.enrolment.learner.display_name, "enrolment__learner__full_name"),
            Column("text", _("Text"), lambda row: row.text, shown=lambda row: Truncator(row.text).chars(90)),
            Column("course", _("Course"), lambda row: row.version.course.code, "version__course__code"),
            Column("activity", _("Activity"), lambda row: activity_title(row.version, row.activity_key), "activity_key"),
            Column("when", _("Written"), lambda row: row.submitted_at, "submitted_at", shown=lambda row: day(row.submitted_at)),
        ],
    )


def erasure_table(rows: QuerySet) -> Table:
    """Requests to be erased, open ones first."""
    return Table(
        identifier="erasures",
        caption=_("Erasures"),
        rows=rows,
        count=lambda n: ngettext("%(n)d request", "%(n)d requests", n) % {"n": n},
        sort="state",
        url_of=partial(_url, "erasure"),
        columns=[
            Column("person", _("Person"), lambda row: row.person.display_name, "person__full_name"),
            Column("state", _("State"), lambda row: row.get_state_display(), "state", shown=_state),
            Column("asked", _("Asked"), lambda row: row.asked_at, "asked_at", shown=lambda row: moment(row.asked_at)),
            Column("decided", _("Decided"), lambda row: row.decided_at, "decided_at", shown=lambda row: moment(row.decided_at)),
        ],
    )


def act_table(rows: QuerySet, name_of: Callable[[UUID | None], str]) -> Table:
    """The record of acts, the newest first; ``name_of`` gives the name of a number, as far as it may be seen."""
    return Table(
        identifier="acts",
        caption=_("Record of acts"),
        rows=rows,
        count=lambda n: ngettext("%(n)d act", "%(n)d acts", n) % {"n": n},
        sort="-sequence",
        columns=[
            Column("sequence", _("No."), lambda row: row.sequence, "sequence"),
            Column("at", _("When"), lambda row: row.at, "at", shown=lambda row: moment(row.at)),
            Column("action", _("Act"), lambda row: row.action, "action", shown=lambda row: act_in_words(row.action)),
            Column("actor", _("By"), lambda row: name_of(row.actor)),
            Column("person", _("Whose data"), lambda row: name_of(row.subject_person)),
            Column("subject_type", _("Kind of thing"), lambda row: row.subject_type, on_page=False),
            Column("subject", _("Number of the thing"), lambda row: str(row.subject or ""), on_page=False),
            Column("detail", _("Detail"), lambda row: ", ".join(f"{name}: {value}" for name, value in row.detail.items())),
        ],
    )


def days_of_role(since: date, until: date | None) -> str:
    """Since when a role holds, and until when."""
    if until is None:
        return _("since %(first)s") % {"first": day(since)}
    return _("%(first)s to %(last)s") % {"first": day(since), "last": day(until)}

"""Tags of the catalogue's pages: ``{% load catalogue %}``."""

from collections.abc import Callable
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from salerno.catalogue.models import CourseOffering
from salerno.catalogue.selectors import CoursePage, ProgrammePage
from salerno.common.names import language_name, plain_number
from salerno.common.templatetags.campus import minutes
from salerno.common.translated import in_language

register = template.Library()

_enrolment_box: list[Callable[[template.Context, CourseOffering], str]] = []


def show_enrolment_with(render: Callable[[template.Context, CourseOffering], str]) -> None:
    """Have the box of an offering drawn by the room that enrols, which stands above this one."""
    _enrolment_box[:] = [render]


@register.simple_tag(takes_context=True)
def enrolment_box(context: template.Context, offering: CourseOffering) -> str:
    """Dates, seats and the button to enrol."""
    return _enrolment_box[0](context, offering) if _enrolment_box else ""


def _languages(codes: list[str]) -> str:
    return ", ".join(language_name(code) for code in codes)


@register.simple_tag
def course_facts(page: CoursePage) -> list[dict[str, Any]]:
    """What the side of a course's page lists."""
    course = page.course
    return [
        {"label": _("Time it takes"), "value": minutes(course.workload_minutes) if course.workload_minutes else ""},
        {"label": _("Language"), "value": _languages(course.languages)},
        {"label": _("Level"), "value": _("EQF %(level)s") % {"level": course.eqf_level} if course.eqf_level else ""},
        {"label": _("ECTS credits"), "value": plain_number(course.ects_credits)},
        {"label": _("Field (ISCED-F)"), "value": ", ".join(course.isced_f)},
        {"label": _("Price"), "value": _("Free")},
        {"label": _("Before you start"), "value": in_language(course.prerequisites)},
        {"label": _("Led by"), "value": in_language(page.lead.name) if page.lead else ""},
        {"label": _("Authors"), "value": ", ".join(author["name"] for author in course.authors)},
        {"label": _("Licence of the texts"), "value": course.licence},
    ]


@register.simple_tag
def programme_facts(page: ProgrammePage) -> list[dict[str, Any]]:
    """What the side of a programme's page lists."""
    programme = page.programme
    starts = [offering.academic_session for offering in programme.offerings.all() if offering.is_public]
    return [
        {"label": _("Qualification"), "value": in_language(programme.qualification)},
        {"label": _("ECTS credits"), "value": plain_number(programme.ects_credits)},
        {"label": _("Length"), "value": _("%(n)d semesters") % {"n": programme.semesters}},
        {"label": _("Level"), "value": _("EQF %(level)s") % {"level": programme.eqf_level}},
        {"label": _("Language"), "value": _languages(programme.languages)},
        {"label": _("Field (ISCED-F)"), "value": ", ".join(programme.isced_f)},
        {"label": _("Before you start"), "value": in_language(programme.prerequisites)},
        {"label": _("Starts in"), "value": ", ".join(in_language(row.name) for row in starts)},
        {
            "label": _("Website"),
            "value": format_html('<a href="{0}">{0}</a>', programme.website) if programme.website else "",
        },
    ]


@register.filter
def period(offering: CourseOffering) -> str:
    """The dates of an offering in words."""
    if offering.starts_on and offering.ends_on:
        return _("%(first)s to %(last)s") % {
            "first": date_format(offering.starts_on, "DATE_FORMAT"),
            "last": date_format(offering.ends_on, "DATE_FORMAT"),
        }
    if offering.starts_on:
        return _("From %(first)s") % {"first": date_format(offering.starts_on, "DATE_FORMAT")}
    return _("At any time")

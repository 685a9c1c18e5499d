"""schema.org descriptions of what a page shows. Values come from the page's own dataclass, so the two cannot differ.

Sources: schema.org ``Course``, ``CourseInstance``, ``EducationalOccupationalProgram``; durations in ISO 8601.
"""

from typing import Any

from salerno.catalogue.models import CourseOffering, Programme
from salerno.catalogue.selectors import CoursePage
from salerno.common.translated import in_language
from salerno.institutions.models import Institution

_MODES = {"online": "Online", "onsite": "Onsite", "blended": "Blended"}


def duration(minutes: int) -> str:
    """``75`` → ``PT1H15M``."""
    hours, rest = divmod(minutes, 60)
    return "PT" + (f"{hours}H" if hours else "") + (f"{rest}M" if rest or not hours else "")


def _organisation(institution: Institution) -> dict[str, Any]:
    return {"@type": "Organization", "name": in_language(institution.name), "url": institution.website}


def course_data(page: CoursePage, *, base_url: str) -> dict[str, Any]:
    """``Course`` with its instances, in the language of the page."""
    course = page.course
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Course",
        "@id": base_url + course.get_absolute_url(),
        "url": base_url + course.get_absolute_url(),
        "name": in_language(course.title),
        "description": in_language(course.summary),
        "courseCode": course.code,
        "inLanguage": course.languages,
        "provider": [_organisation(row) for row in page.institutions],
        "teaches": [in_language(row.title) for row in page.outcomes],
        "isAccessibleForFree": True,
        "offers": {"@type": "Offer", "price": 0, "priceCurrency": "EUR", "category": "Free"},
        "hasCourseInstance": [_instance(offering, course.workload_minutes) for offering in page.offerings],
    }
    if course.workload_minutes:
        data["timeRequired"] = duration(course.workload_minutes)
    if course.eqf_level:
        data["educationalLevel"] = f"EQF {course.eqf_level}"
    if course.licence:
        data["license"] = course.licence
    if prerequisites := in_language(course.prerequisites):
        data["coursePrerequisites"] = prerequisites
    return data


def _instance(offering: CourseOffering, minutes: int) -> dict[str, Any]:
    data: dict[str, Any] = {
        "@type": "CourseInstance",
        "courseMode": _MODES[offering.mode],
        "inLanguage": offering.language,
        "organizer": _organisation(offering.institution),
    }
    if minutes:
        data["courseWorkload"] = duration(minutes)
    if offering.starts_on:
        data["startDate"] = offering.starts_on.isoformat()
    if offering.ends_on:
        data["endDate"] = offering.ends_on.isoformat()
    if offering.seats is not None:
        data["maximumAttendeeCapacity"] = offering.seats
    return data


def programme_data(programme: Programme, *, base_url: str) -> dict[str, Any]:
    """``EducationalOccupationalProgram``, in the language of the page."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "EducationalOccupationalProgram",
        "@id": base_url + programme.get_absolute_url(),
        "url": base_url + programme.get_absolute_url(),
        "name": in_language(programme.title),
        "description": in_language(programme.summary),
        "provider": [_organisation(giver.institution) for giver in programme.institutions.all()],
        "termsPerYear": 2,
        "numberOfCredits": {
            "@type": "StructuredValue",
            "value": float(programme.ects_credits or 0),
            "unitText": "ECTS",
        },
        "educationalCredentialAwarded": in_language(programme.qualification),
        "educationalProgramMode": "full-time",
        "inLanguage": programme.languages,
    }
    if prerequisites := in_language(programme.prerequisites):
        data["programPrerequisites"] = prerequisites
    return data

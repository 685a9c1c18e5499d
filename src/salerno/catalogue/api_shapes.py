"""What the API says of the catalogue. Texts of the domain come in every language that they have: ``{"en": "…", "fr": "…"}``."""

import uuid
from datetime import date, datetime
from typing import Any, Literal

from django.conf import settings
from ninja import Field, Schema

from salerno.catalogue.enums import TrainingKind
from salerno.catalogue.models import Course, CourseOffering, Outcome, Programme
from salerno.catalogue.selectors import CoursePage, Entry, Filters, ProgrammePage

Texts = dict[str, str]


class TrainingQuery(Schema):
    """The filters of the catalogue's page, under the same names."""

    q: str = Field("", max_length=100, description="Words to look for in titles, descriptions and outcomes, in any language.")
    kind: TrainingKind | None = None
    language: str = Field("", pattern=r"^([a-z]{2})?$", description="Taught in this language (ISO 639-1).")
    level: int | None = Field(None, ge=1, le=8, description="EQF level.")
    length: Literal["", "short", "medium", "long"] = Field("", description="Up to 1 hour, 1 to 10 hours, more than 10 hours.")
    institution: str = Field("", pattern=r"^[-\w]*$", max_length=60, description="Slug of an institution that gives it.")

    def filters(self) -> Filters:
        """What the catalogue is asked."""
        return Filters(
            words=self.q.replace("\x00", "").strip(),
            kind=self.kind or "",
            language=self.language,
            level=self.level,
            length=self.length,
            institution=self.institution,
        )


class InstitutionOut(Schema):
    """A partner. ``schac`` is its domain, the key under which European documents name it."""

    slug: str
    code: str
    name: Texts
    kind: str
    standing: str
    country: str
    city: str
    website: str
    schac: str
    languages: list[str]
    roles: Texts
    gives: Texts


class TrainingOut(Schema):
    """A programme or a course in a list."""

    kind: TrainingKind
    slug: str
    code: str
    title: Texts
    summary: Texts
    languages: list[str]
    ects_credits: float | None
    eqf_level: int | None
    isced_f: list[str]
    minutes: int
    institutions: list[str]
    url: str


class OutcomeOut(Schema):
    """What one can do afterwards. ``requires`` are keys of outcomes of the same course."""

    key: str
    title: Texts
    requires: list[str]
    is_critical: bool


class OfferingOut(Schema):
    """A course given by an institution at a time. ``seats`` of null: as many as come."""

    uuid: uuid.UUID
    institution: str
    language: str
    mode: str
    starts_on: date | None
    ends_on: date | None
    enrol_from: datetime | None
    enrol_until: datetime | None
    seats: int | None
    takes_enrolments: bool


class CourseOut(TrainingOut):
    """A course."""

    uuid: uuid.UUID
    description: Texts
    prerequisites: Texts
    licence: str
    participation: str
    authors: list[dict[str, Any]]
    units: list[dict[str, Any]]
    outcomes: list[OutcomeOut]
    offerings: list[OfferingOut]
    programmes: list[str]


class ProgrammeOut(TrainingOut):
    """A programme."""

    uuid: uuid.UUID
    description: Texts
    prerequisites: Texts
    qualification: Texts
    semesters: int
    is_joint: bool
    website: str
    awarded_by: list[str]
    courses: list[TrainingOut]


def training_out(entry: Entry) -> dict[str, Any]:
    """`TrainingOut` of a row of the catalogue."""
    return _training(entry.training, entry.kind, entry.minutes, [row.slug for row in entry.institutions])


def _training(row: Programme | Course, kind: str, minutes: int, institutions: list[str]) -> dict[str, Any]:
    return {
        "kind": kind,
        "slug": row.slug,
        "code": row.code,
        "title": row.title,
        "summary": row.summary,
        "languages": row.languages,
        "ects_credits": row.ects_credits,
        "eqf_level": row.eqf_level,
        "isced_f": row.isced_f,
        "minutes": minutes,
        "institutions": institutions,
        "url": settings.SALERNO_BASE_URL + row.get_absolute_url(),
    }


def course_out(page: CoursePage, *, at: datetime) -> dict[str, Any]:
    """`CourseOut` of a course's page."""
    course = page.course
    return {
        **_training(course, course.kind, course.workload_minutes, [row.slug for row in page.institutions]),
        "uuid": course.uuid,
        "description": course.description,
        "prerequisites": course.prerequisites,
        "licence": course.licence,
        "participation": course.participation,
        "authors": course.authors,
        "units": course.outline,
        "outcomes": [_outcome(row) for row in page.outcomes],
        "offerings": [_offering(row, at) for row in page.offerings],
        "programmes": [row.slug for row in page.programmes],
    }


def _outcome(row: Outcome) -> dict[str, Any]:
    required = [needed.key for needed in row.requires.all()]
    return {"key": row.key, "title": row.title, "requires": required, "is_critical": row.is_critical}


def _offering(row: CourseOffering, at: datetime) -> dict[str, Any]:
    names = ("uuid", "language", "mode", "starts_on", "ends_on", "enrol_from", "enrol_until", "seats")
    facts = {name: getattr(row, name) for name in names}
    return facts | {"institution": row.institution.slug, "takes_enrolments": row.takes_enrolments(at)}


def programme_out(page: ProgrammePage) -> dict[str, Any]:
    """`ProgrammeOut` of a programme's page."""
    programme = page.programme
    givers = list(programme.institutions.all())
    return {
        **_training(programme, TrainingKind.PROGRAMME, 0, [row.institution.slug for row in givers]),
        "uuid": programme.uuid,
        "description": programme.description,
        "prerequisites": programme.prerequisites,
        "qualification": programme.qualification,
        "semesters": programme.semesters,
        "is_joint": programme.is_joint,
        "website": programme.website,
        "awarded_by": [row.institution.slug for row in givers if row.is_awarding],
        "courses": [training_out(entry) for entry in page.courses],
    }

"""Acts of the desk that take two rooms: in one transaction, or under a rule of the upper one."""

from datetime import datetime
from typing import Any

from django.db import transaction

from salerno.catalogue.errors import CatalogueRefused
from salerno.catalogue.models import Course, CourseOffering
from salerno.catalogue.services import open_offering
from salerno.courseware.services.publishing import pin
from salerno.institutions import services as institutions
from salerno.institutions.errors import InstitutionRefused
from salerno.institutions.models import Institution
from salerno.people.models import Person
from salerno.portal.desk import rules


@transaction.atomic
def open_pinned_offering(
    *, course: Course, institution: Institution, values: dict[str, Any], by: Person, at: datetime
) -> CourseOffering:
    """A new offering that gives the newest published version: without one, learners would find an empty course."""
    if refusal := rules.why_not_offer(by=by, course=course, institution=institution):
        raise CatalogueRefused(refusal.label)
    offering = open_offering(course=course, institution=institution, by=by, **values)
    pin(offering=offering, version=course.versions.latest("number"), by=by, at=at)
    return offering


def describe_institution(*, institution: Institution, values: dict[str, Any], by: Person, at: datetime) -> Institution:
    """What the institution says of itself, changed by whoever governs it."""
    if refusal := rules.why_not_describe(by=by, institution=institution):
        raise InstitutionRefused(refusal.label)
    return institutions.describe_institution(institution=institution, values=values, by=by, at=at)


def add_associated_partner(*, values: dict[str, Any], by: Person, at: datetime) -> Institution:
    """A new associated partner, added for the consortium."""
    if refusal := rules.why_not_add_partner(by=by):
        raise InstitutionRefused(refusal.label)
    return institutions.add_associated_partner(values=values, by=by, at=at)

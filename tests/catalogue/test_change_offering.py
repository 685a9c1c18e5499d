"""Changing an offering, and whose offerings a person runs."""

from datetime import UTC, date, datetime

import pytest
from tests.factories.catalogue import CourseOfferingFactory
from tests.factories.institutions import InstitutionFactory
from tests.factories.people import PersonFactory, RoleAssignmentFactory

from salerno.audit.models import Entry
from salerno.catalogue.models import CourseOffering
from salerno.catalogue.services import change_offering
from salerno.institutions.enums import Standing
from salerno.people.enums import Role

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_change_offering_records_the_fields_that_changed():
    offering, by = CourseOfferingFactory(seats=10), PersonFactory()

    change_offering(offering=offering, values={"seats": 12, "starts_on": date(2027, 1, 1), "language": "en"}, by=by, at=NOON)

    offering.refresh_from_db()
    assert (offering.seats, offering.starts_on) == (12, date(2027, 1, 1))
    entry = Entry.objects.get(action="offering.changed")
    assert (entry.actor, entry.subject, entry.detail) == (by.uuid, offering.uuid, {"fields": ["seats", "starts_on"]})


def test_change_offering_with_the_same_values_is_no_act():
    offering = CourseOfferingFactory(seats=10)

    change_offering(offering=offering, values={"seats": 10}, by=PersonFactory(), at=NOON)

    assert not Entry.objects.filter(action="offering.changed").exists()


@pytest.mark.parametrize(
    ("role", "expected"),
    [(Role.COORDINATOR, 1), (Role.ADMINISTRATOR, 1), (Role.COURSE_LEAD, 1), (Role.TEACHER, 0), (Role.BOARD_MEMBER, 0)],
)
def test_governed_by_is_a_matter_of_role_at_the_offering_s_institution(role, expected):
    institution = InstitutionFactory()
    CourseOfferingFactory(institution=institution)
    CourseOfferingFactory()
    person = RoleAssignmentFactory(institution=institution, role=role).person

    assert CourseOffering.objects.governed_by(person).count() == expected


def test_governed_by_is_all_for_the_consortium_s_coordinator():
    CourseOfferingFactory(), CourseOfferingFactory()
    head = RoleAssignmentFactory(institution__standing=Standing.COORDINATOR, role=Role.COORDINATOR).person

    assert CourseOffering.objects.governed_by(head).count() == 2

"""Which people a role opens: one table, and one query."""

from datetime import UTC, date, datetime

import pytest
from tests.factories.institutions import InstitutionFactory
from tests.factories.people import PersonFactory, RoleAssignmentFactory

from salerno.audit.models import Entry
from salerno.institutions.enums import Standing
from salerno.people.access import NO_REACH, institutions_of, may_see_person, reach_of, record_opening
from salerno.people.enums import Role

pytestmark = pytest.mark.django_db

MEMBER_REACH = {
    # role: (sees the people of the institution, may edit its courses)
    Role.COORDINATOR: (True, True),
    Role.COURSE_LEAD: (True, True),
    Role.ADMINISTRATOR: (True, False),
    Role.TEACHER: (False, True),
    Role.LAB_SUPERVISOR: (False, False),
    Role.BOARD_MEMBER: (False, False),
}


def test_every_role_has_its_line_in_the_table():
    assert set(MEMBER_REACH) == set(Role)


@pytest.mark.parametrize("role", Role)
def test_a_role_reaches_its_own_institution_and_no_other(role):
    held = RoleAssignmentFactory(role=role)
    elsewhere = InstitutionFactory()
    sees, edits = MEMBER_REACH[role]

    reach = reach_of(held.person)

    assert not reach.everything
    assert reach.has_desk
    assert may_see_person(held.person, {held.institution_id}) is sees
    assert reach.may_author({held.institution_id}) is edits
    assert not may_see_person(held.person, {elsewhere.pk})
    assert not reach.may_author({elsewhere.pk})


@pytest.mark.parametrize("role", Role)
def test_only_coordinators_of_the_coordinating_institution_reach_everything(role):
    held = RoleAssignmentFactory(role=role, institution__standing=Standing.COORDINATOR)

    assert reach_of(held.person).everything is (role == Role.COORDINATOR)


def test_a_role_that_ended_or_has_not_begun_opens_nothing():
    ended = RoleAssignmentFactory(role=Role.COORDINATOR, until_on=date(2026, 2, 1))
    future = RoleAssignmentFactory(role=Role.COORDINATOR, since_on=date(2026, 9, 1))

    assert not reach_of(ended.person, date(2026, 3, 1)).has_desk
    assert not reach_of(future.person, date(2026, 3, 1)).has_desk


def test_nobody_and_learners_reach_nothing():
    assert reach_of(None) == NO_REACH
    assert reach_of(PersonFactory()) == NO_REACH


def test_reach_is_asked_once_for_a_request(django_assert_num_queries):
    person = RoleAssignmentFactory().person
    for _ in range(29):
        RoleAssignmentFactory(person=person)

    with django_assert_num_queries(1):
        assert len(institutions_of(person)) == 30
        reach_of(person)


def test_record_opening_notes_staff_and_not_oneself():
    staff, learner = PersonFactory(), PersonFactory()
    at = datetime(2026, 3, 2, 12, tzinfo=UTC)

    record_opening(viewer=learner, person=learner, what="results", at=at)
    record_opening(viewer=staff, person=learner, what="results", at=at)

    assert list(Entry.objects.values_list("actor", "subject_person", "action")) == [(staff.uuid, learner.uuid, "person.opened")]

"""Who gives and ends which role: a table of those who try."""

from datetime import date

import pytest
from tests.factories.institutions import InstitutionFactory
from tests.factories.people import PersonFactory, RoleAssignmentFactory

from salerno.audit.models import Entry
from salerno.institutions.enums import Standing
from salerno.people import rules, services
from salerno.people.enums import Role, RoleRefusal
from salerno.people.errors import PeopleRefused
from salerno.people.models import RoleAssignment

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)

WHO_GIVES = {
    # who tries: (gives a teacher's role, gives a coordinator's role); None is a yes
    "coordinator of the consortium": (None, None),
    "coordinator here": (None, None),
    "administrator here": (None, RoleRefusal.ABOVE),
    "course lead here": (RoleRefusal.NOT_YOURS, RoleRefusal.NOT_YOURS),
    "coordinator elsewhere": (RoleRefusal.NOT_YOURS, RoleRefusal.NOT_YOURS),
    "nobody in particular": (RoleRefusal.NOT_YOURS, RoleRefusal.NOT_YOURS),
}


def somebody(who, here):
    roles = {
        "coordinator of the consortium": {
            "role": Role.COORDINATOR,
            "institution__standing": Standing.COORDINATOR,
        },
        "coordinator here": {"role": Role.COORDINATOR, "institution": here},
        "administrator here": {"role": Role.ADMINISTRATOR, "institution": here},
        "course lead here": {"role": Role.COURSE_LEAD, "institution": here},
        "coordinator elsewhere": {"role": Role.COORDINATOR},
    }
    return RoleAssignmentFactory(**roles[who]).person if who in roles else PersonFactory()


@pytest.mark.parametrize("who", WHO_GIVES)
def test_who_gives_which_role(who):
    here = InstitutionFactory()
    by = somebody(who, here)
    answers = tuple(
        rules.why_not_assign(by=by, person=PersonFactory(), institution=here, role=role)
        for role in (Role.TEACHER, Role.COORDINATOR)
    )

    assert answers == WHO_GIVES[who]


def test_nobody_gives_a_role_to_oneself():
    held = RoleAssignmentFactory(role=Role.COORDINATOR)

    with pytest.raises(PeopleRefused):
        services.assign_role(person=held.person, institution=held.institution, role=Role.TEACHER, by=held.person, on=DAY)

    assert list(RoleAssignment.objects.all()) == [held]
    assert not Entry.objects.exists()


def test_a_role_can_be_laid_down_but_not_the_last_coordination():
    teacher = RoleAssignmentFactory()
    last = RoleAssignmentFactory(role=Role.COORDINATOR, institution__standing=Standing.COORDINATOR)

    assert rules.why_not_end(by=teacher.person, assignment=teacher, on=DAY) is None
    assert rules.why_not_end(by=last.person, assignment=last, on=DAY) == RoleRefusal.LAST
    RoleAssignmentFactory(role=Role.COORDINATOR, institution=last.institution)
    assert rules.why_not_end(by=last.person, assignment=last, on=DAY) is None

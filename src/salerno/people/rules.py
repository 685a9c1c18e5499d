"""Who governs what: the same answer hides the form and stops the service."""

from datetime import date

from salerno.institutions.enums import Standing
from salerno.institutions.models import Institution
from salerno.people.access import reach_of
from salerno.people.enums import GOVERNS, Role, RoleRefusal
from salerno.people.models import Person, RoleAssignment


def governs(person: Person | None, institution: Institution) -> bool:
    """Whether ``person`` decides on the roles and keys of ``institution``."""
    reach = reach_of(person)
    return reach.everything or any(held.role in GOVERNS and held.institution_id == institution.pk for held in reach.roles)


def runs_the_campus(person: Person | None) -> bool:
    """Whether ``person`` coordinates or administers the coordinating institution: they carry out erasures."""
    return any(held.role in GOVERNS and held.institution.standing == Standing.COORDINATOR for held in reach_of(person).roles)


def why_not_assign(*, by: Person, person: Person, institution: Institution, role: Role) -> RoleRefusal | None:
    """The reason for which ``by`` may not give ``person`` this role, or None.

    SECURITY: an administrator makes no coordinator: at the coordinating institution that would open everything.
    """
    if by.pk == person.pk:
        return RoleRefusal.ONESELF
    return _why_not_decide(by, institution, role)


def why_not_end(*, by: Person, assignment: RoleAssignment, on: date) -> RoleRefusal | None:
    """The reason for which ``by`` may not end this role, or None. One may lay down one's own."""
    if by.pk != assignment.person_id and (refusal := _why_not_decide(by, assignment.institution, assignment.role)):
        return refusal
    coordinators = RoleAssignment.objects.in_force(on).over_the_consortium().filter(until_on__isnull=True)
    if coordinators.filter(pk=assignment.pk).exists() and coordinators.count() == 1:
        return RoleRefusal.LAST
    return None


def _why_not_decide(by: Person, institution: Institution, role: str) -> RoleRefusal | None:
    if not governs(by, institution):
        return RoleRefusal.NOT_YOURS
    reach = reach_of(by)
    coordinates = any(held.role == Role.COORDINATOR and held.institution_id == institution.pk for held in reach.roles)
    if role == Role.COORDINATOR and not (reach.everything or coordinates):
        return RoleRefusal.ABOVE
    return None

"""Which rows of people's data a person may see: one rule, used by every room's ``visible_to``.

A learner sees their own; whoever administers an institution sees those who study with it; coordinators of the coordinating
institution see all. A staff member's opening of somebody's data is recorded by ``record_opening``.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import models

from salerno.audit.services import record
from salerno.common.compiled import Compiled, Parameter
from salerno.institutions.models import Institution
from salerno.people.enums import AUTHORS, SEES_PEOPLE, Role
from salerno.people.models import Person, RoleAssignment


@dataclass(frozen=True)
class Reach:
    """What roles open: ``everything``, or the people and courses of these institutions (by id)."""

    everything: bool
    people_of: frozenset[int]
    courses_of: frozenset[int]
    roles: tuple[RoleAssignment, ...]

    @property
    def has_desk(self) -> bool:
        """Whether the person has any role at all."""
        return bool(self.roles)

    def may_author(self, institution_ids: set[int]) -> bool:
        """Whether a course owned by these institutions may be edited."""
        return self.everything or bool(self.courses_of & institution_ids)


_ROLES = Compiled(
    lambda: (
        RoleAssignment.objects.of(Parameter("person", Person._meta.pk))
        .in_force(Parameter("on", models.DateField()))
        .select_related("institution")
    )
)
NO_REACH = Reach(everything=False, people_of=frozenset(), courses_of=frozenset(), roles=())


def reach_of(person: Person | None, on: date | None = None) -> Reach:
    """The reach of ``person``: one query, remembered on the object for the request."""
    if person is None or not getattr(person, "pk", None):
        return NO_REACH
    if (known := getattr(person, "_reach", None)) is not None:
        return known
    roles = tuple(_ROLES.objects(person=person.pk, on=on or date.today()))  # noqa: DTZ011
    everything = any(role.role == Role.COORDINATOR and role.institution.standing == "coordinator" for role in roles)
    reach = Reach(
        everything=everything,
        people_of=frozenset(role.institution_id for role in roles if role.role in SEES_PEOPLE),
        courses_of=frozenset(role.institution_id for role in roles if role.role in AUTHORS),
        roles=roles,
    )
    person._reach = reach
    return reach


def may_see_person(viewer: Person, institution_ids: set[int]) -> bool:
    """Whether ``viewer`` may see people who study with any of these institutions."""
    reach = reach_of(viewer)
    return reach.everything or bool(reach.people_of & institution_ids)


def record_opening(*, viewer: Person, person: Person, what: str, at: datetime) -> None:
    """PRIVACY: note that ``viewer`` opened the data of somebody else."""
    if viewer.pk != person.pk:
        record(action="person.opened", actor=viewer, person=person, detail={"what": what}, at=at)


def record_list_opening(
    *, viewer: Person, what: str, count: int, at: datetime, subject: models.Model | None = None
) -> None:
    """PRIVACY: note that ``viewer`` opened a list with data of ``count`` people: one line for the list."""
    if count:
        record(action="people.listed", actor=viewer, subject=subject, detail={"what": what, "count": count}, at=at)


def institutions_of(person: Person) -> list[Institution]:
    """The institutions at which the person holds a role, each once."""
    seen: dict[int, Institution] = {}
    for role in reach_of(person).roles:
        seen.setdefault(role.institution_id, role.institution)
    return list(seen.values())

"""Which kinds of pages a person's roles open. The rooms' own rules decide on each act."""

from salerno.people.access import reach_of
from salerno.people.models import Person
from salerno.people.rules import governs, runs_the_campus


def has_desk(person: Person) -> bool:
    """Anyone with a role in force."""
    return reach_of(person).has_desk


def sees_people(person: Person) -> bool:
    """Coordinators, administrators and course leads: the learners, offerings and credentials of their institution."""
    reach = reach_of(person)
    return reach.everything or bool(reach.people_of)


def writes_courses(person: Person) -> bool:
    """Coordinators, course leads and teachers: reports on their courses, and what learners wrote to them."""
    reach = reach_of(person)
    return reach.everything or bool(reach.courses_of)


def works_at_an_institution(person: Person) -> bool:
    """Whoever teaches or administers: coordinators, administrators, course leads, teachers."""
    reach = reach_of(person)
    return reach.everything or bool(reach.courses_of | reach.people_of)


def speaks_for_the_consortium(person: Person) -> bool:
    """The coordinating institution's coordinators: the legal texts, new associated partners."""
    return reach_of(person).everything


def describes_institutions(person: Person) -> bool:
    """Coordinators and administrators: what their institution says of itself."""
    return any(governs(person, held.institution) for held in reach_of(person).roles)


carries_out_erasures = runs_the_campus

"""Somebody at the desk."""

from django.test import Client

from salerno.institutions.models import Institution
from salerno.people.enums import Role
from salerno.people.models import Person
from tests.factories.people import PersonFactory, RoleAssignmentFactory


def sign_in_as(client: Client, institution: Institution, role: Role = Role.COORDINATOR) -> Person:
    """Sign in as a new person who holds ``role`` at ``institution``."""
    person = PersonFactory()
    RoleAssignmentFactory(person=person, institution=institution, role=role)
    client.force_login(person)
    return person

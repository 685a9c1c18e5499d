"""Named sets of people and their rows."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.contrib.auth.base_user import BaseUserManager
from django.db import models

from salerno.institutions.enums import Standing
from salerno.people.enums import SEES_PEOPLE, Role

if TYPE_CHECKING:
    from salerno.people.models import Person


class PersonManager(BaseUserManager):
    """Makes accounts. There are no passwords: people sign in with a code by e-mail or a passkey."""

    def create_user(self, email: str, **fields: object) -> "Person":
        """A new account for ``email`` (stored in lower case)."""
        person = self.model(email=email.strip().lower(), **fields)
        person.set_unusable_password()
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, email: str) -> "Person":
        return self.get(email__iexact=email)


class RoleQuerySet(models.QuerySet):
    """Roles at institutions."""

    def in_force(self, on: date) -> Self:
        """Roles that hold on the day ``on``."""
        return self.filter(since_on__lte=on).filter(models.Q(until_on__isnull=True) | models.Q(until_on__gte=on))

    def of(self, person: "Person", *roles: Role) -> Self:
        """The roles of ``person``, of these kinds when any is named."""
        held = self.filter(person=person)
        return held.filter(role__in=roles) if roles else held

    def seeing_people(self) -> Self:
        """Roles that open the data of the institution's own people."""
        return self.filter(role__in=SEES_PEOPLE)

    def over_the_consortium(self) -> Self:
        """Roles of the coordinating institution's coordinators, who see all."""
        return self.filter(role=Role.COORDINATOR, institution__standing=Standing.COORDINATOR)

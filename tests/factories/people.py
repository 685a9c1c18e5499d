"""People and their roles."""

from datetime import UTC, date, datetime

import factory
from allauth.account.models import EmailAddress

from salerno.people.enums import LegalKind, Role
from salerno.people.models import LegalText, Person, RoleAssignment
from tests.factories.institutions import InstitutionFactory


class PersonFactory(factory.django.DjangoModelFactory):
    """Somebody with an account who can sign in: the address is confirmed, and there is no password."""

    class Meta:
        model = Person
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person-{n}@example.org")
    full_name = factory.Sequence(lambda n: f"Person {n}")
    password = "!"

    @factory.post_generation
    def confirmed(self, create: bool, extracted: bool | None, **options: object) -> None:
        """``confirmed=False`` leaves the account without a confirmed address."""
        if create and extracted is not False:
            EmailAddress.objects.create(user=self, email=self.email, verified=True, primary=True)


class RoleAssignmentFactory(factory.django.DjangoModelFactory):
    """A role that holds, at an institution of its own unless one is given."""

    class Meta:
        model = RoleAssignment

    person = factory.SubFactory(PersonFactory)
    institution = factory.SubFactory(InstitutionFactory)
    role = Role.TEACHER
    since_on = date(2026, 1, 1)


class LegalTextFactory(factory.django.DjangoModelFactory):
    """A version of a legal text."""

    class Meta:
        model = LegalText

    kind = LegalKind.TERMS
    language = "en"
    version = 1
    body = "## A rule\n\nBe kind."
    published_at = datetime(2026, 1, 1, 12, tzinfo=UTC)

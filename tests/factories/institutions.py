"""Rows of the consortium."""

import factory

from salerno.institutions.enums import Kind, Standing
from salerno.institutions.models import Institution


class InstitutionFactory(factory.django.DjangoModelFactory):
    """A member of the consortium; ``standing=Standing.COORDINATOR`` once in a test at most."""

    class Meta:
        model = Institution

    slug = factory.Sequence(lambda n: f"institution-{n}")
    code = factory.Sequence(lambda n: f"I{n}")
    name = factory.Sequence(lambda n: {"en": f"Institution {n}"})
    kind = Kind.UNIVERSITY
    standing = Standing.MEMBER
    country = "FR"
    website = "https://institution.example.org/"
    schac = factory.Sequence(lambda n: f"institution-{n}.example.org")

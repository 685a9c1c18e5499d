"""Institutions that a person may describe."""

from django.db.models import QuerySet

from salerno.institutions.models import Institution
from salerno.people.models import Person
from salerno.portal.desk.selectors.offerings import institutions_governed_by


def institutions_described_by(person: Person) -> QuerySet[Institution]:
    """Those that the person governs; for the consortium's coordinators, all."""
    return Institution.objects.filter(pk__in=[row.pk for row in institutions_governed_by(person)])

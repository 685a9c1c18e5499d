"""Two institutions and an offering of one of them."""

import pytest
from tests.factories.catalogue import CourseOfferingFactory
from tests.factories.courseware import OfferingVersionFactory
from tests.factories.institutions import InstitutionFactory

from salerno.catalogue.models import CourseOffering
from salerno.institutions.enums import Standing
from salerno.institutions.models import Institution


@pytest.fixture
def pisa() -> Institution:
    """A member."""
    return InstitutionFactory(code="UNIPI")


@pytest.fixture
def marseille() -> Institution:
    """The coordinating institution."""
    return InstitutionFactory(code="AMU", standing=Standing.COORDINATOR)


@pytest.fixture
def offering(pisa: Institution) -> CourseOffering:
    """An offering of Pisa that gives a version of two activities."""
    row = CourseOfferingFactory(institution=pisa)
    OfferingVersionFactory(offering=row)
    return CourseOffering.objects.get(pk=row.pk)

"""Courses that a receiving institution offers while somebody is there."""

from django.db.models import Q, QuerySet

from salerno.catalogue.models import CourseOffering
from salerno.mobility.models import Mobility


def offerings_during(mobility: Mobility) -> QuerySet[CourseOffering]:
    """Offerings of the receiving institution that anyone may know of and that take place, in part at least, during the stay.

    An offering without days takes place in its academic session; one without either has no time of its own and is left out.
    """
    own_days = Q(starts_on__lte=mobility.ends_on) & (Q(ends_on__isnull=True) | Q(ends_on__gte=mobility.starts_on))
    session = Q(
        starts_on__isnull=True,
        academic_session__starts_on__lte=mobility.ends_on,
        academic_session__ends_on__gte=mobility.starts_on,
    )
    rows = CourseOffering.objects.public().filter(own_days | session, institution=mobility.place.institution_id)
    return rows.select_related("course").order_by("course__code", "pk")


def offered_codes(mobility: Mobility) -> set[str]:
    """The codes of those courses."""
    return set(offerings_during(mobility).values_list("course__code", flat=True))

"""Courses that a receiving institution offers while somebody is there."""

from django.db.models import Q, QuerySet

from salerno.catalogue.models import CourseOffering
from salerno.catalogue.selectors import rules_of
from salerno.mobility.models import Mobility


def offerings_during(mobility: Mobility) -> QuerySet[CourseOffering]:
    """Offerings of the receiving institution during the stay: those that anyone may know of, and those of courses of the student's
    own regulations, which the catalogue need not show.
    """
    shown = Q(is_public=True, course__is_public=True) | Q(course__code__in=_own_codes(mobility))
    return given_during(mobility).filter(shown).select_related("course").order_by("course__code", "pk")


def given_during(mobility: Mobility) -> QuerySet[CourseOffering]:
    """All offerings of the receiving institution that take place, in part at least, during the stay.

    An offering without days takes place in its academic session; one without either has no time of its own and is left out.
    """
    own_days = Q(starts_on__lte=mobility.ends_on) & (Q(ends_on__isnull=True) | Q(ends_on__gte=mobility.starts_on))
    session = Q(
        starts_on__isnull=True,
        academic_session__starts_on__lte=mobility.ends_on,
        academic_session__ends_on__gte=mobility.starts_on,
    )
    return CourseOffering.objects.filter(own_days | session, institution=mobility.place.institution_id)


def _own_codes(mobility: Mobility) -> list[str]:
    studies = mobility.wish.studies
    return list(rules_of(studies.offering.regulations).courses) if studies and studies.offering.regulations else []


def offered_codes(mobility: Mobility) -> set[str]:
    """The codes of those courses."""
    return set(offerings_during(mobility).values_list("course__code", flat=True))

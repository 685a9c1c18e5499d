"""What waits on the desk about traineeships."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import ngettext

from salerno.desk.waiting import Waiting
from salerno.mobility.calls.sections import coordinates_mobility
from salerno.mobility.enums import MobilityKind
from salerno.mobility.models import Mobility
from salerno.mobility.traineeships.rules import IS_THERE
from salerno.people.models import Person


def certificates_waiting(person: Person, on: date) -> Iterable[Waiting]:
    """Traineeships whose last day has passed and that no tutor has certified: one query."""
    if not coordinates_mobility(person):
        return
    rows = Mobility.objects.governed_by(person).filter(wish__call__kind=MobilityKind.TRAINEESHIP, state__in=IS_THERE)
    count = rows.filter(ends_on__lt=on, traineeship_certificate__isnull=True).count()
    if count:
        said = ngettext(
            "%(n)d traineeship is over and not certified yet.", "%(n)d traineeships are over and not certified yet.", count
        )
        yield Waiting(said % {"n": count}, "mobility:desk_stays", count, query=f"?kind={MobilityKind.TRAINEESHIP}")

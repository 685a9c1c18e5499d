"""Whether one may publish regulations: the same answer greys the button and stops the service."""

from salerno.catalogue.enums import RegulationsRefusal
from salerno.catalogue.models import Programme
from salerno.people.models import Person


def why_not_publish(*, by: Person | None, programme: Programme) -> RegulationsRefusal | None:
    """The reason for which ``by`` (None: the campus itself) may not publish regulations of ``programme``, or None."""
    if by is None or Programme.objects.ruled_by(by).filter(pk=programme.pk).exists():
        return None
    return RegulationsRefusal.NOT_YOURS

"""Kind reminders to trainees, for a daily command: a week of the log is open; the end is near and no tutor is asked."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from salerno.messaging.models import Message
from salerno.mobility.enums import MobilityKind
from salerno.mobility.models import Mobility
from salerno.mobility.stays.services.notices import tell
from salerno.mobility.traineeships.rules import IS_THERE
from salerno.mobility.traineeships.selectors import log_of

BEFORE_THE_END = timedelta(days=14)


def remind(*, at: datetime) -> int:
    """Write to trainees whose log waits for them; returns how many letters are new.

    One letter for each week that has become late, and one when two weeks are left and the tutor was not asked: never two of the
    same, however often this runs.
    """
    rows = Mobility.objects.filter(wish__call__kind=MobilityKind.TRAINEESHIP, state__in=IS_THERE)
    keys = rows.filter(traineeship_certificate__isnull=True).order_by("pk").values_list("pk", flat=True)
    return sum(_remind(pk, at) for pk in keys)


@transaction.atomic
def _remind(pk: int, at: datetime) -> int:
    mobility, today = Mobility.objects.with_sides().get(pk=pk), localdate(at)
    log, before = log_of(mobility, on=today), _written_to(mobility)
    if log.late:
        newest = max(line.starts_on for line in log.late)
        tell(mobility, "log_open", at=at, occasion=newest.isoformat(), weeks=len(log.late))
    if log.request is None and log.agreed.version and mobility.ends_on <= today + BEFORE_THE_END:
        tell(mobility, "tutor_due", at=at, occasion="once")
    return _written_to(mobility) - before


def _written_to(mobility: Mobility) -> int:
    log_open, tutor_due = (Q(key__startswith=f"mobility/{what}/{mobility.uuid}/") for what in ("log_open", "tutor_due"))
    return Message.objects.filter(log_open | tutor_due).count()

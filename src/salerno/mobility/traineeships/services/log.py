"""The weekly log: a week is written, handed in, and closed when the tutor has read it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localdate

from salerno.audit.services import record
from salerno.mobility.enums import LogWeekState
from salerno.mobility.errors import refuse_if
from salerno.mobility.models import LogWeek, Mobility, TraineeshipCertificate
from salerno.mobility.stays.services.rows import locked_stay
from salerno.mobility.traineeships import rules
from salerno.mobility.traineeships.refusals import LogRefusal
from salerno.people.models import Person


@dataclass(frozen=True)
class Written:
    """What stands in the form of a week."""

    done: str = ""
    hours: Decimal | None = None
    learnt: str = ""
    outcomes: tuple[str, ...] = ()


@transaction.atomic
def save_week(
    *, mobility: Mobility, starts_on: date, written: Written, revision: int, hands_in: bool, by: Person, at: datetime
) -> LogWeek:
    """Keep what was written of a week: as a draft, which only the trainee reads, or handed in.

    A week that was handed in can be changed, or made a draft again, until the tutor has read it. ``revision`` is that of what was
    shown: of two windows the second is told. The mobility is locked: the tutor reads before or after. Drafts are no act.
    """
    mobility = locked_stay(mobility)
    week = LogWeek.objects.filter(mobility=mobility, starts_on=starts_on).first()
    refuse_if(
        rules.why_not_write_week(
            mobility=mobility, starts_on=starts_on, week=week, is_signed=is_signed(mobility), by=by, today=localdate(at)
        )
    )
    week = week or LogWeek(mobility=mobility, starts_on=starts_on)
    refuse_if(LogRefusal.CHANGED_MEANWHILE if week.revision != revision else None)
    refuse_if(LogRefusal.EMPTY if hands_in and not (written.done.strip() and written.hours is not None) else None)
    before = week.state
    week.done, week.hours, week.learnt = written.done.strip(), written.hours, written.learnt.strip()
    week.outcomes, week.saved_at, week.revision = list(written.outcomes), at, week.revision + 1
    week.state = LogWeekState.HANDED_IN if hands_in else LogWeekState.DRAFT
    week.handed_in_at = at if hands_in else None
    week.save()
    if hands_in or before != LogWeekState.DRAFT:
        detail = {"week": starts_on.isoformat(), "hours": str(week.hours or 0)}
        action = "traineeship.week_handed_in" if hands_in else "traineeship.week_taken_back"
        record(action=action, actor=by, subject=mobility, person=by, detail=detail, at=at)
    return week


def is_signed(mobility: Mobility) -> bool:
    """Whether the tutor has signed the certificate."""
    return TraineeshipCertificate.objects.filter(mobility=mobility).exists()

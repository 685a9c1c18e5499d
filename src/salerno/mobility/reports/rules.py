"""Whether an act on a report may be done: the greyed button and the service ask the same."""

from datetime import date, timedelta

from salerno.enrolment.enums import LIVE
from salerno.enrolment.models import ProgrammeEnrolment
from salerno.mobility.enums import MobilityState
from salerno.mobility.models import Mobility, StayReport
from salerno.mobility.querysets import coordinated_by
from salerno.mobility.reports.refusals import ReportRefusal
from salerno.mobility.stays.rules import sides_of
from salerno.people.access import reach_of
from salerno.people.models import Person

BACK = frozenset({MobilityState.DEPARTED, MobilityState.RECOGNISED})
KEPT_FOR = timedelta(days=5 * 365)
"""What a room cost six years ago misleads whoever looks for one: then a report is no longer shown, and deleted."""


def oldest(today: date) -> date:
    """The day since which a stay must have ended for its report to be shown."""
    return today - KEPT_FOR


def may_read(person: Person) -> bool:
    """PRIVACY: students said yes to students of the consortium; those who coordinate mobility read along.

    Learners of open courses do not.
    """
    if coordinated_by(person) or reach_of(person).everything:
        return True
    return ProgrammeEnrolment.objects.filter(student=person, state__in=LIVE).exists()


def why_not_write(*, mobility: Mobility, by: Person) -> ReportRefusal | None:
    """Write or change a report: by the student, after the departure."""
    if mobility.wish.student_id != by.pk:
        return ReportRefusal.NOT_YOURS
    return None if mobility.state in BACK else ReportRefusal.NOT_BACK


def why_not_withdraw(*, report: StayReport | None, by: Person) -> ReportRefusal | None:
    """Withdraw it: by the student, at any time."""
    if report is None or report.withdrawn_at:
        return ReportRefusal.NOTHING
    return None if report.mobility.wish.student_id == by.pk else ReportRefusal.NOT_YOURS


def why_not_hide(*, report: StayReport, by: Person, reason: str = "-") -> ReportRefusal | None:
    """Hide it from students, with a reason: by the sending university."""
    if not sides_of(by, report.mobility).sends:
        return ReportRefusal.NOT_SENDING
    if report.hidden_at:
        return ReportRefusal.HIDDEN
    return None if reason.strip() else ReportRefusal.NO_REASON


def why_not_show(*, report: StayReport, by: Person) -> ReportRefusal | None:
    """Show a hidden one again: by the sending university."""
    if not sides_of(by, report.mobility).sends:
        return ReportRefusal.NOT_SENDING
    return None if report.hidden_at else ReportRefusal.NOT_HIDDEN

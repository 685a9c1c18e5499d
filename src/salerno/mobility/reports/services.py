"""Reports are written, changed, withdrawn, hidden and shown again; a download and an erasure of them."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from salerno.audit.services import record
from salerno.mobility.enums import ShownTo
from salerno.mobility.errors import MobilityRefused, refuse_if
from salerno.mobility.models import Mobility, StayReport
from salerno.mobility.models.reports import RATED
from salerno.mobility.reports import rules
from salerno.mobility.reports.refusals import ReportRefusal
from salerno.mobility.stays.services.notices import tell
from salerno.mobility.stays.services.rows import locked_stay
from salerno.people.models import Person

SAID = (*RATED, "monthly_cost", "text")


@transaction.atomic
def write_report(*, mobility: Mobility, values: dict[str, Any], by: Person, at: datetime) -> StayReport:
    """Say how the stay was, or change what was said. ``values``: all of ``SAID``, and ``shown_to``.

    The mobility is locked: two windows make one report. What is hidden stays hidden until the university has read it again.
    PRIVACY: the record holds to whom it is shown, never what was said.
    """
    mobility = locked_stay(mobility)
    refuse_if(rules.why_not_write(mobility=mobility, by=by))
    if not any(values[name] not in (None, "") for name in SAID):
        raise MobilityRefused(ReportRefusal.EMPTY)
    report = StayReport.objects.filter(mobility=mobility).first() or StayReport(mobility=mobility, written_at=at)
    is_new = report.pk is None or report.withdrawn_at is not None
    for name in (*SAID, "shown_to"):
        setattr(report, name, values[name])
    report.changed_at, report.withdrawn_at = at, None
    report.save()
    detail = {"shown_to": str(values["shown_to"])}
    record(action="stay_report.written" if is_new else "stay_report.changed", actor=by, subject=report, detail=detail, at=at)
    return report


@transaction.atomic
def withdraw_report(*, mobility: Mobility, by: Person, at: datetime) -> StayReport:
    """Empty the report; its ratings count no more."""
    report = _locked(mobility)
    refuse_if(rules.why_not_withdraw(report=report, by=by))
    for name in SAID:
        setattr(report, name, "" if name == "text" else None)
    report.shown_to, report.withdrawn_at, report.changed_at = ShownTo.NOBODY, at, at
    report.save()
    record(action="stay_report.withdrawn", actor=by, subject=report, at=at)
    return report


@transaction.atomic
def hide_report(*, report: StayReport, reason: str, by: Person, at: datetime) -> StayReport:
    """Take it from the eyes of students; its author is told why, and can change it."""
    report = _locked(report.mobility)
    refuse_if(rules.why_not_hide(report=report, by=by, reason=reason))
    report.hidden_at, report.hidden_by, report.hidden_reason = at, by, reason.strip()
    report.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])
    record(action="stay_report.hidden", actor=by, subject=report, person=report.mobility.wish.student, at=at)
    tell(report.mobility, "report_hidden", at=at, why=reason.strip())
    return report


@transaction.atomic
def show_report(*, report: StayReport, by: Person, at: datetime) -> StayReport:
    """Show a hidden report again, as its author says."""
    report = _locked(report.mobility)
    refuse_if(rules.why_not_show(report=report, by=by))
    report.hidden_at, report.hidden_by, report.hidden_reason = None, None, ""
    report.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])
    record(action="stay_report.shown", actor=by, subject=report, person=report.mobility.wish.student, at=at)
    tell(report.mobility, "report_shown", at=at)
    return report


def _locked(mobility: Mobility) -> StayReport | None:
    """The report of a mobility that is locked first, as in ``write_report``; read again with both institutions."""
    locked_stay(mobility)
    return StayReport.objects.with_the_stay().filter(mobility=mobility).first()


def forget_reports(*, at: datetime) -> int:
    """Delete the reports of stays that ended too long ago to be shown; return how many. By hand, since it cannot be undone."""
    rows = StayReport.objects.filter(mobility__departed_on__lt=rules.oldest(localdate(at)))
    with transaction.atomic():
        if deleted := rows.delete()[0]:
            record(action="stay_report.forgotten", actor=None, detail={"count": deleted}, at=at)
    return deleted


def export_reports(person: Person) -> list[dict[str, Any]]:
    """What the person said of stays; of others' reports no more than that the person hid them."""
    names = ("uuid", *SAID, "shown_to", "written_at", "changed_at", "withdrawn_at", "hidden_at", "hidden_reason")
    own = StayReport.objects.of(person).values(*names)
    hidden = StayReport.objects.filter(hidden_by=person).values("uuid", "hidden_at")
    return [*({"as": "author", **row} for row in own), *({"as": "hid it", **row} for row in hidden)]


def erase_reports(person: Person) -> int:
    """Delete what the person said of stays; return how many."""
    return StayReport.objects.of(person).delete()[0]

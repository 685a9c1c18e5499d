"""Races on PostgreSQL with real threads: two coordinators remind at once, two windows write one report, changed while hidden."""

from datetime import UTC, date, datetime

import pytest
from tests.support.mobility_stays import AFTERWARDS, one_stay, said, sender
from tests.support.races import at_once

from salerno.audit.services import verify_chain
from salerno.messaging.models import Message
from salerno.mobility.enums import MobilityState
from salerno.mobility.late.selectors import late_lines
from salerno.mobility.late.services import remind_of
from salerno.mobility.models import StayReport
from salerno.mobility.reports.services import hide_report, write_report

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
BACK = {"arrived_on": date(2026, 9, 2), "departed_on": date(2027, 1, 30)}
LAST_DAY = datetime(2026, 3, 11, 12, tzinfo=UTC)


def test_two_coordinators_who_remind_at_once_send_one_notice():
    one_stay()
    offices = [sender(), sender()]
    keys = {line.key for line in late_lines(offices[0], LAST_DAY)}

    results = at_once(lambda number: remind_of(keys=keys, by=offices[number % 2], at=LAST_DAY), 6)

    assert sorted(results) == [0, 0, 0, 0, 0, 1]
    assert Message.objects.filter(key__startswith="late/").count() == 1
    assert verify_chain()[1] == []


def test_two_windows_write_one_report():
    _stays, row = one_stay(MobilityState.DEPARTED, **BACK)
    who = {"mobility": row, "by": row.wish.student, "at": AFTERWARDS}

    results = at_once(lambda number: write_report(values=said(courses=1 + number % 5), **who), 6)

    assert {report.pk for report in results} == {StayReport.objects.get().pk}
    assert verify_chain()[1] == []


def test_what_is_changed_while_it_is_hidden_is_hidden():
    _stays, row = one_stay(MobilityState.DEPARTED, **BACK)
    office, student = sender(), row.wish.student
    report = write_report(mobility=row, values=said(), by=student, at=AFTERWARDS)
    acts = [
        lambda: hide_report(report=report, reason="It names a landlord.", by=office, at=AFTERWARDS),
        lambda: write_report(mobility=row, values=said(text="Begin in May."), by=student, at=AFTERWARDS),
    ]

    results = at_once(lambda number: acts[number](), 2)

    kept = StayReport.objects.get()
    assert not any(isinstance(result, Exception) for result in results)
    assert (kept.text, kept.hidden_reason) == ("Begin in May.", "It names a landlord.")

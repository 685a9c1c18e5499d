"""What students say after a stay: who writes, withdraws and hides, what others read, and for how long it is kept."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.factories.people import PersonFactory
from tests.support.mobility_stays import AFTERWARDS, HOST, OTHER_HOST, coordinator, one_stay, published, said, sender
from tests.support.studies import student

from salerno.audit.models import Entry
from salerno.messaging.models import Message
from salerno.mobility.enums import MobilityState, ShownTo
from salerno.mobility.errors import MobilityRefused
from salerno.mobility.models import Mobility, StayReport
from salerno.mobility.reports.refusals import ReportRefusal
from salerno.mobility.reports.rules import may_read
from salerno.mobility.reports.selectors import Said, reports_on
from salerno.mobility.reports.services import (
    SAID,
    erase_reports,
    export_reports,
    forget_reports,
    hide_report,
    show_report,
    withdraw_report,
    write_report,
)

pytestmark = pytest.mark.django_db
BACK = {"arrived_on": date(2026, 9, 2), "departed_on": date(2027, 1, 30)}
TODAY = AFTERWARDS.date()


def written(row, **values):
    return write_report(mobility=row, values=said(**values), by=row.wish.student, at=AFTERWARDS)


def refused(act, **given):
    with pytest.raises(MobilityRefused) as error:
        act(at=AFTERWARDS, **given)
    return error.value.refusal


@pytest.fixture
def row():
    _stays, row = one_stay(MobilityState.DEPARTED, **BACK)
    return row


def many(count, **values):
    """``count`` students who are back from Pisa and said the same, with the host."""
    keys = [f"s{number}" for number in range(count)]
    stays = published({key: [HOST] for key in keys}, capacities={HOST: count})
    Mobility.objects.update(state=MobilityState.DEPARTED, **BACK)
    return stays, [written(Mobility.objects.get(wish=stays.wishes[key]), **values) for key in keys]


def host_of(stays):
    return stays.places[HOST].institution


def test_a_report_is_written_and_changed_and_the_record_holds_no_word_of_it(row):
    first = written(row)
    second = written(row, text="Begin in May.", shown_to=ShownTo.WITH_NAME)

    assert (first.pk, StayReport.objects.get().text) == (second.pk, "Begin in May.")
    entries = Entry.objects.filter(action__startswith="stay_report.").order_by("sequence")
    assert [(entry.action, entry.detail) for entry in entries] == [
        ("stay_report.written", {"shown_to": "without-name"}),
        ("stay_report.changed", {"shown_to": "with-name"}),
    ]


def test_only_the_student_writes_after_the_departure_and_not_nothing(row):
    nothing = dict.fromkeys(SAID) | {"text": "", "shown_to": ShownTo.NOBODY}
    own = {"mobility": row, "by": row.wish.student}

    assert refused(write_report, mobility=row, values=said(), by=sender()) == ReportRefusal.NOT_YOURS
    assert refused(write_report, values=nothing, **own) == ReportRefusal.EMPTY
    Mobility.objects.update(state=MobilityState.ARRIVED)
    assert refused(write_report, values=said(), **own) == ReportRefusal.NOT_BACK
    assert not StayReport.objects.exists()


def test_what_is_withdrawn_is_gone_and_may_be_written_again(row):
    written(row)

    withdraw_report(mobility=row, by=row.wish.student, at=AFTERWARDS)

    report = StayReport.objects.get()
    assert [getattr(report, name) for name in SAID] == [None, None, None, None, None, ""]
    assert reports_on([row.place.institution_id], TODAY) == {}
    assert refused(withdraw_report, mobility=row, by=row.wish.student) == ReportRefusal.NOTHING
    assert written(row).withdrawn_at is None


def test_the_sending_university_hides_with_a_reason_that_the_author_is_told(row):
    report, office = written(row), sender()

    assert refused(hide_report, report=report, reason=" ", by=office) == ReportRefusal.NO_REASON
    assert refused(hide_report, report=report, reason="Names.", by=coordinator(HOST)) == ReportRefusal.NOT_SENDING
    hide_report(report=report, reason="It names a landlord.", by=office, at=AFTERWARDS)

    mail = Message.objects.get(key__startswith="mobility/report_hidden")
    assert (mail.recipient, "It names a landlord." in mail.body) == (row.wish.student.email, True)
    assert reports_on([row.place.institution_id], TODAY) == {}
    assert refused(hide_report, report=report, reason="Again.", by=office) == ReportRefusal.HIDDEN


def test_what_was_hidden_does_not_come_back_by_withdrawing_and_writing_again(row):
    office, host = sender(), row.place.institution_id
    hide_report(report=written(row), reason="It names a landlord.", by=office, at=AFTERWARDS)

    withdraw_report(mobility=row, by=row.wish.student, at=AFTERWARDS)
    report = written(row, text="Rooms are dear.")
    assert reports_on([host], TODAY) == {}
    show_report(report=report, by=office, at=AFTERWARDS)

    assert [each.text for each in reports_on([host], TODAY)[host].texts] == ["Rooms are dear."]
    assert refused(show_report, report=report, by=office) == ReportRefusal.NOT_HIDDEN


def test_means_are_shown_of_five_answers_and_not_of_four():
    stays, reports = many(5)
    host = host_of(stays).pk

    five = reports_on([host], TODAY)[host]
    StayReport.objects.filter(pk=reports[0].pk).update(housing=None)
    StayReport.objects.filter(pk=reports[1].pk).update(courses=1, monthly_cost=1500)
    four = reports_on([host], TODAY)[host]

    assert [(each.label, each.mean, each.answers) for each in five.figures] == [
        ("Courses", 4.0, 5), ("Welcome", 5.0, 5), ("Housing", 2.0, 5), ("Language", 4.0, 5),
    ]  # fmt: skip
    assert [(each.label, each.mean) for each in four.figures] == [("Courses", 3.4), ("Welcome", 5.0), ("Language", 4.0)]
    assert [bar.width for row in four.plot.rows for bar in row.bars] == ["68.00", "100.00", "80.00"]
    assert (five.monthly_cost, four.monthly_cost) == (900, 900)
    StayReport.objects.filter(pk=reports[2].pk).update(hidden_at=AFTERWARDS, hidden_reason="Names.")
    assert (reports_on([host], TODAY)[host].figures, reports_on([host], TODAY)[host].monthly_cost) == ([], None)


def test_a_text_is_read_as_its_author_says(row):
    host = row.place.institution_id

    def texts(shown_to):
        written(row, shown_to=shown_to)
        return reports_on([host], TODAY)[host].texts

    text = "Rooms are hard to find. Begin early."
    assert texts(ShownTo.NOBODY) == []
    assert texts(ShownTo.WITHOUT_NAME) == [Said(text, "", "2026/27")]
    assert texts(ShownTo.WITH_NAME) == [Said(text, "Student Ada", "2026/27")]


def test_many_reports_cost_one_query():
    stays, _reports = many(3)
    hosts = [place.institution_id for place in stays.places.values()]

    with CaptureQueriesContext(connection) as captured:
        reports_on(hosts, TODAY)

    assert len(captured) == 1


def test_students_of_the_consortium_and_coordinators_read_and_other_learners_do_not():
    assert [may_read(person) for person in (student().student, coordinator(OTHER_HOST), PersonFactory())] == [True, True, False]


def test_after_five_years_a_report_is_neither_shown_nor_kept(row, capsys):
    written(row)
    last = row.departed_on + timedelta(days=5 * 365)
    host = row.place.institution_id

    assert [host in reports_on([host], day) for day in (last, last + timedelta(days=1))] == [True, False]
    assert forget_reports(at=AFTERWARDS) == 0
    assert forget_reports(at=AFTERWARDS + timedelta(days=5 * 365)) == 1
    call_command("mobility", "forget-reports")
    assert capsys.readouterr().out == "0 reports were deleted.\n"


def test_a_download_holds_ones_own_and_an_erasure_deletes_it():
    stays, reports = many(2)
    office, ada = sender(), stays.students["s0"]
    hide_report(report=reports[0], reason="Names.", by=office, at=AFTERWARDS)

    (own,) = export_reports(ada)
    (act,) = export_reports(office)

    assert (own["as"], own["text"], own["hidden_reason"]) == ("author", "Rooms are hard to find. Begin early.", "Names.")
    assert act.keys() == {"as", "uuid", "hidden_at"}
    assert (erase_reports(ada), list(StayReport.objects.values_list("pk", flat=True))) == (1, [reports[1].pk])


@pytest.mark.parametrize(
    "values", [{"courses": 6}, {"housing": 0}, {"monthly_cost": 20_001}, {"hidden_at": AFTERWARDS}, {"withdrawn_at": AFTERWARDS}]
)
def test_the_database_takes_no_report_that_cannot_be(row, values):
    report = written(row)

    with pytest.raises(IntegrityError), transaction.atomic():
        StayReport.objects.filter(pk=report.pk).update(**values)

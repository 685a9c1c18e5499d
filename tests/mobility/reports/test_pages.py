"""Pages of reports: the student's own, the place in a call, the page of a host, the desk of the sending university."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories.people import PersonFactory
from tests.mobility.reports.test_reports import BACK, many, written
from tests.support import mobility as world
from tests.support.mobility_stays import AFTERWARDS, HOST, OTHER_HOST, coordinator, one_stay, said, sender

from salerno.audit.models import Entry
from salerno.mobility.enums import CallState, MobilityState, ShownTo
from salerno.mobility.models import Mobility, StayReport

pytestmark = pytest.mark.django_db


def address(name, *args):
    return reverse(f"mobility:{name}", args=args)


@pytest.fixture(autouse=True)
def _afterwards():
    with time_machine.travel(AFTERWARDS, tick=False):
        yield


@pytest.fixture
def row():
    _stays, row = one_stay(MobilityState.DEPARTED, **BACK)
    return row


def test_a_student_writes_changes_and_withdraws_a_report(client, row):
    client.force_login(row.wish.student)
    assert "Write a report" in client.get(address("stay", row.uuid)).content.decode()
    assert client.get(address("write_report", row.uuid)).context["form"].initial == {"shown_to": ShownTo.NOBODY}
    empty = client.post(address("write_report", row.uuid), {"shown_to": "nobody"})
    assert (empty.status_code, "Answer at least one question" in empty.content.decode()) == (422, True)

    typed = {"courses": "4", "monthly_cost": "850", "text": "Begin <b>early</b>.", "shown_to": "with-name"}
    kept = client.post(address("write_report", row.uuid), typed, follow=True).content.decode()

    assert ("Your report is kept" in kept, "Students of the consortium, with my name" in kept) == (True, True)
    assert "Begin &lt;b&gt;early&lt;/b&gt;." in client.get(address("write_report", row.uuid)).content.decode()
    assert "Withdraw your report?" in client.get(address("withdraw_report", row.uuid)).content.decode()
    assert "What it said is deleted." in client.post(address("withdraw_report", row.uuid), follow=True).content.decode()
    assert "There is no report" in client.post(address("withdraw_report", row.uuid), follow=True).content.decode()
    assert StayReport.objects.get().text == ""


@pytest.mark.parametrize("typed", [{"courses": "6"}, {"monthly_cost": "-1"}, {"monthly_cost": "20001"}, {"shown_to": "all"}])
def test_what_is_typed_wrong_comes_back_as_it_was_typed(client, row, typed):
    client.force_login(row.wish.student)

    page = client.post(address("write_report", row.uuid), {"text": "Begin early.", "shown_to": "nobody", **typed})

    assert (page.status_code, "Begin early." in page.content.decode(), StayReport.objects.count()) == (422, True, 0)


def test_a_report_is_not_written_before_the_departure_nor_of_others(client, row):
    client.force_login(PersonFactory())
    assert client.get(address("write_report", row.uuid)).status_code == 404
    Mobility.objects.update(state=MobilityState.ARRIVED)
    client.force_login(row.wish.student)

    assert "How was it?" not in client.get(address("stay", row.uuid)).content.decode()
    assert "when your departure is confirmed" in client.get(address("write_report", row.uuid)).content.decode()


def test_a_host_shows_texts_with_consent_and_no_name_that_was_not_given(client, row):
    written(row, shown_to=ShownTo.WITHOUT_NAME)
    slug = row.place.institution.slug
    client.force_login(coordinator(OTHER_HOST))

    page = client.get(address("host", slug)).content.decode()

    assert ("Rooms are hard to find. Begin early." in page, "Student Ada" in page, "A student" in page) == (True, False, True)
    assert "1 report: figures are shown from five answers on." in page
    written(row, shown_to=ShownTo.NOBODY)
    assert "Rooms are hard to find" not in client.get(address("host", slug)).content.decode()
    client.force_login(PersonFactory())
    assert client.get(address("host", slug)).status_code == 404


def test_a_host_of_which_nobody_spoke_says_so(client, row):
    client.force_login(coordinator(OTHER_HOST))

    assert "Nobody has said anything yet" in client.get(address("host", row.place.institution.slug)).content.decode()
    assert client.get(address("host", "nowhere")).status_code == 404


def test_what_was_said_stands_at_the_place_in_a_call_for_as_many_queries(client):
    stays, _reports = many(5)
    call = world.call(offering=stays.cohort, state=CallState.OPEN)
    world.place(call, HOST, period="spring")
    client.force_login(world.cohort_student(call).student)

    page = client.get(address("call", call.uuid)).content.decode()

    assert ("What 5 past students said" in page, "4.0 of 5" in page, "A month cost about 900 €" in page) == (True, True, True)
    assert page.count("Rooms are hard to find. Begin early.") == 2
    few = queries(client, call)
    world.place(call, OTHER_HOST)
    world.place(call, world.outside())
    assert queries(client, call) == few


def queries(client, call):
    with CaptureQueriesContext(connection) as captured:
        client.get(address("call", call.uuid))
    return len(captured)


def test_the_sending_desk_reads_hides_and_shows_and_the_host_does_not(client, row):
    report = written(row)
    client.force_login(coordinator(HOST))
    assert [client.get(address(name, report.uuid)).status_code for name in ("desk_report", "hide_report")] == [404, 404]
    assert "No report yet" in client.get(address("desk_reports")).content.decode()
    client.force_login(sender())
    assert "Student Ada" in client.get(address("desk_reports"), {"state": "shown"}).content.decode()
    assert "Student Ada" not in client.get(address("desk_reports"), {"state": "hidden"}).content.decode()
    assert "Begin early." in client.get(address("desk_report", report.uuid)).content.decode()
    assert Entry.objects.filter(action="person.opened", subject_person=row.wish.student.uuid).exists()
    assert client.post(address("hide_report", report.uuid), {"reason": ""}).status_code == 422

    hidden = client.post(address("hide_report", report.uuid), {"reason": "It names a landlord."}, follow=True).content.decode()
    again = client.post(address("hide_report", report.uuid), {"reason": "Again."})

    assert ("The report is hidden, and the student is told why." in hidden, again.status_code) == (True, 422)
    shown = [client.post(address("show_report", report.uuid), follow=True).content.decode() for _time in range(2)]
    assert ("The report is shown again" in shown[0], "This report is not hidden." in shown[1]) == (True, True)


def test_a_withdrawn_report_is_not_on_the_desk(client, row):
    report = written(row)
    client.force_login(row.wish.student)
    client.post(address("withdraw_report", row.uuid))
    client.force_login(sender())

    assert client.get(address("desk_report", report.uuid)).status_code == 404
    assert "Student Ada" not in client.get(address("desk_reports")).content.decode()
    assert said()["text"] not in client.get(address("desk_reports"), {"as": "csv"}).content.decode()

"""In Chromium: the map, what past students said, a report, who is late, plots: accessible, as wide as the screen, by keyboard."""

import pytest
import time_machine
from tests.journeys.walking import look, page_of
from tests.mobility.reports.test_reports import many
from tests.support import mobility as world
from tests.support.mobility_stays import AFTERWARDS, HOST, OTHER_HOST, sender

from salerno.mobility.enums import CallState, MobilityState, Tier
from salerno.mobility.models import Mobility, StayReport

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_student_finds_a_place_on_the_map_by_keyboard_and_reads_what_was_said(live_server, browser):
    stays, _reports = many(5)
    call = world.call(offering=stays.cohort, state=CallState.OPEN)
    place = world.place(call, HOST, period="spring")
    world.place(call, OTHER_HOST)
    world.place(call, world.outside(latitude="45.5", longitude="-73.6"), tier=Tier.OUTSIDE)
    with time_machine.travel(AFTERWARDS):
        student = page_of(browser, live_server, world.cohort_student(call).student)
        asked: list[str] = []
        student.on("request", lambda request: asked.append(request.url))
        student.goto(f"/mobility/calls/{call.uuid}/")
        student.get_by_text("What 5 past students said").click()
        student.get_by_text("Last time, all places as a table")
        look(student)
        mark = student.locator(f".place-map__mark[href='#place-{place.uuid}']")
        mark.focus()
        mark.press("Enter")
        assert student.url.endswith(f"#place-{place.uuid}")
        assert [url for url in asked if not url.startswith(live_server.url)] == []
        student.get_by_role("link", name="All that past students said of University of Pisa").click()
        look(student)


def test_a_student_says_how_it_was_and_the_desk_reads_it_and_reminds(live_server, browser):
    stays, reports = many(2)
    row, other = (Mobility.objects.get(pk=report.mobility_id) for report in reports)
    StayReport.objects.all().delete()
    Mobility.objects.filter(pk=other.pk).update(state=MobilityState.ARRIVED, departed_on=None)
    with time_machine.travel(AFTERWARDS):
        student = page_of(browser, live_server, row.wish.student, viewport={"width": 360, "height": 740})
        student.goto(f"/mobility/stays/{row.uuid}/")
        student.get_by_role("link", name="Write a report").click()
        look(student)
        student.get_by_label("Courses").select_option("4")
        student.get_by_label("What should others know?").fill("Begin early.")
        student.get_by_label("without my name").check()
        student.get_by_role("button", name="Keep the report").press("Enter")
        student.get_by_text("Your report is kept").wait_for()
        look(student)

        office = page_of(browser, live_server, sender())
        office.goto("/desk/mobility/reports/")
        look(office)
        office.get_by_role("link", name="Student S0").click()
        look(office)
        office.get_by_role("link", name="Hide the report").click()
        look(office)
        office.goto("/desk/mobility/late/?matter=depart")
        look(office)
        office.get_by_role("button", name="Remind all on this list").press("Enter")
        look(office)
        office.get_by_role("button", name="Send 1 reminder").press("Enter")
        office.get_by_text("1 reminder was queued.").wait_for()
        for address in (f"calls/{stays.call.uuid}/", "agreements/balance/"):
            office.goto(f"/desk/mobility/{address}")
            for summary in office.locator("main details > summary").all():
                summary.click()
            look(office)

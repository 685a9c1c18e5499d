"""A mobility in Chromium, from the offered place to the appeal: accessible, never wider than the screen, by keyboard and phone."""

from datetime import date

import pytest
import time_machine
from tests.journeys.walking import look, page_of
from tests.mobility.recognition.test_recognitions import transcript_of
from tests.support.mobility_stays import AFTERWARDS, HOST, IN_TIME, coordinator, one_stay, sender

from salerno.mobility.enums import MobilityState, RecognitionState
from salerno.mobility.ewp.transcripts import TRANSCRIPTS
from salerno.mobility.models import Mobility, Recognition

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_student_accepts_by_keyboard_and_both_desks_carry_on(live_server, browser):
    stays, row = one_stay()
    with time_machine.travel(IN_TIME):
        student = page_of(browser, live_server, stays.students["ada"], viewport={"width": 360, "height": 740})
        student.goto("/mobility/stays/")
        look(student)
        student.get_by_role("link", name="University of Pisa").click()
        look(student)
        student.get_by_role("link", name="Accept the place").press("Enter")
        look(student)
        student.get_by_role("button", name="Accept the place").press("Enter")
        student.get_by_text("You have accepted the place.").wait_for()

        office = page_of(browser, live_server, sender())
        office.goto("/desk/mobility/stays/")
        look(office)
        office.get_by_role("checkbox", name="Choose Student Ada").check()
        office.get_by_role("button", name="Nominate the student").click()
        look(office)
        office.get_by_role("button", name="Nominate the student: 1 student").click()
        office.get_by_text("Done for 1 student.").wait_for()

        host = page_of(browser, live_server, coordinator(HOST), java_script_enabled=False)
        host.goto(f"/desk/mobility/stays/{row.uuid}/")
        host.get_by_role("link", name="Confirm the nomination").click()
        host.get_by_role("button", name="Confirm the nomination").click()
        looking = page_of(browser, live_server, coordinator(HOST))
        for address in ("", "act/arrive/", "act/cancel/"):
            looking.goto(f"/desk/mobility/stays/{row.uuid}/{address}")
            look(looking)

    assert Mobility.objects.get(pk=row.pk).state == MobilityState.CONFIRMED


def test_results_are_read_in_decided_on_and_appealed_against(live_server, browser):
    _stays, row = one_stay(MobilityState.DEPARTED, arrived_on=date(2026, 9, 2), departed_on=date(2027, 1, 30))
    file = {"name": "tor.xml", "mimeType": "text/xml", "buffer": TRANSCRIPTS.exported([transcript_of(row)])}
    with time_machine.travel(AFTERWARDS):
        office = page_of(browser, live_server, sender())
        office.goto(f"/desk/mobility/stays/{row.uuid}/results/add/")
        look(office)
        office.goto(f"/desk/mobility/stays/{row.uuid}/results/import/")
        office.get_by_label("Transcript (XML)").set_input_files(file)
        office.get_by_role("button", name="Look at the file").click()
        look(office)
        office.get_by_role("button", name="Enter 1 result").click()
        office.get_by_text("1 result was entered.").wait_for()
        look(office)
        office.get_by_role("link", name="Decide on").click()
        look(office)
        office.get_by_label("Do not recognise").check()
        office.get_by_label("Reason").fill("Another content.")
        office.get_by_role("button", name="Decide on this result").click()
        office.get_by_text("It is decided, and the student is told.").wait_for()

        student = page_of(browser, live_server, row.wish.student)
        student.goto(f"/mobility/stays/{row.uuid}/")
        look(student)
        student.get_by_role("link", name="Appeal on").click()
        look(student)
        student.get_by_label("Why").fill("It is the same.")
        student.get_by_role("button", name="Hand in the appeal").click()
        student.get_by_text("Your appeal was handed in.").wait_for()

    assert Recognition.objects.get().state == RecognitionState.APPEALED

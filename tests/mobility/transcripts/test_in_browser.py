"""A transcript in Chromium: issued by the host, taken in by the sender, read by the student; accessible and never too wide."""

import pytest
import time_machine
from tests.journeys.walking import look, page_of
from tests.mobility.transcripts.test_transcripts import back, enter, graded
from tests.support.mobility_stays import AFTERWARDS, sender

from salerno.mobility.models import HostResult

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_host_issues_a_transcript_by_keyboard_and_the_sender_takes_it_in(live_server, browser):
    row, pisa = back()
    graded(row)
    enter(row, pisa)
    with time_machine.travel(AFTERWARDS):
        host = page_of(browser, live_server, pisa, viewport={"width": 1280, "height": 900})
        host.goto(f"/desk/mobility/stays/{row.uuid}/")
        look(host)
        host.get_by_role("link", name="Issue a transcript").press("Enter")
        look(host)
        host.get_by_role("checkbox", name="Etica").press("Space")
        host.get_by_role("button", name="Issue the transcript").press("Enter")
        host.get_by_text("Transcript number 1 is issued, and the student is told.").wait_for()
        look(host)

        office = page_of(browser, live_server, sender())
        office.goto(f"/desk/mobility/stays/{row.uuid}/")
        look(office)
        office.get_by_role("button", name="Enter 1 result").click()
        office.get_by_text("1 result was entered.").wait_for()

        student = page_of(browser, live_server, row.wish.student, viewport={"width": 360, "height": 740})
        student.goto(f"/mobility/stays/{row.uuid}/")
        student.get_by_role("link", name="Document of number 1 (PDF)").wait_for()
        look(student)
    assert sorted(each.title for each in HostResult.objects.all()) == ["Etica", "Machine learning"]

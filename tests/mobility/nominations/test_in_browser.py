"""A guest in Chromium: nominated, taken, found again; accessible and never wider than the screen."""

import pytest
import time_machine
from tests.factories.people import PersonFactory
from tests.journeys.walking import look, page_of
from tests.support.mobility_guests import AT, from_elsewhere
from tests.support.mobility_stays import HOST, coordinator
from tests.support.studies import made_up_cohort

from salerno.mobility.enums import MobilityState
from salerno.mobility.models import Mobility, Nomination

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_guest_is_nominated_and_takes_the_place_by_keyboard(live_server, browser):
    made_up_cohort()
    from_elsewhere()
    with time_machine.travel(AT):
        host = page_of(browser, live_server, coordinator(HOST), viewport={"width": 1280, "height": 900})
        host.goto("/desk/mobility/guests/")
        look(host)
        host.get_by_role("link", name="Enter a nomination").first.press("Enter")
        look(host)
        host.get_by_label("Under which agreement").select_option(index=1)
        for label, text in (("Given names", "Nora"), ("Family name", "North"), ("E-mail", "nora@example.org")):
            host.get_by_label(label).fill(text)
        days = (("First day", "2026-09-01"), ("Last day", "2027-01-31"), ("The student can answer until", "2026-06-20"))
        for label, day in days:
            host.get_by_label(label).fill(day)
        host.get_by_role("button", name="Enter the nomination").press("Enter")
        host.get_by_text("the invitation is on its way").wait_for()
        look(host)
        host.get_by_role("link", name="Nora North").click()
        look(host)

        row = Nomination.objects.get()
        student = page_of(browser, live_server, PersonFactory(email="nora@example.org"), viewport={"width": 360, "height": 740})
        student.goto(f"/mobility/nominations/{row.uuid}/")
        look(student)
        student.get_by_role("button", name="Take the place").press("Enter")
        student.get_by_text("You have taken the place.").wait_for()
        look(student)
        student.goto("/studies/")
        look(student)
        student.get_by_role("link", name="Your stays elsewhere").click()
        student.get_by_role("link", name="University of Pisa").click()
        student.get_by_role("link", name="Learning agreement").click()
        look(student)
    assert Mobility.objects.get().state == MobilityState.CONFIRMED

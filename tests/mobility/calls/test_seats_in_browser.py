"""Fewer seats after publication in Chromium: looked at, done, and read by the student; accessible and by keyboard."""

import pytest
import time_machine
from tests.journeys.walking import look, page_of
from tests.support.mobility_stays import HOST, IN_TIME, OTHER_HOST, published, sender

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_coordinator_looks_at_a_cut_does_it_and_the_student_reads_why(live_server, browser):
    stays = published({"ada": [HOST], "bob": [HOST, OTHER_HOST], "cyd": [OTHER_HOST]}, capacities={HOST: 2, OTHER_HOST: 2})
    with time_machine.travel(IN_TIME):
        office = page_of(browser, live_server, sender())
        office.goto(f"/desk/mobility/calls/{stays.call.uuid}/places/")
        office.get_by_role("link", name="University of Pisa").click()
        look(office)
        office.get_by_label("For how many").fill("1")
        office.get_by_label("Why").fill("Building works.")
        office.get_by_role("button", name="Look at who would lose and gain").press("Enter")
        office.get_by_role("heading", name="Seats: 1 instead of 2").wait_for()
        look(office)
        office.get_by_role("button", name="Change the seats and tell them").press("Enter")
        office.get_by_text("1 student has lost it.").wait_for()

        student = page_of(browser, live_server, stays.students["bob"], viewport={"width": 360, "height": 740})
        student.goto("/mobility/stays/")
        look(student)
        student.get_by_role("link", name="University of Pisa").click()
        student.get_by_text("of those who had not you stood lowest").wait_for()
        look(student)

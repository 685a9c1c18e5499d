"""The thesis in Chromium, on a phone and at a desk: proposed, agreed to, deposited, given to a jury, announced, graded."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from tests.journeys.walking import fresh_visitor, look
from tests.support.theses import cast, pdf

from salerno.awards.enums import ThesisState
from salerno.awards.models import Thesis
from salerno.awards.theses.services import juries as thesis_juries
from salerno.awards.theses.services import theses
from salerno.people.models import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("file_folder")]


def signed_in(browser: Browser, url: str, person: Person) -> tuple[Page, list[str]]:  # noqa: F811
    """A page of ``person``, and the troubles that it meets."""
    client = Client()
    client.force_login(person)
    context, page, troubles = fresh_visitor(browser, url)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}])
    return page, troubles


def test_a_thesis_goes_its_way(browser, live_server):  # noqa: F811
    who = cast()
    student, troubles = signed_in(browser, live_server.url, who.student)
    student.goto("/studies/thesis/")
    look(student)
    student.get_by_role("link", name="Propose a thesis").click()
    look(student)
    student.get_by_label("Title in English").fill("Silent gaps in a ward's data")
    student.get_by_label("What it is about").fill("A made-up question.")
    student.get_by_label("First supervisor").select_option(label="First Supervisor")
    student.get_by_label("Second supervisor").select_option(label="Second Supervisor")
    student.get_by_role("button", name="Propose the thesis").click()
    expect(student.get_by_text("Your proposal is with both supervisors now.")).to_be_visible()

    supervisor, more = signed_in(browser, live_server.url, who.first.person)
    supervisor.goto("/desk/theses/")
    look(supervisor)
    supervisor.get_by_role("link", name="Lea Learner").click()
    look(supervisor)
    supervisor.get_by_role("link", name="Agree to the thesis").click()
    look(supervisor)
    supervisor.get_by_role("button", name="Agree to the thesis").click()
    theses.agree(thesis=Thesis.objects.get(), by=who.second.person, at=timezone.now())

    student.goto("/studies/thesis/")
    student.get_by_role("link", name="Deposit your thesis").click()
    look(student)
    student.get_by_label("Thesis as PDF").set_input_files({"name": "t.pdf", "mimeType": "application/pdf", "buffer": pdf()})
    student.get_by_role("button", name="Deposit this version").click()
    expect(student.get_by_text("Version 1 is deposited.")).to_be_visible()
    look(student)

    officer, _none = signed_in(browser, live_server.url, who.officer)
    officer.goto(f"/desk/theses/{Thesis.objects.get().uuid}/jury/")
    look(officer)
    officer.get_by_role("checkbox", name="Carla Chair").check()
    officer.get_by_role("checkbox", name="Marc Member").check()
    officer.get_by_label("Chair", exact=True).select_option(label="Carla Chair")
    officer.get_by_role("button", name="Name this jury").click()
    officer.get_by_role("link", name="Announce the defence").click()
    look(officer)
    officer.get_by_label("Day and time").fill((timezone.now() + timedelta(days=9)).strftime("%Y-%m-%dT%H:%M"))
    officer.get_by_label("Place").fill("Aula 3")
    officer.get_by_role("button", name="Announce the defence").click()
    expect(officer.get_by_text("The defence is announced.")).to_be_visible()

    after = timezone.now() + timedelta(days=10)
    thesis_juries.enter_grade(thesis=Thesis.objects.get(), text="30L", by=who.member.person, at=after)
    chair, _more = signed_in(browser, live_server.url, who.chair.person)
    chair.goto(f"/desk/theses/{Thesis.objects.get().uuid}/confirm-grade/")
    look(chair)
    chair.get_by_role("button", name="Confirm and publish the grade").click()
    expect(chair.get_by_text("The grade is published, and the student is told.")).to_be_visible()
    student.goto("/studies/thesis/")
    expect(student.get_by_text("Grade: 30L. Passed.")).to_be_visible()
    look(student)

    assert (Thesis.objects.get().state, troubles, more) == (ThesisState.GRADED, [], [])

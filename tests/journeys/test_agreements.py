"""Two coordinators agree: one prepares and proposes, both approve, a factsheet and a traineeship follow, a student reads them."""

import pytest
from django.test import Client
from playwright.sync_api import expect
from tests.journeys.walking import fresh_visitor, look
from tests.support.courses import person
from tests.support.mobility_agreement import SU, UNIPI, institution, officer

from salerno.mobility.enums import AgreementState, OfferState
from salerno.mobility.models import InterInstitutionalAgreement, TraineeshipOffer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sit_down(live_server, settings, browser):
    """A browser of its own in which somebody is signed in, and what its console tells."""
    settings.SALERNO_BASE_URL = live_server.url
    contexts = []

    def sit(someone, language="en-GB"):
        context, page, troubles = fresh_visitor(browser, live_server.url, language)
        contexts.append(context)
        client = Client()
        client.force_login(someone)
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
        return page, troubles

    yield sit
    for context in contexts:
        context.close()


def press(page, name):
    page.get_by_role("button", name=name).click()


def follow(page, name):
    page.get_by_role("link", name=name).first.click()


def step(page, name):
    """Ask for a step, look at the question, and do it."""
    follow(page, name)
    look(page)
    press(page, name)


def prepare(page):
    """An agreement with one condition; the second row is left empty."""
    page.goto("/desk/mobility/agreements/")
    look(page)
    follow(page, "Prepare an agreement")
    page.get_by_label("Your institution").select_option(label="UNIPI")
    page.get_by_label("Partner").select_option(label="SU")
    page.get_by_label("First day").fill("2026-09-01")
    page.get_by_label("Last day").fill("2029-08-31")
    look(page)
    press(page, "Go on to the conditions")
    for label, text in (("Field (ISCED-F)", "0988"), ("EQF levels", "7"), ("Places a year", "4"), ("Months each", "5")):
        page.get_by_label(label).first.fill(text)
    page.get_by_label("Languages (CEFR)").first.fill("English")
    press(page, "Keep the agreement")
    expect(page.get_by_text("A language is its code and its level")).to_be_visible()
    look(page)
    page.get_by_label("Languages (CEFR)").first.fill("en B2")
    press(page, "Keep the agreement")


def test_two_coordinators_agree(sit_down, db):
    pisa, _troubles = sit_down(officer(UNIPI))
    prepare(pisa)
    look(pisa)
    step(pisa, "Propose the agreement")
    step(pisa, "Approve for UNIPI")
    expect(pisa.get_by_text("UNIPI: approved by")).to_be_visible()
    look(pisa)

    stockholm, troubles = sit_down(officer(SU))
    stockholm.goto("/desk/")
    expect(stockholm.get_by_text("1 agreement waits for your approval.")).to_be_visible()
    stockholm.goto("/desk/mobility/agreements/")
    look(stockholm)
    follow(stockholm, "UNIPI-SU-2026")
    step(stockholm, "Approve for SU")
    look(stockholm)
    stockholm.goto("/desk/mobility/agreements/balance/?year=2027")
    look(stockholm)
    stockholm.goto("/desk/mobility/agreements/file/")
    look(stockholm)

    assert InterInstitutionalAgreement.objects.get().state in (AgreementState.APPROVED, AgreementState.IN_FORCE)
    assert troubles == []


def test_a_host_offers_and_a_student_reads(sit_down, db):
    institution(UNIPI)
    host, troubles = sit_down(officer(UNIPI))
    host.goto("/desk/mobility/factsheets/")
    look(host)
    follow(host, "Write the factsheet of UNIPI")
    host.get_by_label("Autumn: nominations until").fill("05-15")
    host.get_by_label("Housing: e-mail").fill("housing@example.org")
    look(host)
    press(host, "Keep the factsheet")
    host.goto("/desk/mobility/traineeships/")
    look(host)
    follow(host, "Prepare an offer")
    for label, text in (
        ("Title (English)", "Segment scans"), ("First day", "2027-02-01"), ("Last day", "2027-07-31"),
        ("Learning outcomes", "Train a model"), ("E-mail of the supervisor", "sofia@example.org"),
    ):  # fmt: skip
        host.get_by_label(label).fill(text)
    host.get_by_label("Supervisor", exact=True).fill("Sofia Supervisor")
    host.get_by_label("Host").select_option(label="UNIPI")
    look(host)
    press(host, "Keep the offer")
    look(host)
    step(host, "Open the offer")

    student, more = sit_down(person())
    for address in ("/mobility/traineeships/", "/mobility/factsheets/"):
        student.goto(address)
        look(student)
    follow(student, "University of Pisa")
    expect(student.get_by_text("nominations until 15 May")).to_be_visible()
    look(student)
    student.goto("/mobility/traineeships/")
    follow(student, "Segment scans")
    expect(student.get_by_text("Sofia Supervisor")).to_be_visible()
    look(student)

    assert TraineeshipOffer.objects.get().state == OfferState.OPEN
    assert troubles + more == []

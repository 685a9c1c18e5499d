"""A learning agreement in Chromium, on a phone and at a desk: written, checked while one types, signed, sent back, changed."""

import time

import pytest
from django.test import Client
from playwright.sync_api import expect
from tests.journeys.walking import fresh_visitor, look
from tests.support.mobility_papers import FIRST_YEAR, Cast, cast, current, sign_next

from salerno.mobility.enums import PaperState
from salerno.people.adapter import SIGNED_IN_AT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def signed_in(browser, url, person):  # noqa: F811
    """A page of ``person``, who has just signed in, and the troubles that it meets."""
    client = Client()
    client.force_login(person)
    session = client.session
    session[SIGNED_IN_AT] = time.time()
    session.save()
    context, page, troubles = fresh_visitor(browser, url)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}])
    return page, troubles


def write(page, who: Cast):
    """From the list of stays to a saved agreement."""
    page.goto("/mobility/learning-agreements/")
    look(page)
    page.get_by_role("link", name="Aix-Marseille University").click()
    look(page)
    page.get_by_role("button", name="Begin the learning agreement").click()
    look(page)
    expect(page.get_by_text("Say how well you speak the language")).to_be_visible()
    page.get_by_label("Your level in it on arrival").select_option("B2")
    expect(page.get_by_text("Say how well you speak the language")).to_be_hidden()
    expect(page.get_by_text("24 ECTS credits there, 24 recognised at home.")).to_be_visible()
    page.get_by_role("button", name="Save the agreement").click()
    expect(page.get_by_text("Saved. Nothing is signed yet.")).to_be_visible()


def test_an_agreement_goes_its_way(browser, live_server):  # noqa: F811
    who = cast(done=FIRST_YEAR)
    student, troubles = signed_in(browser, live_server.url, who.student)
    write(student, who)
    look(student)
    student.get_by_role("link", name="Read and sign").click()
    look(student)
    student.get_by_role("button", name="Sign the agreement").click()
    expect(student.get_by_text("You have signed. The others are told.")).to_be_visible()

    office, more = signed_in(browser, live_server.url, who.sending)
    office.goto("/desk/mobility/learning-agreements/")
    look(office)
    office.get_by_role("link", name="Lea Learner").click()
    look(office)
    office.get_by_role("link", name="Send back to the student").click()
    look(office)
    office.get_by_label("What should be different?").fill("AMU-303 is full.")
    office.get_by_role("button", name="Send back to the student").click()
    expect(office.get_by_text("The student is told what to change.")).to_be_visible()

    sign_next(who, who.student)
    office.reload()
    office.get_by_role("link", name="Read and sign").click()
    look(office)
    office.get_by_role("button", name="Sign the agreement").click()
    sign_next(who, who.receiving)

    student.reload()
    student.get_by_role("link", name="Begin a change").click()
    look(student)
    student.get_by_role("button", name="Begin a change").click()
    look(student)
    assert current(who).state == PaperState.DRAFT
    assert (troubles, more) == ([], [])


def test_pages_that_ask_for_proof(browser, live_server):  # noqa: F811
    who = cast(done=FIRST_YEAR)
    who.receiving.roles.all().delete()
    student, _troubles = signed_in(browser, live_server.url, who.student)
    write(student, who)
    for someone in (who.student, who.sending):
        sign_next(who, someone)
    office, more = signed_in(browser, live_server.url, who.sending)
    office.goto(f"/desk/mobility/learning-agreements/{who.mobility.uuid}/")
    look(office)
    for name in ("Record a signature on paper", "Take in the partner's answer"):
        office.get_by_role("link", name=name).click()
        look(office)
        office.go_back()
    assert more == []

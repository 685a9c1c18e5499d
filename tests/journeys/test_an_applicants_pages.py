"""Pages of an applicant and a referee that the story of the Master does not meet: refusals, an ending offer, dead links, errors."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from tests.factories.admissions import ApplicationFactory, CallFactory
from tests.journeys.master import ASKED, at_the_desk, open_campus, sit_down
from tests.journeys.walking import fresh_visitor, look
from tests.support.courses import person

from salerno.admissions.enums import ApplicationState, CallState
from salerno.admissions.models import Appeal, Decision
from salerno.admissions.services import letters
from salerno.admissions.services.writing import begin_application
from salerno.messaging.enums import State
from salerno.messaging.models import Message
from salerno.portal.operations.demo_cohort.calls import RULES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "Maximiliana-Theodora von Hohenlohe-Schillingsfürst-Waldenburg"


@pytest.fixture
def campus(live_server, settings, file_folder):
    settings.SALERNO_BASE_URL = live_server.url
    return open_campus(live_server.url)


@pytest.fixture
def lea():
    return person("lea@example.org", full_name="Lea Learner")


def a_call(campus, now, **values):
    dates = {"opens_at": now - timedelta(days=60), "closes_at": now + timedelta(days=30)}
    title = {"en": f"A made-up call of the {LONG} foundation"}
    return CallFactory(offering=campus.cohort, title=title, rules=RULES, referees=1, **dates, **ASKED, **values)


def decided(campus, lea, now, state, **values):
    call = a_call(campus, now, state=CallState.DECIDED)
    return ApplicationFactory(call=call, applicant=lea, state=state, decided_at=now - timedelta(days=1), **values)


def test_what_an_applicant_sees_of_a_decision(campus, lea, browser):
    now = timezone.now()
    offered = decided(campus, lea, now, ApplicationState.ADMITTED)
    offered.offers.create(made_at=now - timedelta(days=9), expires_at=now + timedelta(hours=20))
    refused = decided(campus, lea, now, ApplicationState.REFUSED, reason="Every place is given, on the waiting list too.")
    appealed = decided(campus, lea, now, ApplicationState.REFUSED, reason="Every place is given.")
    for row in (refused, appealed):
        Decision.objects.create(application=row, outcome="refuse", reason=row.reason, by=None, at=row.decided_at)
    Appeal.objects.create(application=appealed, text="You have miscounted.", asked_at=now)
    decided(campus, lea, now, ApplicationState.INELIGIBLE, reason="English at level B2 is not shown.")
    waiting = decided(campus, lea, now, ApplicationState.WAITING, position=3)

    with at_the_desk(browser, campus, lea) as page:
        page.goto("/admissions/applications/")
        look(page)
        for row, words in (
            (offered, "Time left to answer:"),
            (refused, "you can ask for another look until"),
            (appealed, "The committee looks at its decision again"),
            (waiting, "You are number 3 on the waiting list"),
        ):
            page.goto(f"/admissions/applications/{row.uuid}/")
            expect(page.get_by_text(words).first).to_be_visible()
            look(page)
        for summary in page.locator("main summary").all():
            summary.click()
        look(page)
        page.goto(f"/admissions/applications/{refused.uuid}/appeal/")
        look(page)
        page.goto(f"/admissions/offers/{offered.offers.get().uuid}/accept/")
        page.get_by_label("Aix-Marseille University").check()
        look(page)


def test_errors_of_the_form_and_the_request_to_a_referee(campus, lea, browser):
    now = timezone.now()
    application = begin_application(call=a_call(campus, now), by=lea, at=now)
    given = {"name": LONG, "email": f"a.very.long.address.of.somebody@{'department.' * 4}example.org", "language": "en"}
    referee = letters.ask_referee(application=application, affiliation=f"University of {LONG}", by=lea, at=now, **given)
    Message.objects.update(state=State.SENT)

    with at_the_desk(browser, campus, lea) as page:
        page.goto(f"/admissions/applications/{application.uuid}/transcript/")
        page.get_by_label("Course").first.fill(f"Cell biology of {LONG}")
        page.get_by_label("Scientific sector").first.fill("BIO/10")
        page.get_by_role("button", name="Save and add rows").click()
        page.get_by_text("Page 3 of 7").click()
        look(page)
        for step in ("referees", "review"):
            page.goto(f"/admissions/applications/{application.uuid}/{step}/")
            look(page)
        page.goto(f"/admissions/referees/{referee.uuid}/")
        look(page)
        page.get_by_role("link", name="Withdraw the request").click()
        look(page)


def test_a_form_with_an_error_and_a_dead_link(campus, lea, browser):
    """Their answers are 422 and 404, which a browser's console tells."""
    now = timezone.now()
    application = begin_application(call=a_call(campus, now), by=lea, at=now)
    given = {"name": "Rita", "email": "rita@example.org", "affiliation": "", "language": "en"}
    referee = letters.ask_referee(application=application, by=lea, at=now, **given)
    link = "/admissions/letters/" + Message.objects.get().body.partition("/letters/")[2].partition("/")[0] + "/"
    context, page, _troubles = fresh_visitor(browser, campus.url)
    page.goto(link)
    look(page)
    page.get_by_label("The letter").fill("She counts well.")
    letters.correct_address(referee=referee, email="r@example.org", by=lea, at=now)

    page.get_by_role("button", name="Hand the letter in").click()

    expect(page.get_by_label("What you wrote, to be copied")).to_have_value("She counts well.")
    look(page)
    context.close()
    context, page, _troubles = sit_down(browser, campus, lea)
    page.goto(f"/admissions/applications/{application.uuid}/transcript/")
    page.get_by_label("Course").first.fill("Cell biology")
    page.get_by_label("Scientific sector").first.fill("biology")
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_text("A sector reads such as BIO/10.").first).to_be_visible()
    look(page)
    context.close()

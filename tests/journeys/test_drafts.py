"""What an applicant types is there on another device, without a button; a lost connection and a second window lose nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.factories.admissions import CallFactory
from tests.journeys.master import ASKED, open_campus, sit_down
from tests.journeys.walking import look
from tests.support.courses import person

from salerno.admissions.models import TypedPage
from salerno.admissions.services.writing import begin_application

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(live_server, settings, file_folder, browser):
    """Opens the applicant's page of one step in a browser of its own, as on another device."""
    settings.SALERNO_BASE_URL = live_server.url
    campus, lea, now = open_campus(live_server.url), person("lea@example.org", full_name="Lea Learner"), timezone.now()
    dates = {"opens_at": now - timedelta(days=1), "closes_at": now + timedelta(days=30)}
    call = CallFactory(offering=campus.cohort, title={"en": "A made-up call"}, **dates, **ASKED)
    application = begin_application(call=call, by=lea, at=now)
    contexts = []

    def open_step(step: str) -> Page:
        context, page, _troubles = sit_down(browser, campus, lea)
        contexts.append(context)
        page.goto(f"/admissions/applications/{application.uuid}/{step}/")
        return page

    yield open_step
    for context in contexts:
        context.close()


def said(page: Page):
    return page.locator("#page-draft")


def test_what_is_typed_is_found_on_another_device(desk):
    page = desk("questions")
    page.get_by_label("Why this Master?").press_sequentially("Because it brings")
    expect(said(page)).to_contain_text("Saved at")
    look(page)

    other = desk("questions")

    expect(other.get_by_label("Why this Master?")).to_have_value("Because it brings")
    expect(said(other)).to_contain_text("Here stands what you typed last")
    look(other)


def test_what_is_typed_in_the_last_moment_is_sent_on_leaving(desk):
    page = desk("you")
    page.get_by_label("Given names").fill("Lea")
    page.get_by_text("A made-up call").first.click()
    page.wait_for_url("**/applications/*/")

    expect(desk("you").get_by_label("Given names")).to_have_value("Lea")


def test_without_a_connection_it_says_so_and_sends_it_later(desk):
    page = desk("you")
    page.context.set_offline(True)
    page.get_by_label("Given names").fill("Lea")
    expect(said(page)).to_contain_text("Not saved: no connection.")
    assert not TypedPage.objects.exists()

    page.context.set_offline(False)

    expect(said(page)).to_contain_text("Saved at")
    assert TypedPage.objects.get().content["given_names"] == "Lea"


def test_what_was_typed_without_a_connection_is_sent_when_the_page_is_opened_again(desk):
    page = desk("you")
    page.context.set_offline(True)
    page.get_by_label("Given names").fill("Lea")
    expect(said(page)).to_contain_text("Not saved: no connection.")
    address = page.url
    page.close()

    again = page.context.new_page()
    page.context.set_offline(False)
    again.goto(address)

    expect(again.get_by_label("Given names")).to_have_value("Lea")
    expect(said(again)).to_contain_text("Saved at")


def test_a_second_window_is_told_and_sees_both(desk):
    first, second = desk("you"), desk("you")
    first.get_by_label("Given names").fill("Lea")
    expect(said(first)).to_contain_text("Saved at")

    second.get_by_label("Given names").fill("Léa")
    expect(said(second)).to_contain_text("changed in another window")
    second.reload()
    expect(second.get_by_label("Given names")).to_have_value("Léa")
    expect(said(second)).to_contain_text("changed in another window")
    second.get_by_role("button", name="Save", exact=True).click()
    expect(second.get_by_text("The other window says: Lea").first).to_be_visible()
    look(second)
    second.get_by_role("button", name="Save", exact=True).click()

    expect(second.get_by_text("Saved.", exact=True)).to_be_visible()
    assert TypedPage.objects.get().content == {}


def test_saving_while_a_sending_is_on_its_way(desk):
    """The button is pressed before the answer has come: the window is not told that it has changed its own page elsewhere."""
    page = desk("you")
    page.route("**/draft/", lambda route: (page.wait_for_timeout(800), route.continue_()))
    page.get_by_label("Given names").fill("Lea")
    with page.expect_request("**/draft/"):
        pass

    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    expect(page.get_by_label("Given names")).to_have_value("Lea")

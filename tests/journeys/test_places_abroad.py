"""A place abroad in a real browser: ranked by buttons, by keyboard, by dragging and without JavaScript; given out from the desk."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from tests.journeys.master import open_campus, sit_down
from tests.journeys.walking import fresh_visitor, look
from tests.support import mobility as world
from tests.support.mobility import SU, UNIPI

from salerno.mobility.enums import CallState, WishState
from salerno.mobility.models import Mobility, MobilityCall, Wish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def campus(live_server, settings):
    settings.SALERNO_BASE_URL = live_server.url
    return open_campus(live_server.url)


@pytest.fixture
def opened(campus):
    """A call that is open now, with seats in Pisa, in two periods in Stockholm, and elsewhere."""
    now = timezone.now()
    dates = {"opens_at": now - timedelta(days=1), "closes_at": now + timedelta(days=9)}
    call = world.call(text={"en": "Go and see how others do it."}, **dates)
    pisa = world.place(call, UNIPI, requirements={"language": {"it": "B1", "en": "B2"}, "accessible": True})
    places = [pisa, world.place(call, SU), world.place(call, SU, period="spring"), world.place(call, world.outside(), 3)]
    return call, places


def row(page, place):
    return page.locator("[data-name]", has=page.locator(f'input[name="rank-{place.uuid}"]'))


def number(page, place):
    return page.locator(f'input[name="rank-{place.uuid}"]')


def chosen(wish):
    return [choice.place for choice in wish.choices.select_related("place")]


def test_places_are_ranked_by_buttons_keyboard_and_dragging_and_handed_in(browser, campus, opened):
    call, (pisa, autumn, spring, elsewhere) = opened
    context, page, troubles = sit_down(browser, campus, world.cohort_student(call).student)
    page.goto(f"/mobility/calls/{call.uuid}/")
    look(page)
    page.get_by_role("link", name="Rank the places").click()
    look(page)

    page.get_by_role("button", name="Choose University of Pisa").click()
    row(page, autumn).get_by_role("button", name="Choose").press("Enter")
    expect(number(page, autumn)).to_have_value("2")
    row(page, autumn).get_by_role("button", name="Up").press("Enter")
    expect(page.get_by_role("status").filter(has_text="is your choice 1 now")).to_be_attached()
    expect(number(page, pisa)).to_have_value("2")
    number(page, elsewhere).fill("1")
    number(page, elsewhere).press("Tab")
    expect(number(page, pisa)).to_have_value("3")
    row(page, spring).drag_to(row(page, elsewhere), target_position={"x": 20, "y": 2})
    expect(number(page, spring)).to_have_value("1")
    row(page, autumn).get_by_role("button", name="Take off the list").click()
    expect(number(page, autumn)).to_have_value("")
    look(page)
    page.get_by_role("button", name="Keep the wishes").click()
    page.get_by_role("link", name="Hand in the wishes").click()
    look(page)
    page.get_by_role("button", name="Hand in the wishes").click()
    expect(page.get_by_text("Your wishes are handed in.")).to_be_visible()

    wish = Wish.objects.get()
    assert (wish.state, chosen(wish)) == (WishState.SUBMITTED, [spring, elsewhere, pisa])
    assert troubles == []
    context.close()


def test_without_javascript_the_numbers_are_enough(browser, campus, opened):
    call, (pisa, autumn, *_others) = opened
    student = world.cohort_student(call).student
    signed_in, _page, _troubles = sit_down(browser, campus, student)
    context = browser.new_context(base_url=campus.url, java_script_enabled=False, storage_state=signed_in.storage_state())
    page = context.new_page()
    page.goto(f"/mobility/calls/{call.uuid}/wishes/")

    expect(page.get_by_role("button", name="Up")).to_have_count(0)
    page.get_by_label("Number of University of Pisa, autumn").fill("2")
    page.get_by_label("Number of Stockholm University, autumn").fill("1")
    page.get_by_role("button", name="Keep the wishes").click()

    expect(page.get_by_text("Your wishes are kept.")).to_be_visible()
    assert chosen(Wish.objects.get()) == [autumn, pisa]
    context.close()
    signed_in.close()


def test_the_desk_scores_compares_and_publishes_and_the_student_reads_why(browser, campus, opened):
    call, (pisa, autumn, _spring, elsewhere) = opened
    first = world.wish(call, autumn, pisa, score=None)
    second = world.wish(call, autumn, pisa, score=None, needs={"languages": {"en": "C1"}})
    MobilityCall.objects.update(state=CallState.CLOSED)
    context, page, troubles = sit_down(browser, campus, world.coordinator())
    page.goto("/desk/mobility/calls/")
    look(page)
    for name in (call.title["en"], "Scores"):
        page.get_by_role("link", name=name, exact=True).click()
        look(page)
    page.locator(f'input[name="score-{first.uuid}"]').fill("90")
    page.locator(f'input[name="score-{second.uuid}"]').fill("80")
    page.get_by_role("button", name="Save the scores").click()
    for part in ("places", "wishes"):
        page.goto(f"/desk/mobility/calls/{call.uuid}/{part}/")
        look(page)
    for method in ("deferred", "best"):
        page.goto(f"/desk/mobility/calls/{call.uuid}/scenarios/")
        page.get_by_label("Method").select_option(method)
        page.get_by_role("button", name="Make the scenario").click()
    look(page)
    page.get_by_role("link", name="Compare two scenarios").click()
    expect(page.get_by_text("Everybody has the same place in both.")).to_be_visible()
    look(page)
    page.goto(f"/desk/mobility/calls/{call.uuid}/scenarios/")
    page.get_by_role("link", name="Deferred acceptance", exact=True).click()
    look(page)
    page.get_by_role("link", name="Look at what each student will read").click()
    look(page)
    page.get_by_role("button", name="Publish the places").click()
    expect(page.get_by_text("2 places are offered. Everybody is told.")).to_be_visible()
    assert troubles == []
    assert [row.place for row in Mobility.objects.order_by("pk")] == [autumn, pisa]
    context.close()

    context, page, troubles = sit_down(browser, campus, second.student)
    page.goto(f"/mobility/calls/{call.uuid}/")
    expect(page.get_by_text("You have University of Pisa (autumn), your choice 2 of 2")).to_be_visible()
    look(page)
    assert troubles == []
    context.close()
    assert elsewhere.capacity == 3


def test_whoever_is_not_signed_in_is_asked_to(browser, campus, opened):
    call, _places = opened
    context, page, _troubles = fresh_visitor(browser, campus.url)

    page.goto(f"/mobility/calls/{call.uuid}/")

    expect(page).to_have_url(f"{campus.url}/accounts/login/?next=/mobility/calls/{call.uuid}/")
    context.close()

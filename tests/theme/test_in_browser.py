"""The style guide in Chromium: no axe violation (WCAG 2.2 AA) in either scheme, and what scripts promise."""


import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = ["/styleguide/", "/styleguide/reading/", "/styleguide/work/", "/no-such-page/"]


def opened(browser: Browser, address: str, *, width: int = 1280, scheme: str = "light") -> Page:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    page.goto(address)
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(live_server, browser, path, width, scheme):
    page = opened(browser, live_server.url + path, width=width, scheme=scheme)

    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")

    assert [(violation["id"], violation["nodes"][0]["html"]) for violation in found] == []
    assert overflow <= 0


def test_tabs_are_walked_by_keyboard(live_server, browser):
    page = opened(browser, live_server.url + "/styleguide/reading/")

    page.get_by_role("tab", name="By hand").focus()
    page.keyboard.press("ArrowRight")

    assert page.evaluate("document.activeElement.textContent") == "In Python"
    assert page.get_by_role("tabpanel").inner_text().startswith("from sklearn")


def test_without_javascript_every_panel_and_every_unit_can_be_read(live_server, browser):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = context.new_page()

    page.goto(live_server.url + "/styleguide/reading/")

    assert page.get_by_text("Nine divided by a hundred and eight.").is_visible()
    assert page.get_by_text("rows: truth; columns: the test").is_visible()


def test_the_menu_of_a_phone_opens_and_closes_by_keyboard(live_server, browser):
    page = opened(browser, live_server.url + "/styleguide/", width=360)
    menu = page.get_by_role("button", name="Menu")

    menu.press("Enter")
    is_open = page.locator("#site-menu").is_visible()
    page.keyboard.press("Escape")

    assert (is_open, page.locator("#site-menu").is_visible()) == (True, False)


def test_a_draft_is_kept_until_it_was_sent(live_server, browser):
    page = opened(browser, live_server.url + "/styleguide/")
    page.fill("#id_name", "Trota of Salerno")
    page.check("#id_pace_1")
    page.goto(live_server.url + "/styleguide/work/")
    page.goto(live_server.url + "/styleguide/")
    kept = (page.input_value("#id_name"), page.is_checked("#id_pace_1"))

    page.fill("#id_email", "trota@example.org")
    page.check("#id_agreed")
    page.get_by_role("button", name="Enrol", exact=True).click()
    page.wait_for_url("**/styleguide/?name=**")

    assert kept == ("Trota of Salerno", True)
    assert page.input_value("#id_name") == ""


def test_an_act_that_cannot_be_undone_is_asked_for_and_can_be_refused(live_server, browser):
    page = opened(browser, live_server.url + "/styleguide/")

    page.get_by_role("button", name="Leave the course").click()
    question = page.get_by_role("dialog").inner_text()
    page.get_by_role("dialog").get_by_role("button", name="Go back, change nothing").click()

    assert question.startswith("Leave the course? Your answers are kept for a year")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Leave the course"
    assert page.url == live_server.url + "/styleguide/"

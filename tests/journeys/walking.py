"""How a journey walks: pages are opened, looked at by axe in both schemes and both widths, and walked on."""

import re

from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from salerno.people.models import Person

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SIZES = [(360, 740), (1280, 900)]


def fresh_visitor(browser: Browser, base_url: str, language: str = "en-GB") -> tuple[BrowserContext, Page, list[str]]:
    """A visitor with an empty profile, their page, and the troubles that the console tells."""
    size = {"width": 1280, "height": 900}
    context = browser.new_context(base_url=base_url, locale=language, viewport=size, reduced_motion="reduce")
    page = context.new_page()
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    page.on("response", lambda response: troubles.append(response.url) if response.status >= 400 else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    return context, page, troubles


def page_of(browser: Browser, live_server, person: Person | None, **options) -> Page:
    """A page of ``live_server`` in which ``person`` is signed in."""
    context = browser.new_context(base_url=live_server.url, reduced_motion="reduce", **options)
    if person is not None:
        client = Client()
        client.force_login(person)
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    return context.new_page()


def look(page: Page) -> None:
    """Assert that the page is accessible and not wider than the screen, at both widths, light and dark."""
    for width, height in SIZES:
        for scheme in ("light", "dark"):
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme=scheme)
            page.evaluate("document.fonts.ready.then(() => true)")
            page.wait_for_timeout(150)  # a film or a popover settles in its new place
            found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
            overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            where = f"{page.url} at {width} px, {scheme}"
            faults = [(row["id"], row["nodes"][0]["html"], row["nodes"][0]["failureSummary"]) for row in found]
            assert not faults, f"{where}: {faults}"
            assert overflow <= 0, f"{where} is {overflow} px too wide"
    page.emulate_media(color_scheme="light")


def code_in(body: str) -> str:
    """The sign-in code that a mail holds: it stands on a line of its own."""
    return re.search(r"^\s*([A-Z0-9]{3,5}-?[A-Z0-9]{3,5})\s*$", body, re.MULTILINE).group(1)

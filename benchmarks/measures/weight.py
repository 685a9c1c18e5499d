"""What a browser fetches for a unit's page: on the first visit, and for the next page."""

import shutil
from typing import Any

from bench import Bench
from rounds import NotMeasured
from table import Line, at_most, line

ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage"]


def measure(bench: Bench) -> list[Line]:
    """Bytes over the wire, headers included, as Chromium's network log counts them."""
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError as error:
        raise NotMeasured("playwright is missing: it comes with requirements/dev.txt") from error
    scene, campus = bench.scene, bench.campus
    with campus.served(), sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        except Error as error:
            raise NotMeasured("No Chromium. As root: apt install chromium; else: playwright install chromium") from error
        context = browser.new_context()
        context.add_cookies([cookie(part, campus.url) for part in scene["cookie"].split("; ")])
        page = context.new_page()
        first = fetched(page, campus.url + scene["unit_page"])
        after = fetched(page, campus.url + scene["next_unit_page"])
        quiz = fetched(page, campus.url + scene["quiz_page"])
        browser.close()
    scripts = sum(first["Script"]) + sum(quiz["Script"])
    return [
        line("Unit page, first visit, with fonts", total(first), 120, at_most, unit="KB"),
        line("Unit page after that", total(after), 25, at_most, unit="KB"),
        line("JavaScript of a unit page and a quiz", scripts / 1000, 30, at_most, unit="KB"),
    ]


def cookie(part: str, url: str) -> dict[str, str]:
    """A cookie as Playwright takes it."""
    name, _equals, value = part.partition("=")
    return {"name": name, "value": value, "url": url}


def fetched(page: Any, url: str) -> dict[str, list[int]]:
    """Bytes of each answer that came over the wire while ``url`` was opened, by kind."""
    session = page.context.new_cdp_session(page)
    kinds: dict[str, str] = {}
    sizes: dict[str, list[int]] = {"Script": []}
    session.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))
    session.on(
        "Network.loadingFinished",
        lambda event: sizes.setdefault(kinds.get(event["requestId"], "Other"), []).append(int(event["encodedDataLength"])),
    )
    session.send("Network.enable")
    page.goto(url, wait_until="networkidle")
    session.detach()
    return sizes


def total(sizes: dict[str, list[int]]) -> float:
    """All of it, in KB."""
    return sum(sum(values) for values in sizes.values()) / 1000

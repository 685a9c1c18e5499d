"""Real Chromium for the journeys: one browser a module, and a check of every page that a journey meets."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright
from tests.journeys.walking import ARGUMENTS, CHROMIUM

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in the thread of the test


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium with an empty profile."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()

"""Passkeys in a real browser with a virtual authenticator, under the campus's strict Content-Security-Policy.

The authenticator speaks CTAP2 and confirms by itself (WebAuthn Level 3, section 11, "User Agent Automation").
"""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from axe_playwright_python.sync_playwright import Axe
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail
from django.urls import reverse
from playwright.sync_api import sync_playwright
from tests.factories.people import LegalTextFactory, PersonFactory
from tests.journeys.static_harness import ARGUMENTS

from salerno.people.adapter import SIGNED_IN_AT
from salerno.people.enums import LegalKind
from salerno.people.models import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(autouse=True)
def database_beside_the_browser(monkeypatch):
    """Playwright's loop runs in this thread, and the tests read rows in between."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


class Device:
    """A browser page with an authenticator, and what went wrong on it."""

    def __init__(self, page, base):
        self.page, self.base, self.troubles = page, base.replace("127.0.0.1", "localhost"), []
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("console", lambda line: self.troubles.append(line.text) if line.type == "error" else None)
        self.cdp = page.context.new_cdp_session(page)
        self.cdp.send("WebAuthn.enable")
        answer = self.cdp.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        self.authenticator = answer["authenticatorId"]

    def open(self, name, query=""):
        self.page.goto(self.base + reverse(name) + query)

    def press(self, words):
        self.page.get_by_role("button", name=words).locator("visible=true").last.click()

    def at(self, name):
        self.page.wait_for_url(self.base + reverse(name))

    def enter_code(self):
        code = re.search(r"^\s+([A-Z]{4}-[A-Z]{4})$", mail.outbox[-1].body, re.MULTILINE).group(1)
        self.page.get_by_label("Code").fill(code)
        self.press("Continue")

    def is_accessible(self):
        for scheme in ("light", "dark"):
            self.page.emulate_media(color_scheme=scheme)
            found = Axe().run(self.page).response["violations"]
            assert [(violation["id"], violation["nodes"][0]["target"]) for violation in found] == []


@pytest.fixture
def device(live_server):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        device = Device(browser.new_page(viewport={"width": 360, "height": 780}, reduced_motion="reduce"), live_server.url)
        yield device
        browser.close()
    assert device.troubles == []


@pytest.fixture
def ada(transactional_db):
    return PersonFactory(email="ada@example.org", full_name="Ada Lovelace")


def sign_in_by_code(device, email, target):
    device.open("account_login", f"?next={reverse(target)}")
    device.page.get_by_label("E-mail address").fill(email)
    device.press("Send me a code")
    device.enter_code()
    device.at(target)


def add_passkey(device, name):
    device.open("mfa_add_webauthn")
    device.is_accessible()
    device.page.get_by_label("Name of the passkey").fill(name)
    with device.page.expect_navigation():
        device.page.get_by_label("Name of the passkey").press("Enter")
    device.open("portal:account")


def sign_in_by_passkey(device, target):
    device.open("account_login", f"?next={reverse(target)}")
    device.press("Sign in with a passkey")


def test_a_passkey_is_added_renamed_used_and_removed(device, ada):
    sign_in_by_code(device, "ada@example.org", "portal:account")
    add_passkey(device, "Ward phone")
    assert Authenticator.objects.get(type="webauthn").wrap().is_passwordless

    device.page.get_by_role("link", name="Rename Ward phone").click()
    device.is_accessible()
    device.page.get_by_label("Name of the passkey").fill("My phone")
    device.press("Save the name")
    device.page.get_by_text("My phone").first.wait_for()
    device.open("account_logout")
    device.is_accessible()
    device.press("Sign out")
    sign_in_by_passkey(device, "portal:account")
    device.at("portal:account")
    device.is_accessible()
    device.page.get_by_role("link", name="Remove My phone").click()
    device.is_accessible()
    device.press("Remove the passkey")
    device.page.get_by_text("The passkey was removed.").wait_for()

    assert not Authenticator.objects.filter(type="webauthn").exists()


def test_whoever_has_a_passkey_still_signs_in_by_code(device, ada):
    sign_in_by_code(device, "ada@example.org", "portal:account")
    add_passkey(device, "Lost phone")
    device.open("account_logout")
    device.press("Sign out")

    sign_in_by_code(device, "ada@example.org", "portal:data")

    device.at("portal:data")


def test_an_account_is_opened_with_a_passkey(device, transactional_db):
    for kind in LegalKind:
        LegalTextFactory(kind=kind)
    device.open("account_signup")
    device.is_accessible()
    device.page.get_by_role("link", name="Open an account with one").click()
    device.is_accessible()
    device.page.get_by_label("E-mail address").fill("trota@example.org")
    device.page.get_by_label("Full name").fill("Trota of Salerno")
    device.page.get_by_role("checkbox").check()
    device.press("Open the account")
    device.is_accessible()
    device.enter_code()
    device.at("mfa_signup_webauthn")
    device.is_accessible()
    device.press("Make the passkey")
    device.at("portal:my_studies")
    device.page.context.clear_cookies()

    sign_in_by_passkey(device, "portal:account")
    device.at("portal:account")

    assert Authenticator.objects.get().user == Person.objects.get(email="trota@example.org")


def test_an_old_session_shows_the_passkey_once_more(device, ada, settings):
    settings.MFA_SUPPORTED_TYPES = ["webauthn"]
    sign_in_by_code(device, "ada@example.org", "portal:account")
    add_passkey(device, "Phone")
    age_the_session(device)
    device.page.get_by_role("link", name="Rename Phone").click()
    device.page.get_by_role("heading", name="Show that it is you").wait_for()
    device.is_accessible()

    device.press("Use a passkey")

    device.page.get_by_role("heading", name="Rename the passkey").wait_for()


def age_the_session(device):
    """As if the sign-in had been an hour ago."""
    cookie = next(cookie for cookie in device.page.context.cookies() if cookie["name"] == "sessionid")
    session = SessionStore(cookie["value"])
    session[SIGNED_IN_AT] = time.time() - 3600
    session.save()


def test_a_device_that_gives_no_passkey_is_said_in_a_sentence(device, ada):
    device.cdp.send("WebAuthn.setUserVerified", {"authenticatorId": device.authenticator, "isUserVerified": False})

    sign_in_by_passkey(device, "portal:account")

    device.page.get_by_text("Your device gave no passkey").wait_for(timeout=90_000)
    device.is_accessible()

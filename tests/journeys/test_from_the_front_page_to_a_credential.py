"""The story of the campus in one walk: a nurse finds MOOC 1, signs up, studies, passes, and a stranger verifies her credential.

The real course is published and served; every page on the way is looked at by axe, light and dark, at 360 and 1280 px.
"""

from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from playwright.sync_api import Page, expect
from tests.journeys.walking import code_in, fresh_visitor, look
from tests.support.courses import right_response
from tests.support.moments import NOON

from salerno.catalogue.services import load_programmes, open_offering
from salerno.courseware.services.publishing import pin, publish_folder
from salerno.enrolment.models import Enrolment
from salerno.institutions.services import load_consortium
from salerno.learning import sessions
from salerno.learning.models import QuizSession
from salerno.learning.quiz.drawing import DrawnQuestion

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def campus(live_server, settings):
    settings.SALERNO_BASE_URL = live_server.url
    load_consortium()
    load_programmes()
    version, _new = publish_folder(folder=settings.SALERNO_COURSES / "ai-in-health", by=None, at=NOON)
    offering = open_offering(
        course=version.course, institution=version.course.owners.get(role="lead").institution, by=None
    )
    pin(offering=offering, version=version, by=None, at=NOON)
    return live_server.url


def answer(page: Page, drawn: DrawnQuestion) -> None:
    """Give the right answer as a person would: by ticking, typing, choosing."""
    scope = page.locator(f'[data-question="{drawn.question.key}"]')
    prefix, response = f"q-{drawn.question.key}-", right_response(drawn)
    for name in ("choice", "choices"):
        for value in [response[name]] if isinstance(response.get(name), str) else response.get(name, []):
            scope.locator(f'input[name="{prefix}{name}"][value="{value}"]').check()
    for name in ("number", "text", "x", "y"):
        if name in response:
            scope.locator(f'input[name="{prefix}{name}"]').fill(response[name])
    for left, right in response.get("pairs", {}).items():
        scope.locator(f'select[name="{prefix}pair-{left}"]').select_option(right)
    if "order" in response:
        put_in_order(scope, response["order"])


def put_in_order(scope, order: list[str]) -> None:
    """Move each item up by its button until it stands where it should."""
    for place, name in enumerate(order):
        item = scope.locator(f'[data-item="{name}"]')
        while item.evaluate("node => [...node.parentNode.children].indexOf(node)") > place:
            item.locator('[data-move="-1"]').click()


def sign_up(page: Page, email: str) -> None:
    page.get_by_role("link", name="Enrol", exact=True).first.click()
    look(page)
    page.get_by_role("link", name="Open an account").click()
    look(page)
    page.locator("input[name=email]").fill(email)
    page.locator("input[name=full_name]").fill("Nora Nurse")
    page.locator("input[name=accepted]").check()
    page.locator("main form button:not([type=button])").first.click()
    page.wait_for_selector("input[name=code]")
    look(page)
    page.locator("input[name=code]").fill(code_in(mail.outbox[-1].body))
    page.get_by_role("button", name="Continue").click()


def test_a_nurse_goes_from_the_front_page_to_a_credential_that_a_stranger_verifies(campus, browser, tmp_path):
    context, page, troubles = fresh_visitor(browser, campus)

    page.goto("/")
    look(page)
    page.get_by_role("navigation").get_by_role("link", name="Catalogue").click()
    look(page)
    page.get_by_role("link", name="AI in health: from the clinical question to a model you can trust").first.click()
    look(page)
    sign_up(page, "nora.nurse@example.org")
    page.locator("main").get_by_role("button", name="Enrol").click()
    expect(page.get_by_text("You are enrolled.")).to_be_visible()
    look(page)

    page.get_by_role("link", name="Continue:").click()
    look(page)
    page.get_by_role("button", name="Done. Next:").click()
    assert page.url.rstrip("/").endswith("five-blanks")

    page.goto("/studies/")
    look(page)
    page.get_by_role("link", name="10 min").first.click()
    look(page)

    enrolment = Enrolment.objects.get()
    walk_kinds(page, enrolment.uuid)
    practise(page, enrolment.uuid)
    pass_the_final(page, enrolment.uuid)
    files = take_the_credential(page, tmp_path)
    assert troubles == []
    context.close()

    verify_as_a_stranger(browser, campus, files)


def walk_kinds(page: Page, enrolment: object) -> None:
    for key in ("bedside-test", "a-question-of-your-own"):
        page.goto(f"/learn/{enrolment}/{key}/")
        look(page)
    page.locator("textarea[name=text]").fill("Among adults with chest pain, before the second troponin …")
    page.get_by_role("button", name="Keep this text").click()
    expect(page.get_by_text("Your text is kept.")).to_be_visible()


def practise(page: Page, enrolment: object) -> None:
    """The quiz of unit 4, one question at a time, with explanations."""
    page.goto(f"/learn/{enrolment}/tests-check/")
    look(page)
    page.get_by_role("button", name="Begin the quiz").click()
    look(page)
    session = QuizSession.objects.get(activity_key="tests-check")
    drawn = sessions.drawn_questions(session)
    for number, item in enumerate(drawn):
        key = item.question.key
        form = page.locator(f"#item-{key} form")
        if number == 0:
            form.locator(f'input[name="q-{key}-dont_know"]').check()
        else:
            answer(page, item)
        form.get_by_role("button", name="Check my answer").click()
        page.wait_for_selector(f"#item-{key} .question__explanation")
    look(page)
    page.get_by_role("link", name="See how it went").click()
    expect(page.get_by_text("of these questions")).to_be_visible()
    look(page)


def pass_the_final(page: Page, enrolment: object) -> None:
    page.goto(f"/learn/{enrolment}/final-assessment/")
    look(page)
    page.get_by_role("button", name="Begin the assessment").click()
    look(page)
    session = QuizSession.objects.get(activity_key="final-assessment")
    for item in sessions.drawn_questions(session):
        answer(page, item)
    page.get_by_role("button", name="Hand in").click()
    page.locator("dialog[open], main").get_by_role("button", name="Hand in").last.click()
    expect(page.get_by_text("You have passed. Your credential is issued.")).to_be_visible()
    look(page)


def take_the_credential(page: Page, folder: Path) -> dict[str, Path]:
    page.goto("/credentials/")
    look(page)
    page.locator(".card__link").click()
    look(page)
    files = {}
    for form, name in (("pdf", "Certificate (PDF)"), ("png", "Badge (PNG)"), ("svg", "Badge (SVG)"), ("json", "Credential (JSON)")):
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
        files[form] = folder / f"credential.{form}"
        download.value.save_as(files[form])
    page.get_by_role("button", name="Share this credential").click()
    look(page)
    return files


def verify_as_a_stranger(browser, campus: str, files: dict[str, Path]) -> None:
    context, page, troubles = fresh_visitor(browser, campus)
    page.goto("/verify/")
    look(page)
    for form, path in files.items():
        page.goto("/verify/")
        page.locator("input[type=file]").set_input_files(path)
        page.get_by_role("button", name="Verify it").click()
        expect(page.locator(".verdict--valid"), form).to_be_visible()
    look(page)
    page.goto("/verify/")
    page.locator("textarea[name=text]").fill(files["json"].read_text().replace("Nora", "Nina"))
    page.get_by_role("button", name="Verify it").click()
    expect(page.locator(".verdict--altered")).to_be_visible()
    look(page)
    assert troubles == []
    context.close()


def test_the_same_walk_begins_in_french(campus, browser):
    context, page, troubles = fresh_visitor(browser, campus, language="fr-FR")

    page.goto("/catalogue/courses/ai-in-health/")

    expect(page.get_by_role("heading", level=1)).to_have_text(
        "L'IA en santé : de la question clinique au modèle digne de confiance"
    )
    assert page.locator("html").get_attribute("lang") == "fr"
    look(page)
    assert troubles == []
    assert settings.LANGUAGES[1][0] == "fr"
    context.close()

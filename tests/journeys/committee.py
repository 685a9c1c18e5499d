"""The committee's side of the story: the call, its reviewers, eligibility, reviews, decisions; each at their own desk."""

import json
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from tests.journeys.master import ASKED, Campus, at_the_desk
from tests.journeys.walking import look

from salerno.admissions.models import Call, Review
from salerno.portal.operations.demo_cohort.calls import RUBRIC, RULES, TRACKS

PARTS = {"tracks": TRACKS, "rules": RULES, "rubric": RUBRIC, "fields": ASKED["fields"], "documents": ASKED["documents"]}


def prepare_a_call(page: Page, campus: Campus) -> Call:
    """A call with one place and one on the waiting list, read by every teacher, and opened."""
    page.goto("/desk/calls/")
    look(page)
    page.get_by_role("link", name="Prepare a call").click()
    page.get_by_label("Title (en)").fill("A made-up call")
    page.get_by_label("Address").fill("made-up")
    now = timezone.localtime(timezone.now() - timedelta(days=1))
    page.get_by_label("Opens (Europe/Paris)").fill(now.strftime("%Y-%m-%dT%H:%M"))
    page.get_by_label("Closes (Europe/Paris)").fill((now + timedelta(days=31)).strftime("%Y-%m-%dT%H:%M"))
    for label, number in (("Places", "1"), ("Places on the waiting list", "1"), ("Referees", "1")):
        page.get_by_label(label, exact=label != "Places on the waiting list").first.fill(number)
    page.get_by_label("Name", exact=True).check()
    for name, value in PARTS.items():
        page.locator(f"#id_{name}").fill(json.dumps(value))
    look(page)
    page.get_by_role("button", name="Keep the call").click()
    expect(page.get_by_text("The call is kept. Nobody else sees it before it is opened.")).to_be_visible()
    look(page)
    page.get_by_role("link", name="Reviewers").click()
    for teachers in campus.teachers.values():
        for teacher in teachers:
            page.get_by_label(f"{teacher.full_name} ·").check()
    look(page)
    page.get_by_role("button", name="Add the ticked").click()
    expect(page.get_by_text("6 people read for this call now.")).to_be_visible()
    page.get_by_role("link", name="A made-up call").click()
    _move(page, "Open the call")
    return Call.objects.get(slug="made-up")


def assign_reviewers(page: Page, applications: int) -> None:
    """All that was handed in is found eligible; reviewers get their share."""
    page.goto("/desk/calls/")
    page.get_by_role("link", name="A made-up call").click()
    page.get_by_role("link", name="Applications", exact=True).click()
    for box in page.locator("main tbody input[type=checkbox]").all():
        box.check()
    look(page)
    page.get_by_role("button", name="Judge the eligibility of the ticked").click()
    page.get_by_label("Eligible: to be reviewed").check()
    look(page)
    page.get_by_role("button", name=f"Find this for {applications} applications").click()
    expect(page.get_by_text(f"{applications} applications are eligible.")).to_be_visible()
    page.get_by_role("link", name="A made-up call").click()
    page.get_by_role("link", name="Reviewers").click()
    page.get_by_role("link", name="Assign evenly").click()
    look(page)
    page.get_by_role("button", name=f"Assign {2 * applications} reviews").click()
    expect(page.get_by_text("The reviewers are assigned, and find the applications on their desks.")).to_be_visible()


def review(browser: Browser, campus: Campus, call: Call, scores: dict[int, str]) -> None:
    """Each reviewer scores what lies on their desk, blind; ``scores`` by the applicant's row."""
    rows = Review.objects.filter(application__call=call).select_related("reviewer", "application")
    for number, row in enumerate(rows):
        with at_the_desk(browser, campus, row.reviewer) as page:
            _score(page, str(row.application.uuid)[:8], scores[row.application_id], is_first=number == 0)


def _score(page: Page, key: str, score: str, *, is_first: bool) -> None:
    page.goto("/desk/reviews/")
    page.get_by_role("link", name=f"Application {key}").click()
    expect(page.get_by_text("Lea Learner")).to_have_count(0)
    for group in page.get_by_role("group").all():
        group.get_by_role("radio", name=score).check()
    page.get_by_label("All in all").fill("Made up.")
    if is_first:
        look(page)
    page.get_by_role("button", name="Submit the review").click()
    page.get_by_role("dialog").get_by_role("button", name="Submit the review").click()
    expect(page.get_by_text("Your review is submitted.")).to_be_visible()


def close_the_call(page: Page) -> None:
    """Nothing more can be handed in."""
    page.goto("/desk/calls/")
    page.get_by_role("link", name="A made-up call").click()
    _move(page, "Close the call")


def decide(page: Page, applications: int) -> None:
    """One is admitted, one waits, one is refused, as the ranking proposes; the letters are seen first."""
    page.goto("/desk/calls/")
    page.get_by_role("link", name="A made-up call").click()
    page.get_by_role("link", name="Committee").click()
    expect(page.get_by_text("Proposed: admit 1, waiting list 1, refuse 1.")).to_be_visible()
    look(page)
    page.get_by_role("button", name="as proposed").click()
    page.get_by_text("The letter", exact=True).first.click()
    expect(page.get_by_text("Dear Lea Learner")).to_be_visible()
    look(page)
    page.get_by_role("button", name=f"Decide, and send {applications} letters").click()
    expect(page.get_by_text(f"{applications} decisions were taken.")).to_be_visible()


def declare_all_decided(page: Page) -> None:
    """The waiting list moves by itself from now on."""
    page.goto("/desk/calls/")
    page.get_by_role("link", name="A made-up call").click()
    _move(page, "Declare that all is decided")
    page.get_by_role("link", name="Offers, waiting list, appeals").click()
    look(page)


def _move(page: Page, step: str) -> None:
    page.get_by_role("link", name=step).click()
    look(page)
    page.get_by_role("button", name=step).click()


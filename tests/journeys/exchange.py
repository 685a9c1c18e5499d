"""The coordinators' side of a stay elsewhere: the agreement, the call, scores, scenarios, and what follows on each desk."""

from datetime import date, datetime

from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.journeys.walking import look

from salerno.mobility.models import MobilityCall

CALL = "Spring in the other half"
AGREEMENT = "UNIPI-AMU-2026"


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()


def step(page: Page, name: str) -> None:
    """Ask for a step, look at its question, do it."""
    follow(page, name)
    look(page)
    press(page, name)


def in_menu(page: Page, part: str) -> None:
    """From the front page of the desk to one of its parts, by the menu."""
    page.goto("/desk/")
    menu = page.get_by_role("navigation", name="Desk", exact=True)
    menu.get_by_role("link", name="Mobility", exact=True).click()
    menu.get_by_role("link", name=part, exact=True).click()


def open_what_waits(page: Page, sentence: str) -> None:
    """From what waits on the desk to where it is done."""
    page.goto("/desk/")
    page.get_by_role("listitem").filter(has_text=sentence).get_by_role("link", name="Open:").click()


def draft_and_propose(page: Page) -> None:
    """Pisa sends one student a year to Marseille, proposes it, and approves for itself."""
    in_menu(page, "Agreements")
    follow(page, "Prepare an agreement")
    page.get_by_label("Your institution").select_option(label="UNIPI")
    page.get_by_label("Partner").select_option(label="AMU")
    page.get_by_label("First day").fill("2026-09-01")
    page.get_by_label("Last day").fill("2029-08-31")
    press(page, "Go on to the conditions")
    for label, text in (("Field (ISCED-F)", "0988"), ("EQF levels", "7"), ("Places a year", "1"), ("Months each", "5")):
        page.get_by_label(label).first.fill(text)
    page.get_by_label("Languages (CEFR)").first.fill("en B2")
    look(page)
    press(page, "Keep the agreement")
    step(page, "Propose the agreement")
    step(page, "Approve for UNIPI")
    expect(page.get_by_text("AMU: not approved")).to_be_visible()
    look(page)


def approve(page: Page) -> None:
    """Marseille finds it on its desk and approves: from its first day on, which is past, it is in force."""
    open_what_waits(page, "1 agreement waits for your approval.")
    follow(page, AGREEMENT)
    step(page, "Approve for AMU")
    expect(page.get_by_text("In force", exact=True)).to_be_visible()
    look(page)


def prepare_the_call(page: Page, closes_at: datetime) -> MobilityCall:
    """A call for spring whose places come from the agreement, and one that is added by hand; then it is opened."""
    in_menu(page, "Calls for mobility")
    look(page)
    follow(page, "Prepare a call")
    page.get_by_label("Title (English)").fill(CALL)
    for label, moment in (("Opens (Europe/Paris)", timezone.now()), ("Closes (Europe/Paris)", closes_at)):
        page.get_by_label(label).fill(timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M"))
    page.get_by_label("The stay begins").fill("2027-02-01")
    page.get_by_label("The stay ends").fill("2027-06-30")
    look(page)
    press(page, "Keep the call")
    follow(page, "Places")
    follow(page, "Take in agreements and offers")
    expect(page.get_by_text(f"agreement {AGREEMENT}")).to_be_visible()
    page.get_by_label("Period").select_option("spring")
    look(page)
    press(page, "Add the ticked places")
    follow(page, "Add a place by hand")
    page.get_by_label("Institution").select_option(label="Stockholm University")
    page.get_by_label("Period").select_option("spring")
    page.get_by_label("For how many").fill("1")
    page.get_by_label("Only with at least").fill("0")
    look(page)
    press(page, "Keep the place")
    look(page)
    follow(page, CALL)
    step(page, "Open the call")
    expect(page.get_by_text("The call is open.")).to_be_visible()
    look(page)
    return MobilityCall.objects.get()


def score(page: Page, scores: dict[str, str]) -> None:
    """Close the call, and set the score of each student."""
    in_menu(page, "Calls for mobility")
    follow(page, CALL)
    step(page, "Close the call")
    follow(page, "Scores")
    for name, points in scores.items():
        page.get_by_label(name).fill(points)
    look(page)
    press(page, "Save the scores")


def compare_and_publish(page: Page) -> None:
    """A scenario by each method, side by side, and one against the other; the first is published."""
    in_menu(page, "Calls for mobility")
    follow(page, CALL)
    follow(page, "Scenarios")
    for method in ("deferred", "best"):
        page.get_by_label("Method").select_option(method)
        press(page, "Make the scenario")
    look(page)
    follow(page, "Compare two scenarios")
    look(page)
    follow(page, CALL)
    follow(page, "Scenarios")
    follow(page, "Deferred acceptance")
    look(page)
    follow(page, "Look at what each student will read")
    look(page)
    press(page, "Publish the places")
    expect(page.get_by_text("2 places are offered. Everybody is told.")).to_be_visible()


def nominate(page: Page) -> None:
    """What waits on the desk leads to the list; whoever is ticked is nominated."""
    open_what_waits(page, "1 student waits to be nominated.")
    look(page)
    page.get_by_role("checkbox", name="Choose Lea Learner").check()
    press(page, "Nominate the student")
    look(page)
    press(page, "Nominate the student: 1 student")
    expect(page.get_by_text("Done for 1 student.")).to_be_visible()


def confirm(page: Page) -> None:
    """The host answers the nomination that waits on its desk."""
    open_what_waits(page, "1 nomination waits for the host's answer.")
    follow(page, "Lea Learner")
    look(page)
    step(page, "Confirm the nomination")
    expect(page.get_by_text("The nomination is confirmed, and the student is told.")).to_be_visible()


def note_day(page: Page, what: str, day: date) -> None:
    """Somebody at the host writes down the day of the arrival or the departure."""
    in_menu(page, "Mobilities")
    follow(page, "Lea Learner")
    look(page)
    follow(page, f"Confirm the {what}")
    page.get_by_label("Day").fill(day.isoformat())
    press(page, f"Confirm the {what}")
    expect(page.get_by_text(f"The {what} is confirmed.")).to_be_visible()


def take_in(page: Page, file: bytes) -> None:
    """The host's transcript is looked at, then entered."""
    in_menu(page, "Mobilities")
    follow(page, "Lea Learner")
    follow(page, "Read in a transcript")
    page.get_by_label("Transcript (XML)").set_input_files({"name": "tor.xml", "mimeType": "text/xml", "buffer": file})
    look(page)
    press(page, "Look at the file")
    look(page)
    press(page, "Enter 2 results")
    expect(page.get_by_text("2 results were entered.")).to_be_visible()
    look(page)


def recognise(page: Page, title: str, *, course: str, original: str, converted: str, is_last: bool) -> None:
    """Decide on a result as the learning agreement says; the grade is shown in both scales."""
    open_what_waits(page, "from a host" if is_last else "from hosts")
    follow(page, "Lea Learner")
    follow(page, f"Decide on {title}")
    expect(page.get_by_text(f"Proposed: {course}, as the learning agreement says.")).to_be_visible()
    expect(page.get_by_label("As which course")).to_have_value(course)
    if is_last:
        look(page)
    page.get_by_label("Recognise", exact=True).check()
    press(page, "Decide on this result")
    expect(page.get_by_text("It is decided, and the student is told.")).to_be_visible()
    result = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=title))
    expect(result).to_contain_text(f"grade {original}")
    expect(result).to_contain_text(f"grade {converted}")
    if is_last:
        look(page)

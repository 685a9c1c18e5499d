"""The student's side of a stay elsewhere: wishes, the offered place, the learning agreement and its change, what counts."""

from django.core import mail
from playwright.sync_api import Locator, Page, expect
from tests.journeys.exchange import CALL, follow, open_what_waits, press, step
from tests.journeys.walking import code_in, look

from salerno.people.models import Person

HOST, OTHER = "Aix-Marseille University", "Stockholm University"


def to_places(page: Page) -> None:
    """From one's studies to the call, and to the list that is ranked."""
    page.goto("/studies/")
    follow(page, "Places abroad")
    follow(page, CALL)
    follow(page, "Rank the places")
    page.get_by_label("Your level: English").select_option("B2")


def row(page: Page, name: str) -> Locator:
    return page.locator(f'[data-name="{name}"]')


def rank_by_dragging(page: Page) -> None:
    """Stockholm is chosen first, then Marseille is dragged above it."""
    page.goto("/studies/")
    look(page)
    follow(page, "Places abroad")
    look(page)
    follow(page, CALL)
    look(page)
    to_places(page)
    for name in (OTHER, HOST):
        press(page, f"Choose {name}")
    row(page, HOST).drag_to(row(page, OTHER), target_position={"x": 20, "y": 2})
    expect(row(page, HOST).get_by_role("spinbutton")).to_have_value("1")
    look(page)
    hand_in(page)
    look(page)


def rank_by_keyboard(page: Page) -> None:
    """The same order without a mouse."""
    to_places(page)
    for name in (OTHER, HOST):
        page.get_by_role("button", name=f"Choose {name}").press("Enter")
    row(page, HOST).get_by_role("button", name="Up").press("Enter")
    expect(page.get_by_role("status").filter(has_text="is your choice 1 now")).to_be_attached()
    hand_in(page)


def hand_in(page: Page) -> None:
    page.get_by_role("button", name="Keep the wishes").press("Enter")
    step(page, "Hand in the wishes")
    expect(page.get_by_text("Your wishes are handed in.")).to_be_visible()


def read_why_not(page: Page) -> None:
    """Whoever has no place reads why."""
    page.goto("/studies/")
    follow(page, "Places abroad")
    follow(page, CALL)
    expect(page.get_by_role("heading", name="What came of it")).to_be_visible()
    expect(page.get_by_role("link", name="See your stay")).to_have_count(0)
    look(page)


def accept(page: Page) -> None:
    """The call says which place it is and why; the stay is one link further."""
    page.goto("/studies/")
    follow(page, "Places abroad")
    follow(page, CALL)
    expect(page.get_by_text(f"You have {HOST} (spring), your first choice.")).to_be_visible()
    look(page)
    follow(page, "See your stay")
    look(page)
    step(page, "Accept the place")
    expect(page.get_by_text("You have accepted the place.")).to_be_visible()
    look(page)


def to_the_stay(page: Page) -> None:
    page.goto("/studies/")
    follow(page, "Your stays elsewhere")
    page.get_by_role("link", name=HOST).click()


def to_the_agreement(page: Page) -> None:
    to_the_stay(page)
    follow(page, "Learning agreement")


def write_the_agreement(page: Page) -> None:
    """What the degree still needs stands there already; the language level is all that is missing."""
    to_the_agreement(page)
    look(page)
    press(page, "Begin the learning agreement")
    expect(page.get_by_text("24 ECTS credits there, 24 recognised at home.")).to_be_visible()
    page.get_by_label("Your level in it on arrival").select_option("B2")
    look(page)
    press(page, "Save the agreement")
    expect(page.get_by_text("Saved. Nothing is signed yet.")).to_be_visible()
    look(page)


def change_the_agreement(page: Page) -> None:
    """A course is not given after all: it is taken out of both tables, with the reason."""
    to_the_agreement(page)
    step(page, "Begin a change")
    for group in page.get_by_role("group", name="AMU-303").all():
        group.get_by_label("Take this row out").check()
        group.get_by_label("Why it changes").select_option("not-available")
    expect(page.get_by_text("18 ECTS credits there, 18 recognised at home.")).to_be_visible()
    look(page)
    press(page, "Save the agreement")
    look(page)


def sign(page: Page, somebody: Person, *, looks: bool = True) -> None:
    """Read, show once more who one is, sign; ``looks``: whether the pages are new on the way."""
    follow(page, "Read and sign")
    expect(page.get_by_role("heading", name="Show that it is you")).to_be_visible()
    show_who_one_is(page, somebody, looks=looks)
    if looks:
        look(page)
    press(page, "Sign the agreement")
    expect(page.get_by_text("You have signed. The others are told.")).to_be_visible()
    if looks:
        look(page)


def show_who_one_is(page: Page, somebody: Person, *, looks: bool) -> None:
    """Whoever signed in a while ago does so again, with a fresh code, and comes back to what is to be signed."""
    there = page.url
    if looks:
        look(page)
    press(page, "Sign in again")
    page.get_by_label("E-mail address").fill(somebody.email)
    press(page, "Send me a code")
    page.get_by_label("Code").fill(code_in(mail.outbox[-1].body))
    press(page, "Continue")
    page.wait_for_url(there)


def sign_on_the_desk(page: Page, officer: Person, *, looks: bool = False) -> None:
    """What waits on the desk leads to what is to be signed."""
    open_what_waits(page, "1 learning agreement waits for your signature.")
    if looks:
        look(page)
    follow(page, "Lea Learner")
    if looks:
        look(page)
    sign(page, officer, looks=looks)


def open_the_pdf(page: Page, name: str) -> None:
    """The document as it was frozen is a PDF."""
    link = page.get_by_role("link", name=name)
    answer = page.request.get(link.get_attribute("href"))
    assert (answer.status, answer.headers["content-type"], answer.body()[:5]) == (200, "application/pdf", b"%PDF-")


def see_that_it_counts(page: Page, sums: str) -> None:
    """The stay shows what was decided, ``sums`` in a sentence; one link further the results count in the degree."""
    to_the_stay(page)
    expect(page.get_by_text(sums)).to_be_visible()
    look(page)
    follow(page, "How it counts in your degree")
    expect(page.get_by_role("heading", name="Recognised from elsewhere")).to_be_visible()
    look(page)

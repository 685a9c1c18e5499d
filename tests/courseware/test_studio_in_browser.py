"""The Studio as two teachers meet it in Chromium: writing with preview, findings, a conflict, kept text, publishing."""

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from tests.courseware.conftest import teacher
from tests.journeys.walking import fresh_visitor, look
from tests.support.courses import publish_files, small_course_files
from tests.support.moments import NOON

from salerno.catalogue.services import open_offering
from salerno.courseware import blobs
from salerno.courseware.models import CourseVersion, Draft
from salerno.courseware.services import drafts
from salerno.institutions.models import Institution
from salerno.people.models import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

READING = "units/01-start/01-counting-people.md"
FILES = ["bank/start.md", "course.toml", "references.toml", "glossary.toml", "images/people.svg", "data/people.csv"]
EDIT = f"/courseware/studio/counting/edit/{READING}"


@pytest.fixture
def campus(live_server) -> str:
    """The small course, published, with an offering and a draft."""
    version, _new = publish_files(small_course_files())
    open_offering(course=version.course, institution=Institution.objects.get(schac="univ-amu.fr"), by=None)
    drafts.start(course=version.course, by=teacher(), at=NOON)
    return live_server.url


def signed_in(browser: Browser, url: str, person: Person) -> tuple[Page, list[str]]:  # noqa: F811
    """A page of ``person``, and the troubles that it meets."""
    client = Client()
    client.force_login(person)
    context, page, troubles = fresh_visitor(browser, url)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}])
    return page, troubles


def type_at_end(page: Page, text: str) -> None:
    """Type as a person does, below what stands there."""
    page.locator("#studio-text").evaluate("node => { node.focus(); node.selectionStart = node.value.length; }")
    page.keyboard.type(text)


def saved_text() -> str:
    return blobs.get(Draft.objects.get().files.get(path=READING).blob).decode()


def test_a_teacher_writes_sees_and_publishes(browser, campus):  # noqa: F811
    page, troubles = signed_in(browser, campus, teacher())
    page.goto(reverse("courseware:studio"))
    look(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("link", name="Counting", exact=True).click()
    look(page)
    page.get_by_role("link", name="Counting people").click()
    look(page)
    page.set_viewport_size({"width": 1280, "height": 900})

    type_at_end(page, "\nA closing sentence. ![](images/none.png)\n")
    expect(page.locator("#studio-preview")).to_contain_text("A closing sentence.")
    expect(page.locator("#studio-text")).to_be_focused()
    page.locator("[data-studio-line]").first.click()
    chosen = page.locator("#studio-text").evaluate("node => node.value.slice(node.selectionStart, node.selectionEnd)")
    assert chosen == "A closing sentence. ![](images/none.png)"
    page.keyboard.type("A closing sentence.")
    expect(page.locator("#studio-findings")).to_contain_text("Nothing in this file.")
    page.keyboard.press("Control+s")
    expect(page.locator("#studio-saved")).to_contain_text("Saved as revision 2")
    assert saved_text().endswith("\nA closing sentence.\n")

    page.goto("/courseware/studio/counting/compare/")
    expect(page.locator(".studio-diff__added").first).to_contain_text("A closing sentence.")
    look(page)
    page.goto("/courseware/studio/counting/publish/")
    look(page)
    page.get_by_label("AMU").check()
    page.get_by_role("button", name="Publish version 2").click()
    expect(page.locator(".messages")).to_contain_text("Version 2 is published.")
    assert CourseVersion.objects.get(number=2).pins.count() == 1
    assert troubles == []


def test_two_teachers_never_overwrite_each_other(browser, campus):  # noqa: F811
    first, _troubles = signed_in(browser, campus, teacher())
    second, _troubles = signed_in(browser, campus, teacher())
    first.goto(EDIT)
    second.goto(EDIT)
    type_at_end(first, "\nThe first.\n")
    first.keyboard.press("Control+s")
    expect(first.locator("#studio-saved")).to_contain_text("Saved as revision 2")

    type_at_end(second, "\nThe second.\n")
    second.keyboard.press("Control+s")
    expect(second.get_by_role("heading", level=1)).to_be_focused()
    assert "The second." not in saved_text()
    look(second)
    second.get_by_label("Both, yours first").check()
    second.get_by_role("button", name="Save both changes together").click()

    expect(second.locator(".messages")).to_contain_text("Saved as revision 3.")
    assert saved_text().endswith("\nThe second.\n\nThe first.\n")
    expect(second.locator("[data-studio-restored]")).to_be_hidden()


def test_text_that_was_not_saved_is_put_back_with_the_revision_it_was_made_from(browser, campus):  # noqa: F811
    page, _troubles = signed_in(browser, campus, teacher())
    page.goto(EDIT)
    type_at_end(page, "\nNot saved.\n")
    expect(page.locator("#studio-preview")).to_contain_text("Not saved.")
    draft = Draft.objects.get()
    drafts.save(draft=draft, path=READING, text="theirs", made_from=1, by=teacher(), at=NOON)

    page.goto("/courseware/studio/")
    page.goto(EDIT)
    expect(page.locator("[data-studio-restored]")).to_be_visible()
    expect(page.locator("#studio-preview")).to_contain_text("Not saved.")
    look(page)
    page.keyboard.press("Control+s")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Somebody saved this file")
    assert saved_text() == "theirs"


def test_kept_text_can_be_left_for_the_saved_one(browser, campus):  # noqa: F811
    page, _troubles = signed_in(browser, campus, teacher())
    page.goto(EDIT)
    type_at_end(page, "\nNot saved.\n")
    page.wait_for_timeout(500)
    page.reload()

    page.get_by_role("button", name="Show the saved text instead").click()

    expect(page.locator("[data-studio-restored]")).to_be_hidden()
    expect(page.locator("#studio-text")).to_have_value(small_course_files()[READING].decode())


def test_a_save_that_the_campus_does_not_answer_keeps_the_text(browser, campus):  # noqa: F811
    page, _troubles = signed_in(browser, campus, teacher())
    page.goto(EDIT)
    type_at_end(page, "\nKept.\n")
    page.context.set_offline(True)
    page.keyboard.press("Control+s")
    expect(page.locator("#studio-saved")).to_contain_text("Not saved")
    page.wait_for_timeout(500)
    page.context.set_offline(False)

    page.goto("/courseware/studio/")
    page.goto(EDIT)

    expect(page.locator("#studio-text")).to_have_value(small_course_files()[READING].decode() + "\nKept.\n")


def test_the_bar_inserts_and_a_figure_demands_words(browser, campus):  # noqa: F811
    page, _troubles = signed_in(browser, campus, teacher())
    page.goto(EDIT)
    type_at_end(page, "\n")
    page.get_by_role("button", name="Callout").click()
    page.keyboard.type("Mind this.")
    page.get_by_text("Insert an uploaded image").click()
    page.get_by_role("button", name="Insert the figure").click()
    assert "{figure} images/people.svg\n:alt: Bars" not in page.locator("#studio-text").input_value()

    type_at_end(page, "\n")
    page.get_by_label("What the picture shows").fill("Bars of\nblocks")
    page.get_by_role("button", name="Insert the figure").click()

    text = page.locator("#studio-text").input_value()
    assert ":::{note}\nMind this.\n:::\n" in text
    assert text.endswith(":::{figure} images/people.svg\n:alt: Bars of blocks\n\n…\n:::\n")


def test_everything_works_without_javascript(browser, campus):  # noqa: F811
    client = Client()
    client.force_login(teacher())
    context = browser.new_context(base_url=campus, java_script_enabled=False)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": campus}])
    page = context.new_page()
    page.goto(EDIT)

    page.locator("#studio-text").fill(small_course_files()[READING].decode() + "\nBy hand.\n")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#studio-preview")).to_contain_text("By hand.")
    page.get_by_role("button", name="Save").click()

    expect(page.locator(".messages")).to_contain_text("Saved as revision 2.")
    assert saved_text().endswith("By hand.\n")


@pytest.mark.parametrize("page_name", ["new/activity/", "new/unit/", "new/bank/", "uploads/", "import/", "take-up/"])
def test_the_other_pages_are_accessible(browser, campus, page_name):  # noqa: F811
    publish_files(small_course_files() | {"glossary.toml": small_course_files()["glossary.toml"] + b"\n# From Git\n"})
    page, troubles = signed_in(browser, campus, teacher())

    page.goto(f"/courseware/studio/counting/{page_name}")

    look(page)
    assert troubles == []


@pytest.mark.parametrize("path", FILES)
def test_every_kind_of_file_has_an_accessible_page_and_history(browser, campus, path):  # noqa: F811
    page, troubles = signed_in(browser, campus, teacher())

    for name in ("edit", "history"):
        page.goto(f"/courseware/studio/counting/{name}/{path}")
        look(page)
    assert troubles == []

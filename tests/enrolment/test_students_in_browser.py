"""Students, regulations and the student's courses in Chromium: walked without JavaScript, accessible, never too wide."""

import pytest
from tests.journeys.walking import look
from tests.support.courses import person
from tests.support.moments import NOON
from tests.support.staff import sign_in_as
from tests.support.studies import AMU, UNIPI, made_up_cohort, master_offering, passed, student

from salerno.catalogue.services import MADE_UP_REGULATIONS
from salerno.enrolment.models import Enrolment, Registration
from salerno.enrolment.services import register_each
from salerno.institutions.models import Institution

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cohort():
    """Three students of Marseille who wait for their numbers at Pisa."""
    row = made_up_cohort()
    rows = [student(person(f"student-{number}@example.org"), at=(AMU,), cohort=row) for number in range(3)]
    pisa = Institution.objects.get(schac=UNIPI)
    register_each(enrolments=rows, institution=pisa, starts_on=NOON.date(), by=None, at=NOON)
    return row


@pytest.fixture
def opened(live_server, browser, client):
    """A page in which whoever is signed in with ``client`` walks, with or without JavaScript."""
    contexts = []

    def new(*, scripts: bool):
        context = browser.new_context(base_url=live_server.url, java_script_enabled=scripts)
        contexts.append(context)
        cookie = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        return context.new_page()

    yield new
    for context in contexts:
        context.close()


def test_an_office_gives_numbers_and_enrols_a_cohort(opened, client, cohort):
    sign_in_as(client, Institution.objects.get(schac=AMU))
    offering = master_offering("AMU-101", seats=2)
    page = opened(scripts=False)

    page.goto("/desk/cohorts/")
    page.get_by_role("link", name="Academic year 2027–2028").click()
    page.get_by_role("link", name="Numbers at UNIPI: 3 missing").click()
    for number, cell in enumerate(page.locator("td input").all()):
        cell.fill(f"70{number}")
    page.get_by_role("button", name="Save the numbers").click()
    assert page.get_by_text("3 student numbers were written.").is_visible()
    page.get_by_role("link", name="JM-AIH, Academic year 2027–2028").click()
    for tick in page.get_by_role("checkbox", name="Choose Lea Learner").all():
        tick.check()
    page.get_by_role("button", name="Enrol those chosen in a course").click()
    page.get_by_label("Course", exact=True).select_option(str(offering.uuid))
    page.get_by_role("button", name="Show what will happen").click()
    assert page.get_by_role("heading", name="Will be enrolled (2)").is_visible()
    assert page.get_by_text("no seat is left").is_visible()
    page.get_by_role("button", name="Enrol them").click()

    assert page.get_by_text("2 students were enrolled.").is_visible()
    numbers = Registration.objects.filter(institution__schac=UNIPI).values_list("student_number", flat=True)
    assert set(numbers) == {"700", "701", "702"}
    assert Enrolment.objects.filter(offering=offering).count() == 2


def test_every_page_of_the_desk_is_accessible_at_both_widths(opened, client, cohort):
    sign_in_as(client, Institution.objects.get(schac=AMU))
    studies = cohort.enrolments.first()
    passed(studies, "AMU-101")
    desk, one = f"/desk/cohorts/{cohort.uuid}/", f"/desk/cohorts/students/{studies.uuid}/"
    pisa = Institution.objects.get(schac=UNIPI)
    page = opened(scripts=True)

    for address in (
        "/desk/cohorts/",
        desk,
        f"{desk}numbers/{pisa.uuid}/",
        f"{desk}register/?chosen={studies.uuid}&act-institution={pisa.slug}&act-fee_status=pays&act-starts_on=2027-09-01",
        one,
        f"{one}withdrawn/",
        f"{one}register/",
        "/desk/regulations/",
        f"/desk/regulations/{cohort.regulations.uuid}/",
    ):
        page.goto(address)
        page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
        look(page)


def test_mistakes_and_changes_of_regulations_are_shown_before_they_are_published(opened, client, cohort):
    sign_in_as(client, Institution.objects.get(schac=AMU))
    text = MADE_UP_REGULATIONS.read_text(encoding="utf-8")
    page = opened(scripts=True)

    for changed, shown in (
        ("thesis_ects = 240", "mistakes bar publication"),
        ("thesis_ects = 18", "1 value differs from version 1"),
    ):
        page.goto("/desk/regulations/new/")
        content = text.replace("thesis_ects = 24", changed).encode()
        page.get_by_label("Regulations (TOML)").set_input_files({"name": "r.toml", "mimeType": "text/plain", "buffer": content})
        page.get_by_label("Why there is a new version").fill("Another thesis.")
        page.get_by_role("button", name="Look at the file").click()
        assert page.get_by_text(shown).first.is_visible()
        look(page)
    page.get_by_role("button", name="Publish the regulations").click()

    assert page.get_by_text("JM-AIH, version 2 is published.").is_visible()


def test_a_student_enrols_in_a_course_of_the_programme(opened, client, cohort):
    studies = cohort.enrolments.first()
    master_offering("AMU-101", seats=2)
    master_offering("PI-201")
    client.force_login(studies.student)
    page = opened(scripts=True)

    page.goto("/studies/")
    page.get_by_role("link", name="Courses of my programme").click()
    look(page)
    page.get_by_role("button", name="Programming with health data, AMU").click()

    assert page.get_by_text("You are enrolled in “Programming with health data”.").is_visible()
    assert Enrolment.objects.get().learner == studies.student

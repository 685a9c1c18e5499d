"""The story of the joint Master in one walk: an applicant applies, studies at two universities, and leaves with two diplomas.

Each of those who act sits down at their own desk; every page on the way is looked at by axe, light and dark, at 360 and 1280 px.
Only the other two applications, and the courses that the journey does not walk through, are made beforehand.
"""

import io
import json
import re
import zipfile

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.factories.admissions import ApplicationFactory
from tests.journeys import committee
from tests.journeys.master import at_the_desk, open_campus, pass_the_rest
from tests.journeys.walking import fresh_visitor, look
from tests.support.admissions import pdf
from tests.support.courses import person
from tests.support.studies import AMU, UNIPI, master_offering

from salerno.awards.models import Award, Board
from salerno.enrolment.models import ProgrammeEnrolment
from salerno.institutions.models import Institution

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
_IN_THE_ARCHIVE = {"diploma": 2, "supplement": 2, "edc": 2, "transcript": 1, "elmo": 1, "joint": 1, "open-badge": 2}
EXAMINED = {"AMU-101": (AMU, "Programming with health data", "14"), "PI-101": (UNIPI, "Mathematics of learning", "28")}


@pytest.fixture
def campus(live_server, settings, file_folder):
    settings.SALERNO_BASE_URL = live_server.url
    return open_campus(live_server.url)


def test_an_applicant_becomes_a_student_of_two_universities_and_leaves_with_two_diplomas(campus, browser):
    lea = person("lea@example.org", full_name="Lea Learner")
    officer = campus.officers[AMU]
    with at_the_desk(browser, campus, officer) as page:
        call = committee.prepare_a_call(page, campus)
    rivals = [ApplicationFactory(call=call, submitted_at=timezone.now()) for _ in range(2)]

    with at_the_desk(browser, campus, lea) as page:
        apply(page, call)
    with at_the_desk(browser, campus, officer) as page:
        committee.assign_reviewers(page, 3)
    committee.review(browser, campus, call, {row.pk: "5" if row.applicant_id == lea.pk else "2" for row in call.applications.all()})
    for application in call.applications.prefetch_related("reviews"):
        assert len({review.institution_id for review in application.reviews.all()}) == 2
    with at_the_desk(browser, campus, officer) as page:
        committee.close_the_call(page)
    with at_the_desk(browser, campus, campus.members[0]) as page:
        committee.decide(page, 3)
    with at_the_desk(browser, campus, officer) as page:
        committee.declare_all_decided(page)
    with at_the_desk(browser, campus, lea) as page:
        accept(page)
    for schac, number in ((AMU, "22700001"), (UNIPI, "700001")):
        with at_the_desk(browser, campus, campus.officers[schac]) as page:
            give_number(page, campus, schac, number)
    for code in EXAMINED:
        master_offering(code)
    with at_the_desk(browser, campus, lea) as page:
        take_courses(page)
    for code in EXAMINED:
        examine(browser, campus, code)
    studies = ProgrammeEnrolment.objects.get()
    pass_the_rest(studies, *EXAMINED)
    with at_the_desk(browser, campus, campus.officers[AMU]) as page:
        call_a_board(page, campus)
    with at_the_desk(browser, campus, campus.members[0]) as page:
        hold_a_board(page, campus)
    with at_the_desk(browser, campus, campus.officers[AMU]) as page:
        make_documents(page)
    with at_the_desk(browser, campus, lea) as page:
        archive = take_the_documents(page)

    assert {award.institution.schac for award in Award.objects.select_related("institution")} == {AMU, UNIPI}
    assert sorted(row.state for row in call.applications.filter(pk__in=[rival.pk for rival in rivals])) == ["refused", "waiting"]
    verify_as_a_stranger(browser, campus, archive)


def apply(page: Page, call) -> None:
    """Seven pages, from the call to the button that hands it in."""
    page.goto(call.get_absolute_url())
    look(page)
    page.get_by_role("button", name="Apply", exact=True).click()
    page.get_by_label("Given names").fill("Lea")
    page.get_by_label("Family name").fill("Learner")
    page.get_by_label("Date of birth").fill("2002-02-28")
    page.get_by_label("Place of birth").fill("Marseille")
    page.get_by_label("Citizenship").select_option("FR")
    look(page)
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_label("Track").select_option("biology")
    page.get_by_label("The degree that opens the door").fill("A made-up degree in biology")
    page.get_by_label("Its level").select_option("6")
    page.get_by_label("Awarded on").fill("2024-06-30")
    page.get_by_label("Your level in English").select_option("C1")
    look(page)
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_label("Course").first.fill("Cell biology")
    page.get_by_label("Scientific sector").first.fill("BIO/06")
    page.get_by_label("ECTS").first.fill("36")
    page.get_by_label("Passed on").first.fill("2023-06-30")
    look(page)
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_label("Why this Master?").fill("Because it brings both sides together.")
    look(page)
    page.get_by_role("button", name="Save and go on").click()
    page.locator("input[type=file]").set_input_files({"name": "transcript.pdf", "mimeType": "application/pdf", "buffer": pdf()})
    page.get_by_role("button", name="Hand in “Transcript of records”").click()
    look(page)
    page.goto(page.url.replace("papers", "referees"))
    page.get_by_label("Name", exact=True).fill("Robin Referee")
    page.get_by_label("E-mail address").fill("robin@example.org")
    page.get_by_role("button", name="Ask this referee").click()
    look(page)
    page.goto(page.url.replace("referees", "review"))
    expect(page.get_by_text("All is there.")).to_be_visible()
    look(page)
    page.get_by_role("button", name="Hand the application in").click()
    expect(page.get_by_text("Your application was handed in.")).to_be_visible()
    look(page)


def accept(page: Page) -> None:
    """The offer stands on the application; two universities are chosen."""
    page.goto("/admissions/applications/")
    look(page)
    page.get_by_role("link", name="A made-up call").click()
    look(page)
    page.get_by_role("link", name="Accept the offer").click()
    for name in ("Aix-Marseille University", "University of Pisa"):
        page.get_by_label(name).check()
    look(page)
    page.get_by_role("button", name="Accept and become a student").click()
    expect(page.get_by_text("You have taken your place.")).to_be_visible()
    expect(page.get_by_text("number to follow")).to_have_count(2)
    look(page)


def give_number(page: Page, campus, schac: str, number: str) -> None:
    """The office of one university enters its number."""
    institution = Institution.objects.get(schac=schac)
    page.goto("/desk/cohorts/")
    page.get_by_role("link", name="Academic year 2027–2028").click()
    look(page)
    page.get_by_role("link", name=f"Numbers at {institution.code}: 1 missing").click()
    page.locator("td input").fill(number)
    look(page)
    page.get_by_role("button", name="Save the numbers").click()
    expect(page.get_by_text("1 student number was written.")).to_be_visible()


def take_courses(page: Page) -> None:
    """Both numbers stand on the application; a student enrols in courses of both universities."""
    page.goto("/admissions/applications/")
    page.get_by_role("link", name="A made-up call").click()
    for number in ("22700001", "700001"):
        expect(page.get_by_text(number, exact=True)).to_be_visible()
    page.goto("/studies/courses/")
    look(page)
    for _schac, title, _grade in EXAMINED.values():
        page.get_by_role("button", name=re.compile(f"Enrol.*{title}")).click()
        expect(page.get_by_text(f"You are enrolled in “{title}”.")).to_be_visible()


def examine(browser, campus, code: str) -> None:
    """A teacher enters the grade in the university's own scale; another confirms and publishes it."""
    schac, title, grade = EXAMINED[code]
    writer, second = campus.teachers[schac]
    with at_the_desk(browser, campus, writer) as page:
        page.goto("/desk/grades/")
        look(page)
        page.get_by_role("link", name="Open a grade sheet").click()
        page.get_by_label("Day of the examination").fill(timezone.localdate().isoformat())
        page.get_by_role("button", name="Open the sheet").click()
        page.get_by_label("Lea Learner").fill(grade)
        page.get_by_role("button", name="Save the grades").click()
        look(page)
        for _question_and_answer in range(2):
            page.locator("main").get_by_text("Hand in the sheet", exact=True).last.click()
        expect(page.get_by_text("The sheet waits for a colleague now.")).to_be_visible()
    with at_the_desk(browser, campus, second) as page:
        page.goto("/desk/grades/")
        page.get_by_role("link", name=title).first.click()
        for verb, done in (("Confirm", "The grades are confirmed."), ("Publish", "The grades are published.")):
            page.get_by_role("link", name=f"{verb} the grades").click()
            look(page)
            page.get_by_role("button", name=f"{verb} the grades").click()
            expect(page.get_by_text(done)).to_be_visible()
        look(page)


def call_a_board(page: Page, campus) -> None:
    """Two members of Marseille, one of Pisa, one of Stockholm; the agenda is made from who satisfies the rules."""
    page.goto("/desk/boards/")
    look(page)
    page.get_by_role("link", name="Call a board together").click()
    page.get_by_label("Day of the meeting").fill(timezone.localdate().isoformat())
    for member in campus.members:
        page.get_by_label(f"{member.full_name} ·").check()
    page.get_by_label("Chair").select_option(label=campus.members[0].full_name)
    look(page)
    page.get_by_role("button", name="Call the board together").click()
    expect(page.get_by_text("1 student, undecided: 1")).to_be_visible()


def hold_a_board(page: Page, campus) -> None:
    """Opened by the chair with a quorum, decided as the rules propose, closed, and the minutes signed."""
    page.goto("/desk/boards/")
    page.locator("main tbody a").first.click()
    for member in campus.members:
        page.get_by_label(member.full_name).check()
    page.get_by_role("button", name="Open the meeting").click()
    look(page)
    page.get_by_role("button", name="Decide as proposed").click()
    look(page)
    page.get_by_role("button", name="Write down 1 decision").click()
    for step in ("Close the meeting", "Sign the minutes"):
        page.get_by_role("link", name=step).click()
        look(page)
        page.get_by_role("button", name=step).click()
    expect(page.get_by_text("The minutes are signed, and the degrees are granted.")).to_be_visible()
    look(page)
    assert len(bytes(Board.objects.get().minutes_pdf)) > 1000


def make_documents(page: Page) -> None:
    """One button makes every document of the degrees."""
    page.goto("/desk/documents/")
    look(page)
    page.locator("main tbody a").first.click()
    page.get_by_role("button", name="Make the documents").click()
    expect(page.get_by_role("heading", name="The documents were made")).to_be_visible()
    look(page)


def take_the_documents(page: Page) -> dict[str, bytes]:
    """The archive with all documents of both degrees, by their names."""
    page.goto("/documents/")
    look(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download all in one archive").click()
    with zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def verify_as_a_stranger(browser, campus, archive: dict[str, bytes]) -> None:
    """Diplomas, supplements, sealed credentials, transcript, ELMO file, badges, joint credential: each is valid, another is not."""
    context, page, troubles = fresh_visitor(browser, campus.url)
    names = [name for name in archive if not name.endswith("README.txt")]
    for kind, least in _IN_THE_ARCHIVE.items():
        assert sum(kind in name for name in names) >= least, (kind, names)
    for name in names:
        verify(page, name, archive[name])
        expect(page.locator(".verdict--valid"), name).to_be_visible()
    look(page)
    badge = next(name for name in names if "open-badge" in name)
    verify(page, badge, json.dumps({**json.loads(archive[badge]), "name": "Another degree"}).encode())
    expect(page.locator(".verdict--altered")).to_be_visible()
    assert troubles == []
    context.close()


def verify(page: Page, name: str, content: bytes) -> None:
    page.goto("/verify/")
    page.locator("#id_file, input[type=file][name=file]").set_input_files(
        {"name": name.split("/")[-1], "mimeType": "application/octet-stream", "buffer": content}
    )
    page.get_by_role("button", name="Verify it").click()

"""Boards, grade sheets and conversions in Chromium: accessible, never wider than the screen, usable with keyboard and phone."""

import pytest
from tests.factories.people import RoleAssignmentFactory
from tests.journeys.walking import look, page_of
from tests.support.boards import convened, graded, item_of, published_tables, ready_student, sitting
from tests.support.grading import students_of
from tests.support.moments import NOON
from tests.support.studies import UNIPI, master_offering

from salerno.awards.enums import Decision
from salerno.awards.grades.services import grades
from salerno.awards.models import Grade
from salerno.institutions.models import Institution
from salerno.people.enums import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_chair_decides_on_a_student_without_javascript(live_server, browser):
    ready = ready_student()
    board = sitting(convened(ready.offering))
    item = item_of(board, ready)

    page = page_of(browser, live_server, board.chair, java_script_enabled=False, viewport={"width": 360, "height": 740})
    page.goto(f"/desk/boards/{board.uuid}/")
    page.get_by_role("link", name="Lea Learner").click()
    for vote in page.get_by_role("radio", name="For", exact=False).all():
        if vote.get_attribute("value") == "for":
            vote.check()
    page.get_by_role("button", name="Write down the decision").click()

    item.refresh_from_db()
    assert (item.decision, item.votes.count()) == (Decision.AWARD, 4)

    looking = page_of(browser, live_server, board.chair)
    for address in ("", "close/", f"as-proposed/?item={item.uuid}", "agenda/"):
        looking.goto(f"/desk/boards/{board.uuid}/{address}")
        look(looking)
    for address in ("", "take-back/"):
        looking.goto(f"/desk/boards/students/{item.uuid}/{address}")
        look(looking)


def test_grades_are_entered_with_the_keyboard(live_server, browser):
    ready_student(lacking=("PI-301",))
    offering = master_offering("PI-301")
    students_of(offering, 3)
    teacher = RoleAssignmentFactory(institution=Institution.objects.get(schac=UNIPI), role=Role.TEACHER).person
    sheet = grades.open_sheet(offering=offering, held_on=NOON.date(), by=teacher, at=NOON)

    page = page_of(browser, live_server, teacher)
    page.goto(f"/desk/grades/{sheet.uuid}/")
    look(page)
    page.get_by_label("Student 001").focus()
    for value in ("30L", "28", "-"):
        page.keyboard.type(value)
        page.keyboard.press("ArrowDown")
    page.get_by_role("button", name="Save the grades").click()

    assert list(Grade.objects.values_list("value", flat=True)) == ["30L", "28", ""]


def test_a_student_converts_a_grade_before_leaving(live_server, browser):
    ready = ready_student()
    graded(ready.course_enrolments.get(offering__course__code="PI-101"), "28", scale="it-30")
    published_tables()

    page = page_of(browser, live_server, ready.student, java_script_enabled=False)
    page.goto("/studies/conversions/")
    page.get_by_label("Grade", exact=True).fill("30L")
    page.get_by_label("Table of the grade").select_option(index=1)
    page.get_by_label("Table of the other institution").select_option(index=0)
    page.get_by_role("button", name="Convert the grade").click()
    assert "30L → 16" in page.get_by_role("status").last.inner_text()

    looking = page_of(browser, live_server, ready.student)
    looking.goto(page.url)
    looking.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
    look(looking)

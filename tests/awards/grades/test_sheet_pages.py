"""Grade sheets on the desk: who may open them, that nothing typed is lost, files read cell by cell, a second pair of eyes."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from tests.factories.institutions import InstitutionFactory
from tests.factories.people import PersonFactory
from tests.support.grading import examined_offering, italian_university, published_sheet, students_of
from tests.support.moments import LATER, NOON
from tests.support.staff import sign_in_as

from salerno.audit.models import Entry
from salerno.awards.enums import SheetState, Standing
from salerno.awards.grades.services import grades
from salerno.awards.models import Grade, GradeSheet
from salerno.common.spreadsheets import as_csv
from salerno.people.enums import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def offering():
    return examined_offering(italian_university())


@pytest.fixture
def teacher(client, offering):
    return sign_in_as(client, offering.institution, Role.TEACHER)


def opened(offering, teacher, count=3):
    students = students_of(offering, count)
    return grades.open_sheet(offering=offering, held_on=NOON.date(), by=teacher, at=NOON), students


def cells(students, *values, revision=0):
    return {"revision": revision, **{f"grade-{row.uuid}": value for row, value in zip(students, values, strict=True)}}


def text_of(response):
    return " ".join(response.content.decode().split())


def file_of(name, content):
    return {"file": SimpleUploadedFile(name, content)}


def test_a_sheet_is_opened_where_somebody_waits_for_a_grade(client, offering, teacher):
    students_of(offering, 2)

    assert "2 students" in text_of(client.get(reverse("awards:sheets")))
    response = client.post(reverse("awards:open_sheet", args=[offering.uuid]), {"held_on": "2026-11-20", "scale": "it-30"})

    sheet = GradeSheet.objects.get()
    assert response["Location"] == reverse("awards:sheet", args=[sheet.uuid])
    assert (sheet.grades.count(), sheet.held_on.isoformat(), sheet.scale) == (2, "2026-11-20", "it-30")


def test_a_refused_sheet_keeps_the_form(client, offering, teacher):
    students_of(offering, 1)

    response = client.post(reverse("awards:open_sheet", args=[offering.uuid]), {"held_on": "tomorrow", "scale": "it-30"})

    assert response.status_code == 422
    assert 'value="tomorrow"' in text_of(response)
    assert not GradeSheet.objects.exists()


@pytest.mark.parametrize("role", [Role.TEACHER, Role.ADMINISTRATOR, Role.COORDINATOR, Role.COURSE_LEAD])
def test_staff_elsewhere_find_no_sheet(client, offering, teacher, role):
    sheet, students = opened(offering, teacher)
    texts = {str(row.uuid): "28" for row in students}
    other = Client()
    sign_in_as(other, InstitutionFactory(), role)
    grade = Grade.objects.first()

    doors = [reverse(f"awards:{name}", args=[sheet.uuid]) for name in ("sheet", "import_grades", "add_newcomers")]
    doors += [reverse("awards:move_sheet", args=[sheet.uuid, act]) for act in ("submit", "return", "confirm", "publish")]
    doors += [reverse("awards:open_sheet", args=[offering.uuid]), reverse("awards:correct", args=[grade.uuid])]

    assert {other.get(door).status_code for door in doors} == {404}
    assert {other.post(door, cells(students, "18", "18", "18")).status_code for door in doors} == {404}
    assert reverse("awards:sheet", args=[sheet.uuid]) not in other.get(reverse("awards:sheets")).content.decode()
    grades.save_grades(sheet=sheet, texts=texts, revision=0, by=teacher, at=NOON)


def test_an_unknown_step_does_not_exist(client, offering, teacher):
    sheet, _students = opened(offering, teacher)

    assert client.post(f"/desk/grades/{sheet.uuid}/erase/").status_code == 404


def test_grades_are_saved_and_opening_the_sheet_is_recorded(client, offering, teacher):
    sheet, students = opened(offering, teacher)
    address = reverse("awards:sheet", args=[sheet.uuid])

    response = client.post(address, cells(students, "30 e lode", "17", "-"))

    assert response["Location"] == address
    assert list(Grade.objects.values_list("value", flat=True)) == ["30L", "17", ""]
    client.get(address)
    assert Entry.objects.filter(action="people.listed").last().detail == {"what": "grades", "count": 3}


def test_a_bad_cell_comes_back_with_everything_that_was_typed(client, offering, teacher):
    sheet, students = opened(offering, teacher)

    response = client.post(reverse("awards:sheet", args=[sheet.uuid]), cells(students, "28", "31", "24"))

    text = text_of(response)
    assert response.status_code == 422
    assert [f'value="{value}"' in text for value in ("28", "31", "24")] == [True] * 3
    assert text.count('aria-invalid="true"') == 1
    assert not Grade.objects.exclude(standing=Standing.WAITING).exists()


def test_who_saves_over_a_colleague_is_told_and_keeps_what_they_typed(client, offering, teacher):
    sheet, students = opened(offering, teacher)
    grades.save_grades(sheet=sheet, texts={str(students[0].uuid): "30"}, revision=0, by=PersonFactory(), at=LATER)

    response = client.post(reverse("awards:sheet", args=[sheet.uuid]), cells(students, "18", "", ""))

    assert response.status_code == 422
    assert "Somebody else saved this sheet meanwhile" in text_of(response)
    assert 'value="18"' in text_of(response)
    assert Grade.objects.get(enrolment=students[0]).value == "30"


@pytest.mark.parametrize("revision", ["", "-1", "one", "²"])
def test_a_damaged_revision_writes_nothing(client, offering, teacher, revision):
    sheet, students = opened(offering, teacher)

    response = client.post(reverse("awards:sheet", args=[sheet.uuid]), cells(students, "18", "", "", revision=revision))

    assert response.status_code == 422
    assert not Grade.objects.exclude(value="").exists()


def test_a_file_with_three_bad_cells_of_400_is_shown_and_writes_nothing(client, offering, teacher):
    sheet, students = opened(offering, teacher, 400)
    values = ["28"] * 397 + ["31", "B", "=1+1"]
    content = as_csv(("Key", "Grade"), [(str(row.uuid), value) for row, value in zip(students, values, strict=True)])

    response = client.post(reverse("awards:import_grades", args=[sheet.uuid]), file_of("grades.csv", content))

    text = text_of(response)
    assert response.status_code == 200
    assert text.count('aria-invalid="true"') == 3
    assert text.count('value="28"') == 397
    assert "Nothing is written yet" in text
    assert not Grade.objects.exclude(standing=Standing.WAITING).exists()

    saved = client.post(reverse("awards:sheet", args=[sheet.uuid]), cells(students, *values))

    assert saved.status_code == 422
    assert not Grade.objects.exclude(standing=Standing.WAITING).exists()


@pytest.mark.parametrize(
    ("name", "content"), [("grades.xlsx", b"PK\x03\x04 damaged"), ("grades.csv", b"\xff\xfe\x00"), ("grades.csv", b"Name\nLea\n")]
)
def test_what_is_no_grade_file_is_refused_with_a_sentence(client, offering, teacher, name, content):
    sheet, _students = opened(offering, teacher)

    response = client.post(reverse("awards:import_grades", args=[sheet.uuid]), file_of(name, content))

    assert response.status_code == 422
    assert "field__errors" in text_of(response)


def test_a_workbook_goes_out_is_filled_in_and_comes_back(client, offering, teacher):
    sheet, students = opened(offering, teacher)
    address = reverse("awards:sheet", args=[sheet.uuid])
    book = load_workbook(io.BytesIO(client.get(address, {"as": "xlsx"}).content))
    page = book.active
    for row, value in zip(range(2, 5), (30, "30L", 17), strict=True):
        page.cell(row=row, column=3).value = value
    buffer = io.BytesIO()
    book.save(buffer)

    text = text_of(client.post(reverse("awards:import_grades", args=[sheet.uuid]), file_of("filled.xlsx", buffer.getvalue())))

    assert [
        f'name="grade-{row.uuid}" value="{value}"' in text for row, value in zip(students, ("30", "30L", "17"), strict=True)
    ] == [
        True,
        True,
        True,
    ]
    assert 'aria-invalid="true"' not in text


def test_a_name_that_is_a_formula_leaves_as_text(client, offering, teacher):
    sheet, students = opened(offering, teacher, 1)
    learner = students[0].learner
    learner.full_name = "=HYPERLINK(1)"
    learner.save()

    content = client.get(reverse("awards:sheet", args=[sheet.uuid]), {"as": "csv"}).content.decode("utf-8-sig")

    assert list(csv.reader(io.StringIO(content)))[1][1] == "'=HYPERLINK(1)"


def test_who_enrols_later_is_added_with_a_button(client, offering, teacher):
    sheet, _students = opened(offering, teacher, 1)
    students_of(offering, 2)
    address = reverse("awards:sheet", args=[sheet.uuid])

    assert "Add 2 students who enrolled since" in text_of(client.get(address))
    client.post(reverse("awards:add_newcomers", args=[sheet.uuid]))

    assert sheet.grades.count() == 3
    assert "who enrolled since" not in text_of(client.get(address))


def test_a_sheet_goes_through_two_pairs_of_eyes_to_its_students(client, offering, teacher):
    sheet, students = opened(offering, teacher)
    colleague = Client()
    sign_in_as(colleague, offering.institution, Role.TEACHER)
    move = {act: reverse("awards:move_sheet", args=[sheet.uuid, act]) for act in ("submit", "return", "confirm", "publish")}

    assert client.post(move["submit"]).status_code == 422
    client.post(reverse("awards:sheet", args=[sheet.uuid]), cells(students, "28", "17", "-"))
    assert "Passed: 1. Not passed: 1. Absent: 1. Without a grade: 0." in text_of(client.get(move["submit"]))
    client.post(move["submit"])
    assert client.post(move["confirm"]).status_code == 422
    assert colleague.post(move["return"], {"reason": " "}).status_code == 422
    colleague.post(move["return"], {"reason": "Two papers were exchanged."})
    assert GradeSheet.objects.get().state == SheetState.DRAFT
    client.post(move["submit"])
    colleague.post(move["confirm"])
    assert client.post(move["publish"])["Location"] == reverse("awards:sheet", args=[sheet.uuid])

    assert GradeSheet.objects.get().state == SheetState.PUBLISHED
    assert colleague.post(move["return"], {"reason": "Too late."}).status_code == 422


def test_a_published_grade_is_corrected_with_a_reason_and_its_past_is_shown(client, offering, teacher):
    students = students_of(offering, 1)
    published_sheet(offering, {str(students[0].uuid): "24"}, teacher, PersonFactory())
    grade = Grade.objects.get()
    address = reverse("awards:correct", args=[grade.uuid])

    refused = client.post(address, {"grade": "31", "reason": "Recounted."})
    assert refused.status_code == 422
    assert 'value="Recounted."' in text_of(refused)
    client.post(address, {"grade": "27", "reason": "Recounted."})

    grade.refresh_from_db()
    assert grade.value == "27"
    assert "24 → 27" in text_of(client.get(address))
    assert Entry.objects.filter(action="person.opened", subject_person=students[0].learner.uuid).exists()


def test_many_students_cost_as_many_queries_as_one(client, offering, teacher):
    single, _one = opened(offering, teacher, 1)
    many_offering = examined_offering(offering.institution)
    many, _thirty = opened(many_offering, teacher, 30)
    counts = []
    for sheet in (single, single, many):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(reverse("awards:sheet", args=[sheet.uuid]))
        counts.append(len(queries))

    assert counts[1] == counts[2]


def test_many_sheets_cost_as_many_queries_as_one(client, offering, teacher):
    address, counts = reverse("awards:sheets"), []
    client.get(address)
    for more in (1, 29):
        for _number in range(more):
            opened(examined_offering(offering.institution), teacher, 1)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))

    assert counts[0] == counts[1]

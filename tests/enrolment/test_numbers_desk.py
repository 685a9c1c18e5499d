"""The sheet of student numbers on the desk: whose it is, typed or from a file, nothing written with a bad cell."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.support.courses import person
from tests.support.moments import NOON
from tests.support.staff import sign_in_as
from tests.support.studies import UNIPI, made_up_cohort, student

from salerno.audit.models import Entry
from salerno.common.spreadsheets import as_xlsx
from salerno.enrolment.models import Registration
from salerno.enrolment.services import register_each
from salerno.institutions.models import Institution
from salerno.people.enums import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return made_up_cohort()


@pytest.fixture
def pisa(cohort):
    return Institution.objects.get(schac=UNIPI)


@pytest.fixture
def rows(cohort, pisa):
    """Three registrations at Pisa that wait for a number."""
    studies = [student(person(f"student-{number}@example.org"), at=(), cohort=cohort) for number in range(3)]
    register_each(enrolments=studies, institution=pisa, starts_on=NOON.date(), by=None, at=NOON)
    return [row.registrations.get() for row in studies]


def sheet(cohort, institution, name="numbers"):
    return reverse(f"enrolment:{name}", args=[cohort.uuid, institution.uuid])


def save(client, cohort, institution, texts):
    state = client.get(sheet(cohort, institution)).context["page"].state
    return client.post(sheet(cohort, institution), {"state": state, **{f"number-{row.uuid}": text for row, text in texts.items()}})


def bring(client, cohort, institution, content, name="numbers.csv"):
    upload = SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())
    return client.post(sheet(cohort, institution, "import_numbers"), {"file": upload})


def written():
    return list(Registration.objects.order_by("pk").values_list("student_number", flat=True))


def test_a_secretary_types_numbers_and_saves_them(client, cohort, pisa, rows):
    sign_in_as(client, pisa, Role.ADMINISTRATOR)

    response = save(client, cohort, pisa, {rows[0]: "7001", rows[1]: "7002"})

    assert response["Location"] == sheet(cohort, pisa)
    assert written() == ["7001", "7002", ""]
    assert "2 student numbers were written." in client.get(sheet(cohort, pisa)).content.decode()


def test_a_bad_cell_shows_all_that_was_typed_and_writes_nothing(client, cohort, pisa, rows):
    sign_in_as(client, pisa)

    response = save(client, cohort, pisa, {rows[0]: "7001", rows[1]: "7001", rows[2]: "7003"})

    assert response.status_code == 422
    assert [(line.text, bool(line.problem)) for line in response.context["page"].lines] == [
        ("7001", True),
        ("7001", True),
        ("7003", False),
    ]
    assert written() == ["", "", ""]


def test_a_file_fills_the_cells_and_is_written_only_by_saving(client, cohort, pisa, rows):
    sign_in_as(client, pisa)
    save(client, cohort, pisa, {rows[0]: "1"})
    table = [(rows[0].uuid, 7001), (rows[1].uuid, "0072"), (rows[2].uuid, "")]

    response = bring(
        client, cohort, pisa, as_xlsx("x", ["Key", "Student number"], [(str(key), text) for key, text in table]), "x.xlsx"
    )

    lines = response.context["page"].lines
    assert [(line.text, line.before) for line in lines] == [("7001", "1"), ("0072", ""), ("", None)]
    assert written() == ["1", "", ""]
    texts = {f"number-{line.uuid}": line.text for line in lines}
    client.post(sheet(cohort, pisa), {"state": response.context["page"].state, **texts})
    assert written() == ["7001", "0072", ""]


def test_the_sheet_that_was_taken_home_comes_back_with_each_bad_cell_marked(client, cohort, pisa, rows):
    sign_in_as(client, pisa)
    taken = list(csv.reader(io.StringIO(client.get(sheet(cohort, pisa) + "?as=csv").content.decode("utf-8-sig"))))
    assert taken[0] == ["Student number", "Name", "E-mail", "Birth date", "Key"]
    numbers = ["1", "2", "2"]
    text = "\n".join(";".join([number, *line[1:]]) for number, line in zip(["Student number", *numbers], taken, strict=True))

    response = bring(client, cohort, pisa, text + "\n3;Nobody;nobody@example.org;;")

    assert [bool(line.problem) for line in response.context["page"].lines] == [False, True, True]
    assert response.context["unknown"] == ["Line 5: nobody on this sheet is “nobody@example.org”."]
    assert written() == ["", "", ""]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Name;Number\nLea;1", "must name a column Student number"),
        ("E-mail;Student number\nSTUDENT-0@example.org;1\nstudent-0@example.org;2", "stands twice in the file"),
        (b"\xff\x00", "neither a workbook (XLSX) nor a CSV file"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_whole(client, cohort, pisa, rows, text, said):
    sign_in_as(client, pisa)

    response = bring(client, cohort, pisa, text)

    assert response.status_code == 422
    assert said in response.content.decode()


def test_the_sheet_is_that_of_ones_own_institution(client, cohort, pisa, rows):
    sweden = Institution.objects.get(schac="su.se")
    sign_in_as(client, sweden, Role.ADMINISTRATOR)

    assert client.get(sheet(cohort, sweden)).status_code == 200
    for name in ("numbers", "import_numbers"):
        assert client.get(sheet(cohort, pisa, name)).status_code == 404
        assert client.post(sheet(cohort, pisa, name), {f"number-{rows[0].uuid}": "1"}).status_code == 404
    assert save(client, cohort, sweden, {rows[0]: "1"}).status_code == 422
    assert written() == ["", "", ""]


@pytest.mark.parametrize("role", [Role.TEACHER, Role.COURSE_LEAD])
def test_who_teaches_gives_no_numbers(client, cohort, pisa, rows, role):
    sign_in_as(client, pisa, role)

    assert client.get(sheet(cohort, pisa)).status_code == 404


def test_each_opening_of_the_sheet_is_recorded(client, cohort, pisa, rows):
    officer = sign_in_as(client, pisa)

    client.get(sheet(cohort, pisa))
    client.get(sheet(cohort, pisa) + "?as=xlsx")

    found = Entry.objects.filter(action="people.listed").values_list("actor", "subject", "detail")
    assert list(found) == [(officer.uuid, cohort.uuid, {"what": "student numbers", "count": 3})] * 2

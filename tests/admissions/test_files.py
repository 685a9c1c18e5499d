"""Applications as files: read cell by cell, taken in whole or not at all, given out safe to open and quickly."""

import io

import pytest
from django.core import mail
from django.urls import reverse
from openpyxl import load_workbook
from tests.factories.admissions import ApplicationFactory
from tests.factories.people import PersonFactory
from tests.support.admissions import AMU, ASKING, UNIPI, close, open_call, reviewed, staff
from tests.support.moments import NOON

from salerno.admissions.application_files import applications_as_file, read_applications, said_of
from salerno.admissions.enums import ApplicationState
from salerno.admissions.errors import AdmissionsRefused
from salerno.admissions.models import Application
from salerno.admissions.refusals import CallRefusal
from salerno.admissions.services.importing import import_applications
from salerno.audit.models import Entry
from salerno.common.spreadsheets import TableRefused, as_csv, as_xlsx
from salerno.messaging.models import Message
from salerno.people.enums import Role
from salerno.people.models import Person

pytestmark = pytest.mark.django_db
HEADER = ["Email", "Given names", "Family name", "Date of birth", "Place of birth", "Citizenship", "Track", "Degree", "English"]
ROW = ["new@example.org", "Nora", "New", "2002-02-28", "Pisa", "it", "biology", "Biology", "c1"]


def table(*rows, header=HEADER):
    return as_csv(header, rows)


def changed(**cells):
    return [cells.get(column.replace(" ", "_"), cell) for column, cell in zip(HEADER, ROW, strict=True)]


def read(call, *rows, header=HEADER):
    return read_applications(call, "a.csv", table(*rows, header=header))


def test_a_file_is_read_and_taken_in_with_an_account_for_whoever_has_none(client):
    call, officer = open_call(), staff(AMU)
    old = PersonFactory(email="old@example.org")

    lines = read(call, ROW, changed(Email="OLD@example.org"))
    count = import_applications(call=call, lines=lines, by=officer, at=NOON)

    assert (count, said_of(lines)) == (2, "")
    new = Application.objects.get(applicant__email="new@example.org")
    assert (new.state, new.full_name, new.citizenship, new.degree, new.languages) == (
        ApplicationState.SUBMITTED,
        "Nora New",
        "IT",
        {"title": "Biology"},
        {"en": "C1"},
    )
    assert Application.objects.of(old).count() == 1
    assert Entry.objects.filter(action="application.imported", actor=officer.uuid).count() == 2
    assert Message.objects.filter(template="admissions/mail/imported").count() == 2
    client.post(reverse("account_login"), {"login": "new@example.org"})
    assert "new@example.org" in mail.outbox[-1].to


def test_a_workbook_is_read_alike():
    call = open_call()
    content = as_xlsx("Applications", HEADER, [ROW])

    assert read_applications(call, "a.xlsx", content) == read(call, ROW)


@pytest.mark.parametrize(
    ("cells", "problems"),
    [
        ({"Email": "nobody"}, {"Email": "Enter a valid email address."}),
        ({"Given_names": ""}, {"Given names": "This cell is empty."}),
        ({"Date_of_birth": "28/02/2002"}, {"Date of birth": "A day reads such as 2002-02-28."}),
        ({"Citizenship": "Italy"}, {"Citizenship": "A country has two letters, such as IT."}),
        ({"Track": "astrology"}, {"Track": "The call has no such track."}),
        ({"English": "fluent"}, {"English": "A level is one of A1, A2, B1, B2, C1 and C2."}),
        ({"Degree": "x" * 201}, {"Degree": "This text is longer than 200 characters."}),
        ({"Family_name": "a\u202eb"}, {"Family name": "The name holds an invisible character. Type it by hand."}),
    ],
)
def test_each_bad_cell_is_said(cells, problems):
    (line,) = read(open_call(), changed(**cells))

    assert line.problems == problems


def test_an_eqf_level_and_a_date_of_a_workbook_are_understood():
    header = [*HEADER, "EQF level", "Awarded on", "Degree country"]

    good, bad = read(
        open_call(), [*ROW, "6", "2026-07-01 00:00:00", "FR"], [*changed(Email="b@example.org"), "9", "", ""], header=header
    )

    assert good.values["degree"] == {"title": "Biology", "eqf_level": 6, "country": "FR", "awarded_on": "2026-07-01"}
    assert bad.problems == {"EQF level": "An EQF level is a number from 5 to 8."}


def test_three_bad_cells_of_four_hundred_leave_nothing():
    call, officer = open_call(), staff(AMU)
    rows = [changed(Email=f"a{number}@example.org") for number in range(400)]
    for number in (3, 7, 399):
        rows[number][5] = "Italy"

    lines = read(call, *rows)

    with pytest.raises(AdmissionsRefused) as error:
        import_applications(call=call, lines=lines, by=officer, at=NOON)
    assert (error.value.refusal, set(error.value.detail)) == (CallRefusal.BAD_CELLS, {f"{n} Citizenship" for n in (5, 9, 401)})
    assert said_of(lines) == "3 cells must be corrected first."
    assert (Application.objects.count(), Person.objects.filter(email__startswith="a").count()) == (0, 0)


def test_nobody_is_taken_in_twice():
    call, officer = open_call(), staff(AMU)
    lines = read(call, ROW)
    import_applications(call=call, lines=lines, by=officer, at=NOON)

    twice = read(call, ROW, changed(Email="b@example.org"), changed(Email="B@example.org"))

    said = {"Email": "This person has applied already, or stands in the file twice."}
    assert [line.problems for line in twice] == [said, {}, said]
    with pytest.raises(AdmissionsRefused) as error:
        import_applications(call=call, lines=lines, by=officer, at=NOON)
    assert (error.value.refusal, Application.objects.count()) == (CallRefusal.BAD_CELLS, 1)


def test_who_takes_in_and_when():
    call = open_call()
    lines = read(call, ROW)

    def refusal(by):
        with pytest.raises(AdmissionsRefused) as error:
            import_applications(call=call, lines=lines, by=by, at=NOON)
        return error.value.refusal

    assert refusal(staff(UNIPI, Role.BOARD_MEMBER)) == CallRefusal.NOT_YOURS
    call.state = "decided"
    call.save()
    assert refusal(staff(UNIPI)) == CallRefusal.NOT_NEXT


@pytest.mark.parametrize("header", [HEADER[1:], [*HEADER[:-1], "Colour"]])
def test_a_table_with_other_columns_is_refused(header):
    with pytest.raises(TableRefused):
        read(open_call(), ROW[: len(header)], header=header)


def test_a_list_is_given_out_with_scores_and_safe_to_open():
    call = close(open_call(**ASKING))
    row, _other = reviewed(call, 5, 3)
    row.family_name, row.answers = "=1+1", {"why": "@cmd"}
    row.save()
    row.transcript.create(title="Biochemistry", ects_credits=12, passed_on="2025-07-01")
    row.transcript.create(title="Genetics", ects_credits=6)
    ApplicationFactory(call=call, state=ApplicationState.DRAFT)

    sheet = load_workbook(io.BytesIO(applications_as_file(call, "xlsx"))).active
    header, first, second = sheet.iter_rows(values_only=True)
    found = dict(zip(header, first, strict=True))

    assert (found["Family name"], found["Answer: why"]) == ("'=1+1", "'@cmd")
    assert (found["ECTS passed"], found["Score as given"], found["Rank"], found["Proposal"]) == (12, 5, 1, "admit")
    assert dict(zip(header, second, strict=True))["Rank"] == 2


def test_a_list_of_thirty_takes_as_many_queries_as_one_of_one(django_assert_num_queries):
    call = close(open_call())
    reviewed(call, 3)
    with django_assert_num_queries(4):
        applications_as_file(call, "csv")

    reviewed(call, *[1, 2, 3] * 10)

    with django_assert_num_queries(4):
        assert applications_as_file(call, "csv").count(b"\n") == 32

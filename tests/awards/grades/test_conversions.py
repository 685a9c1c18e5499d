"""The student sees the conversion before leaving: own grades, any other grade, and the same answer a year later."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories.people import PersonFactory
from tests.support.boards import graded
from tests.support.courses import person
from tests.support.moments import LATER, NOON
from tests.support.studies import AMU, UNIPI, passed, student

from salerno.awards.enums import SheetState, Standing, TableSource
from salerno.awards.grades.services.grades import correct_grade
from salerno.awards.grades.services.tables import publish_table
from salerno.awards.grading.tables import from_json
from salerno.awards.models import GradeSheet, GradingTable
from salerno.institutions.models import Institution

pytestmark = pytest.mark.django_db
PISA = [["30L", "10"], ["30", "20"], ["28", "40"], ["18", "30"]]
MARSEILLE = [["16", "5"], ["14", "20"], ["12", "35"], ["10", "40"]]
NEWER = [["18", "50"], ["15", "30"], ["11", "20"]]


def published(schac, scale, rows, *, years="2024–2025", at=NOON, n=400) -> GradingTable:
    known = from_json({"grades": rows, "scale": scale, "years": years, **({"n": n} if n else {})})
    institution = Institution.objects.get(schac=schac)
    return publish_table(institution=institution, table=known, source=TableSource.IMPORTED, by=None, at=at)[0]


@pytest.fixture
def studies():
    return student()


@pytest.fixture
def tables(studies):
    return published(UNIPI, "it-30", PISA), published(AMU, "fr-20", MARSEILLE)


@pytest.fixture
def own(client, studies):
    client.force_login(studies.student)
    return client


def text_of(response):
    return " ".join(response.content.decode().split())


def asked(source, grade, target):
    return {"source": str(source.uuid), "grade": grade, "target": str(target.uuid)}


def test_a_grade_is_converted_step_by_step_with_its_interval_and_its_tables(own, tables):
    pisa, marseille = tables

    text = text_of(own.get(reverse("awards:conversions"), asked(pisa, "28", marseille)))

    assert "28 → <strong>12</strong>" in text
    assert "Comparable grades: from 10 to 12." in text
    assert "<li>30 % of the passing results are better than 28; 70 % are as good or better.</li>" in text
    assert "<li>The middle, 50 %, lies in 12, which goes from 25 % to 60 %.</li>" in text
    assert "it-30, all fields, 2024–2025, version 1 (400 results)" in text
    assert [reverse("awards:grading_table", args=[row.uuid]) in text for row in tables] == [True, True]


def test_the_answer_stays_the_same_when_newer_tables_are_published(own, tables):
    pisa, marseille = tables
    address = asked(pisa, "28", marseille)
    before = text_of(own.get(reverse("awards:conversions"), address))
    newer = published(AMU, "fr-20", NEWER, years="2025–2026", at=LATER)

    after = text_of(own.get(reverse("awards:conversions"), address))

    answer = before[before.index('role="status"') : before.index("<form class=")]
    assert answer in after
    assert f'value="{marseille.uuid}" selected' in after
    assert "28 → <strong>18</strong>" in text_of(own.get(reverse("awards:conversions"), asked(pisa, "28", newer)))
    assert str(marseille.uuid) not in text_of(own.get(reverse("awards:conversions")))


def test_few_results_are_warned_about(own, tables):
    pisa, _marseille = tables
    small = published(AMU, "fr-20", NEWER, years="2026", n=25)

    text = text_of(own.get(reverse("awards:conversions"), asked(pisa, "28", small)))

    assert "The receiving table rests on few results (25): a rank may be off by 20 points." in text
    assert "(25 results)" in text


def test_a_failed_grade_converts_to_none_and_another_scale_is_refused_with_the_grades_that_there_are(own, tables):
    pisa, marseille = tables

    failed = own.get(reverse("awards:conversions"), asked(pisa, "17", marseille))
    wrong = own.get(reverse("awards:conversions"), asked(pisa, "B", marseille))

    assert "17 → no pass" in text_of(failed)
    assert wrong.status_code == 422
    assert "is not a grade of this scale: whole numbers from 0 to 30 and 30L are allowed" in text_of(wrong)
    assert 'value="B"' in text_of(wrong)


@pytest.mark.parametrize("source", ["nothing", "", "4f3f7f1c-64b5-4b6b-8a52-52a4a44de001"])
def test_an_address_that_names_no_table_is_refused(own, tables, source):
    _pisa, marseille = tables

    response = own.get(reverse("awards:conversions"), {"source": source, "grade": "28", "target": str(marseille.uuid)})

    assert response.status_code == 422


def test_the_page_speaks_french_with_french_numbers(own, tables, studies):
    pisa, marseille = tables
    half = published(UNIPI, "it-30", [["30", "12.5"], ["18", "87.5"]], years="2026")

    studies.student.language = "fr"
    studies.student.save()

    text = text_of(own.get(reverse("awards:conversions"), asked(half, "18", marseille)))

    assert "12,5" in text
    assert "12.5 %" not in text
    assert pisa.number == 1


def test_ones_own_grades_stand_with_their_past_and_what_they_are_worth_elsewhere(own, studies, tables):
    (enrolment,) = passed(studies, "PI-101")
    grade = graded(enrolment, "28", scale="it-30")
    correct_grade(grade=grade, text="30", reason="A page was overlooked.", by=PersonFactory(), at=LATER)

    text = text_of(own.get(reverse("awards:conversions")))

    assert "<strong>30</strong> · Passed" in text
    assert "28 became 30" in text
    assert "A page was overlooked." in text
    assert "Aix-Marseille University: <strong>14</strong> (12 to 14)" in text
    assert "Stockholm University: a grading table is missing, so nothing is converted." in text


def test_a_grade_that_is_no_pass_is_shown_and_not_converted(own, studies, tables):
    (enrolment,) = passed(studies, "PI-101")
    graded(enrolment, "17", scale="it-30", standing=Standing.FAILED)

    text = text_of(own.get(reverse("awards:conversions")))

    assert "<strong>17</strong> · Not passed" in text
    assert "<summary>" not in text[text.index("Grades you were given") :]


def test_nobody_sees_the_grades_of_others_or_those_that_are_not_published(client, own, studies, tables):
    first, second = passed(studies, "PI-101", "PI-103")
    graded(first, "28", scale="it-30")
    graded(second, "27", scale="it-30")
    GradeSheet.objects.filter(offering=second.offering).update(state=SheetState.CONFIRMED)

    assert "<strong>27</strong>" not in text_of(own.get(reverse("awards:conversions")))
    client.force_login(person("other@example.org"))
    other = text_of(client.get(reverse("awards:conversions")))
    assert "None is published yet." in other
    assert "<strong>28</strong>" not in other


def test_without_tables_the_page_says_what_is_missing(own, studies):
    assert "No university has published a grading table yet" in text_of(own.get(reverse("awards:conversions")))


def test_many_grades_cost_as_many_queries_as_one(own, studies, tables):
    counts = []
    for codes in (("PI-101",), ("PI-103", "PI-201", "PI-202", "AMU-101", "AMU-201")):
        for enrolment in passed(studies, *codes):
            scale = "it-30" if enrolment.offering.institution.schac == UNIPI else "fr-20"
            graded(enrolment, "28" if scale == "it-30" else "12", scale=scale)
        own.get(reverse("awards:conversions"))
        with CaptureQueriesContext(connection) as queries:
            own.get(reverse("awards:conversions"))
        counts.append(len(queries))

    assert counts[0] == counts[1]

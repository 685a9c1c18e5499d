"""Results from elsewhere: they count in the audit, once, and stand in the documents of a degree."""

import uuid
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.support.courses import person
from tests.support.degrees import UNIPI as UNIPI_BODY
from tests.support.degrees import degree_facts, result
from tests.support.moments import LATER, NOON
from tests.support.studies import AMU, UNIPI, made_up_cohort, passed, student

from salerno.audit.models import Entry
from salerno.awards.degree_rules.records import RECOGNISED
from salerno.awards.degrees.facts import as_json, from_json
from salerno.awards.degrees.selectors.degrees import audits_of, results_of
from salerno.awards.degrees.selectors.recognised import recognised_by, recognised_result
from salerno.awards.degrees.services.recognising import Converted, Earned, export_recognised, recognise, withdraw
from salerno.awards.enums import RecognitionRefusal
from salerno.awards.errors import RecognitionRefused
from salerno.awards.models import RecognisedResult
from salerno.catalogue.selectors import rules_of
from salerno.credentials.diplomas.records import records
from salerno.credentials.europass.nodes import Nodes
from salerno.credentials.europass.results import achievement
from salerno.enrolment.services import withdraw_from_programme

pytestmark = pytest.mark.django_db
PASSED_ON = date(2027, 1, 20)


def recognised(studies, code="AMU-201", *, ects="6", source=None, converted=None, scale="it-30", schac=UNIPI):
    return recognise(
        studies=studies,
        course_code=code,
        ects=Decimal(ects),
        earned=Earned(schac, "Apprendimento automatico", PASSED_ON, "28", scale),
        converted=converted,
        source=source or uuid.uuid4(),
        by=person(f"{uuid.uuid4()}@example.org"),
        at=NOON,
    )


def refused(act):
    with pytest.raises(RecognitionRefused) as error:
        act()
    return error.value.refusal


def test_a_recognised_result_counts_in_the_place_of_the_course():
    studies = student()
    recognised(studies)

    (result,) = results_of([studies])[studies.pk]

    assert (result.code, result.schac, result.ects, result.kind) == ("AMU-201", UNIPI, Decimal(6), RECOGNISED)
    assert (result.outcomes, result.hours, result.passed_on) == (("judge-a-model",), Decimal(20), PASSED_ON)
    assert audits_of([studies])[studies.pk].allocation["AMU-201"]


def test_a_course_is_recognised_once_and_not_beside_a_pass():
    studies = student()
    passed(studies, "AMU-101")
    recognised(studies)

    assert refused(lambda: recognised(studies)) == RecognitionRefusal.RECOGNISED_ALREADY
    assert refused(lambda: recognised(studies, "AMU-101")) == RecognitionRefusal.PASSED_HERE
    assert refused(lambda: recognised(studies, "NO-1")) == RecognitionRefusal.UNKNOWN_COURSE
    assert refused(lambda: recognised(studies, "AMU-103", ects="0")) == RecognitionRefusal.NO_CREDITS


def test_nothing_is_recognised_for_studies_that_have_ended():
    studies = student()
    withdraw_from_programme(enrolment=studies, reason="", by=None, at=LATER)

    assert refused(lambda: recognised(studies)) == RecognitionRefusal.STUDIES_ENDED


def test_a_withdrawn_recognition_stays_and_no_longer_counts():
    studies, source = student(), uuid.uuid4()
    row, office = recognised(studies, source=source), person("office@example.org")

    withdraw(source=source, reason="Entered for somebody else.", by=office, at=LATER)

    row.refresh_from_db()
    assert (row.withdrawn_at, results_of([studies])[studies.pk]) == (LATER, [])
    assert refused(lambda: withdraw(source=source, reason="Twice", by=office, at=LATER)) == RecognitionRefusal.WITHDRAWN
    assert Entry.objects.get(action="result.recognition_withdrawn").detail["reason"] == "Entered for somebody else."
    recognised(studies, source=source)
    assert RecognisedResult.objects.standing().count() == 1


def test_many_students_cost_as_many_queries_as_one():
    cohort = made_up_cohort()
    rows = [student(person(f"student-{number}@example.org"), cohort=cohort) for number in range(6)]
    recognised(rows[0])

    def cost(some):
        with CaptureQueriesContext(connection) as captured:
            results_of(some)
        return len(captured)

    one = cost(rows[:1])
    for row in rows[1:]:
        recognised(row)
        recognised(row, "PI-201")
    assert (cost(rows), one) == (3, 3)


def test_documents_list_it_with_the_original_grade_and_the_converted_one():
    studies = student()
    tables = ("unipi.it it-30 2", "univ-amu.fr fr-20 1")
    row = recognised(studies, converted=Converted("15", "fr-20", tables))
    rules = rules_of(studies.offering.regulations)

    found = recognised_by([studies])
    result = recognised_result(row, rules, 2, {AMU, UNIPI})

    assert (found.rows, list(found.hosts)) == ({studies.pk: [row]}, [UNIPI])
    assert result.title["en"].endswith("(Apprendimento automatico)")
    assert (result.kind, result.grade, result.scale, result.semester) == ("recognised", "28", "it-30", 2)
    assert [(each.schac, each.grade, each.tables) for each in result.converted] == [(AMU, "15", tables)]


def test_a_scale_of_words_stays_as_the_host_wrote_it():
    studies = student()
    row = recognised(studies, scale="points of thirty")

    result = recognised_result(row, rules_of(studies.offering.regulations), 0, set())

    assert (result.grade, result.scale, result.converted) == ("28", "points of thirty", ())


def test_the_student_sees_it_on_the_page_of_the_degree_and_in_the_download(client):
    studies = student()
    recognised(studies)
    client.force_login(studies.student)

    page = client.get(reverse("awards:my_degree")).content.decode()

    assert "Recognised from elsewhere" in page
    assert "Apprendimento automatico" in page
    assert [each["course_code"] for each in export_recognised(studies.student)] == ["AMU-201"]


def test_every_document_of_a_degree_words_a_result_of_a_host_outside_the_programme():
    host = replace(UNIPI_BODY, schac="host.example", slug="host", name={"en": "The made-up host"})
    earned = result(13, "host.example", "A", "letters of the host", kind="recognised", semester=0, language="")
    facts = degree_facts(hosts=(host,), results=(*degree_facts().results, earned))

    record = records(facts, "en")["semesters"][-1]["rows"][-1]

    assert (record["institution"], record["grade"], record["scale"]) == ("The made-up host", "A", "letters of the host")
    assert achievement(Nodes("en"), facts, earned)["provenBy"]["grade"]
    assert achievement(Nodes("en"), facts, replace(earned, grade="", scale=""))["creditReceived"]
    assert from_json(as_json(facts)) == facts

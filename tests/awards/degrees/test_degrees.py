"""A student's way to the degree: from rows to the audit, the page and the command."""

import json
import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from tests.factories.people import RoleAssignmentFactory
from tests.support.courses import person
from tests.support.moments import NOON
from tests.support.studies import AMU, UNIPI, made_up_cohort, master_offering, passed, student

from salerno.audit.models import Entry
from salerno.awards.degrees.selectors.degrees import audits_of, degree_page, results_of
from salerno.awards.enums import SheetState, Standing
from salerno.awards.models import Grade, GradeSheet
from salerno.enrolment.models import ProgrammeEnrolment
from salerno.enrolment.services import enrol, graduate, withdraw_from_programme
from salerno.institutions.models import Institution
from salerno.people.enums import Role

pytestmark = pytest.mark.django_db
WHOLE = (
    "AMU-101", "PI-101", "SU-101", "AMU-103", "PI-103", "AMU-201", "PI-201", "PI-202", "PI-203", "SU-202", "AMU-301", "AMU-302",
    "AMU-202", "AMU-303", "AMU-401", "AMU-402",
)  # fmt: skip


def graded(enrolment, value, standing, *, state=SheetState.PUBLISHED, on=date(2026, 11, 20)):
    sheet = GradeSheet.objects.create(
        offering=enrolment.offering, scale="fr-20", held_on=on, state=state, confirmed_by=person(f"{uuid.uuid4()}@example.org")
    )
    return Grade.objects.create(sheet=sheet, enrolment=enrolment, value=value, standing=standing)


def reached(studies, key, subject=""):
    audit = audits_of([studies])[studies.pk]
    return next(line.now.reached for line in audit.lines if (line.key, line.subject) == (key, subject))


def test_a_completed_course_is_a_result_of_the_institution_that_gave_it():
    studies = student()
    passed(studies, "AMU-201")

    (result,) = results_of([studies])[studies.pk]

    assert (result.code, result.schac, result.ects, result.is_pass) == ("AMU-201", AMU, Decimal(6), True)
    assert (result.outcomes, result.hours, result.passed_on) == (("judge-a-model",), Decimal(20), NOON.date())


def test_the_sitting_says_on_which_day_it_was_passed():
    studies = student()
    (enrolment,) = passed(studies, "AMU-101")
    graded(enrolment, "12", Standing.PASSED)

    assert results_of([studies])[studies.pk][0].passed_on == date(2026, 11, 20)


@pytest.mark.parametrize(
    ("code", "value", "state", "expected"),
    [
        ("AMU-101", "9", SheetState.PUBLISHED, [(False, True)]),
        ("AMU-101", "7.5", SheetState.PUBLISHED, [(False, False)]),
        ("PI-101", "9", SheetState.PUBLISHED, [(False, False)]),
        ("AMU-101", "9", SheetState.CONFIRMED, []),
    ],
)
def test_a_published_grade_that_is_no_pass_may_be_narrow(code, value, state, expected):
    studies = student()
    enrolment = enrol(learner=studies.student, offering=master_offering(code), by=studies.student, at=NOON)
    graded(enrolment, value, Standing.FAILED, state=state)

    assert [(row.is_pass, row.is_above_floor) for row in results_of([studies])[studies.pk]] == expected


def test_a_student_who_has_passed_everything_satisfies_the_rules():
    studies = student()
    passed(studies, *WHOLE)

    audit = audits_of([studies])[studies.pk]

    assert (audit.unsatisfied, reached(studies, "total-ects"), reached(studies, "institution-ects", UNIPI)) == ((), 120, 30)


def test_registrations_that_ended_with_the_studies_still_say_where_one_studied():
    studies = student()
    withdrawn = student(person("left@example.org"), cohort=made_up_cohort())
    registration = withdrawn.registrations.get(institution__schac=UNIPI)
    registration.ends_on = registration.starts_on
    registration.save()
    withdraw_from_programme(enrolment=withdrawn, reason="", by=None, at=NOON.replace(year=2027))
    graduate(enrolment=studies, by=None, at=NOON)

    ended = ProgrammeEnrolment.objects.in_bulk()
    assert reached(ended[studies.pk], "institutions") == 2
    assert reached(ended[withdrawn.pk], "institutions") == 1


def test_many_students_cost_as_many_queries_as_one(django_assert_num_queries):
    first = student()
    passed(first, "AMU-101", "PI-101")
    for number in range(6):
        passed(student(person(f"more-{number}@example.org"), cohort=first.offering), "AMU-101")

    with django_assert_num_queries(8):
        audits_of(ProgrammeEnrolment.objects.filter(pk=first.pk))
    with django_assert_num_queries(8):
        assert len(audits_of(ProgrammeEnrolment.objects.all())) == 7


def test_the_page_tells_each_rule_and_what_planned_courses_would_bring(client):
    studies = student()
    passed(studies, "AMU-101", "PI-101")
    client.force_login(studies.student)

    text = " ".join(client.get("/studies/degree/?plan=SU-101&plan=nothing").content.decode().split())

    assert "<strong>Credits in all</strong></p> <p>12 of 120 ECTS credits · 108 ECTS credits are missing" in text
    assert "1 course is missing: SU-101" in text
    assert text.count("With the courses you plan:") == 16
    assert "18 of 120 ECTS credits</span>" in text
    assert 'value="SU-101" id="plan-SU-101" checked' in text
    assert text.count('value="AMU-202"') == 1
    assert "were made up for demonstration" in text


def test_a_course_that_serves_one_group_is_not_offered_in_another():
    studies = student()
    passed(studies, "AMU-202", "AMU-303", "PI-303", "PI-202", "PI-203")

    page = degree_page(studies=studies)

    states = {(lines.group.key, line.course.code): line.state for lines in page.groups for line in lines.courses}
    assert states[("methods", "AMU-202")] == "passed"
    assert ("breadth", "AMU-202") not in states
    assert (states[("methods", "SU-202")], ("breadth", "SU-202") in states) == ("open", False)


def test_who_studies_in_no_programme_learns_what_will_stand_here(client):
    client.force_login(person())

    assert "You study in no programme" in client.get("/studies/degree/").content.decode()


def test_staff_open_the_degree_of_their_students_and_that_is_recorded(client):
    studies = student(at=(UNIPI,))
    pisa, stockholm = (Institution.objects.get(schac=schac) for schac in (UNIPI, "su.se"))
    admin = RoleAssignmentFactory(role=Role.ADMINISTRATOR, institution=pisa).person
    stranger = RoleAssignmentFactory(role=Role.ADMINISTRATOR, institution=stockholm).person
    address = f"/studies/degree/{studies.uuid}/"

    client.force_login(stranger)
    assert client.get(address).status_code == 404
    client.force_login(admin)
    assert "The degree of Lea Learner" in client.get(address).content.decode()
    entry = Entry.objects.get(action="person.opened")
    assert (entry.actor, entry.subject_person, entry.detail) == (admin.uuid, studies.student.uuid, {"what": "degree"})


def run(capsys, *arguments):
    call_command("degree", "audit", *map(str, arguments))
    return capsys.readouterr().out


def test_the_command_audits_studies_or_the_newest_of_a_person(capsys):
    studies = student()
    passed(studies, "AMU-101")

    found = json.loads(run(capsys, studies.uuid, "--plan", "PI-101", "--json"))

    assert json.loads(run(capsys, studies.student.uuid, "--plan", "PI-101", "--json")) == found
    assert (found["programme"], found["track"], found["satisfied"], found["planned"]) == ("JM-AIH", "biology", False, ["PI-101"])
    assert found["regulations"] == {"number": 1, "digest": studies.offering.regulations.digest, "made_up": True}
    assert found["rules"][0] == {
        "rule": "total-ects",
        "subject": "",
        "title": "Credits in all",
        "unit": "ects",
        "needed": "120",
        "reached": "6",
        "missing": "114",
        "lacking": [],
        "satisfied": False,
        "missing_with_planned": "108",
        "satisfied_with_planned": False,
    }
    assert "MISSING Credits in all: 6 of 120 ECTS credits. 114 ECTS credits are missing" in run(capsys, studies.uuid)


@pytest.mark.parametrize("plan", [[], ["--plan", "AMU-999"]])
def test_the_command_refuses_what_nobody_knows(plan, capsys):
    studies = student()

    with pytest.raises(CommandError):
        run(capsys, studies.uuid if plan else uuid.uuid4(), *plan)

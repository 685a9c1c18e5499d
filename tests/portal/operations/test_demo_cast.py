"""Who is in the made-up cohort: varied, plainly made up, the same each time, and studying as the made-up regulations let them."""

from collections import Counter

import pytest

from salerno.awards.degree_rules.audit import audit
from salerno.awards.degree_rules.records import Record, planned_result
from salerno.catalogue.regulations.reader import read_file
from salerno.catalogue.services import MADE_UP_REGULATIONS
from salerno.portal.operations.demo import DEMO_PEOPLE
from salerno.portal.operations.demo_cohort.cast import APPLYING, NOT_ADMITTED, STAFF, STUDENTS
from salerno.portal.operations.demo_cohort.curriculum import courses_of, never_passed
from salerno.portal.operations.demo_cohort.marks import mark, passes

SEMESTERS = (1, 2, 3, 4)


def test_the_cast_is_varied_and_plainly_made_up():
    emails = [each.email for each in (*STUDENTS, *NOT_ADMITTED, *APPLYING, *STAFF)]

    assert len(STUDENTS) == 48
    assert len({student.facts.full_name for student in STUDENTS}) == 48
    assert len(set(emails)) == len(emails)
    assert all(email.endswith("@example.org") for email in emails)
    assert Counter(student.facts.track for student in STUDENTS) == {"biology": 24, "engineering": 24}
    assert set(Counter(student.pair for student in STUDENTS).values()) == {16}


def test_two_students_and_an_applicant_are_among_the_sign_ins_under_their_own_names():
    shown = {person.email: person.full_name for person in DEMO_PEOPLE}
    invented = [*(student.facts for student in STUDENTS), *NOT_ADMITTED, *APPLYING]

    assert {each.email: each.full_name for each in invented if each.email in shown} == {
        email: shown[email] for email in ("student@example.org", "graduate@example.org", "applicant@example.org")
    }


@pytest.mark.parametrize("student", [each for each in STUDENTS if courses_of(each, 4)], ids=lambda each: each.email)
def test_what_a_student_takes_satisfies_the_made_up_regulations(student):
    rules = read_file(MADE_UP_REGULATIONS)
    taken = [code for semester in SEMESTERS for code in courses_of(student, semester)]

    found = audit(
        rules,
        student.facts.track,
        Record(tuple(planned_result(rules.courses[code]) for code in taken), (student.home, student.second)),
    )

    assert found.unsatisfied == ()
    assert len(set(taken)) == len(taken)
    before = [set(taken[: taken.index(code)]) for code in taken]
    assert all(set(rules.courses[code].requires) <= earlier for code, earlier in zip(taken, before, strict=True))


def test_marks_are_the_same_each_time_and_say_what_was_decided():
    student = STUDENTS[40]

    assert mark(student, "AMU-101", "fr-20") == mark(student, "AMU-101", "fr-20")
    assert mark(student, never_passed(student), "it-30", sitting=1) in {str(points) for points in range(11, 18)}
    first = [passes(each, code, 1) for each in STUDENTS for semester in SEMESTERS for code in courses_of(each, semester)]
    assert 0.03 < 1 - sum(first) / len(first) < 0.12

"""The student's own page of courses: what the regulations offer by semester, and why one may not enrol."""

import pytest
from django.urls import reverse
from tests.support.courses import person
from tests.support.moments import NOON
from tests.support.studies import made_up_cohort, master_offering, passed, student

from salerno.enrolment.enums import Refusal, State
from salerno.enrolment.models import Enrolment
from salerno.enrolment.selectors.courses import courses_page
from salerno.enrolment.services import enrol, interrupt, withdraw_from_programme

pytestmark = pytest.mark.django_db
PAGE = "/studies/courses/"


@pytest.fixture
def studies():
    return student(cohort=made_up_cohort())


def chances(studies, code):
    page = courses_page(student=studies.student, at=NOON)
    courses = [row for group in [*page.groups, page.others] for row in group.courses]
    return [(row.refusal, row.seats_left) for row in next(row for row in courses if row.course.code == code).chances]


def test_the_groups_stand_by_semester_and_each_course_once(studies):
    page = courses_page(student=studies.student, at=NOON)

    codes = [row.course.code for group in [*page.groups, page.others] for row in group.courses]
    assert sorted(codes) == sorted(page.rules.courses)
    assert [group.semester for group in page.groups] == sorted(group.semester for group in page.groups)
    assert not {row.course.code for row in page.others.courses} & page.track.codes


def test_each_offering_says_whether_one_may_enrol(studies):
    other = student(person("other@example.org"), at=(), cohort=studies.offering)
    full = master_offering("AMU-101", seats=1)
    enrol(learner=other.student, offering=full, by=other.student, at=NOON)
    master_offering("PI-101", seats=9)
    master_offering("PI-201")
    master_offering("PI-102", is_public=False)

    assert chances(studies, "AMU-101") == [(Refusal.FULL, 0)]
    assert chances(studies, "PI-101") == [(None, 9)]
    assert chances(studies, "PI-201") == [(Refusal.REQUIRES_ANOTHER, None)]
    assert chances(studies, "PI-102") == []


def test_a_student_enrols_and_withdraws_on_the_page(client, studies):
    offering = master_offering("AMU-101")
    client.force_login(studies.student)

    assert client.post(reverse("enrolment:enrol", args=[offering.uuid]))["Location"] == PAGE
    enrolment = Enrolment.objects.get()
    text = client.get(PAGE).content.decode()
    assert "You are enrolled in “Programming with health data”." in text
    assert reverse("enrolment:withdraw", args=[enrolment.uuid]) in text
    assert client.post(reverse("enrolment:withdraw", args=[enrolment.uuid]))["Location"] == PAGE

    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.programme_enrolment) == (State.WITHDRAWN, studies)


def test_a_course_of_the_master_does_not_exist_for_strangers(client, studies):
    offering = master_offering("AMU-101")
    client.force_login(person("stranger@example.org"))

    assert client.post(reverse("enrolment:enrol", args=[offering.uuid])).status_code == 404
    assert "You study in no programme" in client.get(PAGE).content.decode()


def test_who_withdrew_from_the_programme_finds_its_courses_no_more(client, studies):
    offering = master_offering("AMU-101")
    withdraw_from_programme(enrolment=studies, reason="", by=None, at=NOON)
    client.force_login(studies.student)

    assert client.post(reverse("enrolment:enrol", args=[offering.uuid])).status_code == 404
    assert courses_page(student=studies.student, at=NOON) is None


def test_a_refusal_is_told_and_changes_nothing(client, studies):
    offering = master_offering("PI-201")
    client.force_login(studies.student)

    client.post(reverse("enrolment:enrol", args=[offering.uuid]))

    assert str(Refusal.REQUIRES_ANOTHER.label) in client.get(PAGE).content.decode()
    assert not Enrolment.objects.exists()


def test_while_studies_are_interrupted_no_course_can_be_begun(client, studies):
    offering = master_offering("AMU-101")
    interrupt(enrolment=studies, reason="", by=None, at=NOON)
    client.force_login(studies.student)

    assert "Your studies are interrupted." in client.get(PAGE).content.decode()
    client.post(reverse("enrolment:enrol", args=[offering.uuid]))
    assert not Enrolment.objects.exists()


def test_what_is_passed_is_marked_and_opens_what_required_it(studies):
    master_offering("PI-201")
    passed(studies, "PI-101")

    page = courses_page(student=studies.student, at=NOON)

    courses = {row.course.code: row for group in page.groups for row in group.courses}
    assert courses["PI-101"].is_passed
    assert courses["PI-201"].lacking == ()
    assert chances(studies, "PI-201") == [(None, None)]


@pytest.mark.parametrize("count", [1, 8])
def test_many_offerings_cost_as_many_queries_as_one(studies, count, django_assert_num_queries):
    for _number in range(count):
        master_offering("AMU-101", seats=20)

    with django_assert_num_queries(7):
        assert len(chances(studies, "AMU-101")) == count


def test_my_studies_lead_a_student_to_degree_and_courses_and_nobody_else(client, studies):
    for learner, leads in ((studies.student, True), (person("stranger@example.org"), False)):
        client.force_login(learner)
        text = client.get(reverse("portal:my_studies")).content.decode()
        assert [reverse("awards:my_degree") in text, PAGE in text] == [leads, leads]

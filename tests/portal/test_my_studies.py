"""My studies: one sentence, one button, and what fits into the minutes one has."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories.awards import AwardFactory
from tests.factories.catalogue import AcademicSessionFactory, CourseFactory, CourseOfferingFactory, ProgrammeFactory
from tests.factories.courseware import CourseVersionFactory, OfferingVersionFactory, VersionActivityFactory, outline
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.learning import ActivityProgressFactory
from tests.factories.people import PersonFactory

from salerno.awards.enums import SheetState, Standing
from salerno.awards.models import GradeSheet
from salerno.catalogue.enums import Mode
from salerno.catalogue.models import ProgrammeOffering
from salerno.credentials.services import issue
from salerno.enrolment.enums import State

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
STUDIES = "portal:my_studies"


@pytest.fixture
def learner(client):
    person = PersonFactory()
    client.force_login(person)
    return person


def enrolled(learner, *activities, **values):
    """An enrolment in a course of these activities: keys and minutes."""
    enrolment = EnrolmentFactory(learner=learner, **values)
    version = CourseVersionFactory(course=enrolment.offering.course, units=outline(*activities), grading={})
    OfferingVersionFactory(offering=enrolment.offering, version=version)
    return enrolment


def test_strangers_are_asked_to_sign_in(client):
    assert client.get(reverse(STUDIES)).status_code == 302


def test_the_page_opens_on_one_button_with_what_is_next_and_its_minutes(client, learner):
    enrolment = enrolled(learner, ("why", 5), ("matrix", 6))
    ActivityProgressFactory(enrolment=enrolment, activity_key="why", completed_at=NOON)

    page = client.get(reverse(STUDIES)).content.decode()

    assert "Continue: Matrix, 6 min" in page
    assert f'href="{reverse("learning:activity", args=[enrolment.uuid, "matrix"])}"' in page


@pytest.mark.parametrize(("minutes", "keys"), [("5", ["why"]), ("10", ["why"]), ("20", ["why", "matrix"]), ("7", [])])
def test_the_minutes_one_has_are_filled_with_what_fits(client, learner, minutes, keys):
    enrolled(learner, ("why", 5), ("matrix", 6), ("long", 40))

    response = client.get(reverse(STUDIES), {"minutes": minutes})

    assert [step.key for step in response.context["fitting"]] == keys


def test_when_nothing_is_short_enough_the_next_activity_is_named(client, learner):
    enrolled(learner, ("long", 40))

    page = client.get(reverse(STUDIES), {"minutes": "5"}).content.decode()

    assert "Nothing that is left is that short. Next is “Long”, 40 min" in page


def test_a_completed_course_leads_to_its_credential_and_is_not_what_is_next(client, learner):
    enrolment = enrolled(learner, ("why", 5), state=State.COMPLETED, completed_at=NOON)
    credential = issue(award=AwardFactory(enrolment=enrolment), at=NOON)

    response = client.get(reverse(STUDIES))

    assert response.context["current"] is None
    assert f'href="{reverse("credentials:detail", args=[credential.uuid])}"' in response.content.decode()


def test_who_has_begun_nothing_is_told_what_will_stand_here(client, learner):
    EnrolmentFactory()
    enrolled(learner, ("why", 5), state=State.WITHDRAWN)

    response = client.get(reverse(STUDIES))

    assert response.context["courses"] == []
    assert "Nothing begun yet" in response.content.decode()


def test_what_was_done_in_a_course_that_shares_a_unit_is_not_asked_again(client, learner):
    first, second = enrolled(learner, ("why", 5)), enrolled(learner, ("why", 5), ("matrix", 6))
    origin = {"course": first.offering.course.slug}
    VersionActivityFactory(version=first.offering.pinned.version)
    VersionActivityFactory(version=second.offering.pinned.version, origin=origin)
    ActivityProgressFactory(enrolment=first, completed_at=NOON)

    page = client.get(reverse(STUDIES))

    assert {course.enrolment.pk: (course.done, course.minutes_left) for course in page.context["courses"]} == {
        first.pk: (1, 0),
        second.pk: (1, 6),
    }
    assert "Continue: Matrix, 6 min" in page.content.decode()


def taught(learner, *, is_public=True, **values):
    """An enrolment in a course that a university gives in its rooms."""
    course = CourseFactory(ects_credits="6.0", is_public=is_public)
    offering = CourseOfferingFactory(mode=Mode.ONSITE, course=course, institution__name={"en": "University of Pisa"}, **values)
    cohort = ProgrammeOffering.objects.create(programme=ProgrammeFactory(), academic_session=AcademicSessionFactory())
    born = {"birth_date": date(2002, 2, 28), "birth_place": "Marseille"}
    studies = learner.programme_enrolments.create(offering=cohort, admitted_at=NOON, **born)
    return EnrolmentFactory(learner=learner, offering=offering, programme_enrolment=studies)


def graded(enrolment, value, *, sitting=1, state=SheetState.PUBLISHED):
    """A grade of it at one sitting."""
    given = {"scale": "fr-20", "held_on": NOON.date(), "state": state, "confirmed_by": PersonFactory()}
    sheet = GradeSheet.objects.create(offering=enrolment.offering, sitting=sitting, **given)
    sheet.grades.create(enrolment=enrolment, value=value, standing=Standing.PASSED)


def test_a_course_in_the_rooms_of_a_university_says_where_when_and_how_it_went(client, learner):
    enrolment = taught(learner, starts_on=date(2026, 10, 1), ends_on=date(2027, 1, 31))
    graded(enrolment, "12")
    graded(enrolment, "14", sitting=2)

    page = client.get(reverse(STUDIES)).content.decode()

    said = ("On site · University of Pisa", "1 Oct 2026 to 31 Jan 2027", "6 ECTS", "Grade: 14", reverse("awards:my_degree"))
    assert [words for words in said if words not in page] == []
    assert "not published yet" not in page
    assert "Your courses are given at your universities." in page


def test_a_grade_that_is_not_published_is_not_shown(client, learner):
    graded(taught(learner), "14", state=SheetState.DRAFT)

    page = client.get(reverse(STUDIES)).content.decode()

    assert ("Grade:" in page, "Dates: ask the university" in page) == (False, True)


@pytest.mark.parametrize("is_public", [True, False])
def test_a_course_leads_to_its_public_page_when_it_has_one(client, learner, is_public):
    course = taught(learner, is_public=is_public).offering.course

    page = client.get(reverse(STUDIES)).content.decode()

    assert (course.title["en"] in page, course.get_absolute_url() in page) == (True, is_public)


def test_the_page_of_such_a_course_says_that_nothing_is_studied_here(client, learner):
    page = client.get(reverse("learning:course", args=[taught(learner).uuid])).content.decode()

    assert "It is taught in the rooms of the university" in page


def test_a_course_of_this_campus_without_content_says_so(client, learner):
    EnrolmentFactory(learner=learner)

    assert "Its content is not published yet." in client.get(reverse(STUDIES)).content.decode()


def test_thirty_courses_cost_as_many_queries_as_one(client, learner):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse(STUDIES))
        return len(captured)

    enrolled(learner, ("why", 5))
    AwardFactory(enrolment=enrolled(learner, ("why", 5), state=State.COMPLETED, completed_at=NOON))
    queries()
    with_one = queries()
    for _ in range(30):
        enrolled(learner, ("why", 5))
        AwardFactory(enrolment=enrolled(learner, ("why", 5), state=State.COMPLETED, completed_at=NOON))

    assert queries() == with_one

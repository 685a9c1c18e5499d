"""One history, with real threads: two courses at once lose nothing, and two offerings are not two tries in a row."""

import pytest
from tests.support.courses import offered_course, person
from tests.support.moments import NOON
from tests.support.races import at_once
from tests.support.shared_units import READING, done_in, offer, own_files, taking_files

from salerno.catalogue.services import open_offering
from salerno.courseware.services.publishing import pin
from salerno.enrolment.services import enrol
from salerno.learning import sessions
from salerno.learning.errors import LearningRefused
from salerno.learning.models import ActivityProgress, QuizSession
from salerno.learning.services import complete_activity

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def test_a_unit_done_in_two_courses_at_once_is_done_once_in_each():
    learner = person()
    version, mooc = offer(own_files())
    _version, master = offer(taking_files(version, "weighing"))
    courses = [enrol(learner=learner, offering=offering, by=learner, at=NOON) for offering in (mooc, master)]

    results = at_once(lambda number: complete_activity(enrolment=courses[number % 2], key=READING, at=NOON).completed_at, 8)

    assert results == [NOON] * 8
    assert sorted(ActivityProgress.objects.values_list("enrolment", flat=True)) == sorted(row.pk for row in courses)
    assert [done_in(learner, enrolment) for enrolment in courses] == [{READING: None}] * 2


def test_of_two_offerings_of_a_course_one_begins_the_final_assessment():
    learner, first = person(), offered_course()
    version = first.pinned.version
    second = open_offering(course=first.course, institution=first.institution, by=None)
    pin(offering=second, version=version, by=None, at=NOON)
    courses = [enrol(learner=learner, offering=offering, by=learner, at=NOON) for offering in (first, second)]
    activity = version.activities.get(key="check")
    activity.version = version

    results = at_once(lambda number: sessions.begin(enrolment=courses[number], activity=activity, at=NOON), 2)

    assert sorted(type(result) for result in results if isinstance(result, LearningRefused)) == [LearningRefused]
    assert QuizSession.objects.count() == 1

"""Studying through the API: enrolling, progress, texts."""

import uuid
from datetime import timedelta

import pytest
from django.core.cache import cache
from tests.support.courses import offered_course
from tests.support.moments import NOON

from salerno.catalogue.models import CourseOffering
from salerno.enrolment.models import Enrolment
from salerno.enrolment.services import withdraw
from salerno.learning import sessions
from salerno.learning.models import Attempt

pytestmark = pytest.mark.django_db


def test_me_tells_who_the_token_belongs_to(program, lea):
    answer = program.get("me")

    assert answer.json() == {
        "uuid": str(lea.uuid),
        "email": "lea@example.org",
        "full_name": "Lea Learner",
        "language": "en",
        "time_zone": "Europe/Paris",
        "scopes": ["catalogue:read", "credentials:read", "studies:read", "studies:write"],
    }


def test_enrolling_gives_a_seat_once(program, lea):
    offering = offered_course()

    first = program.post("me/enrolments", {"offering": str(offering.uuid)})
    second = program.post("me/enrolments", {"offering": str(offering.uuid)})

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert first.json()["course"]["slug"] == "counting"
    assert Enrolment.objects.get().learner == lea


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"seats": 0}, "full"),
        ({"enrol_until": NOON - timedelta(days=1)}, "not-open"),
    ],
)
def test_enrolling_is_refused_with_the_reason(program, change, code):
    offering = offered_course()
    CourseOffering.objects.update(**change)

    answer = program.post("me/enrolments", {"offering": str(offering.uuid)})

    assert (answer.status_code, answer.json()["code"], Enrolment.objects.count()) == (409, code, 0)
    assert answer.json()["detail"].endswith(".")


def test_an_offering_that_is_not_public_does_not_exist(program):
    offering = offered_course(is_public=False)

    answer = program.post("me/enrolments", {"offering": str(offering.uuid)})

    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


def test_my_enrolments_lists_withdrawn_ones_too(program, enrolment, lea):
    withdraw(enrolment=enrolment, by=lea, at=NOON)

    answer = program.get("me/enrolments").json()

    assert [(item["uuid"], item["state"]) for item in answer["items"]] == [(str(enrolment.uuid), "withdrawn")]
    assert (answer["total"], answer["page"], answer["pages"]) == (1, 1, 1)


def test_progress_tells_each_activity_and_what_comes_next(program, enrolment):
    answer = program.get(f"me/enrolments/{enrolment.uuid}").json()

    assert [(item["key"], item["state"]) for item in answer["activities"]] == [
        ("counting-people", "not-begun"),
        ("check", "not-begun"),
    ]
    assert (answer["next"], answer["done"], answer["of"], answer["minutes_left"]) == ("counting-people", 0, 2, 3)


def test_an_activity_comes_with_its_text(program, enrolment):
    answer = program.get(f"me/enrolments/{enrolment.uuid}/activities/counting-people").json()

    assert "Of a hundred people who are ill" in answer["html"]
    facts = [answer[name] for name in ("kind", "language", "outcomes", "is_final", "previous", "next", "state")]
    assert facts == ["reading", "en", ["sensitivity"], False, None, "check", "not-begun"]


def test_only_a_quiz_has_sittings(program, enrolment):
    answer = program.post(f"me/enrolments/{enrolment.uuid}/activities/counting-people/quiz-sittings", {})

    assert (answer.status_code, answer.json()["code"]) == (409, "not-a-quiz")


def test_lists_make_the_same_queries_with_one_row_and_with_thirty(program, enrolment, django_assert_num_queries):
    session = sessions.begin(enrolment=enrolment, activity=_activity(enrolment), at=NOON)
    sessions.hand_in(session=session, responses={}, at=NOON)
    program.get("me")
    with django_assert_num_queries(3):
        program.get("me/enrolments")
    with django_assert_num_queries(3):
        program.get("me/attempts")
    _thirty_more(enrolment, session)
    cache.clear()

    with django_assert_num_queries(3):
        enrolments = program.get("me/enrolments").json()
    with django_assert_num_queries(3):
        attempts = program.get("me/attempts", page_size=100).json()

    assert (enrolments["total"], attempts["total"]) == (31, 33)


def _activity(enrolment):
    activity = enrolment.offering.pinned.version.activities.get(key="check")
    activity.version = enrolment.offering.pinned.version
    return activity


def _thirty_more(enrolment, session):
    offering, attempt = enrolment.offering, Attempt.objects.first()
    for number in range(30):
        copy = CourseOffering.objects.create(course=offering.course, institution=offering.institution)
        Enrolment.objects.create(learner=enrolment.learner, offering=copy, enrolled_at=NOON)
        attempt.pk, attempt.uuid, attempt.idempotency_key = None, uuid.uuid4(), uuid.uuid4()
        attempt.question_key = f"more-{number}"
        attempt._state.adding = True
        attempt.save()

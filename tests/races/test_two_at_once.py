"""Races on PostgreSQL with real threads: the last seat, the double click, the second tab, the double hand-in, the chain."""

import uuid

import pytest
from tests.support.courses import offered_course, person, publish_files, right_response, small_course_files
from tests.support.credentials import passed_course
from tests.support.moments import LATER, NOON
from tests.support.races import at_once

from salerno.audit.services import record, verify_chain
from salerno.awards.models import Award
from salerno.courseware.models import CourseVersion
from salerno.credentials.models import Credential
from salerno.credentials.proving.status_list import StatusList as Bits
from salerno.credentials.services import suspend
from salerno.enrolment.errors import EnrolmentRefused
from salerno.enrolment.models import Enrolment
from salerno.enrolment.services import enrol
from salerno.learning import sessions
from salerno.learning.models import ActivityProgress, Attempt, QuizSession
from salerno.messaging.models import Message
from salerno.messaging.services import deliver

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def enrolment():
    learner = person()
    return enrol(learner=learner, offering=offered_course(), by=learner, at=NOON)


def activity_of(enrolment):
    version = CourseVersion.objects.get()
    activity = version.activities.get(key="check")
    activity.version = version
    return activity


def practice(enrolment):
    CourseVersion.objects.update(grading={})
    return activity_of(enrolment)


def test_the_last_seat_goes_to_one_of_twenty():
    offering = offered_course(seats=1)
    learners = [person(f"learner-{number}@example.org") for number in range(20)]

    results = at_once(lambda number: enrol(learner=learners[number], offering=offering, by=learners[number], at=NOON), 20)

    assert Enrolment.objects.live().count() == 1
    assert sum(isinstance(result, EnrolmentRefused) for result in results) == 19


def test_a_double_click_begins_one_sitting(enrolment):
    activity = activity_of(enrolment)

    results = at_once(lambda _number: sessions.begin(enrolment=enrolment, activity=activity, at=NOON).pk, 12)

    assert len(set(results)) == 1
    assert QuizSession.objects.count() == 1


def test_the_same_question_answered_in_twelve_tabs_counts_once(enrolment):
    session = sessions.begin(enrolment=enrolment, activity=practice(enrolment), at=NOON)
    drawn = sessions.drawn_questions(session)[0]

    results = at_once(
        lambda _number: sessions.answer(
            session=QuizSession.objects.select_related("enrolment").get(),
            drawn=drawn,
            response=right_response(drawn),
            idempotency_key=uuid.uuid4(),
            at=NOON,
        )[2],
        12,
    )

    assert sorted(results) == [False] * 11 + [True]
    assert Attempt.objects.count() == 1


def test_the_last_answers_given_at_once_end_the_sitting(enrolment):
    session = sessions.begin(enrolment=enrolment, activity=practice(enrolment), at=NOON)
    drawn = sessions.drawn_questions(session)

    at_once(
        lambda number: sessions.answer(
            session=QuizSession.objects.select_related("enrolment").get(),
            drawn=drawn[number],
            response=right_response(drawn[number]),
            idempotency_key=uuid.uuid4(),
            at=NOON,
        ),
        len(drawn),
    )

    assert QuizSession.objects.get().state == "handed-in"
    assert ActivityProgress.objects.get().completed_at == NOON


def test_handing_in_eight_times_at_once_issues_one_credential(enrolment):
    session = sessions.begin(enrolment=enrolment, activity=activity_of(enrolment), at=NOON)
    responses = {item.question.key: right_response(item) for item in sessions.drawn_questions(session)}

    results = at_once(lambda _number: sessions.hand_in(session=session, responses=responses, at=LATER).score, 8)

    assert results == [1] * 8
    assert [Award.objects.count(), Credential.objects.count()] == [1, 1]
    assert Message.objects.filter(template="credentials/issued").count() == 1


def test_status_changes_at_once_publish_a_list_that_forgets_none():
    credentials = [passed_course(person(f"learner-{number}@example.org"), slug=f"course-{number}") for number in range(4)]

    at_once(lambda number: suspend(credential=credentials[number], reason="In doubt", by=None, at=LATER), 4)

    import json

    listing = Credential.objects.first().status_list
    listing.refresh_from_db()
    bits = Bits.decode(json.loads(listing.document)["credentialSubject"]["encodedList"])
    assert all(bits[credential.status_index] for credential in credentials)


def test_the_audit_chain_has_no_gap_after_many_acts_at_once():
    at_once(lambda number: [record(action=f"act.{number}", actor=None, at=NOON) for _act in range(10)], 10)

    assert verify_chain() == (100, [])


def test_publishing_the_same_folder_at_once_gives_one_version():
    offered_course("other")

    at_once(lambda _number: publish_files(small_course_files("counting")), 4)

    assert CourseVersion.objects.filter(course__slug="counting").count() == 1


def test_eight_workers_send_a_notice_once(enrolment):
    from django.core import mail

    Message.objects.update(state="queued", sent_at=None)
    mail.outbox.clear()
    message = Message.objects.get(template="enrolment/confirmed")

    results = at_once(lambda _number: deliver(message_id=message.pk, at=NOON), 8)

    assert sorted(results) == [False] * 7 + [True]
    assert len(mail.outbox) == 1

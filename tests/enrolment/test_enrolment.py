"""Seats, dates, withdrawing and coming back."""

from datetime import timedelta

import pytest
from django.core import mail
from tests.support.courses import offered_course, person
from tests.support.moments import LATER, NOON

from salerno.audit.models import Entry
from salerno.enrolment.enums import Refusal, State
from salerno.enrolment.errors import EnrolmentRefused
from salerno.enrolment.models import Enrolment
from salerno.enrolment.services import complete, enrol, withdraw
from salerno.messaging.models import Message

pytestmark = pytest.mark.django_db


def test_enrol_gives_a_seat_an_audit_line_and_a_notice():
    learner, offering = person(), offered_course()

    enrolment = enrol(learner=learner, offering=offering, by=learner, at=NOON)

    assert (enrolment.state, enrolment.enrolled_at) == (State.ACTIVE, NOON)
    assert Entry.objects.get(action="enrolment.created").actor == learner.uuid
    assert Message.objects.get().subject == "You are enrolled in: Counting"
    assert mail.outbox == []


def test_enrol_refuses_when_the_last_seat_is_taken():
    offering = offered_course(seats=1)
    first, second = person("first@example.org"), person("second@example.org")
    enrol(learner=first, offering=offering, by=first, at=NOON)

    with pytest.raises(EnrolmentRefused) as error:
        enrol(learner=second, offering=offering, by=second, at=NOON)

    assert error.value.refusal == Refusal.FULL
    assert list(Enrolment.objects.values_list("learner", flat=True)) == [first.pk]


def test_a_seat_that_was_given_back_can_be_taken():
    offering = offered_course(seats=1)
    first, second = person("first@example.org"), person("second@example.org")
    seat = enrol(learner=first, offering=offering, by=first, at=NOON)
    withdraw(enrolment=seat, by=first, at=NOON)

    enrol(learner=second, offering=offering, by=second, at=NOON)

    assert Enrolment.objects.live().get().learner == second


def test_coming_back_takes_up_the_old_enrolment():
    learner, offering = person(), offered_course()
    first = enrol(learner=learner, offering=offering, by=learner, at=NOON)
    withdraw(enrolment=first, by=learner, at=NOON)

    again = enrol(learner=learner, offering=offering, by=learner, at=LATER)

    assert again.pk == first.pk
    assert (again.state, again.enrolled_at, again.withdrawn_at) == (State.ACTIVE, NOON, None)


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"enrol_from": NOON + timedelta(minutes=1)}, Refusal.NOT_OPEN),
        ({"enrol_until": NOON - timedelta(minutes=1)}, Refusal.NOT_OPEN),
        ({"ends_on": NOON.date() - timedelta(days=1)}, Refusal.NOT_OPEN),
        ({"seats": 0}, Refusal.FULL),
    ],
)
def test_enrol_refuses_outside_its_dates_and_seats(values, refusal):
    learner, offering = person(), offered_course(**values)

    with pytest.raises(EnrolmentRefused) as error:
        enrol(learner=learner, offering=offering, by=learner, at=NOON)

    assert error.value.refusal == refusal


def test_enrolling_twice_is_refused_and_leaves_one():
    learner, offering = person(), offered_course()
    enrol(learner=learner, offering=offering, by=learner, at=NOON)

    with pytest.raises(EnrolmentRefused) as error:
        enrol(learner=learner, offering=offering, by=learner, at=NOON)

    assert error.value.refusal == Refusal.ALREADY
    assert Enrolment.objects.count() == 1


def test_completing_happens_once_and_ends_withdrawing():
    learner, offering = person(), offered_course()
    enrolment = enrol(learner=learner, offering=offering, by=learner, at=NOON)

    assert [complete(enrolment=enrolment, at=NOON), complete(enrolment=enrolment, at=LATER)] == [True, False]
    with pytest.raises(EnrolmentRefused):
        withdraw(enrolment=enrolment, by=learner, at=LATER)

    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.completed_at) == (State.COMPLETED, NOON)


def test_the_page_leads_a_stranger_to_the_sign_in_and_back(client):
    offering = offered_course()

    response = client.get(f"/enrolments/offerings/{offering.uuid}/")

    assert response.status_code == 302
    assert response.headers["Location"] == f"/accounts/login/?next=/enrolments/offerings/{offering.uuid}/"


def test_enrolling_through_the_page_opens_the_course(client):
    learner, offering = person(), offered_course()
    client.force_login(learner)

    response = client.post(f"/enrolments/offerings/{offering.uuid}/")

    enrolment = Enrolment.objects.get()
    assert response.headers["Location"] == f"/learn/{enrolment.uuid}/"
    assert client.get(response.headers["Location"]).status_code == 200


def test_a_private_offering_does_not_exist_for_strangers(client):
    learner, offering = person(), offered_course(is_public=False)
    client.force_login(learner)

    assert client.post(f"/enrolments/offerings/{offering.uuid}/").status_code == 404
    assert Enrolment.objects.count() == 0


def test_somebody_elses_enrolment_cannot_be_withdrawn(client):
    learner, offering = person(), offered_course()
    enrolment = enrol(learner=learner, offering=offering, by=learner, at=NOON)
    client.force_login(person("eve@example.org"))

    assert client.post(f"/enrolments/{enrolment.uuid}/withdraw/").status_code == 404

    enrolment.refresh_from_db()
    assert enrolment.state == State.ACTIVE

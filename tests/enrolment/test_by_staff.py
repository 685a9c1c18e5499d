"""Enrolling, inviting and withdrawing several people at once."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.factories.catalogue import CourseOfferingFactory
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.people import PersonFactory

from salerno.audit.models import Entry
from salerno.enrolment.enums import Refusal, State
from salerno.enrolment.models import Enrolment
from salerno.enrolment.services import enrol_people, invite, withdraw_learners
from salerno.messaging.models import Message

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_enrol_people_goes_on_when_one_is_refused():
    offering = CourseOfferingFactory(seats=2)
    already = EnrolmentFactory(offering=offering).learner
    first, second = PersonFactory(), PersonFactory()

    results = enrol_people(people=[already, first, second], offering=offering, by=PersonFactory(), at=NOON)

    assert results == {already.pk: Refusal.ALREADY, first.pk: None, second.pk: Refusal.FULL}
    assert set(Enrolment.objects.values_list("learner", flat=True)) == {already.pk, first.pk}


def test_withdraw_learners_leaves_those_who_do_not_study():
    studying, completed = EnrolmentFactory(), EnrolmentFactory(state=State.COMPLETED)
    by = PersonFactory()

    count = withdraw_learners(enrolments=[studying, completed], reason="Asked by letter.", by=by, at=NOON)

    states = dict(Enrolment.objects.values_list("pk", "state"))
    assert (count, states) == (1, {studying.pk: State.WITHDRAWN, completed.pk: State.COMPLETED})
    assert list(Message.objects.values_list("template", "recipient")) == [("enrolment/withdrawn", studying.learner.email)]


def test_invite_writes_once_a_day_and_names_nobody_in_the_record():
    offering, by = CourseOfferingFactory(), PersonFactory()
    for at in (NOON, NOON + timedelta(hours=1), NOON + timedelta(days=1)):
        invite(addresses=["new@example.org"], offering=offering, by=by, at=at)

    assert Message.objects.filter(template="enrolment/invitation", recipient="new@example.org").count() == 2
    entries = Entry.objects.filter(action="enrolment.invited").values_list("actor", "subject", "detail")
    assert list(entries) == [(by.uuid, offering.uuid, {"count": 1})] * 3

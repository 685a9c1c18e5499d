"""Notices go out once, whatever breaks in between."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from tests.support.courses import person
from tests.support.moments import LATER, NOON

from salerno.messaging import services
from salerno.messaging.enums import State
from salerno.messaging.models import Message

pytestmark = pytest.mark.django_db


def queue(**values):
    learner = values.pop("learner", None) or person()
    return services.send_later(
        "people/erasure_asked",
        to=learner.email,
        language=values.pop("language", "en"),
        context={"person": learner},
        at=NOON,
        person_uuid=learner.uuid,
        **values,
    )


def test_a_queued_notice_is_sent_once():
    message = queue()

    assert services.deliver(message_id=message.pk, at=NOON) is True
    assert services.deliver(message_id=message.pk, at=LATER) is False

    assert [sent.subject for sent in mail.outbox] == ["You asked to be erased"]
    assert Message.objects.get().state == State.SENT


def test_the_first_line_is_the_subject_and_the_rest_the_body():
    message = queue()

    assert message.subject == "You asked to be erased"
    assert message.body.startswith("Dear Lea Learner,")


def test_a_key_makes_a_notice_unique():
    first = queue(key="once")
    second = queue(learner=person("other@example.org"), key="once")

    assert first.pk == second.pk
    assert Message.objects.count() == 1


def letters(*addresses):
    learner = person()
    return [services.Letter(to, "en", {"person": learner}, learner.uuid, f"key/{to}") for to in addresses]


def test_notices_that_are_queued_together_go_out_once_each(django_capture_on_commit_callbacks):
    both = letters("one@example.org", "other@example.org")
    services.send_each_later("people/erasure_asked", both[:1], at=NOON)

    with django_capture_on_commit_callbacks(execute=True):
        assert services.send_each_later("people/erasure_asked", both, at=NOON) == 1

    assert [sent.to for sent in mail.outbox] == [["other@example.org"]]
    assert sorted(Message.objects.values_list("recipient", "state")) == [
        ("one@example.org", State.QUEUED),
        ("other@example.org", State.SENT),
    ]


def test_many_notices_cost_few_queries(django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        services.send_each_later("people/erasure_asked", letters(*(f"{n}@example.org" for n in range(150))), at=NOON)

    assert Message.objects.count() == 150


def test_a_notice_of_an_act_that_is_rolled_back_is_not_sent():
    learner = person()

    def act_and_fail():
        with transaction.atomic():
            queue(learner=learner)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        act_and_fail()

    assert services.deliver_waiting(at=NOON) == 0
    assert mail.outbox == []


def test_a_failing_mail_server_leaves_the_notice_in_the_queue(settings):
    settings.EMAIL_BACKEND = "tests.messaging.failing.FailingBackend"
    message = queue()

    assert services.deliver(message_id=message.pk, at=NOON) is False

    message.refresh_from_db()
    assert (message.state, message.attempts, message.problem) == (State.QUEUED, 1, "the mail server is away")


def test_after_eight_failures_the_notice_is_marked_as_failed(settings):
    settings.EMAIL_BACKEND = "tests.messaging.failing.FailingBackend"
    message = queue()

    for _attempt in range(services.MAX_ATTEMPTS):
        services.deliver(message_id=message.pk, at=NOON)

    message.refresh_from_db()
    assert message.state == State.FAILED


def test_a_sending_that_was_cut_off_is_taken_up_again_under_the_same_message_id():
    message = queue()
    Message.objects.filter(pk=message.pk).update(state=State.SENDING, claimed_at=NOON)

    assert services.deliver_waiting(at=NOON + timedelta(minutes=1)) == 0
    assert services.deliver_waiting(at=NOON + timedelta(minutes=11)) == 1

    assert mail.outbox[0].extra_headers["Message-ID"] == f"<{message.uuid}@testserver>"


def test_header_injection_cannot_leave_the_subject():
    learner = person(full_name="Eve\nBcc: all@example.org")

    message = services.send_later(
        "enrolment/confirmed",
        to=learner.email,
        language="en",
        context={"person": learner, "course": type("C", (), {"title": {"en": "A\r\nBcc: x@example.org"}})()},
        at=NOON,
    )

    assert "\n" not in message.subject

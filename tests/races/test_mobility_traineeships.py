"""Races of a traineeship on PostgreSQL with real threads: one link in two windows, a week written while it is read."""

from dataclasses import replace

import pytest
from tests.support.mobility_traineeships import (
    NOW,
    OVER,
    WEEKS,
    WRITTEN,
    asked,
    evaluation,
    handed_in,
    ready_to_sign,
    token_sent,
    trainee,
)
from tests.support.races import at_once

from salerno.messaging.models import Message
from salerno.mobility.enums import LogWeekState
from salerno.mobility.errors import MobilityRefused
from salerno.mobility.models import HostResult, LogWeek, TraineeshipCertificate, TutorRequest
from salerno.mobility.traineeships.refusals import EvaluationRefusal, LogRefusal
from salerno.mobility.traineeships.services.certificates import sign_certificate
from salerno.mobility.traineeships.services.log import save_week
from salerno.mobility.traineeships.services.tutors import ask_again, open_log

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def refusals(results):
    assert not [row for row in results if isinstance(row, Exception) and not isinstance(row, MobilityRefused)]
    return sorted(str(row.refusal) for row in results if isinstance(row, MobilityRefused))


def test_a_link_that_signs_in_two_windows_at_once_signs_once():
    _who, token = ready_to_sign()
    said = [evaluation(evaluation=text) for text in ("Careful.", "Quick.")]

    results = at_once(lambda n: sign_certificate(token=token, evaluation=said[n], at=OVER), 2)

    assert refusals(results) == [EvaluationRefusal.USED]
    certificate = TraineeshipCertificate.objects.get()
    assert certificate.facts["evaluation"] in ("Careful.", "Quick.")
    assert (HostResult.objects.count(), Message.objects.filter(template="mobility/mail/certificate").count()) == (1, 1)


@pytest.mark.parametrize("round_", range(2))
def test_a_link_that_is_replaced_while_it_signs_either_signs_or_is_dead(round_):
    who, token = ready_to_sign()
    acts = [
        lambda: sign_certificate(token=token, evaluation=evaluation(), at=OVER),
        lambda: ask_again(mobility=who.mobility, by=who.sending, at=OVER),
    ]

    results = at_once(lambda n: acts[n](), 2)

    signed = TraineeshipCertificate.objects.count()
    assert (signed, len(refusals(results))) in [(1, 1), (0, 1)]
    assert (TutorRequest.objects.get().answered_at is not None) == bool(signed)
    if not signed:
        assert open_log(token=token_sent(), at=OVER).answered_at is None


@pytest.mark.parametrize("round_", range(2))
def test_the_tutor_reads_a_week_as_it_was_or_as_it_is_and_never_what_changes_later(round_):
    who = trainee()
    handed_in(who, WEEKS[0])
    token = asked(who)
    new = replace(WRITTEN, done="Rather this.")
    write = {"starts_on": WEEKS[0], "written": new, "revision": 1, "hands_in": True, "by": who.student, "at": NOW}
    acts = [lambda: open_log(token=token, at=NOW), lambda: save_week(mobility=who.mobility, **write)]

    results = at_once(lambda n: acts[n](), 2)

    week = LogWeek.objects.get()
    found = (week.state, week.done, refusals(results))
    assert found in [
        (LogWeekState.SEEN, WRITTEN.done, [LogRefusal.SEEN]),
        (LogWeekState.SEEN, new.done, []),
    ]

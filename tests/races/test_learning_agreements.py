"""Races of a learning agreement on PostgreSQL with real threads: the student and both ends act on it at the same moment."""

import pytest
from tests.support.mobility_papers import autumn, cast, current, officer, signed, written
from tests.support.moments import NOON
from tests.support.races import at_once
from tests.support.studies import UNIPI

from salerno.mobility.enums import PaperState
from salerno.mobility.errors import MobilityRefused
from salerno.mobility.learning_agreements.refusals import PaperRefusal
from salerno.mobility.learning_agreements.services import papers
from salerno.mobility.learning_agreements.services.signing import sign
from salerno.mobility.models import LearningAgreement, LearningAgreementSignature, LearningAgreementVersion

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def refusals(results):
    assert not [row for row in results if isinstance(row, Exception) and not isinstance(row, MobilityRefused)]
    return sorted(str(row.refusal) for row in results if isinstance(row, MobilityRefused))


def holding():
    return LearningAgreementSignature.objects.filter(voided_at__isnull=True)


@pytest.mark.parametrize("round_", range(3))
def test_the_student_takes_back_and_changes_while_the_sending_side_signs(round_):
    who = cast()
    version = signed(who, 1)

    def change():
        papers.take_back(version=version, by=who.student, at=NOON)
        fresh = current(who)
        papers.write(version=fresh, body=autumn(), revision=fresh.revision, by=who.student, at=NOON)

    acts = [change, lambda: sign(version=version, digest=version.digest, by=who.sending, at=NOON)]

    results = at_once(lambda number: acts[number](), 2)

    now = current(who)
    found = (now.state, holding().count(), refusals(results))
    assert found in [
        (PaperState.DRAFT, 0, [PaperRefusal.NOT_YOUR_TURN]),
        (PaperState.SENDING, 2, [PaperRefusal.SIGNED]),
    ]


def test_two_coordinators_who_sign_at_once_leave_one_signature():
    who = cast()
    version = signed(who, 1)
    people = [who.sending, officer(UNIPI, "Second Sending")]

    results = at_once(lambda number: sign(version=version, digest=version.digest, by=people[number], at=NOON), 2)

    assert refusals(results) == [PaperRefusal.NOT_YOUR_TURN]
    assert sorted(holding().values_list("role", flat=True)) == ["learner", "sending"]


def test_a_signature_and_a_refusal_at_once_leave_one_of_them():
    who = cast()
    version = signed(who, 2)
    acts = [
        lambda: sign(version=version, digest=version.digest, by=who.receiving, at=NOON),
        lambda: papers.send_back(version=version, text="No.", digest=version.digest, by=who.sending, at=NOON),
    ]

    results = at_once(lambda number: acts[number](), 2)

    now = current(who)
    assert len(refusals(results)) == 1
    assert (now.state, holding().count()) in [(PaperState.IN_FORCE, 3), (PaperState.DRAFT, 0)]


def test_an_agreement_that_is_begun_six_times_stands_once():
    who = cast()

    results = at_once(lambda _number: papers.begin(mobility=who.mobility, body=autumn(), by=who.student, at=NOON), 6)

    assert (LearningAgreement.objects.count(), refusals(results)) == (1, [PaperRefusal.STANDS] * 5)


def test_two_windows_that_save_at_once_keep_one_of_both():
    who = cast()
    version = written(who, autumn())

    results = at_once(lambda _number: papers.write(version=version, body=autumn(), revision=0, by=who.student, at=NOON), 2)

    assert (refusals(results), current(who).revision) == ([PaperRefusal.CHANGED_MEANWHILE], 1)


def test_a_change_that_is_begun_twice_at_once_stands_once():
    who = cast()
    signed(who)

    results = at_once(lambda _number: papers.begin_change(mobility=who.mobility, by=who.student, at=NOON), 2)

    assert refusals(results) == [PaperRefusal.STANDS]
    assert LearningAgreementVersion.objects.count() == 2

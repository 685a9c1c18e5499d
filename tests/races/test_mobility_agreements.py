"""Races of agreements on PostgreSQL with real threads: both sides approve, one writes while another proposes or approves."""

from datetime import date, timedelta

import pytest
from tests.support.mobility_agreement import SU, UNIPI, agreed, both_ways, drafted, institution, officer, proposed
from tests.support.moments import LATER
from tests.support.races import at_once

from salerno.audit.models import Entry
from salerno.mobility.agreements.refusals import AgreementRefusal
from salerno.mobility.agreements.services import agreements
from salerno.mobility.agreements.text import digest_of
from salerno.mobility.enums import AgreementState
from salerno.mobility.errors import MobilityRefused
from salerno.mobility.models import Approval, InterInstitutionalAgreement

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def refusals(results):
    return sorted(str(result.refusal) for result in results if isinstance(result, MobilityRefused))


def failures(results):
    return [result for result in results if isinstance(result, Exception) and not isinstance(result, MobilityRefused)]


def approving(agreement, schac, by, seen):
    return lambda: agreements.approve_agreement(agreement=agreement, institution=institution(schac), seen=seen, by=by, at=LATER)


def run(*acts):
    return at_once(lambda number: acts[number](), len(acts))


def test_two_sides_that_approve_at_once_bring_it_into_force_once():
    agreement = proposed()
    seen = digest_of(agreement)

    results = run(*(approving(agreement, schac, officer(schac), seen) for schac in (UNIPI, SU)))

    assert failures(results) + refusals(results) == []
    assert InterInstitutionalAgreement.objects.get().state == AgreementState.IN_FORCE
    assert Entry.objects.filter(action="iia.begun").count() == 1


def test_two_coordinators_of_one_side_approve_once():
    agreement = proposed()
    seen = digest_of(agreement)

    results = run(*(approving(agreement, SU, officer(SU), seen) for _number in range(3)))

    assert failures(results) == []
    assert refusals(results) == [AgreementRefusal.ALREADY] * 2
    assert Approval.objects.count() == 1


def test_what_one_writes_while_another_approves_is_never_approved_unread():
    agreement, by = proposed(), officer(SU)
    seen, rows = digest_of(agreement), both_ways(UNIPI, SU)

    def rewrite():
        draft = agreements.take_back_agreement(agreement=agreement, seen=seen, by=None, at=LATER)
        draft = agreements.edit_agreement(
            agreement=draft, values={"note": "A clause."}, conditions=rows, seen=seen, by=None, at=LATER
        )
        return agreements.propose_agreement(agreement=draft, seen=digest_of(draft), by=None, at=LATER)

    results = run(rewrite, approving(agreement, SU, by, seen))

    assert failures(results) == []
    now = InterInstitutionalAgreement.objects.get()
    assert now.note == "A clause."
    assert set(Approval.objects.values_list("digest", flat=True)) <= {digest_of(now)}


def test_of_two_who_write_one_draft_the_second_is_told():
    agreement = drafted()
    seen, rows = digest_of(agreement), both_ways(UNIPI, SU)

    def writing(note):
        return lambda: agreements.edit_agreement(
            agreement=agreement, values={"note": note}, conditions=rows, seen=seen, by=None, at=LATER
        )

    results = run(*(writing(f"Note {number}.") for number in range(4)))

    assert failures(results) == []
    assert refusals(results) == [AgreementRefusal.CHANGED_MEANWHILE] * 3
    assert InterInstitutionalAgreement.objects.get().conditions.count() == 2


def test_one_who_writes_while_another_proposes_leaves_one_text():
    agreement = drafted()
    seen, rows = digest_of(agreement), both_ways(UNIPI, SU)

    results = run(
        lambda: agreements.edit_agreement(
            agreement=agreement, values={"note": "Late."}, conditions=rows, seen=seen, by=None, at=LATER
        ),
        lambda: agreements.propose_agreement(agreement=agreement, seen=seen, by=None, at=LATER),
    )

    assert failures(results) == []
    assert len(refusals(results)) == 1
    now = InterInstitutionalAgreement.objects.get()
    assert (now.state, now.note) in {(AgreementState.DRAFT, "Late."), (AgreementState.PROPOSED, "")}


def test_one_next_version_is_prepared_and_codes_are_given_once():
    agreement = agreed()
    seen = digest_of(agreement)
    sides = {"first": institution(UNIPI), "second": institution(SU)}
    values = {name: getattr(agreement, name) for name in ("starts_on", "ends_on", "note")}

    def follow():
        return agreements.next_version(agreement=agreement, seen=seen, by=None, at=LATER)

    results = run(follow, follow, lambda: agreements.draft_agreement(**sides, values=values, by=None, at=LATER))

    assert failures(results) == []
    assert refusals(results) == [AgreementRefusal.HAS_NEXT]
    assert len(set(InterInstitutionalAgreement.objects.values_list("code", flat=True))) == 3


def test_an_agreement_begins_once_whoever_follows_the_calendar():
    agreed(starts_on=date(2027, 9, 1))

    results = run(*(lambda: agreements.follow_the_calendar(at=LATER + timedelta(days=300)) for _number in range(3)))

    assert failures(results) == []
    assert sorted(results) == [(0, 0), (0, 0), (1, 0)]

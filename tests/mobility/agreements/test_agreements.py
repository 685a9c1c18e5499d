"""Agreements: drafted, proposed, approved by both sides, in force, ended, followed by a next version. Who may do what."""

from datetime import date, timedelta

import pytest
from tests.factories.people import RoleAssignmentFactory
from tests.support.mobility_agreement import (
    AMU,
    DAYS,
    INRIA,
    SU,
    UNIPI,
    agreed,
    approve,
    both_ways,
    condition,
    drafted,
    institution,
    officer,
    propose,
    proposed,
)  # fmt: skip
from tests.support.moments import LATER, NOON

from salerno.audit.models import Entry
from salerno.mobility.agreements.refusals import AgreementRefusal
from salerno.mobility.agreements.services import agreements
from salerno.mobility.agreements.text import digest_of
from salerno.mobility.enums import AgreementState
from salerno.mobility.errors import MobilityRefused
from salerno.mobility.models import Approval, Condition, InterInstitutionalAgreement

pytestmark = pytest.mark.django_db


def refusal_of(act):
    with pytest.raises(MobilityRefused) as error:
        act()
    return error.value.refusal


def acts():
    return list(Entry.objects.filter(action__startswith="iia.").order_by("sequence").values_list("action", flat=True))


def edit(agreement, by=None, seen=None, conditions=None, **values):
    rows = both_ways(UNIPI, SU) if conditions is None else conditions
    seen = digest_of(agreement) if seen is None else seen
    return agreements.edit_agreement(agreement=agreement, values=values, conditions=rows, seen=seen, by=by, at=LATER)


def state_of(agreement):
    return InterInstitutionalAgreement.objects.get(pk=agreement.pk).state


def test_an_agreement_that_both_approve_is_in_force_from_its_first_day():
    agreement = proposed()
    approve(agreement, UNIPI)

    between = state_of(agreement)
    approve(agreement, SU)

    assert (between, state_of(agreement)) == (AgreementState.PROPOSED, AgreementState.IN_FORCE)
    assert acts() == ["iia.drafted", "iia.proposed", "iia.approved", "iia.approved", "iia.approved_by_both", "iia.begun"]
    assert set(Approval.objects.values_list("digest", flat=True)) == {digest_of(agreement)}


def test_an_agreement_that_begins_later_is_approved_and_begins_by_the_calendar():
    agreement = agreed(starts_on=date(2027, 9, 1))

    before = state_of(agreement)
    early = agreements.follow_the_calendar(at=NOON)
    due = agreements.follow_the_calendar(at=NOON + timedelta(days=300))
    again = agreements.follow_the_calendar(at=NOON + timedelta(days=300))

    assert (before, state_of(agreement)) == (AgreementState.APPROVED, AgreementState.IN_FORCE)
    assert (early, due, again) == ((0, 0), (1, 0), (0, 0))


def test_an_agreement_whose_last_day_has_passed_ends_by_the_calendar():
    agreement = agreed()

    counts = agreements.follow_the_calendar(at=NOON + timedelta(days=4 * 365))

    assert (counts, state_of(agreement)) == ((0, 1), AgreementState.ENDED)


def test_a_call_asks_which_agreements_hold_on_the_day_on_which_its_mobilities_begin():
    later, now, _waiting = agreed(starts_on=date(2027, 9, 1)), agreed(AMU, SU, ends_on=date(2027, 6, 30)), proposed(AMU, UNIPI)
    held = InterInstitutionalAgreement.objects.holding_on

    assert [set(held(day)) for day in (date(2026, 12, 1), date(2027, 7, 15), date(2027, 9, 1))] == [{now}, set(), {later}]


def test_a_draft_is_written_anew_and_the_record_says_which_text():
    agreement = drafted()

    edit(agreement, note="Two more.", conditions=[condition(UNIPI, SU, places=4)])
    agreement.refresh_from_db()

    assert (agreement.note, [row.places for row in Condition.objects.all()]) == ("Two more.", [4])
    assert Entry.objects.get(action="iia.edited").detail == {"digest": digest_of(agreement)}


def test_an_edit_that_changes_nothing_is_no_act():
    edit(drafted())

    assert acts() == ["iia.drafted"]


def test_what_another_has_changed_since_the_page_was_shown_is_not_written_over_nor_proposed():
    agreement = drafted()
    seen = digest_of(agreement)
    edit(agreement, conditions=[condition(UNIPI, SU, places=9)])

    refusals = {
        refusal_of(lambda: edit(agreement, seen=seen)),
        refusal_of(lambda: agreements.propose_agreement(agreement=agreement, seen=seen, by=None, at=LATER)),
        refusal_of(lambda: agreements.discard_agreement(agreement=agreement, seen=seen, by=None, at=LATER)),
    }

    assert refusals == {AgreementRefusal.CHANGED_MEANWHILE}
    assert list(Condition.objects.values_list("places", flat=True)) == [9]


@pytest.mark.parametrize(("name", "value"), [("note", "A"), ("ends_on", date(2028, 8, 31)), ("starts_on", date(2026, 9, 2))])
def test_an_approval_of_another_text_is_refused_whatever_changed_in_it(name, value):
    agreement = proposed()
    seen = digest_of(agreement)
    agreements.take_back_agreement(agreement=agreement, seen=seen, by=None, at=NOON)
    propose(edit(agreement, **{name: value}))

    refusal = refusal_of(lambda: approve(agreement, SU, seen=seen))

    assert (refusal, Approval.objects.count()) == (AgreementRefusal.CHANGED_MEANWHILE, 0)


def test_each_value_of_a_condition_is_part_of_what_is_approved():
    plain = digest_of(drafted())
    changes = [
        {"places": 3}, {"months": 6}, {"isced_f": "0511"}, {"kind": "traineeship"}, {"eqf_levels": [7, 8]}, {"languages": []},
    ]  # fmt: skip
    agreement = InterInstitutionalAgreement.objects.get()

    digests = set()
    for change in changes:
        agreement.conditions.all().delete()
        Condition.objects.create(agreement=agreement, **condition(UNIPI, SU, **change))
        Condition.objects.create(agreement=agreement, **condition(SU, UNIPI))
        digests.add(digest_of(agreement))

    assert len(digests - {plain}) == len(changes)


def test_a_proposal_that_is_taken_back_loses_its_approval():
    agreement = proposed()
    approve(agreement, UNIPI)

    agreements.take_back_agreement(agreement=agreement, seen=digest_of(agreement), by=None, at=NOON)

    assert (state_of(agreement), Approval.objects.count()) == (AgreementState.DRAFT, 0)
    assert refusal_of(lambda: approve(agreement, SU)) == AgreementRefusal.NOT_PROPOSED


def test_what_was_proposed_is_not_edited_thrown_away_or_proposed_again():
    agreement = proposed()
    seen = {"agreement": agreement, "seen": digest_of(agreement), "by": None, "at": NOON}

    refusals = [
        refusal_of(lambda: edit(agreement)),
        refusal_of(lambda: agreements.discard_agreement(**seen)),
        refusal_of(lambda: agreements.propose_agreement(**seen)),
    ]

    assert refusals == [AgreementRefusal.NOT_DRAFT] * 3


@pytest.mark.parametrize(
    ("conditions", "refusal"),
    [
        ([], AgreementRefusal.NO_CONDITIONS),
        ([{"isced_f": ""}], AgreementRefusal.INCOMPLETE),
        ([{"eqf_levels": []}], AgreementRefusal.INCOMPLETE),
        ([{"places": 0}], AgreementRefusal.INCOMPLETE),
        ([{"months": 0}], AgreementRefusal.INCOMPLETE),
        ([{"languages": []}], AgreementRefusal.INCOMPLETE),
    ],
)
def test_a_proposal_is_complete(conditions, refusal):
    institution(AMU)
    agreement = drafted(conditions=[condition(UNIPI, SU, **values) for values in conditions])

    assert refusal_of(lambda: propose(agreement)) == refusal


def test_days_are_in_order_and_not_over():
    past = {"starts_on": date(2020, 9, 1), "ends_on": date(2021, 8, 31)}

    refusals = [
        refusal_of(lambda: drafted(ends_on=DAYS["starts_on"])),
        refusal_of(lambda: propose(drafted(**past))),
        refusal_of(lambda: edit(drafted(), ends_on=date(2020, 1, 1))),
    ]

    assert refusals == [AgreementRefusal.DATES, AgreementRefusal.OVER, AgreementRefusal.DATES]


def test_each_side_speaks_for_itself():
    agreement = proposed()
    officer(SU)
    others = [officer(AMU), officer("uab.cat"), officer(UNIPI)]

    refusals = [refusal_of(lambda by=by: approve(agreement, SU, by=by)) for by in others]

    assert refusals == [AgreementRefusal.NOT_YOURS] * 3


def test_nobody_approves_for_both_sides():
    agreement, both = proposed(), officer(UNIPI)
    RoleAssignmentFactory(person=both, institution=institution(SU), role="administrator")
    approve(agreement, UNIPI, by=both)

    assert refusal_of(lambda: approve(agreement, SU, by=both)) == AgreementRefusal.SAME_PERSON


def test_a_side_approves_once():
    agreement = proposed()
    approve(agreement, UNIPI)

    assert refusal_of(lambda: approve(agreement, UNIPI)) == AgreementRefusal.ALREADY


def test_the_coordinator_notes_the_approval_of_a_partner_that_has_nobody_here():
    agreement, coordinator = proposed(AMU, INRIA), officer(AMU)
    approve(agreement, AMU, by=coordinator)

    approve(agreement, INRIA, by=coordinator)

    noted = Entry.objects.filter(action="iia.approved").order_by("sequence").values_list("detail__institution", "detail__noted")
    assert (state_of(agreement), list(noted)) == (AgreementState.IN_FORCE, [("AMU", False), ("INRIA", True)])


def test_a_partner_that_has_somebody_here_speaks_for_itself():
    agreement = proposed(AMU, INRIA)
    officer(INRIA)

    assert refusal_of(lambda: approve(agreement, INRIA, by=officer(AMU))) == AgreementRefusal.NOT_YOURS


def test_others_than_the_two_sides_touch_nothing():
    stranger, draft, waiting, holding = officer("uab.cat"), drafted(), proposed(UNIPI, AMU), agreed(AMU, SU)

    def seen(agreement):
        return {"agreement": agreement, "seen": digest_of(agreement), "by": stranger, "at": NOON}

    refusals = [
        refusal_of(lambda: edit(draft, by=stranger)),
        refusal_of(lambda: agreements.propose_agreement(**seen(draft))),
        refusal_of(lambda: agreements.discard_agreement(**seen(draft))),
        refusal_of(lambda: agreements.take_back_agreement(**seen(waiting))),
        refusal_of(lambda: agreements.end_agreement(**seen(holding))),
        refusal_of(lambda: agreements.next_version(**seen(holding))),
        refusal_of(
            lambda: agreements.draft_agreement(first=institution(AMU), second=institution(SU), values=DAYS, by=stranger, at=NOON)
        ),
    ]

    assert refusals == [AgreementRefusal.NOT_YOURS] * 7


def test_a_next_version_takes_the_place_of_the_one_before():
    old = agreed()
    new = agreements.next_version(agreement=old, seen=digest_of(old), by=officer(UNIPI), at=NOON)
    again = refusal_of(lambda: agreements.next_version(agreement=old, seen=digest_of(old), by=None, at=NOON))
    propose(new)
    approve(new, UNIPI)
    before = state_of(old)

    approve(new, SU)

    assert (new.code, new.replaces, new.conditions.count()) == ("UNIPI-SU-2026-v2", old, 2)
    assert (again, before) == (AgreementRefusal.HAS_NEXT, AgreementState.IN_FORCE)
    assert (state_of(old), state_of(new)) == (AgreementState.ENDED, AgreementState.IN_FORCE)


def test_codes_are_never_given_twice():
    codes = [drafted().code for _number in range(3)]

    assert codes == ["UNIPI-SU-2026", "UNIPI-SU-2026-v2", "UNIPI-SU-2026-v3"]


def test_an_agreement_is_ended_by_one_side():
    agreement = agreed()

    agreements.end_agreement(agreement=agreement, seen=digest_of(agreement), by=officer(SU), at=LATER)
    again = refusal_of(lambda: agreements.end_agreement(agreement=agreement, seen=digest_of(agreement), by=None, at=LATER))

    assert (state_of(agreement), again) == (AgreementState.ENDED, AgreementRefusal.NOT_APPROVED)


def test_a_draft_is_thrown_away_and_cannot_be_worked_on_afterwards():
    agreement = drafted()
    seen = digest_of(agreement)

    agreements.discard_agreement(agreement=agreement, seen=seen, by=officer(UNIPI), at=NOON)
    gone = InterInstitutionalAgreement(uuid=agreement.uuid)
    refusal = refusal_of(lambda: agreements.propose_agreement(agreement=gone, seen=seen, by=None, at=NOON))

    assert (InterInstitutionalAgreement.objects.count(), Condition.objects.count()) == (0, 0)
    assert refusal == AgreementRefusal.CHANGED_MEANWHILE


def test_an_agreement_with_oneself_is_none():
    side = institution(UNIPI)

    act = lambda: agreements.draft_agreement(first=side, second=side, values=DAYS, by=None, at=NOON)  # noqa: E731

    assert refusal_of(act) == AgreementRefusal.ONESELF

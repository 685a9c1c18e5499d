"""Calls: prepared, filled with places, opened, closed, opened again; what was opened no longer changes."""

from datetime import date, timedelta

import pytest
from tests.factories.people import PersonFactory
from tests.support import mobility as world
from tests.support.mobility import AFTER, AMU, CLOSES, OPENS, SU, UNIPI, WHILE_OPEN

from salerno.audit.models import Entry
from salerno.mobility.calls.refusals import CallRefusal
from salerno.mobility.calls.selectors.sources import sources_for
from salerno.mobility.calls.services import calls, places
from salerno.mobility.enums import AgreementState, CallState, MobilityKind, Tier
from salerno.mobility.errors import MobilityRefused
from salerno.mobility.models import Condition, InterInstitutionalAgreement, MobilityCall, Place, TraineeshipOffer

pytestmark = pytest.mark.django_db
VALUES = {
    "title": {"en": "Autumn"},
    "opens_at": OPENS,
    "closes_at": CLOSES,
    "starts_on": date(2027, 9, 1),
    "ends_on": date(2028, 1, 31),
}
GIVEN = {"tier": Tier.CONSORTIUM, "capacity": 2, "minimum": 0, "period": "autumn", "requirements": {}}


def refused(act, **values):
    with pytest.raises(MobilityRefused) as error:
        act(**values)
    return error.value.refusal


def in_force(sending=AMU, receiving=UNIPI, state=AgreementState.IN_FORCE, **values):
    sides = {"first": world.institution(sending), "second": world.institution(receiving)}
    days = {"starts_on": date(2026, 1, 1), "ends_on": date(2030, 1, 1)}
    code = f"{sending}-{receiving}-{state}".replace(".", "-")
    agreement = InterInstitutionalAgreement.objects.create(code=code, state=state, **sides, **days)
    given = {"isced_f": "0988", "eqf_levels": [7], "places": 2, "months": 5, "languages": [{"language": "en", "level": "B2"}]}
    return Condition.objects.create(agreement=agreement, sending=sides["first"], receiving=sides["second"], **given | values)


def test_a_call_draws_its_seed_when_it_is_made_and_no_two_have_the_same():
    cohort = world.made_up_cohort()
    officer = world.coordinator()

    made = [calls.create_call(offering=cohort, values=VALUES, by=officer, at=WHILE_OPEN) for _ in range(2)]

    assert [row.state for row in made] == [CallState.DRAFT, CallState.DRAFT]
    assert len({row.seed for row in made}) == 2
    assert {len(row.seed) for row in made} == {32}


def test_a_call_is_not_made_by_those_who_do_not_coordinate_the_programme():
    cohort = world.made_up_cohort()

    assert refused(calls.create_call, offering=cohort, values=VALUES, by=PersonFactory(), at=OPENS) == CallRefusal.NOT_YOURS
    assert not MobilityCall.objects.exists()


def test_dates_must_follow_each_other():
    cohort = world.made_up_cohort()

    wrong = [{"closes_at": OPENS}, {"ends_on": date(2027, 9, 1)}]

    for change in wrong:
        assert refused(calls.create_call, offering=cohort, values=VALUES | change, by=None, at=OPENS) == CallRefusal.DATES


def test_an_open_call_keeps_its_dates_method_and_places():
    row, (marseille, *_others) = world.call_with_places()
    officer, pisa = world.coordinator(), world.institution(UNIPI)
    when = {"by": officer, "at": WHILE_OPEN}

    assert refused(calls.edit_call, call=row, values={"method": "best"}, **when) == CallRefusal.NOT_DRAFT
    assert refused(places.add_place, call=row, institution=pisa, values=GIVEN, **when) == CallRefusal.NOT_DRAFT
    assert refused(places.edit_place, place=marseille, values={"capacity": 9}, **when) == CallRefusal.NOT_DRAFT
    assert refused(places.remove_place, place=marseille, **when) == CallRefusal.NOT_DRAFT
    assert refused(places.add_places_from, call=row, keys=["x"], period="autumn", **when) == CallRefusal.NOT_DRAFT
    assert (row.places.count(), marseille.capacity) == (4, 1)


def test_a_call_opens_closes_and_opens_again_with_a_later_date():
    row, _places = world.call_with_places(state=CallState.DRAFT)
    officer = world.coordinator()

    calls.open_call(call=row, by=officer, at=WHILE_OPEN)
    calls.close_call(call=row, by=officer, at=AFTER)
    again = calls.reopen_call(call=row, closes_at=AFTER + timedelta(days=3), by=officer, at=AFTER)

    assert (again.state, again.closes_at) == (CallState.OPEN, AFTER + timedelta(days=3))
    acts = Entry.objects.order_by("sequence").values_list("action", flat=True)
    assert [act for act in acts if act.startswith("mobility_call.")] == [
        "mobility_call.opened",
        "mobility_call.closed",
        "mobility_call.reopened",
    ]


def test_a_call_without_places_or_past_its_date_is_not_opened():
    empty = world.call(state=CallState.DRAFT)
    full, _places = world.call_with_places(state=CallState.DRAFT)

    assert refused(calls.open_call, call=empty, by=None, at=WHILE_OPEN) == CallRefusal.NO_PLACES
    assert refused(calls.open_call, call=full, by=None, at=AFTER) == CallRefusal.CLOSING_PASSED


def test_a_closed_call_is_not_opened_again_without_a_later_date():
    row, _places = world.call_with_places(state=CallState.CLOSED)

    assert refused(calls.open_call, call=row, by=None, at=WHILE_OPEN) == CallRefusal.NOT_NEXT
    assert refused(calls.reopen_call, call=row, closes_at=AFTER, by=None, at=AFTER) == CallRefusal.CLOSING_PASSED
    assert refused(calls.reopen_call, call=row, closes_at=OPENS, by=None, at=WHILE_OPEN) == CallRefusal.DATES


def test_only_a_published_call_ends():
    row, _mobility = world.published_call()
    closed, _places = world.call_with_places(state=CallState.CLOSED)

    assert calls.end_call(call=row, by=None, at=AFTER).state == CallState.ENDED
    assert refused(calls.end_call, call=closed, by=None, at=AFTER) == CallRefusal.NOT_NEXT


def test_places_come_from_conditions_in_force_of_the_programmes_institutions():
    row = world.call(state=CallState.DRAFT)
    wanted = in_force()
    in_force(receiving=SU, state=AgreementState.PROPOSED)
    in_force(sending=SU, receiving=AMU, kind=MobilityKind.TRAINEESHIP)
    in_force(sending=SU, receiving=UNIPI, eqf_levels=[6])
    key = f"condition:{wanted.uuid}"

    assert [(source.key, source.is_taken) for source in sources_for(row)] == [(key, False)]
    (place,) = places.add_places_from(call=row, keys=[key], period="autumn", by=world.coordinator(), at=WHILE_OPEN)

    assert (place.institution, place.capacity, place.tier) == (wanted.receiving, 2, Tier.CONSORTIUM)
    assert (place.condition, place.requirements, place.period) == (wanted, {"language": {"en": "B2"}}, "autumn")
    assert [source.is_taken for source in sources_for(row)] == [True]


def test_what_has_a_place_already_is_not_added_again():
    row = world.call(state=CallState.DRAFT)
    key = f"condition:{in_force().uuid}"
    places.add_places_from(call=row, keys=[key], period="autumn", by=None, at=WHILE_OPEN)

    again = {"call": row, "keys": [key], "period": "autumn", "by": None, "at": WHILE_OPEN}

    assert refused(places.add_places_from, **again) == CallRefusal.NO_SOURCE
    assert Place.objects.count() == 1


def test_offers_become_places_of_calls_for_traineeships_alone():
    host = world.outside()
    days = {"starts_on": date(2027, 10, 1), "ends_on": date(2027, 12, 31)}
    for state in ("open", "draft"):
        TraineeshipOffer.objects.create(host=host, title={"en": "Imaging"}, state=state, supervisor_name="S", **days)
    studies = world.call(state=CallState.DRAFT)
    traineeships = world.call(state=CallState.DRAFT, kind=MobilityKind.TRAINEESHIP)

    (source,) = sources_for(traineeships)

    assert sources_for(studies) == []
    assert (source.institution, source.said) == (host, "offer “Imaging”")
    assert source.as_place["tier"] == Tier.ASSOCIATED


def test_places_are_added_changed_and_removed_by_hand_in_a_draft():
    row = world.call(state=CallState.DRAFT)
    when = {"by": world.coordinator(), "at": WHILE_OPEN}
    place = places.add_place(call=row, institution=world.institution(SU), values=GIVEN, **when)

    changed = places.edit_place(place=place, values={"capacity": 5}, **when)

    assert (changed.capacity, row.places.get().capacity) == (5, 5)
    assert refused(places.edit_place, place=place, values={"minimum": 6}, **when) == CallRefusal.MINIMUM
    places.remove_place(place=place, **when)
    assert not row.places.exists()

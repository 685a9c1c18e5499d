"""From the accepted place to the departure, on both sides of a mobility."""

import uuid
from datetime import UTC, date, datetime

import pytest
from tests.support.mobility_stays import AFTERWARDS, HOST, IN_TIME, OTHER_HOST, coordinator, one_stay, published, sender, stay

from salerno.audit.models import Entry
from salerno.messaging.models import Message
from salerno.mobility.enums import MobilityState
from salerno.mobility.errors import MobilityRefused
from salerno.mobility.models import Mobility, Wish
from salerno.mobility.stays.refusals import StayRefusal
from salerno.mobility.stays.selectors import moments_of, places_elsewhere
from salerno.mobility.stays.services import stays as services

pytestmark = pytest.mark.django_db
AUTUMN = datetime(2026, 9, 3, 12, tzinfo=UTC)
ARRIVED, DEPARTED = date(2026, 9, 2), date(2027, 1, 30)


def refused(act):
    with pytest.raises(MobilityRefused) as error:
        act()
    return error.value.refusal


def state_of(row):
    return Mobility.objects.get(pk=row.pk).state


def test_a_mobility_walks_its_whole_way_and_both_sides_are_recorded():
    _stays, row = one_stay(MobilityState.ACCEPTED)
    office, host = sender(), coordinator(HOST)

    services.nominate(mobility=row, by=office, at=IN_TIME)
    services.confirm(mobility=row, by=host, at=IN_TIME)
    services.note_arrival(mobility=row, on=ARRIVED, by=host, at=AUTUMN)
    services.note_departure(mobility=row, on=DEPARTED, by=host, at=AFTERWARDS)

    row.refresh_from_db()
    assert (row.state, row.arrived_on, row.departed_on) == (MobilityState.DEPARTED, ARRIVED, DEPARTED)
    acts = Entry.objects.filter(subject=row.uuid).values_list("action", "actor")
    assert list(acts) == [
        ("mobility.nominated", office.uuid),
        ("mobility.confirmed", host.uuid),
        ("mobility.arrived", host.uuid),
        ("mobility.departed", host.uuid),
    ]


def test_the_timeline_says_what_was_and_what_comes():
    _stays, row = one_stay(MobilityState.ACCEPTED)
    office = sender()
    services.nominate(mobility=row, by=office, at=IN_TIME)
    row.refresh_from_db()

    assert [(each.what, each.state) for each in moments_of(row)] == [
        ("Place offered", "done"),
        ("Nominated", "done"),
        ("The host answers the nomination.", ""),
    ]
    assert office.display_name not in "".join(each.detail for each in moments_of(row))
    assert office.display_name in "".join(each.detail for each in moments_of(row, names_people=True))


def test_each_side_does_its_own_part_alone():
    _stays, row = one_stay(MobilityState.ACCEPTED)
    office, host, stranger = sender(), coordinator(HOST), coordinator(OTHER_HOST)

    assert refused(lambda: services.nominate(mobility=row, by=host, at=IN_TIME)) == StayRefusal.NOT_SENDING
    services.nominate(mobility=row, by=office, at=IN_TIME)
    assert refused(lambda: services.confirm(mobility=row, by=office, at=IN_TIME)) == StayRefusal.NOT_RECEIVING
    assert refused(lambda: services.note_arrival(mobility=row, on=ARRIVED, by=stranger, at=AUTUMN)) == StayRefusal.NEITHER
    assert refused(lambda: services.cancel(mobility=row, reason="Why", by=host, at=IN_TIME)) == StayRefusal.NOT_SENDING


def test_the_host_refuses_with_a_reason_that_the_student_reads():
    _stays, row = one_stay(MobilityState.NOMINATED)
    host = coordinator(HOST)

    assert refused(lambda: services.refuse_nomination(mobility=row, reason=" ", by=host, at=IN_TIME)) == StayRefusal.NO_REASON
    services.refuse_nomination(mobility=row, reason="The course does not run.", by=host, at=IN_TIME)

    row.refresh_from_db()
    assert (row.state, row.refusal) == (MobilityState.REFUSED, "The course does not run.")
    assert "The course does not run." in Message.objects.get(template="mobility/mail/refused").body


def test_a_refused_student_is_nominated_elsewhere_and_the_first_seat_goes_on():
    stays = published({"ada": [HOST], "bob": [HOST], "cyd": [OTHER_HOST]}, capacities={OTHER_HOST: 2})
    row = stays.mobilities["ada"]
    Mobility.objects.filter(pk=row.pk).update(state=MobilityState.REFUSED)

    services.nominate_elsewhere(mobility=row, place=stays.places[OTHER_HOST], by=sender(), at=IN_TIME)

    row.refresh_from_db()
    assert (row.state, row.place) == (MobilityState.NOMINATED, stays.places[OTHER_HOST])
    assert stays.where("bob") == HOST


def test_elsewhere_needs_a_free_seat_at_another_institution_and_a_refusal():
    stays = published({"ada": [HOST], "cyd": [OTHER_HOST]})
    row, office = stays.mobilities["ada"], sender()

    def elsewhere(host):
        return refused(lambda: services.nominate_elsewhere(mobility=row, place=stays.places[host], by=office, at=IN_TIME))

    assert elsewhere(OTHER_HOST) == StayRefusal.NOT_REFUSED
    Mobility.objects.filter(pk=row.pk).update(state=MobilityState.REFUSED)
    assert elsewhere(HOST) == StayRefusal.REFUSED_THERE
    assert elsewhere(OTHER_HOST) == StayRefusal.FULL


def test_elsewhere_keeps_the_limit_for_one_home():
    stays = published({"ada": [HOST], "cyd": [OTHER_HOST]}, capacities={OTHER_HOST: 2})
    stays.call.most_of_one_home = 1
    stays.call.save()
    row = stays.mobilities["ada"]
    Mobility.objects.filter(pk=row.pk).update(state=MobilityState.REFUSED)

    def go():
        return services.nominate_elsewhere(mobility=row, place=stays.places[OTHER_HOST], by=sender(), at=IN_TIME)

    row.refresh_from_db()
    assert places_elsewhere(row) == []
    assert refused(go) == StayRefusal.HOME_FULL
    Mobility.objects.filter(pk=stays.mobilities["cyd"].pk).update(state=MobilityState.CANCELLED)
    assert places_elsewhere(row) == [(stays.places[OTHER_HOST], 2)]
    assert go().place == stays.places[OTHER_HOST]


def test_days_are_days_that_have_come_in_their_order():
    _stays, row = one_stay(MobilityState.CONFIRMED)
    host = coordinator(HOST)

    assert refused(lambda: services.note_arrival(mobility=row, on=date(2026, 9, 4), by=host, at=AUTUMN)) == (
        StayRefusal.IN_THE_FUTURE
    )
    services.note_arrival(mobility=row, on=ARRIVED, by=host, at=AUTUMN)
    assert refused(lambda: services.note_departure(mobility=row, on=date(2026, 9, 1), by=host, at=AUTUMN)) == (
        StayRefusal.LEAVES_FIRST
    )
    services.note_departure(mobility=row, on=ARRIVED, by=host, at=AUTUMN)
    assert state_of(row) == MobilityState.DEPARTED


def test_nobody_is_at_two_places_at_once():
    stays = published({"ada": [HOST, OTHER_HOST]})
    first = stays.mobilities["ada"]
    Mobility.objects.filter(pk=first.pk).update(state=MobilityState.ARRIVED, arrived_on=ARRIVED)
    other_call = published_again(stays)
    second = stay(other_call, stays.places[OTHER_HOST], MobilityState.CONFIRMED)
    host = coordinator(OTHER_HOST)

    assert refused(lambda: services.note_arrival(mobility=second, on=ARRIVED, by=host, at=AUTUMN)) == StayRefusal.ELSEWHERE
    Mobility.objects.filter(pk=first.pk).update(state=MobilityState.DEPARTED, departed_on=date(2026, 9, 3))
    assert refused(lambda: services.note_arrival(mobility=second, on=ARRIVED, by=host, at=AUTUMN)) == StayRefusal.ELSEWHERE
    services.note_arrival(mobility=second, on=date(2026, 9, 3), by=host, at=AUTUMN)
    assert state_of(second) == MobilityState.ARRIVED


def published_again(stays):
    """The wish of the same student in a second call."""
    call = stays.call
    call.pk, call.uuid, call._state.adding = None, uuid.uuid4(), True
    call.save()
    first = stays.wishes["ada"]
    return Wish.objects.create(call=call, student=first.student, studies=first.studies, home=first.home, state="submitted")


def test_the_student_gives_up_before_arrival_and_the_office_until_departure():
    stays, row = one_stay(MobilityState.OFFERED)
    ada, office = stays.students["ada"], sender()

    def cancel(by, reason="Why"):
        return services.cancel(mobility=row, reason=reason, by=by, at=IN_TIME)

    assert refused(lambda: cancel(ada)) == StayRefusal.NOT_NEXT
    Mobility.objects.filter(pk=row.pk).update(state=MobilityState.ARRIVED, arrived_on=ARRIVED)
    assert refused(lambda: cancel(ada)) == StayRefusal.NOT_NEXT
    assert refused(lambda: cancel(office, "")) == StayRefusal.NO_REASON
    cancel(office)
    assert state_of(row) == MobilityState.CANCELLED
    assert [each.recipient for each in Message.objects.filter(template="mobility/mail/cancelled")] == [ada.email]


def test_an_act_for_many_is_done_for_all_or_for_none():
    stays = published({"ada": [HOST], "bob": [OTHER_HOST]})
    rows = [stays.mobilities["ada"], stays.mobilities["bob"]]
    Mobility.objects.filter(pk=rows[0].pk).update(state=MobilityState.ACCEPTED)
    office = sender()

    with pytest.raises(MobilityRefused) as error:
        services.act_on_many(mobilities=rows, act="nominate", by=office, at=IN_TIME)

    assert error.value.detail == {str(rows[1].uuid): StayRefusal.NOT_NEXT.label}
    assert state_of(rows[0]) == MobilityState.ACCEPTED
    Mobility.objects.filter(pk=rows[1].pk).update(state=MobilityState.ACCEPTED)
    assert services.act_on_many(mobilities=rows, act="nominate", by=office, at=IN_TIME) == 2
    assert [state_of(row) for row in rows] == [MobilityState.NOMINATED] * 2

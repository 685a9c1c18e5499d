"""Races on PostgreSQL with real threads: accepted while it lapses, two withdrawals at once, one seat for two nominations."""

from decimal import Decimal

import pytest
from tests.support.mobility_stays import HOST, IN_TIME, OTHER_HOST, TOO_LATE, UNTIL, published, sender
from tests.support.races import at_once

from salerno.audit.services import verify_chain
from salerno.awards.models import RecognisedResult
from salerno.mobility.calls.refusals import SeatsRefusal
from salerno.mobility.calls.selectors.seats import mobilities_of, plan_for
from salerno.mobility.calls.services.seats import change_seats
from salerno.mobility.enums import HOLDS_A_PLACE, MobilityState, RecognitionState, ResultSource
from salerno.mobility.errors import MobilityRefused
from salerno.mobility.models import Mobility, Place, Recognition
from salerno.mobility.recognition import services as recognitions
from salerno.mobility.recognition.refusals import ResultRefusal
from salerno.mobility.stays.refusals import StayRefusal
from salerno.mobility.stays.services.accepting import accept_place, decline_place, lapse_places
from salerno.mobility.stays.services.stays import cancel, nominate_elsewhere

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
FIVE = {key: [HOST, OTHER_HOST] for key in ("ada", "bob", "cyd", "dan", "eve")}


def refusals(results):
    assert [result for result in results if isinstance(result, Exception) and not isinstance(result, MobilityRefused)] == []
    return [str(result.refusal) for result in results if isinstance(result, MobilityRefused)]


def holders(place):
    return Mobility.objects.filter(place=place, state__in=HOLDS_A_PLACE).count()


def test_a_place_is_accepted_or_lapses_and_never_both():
    stays = published(FIVE)
    row, ada = stays.mobilities["ada"], stays.students["ada"]
    acts = [
        lambda: accept_place(mobility=row, place=row.place, by=ada, at=UNTIL),
        lambda: lapse_places(at=TOO_LATE),
    ]

    results = at_once(lambda number: acts[number % 2](), 6)

    state = Mobility.objects.get(pk=row.pk).state
    assert state in (MobilityState.ACCEPTED, MobilityState.LAPSED)
    assert len(refusals(results)) == (2 if state == MobilityState.ACCEPTED else 3)
    assert holders(stays.places[HOST]) == 1
    assert verify_chain()[1] == []


@pytest.mark.parametrize("round_", range(3))
def test_a_seat_is_accepted_and_the_cut_looked_at_again_or_it_is_taken_away_and_not_accepted(round_):
    stays = published({"ada": [HOST], "bob": [HOST]}, capacities={HOST: 2})
    row, there = stays.mobilities["bob"], Place.objects.select_related("institution", "call").get(pk=stays.places[HOST].pk)
    seen = plan_for(there, 1, list(mobilities_of(there))).digest
    acts = [
        lambda: accept_place(mobility=row, place=there, by=stays.students["bob"], at=UNTIL),
        lambda: change_seats(place=there, capacity=1, reason="Works", digest=seen, by=sender(), at=UNTIL),
    ]

    results = at_once(lambda number: acts[number](), 2)

    state = Mobility.objects.get(pk=row.pk).state
    assert (state, refusals(results)) in (
        (MobilityState.ACCEPTED, [SeatsRefusal.CHANGED_MEANWHILE]),
        (MobilityState.LOST, [StayRefusal.LOST]),
    )
    seats = Place.objects.get(pk=there.pk).capacity
    assert (seats, holders(there)) == ((2, 2) if state == MobilityState.ACCEPTED else (1, 1))
    assert verify_chain()[1] == []


def test_two_coordinators_cut_the_same_place_once():
    stays = published(FIVE)
    there = Place.objects.select_related("institution", "call").get(pk=stays.places[HOST].pk)
    seen, people = plan_for(there, 0, list(mobilities_of(there))).digest, [sender(), sender()]

    results = at_once(
        lambda number: change_seats(place=there, capacity=0, reason="Closed", digest=seen, by=people[number % 2], at=IN_TIME), 4
    )

    assert refusals(results) == [SeatsRefusal.SAME] * 3
    assert [stays.where(key) for key in ("ada", "bob")] == [None, OTHER_HOST]
    assert verify_chain()[1] == []


def test_two_withdrawals_at_once_give_each_seat_on_once():
    stays = published(FIVE)
    ada, bob = (stays.mobilities[key] for key in ("ada", "bob"))
    Mobility.objects.filter(pk=bob.pk).update(state=MobilityState.ACCEPTED)
    acts = [
        lambda: decline_place(mobility=ada, place=ada.place, by=stays.students["ada"], at=IN_TIME),
        lambda: cancel(mobility=bob, reason="Ill", by=stays.students["bob"], at=IN_TIME),
    ]

    results = at_once(lambda number: acts[number](), 2)

    assert refusals(results) == []
    assert sorted((stays.where("cyd"), stays.where("dan"))) == sorted((HOST, OTHER_HOST))
    assert [stays.where(key) for key in ("ada", "bob", "eve")] == [None] * 3
    assert stays.where("cyd") == HOST


def test_the_same_place_is_declined_once():
    stays = published(FIVE)
    ada = stays.mobilities["ada"]

    results = at_once(lambda _n: decline_place(mobility=ada, place=ada.place, by=stays.students["ada"], at=IN_TIME), 4)

    assert refusals(results) == [StayRefusal.ANSWERED] * 3
    assert [holders(place) for place in stays.places.values()] == [1, 1]


def test_the_last_seat_elsewhere_is_given_to_one_of_two():
    stays = published({"ada": [HOST], "bob": [HOST], "cyd": [OTHER_HOST]}, capacities={HOST: 2, OTHER_HOST: 2})
    rows = [stays.mobilities["ada"], stays.mobilities["bob"]]
    Mobility.objects.filter(pk__in=[row.pk for row in rows]).update(state=MobilityState.REFUSED)
    office, there = sender(), stays.places[OTHER_HOST]

    results = at_once(lambda number: nominate_elsewhere(mobility=rows[number], place=there, by=office, at=IN_TIME), 2)

    assert refusals(results) == [StayRefusal.FULL]
    assert holders(there) == 2


def test_two_officers_decide_on_a_result_once():
    stays = published({"ada": [HOST]})
    row, office = stays.mobilities["ada"], sender()
    Mobility.objects.filter(pk=row.pk).update(state=MobilityState.DEPARTED)
    line = recognitions.Line("Etica", Decimal(6), IN_TIME.date())
    (recognition,) = recognitions.enter_results(mobility=row, lines=[line], source=ResultSource.HAND, by=office, at=IN_TIME)
    acts = [
        lambda: recognitions.recognise(recognition=recognition, course_code="AMU-201", ects=Decimal(6), by=office, at=IN_TIME),
        lambda: recognitions.refuse(recognition=recognition, reason="No", by=office, at=IN_TIME),
    ]

    results = at_once(lambda number: acts[number % 2](), 6)

    state = Recognition.objects.get().state
    assert refusals(results) == [ResultRefusal.DECIDED] * 5
    assert RecognisedResult.objects.count() == (1 if state == RecognitionState.RECOGNISED else 0)
    assert Mobility.objects.get(pk=row.pk).state == MobilityState.RECOGNISED


def test_one_course_is_recognised_for_one_of_two_results():
    stays = published({"ada": [HOST]})
    row, office = stays.mobilities["ada"], sender()
    Mobility.objects.filter(pk=row.pk).update(state=MobilityState.DEPARTED)
    lines = [recognitions.Line(title, Decimal(6), IN_TIME.date()) for title in ("Etica", "Logica")]
    rows = recognitions.enter_results(mobility=row, lines=lines, source=ResultSource.HAND, by=office, at=IN_TIME)

    results = at_once(
        lambda number: recognitions.recognise(
            recognition=rows[number], course_code="AMU-201", ects=Decimal(6), by=office, at=IN_TIME
        ),
        2,
    )

    assert refusals(results) == [ResultRefusal.CANNOT_COUNT]
    assert RecognisedResult.objects.count() == 1


def test_a_result_is_recognised_alone_or_together_with_another_and_never_both():
    stays = published({"ada": [HOST]})
    row, office = stays.mobilities["ada"], sender()
    Mobility.objects.filter(pk=row.pk).update(state=MobilityState.DEPARTED)
    lines = [recognitions.Line(title, Decimal(3), IN_TIME.date()) for title in ("Etica", "Logica")]
    first, second = recognitions.enter_results(mobility=row, lines=lines, source=ResultSource.HAND, by=office, at=IN_TIME)
    who = {"by": office, "at": IN_TIME}
    acts = [
        lambda: recognitions.recognise(recognition=first, course_code="AMU-201", ects=Decimal(6), others=[second], **who),
        lambda: recognitions.recognise(recognition=second, course_code="AMU-103", ects=Decimal(3), **who),
    ]

    results = at_once(lambda number: acts[number](), 2)

    assert refusals(results) in ([ResultRefusal.DECIDED], [ResultRefusal.NOT_TOGETHER])
    assert RecognisedResult.objects.count() == 1

"""Another number of seats at a place after publication: who loses, what instead, why; looked at first, then done or not at all."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from tests.support.mobility_stays import HOST, IN_TIME, OTHER_HOST, published, sender

from salerno.audit.models import Entry
from salerno.messaging.models import Message
from salerno.mobility.calls.refusals import CallRefusal, SeatsRefusal
from salerno.mobility.calls.selectors.seats import mobilities_of, plan_for
from salerno.mobility.calls.services.seats import change_seats
from salerno.mobility.enums import CallState, Method, MobilityState
from salerno.mobility.errors import MobilityRefused
from salerno.mobility.models import Mobility, Place
from salerno.mobility.stays.refusals import StayRefusal
from salerno.mobility.stays.services.accepting import accept_place, decline_place
from salerno.mobility.stays.services.data import erase_stays
from salerno.people.services import ask_erasure

pytestmark = pytest.mark.django_db
METHODS = pytest.mark.parametrize("method", [Method.DEFERRED, Method.BEST])
WHY = "The department in Pisa closes for building works."


def plan(stays, host, capacity):
    place = Place.objects.select_related("institution", "call").get(pk=stays.places[host].pk)
    return plan_for(place, capacity, list(mobilities_of(place)))


def cut(stays, host, capacity, *, by=None, reason=WHY, at=IN_TIME, digest=None):
    place = stays.places[host]
    digest = plan(stays, host, capacity).digest if digest is None else digest
    return change_seats(place=place, capacity=capacity, reason=reason, digest=digest, by=by, at=at)


def refused(act):
    with pytest.raises(MobilityRefused) as error:
        act()
    return error.value.refusal


def states(stays, *keys):
    rows = {key: Mobility.objects.filter(wish=stays.wishes[key]).order_by("pk") for key in keys or stays.wishes}
    return {key: [(row.place.institution.schac, str(row.state)) for row in found] for key, found in rows.items()}


def set_state(stays, key, state):
    Mobility.objects.filter(pk=stays.mobilities[key].pk).update(state=state)


@METHODS
def test_of_those_who_have_not_accepted_the_lowest_loses_and_gets_what_is_free(method):
    stays = published(
        {"ada": [HOST], "bob": [HOST, OTHER_HOST], "cyd": [OTHER_HOST]}, capacities={HOST: 2, OTHER_HOST: 2}, method=method
    )

    cut(stays, HOST, 1)

    assert states(stays) == {
        "ada": [(HOST, "offered")], "bob": [(HOST, "lost"), (OTHER_HOST, "offered")], "cyd": [(OTHER_HOST, "offered")]
    }  # fmt: skip
    lost, instead = Mobility.objects.filter(wish=stays.wishes["bob"]).order_by("pk")
    assert lost.refusal == WHY
    assert lost.reason["en"] == (
        "The seats at University of Pisa (autumn) were cut from 2 to 1. Whoever had not accepted loses theirs before whoever had,"
        " and of those who had not you stood lowest."
    )
    assert "choice 2 of 2: the place that you had was taken away" in instead.reason["en"]
    (letter,) = Message.objects.filter(template__startswith="mobility/")
    assert (letter.template, letter.recipient) == ("mobility/mail/lost", "bob@example.org")
    assert [WHY in letter.body, "You are offered" in letter.body, str(instead.uuid) in letter.body] == [True] * 3
    assert Place.objects.get(pk=stays.places[HOST].pk).capacity == 1
    recorded = list(Entry.objects.order_by("sequence").values_list("action", flat=True))[-3:]
    assert recorded == ["mobility_call.seats_changed", "mobility.lost", "mobility.offered"]


def test_who_has_accepted_keeps_the_place_before_one_who_stands_higher_and_has_not():
    stays = published({"ada": [HOST], "bob": [HOST]}, capacities={HOST: 2})
    set_state(stays, "bob", MobilityState.ACCEPTED)

    cut(stays, HOST, 1)

    assert states(stays) == {"ada": [(HOST, "lost")], "bob": [(HOST, "accepted")]}
    assert "No other place of your list is free now." in Message.objects.get().body


def test_of_those_who_have_accepted_the_lowest_loses_when_there_is_no_other_way():
    stays = published({"ada": [HOST], "bob": [HOST], "cyd": [HOST]}, capacities={HOST: 3})
    set_state(stays, "ada", MobilityState.CONFIRMED)
    set_state(stays, "bob", MobilityState.NOMINATED)

    cut(stays, HOST, 1)

    assert states(stays) == {"ada": [(HOST, "confirmed")], "bob": [(HOST, "lost")], "cyd": [(HOST, "lost")]}
    assert "of those who had accepted you stood lowest" in Mobility.objects.get(wish=stays.wishes["bob"]).reason["en"]


def test_a_place_that_closes_takes_nobody_elses_place():
    stays = published({"ada": [HOST, OTHER_HOST], "bob": [OTHER_HOST]})
    before = states(stays, "bob")

    cut(stays, HOST, 0)

    assert states(stays, "ada") == {"ada": [(HOST, "lost")]}
    assert states(stays, "bob") == before


def test_a_place_that_grows_again_goes_to_who_lost_it_before_one_who_stands_lower():
    stays = published({"ada": [HOST], "bob": [HOST], "cyd": [HOST]}, capacities={HOST: 2})
    cut(stays, HOST, 1)

    cut(stays, HOST, 2, reason="The works are over.")

    assert states(stays) == {"ada": [(HOST, "offered")], "bob": [(HOST, "lost"), (HOST, "offered")], "cyd": []}


def test_a_place_that_grows_moves_up_who_wished_it_and_gives_on_what_they_leave():
    stays = published({"ada": [HOST], "bob": [HOST, OTHER_HOST], "cyd": [OTHER_HOST]})
    assert states(stays) == {"ada": [(HOST, "offered")], "bob": [(OTHER_HOST, "offered")], "cyd": []}

    cut(stays, HOST, 2)

    assert states(stays) == {"ada": [(HOST, "offered")], "bob": [(HOST, "offered")], "cyd": [(OTHER_HOST, "offered")]}


def test_whoever_moves_up_from_the_place_leaves_the_seat_to_who_would_have_lost_it():
    stays = published({"ada": [OTHER_HOST], "bob": [OTHER_HOST, HOST], "cyd": [HOST]}, capacities={HOST: 2, OTHER_HOST: 1})
    Place.objects.filter(pk=stays.places[OTHER_HOST].pk).update(capacity=2)

    cut(stays, HOST, 1)

    assert states(stays) == {"ada": [(OTHER_HOST, "offered")], "bob": [(OTHER_HOST, "offered")], "cyd": [(HOST, "offered")]}


def test_whoever_the_host_has_refused_takes_no_seat_from_those_who_go():
    stays = published({"ada": [HOST], "bob": [HOST]}, capacities={HOST: 2})
    set_state(stays, "ada", MobilityState.REFUSED)

    cut(stays, HOST, 1)

    assert states(stays) == {"ada": [(HOST, "refused")], "bob": [(HOST, "offered")]}


def test_a_student_who_lost_the_place_cannot_accept_it():
    stays = published({"ada": [HOST]})
    row = stays.mobilities["ada"]
    cut(stays, HOST, 0)

    assert refused(lambda: accept_place(mobility=row, place=row.place, by=stays.students["ada"], at=IN_TIME)) == StayRefusal.LOST


def test_nothing_is_done_when_somebody_has_accepted_since_it_was_looked_at():
    stays = published({"ada": [HOST], "bob": [HOST]}, capacities={HOST: 2})
    seen = plan(stays, HOST, 1).digest
    row = stays.mobilities["bob"]
    accept_place(mobility=row, place=row.place, by=stays.students["bob"], at=IN_TIME)

    assert refused(lambda: cut(stays, HOST, 1, digest=seen)) == SeatsRefusal.CHANGED_MEANWHILE
    assert states(stays) == {"ada": [(HOST, "offered")], "bob": [(HOST, "accepted")]}
    assert Place.objects.get(pk=stays.places[HOST].pk).capacity == 2


def test_an_act_elsewhere_that_changes_nothing_of_what_was_looked_at_does_not_stop_it():
    stays = published({"ada": [HOST], "bob": [HOST], "cyd": [OTHER_HOST]}, capacities={HOST: 2})
    seen = plan(stays, HOST, 1).digest
    row = stays.mobilities["cyd"]
    decline_place(mobility=row, place=row.place, by=stays.students["cyd"], at=IN_TIME)

    cut(stays, HOST, 1, digest=seen)

    assert states(stays, "ada", "bob") == {"ada": [(HOST, "offered")], "bob": [(HOST, "lost")]}


def test_seats_of_those_who_are_there_or_unknown_to_the_allocation_stay():
    stays = published({"ada": [HOST], "bob": [HOST]}, capacities={HOST: 2})
    set_state(stays, "ada", MobilityState.ARRIVED)
    stays.scenario.given["students"] = [
        one for one in stays.scenario.given["students"] if one["id"] != str(stays.wishes["bob"].uuid)
    ]
    stays.scenario.save()

    assert refused(lambda: cut(stays, HOST, 1)) == SeatsRefusal.TOO_FEW


def test_it_is_refused_with_a_reason():
    stays = published({"ada": [HOST]})
    begun = datetime(2026, 9, 1, 9, tzinfo=UTC)

    assert refused(lambda: cut(stays, HOST, 0, reason=" ")) == SeatsRefusal.NO_REASON
    assert refused(lambda: cut(stays, HOST, 1)) == SeatsRefusal.SAME
    assert refused(lambda: cut(stays, HOST, 0, at=begun)) == SeatsRefusal.BEGUN
    assert refused(lambda: cut(stays, HOST, 0, by=stays.students["ada"])) == CallRefusal.NOT_YOURS
    stays.call.state = CallState.CLOSED
    stays.call.save()
    assert refused(lambda: cut(stays, HOST, 0)) == SeatsRefusal.NOT_PUBLISHED


def test_a_place_whose_student_is_erased_can_be_cut():
    stays = published({"ada": [HOST], "bob": [HOST]}, capacities={HOST: 2})
    ask_erasure(person=stays.students["bob"], at=IN_TIME)
    erase_stays(stays.students["bob"])

    cut(stays, HOST, 1)

    assert states(stays, "ada") == {"ada": [(HOST, "offered")]}


def in_time(*given, **values):
    """A published call whose stay begins long after any day on which the tests run."""
    stays = published(*given, **values)
    stays.call.starts_on, stays.call.ends_on = date(2990, 9, 1), date(2991, 1, 31)
    stays.call.save()
    return stays


def test_the_page_shows_who_would_lose_and_does_what_was_shown(client):
    stays = in_time({"ada": [HOST], "bob": [HOST, OTHER_HOST], "cyd": [OTHER_HOST]}, capacities={HOST: 2, OTHER_HOST: 2})
    address = reverse("mobility:change_seats", args=[stays.places[HOST].uuid])
    client.force_login(sender())

    assert client.get(address).status_code == 200
    shown = client.post(address, {"capacity": 1, "reason": WHY})

    assert shown.status_code == 200
    assert [line.gets for line in shown.context["lines"].losing] == ["Stockholm University (autumn)"]
    assert Entry.objects.filter(action="people.listed", detail__what="mobility-seats").count() == 1
    values = {"capacity": 1, "reason": WHY, "digest": shown.context["plan"].digest, "do": "1"}
    assert client.post(address, {**values, "digest": "0"}).status_code == 422
    assert client.post(address, values).status_code == 302
    assert states(stays, "bob") == {"bob": [(HOST, "lost"), (OTHER_HOST, "offered")]}


@pytest.mark.parametrize(("capacity", "said"), [(2, SeatsRefusal.SAME.label), ("", "This field is required.")])
def test_the_page_says_why_nothing_is_shown(client, capacity, said):
    stays = in_time({"ada": [HOST], "bob": [HOST]}, capacities={HOST: 2})
    client.force_login(sender())

    shown = client.post(reverse("mobility:change_seats", args=[stays.places[HOST].uuid]), {"capacity": capacity, "reason": WHY})

    assert shown.status_code == 422
    assert str(said) in shown.content.decode()


def test_names_of_students_of_other_homes_are_not_shown(client):
    stays = in_time({"ada": [HOST]})
    wish = stays.wishes["ada"]
    wish.home = stays.places[HOST].institution
    wish.save()
    client.force_login(sender())

    shown = client.post(reverse("mobility:change_seats", args=[stays.places[HOST].uuid]), {"capacity": 0, "reason": WHY})

    assert [line.who for line in shown.context["lines"].losing] == [f"a student of {wish.home.code}"]

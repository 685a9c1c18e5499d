"""An offered place: accepted, declined, lapsed, and what comes free is given on."""

import pytest
from django.core.management import call_command
from tests.support.mobility_stays import HOST, IN_TIME, OTHER_HOST, TOO_LATE, UNTIL, published

from salerno.audit.models import Entry
from salerno.messaging.models import Message
from salerno.mobility.enums import Method, MobilityState, WishState
from salerno.mobility.errors import MobilityRefused
from salerno.mobility.models import Mobility, Wish
from salerno.mobility.stays.refusals import StayRefusal
from salerno.mobility.stays.services.accepting import accept_place, decline_place, lapse_places
from salerno.mobility.stays.services.stays import cancel

pytestmark = pytest.mark.django_db
METHODS = pytest.mark.parametrize("method", [Method.DEFERRED, Method.BEST])
THREE = {"ada": [HOST, OTHER_HOST], "bob": [HOST, OTHER_HOST], "cyd": [HOST, OTHER_HOST]}


def accept(stays, key, at=IN_TIME):
    row = stays.mobilities[key]
    return accept_place(mobility=row, place=row.place, by=stays.students[key], at=at)


def decline(stays, key, at=IN_TIME):
    row = stays.mobilities[key]
    return decline_place(mobility=row, place=row.place, by=stays.students[key], at=at)


def refused(act):
    with pytest.raises(MobilityRefused) as error:
        act()
    return error.value.refusal


def test_a_place_is_accepted_once_and_recorded():
    stays = published(THREE)

    accept(stays, "ada", UNTIL)

    row = Mobility.objects.get(pk=stays.mobilities["ada"].pk)
    assert (row.state, row.accepted_at) == (MobilityState.ACCEPTED, UNTIL)
    assert refused(lambda: accept(stays, "ada")) == StayRefusal.ANSWERED
    assert Entry.objects.get(action="mobility.accepted").subject == row.uuid


def test_after_the_deadline_nothing_is_accepted_or_declined():
    stays = published(THREE)

    assert refused(lambda: accept(stays, "ada", TOO_LATE)) == StayRefusal.LAPSED
    assert refused(lambda: decline(stays, "ada", TOO_LATE)) == StayRefusal.LAPSED


def test_nobody_answers_for_somebody_else():
    stays = published(THREE)
    row = stays.mobilities["ada"]

    assert refused(lambda: accept_place(mobility=row, place=row.place, by=stays.students["bob"], at=IN_TIME)) == (
        StayRefusal.NOT_YOURS
    )


@METHODS
def test_a_declined_place_moves_those_up_who_come_next(method):
    stays = published(THREE, method=method)
    assert [stays.where(key) for key in THREE] == [HOST, OTHER_HOST, None]

    decline(stays, "ada")

    assert [stays.where(key) for key in THREE] == [None, HOST, OTHER_HOST]
    told = {message.recipient: message.template for message in Message.objects.filter(template__startswith="mobility/")}
    assert told == {"bob@example.org": "mobility/mail/moved_up", "cyd@example.org": "mobility/mail/came_free"}
    moved = Mobility.objects.get(wish=stays.wishes["bob"])
    assert "University of Pisa" in moved.reason["en"]
    assert "choice 1 of 2" in moved.reason["en"]
    assert moved.accept_until > UNTIL


def test_who_has_moved_up_is_asked_again_before_accepting():
    stays = published(THREE)
    seen = stays.mobilities["bob"]
    place = seen.place
    decline(stays, "ada")

    assert refused(lambda: accept_place(mobility=seen, place=place, by=stays.students["bob"], at=IN_TIME)) == (
        StayRefusal.OTHER_PLACE
    )


@METHODS
def test_whoever_has_accepted_is_settled(method):
    stays = published(THREE, method=method)
    accept(stays, "bob")

    decline(stays, "ada")

    assert [stays.where(key) for key in THREE] == [None, OTHER_HOST, HOST]


@METHODS
def test_a_second_withdrawal_goes_on_from_the_first(method):
    four = {**THREE, "dan": [OTHER_HOST, HOST]}
    stays = published(four, method=method)
    decline(stays, "ada")
    stays.mobilities["bob"] = Mobility.objects.get(wish=stays.wishes["bob"])

    decline(stays, "bob")

    assert [stays.where(key) for key in four] == [None, None, HOST, OTHER_HOST]


def test_a_withdrawn_wish_gets_no_place():
    stays = published(THREE)
    Wish.objects.filter(pk=stays.wishes["cyd"].pk).update(state=WishState.WITHDRAWN)

    decline(stays, "ada")

    assert [stays.where(key) for key in THREE] == [None, HOST, None]


def test_a_place_that_did_not_run_stays_closed():
    choices = {"ada": [HOST], "bob": [HOST], "cyd": [OTHER_HOST, HOST]}
    stays = published(choices, minima={OTHER_HOST: 2}, capacities={OTHER_HOST: 2})

    decline(stays, "ada")

    assert [stays.where(key) for key in choices] == [None, HOST, None]


def test_the_command_lapses_what_is_late_and_is_idempotent():
    stays = published(THREE)
    accept(stays, "bob")

    assert lapse_places(at=UNTIL) == (0, 0)
    assert lapse_places(at=TOO_LATE) == (1, 1)
    assert lapse_places(at=TOO_LATE) == (0, 0)

    assert [stays.where(key) for key in THREE] == [None, OTHER_HOST, HOST]
    assert Mobility.objects.get(pk=stays.mobilities["ada"].pk).state == MobilityState.LAPSED


def test_the_command_says_what_it_did(capsys):
    call_command("mobility", "lapse")

    assert capsys.readouterr().out.splitlines() == [
        "0 places have lapsed, 0 students got a place or moved up.",
        "0 nominations from elsewhere were not answered, and are deleted.",
    ]


def test_a_cancelled_place_is_given_on():
    stays = published(THREE)
    row = accept(stays, "ada")

    cancel(mobility=row, reason="I am ill.", by=stays.students["ada"], at=TOO_LATE)

    assert [stays.where(key) for key in THREE] == [None, HOST, OTHER_HOST]


def test_when_no_answer_is_found_the_withdrawal_holds_and_the_daily_run_gives_on(monkeypatch):
    stays = published(THREE, method=Method.BEST)
    monkeypatch.setattr("salerno.mobility.calls.services.giving_on.SECONDS", 0.0)

    decline(stays, "ada")

    assert [stays.where(key) for key in THREE] == [None, OTHER_HOST, None]
    assert Entry.objects.get(action="mobility.not_given_on").detail["because"] == "TimeExceeded"
    monkeypatch.undo()
    assert lapse_places(at=IN_TIME) == (0, 2)
    assert [stays.where(key) for key in THREE] == [None, HOST, OTHER_HOST]


def test_the_seat_of_somebody_whom_the_published_problem_no_longer_names_is_not_given_away():
    stays = published(THREE)
    accept(stays, "bob")
    given = stays.scenario.given
    given["students"] = [each for each in given["students"] if each["id"] != str(stays.wishes["bob"].uuid)]
    stays.scenario.save()

    decline(stays, "ada")

    assert [stays.where(key) for key in THREE] == [None, OTHER_HOST, HOST]

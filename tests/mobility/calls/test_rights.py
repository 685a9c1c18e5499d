"""What people may ask of their wishes: a download; an erasure that leaves what places were given out by, without needs."""

import pytest
from tests.support import mobility as world
from tests.support.mobility import AFTER

from salerno.mobility.calls.selectors.lines import Lines
from salerno.mobility.calls.selectors.scenarios import is_current
from salerno.mobility.calls.services.publishing import publish_scenario
from salerno.mobility.calls.services.rights import erase_wishes, export_placed_wishes, export_wishes
from salerno.mobility.calls.services.scenarios import make_scenario
from salerno.mobility.enums import CallState, Method
from salerno.mobility.models import Scenario, Wish
from salerno.people.data_rights import holdings

pytestmark = pytest.mark.django_db
NEEDS = {"accessible": True}


@pytest.fixture
def closed():
    """Two students want Pisa, which is not step-free; the first needs that."""
    call, (_marseille, pisa, stockholm, _elsewhere) = world.call_with_places(state=CallState.CLOSED)
    stockholm.requirements = NEEDS
    stockholm.save()
    first = world.wish(call, pisa, stockholm, needs=NEEDS, note="My leg.")
    return call, first, world.wish(call, pisa)


def make(call):
    return make_scenario(call=call, method=Method.DEFERRED, name="", by=None, at=AFTER)


def test_wishes_are_in_the_download_with_choices_needs_and_score(closed):
    call, first, _second = closed

    assert export_placed_wishes(first.student) == []
    assert export_wishes(first.student) == [
        {
            "uuid": first.uuid,
            "call": call.uuid,
            "home": "univ-amu.fr",
            "state": "submitted",
            "choices": [
                {"rank": 1, "institution": "unipi.it", "period": "autumn"},
                {"rank": 2, "institution": "su.se", "period": "autumn"},
            ],
            "needs": NEEDS,
            "score": 50,
            "note": "My leg.",
            "submitted_at": first.submitted_at,
        }
    ]


def test_what_places_were_given_out_by_comes_with_its_reason(closed):
    call, first, _second = closed
    publish_scenario(scenario=make(call), by=None, at=AFTER)

    (row,) = export_placed_wishes(first.student)

    assert export_wishes(first.student) == []
    assert (row["uuid"], row["reason"]["outcome"]) == (first.uuid, "later-choice")
    assert row["reason"]["obstacles"][0]["because"] == "access"


def test_before_publication_an_erasure_takes_the_wishes_out_of_scenarios_too(closed):
    call, first, second = closed
    scenario = make(call)

    assert erase_wishes(first.student) == 1

    scenario.refresh_from_db()
    assert list(Wish.objects.all()) == [second]
    assert str(first.uuid) not in str(scenario.given) + str(scenario.result)
    assert not is_current(scenario)
    lines = Lines(scenario, None)
    assert [lines.who(row) for row in lines.rows] == ["a student of AMU"]


def test_after_publication_needs_and_notes_go_and_the_place_stays(closed):
    call, first, _second = closed
    published = publish_scenario(scenario=make(call), by=None, at=AFTER)

    assert erase_wishes(first.student) == 1

    first.refresh_from_db()
    scenario = Scenario.objects.get()
    assert (first.needs, first.note) == ({}, "")
    assert "accessible" not in str([one for one in scenario.given["students"]]) + str(scenario.result)
    assert scenario.result["assignment"][str(first.uuid)] == str(published[0].place.uuid)
    assert erase_wishes(first.student) == 0


def test_after_an_erasure_the_scenario_can_still_be_read(closed):
    call, first, _second = closed
    publish_scenario(scenario=make(call), by=None, at=AFTER)
    erase_wishes(first.student)

    lines = Lines(Scenario.objects.get(), world.coordinator())
    said = {lines.said(row) for row in lines.rows}

    assert "You have Stockholm University (autumn), your choice 2 of 2." in said


def test_the_room_takes_part_in_downloads_and_erasures():
    assert {"wishes", "placed-wishes"} <= {holding.key for holding in holdings()}

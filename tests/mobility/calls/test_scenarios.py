"""Scenarios: computed, kept with what went in, published once; what cannot be computed leaves the last good one."""

import json

import pytest
from tests.factories.people import PersonFactory
from tests.support import mobility as world
from tests.support.mobility import AFTER, AMU, UNIPI

from salerno.admissions.services.offers import open_until
from salerno.audit.models import Entry
from salerno.enrolment.services import withdraw_from_programme
from salerno.messaging.models import Message
from salerno.mobility.allocation.best import best
from salerno.mobility.allocation.checking import blocking_pairs, faults
from salerno.mobility.allocation.deferred import deferred
from salerno.mobility.allocation.face import from_json
from salerno.mobility.allocation.keeping import kept, read_back
from salerno.mobility.calls.refusals import ScenarioRefusal
from salerno.mobility.calls.selectors.problem import digest_of, given_by, read_scenario
from salerno.mobility.calls.services.publishing import publish_scenario
from salerno.mobility.calls.services.scenarios import make_scenario
from salerno.mobility.calls.services.wishes import withdraw
from salerno.mobility.enums import CallState, Method, MobilityState
from salerno.mobility.errors import MobilityRefused
from salerno.mobility.models import Mobility, Scenario

pytestmark = pytest.mark.django_db


def refused(act, **values):
    with pytest.raises(MobilityRefused) as error:
        act(**values)
    return error.value.refusal


@pytest.fixture
def closed():
    """Three students who want Pisa first, which has one seat; two go on to Stockholm, which has one too."""
    call, (_marseille, pisa, stockholm, elsewhere) = world.call_with_places(state=CallState.CLOSED)
    high = world.wish(call, pisa, score=90)
    middle = world.wish(call, pisa, stockholm, score=80)
    low = world.wish(call, pisa, stockholm, score=70)
    return call, (pisa, stockholm, elsewhere), (high, middle, low)


def make(call, method=Method.DEFERRED, **values):
    return make_scenario(call=call, method=method, name="", by=None, at=AFTER, **values)


def test_a_scenario_keeps_who_gets_what_and_what_went_in(closed):
    call, (pisa, stockholm, _elsewhere), (high, middle, low) = closed

    scenario = make(call)

    assert scenario.result["assignment"] == {
        str(high.uuid): str(pisa.uuid),
        str(middle.uuid): str(stockholm.uuid),
        str(low.uuid): None,
    }
    assert (scenario.name, scenario.title, scenario.published_at) == ("", "Deferred acceptance", None)
    assert scenario.given == given_by(call)
    assert scenario.digest == digest_of(scenario.given)


@pytest.mark.parametrize(("method", "act"), [(Method.DEFERRED, deferred), (Method.BEST, best)])
def test_a_kept_scenario_is_read_back_equal_and_stands_every_check(closed, method, act):
    call, _places, _wishes = closed
    scenario = Scenario.objects.get(pk=make(call, method).pk)

    problem, allocation = read_scenario(scenario)

    assert allocation == act(problem)
    assert not faults(problem, allocation)
    assert method == Method.BEST or not blocking_pairs(problem, allocation)


def test_a_limit_for_one_home_holds_for_places_that_are_open_to_several(closed):
    call, (pisa, stockholm, _elsewhere), (high, middle, low) = closed
    call.most_of_one_home = 1
    call.save()
    pisa.capacity = 3
    pisa.save()
    other = world.wish(call, pisa, home=world.SU, score=10)

    scenario = make(call)

    assert scenario.given["rules"] == {"most_of_one_home": 1, "apart_from": []}
    assert scenario.result["assignment"] == {
        str(high.uuid): str(pisa.uuid), str(middle.uuid): str(stockholm.uuid), str(low.uuid): None, str(other.uuid): str(pisa.uuid)
    }  # fmt: skip
    assert scenario.result["reasons"][str(low.uuid)]["obstacles"][0]["because"] == "home"
    assert refused(make, call=call, method=Method.BEST) == ScenarioRefusal.LIMIT_NEEDS_DEFERRED


def test_what_goes_in_is_as_it_was_where_a_call_has_no_limit(closed):
    call, _places, _wishes = closed

    given = given_by(call)

    assert set(given) == {"students", "places", "seed"}
    assert "home" not in given["students"][0]


def test_reasons_of_every_kind_survive_json():
    students = [
        {"id": f"s{n}", "score": 50 + n, "tier": ("outside", "consortium")[n % 2], "choices": ["a", "b", "c", "d", "e"], **needs}
        for n, needs in enumerate([{"periods": ["spring"]}, {"access": ["lift"]}, {"languages": {"en": "A2"}}, {}, {}])
    ]
    places = [
        {"id": "a", "capacity": 1, "tier": "consortium", "periods": ["autumn"]},
        {"id": "b", "capacity": 0, "tier": "consortium"},
        {"id": "c", "capacity": 4, "minimum": 4, "tier": "outside", "languages": [{"en": "B2"}]},
        {"id": "d", "capacity": 1, "tier": "associated"},
        {"id": "e", "capacity": 1, "tier": "associated"},
    ]
    problem = from_json({"students": students, "places": places, "seed": 1})

    for allocation in (deferred(problem), best(problem)):
        assert read_back(problem, json.loads(json.dumps(kept(allocation)))) == allocation


def test_who_has_left_the_programme_is_not_placed(closed):
    call, (pisa, *_places), (high, middle, _low) = closed
    withdraw_from_programme(enrolment=high.studies, reason="Moved.", by=None, at=AFTER)

    result = make(call).result

    assert str(high.uuid) not in result["assignment"]
    assert result["assignment"][str(middle.uuid)] == str(pisa.uuid)


def test_nothing_is_computed_without_scores_wishes_or_a_closed_call(closed):
    call, _places, (high, *_others) = closed
    high.score = None
    high.save()
    empty, _none = world.call_with_places(state=CallState.CLOSED, offering=call.offering)
    opened, _none = world.call_with_places(offering=call.offering)

    assert refused(make, call=call) == ScenarioRefusal.NO_SCORES
    assert refused(make, call=empty) == ScenarioRefusal.NOBODY
    assert refused(make, call=opened) == ScenarioRefusal.NOT_CLOSED
    values = {"method": Method.BEST, "name": "", "at": AFTER}
    assert refused(make_scenario, call=call, by=PersonFactory(), **values) == ScenarioRefusal.NOT_YOURS
    assert not Scenario.objects.exists()


def test_a_search_that_takes_too_long_leaves_the_last_good_scenario_and_says_why(closed):
    call, _places, _wishes = closed
    good = make(call)

    with pytest.raises(MobilityRefused) as error:
        make(call, Method.BEST, seconds=-1)

    assert error.value.refusal == ScenarioRefusal.TOO_LONG
    assert error.value.detail == {"why": "No best total was found within -1 seconds."}
    assert list(Scenario.objects.all()) == [good]
    entry = Entry.objects.get(action="scenario.failed")
    assert entry.detail == {"method": "best", "error": "TimeExceeded"}


def test_needs_that_cannot_be_read_are_a_refusal_and_not_a_crash(closed):
    call, _places, (high, *_others) = closed
    high.needs = {"languages": {"en": "fluent"}}
    high.save()

    assert refused(make, call=call) == ScenarioRefusal.FAILED
    assert not Scenario.objects.exists()


def test_publishing_offers_places_with_reasons_and_tells_everybody_once(closed):
    call, (pisa, stockholm, _elsewhere), (high, middle, low) = closed
    scenario = make(call)

    offered = publish_scenario(scenario=scenario, by=world.coordinator(), at=AFTER)

    call.refresh_from_db()
    assert (call.state, call.published_at) == (CallState.PUBLISHED, AFTER)
    assert [(row.wish, row.place, row.state) for row in Mobility.objects.all()] == [
        (high, pisa, MobilityState.OFFERED),
        (middle, stockholm, MobilityState.OFFERED),
    ]
    first, second = offered
    assert first.reason["en"] == "You have University of Pisa (autumn), your first choice."
    assert second.reason["en"] == (
        "You have Stockholm University (autumn), your choice 2 of 2: University of Pisa (autumn) was full, and the one who is"
        " placed there had 90 where you had 80."
    )
    assert second.accept_until == open_until(AFTER, 10)
    assert (second.starts_on, second.ends_on) == (call.starts_on, call.ends_on)
    told = Message.objects.filter(template="mobility/mail/published")
    assert {message.recipient for message in told} == {row.student.email for row in (high, middle, low)}
    assert sorted(message.subject for message in told)[0] == "Places are published: Autumn abroad"
    assert Entry.objects.filter(action="scenario.published").count() == 1


def test_the_letter_never_says_what_a_student_needs(closed):
    call, (pisa, *_places), (high, *_others) = closed
    high.needs = {"accessible": True}
    high.save()

    publish_scenario(scenario=make(call), by=None, at=AFTER)

    letter = Message.objects.get(recipient=high.student.email)
    assert "step-free" not in letter.body
    assert "no place for you" in letter.body
    assert pisa.requirements == {}


def test_places_are_published_once(closed):
    call, _places, _wishes = closed
    one, other = make(call), make(call, Method.BEST)
    publish_scenario(scenario=one, by=None, at=AFTER)

    assert refused(publish_scenario, scenario=other, by=None, at=AFTER) == ScenarioRefusal.ALREADY
    assert refused(publish_scenario, scenario=one, by=None, at=AFTER) == ScenarioRefusal.ALREADY
    assert Mobility.objects.count() == 2


@pytest.mark.parametrize("change", ["withdrawn", "score", "capacity"])
def test_a_scenario_is_not_published_when_what_went_in_has_changed(closed, change):
    call, (pisa, *_places), (high, *_others) = closed
    scenario = make(call)
    if change == "withdrawn":
        withdraw(wish=high, by=high.student, at=AFTER)
    elif change == "score":
        high.score = 10
        high.save()
    else:
        pisa.capacity = 2
        pisa.save()

    assert refused(publish_scenario, scenario=scenario, by=None, at=AFTER) == ScenarioRefusal.OUTDATED
    assert not Mobility.objects.exists()
    assert len(publish_scenario(scenario=make(call), by=None, at=AFTER)) == (3 if change == "capacity" else 2)


def test_nobody_publishes_for_another_programme(closed):
    call, _places, _wishes = closed

    assert refused(publish_scenario, scenario=make(call), by=PersonFactory(), at=AFTER) == ScenarioRefusal.NOT_YOURS


def test_own_agreements_keep_others_out_even_after_the_wish(closed):
    call, (pisa, *_places), (high, middle, _low) = closed
    high.home = world.institution(UNIPI)
    high.save()

    result = make(call).result

    assert result["assignment"][str(high.uuid)] is None
    assert result["assignment"][str(middle.uuid)] == str(pisa.uuid)
    assert middle.home.schac == AMU

"""Calls on the desk: prepared, filled, watched, scored, compared, published; each sees the names of the own institution alone."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories.people import PersonFactory
from tests.support import mobility as world
from tests.support.mobility import AFTER, AMU, SU, UNIPI, WHILE_OPEN

from salerno.audit.models import Entry
from salerno.desk.waiting import waiting_for
from salerno.mobility.calls.refusals import CallRefusal, ScenarioRefusal
from salerno.mobility.calls.services.scenarios import make_scenario
from salerno.mobility.enums import AgreementState, CallState, Method, WishState
from salerno.mobility.models import Condition, InterInstitutionalAgreement, Mobility, MobilityCall, Scenario, Wish
from salerno.people.enums import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
CALL = {
    "title_en": "Autumn",
    "kind": "studies",
    "opens_at": "2026-11-01T12:00",
    "closes_at": "2026-12-01T12:00",
    "starts_on": "2027-09-01",
    "ends_on": "2028-01-31",
    "method": "best",
    "most_choices": "5",
    "accept_days": "7",
    "appeal_days": "30",
}


def address(name, *arguments):
    return reverse(f"mobility:{name}", args=arguments)


def test_a_call_is_prepared_for_a_cohort_with_dates_in_paris(client, officer, cohort):
    done = client.post(address("new_call", cohort.uuid), CALL)

    call = MobilityCall.objects.get()
    assert done.url == address("desk_call", call.uuid)
    assert (call.title, call.method, call.most_choices, call.state) == ({"en": "Autumn"}, "best", 5, CallState.DRAFT)
    assert call.closes_at == datetime(2026, 12, 1, 11, tzinfo=UTC)


def test_wrong_dates_are_said_and_nothing_is_lost(client, officer, cohort):
    refused = client.post(address("new_call", cohort.uuid), CALL | {"closes_at": "2026-10-01T12:00"})

    assert (refused.status_code, MobilityCall.objects.count()) == (422, 0)
    assert str(CallRefusal.DATES.label) in refused.content.decode()
    assert refused.context["form"]["title_en"].value() == "Autumn"


def test_a_limit_for_one_home_is_kept_by_deferred_acceptance_alone(client, officer, cohort):
    refused = client.post(address("new_call", cohort.uuid), CALL | {"most_of_one_home": "2"})
    kept = client.post(address("new_call", cohort.uuid), CALL | {"most_of_one_home": "2", "method": "deferred"})

    assert str(CallRefusal.LIMIT_NEEDS_DEFERRED.label) in refused.content.decode()
    assert (refused.status_code, kept.status_code, MobilityCall.objects.get().most_of_one_home) == (422, 302, 2)
    assert "at most 2" in client.get(kept.url).content.decode()


def test_a_call_is_changed_in_preparation_and_refused_afterwards(client, officer, cohort):
    call = world.call(state=CallState.DRAFT, offering=cohort)
    client.post(address("edit_call", call.uuid), CALL)
    call.refresh_from_db()
    assert call.most_choices == 5
    MobilityCall.objects.update(state=CallState.OPEN)

    refused = client.post(address("edit_call", call.uuid), CALL | {"most_choices": "6"})

    assert refused.status_code == 422
    assert str(CallRefusal.NOT_DRAFT.label) in refused.content.decode()


def test_the_list_and_the_page_show_how_far_the_cohort_has_come_and_who_is_late(client, officer, cohort):
    call, (_marseille, _pisa, stockholm, _elsewhere) = world.call_with_places(offering=cohort)
    wish = world.wish(call, stockholm, home=UNIPI)
    world.wish(call, stockholm, home=UNIPI, state=WishState.DRAFT)
    late = world.cohort_student(call, UNIPI)
    elsewhere = world.cohort_student(call, SU)

    response = client.get(address("desk_call", call.uuid))

    overview = response.context["overview"]
    assert (overview.funnel.cohort, overview.funnel.begun, overview.funnel.handed_in) == (4, 2, 1)
    assert (overview.seats, overview.late_count) == (5, 2)
    assert late in overview.late
    assert elsewhere not in overview.late
    assert wish.studies not in overview.late
    assert list(client.get(address("desk_calls")).context["table"]["rows"][0]["cells"])[6] == 1


def test_the_funnel_counts_who_came_so_far_or_further_and_is_a_file(client, officer):
    call, mobility = world.published_call()
    there = world.place(call, SU, 9)
    ways = {"refused": "nominated", "confirmed": "confirmed", "departed": "departed", "cancelled": "placed", "lapsed": "placed"}
    for state in ways:
        world.mobility(world.wish(call, there), there, state)
    again = world.mobility(world.wish(call, there), there, "cancelled")
    world.mobility(again.wish, there, "recognised")
    world.wish(call, there, state=WishState.WITHDRAWN)

    response = client.get(address("desk_call", call.uuid))
    lines = client.get(address("desk_call", call.uuid), {"as": "csv"}).content.decode().splitlines()

    assert [count for _stage, count in response.context["overview"].funnel.stages] == [8, 7, 7, 7, 4, 4, 3, 2, 2, 1]
    assert response.context["plot"].title == "Handed in: 7, placed: 7, arrived: 2, back with all results recognised: 1"
    assert [row.bars[0].width for row in response.context["plot"].rows][:2] == ["100.00", "87.50"]
    assert (lines[1], lines[-1], len(lines)) == ("Students,8", "Recognised,1", 11)


def test_what_others_accepted_is_counted(client, officer):
    call, mobility = world.published_call()
    Mobility.objects.filter(pk=mobility.pk).update(state="accepted")

    funnel = client.get(address("desk_call", call.uuid)).context["overview"].funnel

    assert (funnel.placed, funnel.accepted) == (1, 1)


def test_a_call_is_opened_closed_and_opened_again_after_a_question(client, officer, cohort, clock):
    call, _places = world.call_with_places(state=CallState.DRAFT, offering=cohort)
    for act in ("open", "close"):
        assert client.get(address("move_call", call.uuid, act)).status_code == 200
        client.post(address("move_call", call.uuid, act))
    call.refresh_from_db()
    assert call.state == CallState.CLOSED

    client.post(address("move_call", call.uuid, "open"), {"closes_at": "2026-12-24T12:00"})

    call.refresh_from_db()
    assert (call.state, call.closes_at) == (CallState.OPEN, datetime(2026, 12, 24, 11, tzinfo=UTC))
    assert client.post(address("move_call", call.uuid, "shout")).status_code == 404


def test_places_of_agreements_are_shown_before_they_are_taken_in(client, officer, cohort):
    call = world.call(state=CallState.DRAFT, offering=cohort)
    sides = {"first": world.institution(UNIPI), "second": world.institution(SU)}
    agreement = InterInstitutionalAgreement.objects.create(
        code="pisa-su", state=AgreementState.IN_FORCE, starts_on=date(2026, 1, 1), ends_on=date(2030, 1, 1), **sides
    )
    condition = Condition.objects.create(
        agreement=agreement, sending=sides["first"], receiving=sides["second"], isced_f="0988", places=3, months=5
    )
    url = address("take_places", call.uuid)

    shown = client.get(url)
    assert [source.said for source in shown.context["sources"]] == ["agreement pisa-su, for students of UNIPI"]
    assert call.places.count() == 0
    assert client.post(url, {"period": "autumn"}).status_code == 422
    client.post(url, {"item": f"condition:{condition.uuid}", "period": "spring"})

    assert list(call.places.values_list("institution__schac", "capacity", "period")) == [(SU, 3, "spring")]
    assert "agreement pisa-su" in client.get(address("desk_places", call.uuid)).content.decode()


def test_a_place_is_added_changed_and_removed_by_hand(client, officer, cohort):
    call = world.call(state=CallState.DRAFT, offering=cohort)
    values = {"period": "autumn", "tier": "outside", "capacity": "2", "minimum": "0", "language_en": "B2", "accessible": "on"}
    client.post(address("add_place", call.uuid), values | {"institution": world.outside().pk})
    place = call.places.get()
    assert (place.capacity, place.tier) == (2, "outside")
    assert place.requirements == {"language": {"en": "B2"}, "accessible": True}

    too_high = client.post(address("edit_place", place.uuid), values | {"minimum": "3"})
    client.post(address("edit_place", place.uuid), values | {"capacity": "4"})

    place.refresh_from_db()
    assert (too_high.status_code, place.capacity) == (422, 4)
    assert client.get(address("remove_place", place.uuid)).status_code == 405
    client.post(address("remove_place", place.uuid))
    assert not call.places.exists()


def test_the_wishes_of_ones_own_students_are_listed_exported_and_recorded(client, officer, cohort):
    call, (_marseille, _pisa, stockholm, elsewhere) = world.call_with_places(offering=cohort)
    mine = world.wish(call, stockholm, elsewhere, home=UNIPI, note="Mine")
    world.wish(call, stockholm, home=AMU, note="Not mine")
    world.wish(call, stockholm, home=UNIPI, state=WishState.DRAFT, note="A draft")
    url = address("desk_wishes", call.uuid)

    assert [row["cells"][0] for row in client.get(url).context["table"]["rows"]] == ["Learner, Lea"]
    rows = list(csv.DictReader(io.StringIO(client.get(url + "?as=csv").content.decode("utf-8-sig"))))

    assert [(row["Key"], row["Note"], row["Choices in their order"]) for row in rows] == [
        (str(mine.uuid), "Mine", "1. Stockholm University (autumn) · 2. University Elsewhere (autumn)")
    ]
    assert Entry.objects.filter(action="people.listed", detail__what="mobility-wishes").count() == 2


@pytest.fixture
def scenarios(cohort):
    """Two students of Pisa and one of Marseille want Stockholm, which has one seat; the best total moves one of them."""
    call, (_marseille, _pisa, stockholm, elsewhere) = world.call_with_places(state=CallState.CLOSED, offering=cohort)
    wishes = [
        world.wish(call, stockholm, elsewhere, home=UNIPI, score=90),
        world.wish(call, stockholm, home=UNIPI, score=80),
        world.wish(call, stockholm, elsewhere, home=AMU, score=70),
    ]
    return call, wishes


def make(call, method):
    return make_scenario(call=call, method=method, name="", by=None, at=AFTER)


def test_both_methods_are_made_and_stand_side_by_side(client, officer, scenarios):
    call, _wishes = scenarios
    for method in Method.values:
        client.post(address("scenarios", call.uuid), {"method": method, "name": ""})

    response = client.get(address("scenarios", call.uuid))

    assert [row.method for row in response.context["newest"]] == [Method.DEFERRED, Method.BEST]
    measures = {measure.label: measure.values for measure in response.context["measures"]}
    assert measures["Placed"] == ["2 / 3", "3 / 3"]
    assert measures["At places of: Consortium member"] == ["1", "1"]
    assert measures["Got choice 2"] == ["1", "2"]
    assert measures["Worst choice"] == ["2", "2"]


def test_a_failed_scenario_says_why_and_leaves_the_others(client, officer, scenarios):
    call, (first, *_others) = scenarios
    make(call, Method.DEFERRED)
    Wish.objects.filter(pk=first.pk).update(score=None)

    page = client.post(address("scenarios", call.uuid), {"method": "best", "name": ""}, follow=True).content.decode()

    assert str(ScenarioRefusal.NO_SCORES.label) in page
    assert "Without a score: 1, of UNIPI." in page
    assert "outdated" in page
    assert Scenario.objects.count() == 1


def test_a_comparison_says_who_changes_and_why_and_names_ones_own_students_alone(client, officer, scenarios):
    call, _wishes = scenarios
    first, second = make(call, Method.DEFERRED), make(call, Method.BEST)
    url = address("compare_scenarios", call.uuid)

    comparison = client.get(url, {"first": first.uuid, "second": second.uuid}).context["comparison"]

    assert (comparison.better, comparison.worse) == (1, 1)
    assert [(change.who, change.before, change.after, change.steps) for change in comparison.changes] == [
        ("Learner, Lea", "Stockholm University (autumn)", "University Elsewhere (autumn)", -1),
        ("Learner, Lea", "no place", "Stockholm University (autumn)", 1),
    ]
    assert comparison.changes[0].said.startswith("You have University Elsewhere (autumn), your choice 2 of 2: ")
    assert client.get(url).context["comparison"].first == first


def test_places_are_published_from_the_desk_once(client, officer, scenarios):
    call, _wishes = scenarios
    scenario, other = make(call, Method.DEFERRED), make(call, Method.BEST)

    done = client.post(address("publish_scenario", scenario.uuid))
    again = client.post(address("publish_scenario", other.uuid), follow=True)

    assert done.url == address("desk_call", call.uuid)
    assert Mobility.objects.count() == 2
    assert str(ScenarioRefusal.ALREADY.label) in again.content.decode()


def test_an_outdated_scenario_is_not_offered_for_publication(client, officer, scenarios):
    call, (first, *_others) = scenarios
    scenario = make(call, Method.DEFERRED)
    Wish.objects.filter(pk=first.pk).update(score=1)

    page = client.get(address("scenario", scenario.uuid))

    assert page.context["why_not"] == ScenarioRefusal.OUTDATED
    assert address("publish_scenario", scenario.uuid) not in page.content.decode()


def test_closed_calls_wait_on_the_desk(officer, scenarios):
    said = [waiting.sentence for waiting in waiting_for(officer, WHILE_OPEN.date())]

    assert "In 1 call places wait to be given out." in said


@pytest.mark.parametrize("name", ["desk_call", "edit_call", "desk_places", "take_places", "desk_wishes", "scores", "scenarios"])
def test_others_find_nothing(client, scenarios, name):
    call, _wishes = scenarios
    for person in (PersonFactory(), world.coordinator(UNIPI, Role.TEACHER)):
        client.force_login(person)
        assert client.get(address(name, call.uuid)).status_code == 404


def test_one_student_and_ten_cost_as_many_queries(client, officer, cohort):
    call, (_marseille, _pisa, stockholm, _elsewhere) = world.call_with_places(state=CallState.CLOSED, offering=cohort)
    world.wish(call, stockholm, home=UNIPI)
    world.cohort_student(call, UNIPI)
    make(call, Method.DEFERRED), make(call, Method.BEST)
    names = ("desk_call", "desk_places", "desk_wishes", "scores", "scenarios", "compare_scenarios")
    urls = [address(name, call.uuid) for name in names]
    few = [queries(client, url) for url in [*urls, address("scenario", Scenario.objects.first().uuid)]]

    for number in range(10):
        world.wish(call, stockholm, home=UNIPI, score=40 + number)
        world.cohort_student(call, UNIPI)
        world.place(call, world.outside())
    make(call, Method.DEFERRED), make(call, Method.BEST)

    assert [queries(client, url) for url in [*urls, address("scenario", Scenario.objects.first().uuid)]] == few


def queries(client, url):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)

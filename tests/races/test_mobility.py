"""Races of a call for mobility on PostgreSQL with real threads: two coordinators, a leaving student, two windows, two scorers."""

import pytest
from tests.support import mobility as world
from tests.support.mobility import AFTER, WHILE_OPEN
from tests.support.races import at_once

from salerno.messaging.models import Message
from salerno.mobility.calls.refusals import CallRefusal, ScenarioRefusal, WishRefusal
from salerno.mobility.calls.selectors.scores import seen_of
from salerno.mobility.calls.services.publishing import publish_scenario
from salerno.mobility.calls.services.scenarios import make_scenario
from salerno.mobility.calls.services.scores import save_scores
from salerno.mobility.calls.services.wishes import Wished, save_wishes, withdraw
from salerno.mobility.enums import CallState, Method, WishState
from salerno.mobility.errors import MobilityRefused
from salerno.mobility.models import Mobility, MobilityCall, Scenario, Wish

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def closed():
    call, places = world.call_with_places(state=CallState.CLOSED)
    for score in (90, 80):
        world.wish(call, *places[1:3], score=score)
    return call


def refusals(results):
    return sorted(str(result.refusal) for result in results if isinstance(result, MobilityRefused))


def nobody_failed(results):
    return [result for result in results if isinstance(result, Exception) and not hasattr(result, "refusal")] == []


def test_two_coordinators_who_publish_at_once_publish_one_scenario(closed):
    methods = [Method.DEFERRED, Method.BEST]
    made = [make_scenario(call=closed, method=method, name="", by=None, at=AFTER) for method in methods]
    people = [world.coordinator(), world.coordinator(world.UNIPI)]

    results = at_once(lambda n: publish_scenario(scenario=made[n % 2], by=people[n % 2], at=AFTER), 6)

    assert nobody_failed(results)
    assert refusals(results) == [ScenarioRefusal.ALREADY] * 5
    assert Scenario.objects.filter(published_at__isnull=False).count() == 1
    assert Mobility.objects.count() == 2
    assert Message.objects.filter(template="mobility/mail/published").count() == 2


@pytest.mark.parametrize("round_", range(3))
def test_a_student_withdraws_before_publication_or_not_at_all(closed, round_):
    scenario = make_scenario(call=closed, method=Method.DEFERRED, name="", by=None, at=AFTER)
    wish = closed.wishes.first()
    acts = [
        lambda: publish_scenario(scenario=scenario, by=None, at=AFTER),
        lambda: withdraw(wish=wish, by=wish.student, at=AFTER),
    ]

    results = at_once(lambda number: acts[number](), 2)

    assert nobody_failed(results)
    assert refusals(results) in ([ScenarioRefusal.OUTDATED], [WishRefusal.PUBLISHED])
    is_withdrawn = Wish.objects.get(pk=wish.pk).state == WishState.WITHDRAWN
    assert is_withdrawn is (MobilityCall.objects.get().state == CallState.CLOSED)
    assert Mobility.objects.count() == (0 if is_withdrawn else 2)


def test_two_windows_that_save_at_once_leave_one_list():
    call, (_marseille, pisa, stockholm, _elsewhere) = world.call_with_places()
    student = world.cohort_student(call).student
    lists = [[str(pisa.uuid)], [str(stockholm.uuid)]]

    results = at_once(lambda n: save_wishes(call=call, wished=Wished(lists[n % 2]), revision=0, by=student, at=WHILE_OPEN), 4)

    assert nobody_failed(results)
    assert refusals(results) == [WishRefusal.CHANGED_MEANWHILE] * 3
    wish = Wish.objects.get()
    assert (wish.revision, wish.choices.count()) == (1, 1)


def test_two_colleagues_who_score_at_once_never_overwrite_each_other(closed):
    wish, officer = closed.wishes.first(), world.coordinator()
    seen = seen_of(closed.wishes.order_by("pk"))

    results = at_once(lambda n: save_scores(call=closed, texts={str(wish.uuid): str(10 + n)}, seen=seen, by=officer, at=AFTER), 3)

    assert nobody_failed(results)
    assert refusals(results) == [CallRefusal.SCORES_CHANGED] * 2

"""The parts of mobility together: a published allocation given on, and results proposed as the learning agreement says."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.support.mobility import AFTER, AMU, SU, UNIPI, call, coordinator, place, wish
from tests.support.mobility_papers import cast, changed, course, signed

from salerno.mobility.calls.services.publishing import publish_scenario
from salerno.mobility.calls.services.scenarios import make_scenario
from salerno.mobility.enums import CallState, Method, MobilityState, ResultSource
from salerno.mobility.models import Mobility
from salerno.mobility.papers.body import Body
from salerno.mobility.recognition.selectors import proposed_for
from salerno.mobility.recognition.services import Line, enter_results
from salerno.mobility.stays.services.accepting import accept_place, decline_place, lapse_places

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("asked", [{}, {"language": {"it": "B1", "en": "B2"}, "accessible": True}], ids=["nothing", "a language"])
@pytest.mark.parametrize("method", list(Method))
def test_a_place_that_is_declined_goes_to_the_next_by_the_published_scenario(method, asked):
    row = call(state=CallState.CLOSED, method=method)
    pisa, stockholm = (place(row, where, requirements=asked) for where in (UNIPI, SU))
    first, second, third = (wish(row, pisa, stockholm, score=score, needs={"languages": {"en": "C1"}}) for score in (90, 80, 70))
    officer = coordinator(AMU)
    scenario = make_scenario(call=row, name="One", method=method, by=officer, at=AFTER)
    publish_scenario(scenario=scenario, by=officer, at=AFTER)

    offered = first.mobilities.get()
    decline_place(mobility=offered, place=offered.place, by=first.student, at=AFTER + timedelta(days=1))

    assert (second.mobilities.get().place, third.mobilities.get().place) == (pisa, stockholm)
    assert third.mobilities.get().state == MobilityState.OFFERED


def test_a_place_lapses_after_the_last_day_in_paris_and_not_before():
    row = call(state=CallState.CLOSED, accept_days=10)
    made = wish(row, place(row, UNIPI))
    officer = coordinator(AMU)
    scenario = make_scenario(call=row, name="One", method=Method.DEFERRED, by=officer, at=AFTER)
    publish_scenario(scenario=scenario, by=officer, at=AFTER)
    until = made.mobilities.get().accept_until

    assert (until.hour, until.minute) == (22, 59)  # 23:59 in Paris in winter, told in UTC
    assert lapse_places(at=until) == (0, 0)
    mobility = made.mobilities.get()
    accept_place(mobility=mobility, place=mobility.place, by=made.student, at=until)
    assert lapse_places(at=until + timedelta(days=1)) == (0, 0)
    assert made.mobilities.get().state == MobilityState.ACCEPTED


def test_results_are_proposed_as_the_three_have_signed_and_not_as_a_draft_says():
    who = cast()
    row = course("PI-201", instead_of="AMU-301, AMU-302")
    signed(who, body=Body(level="B2", studied=(course("AMU-301"), course("AMU-302")), recognised=(row,)))
    mobility = Mobility.objects.get(pk=who.mobility.pk)
    assert proposed_for(mobility) == {"AMU-301": "PI-201", "AMU-302": "PI-201"}

    changed(who, Body(level="B2", studied=(course("AMU-303"),), recognised=(course("PI-301", instead_of="AMU-303"),)))
    assert proposed_for(mobility) == {"AMU-301": "PI-201", "AMU-302": "PI-201"}

    Mobility.objects.filter(pk=mobility.pk).update(
        state=MobilityState.DEPARTED, arrived_on=mobility.starts_on, departed_on=mobility.starts_on
    )
    lines = [Line("Deep learning", Decimal(6), date(2026, 1, 31), code="AMU-301")]
    found = enter_results(mobility=mobility, lines=lines, source=ResultSource.HAND, by=who.sending, at=AFTER)
    assert [each.course_code for each in found] == ["PI-201"]

"""Publishing a scenario: places are offered, and every student is told, once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format

from salerno.admissions.services.offers import open_until
from salerno.audit.services import record
from salerno.common.translated import in_language
from salerno.messaging.services import Letter, send_each_later
from salerno.mobility.allocation.keeping import read_reason
from salerno.mobility.calls import rules
from salerno.mobility.calls.reason_words import in_each_language
from salerno.mobility.calls.refusals import ScenarioRefusal
from salerno.mobility.calls.selectors.problem import digest_of, given_by, wishes_that_count
from salerno.mobility.calls.selectors.words import place_names
from salerno.mobility.calls.services.rows import locked_call
from salerno.mobility.enums import CallState
from salerno.mobility.errors import refuse_if
from salerno.mobility.models import Mobility, MobilityCall, Place, Scenario, Wish
from salerno.people.models import Person


@transaction.atomic
def publish_scenario(*, scenario: Scenario, by: Person | None, at: datetime) -> list[Mobility]:
    """Offer the places of ``scenario``, each with its reason, and tell every student who has handed in.

    The call is locked, then its wishes: of two coordinators one publishes and the other is refused, and a student who withdraws
    comes before (then the scenario is outdated) or after (then the place is declined). That one scenario of a call is published is
    also a constraint of the database.
    """
    call = locked_call(scenario.call)
    scenario = Scenario.objects.select_for_update(of=("self",)).get(pk=scenario.pk, call=call)
    refuse_if(rules.why_not_compute(call=call, by=by))
    wishes = list(
        wishes_that_count(call).select_for_update(of=("self",)).select_related("home", "student").prefetch_related("choices")
    )
    refuse_if(None if digest_of(given_by(call, wishes)) == scenario.digest else ScenarioRefusal.OUTDATED)
    offered = _offer(call, scenario, wishes, at)
    scenario.published_at = call.published_at = at
    scenario.save(update_fields=["published_at"])
    call.state = CallState.PUBLISHED
    call.save(update_fields=["state", "published_at"])
    record(action="scenario.published", actor=by, subject=scenario, detail={"placed": len(offered)}, at=at)
    by_wish = {row.wish_id: row for row in offered}
    send_each_later("mobility/mail/published", [_letter(call, wish, by_wish.get(wish.pk)) for wish in wishes], at=at)
    return offered


def _offer(call: MobilityCall, scenario: Scenario, wishes: list[Wish], at: datetime) -> list[Mobility]:
    places = {str(place.uuid): place for place in call.places.select_related("institution", "traineeship")}
    names = {code: place_names(places.values(), code) for code, _name in settings.LANGUAGES}
    assignment: Mapping[str, str | None] = scenario.result["assignment"]
    until = open_until(at, call.accept_days)
    rows = []
    for wish in wishes:
        if (key := assignment[str(wish.uuid)]) is None:
            continue
        reason = in_each_language(read_reason(scenario.result["reasons"][str(wish.uuid)]), names)
        moments = {"offered_at": at, "accept_until": until, **_days(call, places[key])}
        rows.append(Mobility(wish=wish, place=places[key], reason=reason, **moments))
    return Mobility.objects.bulk_create(rows)


def _days(call: MobilityCall, place: Place) -> dict[str, Any]:
    """A traineeship has the days of its offer, anything else those of the call."""
    days = place.traineeship or call
    return {"starts_on": days.starts_on, "ends_on": days.ends_on}


def _letter(call: MobilityCall, wish: Wish, mobility: Mobility | None) -> Letter:
    """PRIVACY: the notice names the place, never the reason, which may speak of a need; that stands on the student's own page."""
    person = wish.student
    with translation.override(person.language):
        place = in_language(mobility.place.institution.name) if mobility else ""
        until = date_format(timezone.localtime(mobility.accept_until), "DATETIME_FORMAT") if mobility else ""
    context = {"person": person, "call": call, "place": place, "until": until}
    return Letter(person.email, person.language, context, person.uuid, f"mobility/published/{wish.uuid}")

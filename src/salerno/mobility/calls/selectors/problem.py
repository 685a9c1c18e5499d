"""A call as the allocation takes it: keys of wishes and places, scores, tiers, needs. No names, no mails."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from salerno.common.digests import canonical_json, sha256_hex
from salerno.enrolment.enums import ProgrammeState
from salerno.mobility.allocation.face import from_json
from salerno.mobility.allocation.keeping import read_back
from salerno.mobility.allocation.outcome import Allocation
from salerno.mobility.allocation.problem import Problem
from salerno.mobility.allocation.reasons import Obstacle
from salerno.mobility.calls.rules import is_open_to, tier_of
from salerno.mobility.models import MobilityCall, Place, Scenario, Wish
from salerno.mobility.querysets import WishQuerySet

ACCESS = "accessible"


def wishes_that_count(call: MobilityCall) -> WishQuerySet:
    """Handed in, by somebody who still studies (or comes from elsewhere)."""
    studying = Q(studies__isnull=True) | Q(studies__state=ProgrammeState.ACTIVE)
    return Wish.objects.filter(studying, call=call).handed_in().order_by("pk")


def given_by(call: MobilityCall, wishes: Iterable[Wish] | None = None) -> dict[str, Any]:
    """What goes into the allocation, as ``allocation.face`` reads it. Three queries. ``wishes``: those that count, read before."""
    places = {place.pk: place for place in call.places.select_related("condition", "institution")}
    rows = wishes_that_count(call).select_related("home").prefetch_related("choices") if wishes is None else wishes
    students = ({**_student(row, places), **_home(call, row)} for row in rows)
    return {
        "students": sorted(students, key=lambda student: student["id"]),
        "places": sorted((_place(place) for place in places.values()), key=lambda place: place["id"]),
        "seed": call.seed,
        **_rules(call, places.values()),
    }


def _home(call: MobilityCall, row: Wish) -> dict[str, str]:
    return {"home": row.home.code} if call.most_of_one_home else {}


def _rules(call: MobilityCall, places: Iterable[Place]) -> dict[str, Any]:
    """A place of an agreement is for one home alone, which may fill it."""
    if not call.most_of_one_home:
        return {}
    apart_from = sorted(str(place.uuid) for place in places if place.condition_id)
    return {"rules": {"most_of_one_home": call.most_of_one_home, "apart_from": apart_from}}


def barriers_for(wish: Wish) -> list[Obstacle]:
    """What a student's own needs and languages keep away of their list, before anything is computed. Three queries."""
    places = {place.pk: place for place in Place.objects.filter(call=wish.call_id).select_related("condition", "institution")}
    asked = _student(wish, places) | {"score": 0}
    problem = from_json({"students": [asked], "places": [_place(place) for place in places.values()], "seed": 1})
    ranks = {key: rank for rank, key in enumerate(asked["choices"], start=1)}
    found = [Obstacle(because, key, ranks[str(key)], facts) for (_wish, key), (because, facts) in problem.barriers.items()]
    return sorted(found, key=lambda obstacle: obstacle.rank)


def digest_of(given: dict[str, Any]) -> str:
    """SHA-256 of what goes in: the same wishes, scores and places have the same one, whatever the order of rows."""
    return sha256_hex(canonical_json(given))


def _student(row: Wish, places: dict[int, Place]) -> dict[str, Any]:
    """A choice that is not open any more (another home, a place taken away) is left out; a missing score is null."""
    needs = row.needs
    chosen = (places[choice.place_id] for choice in row.choices.all() if choice.place_id in places)
    return {
        "id": str(row.uuid),
        "score": None if row.score is None else float(row.score),
        "tier": str(tier_of(row.home)),
        "choices": [str(place.uuid) for place in chosen if is_open_to(place, row.home)],
        "periods": sorted(needs.get("periods", [])),
        "languages": needs.get("languages", {}),
        "access": [ACCESS] if needs.get(ACCESS) else [],
    }


def _place(place: Place) -> dict[str, Any]:
    """Of several languages one is enough: an agreement lists those in which one can study there."""
    asked = place.requirements
    return {
        "id": str(place.uuid),
        "capacity": place.capacity,
        "minimum": place.minimum,
        "tier": place.tier,
        "periods": [place.period],
        "languages": [asked["language"]] if asked.get("language") else [],
        "access": [ACCESS] if asked.get(ACCESS) else [],
    }


def read_scenario(scenario: Scenario) -> tuple[Problem, Allocation]:
    """What went in and what came out, as ``allocation.comparing`` and ``allocation.later`` take them."""
    problem = from_json(scenario.given)
    return problem, read_back(problem, scenario.result)

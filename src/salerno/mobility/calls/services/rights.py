"""What people may ask of their wishes: a download, an erasure."""

from typing import Any

from django.db.models import QuerySet

from salerno.mobility.allocation.reasons import Because
from salerno.mobility.enums import CallState, WishState
from salerno.mobility.models import Scenario, Wish
from salerno.people.models import Person

_PLACED = (CallState.PUBLISHED, CallState.ENDED)
_OF_NEEDS = frozenset({Because.PERIOD, Because.LANGUAGE, Because.ACCESS})


def _placed(person: Person) -> QuerySet[Wish]:
    """Wishes that counted when places were given out: others' places were decided by them too."""
    return Wish.objects.of(person).filter(call__state__in=_PLACED, state=WishState.SUBMITTED)


def _others(person: Person) -> QuerySet[Wish]:
    return Wish.objects.of(person).exclude(pk__in=_placed(person).values("pk"))


def export_wishes(person: Person) -> list[dict[str, Any]]:
    """What the person wished in calls where it decided nothing (yet)."""
    return [_said(row) for row in _with_choices(_others(person))]


def export_placed_wishes(person: Person) -> list[dict[str, Any]]:
    """What the person wished where places were given out, with the reason as facts."""
    rows = list(_with_choices(_placed(person)))
    published = Scenario.objects.filter(call__in=[row.call_id for row in rows], published_at__isnull=False)
    reasons = {scenario.call_id: scenario.result["reasons"] for scenario in published}
    return [{**_said(row), "reason": reasons.get(row.call_id, {}).get(str(row.uuid))} for row in rows]


def _with_choices(rows: QuerySet[Wish]) -> QuerySet[Wish]:
    return rows.select_related("call", "home").prefetch_related("choices__place__institution")


def _said(row: Wish) -> dict[str, Any]:
    return {
        "uuid": row.uuid,
        "call": row.call.uuid if row.call else None,
        "home": row.home.schac,
        "state": row.state,
        "choices": [
            {"rank": choice.rank, "institution": choice.place.institution.schac, "period": choice.place.period}
            for choice in row.choices.all()
        ],
        "needs": row.needs,
        "score": row.score,
        "note": row.note,
        "submitted_at": row.submitted_at,
    }


def erase_wishes(person: Person) -> int:
    """Delete what decided nothing, with what scenarios of those calls say of it; of the rest needs and notes go.

    A scenario that names somebody erased is outdated by that, so that nothing is published by it.
    """
    rows = list(_others(person).filter(mobilities__isnull=True))
    for scenario in Scenario.objects.filter(call__in=[row.call_id for row in rows]):
        _forget(scenario, {str(row.uuid) for row in rows})
    Wish.objects.filter(pk__in=[row.pk for row in rows]).delete()
    kept = list(_placed(person).exclude(needs={}, note=""))
    for scenario in Scenario.objects.filter(call__in=[row.call_id for row in kept]):
        _forget_needs(scenario, {str(row.uuid) for row in kept})
    Wish.objects.filter(pk__in=[row.pk for row in kept]).update(needs={}, note="")
    return len(rows) + len(kept)


def _forget_needs(scenario: Scenario, whose: set[str]) -> None:
    """PRIVACY: what somebody needs may speak of health. Who got which place stays; that a need was in the way, and which, goes."""
    nothing = {"periods": [], "languages": {}, "access": []}
    students = [{**one, **nothing} if one["id"] in whose else one for one in scenario.given["students"]]
    scenario.given = {**scenario.given, "students": students}
    for key in whose & scenario.result["reasons"].keys():
        reason = scenario.result["reasons"][key]
        reason["obstacles"] = [one for one in reason["obstacles"] if one["because"] not in _OF_NEEDS]
    scenario.save(update_fields=["given", "result"])


def _forget(scenario: Scenario, gone: set[str]) -> None:
    given, result = scenario.given, scenario.result
    if not gone & result["assignment"].keys():
        return
    scenario.given = {**given, "students": [one for one in given["students"] if one["id"] not in gone]}
    for part in ("assignment", "reasons"):
        result[part] = {key: value for key, value in result[part].items() if key not in gone}
    scenario.save(update_fields=["given", "result"])

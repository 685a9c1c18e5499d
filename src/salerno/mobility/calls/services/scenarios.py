"""Scenarios: who would get which place. One of a call is published, once."""

import logging
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from salerno.audit.services import record
from salerno.mobility.allocation.best import best
from salerno.mobility.allocation.deferred import deferred
from salerno.mobility.allocation.errors import AllocationRefused, TimeExceeded
from salerno.mobility.allocation.face import from_json
from salerno.mobility.allocation.keeping import kept
from salerno.mobility.calls import rules
from salerno.mobility.calls.refusals import ScenarioRefusal
from salerno.mobility.calls.selectors.problem import digest_of, given_by, wishes_that_count
from salerno.mobility.calls.services.rows import locked_call
from salerno.mobility.enums import Method
from salerno.mobility.errors import MobilityRefused, refuse_if
from salerno.mobility.models import MobilityCall, Scenario
from salerno.people.models import Person

log = logging.getLogger("salerno.mobility")
SECONDS = 30.0
_BROKEN = (AllocationRefused, ArithmeticError, LookupError, MemoryError, RecursionError)


def make_scenario(
    *, call: MobilityCall, method: Method, name: str, by: Person | None, at: datetime, seconds: float = SECONDS
) -> Scenario:
    """Compute who would get which place and keep it with what went in. Nobody is told.

    The computation holds no lock. When it fails or takes longer than ``seconds``, nothing is written but an entry in the record,
    and the refusal says why: what was made before stands.
    """
    call = MobilityCall.objects.get(pk=call.pk)
    refuse_if(rules.why_not_compute(call=call, by=by))
    refuse_if(ScenarioRefusal.LIMIT_NEEDS_DEFERRED if call.most_of_one_home and method == Method.BEST else None)
    given = given_by(call)
    _refuse_incomplete(call, given)
    try:
        result = _allocated(given, method, seconds)
    except _BROKEN as error:
        _note_failure(call, method, error, by, at)
        refusal = ScenarioRefusal.TOO_LONG if isinstance(error, TimeExceeded) else ScenarioRefusal.FAILED
        raise MobilityRefused(refusal, {"why": str(error)}) from error
    return _keep(call, method, name, given, result, by, at)


def _refuse_incomplete(call: MobilityCall, given: dict[str, Any]) -> None:
    refuse_if(None if given["students"] else ScenarioRefusal.NOBODY)
    without = [student["id"] for student in given["students"] if student["score"] is None]
    if without:
        homes = sorted(set(wishes_that_count(call).filter(uuid__in=without).values_list("home__code", flat=True)))
        refuse_if(
            ScenarioRefusal.NO_SCORES,
            why=_("Without a score: %(n)d, of %(homes)s.") % {"n": len(without), "homes": ", ".join(homes)},
        )


def _allocated(given: dict[str, Any], method: Method, seconds: float) -> dict[str, Any]:
    """Deferred acceptance ends by itself within a second for ten thousand students; the search for the best total has a clock."""
    problem = from_json(given)
    return kept(best(problem, seconds=seconds) if method == Method.BEST else deferred(problem))


@transaction.atomic
def _note_failure(call: MobilityCall, method: Method, error: BaseException, by: Person | None, at: datetime) -> None:
    log.warning("No scenario (%s) for the call %s: %r", method, call.uuid, error)
    detail = {"method": method, "error": type(error).__name__}
    record(action="scenario.failed", actor=by, subject=call, detail=detail, at=at)


@transaction.atomic
def _keep(
    call: MobilityCall, method: Method, name: str, given: dict[str, Any], result: dict[str, Any], by: Person | None, at: datetime
) -> Scenario:
    call = locked_call(call)
    refuse_if(rules.why_not_compute(call=call, by=by))
    scenario = Scenario.objects.create(
        call=call,
        name=name,
        method=method,
        given=given,
        result=result,
        digest=digest_of(given),
        made_by=by,
        made_at=at,
    )
    detail = {"method": method, "placed": result["figures"]["placed"]}
    record(action="scenario.made", actor=by, subject=scenario, detail=detail, at=at)
    return scenario

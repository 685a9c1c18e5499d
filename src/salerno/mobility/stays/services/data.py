"""A person's mobilities and results, for a download of their data; and, before an erasure, leaving what has not begun."""

from typing import Any

from django.db import transaction

from salerno.audit.services import record
from salerno.mobility.enums import MobilityState
from salerno.mobility.models import HostResult, HostTranscript, Mobility, RecognitionAppeal
from salerno.mobility.stays.rules import BEFORE_ARRIVAL
from salerno.mobility.stays.services.rows import locked_stays_of, move
from salerno.people.models import Person


def export_stays(person: Person) -> list[dict[str, Any]]:
    """The person's mobilities, whatever became of them."""
    names = ("uuid", "state", "reason", "refusal", "offered_at", "accept_until", "accepted_at", "starts_on", "ends_on")
    rows = Mobility.objects.of(person).select_related("place__institution")
    return [
        {
            **{name: getattr(row, name) for name in (*names, "arrived_on", "departed_on")},
            "host": row.place.institution.code,
            "period": row.place.period,
        }
        for row in rows
    ]


def export_results(person: Person) -> list[dict[str, Any]]:
    """The person's results of hosts with what was decided, and the appeals; of others' no more than that the person acted."""
    rows = HostResult.objects.of(person).select_related("recognition__appeal", "recognition__counted_with__result")
    return [*(_result(row) for row in rows), *_acted(person)]


def export_transcripts(person: Person) -> list[dict[str, Any]]:
    """What the transcripts of the person say; of others' no more than that the person issued them."""
    names = ("uuid", "number", "digest", "issued_at")
    own = [
        {"as": "student", **{name: getattr(row, name) for name in names}, "facts": row.facts}
        for row in HostTranscript.objects.of(person).defer("pdf")
    ]
    issued = HostTranscript.objects.filter(issued_by=person).values("uuid", "issued_at")
    return [*own, *({"as": "issued", **row} for row in issued)]


def _result(row: HostResult) -> dict[str, Any]:
    names = ("uuid", "code", "title", "ects", "value", "scale", "isced_f", "is_passed", "earned_on", "source", "entered_at")
    decided = ("state", "course_code", "ects", "converted_value", "converted_scale", "reason", "decided_at", "appeal_until")
    together = row.recognition.counted_with
    appeal = getattr(row.recognition, "appeal", None)
    return {
        "as": "student",
        **{name: getattr(row, name) for name in names},
        "recognition": {
            **{name: getattr(row.recognition, name) for name in decided},
            "counted_with": together.result.title if together else None,
        },
        "appeal": {name: getattr(appeal, name) for name in ("text", "asked_at", "answer", "answered_at")} if appeal else None,
    }


def _acted(person: Person) -> list[dict[str, Any]]:
    entered = HostResult.objects.filter(entered_by=person).values("uuid", "entered_at")
    decided = HostResult.objects.filter(recognition__decided_by=person).values("uuid", "recognition__decided_at")
    answered = RecognitionAppeal.objects.filter(answered_by=person).values("uuid", "answered_at")
    return [
        *({"as": "entered", **row} for row in entered),
        *({"as": "decided", "uuid": row["uuid"], "decided_at": row["recognition__decided_at"]} for row in decided),
        *({"as": "answered an appeal", **row} for row in answered),
    ]


@transaction.atomic
def erase_stays(person: Person) -> int:
    """End the mobilities that have not begun, and forget the words in which they ended; return how many rows changed.

    The seats go on to others with the next daily run.
    """
    at = person.erasure_requests.latest("asked_at").asked_at
    rows = locked_stays_of([person.pk])
    begun = [row for row in rows if row.state in BEFORE_ARRIVAL]
    for row in begun:
        move(row, MobilityState.DECLINED if row.state == MobilityState.OFFERED else MobilityState.CANCELLED)
        record(action=f"mobility.{row.state}", actor=None, subject=row, person=person, at=at)
    return len(begun) + Mobility.objects.of(person).exclude(refusal="").update(refusal="")

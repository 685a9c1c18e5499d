"""A person's traineeships, for a download of their data; and which of it an erasure takes."""

from typing import Any

from salerno.mobility.models import LogWeek, TraineeshipCertificate, TutorRequest
from salerno.people.models import Person

_WEEK = ("starts_on", "state", "done", "hours", "learnt", "outcomes", "handed_in_at", "seen_at")


def export_logs(person: Person) -> list[dict[str, Any]]:
    """The weeks that the person wrote, whom they had asked, what was certified."""
    weeks = LogWeek.objects.filter(mobility__wish__student=person).select_related("mobility")
    asked = TutorRequest.objects.filter(mobility__wish__student=person).select_related("mobility")
    signed = TraineeshipCertificate.objects.of(person).select_related("mobility").defer("pdf")
    return [
        *({"as": "week", "mobility": row.mobility.uuid, **{name: getattr(row, name) for name in _WEEK}} for row in weeks),
        *({"as": "tutor asked", "mobility": row.mobility.uuid, "name": row.name, "asked_at": row.asked_at} for row in asked),
        *({"as": "certificate", "mobility": row.mobility.uuid, "facts": row.facts, "sha256": row.digest} for row in signed),
    ]


def erase_logs(person: Person) -> int:
    """Delete the weeks on which no certificate rests, and unanswered requests; returns how many rows went."""
    signed = TraineeshipCertificate.objects.of(person).values("mobility")
    weeks = LogWeek.objects.filter(mobility__wish__student=person).exclude(mobility__in=signed)
    asked = TutorRequest.objects.filter(mobility__wish__student=person, answered_at__isnull=True)
    return weeks.delete()[0] + asked.delete()[0]


def export_tutoring(person: Person) -> list[dict[str, Any]]:
    """Requests to certify that went to the address of the person's account and were not answered yet."""
    rows = TutorRequest.objects.filter(email__iexact=person.email).select_related("mobility")
    return [{"mobility": row.mobility.uuid, "name": row.name, "email": row.email, "asked_at": row.asked_at} for row in rows]


def erase_tutoring(person: Person) -> int:
    """Delete those requests: the link stops working, and the sending university names another tutor."""
    return TutorRequest.objects.filter(email__iexact=person.email).delete()[0]

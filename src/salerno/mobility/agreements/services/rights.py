"""What people may ask of their data in agreements and offers of traineeships."""

from typing import Any

from django.db.models import QuerySet

from salerno.mobility.models import Approval, TraineeshipOffer
from salerno.people.models import Person


def export_approvals(person: Person) -> list[dict[str, Any]]:
    """What ``person`` approved for which institution, when."""
    rows = Approval.objects.filter(by=person).select_related("agreement", "institution")
    return [
        {"agreement": row.agreement.code, "institution": row.institution.code, "at": row.at.isoformat(), "digest": row.digest}
        for row in rows
    ]


def export_supervised(person: Person) -> list[dict[str, Any]]:
    """Offers of traineeships that name ``person``, by the e-mail address of the account, as who supervises."""
    return [
        {
            "offer": str(row.uuid),
            "host": row.host.code,
            "title": row.title,
            "supervisor_name": row.supervisor_name,
            "supervisor_email": row.supervisor_email,
        }
        for row in _supervised(person).select_related("host")
    ]


def erase_supervised(person: Person) -> int:
    """Take the person's name and address out of offers; the page then names the host alone."""
    return _supervised(person).update(supervisor_name="", supervisor_email="")


def _supervised(person: Person) -> QuerySet[TraineeshipOffer]:
    return TraineeshipOffer.objects.filter(supervisor_email__iexact=person.email)

"""What an erasure would delete, and what the law keeps."""

from dataclasses import dataclass

from django.db.models import QuerySet

from salerno.people import data_rights
from salerno.people.models import ErasureRequest, Person


@dataclass(frozen=True)
class Held:
    """One kind of data about the person: how many entries, and why they are kept (empty: they are erased)."""

    title: str
    count: int
    kept_because: str


def erasure_requests() -> QuerySet[ErasureRequest]:
    """All requests with their people, open ones first (asked sorts before cancelled and done)."""
    return ErasureRequest.objects.select_related("person").order_by("state", "asked_at")


def held_about(person: Person) -> list[Held]:
    """Every kind of data that some room holds about ``person``; kinds of which there is nothing are left out."""
    return [
        Held(str(holding.title), count, str(holding.kept_because or ""))
        for holding in data_rights.holdings()
        if (count := len(holding.export(person)))
    ]

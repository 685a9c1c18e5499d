"""Credentials that an institution issued, and the keys with which it signs."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from salerno.credentials.models import Credential, SigningKey
from salerno.institutions.models import Institution
from salerno.people.models import Person
from salerno.portal.desk.selectors.offerings import institutions_governed_by


@dataclass(frozen=True)
class CredentialFilters:
    """What was asked of the list; empty means all."""

    words: str = ""
    state: str = ""
    institution: str = ""


@dataclass(frozen=True)
class KeyRow:
    """An institution's signing key as the desk shows it; ``made_at`` is None before the first credential."""

    institution: Institution
    made_at: datetime | None
    keys: int


def credentials_governed_by(person: Person, filters: CredentialFilters) -> QuerySet[Credential]:
    """Credentials that the person may suspend or revoke, one query."""
    rows = Credential.objects.governed_by(person).select_related("award__learner", "award__institution")
    if filters.state:
        rows = rows.filter(state=filters.state)
    if filters.institution:
        rows = rows.filter(award__institution__slug=filters.institution)
    if filters.words:
        learner = Q(award__learner__full_name__icontains=filters.words) | Q(award__learner__email__icontains=filters.words)
        award = Q(award__course__code__icontains=filters.words) | Q(award__number__icontains=filters.words)
        rows = rows.filter(learner | award)
    return rows


def keys_of(person: Person) -> list[KeyRow]:
    """The keys of the institutions that the person governs. Two or three queries, whatever their number."""
    rows = institutions_governed_by(person)
    current = {key.institution_id: key for key in SigningKey.objects.filter(institution__in=rows, retired_at=None)}
    counts = dict(SigningKey.objects.filter(institution__in=rows).order_by().values_list("institution").annotate(count=Count("pk")))
    return [KeyRow(row, current[row.pk].made_at if row.pk in current else None, counts.get(row.pk, 0)) for row in rows]

"""What changes the factsheet of an institution."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from salerno.audit.services import record
from salerno.institutions.models import Institution
from salerno.mobility.agreements import rules
from salerno.mobility.agreements.refusals import FactsheetRefusal
from salerno.mobility.errors import MobilityRefused, refuse_if
from salerno.mobility.models import Factsheet
from salerno.people.models import Person

EDITABLE = ("deadlines", "contacts", "links", "decision_weeks", "transcript_weeks", "text")


@transaction.atomic
def write_factsheet(
    *, institution: Institution, values: Mapping[str, Any], seen: str, by: Person | None, at: datetime
) -> Factsheet:
    """Write the factsheet of ``institution``; ``seen``: ``revision_of`` what stood on the page. The record holds which fields.

    The institution is locked, so that there is one factsheet. PRIVACY: values are not recorded, for a contact may name a person.
    """
    Institution.objects.select_for_update().get(pk=institution.pk)
    refuse_if(rules.why_not_write_factsheet(institution=institution, by=by))
    row = Factsheet.objects.filter(institution=institution).first() or Factsheet(institution=institution)
    if revision_of(row) != seen:
        raise MobilityRefused(FactsheetRefusal.CHANGED_MEANWHILE)
    changed = [name for name in EDITABLE if getattr(row, name) != values[name]]
    if changed or row.pk is None:
        for name in changed:
            setattr(row, name, values[name])
        row.changed_at = at
        row.save()
        record(action="factsheet.written", actor=by, subject=institution, detail={"fields": changed}, at=at)
    return row


def revision_of(row: Factsheet) -> str:
    """By which a form says what it was made from: when it was last written; empty before the first time."""
    return row.changed_at.isoformat() if row.changed_at else ""

"""Adding to the record, and proving that it is whole."""

import json
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from salerno.audit.chain import GENESIS, entry_hash
from salerno.audit.models import Entry, Head
from salerno.common.compiled import Compiled, CompiledInsert

_HEAD = Compiled(lambda: Head.objects.select_for_update().filter(pk=1))
_ENTRIES = CompiledInsert(Entry)


def record(
    *,
    action: str,
    actor: models.Model | None,
    subject: models.Model | None = None,
    person: models.Model | None = None,
    detail: dict[str, Any] | None = None,
    at: datetime | None = None,
) -> Entry:
    """Add one act to the record, in the transaction of the act itself.

    ``actor`` is None when the campus acted by itself. ``person`` is whose data the act touches, when that is not the
    actor. ``detail`` holds plain values and never a secret. The head row is locked, so entries have no gap.
    """
    with transaction.atomic():
        head = _locked_head()
        content = {
            "sequence": head.sequence + 1,
            "at": at or timezone.now(),
            "action": action,
            "actor": _uuid_of(actor),
            "subject_type": subject._meta.label_lower if subject is not None else "",
            "subject": _uuid_of(subject),
            "subject_person": _uuid_of(person),
            "detail": json.loads(json.dumps(detail or {}, default=str)),
        }
        new_hash = entry_hash(previous_hash=head.hash, **content)
        entry = Entry(previous_hash=head.hash, hash=new_hash, **content)
        _ENTRIES.insert(entry)
        head.sequence, head.hash = entry.sequence, entry.hash
        head.save(update_fields=["sequence", "hash"])
    return entry


def _locked_head() -> Head:
    """The end of the chain, locked until the transaction ends; made when the record is empty."""
    if rows := _HEAD.objects():
        return rows[0]
    Head.objects.get_or_create(pk=1)
    return Head.objects.select_for_update().get(pk=1)


def _uuid_of(row: models.Model | None) -> uuid.UUID | None:
    return getattr(row, "uuid", None)


@dataclass(frozen=True)
class ChainFault:
    """Where the chain breaks, and how."""

    sequence: int
    problem: str


def verify_chain() -> tuple[int, list[ChainFault]]:
    """Read the whole record; return how many entries were read and every fault found.

    A changed entry no longer has its own hash; a missing or reordered one leaves a gap in the sequence or a previous hash
    that is not its neighbour's; entries cut off at the end contradict the head.
    """
    faults: list[ChainFault] = []
    expected, previous, count = 1, GENESIS, 0
    for entry in Entry.objects.order_by("sequence").iterator(chunk_size=2000):
        count += 1
        if entry.sequence != expected:
            faults.append(ChainFault(expected, _("missing: the next entry is %(number)d") % {"number": entry.sequence}))
        if entry.previous_hash != previous and entry.sequence == expected:
            faults.append(ChainFault(entry.sequence, _("does not follow the entry before it")))
        if entry.hash != _hash_of(entry):
            faults.append(ChainFault(entry.sequence, _("was changed after it was written")))
        expected, previous = entry.sequence + 1, entry.hash
    head = Head.objects.filter(pk=1).first() or Head()
    if (head.sequence, head.hash) != (expected - 1, previous):
        sentence = _("the record ends at %(last)d, its head says %(said)d")
        faults.append(ChainFault(head.sequence, sentence % {"last": expected - 1, "said": head.sequence}))
    return count, faults


def _hash_of(entry: Entry) -> str:
    return entry_hash(
        previous_hash=entry.previous_hash,
        sequence=entry.sequence,
        at=entry.at,
        action=entry.action,
        actor=entry.actor,
        subject_type=entry.subject_type,
        subject=entry.subject,
        subject_person=entry.subject_person,
        detail=entry.detail,
    )

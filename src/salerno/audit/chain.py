"""The hash that chains one entry to the one before it. Pure."""

import uuid
from datetime import UTC, datetime
from typing import Any

from salerno.common.digests import canonical_json, sha256_hex

GENESIS = "0" * 64


def entry_hash(
    *,
    previous_hash: str,
    sequence: int,
    at: datetime,
    action: str,
    actor: uuid.UUID | None,
    subject_type: str,
    subject: uuid.UUID | None,
    subject_person: uuid.UUID | None,
    detail: dict[str, Any],
) -> str:
    """SHA-256 over the canonical JSON of an entry and the hash before it.

    The moment is hashed in UTC with microseconds, so that both databases give back the same text.
    """
    return sha256_hex(
        canonical_json(
            [
                previous_hash,
                sequence,
                at.astimezone(UTC).isoformat(timespec="microseconds"),
                action,
                str(actor or ""),
                subject_type,
                str(subject or ""),
                str(subject_person or ""),
                detail,
            ]
        )
    )

"""What an agreement says, as plain values, and the digest of it by which a reader and an approval name what was read."""

from decimal import Decimal
from typing import Any

from salerno.common.digests import canonical_json, sha256_hex
from salerno.mobility.models import Condition, InterInstitutionalAgreement


def what_stands(agreement: InterInstitutionalAgreement) -> dict[str, Any]:
    """All that one reads and agrees to: both sides, the days, the note, what it replaces, and each condition in its order."""
    return {
        "code": agreement.code,
        "first": agreement.first.schac,
        "second": agreement.second.schac,
        "starts_on": agreement.starts_on.isoformat(),
        "ends_on": agreement.ends_on.isoformat(),
        "note": agreement.note,
        "replaces": agreement.replaces.code if agreement.replaces else "",
        "conditions": [_condition(row) for row in agreement.conditions.select_related("sending", "receiving")],
    }


def digest_of(agreement: InterInstitutionalAgreement) -> str:
    """SHA-256 of ``what_stands`` as canonical JSON (sorted keys, no spaces, UTF-8).

    Not the hash of EWP: that one leaves out the days and the note (it knows academic years alone), which a side approves as well.
    EWP's own is recorded beside it with each approval.
    """
    return sha256_hex(canonical_json(what_stands(agreement)))


def _condition(row: Condition) -> dict[str, Any]:
    return {
        "sending": row.sending.schac,
        "receiving": row.receiving.schac,
        "kind": row.kind,
        "isced_f": row.isced_f,
        "eqf_levels": sorted(row.eqf_levels),
        "places": row.places,
        "months": str(row.months.quantize(Decimal("0.1"))),
        "languages": [[each["language"], each["level"]] for each in row.languages],
    }

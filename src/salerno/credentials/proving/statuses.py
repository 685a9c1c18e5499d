"""Ask the status lists that a credential names, from copies that we hold."""

from collections.abc import Callable
from datetime import datetime

from .contexts import Contexts
from .did import Resolver
from .proofs import verify_proofs
from .reading import read_json
from .refusals import ProofRefused, Reason
from .status_list import Purpose, is_set
from .structure import as_list, check_structure, issuer_of, period_of, types_of

StatusLookup = Callable[[str], dict | bytes | None]

_REFUSALS = {Purpose.REVOCATION: Reason.REVOKED, Purpose.SUSPENSION: Reason.SUSPENDED}
_MAX_ENTRIES = 8


def check_statuses(credential: dict, *, lookup: StatusLookup, resolver: Resolver, at: datetime, contexts: Contexts) -> str:
    """Raise when a list says revoked or suspended, or cannot be asked; revoked comes before suspended.

    A list that is missing, badly signed, out of date or somebody else's is no answer: the credential is then
    uncheckable, never valid by default.
    """
    entries = as_list(credential.get("credentialStatus"))
    if not entries:
        return "it names no status list"
    if len(entries) > _MAX_ENTRIES:
        raise ProofRefused(Reason.STATUS_MALFORMED, f"more than {_MAX_ENTRIES} entries")
    found = set()
    for entry in entries:
        purpose = _purpose_of(entry)
        listing = _list_of(entry, credential, lookup, resolver, at, contexts)
        if is_set(entry, listing):
            found.add(purpose)
    for purpose, reason in _REFUSALS.items():
        if purpose in found:
            raise ProofRefused(reason)
    return "not revoked and not suspended"


def _purpose_of(entry: object) -> Purpose:
    if not isinstance(entry, dict):
        raise ProofRefused(Reason.STATUS_MALFORMED, str(entry)[:100])
    if types_of(entry) != ["BitstringStatusListEntry"]:
        raise ProofRefused(Reason.STATUS_UNSUPPORTED, str(entry.get("type"))[:100])
    try:
        return Purpose(entry.get("statusPurpose"))
    except ValueError as error:
        raise ProofRefused(Reason.STATUS_UNSUPPORTED, f"purpose {entry.get('statusPurpose')}"[:100]) from error


def _list_of(entry: dict, credential: dict, lookup, resolver, at, contexts) -> dict:
    """The status list credential of ``entry``, found good: the credential's issuer signed it and it holds
    now."""
    url = entry.get("statusListCredential")
    if not isinstance(url, str):
        raise ProofRefused(Reason.STATUS_MALFORMED, "statusListCredential is no address")
    found = lookup(url)
    if found is None:
        raise ProofRefused(Reason.STATUS_UNAVAILABLE, url[:200])
    try:
        listing = read_json(found) if isinstance(found, bytes) else found
        check_structure(listing)
        issuer = issuer_of(listing)
        if "BitstringStatusListCredential" not in types_of(listing) or issuer != issuer_of(credential):
            raise ProofRefused(Reason.STATUS_LIST_INVALID, "not a status list of this issuer")
        verify_proofs(listing, issuer=issuer, resolver=resolver, at=at, contexts=contexts)
        period_of(listing).check(at)
    except ProofRefused as refusal:
        raise ProofRefused(Reason.STATUS_LIST_INVALID, f"{url[:200]}: {refusal}") from refusal
    return listing

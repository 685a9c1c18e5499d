"""Ask the status lists that a credential names, from copies that we hold."""

from collections.abc import Callable
from datetime import datetime

from . import revocation_list
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
    """Raise when a list says revoked or suspended, or cannot be asked; revoked comes before suspended, and both before a list that
    is silent.

    A list that is missing, badly signed, out of date or somebody else's is no answer: the credential is never valid by default.
    """
    entries = as_list(credential.get("credentialStatus"))
    if not entries:
        return "it names no status list"
    if len(entries) > _MAX_ENTRIES:
        raise ProofRefused(Reason.STATUS_MALFORMED, f"more than {_MAX_ENTRIES} entries")
    found, silent = set(), []
    for entry in entries:
        try:
            found.add(_said_of(entry, credential, lookup, resolver, at, contexts))
        except ProofRefused as refusal:
            silent.append(refusal)
    for purpose, reason in _REFUSALS.items():
        if purpose in found:
            raise ProofRefused(reason)
    if silent:
        raise silent[0]
    unsigned = any(types_of(entry) == [revocation_list.TYPE] for entry in entries)
    return "not revoked, says a list that is not signed" if unsigned else "not revoked and not suspended"


def _said_of(entry: object, credential: dict, lookup, resolver, at, contexts) -> Purpose | None:
    """What the list of ``entry`` says of ``credential``: the purpose that it has set, or None."""
    if not isinstance(entry, dict):
        raise ProofRefused(Reason.STATUS_MALFORMED, str(entry)[:100])
    if types_of(entry) == [revocation_list.TYPE]:
        url, listing = _found(entry, "id", lookup)
        try:
            return Purpose.REVOCATION if revocation_list.is_listed(entry, credential, listing) else None
        except ProofRefused as refusal:
            raise _unsound(url, refusal) from refusal
    purpose = _purpose_of(entry)
    return purpose if is_set(entry, _list_of(entry, credential, lookup, resolver, at, contexts)) else None


def _purpose_of(entry: dict) -> Purpose:
    if types_of(entry) != ["BitstringStatusListEntry"]:
        raise ProofRefused(Reason.STATUS_UNSUPPORTED, str(entry.get("type"))[:100])
    try:
        return Purpose(entry.get("statusPurpose"))
    except ValueError as error:
        raise ProofRefused(Reason.STATUS_UNSUPPORTED, f"purpose {entry.get('statusPurpose')}"[:100]) from error


def _found(entry: dict, name: str, lookup: StatusLookup) -> tuple[str, dict | bytes]:
    """The address that ``entry`` gives under ``name``, and what we hold of it."""
    url = entry.get(name)
    if not isinstance(url, str):
        raise ProofRefused(Reason.STATUS_MALFORMED, f"{name} is no address")
    found = lookup(url)
    if found is None:
        raise ProofRefused(Reason.STATUS_UNAVAILABLE, url[:200])
    return url, found


def _unsound(url: str, refusal: ProofRefused) -> ProofRefused:
    return ProofRefused(Reason.STATUS_LIST_INVALID, f"{url[:200]}: {refusal}")


def _list_of(entry: dict, credential: dict, lookup, resolver, at, contexts) -> dict:
    """The status list credential of ``entry``, found good: the credential's issuer signed it and it holds
    now."""
    url, found = _found(entry, "statusListCredential", lookup)
    try:
        listing = read_json(found) if isinstance(found, bytes) else found
        check_structure(listing)
        issuer = issuer_of(listing)
        if "BitstringStatusListCredential" not in types_of(listing) or issuer != issuer_of(credential):
            raise ProofRefused(Reason.STATUS_LIST_INVALID, "not a status list of this issuer")
        verify_proofs(listing, issuer=issuer, resolver=resolver, at=at, contexts=contexts)
        period_of(listing).check(at)
    except ProofRefused as refusal:
        raise _unsound(url, refusal) from refusal
    return listing

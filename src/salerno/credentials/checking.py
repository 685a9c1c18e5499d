"""Verify a document with what this campus knows: its own issuers and lists, did:key, and documents handed in."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

from salerno.credentials.addresses import is_our_address, is_our_name
from salerno.credentials.enums import State
from salerno.credentials.models import StatusChange, StatusList
from salerno.credentials.proving.did import Resolver
from salerno.credentials.proving.refusals import Reason
from salerno.credentials.proving.statuses import StatusLookup
from salerno.credentials.proving.vc_jwt import KeyLookup
from salerno.credentials.proving.verification import Outcome, Verdict, verify
from salerno.credentials.selectors import as_uuid, credential_by_id, did_document

_OUR_STATES = {State.SUSPENDED: Outcome.SUSPENDED, State.REVOKED: Outcome.REVOKED}


def check(
    document: bytes,
    *,
    at: datetime,
    did_documents: tuple[dict[str, Any], ...] = (),
    status_lists: tuple[dict[str, Any], ...] = (),
) -> Verdict:
    """One verdict on ``document``. Nothing is fetched: an issuer that we do not know needs its DID document handed in, or for a
    token its key (JWK, JWK Set) among ``did_documents``. Whoever hands something in vouches that it is the issuer's.

    SECURITY: our own institutions are always resolved from our own rows; a document or key handed in under one of their names is
    not used, nor under the name of one that has not signed anything yet.
    """
    verdict = verify(
        document,
        at=at,
        resolver=_resolver(did_documents),
        status_lookup=_status_lookup(status_lists),
        key_lookup=_key_lookup(did_documents),
    )
    return _in_our_words(verdict)


def _resolver(handed_in: tuple[dict[str, Any], ...]) -> Resolver:
    others = {item["id"]: item for item in handed_in if isinstance(item, dict) and isinstance(item.get("id"), str)}

    def resolve(controller: str) -> dict[str, Any] | None:
        return did_document(controller) or (None if is_our_name(controller) else others.get(controller))

    return resolve


def _key_lookup(handed_in: tuple[dict[str, Any], ...]) -> KeyLookup:
    """The keys (RFC 7517) among what was handed in, for every issuer that is not ours."""
    sets = [item["keys"] if isinstance(item.get("keys"), list) else [item] for item in handed_in if isinstance(item, dict)]
    keys = [key for listed in sets for key in listed if isinstance(key, dict) and isinstance(key.get("kty"), str)]
    return lambda issuer: () if is_our_name(issuer) else keys


def _status_lookup(handed_in: tuple[dict[str, Any], ...]) -> StatusLookup:
    others = {item["id"]: item for item in handed_in if isinstance(item, dict) and isinstance(item.get("id"), str)}

    def lookup(address: str) -> dict[str, Any] | bytes | None:
        return own_status_list(address) or (None if is_our_address(address) else others.get(address))

    return lookup


def own_status_list(address: str) -> bytes | None:
    """The list that this campus serves at ``address``, or None."""
    name = as_uuid(address.rstrip("/").rpartition("/")[2])
    listing = StatusList.objects.filter(uuid=name).first() if name else None
    if listing is None or not listing.document or json.loads(listing.document)["id"] != address:
        return None
    return listing.document.encode()


def _in_our_words(verdict: Verdict) -> Verdict:
    """For our own credentials, say revoked where the list can only say suspended, with the reason that was given."""
    if verdict.outcome not in _OUR_STATES.values():
        return verdict
    credential = credential_by_id(verdict.summary.credential_id)
    if credential is None or credential.state not in _OUR_STATES:
        return verdict
    change = StatusChange.objects.filter(credential=credential).first()
    reason = Reason.REVOKED if credential.state == State.REVOKED else Reason.SUSPENDED
    return replace(
        verdict,
        outcome=_OUR_STATES[State(credential.state)],
        reason=reason,
        detail=change.reason if change else "",
    )

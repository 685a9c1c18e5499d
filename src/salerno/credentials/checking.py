"""Verify a document with what this campus knows: its own issuers, seals and lists, did:key, and what is handed in."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from salerno.credentials.addresses import is_our_address, is_our_name
from salerno.credentials.anchors import Certificates, own_legal_identifiers, own_seals, time_authorities, trusted_certificates
from salerno.credentials.elmo.documents import NAMESPACE
from salerno.credentials.enums import State
from salerno.credentials.europass.certificates import SealOwner, owner_of
from salerno.credentials.europass.refusals import SealReason
from salerno.credentials.joint.awarding import is_joint
from salerno.credentials.judging import judge_edc, judge_elmo, judge_joint, names_of
from salerno.credentials.models import StatusChange, StatusList
from salerno.credentials.our_records import with_our_records
from salerno.credentials.proving.did import Resolver
from salerno.credentials.proving.reading import read_json
from salerno.credentials.proving.refusals import ProofRefused, Reason
from salerno.credentials.proving.statuses import StatusLookup
from salerno.credentials.proving.vc_jwt import KeyLookup
from salerno.credentials.proving.verification import Check, Form, Note, Outcome, Verdict, verify
from salerno.credentials.selectors import as_uuid, credential_by_id, did_document

_SEALED = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"(?:payload|signatures)"\s*:')
_BLANKS = b"\xef\xbb\xbf \t\r\n"
# Where an ELMO names its vocabulary, after comments of ordinary length.
_HEAD = 4096

_OUR_STATES = {State.SUSPENDED: Outcome.SUSPENDED, State.REVOKED: Outcome.REVOKED}


@dataclass(frozen=True)
class HandedIn:
    """What came with a document: whoever hands it in vouches that it is the issuer's."""

    did_documents: tuple[dict[str, Any], ...] = ()
    status_lists: tuple[dict[str, Any], ...] = ()
    certificates: Certificates = ()


def check(
    document: bytes,
    *,
    at: datetime,
    did_documents: tuple[dict[str, Any], ...] = (),
    status_lists: tuple[dict[str, Any], ...] = (),
    certificates: Certificates = (),
) -> Verdict:
    """One verdict on ``document``, of whichever kind that we issue. Nothing is fetched: of an issuer that we do not know, the DID
    document is handed in; for a token its key (JWK, JWK Set) among ``did_documents``; for a seal a certificate that vouches for it.

    SECURITY: our own institutions are always resolved from our own rows; a document, key or certificate handed in under one of
    their names is not used, nor under the name of one that has not signed anything yet.
    """
    beside = HandedIn(did_documents, status_lists, certificates)
    if is_sealed(document):
        verdict = _check_edc(document, at, beside)
    elif is_elmo(document):
        verdict = _check_elmo(document, at, beside)
    else:
        verdict = _check_credential(document, at, beside)
    return with_our_records(verdict, document)


def is_sealed(document: bytes) -> bool:
    """Whether it looks like a JSON Web Signature in its JSON form, as sealed credentials are."""
    return _SEALED.match(document) is not None


def is_elmo(document: bytes) -> bool:
    """Whether it looks like an ELMO."""
    return document.lstrip(_BLANKS)[:1] == b"<" and NAMESPACE.encode() in document[:_HEAD]


def _check_edc(document: bytes, at: datetime, beside: HandedIn) -> Verdict:
    try:
        text = document.decode("utf-8-sig")
    except UnicodeDecodeError:
        readable = Check("readable", False, reason=SealReason.NOT_JSON)
        return Verdict(Outcome.UNREADABLE, SealReason.NOT_JSON, "it is not UTF-8", (readable,), form=Form.EDC)
    authorities = time_authorities()
    return _believing(lambda trusted: judge_edc(text, trusted=trusted, time_authorities=authorities, at=at), beside)


def _check_elmo(document: bytes, at: datetime, beside: HandedIn) -> Verdict:
    return _believing(lambda trusted: judge_elmo(document, trusted=trusted, at=at), beside)


def _believing(judge: Callable[[Certificates], tuple[Verdict, SealOwner | None]], beside: HandedIn) -> Verdict:
    """The verdict by those whom we trust; where they know nobody, by the certificates handed in too, which never speak for us."""
    own = own_seals()
    verdict, owner = judge(own + trusted_certificates())
    if owner is None:
        return verdict
    ours = {owner_of(each).legal_identifier for each in own} | own_legal_identifiers()
    if verdict.outcome is Outcome.UNKNOWN_ISSUER and beside.certificates and owner.legal_identifier not in ours:
        again, _owner = judge(own + trusted_certificates() + beside.certificates)
        return replace(again, notes=(*again.notes, Note.HANDED_IN))
    is_ours = verdict.is_valid and owner.legal_identifier in ours
    return replace(verdict, notes=(*verdict.notes, Note.OUR_SEAL)) if is_ours else verdict


def _check_credential(document: bytes, at: datetime, beside: HandedIn) -> Verdict:
    is_pdf = document.startswith(b"%PDF-")
    if not is_pdf and (named := _joint(document)) is not None:
        return _check_joint(document, named, at, beside)
    verdict = verify(
        document,
        at=at,
        resolver=_resolver(beside.did_documents),
        status_lookup=_status_lookup(beside.status_lists),
        key_lookup=_key_lookup(beside.did_documents),
    )
    verdict = _in_our_words(verdict)
    return replace(verdict, form=Form.PDF, notes=(Note.PAGES_NOT_SIGNED,)) if is_pdf else verdict


def _joint(document: bytes) -> dict[str, Any] | None:
    """The joint credential in ``document``, read and not yet believed; None for anything else."""
    try:
        read = read_json(document)
    except ProofRefused:
        return None
    return read if is_joint(read) else None


def _check_joint(document: bytes, read: dict[str, Any], at: datetime, beside: HandedIn) -> Verdict:
    resolve = _resolver(beside.did_documents)
    known = {did: found for did in names_of(read) if (found := resolve(did)) is not None}
    return judge_joint(document, known, lookup=_status_lookup(beside.status_lists), at=at)


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

"""Judge a sealed European Digital Credential: from the text alone, with the anchors that the caller trusts.

What the verdict does not say: whether a certificate was revoked (nothing is fetched), whether the seal is a *qualified* one (that
is the choice of the anchors, from the EU's trusted lists), whether the credential was withdrawn (no list of statuses is read).
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from ..proving.moments import CLOCK_SKEW, as_moment
from ..proving.refusals import ProofRefused
from .certificates import SealOwner, check_key, check_may_seal, is_vouched_for, owner_of
from .envelope import Envelope, read_envelope, read_object
from .expansion import CONTEXT
from .jws import algorithm_of, check_signature, from_base64url, signing_input
from .refusals import SealReason, SealRefused
from .time_stamps import TimeStamp, stamps_of


class TimeEvidence(StrEnum):
    """What supports the time of sealing: a time stamp of a trusted authority, or the word of whoever sealed."""

    STAMPED = "stamped"
    CLAIMED = "claimed"


@dataclass(frozen=True)
class SealVerdict:
    """``refusal`` is ``None`` for a valid credential. The rest holds what was established before the refusal: ``payload`` (the
    exact text) and ``credential`` only when the signature fits them.

    ``rests_on_claim``: by now the certificate has ended, and only the sealer's word says that it sealed before.
    """

    refusal: SealReason | None = None
    detail: str = ""
    payload: str | None = None
    credential: dict | None = None
    owner: SealOwner | None = None
    sealed_at: datetime | None = None
    evidence: TimeEvidence | None = None
    rests_on_claim: bool = False

    @property
    def is_valid(self) -> bool:
        return self.refusal is None


def verify_sealed(
    text: str,
    *,
    trusted: Sequence[x509.Certificate],
    at: datetime,
    time_authorities: Sequence[x509.Certificate] = (),
) -> SealVerdict:
    """The verdict on ``text`` at the moment ``at``.

    ``trusted``: certificates that may vouch for a seal, or seals themselves; ``time_authorities``: those for time stamps. The
    certificate of the seal is judged at the time of sealing: the earliest trusted stamp's, else the claimed one.
    """
    judge = _Judge(trusted, time_authorities, at)
    try:
        judge.judge(text)
    except SealRefused as refusal:
        return replace(judge.known, refusal=refusal.reason, detail=refusal.detail)
    return judge.known


class _Judge:
    """Collects what is known, step by step; the first refusal ends it."""

    def __init__(self, trusted: Sequence[x509.Certificate], time_authorities: Sequence[x509.Certificate], at: datetime) -> None:
        self.trusted, self.time_authorities, self.at = trusted, time_authorities, at
        self.known = SealVerdict()

    def judge(self, text: str) -> None:
        envelope = read_envelope(text)
        check_sealed(envelope)
        certificate = envelope.certificates[0]
        self.known = replace(self.known, payload=envelope.payload, owner=owner_of(certificate))
        self._place_in_time(envelope, stamps_of(envelope))
        check_may_seal(certificate, self.known.sealed_at)
        credential = _credential_in(envelope.payload)
        self.known = replace(self.known, credential=credential)
        _check_issuer(credential, self.known.owner)
        if not is_vouched_for(certificate, envelope.certificates[1:], self.trusted, self.known.sealed_at):
            raise SealRefused(SealReason.UNKNOWN_ISSUER, self.known.owner.issued_by)
        _check_dates(credential, self.at)

    def _place_in_time(self, envelope: Envelope, stamps: list[TimeStamp]) -> None:
        believed = [stamp.at for stamp in stamps if stamp.is_trusted(self.time_authorities)]
        sealed_at = min(believed) if believed else envelope.claimed_at
        evidence = TimeEvidence.STAMPED if believed else TimeEvidence.CLAIMED
        ended = self.at > envelope.certificates[0].not_valid_after_utc
        self.known = replace(
            self.known, sealed_at=sealed_at, evidence=evidence, rests_on_claim=ended and evidence is TimeEvidence.CLAIMED
        )
        if max(sealed_at, envelope.claimed_at) > self.at + CLOCK_SKEW:
            raise SealRefused(SealReason.SEALED_IN_THE_FUTURE, envelope.claimed_at.isoformat())


def check_sealed(envelope: Envelope) -> None:
    """Refuse unless the first certificate is the one that the header names, and its key sealed exactly this payload."""
    certificate = envelope.certificates[0]
    digest = hashlib.sha256(certificate.public_bytes(Encoding.DER)).digest()
    if from_base64url(envelope.header.get("x5t#S256"), "x5t#S256") != digest:
        raise SealRefused(SealReason.WRONG_CERTIFICATE, "x5t#S256 names another certificate than x5c")
    key = certificate.public_key()
    check_key(key)
    # SECURITY: the algorithm follows from the key; a header that wants another one is lying.
    if envelope.header["alg"] != algorithm_of(key):
        raise SealRefused(SealReason.UNSUPPORTED_ALGORITHM, f"{envelope.header['alg']} with another kind of key")
    check_signature(key, envelope.signature, signing_input(envelope.protected, envelope.payload))


def _credential_in(payload: str) -> dict:
    try:
        credential = read_object(payload)
    except SealRefused as refusal:
        raise SealRefused(SealReason.NOT_A_CREDENTIAL, refusal.detail) from refusal
    types = credential.get("type")
    if not isinstance(types, list) or "EuropeanDigitalCredential" not in types:
        raise SealRefused(SealReason.NOT_A_CREDENTIAL, "type")
    if credential.get("@context") != list(CONTEXT):
        raise SealRefused(SealReason.NOT_A_CREDENTIAL, "@context")
    if not all(isinstance(credential.get(name), dict) for name in ("issuer", "credentialSubject")):
        raise SealRefused(SealReason.NOT_A_CREDENTIAL, "issuer and credentialSubject")
    return credential


def _check_issuer(credential: dict, owner: SealOwner) -> None:
    """SECURITY: a trusted seal speaks for its owner alone; else any institution could issue in the name of any other."""
    identifier = credential["issuer"].get("eIDASIdentifier")
    named = identifier.get("notation") if isinstance(identifier, dict) else None
    if named != owner.legal_identifier:
        raise SealRefused(SealReason.WRONG_ISSUER, f"it names {str(named)[:60]}; the seal is that of {owner.legal_identifier}")


def _check_dates(credential: dict, at: datetime) -> None:
    try:
        starts = [as_moment(credential.get("validFrom"), "validFrom")]
        ends = [as_moment(credential[name], name) for name in ("validUntil", "expirationDate") if name in credential]
    except ProofRefused as refusal:
        raise SealRefused(SealReason.NOT_A_CREDENTIAL, refusal.detail) from refusal
    if at < max(starts) - CLOCK_SKEW:
        raise SealRefused(SealReason.NOT_YET_VALID, credential["validFrom"])
    if ends and at > min(ends):
        raise SealRefused(SealReason.EXPIRED, min(ends).isoformat())

"""Sign a credential, and check every proof that a credential carries (W3C Data Integrity 1.0)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from .contexts import Contexts, pinned_contexts
from .cryptosuites import RDFC, rdfc_hash_data, suite_of
from .did import Resolver, check_method_kind, find_method, resolve
from .keys import SigningKey
from .moments import CLOCK_SKEW, as_moment, as_text
from .multikey import encode_base58
from .reading import check_shape
from .refusals import ProofRefused, Reason

PURPOSE = "assertionMethod"
# A credential has one proof, rarely three; each costs a canonicalisation.
_MAX_PROOFS = 6


class Standing(StrEnum):
    """What a proof is to the credential. Those of an unknown party or of an unknown kind were not checked."""

    ISSUER = "issuer"
    OTHER_PARTY = "other_party"
    UNKNOWN_PARTY = "unknown_party"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class CheckedProof:
    """One proof: ``note`` says why it was skipped, or whose key it is."""

    kind: str
    method: str
    standing: Standing
    note: str = ""


def sign(
    document: dict,
    *,
    key: SigningKey,
    created: datetime,
    contexts: Contexts | None = None,
    proof_id: str | None = None,
    previous: str | list[str] | None = None,
    expires: datetime | None = None,
) -> dict:
    """``document`` with one more proof by ``key`` (eddsa-rdfc-2022), as an element of the array ``proof``.

    The OB 3.0 schema wants the array even for one. ``previous`` names proofs (by id) that this one vouches
    for too. Raises ``ProofRefused`` when a key of the document does not expand: it would not be signed.
    """
    contexts = contexts or pinned_contexts()
    check_shape(document)
    proof = {"type": "DataIntegrityProof"}
    if proof_id:
        proof["id"] = proof_id
    proof |= {
        "cryptosuite": RDFC,
        "created": as_text(created),
        "verificationMethod": key.id,
        "proofPurpose": PURPOSE,
    }
    if expires:
        proof["expires"] = as_text(expires)
    if previous:
        proof["previousProof"] = previous
    proofs = proofs_of(document)
    data = rdfc_hash_data(_signed_part(document, proof, proofs), proof, contexts)
    signed = proof | {"proofValue": encode_base58(key.sign(data))}
    return {**_without_proof(document), "proof": [*proofs, signed]}


def proofs_of(document: dict) -> list[dict]:
    """The proofs of ``document``, whether it carries an object or an array; raises when they are neither."""
    value = document.get("proof", [])
    proofs = value if isinstance(value, list) else [value]
    if len(proofs) > _MAX_PROOFS or not all(isinstance(proof, dict) for proof in proofs):
        raise ProofRefused(Reason.BAD_PROOF, f"not objects, or more than {_MAX_PROOFS}")
    return proofs


def verify_proofs(
    document: dict, *, issuer: str, resolver: Resolver, at: datetime, contexts: Contexts | None = None
) -> list[CheckedProof]:
    """Check every proof that we know how to check; at least one must be the issuer's own.

    Proofs of an unknown kind are skipped with a note (1EdTech's validator does the same), good ones of
    other parties are reported as such, and a single bad one refuses the document: something in it was
    changed.
    """
    contexts = contexts or pinned_contexts()
    proofs = proofs_of(document)
    if not proofs:
        raise ProofRefused(Reason.NO_PROOF)
    checked = [
        _check_proof(document, proof, proofs, issuer=issuer, resolver=resolver, at=at, contexts=contexts) for proof in proofs
    ]
    standings = {each.standing for each in checked}
    if Standing.ISSUER in standings:
        return checked
    foreign = [each for each in checked if each.standing is not Standing.SKIPPED]
    if foreign:
        raise ProofRefused(Reason.WRONG_ISSUER_KEY, foreign[0].note)
    raise ProofRefused(Reason.NO_CHECKABLE_PROOF, "; ".join(each.note for each in checked))


def _check_proof(document, proof, proofs, *, issuer, resolver, at, contexts) -> CheckedProof:
    kind = str(proof.get("cryptosuite") or proof.get("type"))[:80]
    suite = suite_of(proof)
    if suite is None:
        return CheckedProof(kind, "", Standing.SKIPPED, f"{kind} is not a kind of proof that we can check")
    if proof.get("proofPurpose") != PURPOSE:
        raise ProofRefused(Reason.WRONG_PURPOSE, str(proof.get("proofPurpose"))[:80])
    _check_times(proof, at)
    signed = suite.prepare(_signed_part(document, proof, proofs), proof, contexts)
    method = check_method_kind(proof.get("verificationMethod"))
    key, standing, note = _key_of(method, issuer, resolver)
    if standing is Standing.UNKNOWN_PARTY:
        return CheckedProof(kind, method, standing, note)
    try:
        suite.check(key, proof, signed)
    except ProofRefused as refusal:
        raise ProofRefused(refusal.reason, refusal.detail or f"{kind} by {method}"[:300]) from refusal
    return CheckedProof(kind, method, standing, note or (f"{method}; {suite.note}" if suite.note else ""))


def _key_of(method: str, issuer: str, resolver: Resolver) -> tuple[object, Standing, str]:
    """The Multikey to check with and whose it is. A key that is not the issuer's is looked up at its own
    controller."""
    issuer_document = resolve(issuer, resolver)
    if issuer_document is None:
        raise ProofRefused(Reason.UNKNOWN_ISSUER, issuer[:200])
    try:
        found = find_method(method, issuer=issuer, document=issuer_document)
        return _key_in(found), Standing.ISSUER, ""
    except ProofRefused as refusal:
        if refusal.reason is not Reason.WRONG_ISSUER_KEY:
            raise
        note = refusal.detail
    controller = method.partition("#")[0]
    document = resolve(controller, resolver)
    if document is None or controller == issuer:
        return None, Standing.UNKNOWN_PARTY, f"{note}; its holder is not known"
    found = find_method(method, issuer=controller, document=document)
    return _key_in(found), Standing.OTHER_PARTY, note


def _key_in(method: dict) -> object:
    if "publicKeyMultibase" not in method:
        raise ProofRefused(Reason.BAD_KEY, f"{method.get('id')} is no Multikey")
    return method["publicKeyMultibase"]


def _check_times(proof: dict, at: datetime) -> None:
    if "created" in proof and as_moment(proof["created"], "proof.created") > at + CLOCK_SKEW:
        raise ProofRefused(Reason.PROOF_FROM_THE_FUTURE, str(proof["created"]))
    if "expires" in proof and as_moment(proof["expires"], "proof.expires") < at:
        raise ProofRefused(Reason.PROOF_EXPIRED, str(proof["expires"]))


def _without_proof(document: dict) -> dict:
    return {key: value for key, value in document.items() if key != "proof"}


def _signed_part(document: dict, proof: dict, proofs: list[dict]) -> dict:
    """What ``proof`` vouches for: the document, and in a chain the earlier proofs put back (Data
    Integrity, 4.3)."""
    unsecured = _without_proof(document)
    previous = proof.get("previousProof", [])
    wanted = previous if isinstance(previous, list) else [previous]
    if not wanted:
        return unsecured
    if not all(isinstance(each, str) for each in wanted):
        raise ProofRefused(Reason.PREVIOUS_PROOF_MISSING, str(previous)[:200])
    matching = [each for each in proofs if each.get("id") in wanted and each is not proof]
    if {each["id"] for each in matching} != set(wanted):
        raise ProofRefused(Reason.PREVIOUS_PROOF_MISSING, str(previous)[:200])
    return unsecured | {"proof": matching}

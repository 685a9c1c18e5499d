"""How each kind of proof is checked: what exactly was signed, and with which sort of key.

The EdDSA suites (vc-di-eddsa 1.0, 3.2 and 3.3; Ed25519Signature2020) sign SHA-256(canonical proof options) followed by
SHA-256(canonical document): 64 bytes, in that order. Selective disclosure has a module of its own.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from . import ecdsa_sd
from .canonical import canonical_json, canonical_options, canonical_rdf
from .contexts import Contexts
from .multikey import decode_base58, decode_ed25519
from .refusals import ProofRefused, Reason

RDFC = "eddsa-rdfc-2022"
JCS = "eddsa-jcs-2022"


@dataclass(frozen=True)
class Suite:
    """``prepare`` makes of document, proof and contexts what was signed; ``check`` compares it with the proof, given the key's
    Multikey text. ``note`` is said of a proof that is good."""

    prepare: Callable[[dict, dict, Contexts], object]
    check: Callable[[object, dict, object], None]
    note: str = ""


def _hash(text: bytes) -> bytes:
    return hashlib.sha256(text).digest()


def rdfc_hash_data(document: dict, proof: dict, contexts: Contexts) -> bytes:
    """For eddsa-rdfc-2022: the proof's options are read with the document's own contexts (3.2.5)."""
    options = canonical_options(document, proof, contexts)
    return _hash(options.encode()) + _hash(canonical_rdf(document, contexts).encode())


def jcs_hash_data(document: dict, proof: dict, contexts: Contexts) -> bytes:
    """For eddsa-jcs-2022 (3.3.2): the text itself is signed, so nothing can be dropped and no context is
    read.

    A proof that carries contexts must carry a beginning of the document's; they are then what was signed.
    """
    options = {key: value for key, value in proof.items() if key != "proofValue"}
    if "@context" in proof:
        theirs, ours = _as_list(proof["@context"]), _as_list(document.get("@context"))
        if ours[: len(theirs)] != theirs:
            raise ProofRefused(Reason.BAD_PROOF, "the proof's contexts are not those of the document")
        document = document | {"@context": proof["@context"]}
    return _hash(canonical_json(options)) + _hash(canonical_json(document))


def _as_list(value: object) -> list:
    return value if isinstance(value, list) else [value]


def _check_eddsa(key: object, proof: dict, data: bytes) -> None:
    public_key = decode_ed25519(key)
    signature = decode_base58(proof.get("proofValue"), reason=Reason.BAD_SIGNATURE)
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, data)
    except (InvalidSignature, ValueError) as error:
        raise ProofRefused(Reason.BAD_SIGNATURE) from error


_EDDSA = Suite(rdfc_hash_data, _check_eddsa)
# eddsa-2022 is the draft name of eddsa-rdfc-2022, which earlier Open Badges carry.
_SUITES = {
    RDFC: _EDDSA,
    "eddsa-2022": _EDDSA,
    JCS: Suite(jcs_hash_data, _check_eddsa),
    "ecdsa-sd-2023": Suite(ecdsa_sd.prepare, ecdsa_sd.check, "the holder chose which parts are shown"),
}


def suite_of(proof: dict) -> Suite | None:
    """How ``proof`` is checked, or None when we do not know its kind."""
    if proof.get("type") == "Ed25519Signature2020":
        return _EDDSA
    suite = proof.get("cryptosuite")
    if proof.get("type") == "DataIntegrityProof" and isinstance(suite, str):
        return _SUITES.get(suite)
    return None

"""What exactly is signed: the hash data of each cryptosuite (vc-di-eddsa 1.0, 3.2 and 3.3;
Ed25519Signature2020).

All of them sign SHA-256(canonical proof options) followed by SHA-256(canonical document): 64 bytes, in that
order.
"""

import hashlib
from collections.abc import Callable

from .canonical import canonical_json, canonical_rdf
from .contexts import Contexts
from .refusals import ProofRefused, Reason

HashData = Callable[[dict, dict, Contexts], bytes]

RDFC = "eddsa-rdfc-2022"
JCS = "eddsa-jcs-2022"


def _hash(text: bytes) -> bytes:
    return hashlib.sha256(text).digest()


def rdfc_hash_data(document: dict, proof: dict, contexts: Contexts) -> bytes:
    """For eddsa-rdfc-2022: the proof's options are read with the document's own contexts (3.2.5)."""
    options = {key: value for key, value in proof.items() if key != "proofValue"}
    options["@context"] = document.get("@context")
    canonical_options = canonical_rdf(options, contexts)
    canonical_document = canonical_rdf(document, contexts)
    return _hash(canonical_options.encode()) + _hash(canonical_document.encode())


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


# eddsa-2022 is the draft name of eddsa-rdfc-2022, which earlier Open Badges carry.
_SUITES: dict[str, HashData] = {RDFC: rdfc_hash_data, "eddsa-2022": rdfc_hash_data, JCS: jcs_hash_data}


def hash_data_of(proof: dict) -> HashData | None:
    """How the proof's data are hashed, or None when we do not know its kind."""
    if proof.get("type") == "Ed25519Signature2020":
        return rdfc_hash_data
    suite = proof.get("cryptosuite")
    if proof.get("type") == "DataIntegrityProof" and isinstance(suite, str):
        return _SUITES.get(suite)
    return None

"""The universities sign, each with its own key, in any order, where and when they like."""

from collections.abc import Sequence
from datetime import datetime

from ..proving.contexts import Contexts
from ..proving.keys import SigningKey
from ..proving.proofs import proofs_of, sign
from .awarding import awarding_institutions
from .refusals import JointReason, JointRefused


def sign_jointly(document: dict, keys: Sequence[SigningKey], *, created: datetime, contexts: Contexts | None = None) -> dict:
    """``document`` with the proofs of all universities that it names; it may carry some already.

    Raises ``JointRefused`` when one is then still missing, and as ``add_signature`` does.
    """
    for key in keys:
        document = add_signature(document, key, created=created, contexts=contexts)
    if missing := missing_signers(document):
        raise JointRefused(JointReason.PROOF_MISSING, ", ".join(missing)[:300])
    return document


def add_signature(document: dict, key: SigningKey, *, created: datetime, contexts: Contexts | None = None) -> dict:
    """``document`` with one more proof, by a university that it names and that has not signed yet.

    The proof is over the content alone, not over the proofs of others: any of them could sign first. Raises ``JointRefused``, and
    ``ProofRefused`` when a part of the document would not be signed.
    """
    named = [each.did for each in awarding_institutions(document)]
    if key.controller not in named:
        raise JointRefused(JointReason.FOREIGN_PROOF, f"{key.controller} is not named as awarding"[:300])
    if key.controller not in missing_signers(document):
        raise JointRefused(JointReason.PROOF_REPEATED, key.controller[:300])
    return sign(document, key=key, created=created, contexts=contexts)


def missing_signers(document: dict) -> list[str]:
    """The DIDs of those that the document names and that no proof says to be of; the proofs are not checked."""
    signed = {str(proof.get("verificationMethod")).partition("#")[0] for proof in proofs_of(document)}
    return [each.did for each in awarding_institutions(document) if each.did not in signed]

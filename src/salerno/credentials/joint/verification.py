"""Judge a joint credential: every university that it names must have signed, and nobody else."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from ..proving.contexts import Contexts, pinned_contexts
from ..proving.cryptosuites import RDFC
from ..proving.moments import as_moment
from ..proving.proofs import proofs_of, verify_proofs
from ..proving.reading import check_shape, read_json
from ..proving.refusals import ProofRefused, Reason
from ..proving.statuses import StatusLookup, check_statuses
from ..proving.structure import as_list, check_structure, issuer_of, period_of
from ..proving.verification import Outcome, outcome_of
from .awarding import AwardingInstitution, awarding_institutions
from .consortium import check_listed, controllers_of
from .refusals import JointReason, JointRefused

_OUTCOMES = {
    JointReason.NOT_JOINT: Outcome.UNREADABLE,
    JointReason.UNKNOWN_CONSORTIUM: Outcome.UNKNOWN_ISSUER,
    JointReason.NOT_A_CONTROLLER: Outcome.UNKNOWN_ISSUER,
    JointReason.KEY_NOT_LISTED: Outcome.UNKNOWN_ISSUER,
    JointReason.STATUS_OF_ANOTHER: Outcome.STATUS_UNCHECKED,
}
# What one list says comes before what another does not say.
_PRECEDENCE = {Reason.REVOKED: 0, Reason.SUSPENDED: 1}


@dataclass(frozen=True)
class Signer:
    """Who signed, with which key; ``signed_at`` is the signer's word, and may be absent."""

    institution: AwardingInstitution
    method: str
    signed_at: datetime | None


@dataclass(frozen=True)
class JointVerdict:
    """``refusal`` is ``None`` for a credential that holds. The rest is what was established before the refusal.

    ``signers``: those whose proofs are good, in the order in which the document names them; ``missing``: the DIDs of those whose
    proof is not there at all.
    """

    refusal: Reason | JointReason | None = None
    detail: str = ""
    awarding: tuple[AwardingInstitution, ...] = ()
    signers: tuple[Signer, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def is_valid(self) -> bool:
        return self.refusal is None

    @property
    def outcome(self) -> Outcome:
        """The verdict in the one word that every credential has. A set of proofs that is not whole counts as altered."""
        if self.refusal is None:
            return Outcome.VALID
        return outcome_of(self.refusal) if isinstance(self.refusal, Reason) else _OUTCOMES.get(self.refusal, Outcome.ALTERED)


def verify_joint(
    document: bytes | dict,
    did_documents: Mapping[str, dict],
    *,
    at: datetime,
    status_lookup: StatusLookup = lambda url: None,
    contexts: Contexts | None = None,
) -> JointVerdict:
    """The verdict on ``document`` at the moment ``at``. Never raises for what a stranger may send.

    ``did_documents``: that of the consortium and those of the universities, by DID; ``status_lookup`` gives status lists by
    address. Nothing is fetched. Who must have signed is what the signed content says, never what the caller or the proofs say.
    """
    judge = _Judge(did_documents, at, status_lookup, contexts or pinned_contexts())
    try:
        judge.judge(document)
    except (ProofRefused, JointRefused) as refusal:
        return replace(judge.known, refusal=refusal.reason, detail=refusal.detail)
    return judge.known


class _Judge:
    """Collects what is known, step by step; the first refusal ends it."""

    def __init__(self, documents: Mapping[str, dict], at: datetime, lookup: StatusLookup, contexts: Contexts) -> None:
        self.resolver = documents.get
        self.at, self.lookup, self.contexts = at, lookup, contexts
        self.known = JointVerdict()

    def judge(self, document: bytes | dict) -> None:
        if isinstance(document, bytes):
            document = read_json(document)
        check_shape(document)
        check_structure(document)
        self.known = JointVerdict(awarding=awarding_institutions(document))
        consortium = issuer_of(document)
        self._check_controllers(consortium)
        proofs = self._proofs_by_signer(document)
        for institution in self.known.awarding:
            self._check_proof(document, proofs[institution.did], institution, consortium)
        self._check_statuses(document)
        period_of(document).check(self.at)

    def _check_controllers(self, consortium: str) -> None:
        controllers = controllers_of(consortium, self.resolver)
        if strangers := [each.did for each in self.known.awarding if each.did not in controllers]:
            raise JointRefused(JointReason.NOT_A_CONTROLLER, f"{strangers[0]} does not control {consortium}"[:300])

    def _proofs_by_signer(self, document: dict) -> dict[str, dict]:
        """One proof of each awarding institution, as the proofs themselves say; nothing is verified yet."""
        named = [each.did for each in self.known.awarding]
        found: dict[str, dict] = {}
        for proof in proofs_of(document):
            signer = str(proof.get("verificationMethod")).partition("#")[0]
            if proof.get("type") != "DataIntegrityProof" or proof.get("cryptosuite") != RDFC:
                raise JointRefused(JointReason.OTHER_KIND_OF_PROOF, str(proof.get("cryptosuite") or proof.get("type"))[:80])
            if "previousProof" in proof:
                raise JointRefused(JointReason.CHAINED_PROOF, signer[:200])
            if signer not in named:
                raise JointRefused(JointReason.FOREIGN_PROOF, f"{signer} is not named as awarding"[:300])
            if signer in found:
                raise JointRefused(JointReason.PROOF_REPEATED, signer[:200])
            found[signer] = proof
        if missing := tuple(did for did in named if did not in found):
            self.known = replace(self.known, missing=missing)
            raise JointRefused(JointReason.PROOF_MISSING, ", ".join(missing)[:300])
        return found

    def _check_proof(self, document: dict, proof: dict, institution: AwardingInstitution, consortium: str) -> None:
        """The proof must stand by itself, as if this university were the only issuer, and the consortium must know the key."""
        alone = {**document, "proof": [proof]}
        verify_proofs(alone, issuer=institution.did, resolver=self.resolver, at=self.at, contexts=self.contexts)
        method = str(proof["verificationMethod"])
        check_listed(method, member=institution.did, consortium=consortium, resolver=self.resolver)
        signed_at = as_moment(proof["created"], "proof.created") if "created" in proof else None
        self.known = replace(self.known, signers=(*self.known.signers, Signer(institution, method, signed_at)))

    def _check_statuses(self, document: dict) -> None:
        """Each awarding institution says by its own list whether its award still holds; all have one entry, or none has."""
        asked: list[str] = []
        refusals: list[ProofRefused | JointRefused] = []
        entries = as_list(document.get("credentialStatus"))
        for entry in entries:
            try:
                asked.append(self._ask(entry))
            except (ProofRefused, JointRefused) as refusal:
                refusals.append(refusal)
        if refusals:
            raise min(refusals, key=lambda each: _PRECEDENCE.get(each.reason, len(_PRECEDENCE)))
        if entries and sorted(asked) != sorted(each.did for each in self.known.awarding):
            raise JointRefused(JointReason.STATUS_OF_ANOTHER, f"status lists of {', '.join(asked)}"[:300])

    def _ask(self, entry: object) -> str:
        """Whose list ``entry`` is in. Raises when it says that the award does not hold, or gives no answer."""
        address = entry.get("statusListCredential") if isinstance(entry, dict) else None
        listing = self.lookup(address) if isinstance(address, str) else None
        if listing is None:
            raise ProofRefused(Reason.STATUS_UNAVAILABLE, str(address)[:200])
        listing = read_json(listing) if isinstance(listing, bytes) else listing
        owner = issuer_of(listing)
        if owner not in [each.did for each in self.known.awarding]:
            raise JointRefused(JointReason.STATUS_OF_ANOTHER, f"{address} is a list of {owner}"[:300])
        check_statuses(
            {"issuer": owner, "credentialStatus": [entry]},
            lookup={address: listing}.get,
            resolver=self.resolver,
            at=self.at,
            contexts=self.contexts,
        )
        return owner

"""The consortium's DID document: whose it is, and with which keys of theirs the members sign for it.

It holds no key of its own. Each key keeps the name and the controller that it has in its university's own document, which alone
says what becomes of it; the consortium's document says that this university may sign for the consortium with it.
"""

from collections.abc import Mapping, Sequence

from ..proving.did import Resolver, VerificationMethod, asserting_methods, controller_document, find_method, resolve
from ..proving.refusals import ProofRefused, Reason
from ..proving.structure import as_list
from .refusals import JointReason, JointRefused


def consortium_did_document(did: str, members: Mapping[str, Sequence[VerificationMethod]]) -> dict:
    """The document to publish for ``did``: every member as ``controller`` (DID Core 1.0, 5.1.2), all keys for assertions.

    ``members``: the keys of each university by its DID, old and revoked ones too. Raises ``ValueError`` for fewer than two members,
    or a key of another name than its member's.
    """
    if len(members) < 2:
        raise ValueError("a consortium has two members or more")
    for member, methods in members.items():
        if foreign := [method.id for method in methods if method.id.partition("#")[0] != member]:
            raise ValueError(f"{foreign[0]} is no key of {member}")
    listed = [entry for member, methods in members.items() for entry in controller_document(member, methods)["verificationMethod"]]
    return {
        **controller_document(did, ()),
        "controller": list(members),
        "verificationMethod": listed,
        "assertionMethod": [entry["id"] for entry in listed],
    }


def controllers_of(did: str, resolver: Resolver) -> list[str]:
    """Who controls the consortium, says its document."""
    return [each for each in as_list(_document(did, resolver).get("controller")) if isinstance(each, str)]


def check_listed(method: str, *, member: str, consortium: str, resolver: Resolver) -> None:
    """Raise unless the consortium's document and the member's own list the same key under ``method``, revoked in neither."""
    own = resolve(member, resolver)
    if own is None:
        raise ProofRefused(Reason.UNKNOWN_ISSUER, member[:200])
    key = find_method(method, issuer=member, document=own).get("publicKeyMultibase")
    listed = asserting_methods(_document(consortium, resolver)).get(method) or {}
    if listed.get("controller") != member or listed.get("publicKeyMultibase") != key:
        raise JointRefused(JointReason.KEY_NOT_LISTED, f"{consortium} does not list {method} of {member}"[:300])
    if "revoked" in listed:
        raise ProofRefused(Reason.KEY_REVOKED, f"{method} since {listed['revoked']}")


def _document(did: str, resolver: Resolver) -> dict:
    document = resolve(did, resolver)
    if document is None:
        raise JointRefused(JointReason.UNKNOWN_CONSORTIUM, did[:200])
    return document

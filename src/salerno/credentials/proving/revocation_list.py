"""1EdTech Revocation List Status Method 1.0: the issuer lists the ids of what it has revoked. Read, not issued.

The list is not signed: the standard trusts the connection over which it is fetched. Whoever hands in a copy vouches for it.
"""

from .reading import read_json
from .refusals import ProofRefused, Reason
from .structure import as_list, issuer_of

TYPE = "1EdTechRevocationList"
# The largest list that is worth a look: one id is some 60 bytes, and a list has at most a megabyte.
_MAX_ENTRIES = 20_000


def is_listed(entry: dict, credential: dict, found: dict | bytes) -> bool:
    """Whether ``found``, the list at the id of ``entry``, says that ``credential`` is revoked.

    An entry without ``revoked``, or with true, revokes; false takes an earlier revocation back. Raises ``ProofRefused`` when
    the list names another address or issuer, or is malformed.
    """
    own = credential.get("id")
    if not isinstance(own, str):
        raise ProofRefused(Reason.STATUS_MALFORMED, "a credential without id stands in no revocation list")
    listing = read_json(found) if isinstance(found, bytes) else found
    if listing.get("id") != entry.get("id") or issuer_of(listing) != issuer_of(credential):
        raise ProofRefused(Reason.STATUS_LIST_INVALID, "not the list of this address and issuer")
    revoked = as_list(listing.get("revokedCredentials"))
    if len(revoked) > _MAX_ENTRIES or not all(isinstance(item, dict) and isinstance(item.get("id"), str) for item in revoked):
        raise ProofRefused(Reason.STATUS_LIST_INVALID, "its entries are malformed, or too many")
    return any(item["id"] == own and item.get("revoked") is not False for item in revoked)

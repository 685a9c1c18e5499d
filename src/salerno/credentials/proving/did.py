"""Who holds which key: did:key, did:web and controller documents (W3C DID Core; Controlled Identifiers 1.0).

The network is never asked. A *resolver* is any callable that gives the controller document of an
identifier, or None: the room hands in one that knows our own institutions and the issuers that an operator
has accepted.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, unquote

from .moments import as_text
from .multikey import decode_ed25519, decode_p256, encode_ed25519
from .refusals import ProofRefused, Reason

Resolver = Callable[[str], dict | None]

_CONTEXTS = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"]


@dataclass(frozen=True)
class VerificationMethod:
    """A public key of an institution. A rotated key stays listed, or its old signatures could not be
    checked."""

    id: str
    public_key: bytes
    revoked_at: datetime | None = None


def did_key(public_key: bytes) -> str:
    return f"did:key:{encode_ed25519(public_key)}"


def did_key_document(did: str) -> dict:
    """The controller document that a did:key stands for; raises ``ProofRefused(BAD_KEY)``."""
    multibase = did.removeprefix("did:key:")
    decode = decode_p256 if multibase.startswith("zDn") else decode_ed25519
    decode(multibase)
    return _document(did, [_method(f"{did}#{multibase}", did, multibase)])


def did_web(host: str, *path: str, port: int | None = None) -> str:
    """``did:web:example.eu%3A8443:institutions:unipi``: the colon of a port is escaped, path segments are
    joined by colons."""
    authority = host if port is None else f"{host}%3A{port}"
    return ":".join(["did:web", authority, *(quote(segment, safe="") for segment in path)])


def did_web_url(did: str) -> str:
    """Where the controller document of a did:web is published (did:web method, 2.5.2 "Read")."""
    parts = did.partition("#")[0].split(":")
    if parts[:2] != ["did", "web"] or len(parts) < 3 or not all(parts):
        raise ProofRefused(Reason.UNKNOWN_KEY_METHOD, did[:200])
    authority, *path = [unquote(part) for part in parts[2:]]
    if any(sign in authority for sign in "/?#@\\ ") or any("/" in step or step in (".", "..") for step in path):
        raise ProofRefused(Reason.UNKNOWN_KEY_METHOD, did[:200])
    if not path:
        return f"https://{authority}/.well-known/did.json"
    return f"https://{authority}/{'/'.join(quote(step, safe='') for step in path)}/did.json"


def controller_document(controller: str, methods: Sequence[VerificationMethod], *, also_known_as: Iterable[str] = ()) -> dict:
    """The document to publish at ``did_web_url``: every key, old ones too, under ``assertionMethod``."""
    listed = []
    for method in methods:
        entry = _method(method.id, controller, encode_ed25519(method.public_key))
        if method.revoked_at is not None:
            entry["revoked"] = as_text(method.revoked_at)
        listed.append(entry)
    return _document(controller, listed, also_known_as=also_known_as)


def _method(identifier: str, controller: str, multibase: str) -> dict:
    return {"id": identifier, "type": "Multikey", "controller": controller, "publicKeyMultibase": multibase}


def _document(controller: str, methods: list[dict], *, also_known_as: Iterable[str] = ()) -> dict:
    document = {"@context": list(_CONTEXTS), "id": controller}
    if names := list(also_known_as):
        document["alsoKnownAs"] = names
    return document | {"verificationMethod": methods, "assertionMethod": [method["id"] for method in methods]}


def resolver_of(*documents: dict) -> Resolver:
    """A resolver over the documents at hand."""
    return {document["id"]: document for document in documents}.get


def resolve(controller: str, resolver: Resolver) -> dict | None:
    """The controller document of ``controller``; one that names another identifier is not taken for it."""
    if controller.startswith("did:key:"):
        return did_key_document(controller)
    document = resolver(controller)
    if document is None or document.get("id") != controller:
        return None
    return document


def check_method_kind(method_id: object) -> str:
    """The verification method's address, if it is of a kind that can be resolved (did:key, did:web,
    https)."""
    if isinstance(method_id, str) and method_id.startswith(("did:key:", "did:web:", "https://")):
        return method_id
    is_did = isinstance(method_id, str) and method_id.startswith("did:")
    raise ProofRefused(Reason.UNKNOWN_DID_METHOD if is_did else Reason.UNKNOWN_KEY_METHOD, str(method_id)[:200])


def asserting_methods(document: dict) -> dict[str, dict]:
    """The verification methods that may sign credentials, by absolute id; {} of a key that is only
    referred to."""
    own = document["id"]
    known = {_absolute(entry.get("id"), own): entry for entry in _entries(document, "verificationMethod")}
    result = {}
    for entry in _listed(document, "assertionMethod"):
        if isinstance(entry, str):
            result[_absolute(entry, own)] = known.get(_absolute(entry, own), {})
        elif isinstance(entry, dict):
            result[_absolute(entry.get("id"), own)] = entry
    return result


def find_method(method_id: str, *, issuer: str, document: dict) -> dict:
    """The method ``method_id`` of ``issuer``; raises when it may not sign for it.

    A key of another party is not the issuer's, even if its signature is good (VC 2.0, 4.14; Data Integrity,
    4.2), unless the issuer's own document lists that key.
    """
    if method_id == issuer and issuer.startswith("did:key:"):
        method_id = f"{issuer}#{issuer.removeprefix('did:key:')}"
    method = asserting_methods(document).get(method_id)
    if method is None:
        raise _why_not(method_id, issuer, document)
    if not method and method_id.startswith("did:key:"):
        return _entries(did_key_document(method_id.partition("#")[0]), "verificationMethod")[0]
    if not method or method.get("controller") != issuer:
        raise ProofRefused(Reason.WRONG_ISSUER_KEY, f"{method_id} is not controlled by {issuer}")
    if "revoked" in method:
        raise ProofRefused(Reason.KEY_REVOKED, f"{method_id} since {method['revoked']}")
    return method


def _why_not(method_id: str, issuer: str, document: dict) -> ProofRefused:
    if any(_absolute(each.get("id"), issuer) == method_id for each in _entries(document, "verificationMethod")):
        return ProofRefused(Reason.KEY_NOT_FOR_ASSERTION, method_id)
    if method_id.partition("#")[0] == issuer:
        return ProofRefused(Reason.UNKNOWN_KEY, f"{issuer} lists no key {method_id}")
    return ProofRefused(Reason.WRONG_ISSUER_KEY, f"{method_id} is no key of {issuer}")


def _absolute(identifier: object, base: str) -> str:
    text = str(identifier)
    return base + text if text.startswith("#") else text


def _listed(document: dict, name: str) -> list:
    value = document.get(name, [])
    return value if isinstance(value, list) else [value]


def _entries(document: dict, name: str) -> list[dict]:
    return [entry for entry in _listed(document, name) if isinstance(entry, dict)]

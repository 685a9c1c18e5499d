"""What a JSON-LD document must look like before we let it near a signature.

SECURITY: the canonical form knows statements, not JSON. The same statements can be written so that a reader
of the JSON misses some: an expiry date under its full address instead of ``validUntil``, or moved into a
nested object that repeats the credential's ``id``. The signature stays good and an expired credential looks
unlimited. So keys must be plain terms, JSON-LD keywords that move statements are refused, and nobody else
may speak for the credential.
"""

from collections.abc import Iterator

from .contexts import Contexts
from .refusals import ProofRefused, Reason

# PyLD compares each new value of a property with all earlier ones: 2,000 of them take seconds. The fullest
# sample of 1EdTech has about 500 values.
_MAX_VALUES = 3000
_MAX_ITEMS = 250
_MAX_CONTEXTS = 10
_ALLOWED_KEYWORDS = frozenset({"@context", "@value", "@language", "@direction"})
_SPEAKS_FOR_THE_CREDENTIAL = frozenset(
    {
        "issuer",
        "validFrom",
        "validUntil",
        "issuanceDate",
        "expirationDate",
        "credentialStatus",
        "credentialSubject",
    }
)


def check_input(document: dict, contexts: Contexts) -> None:
    """Refuse documents whose JSON and whose statements could tell different stories."""
    own_id = document.get("id")
    for path, node in _objects(document):
        if "@context" in node:
            _check_contexts(node["@context"], contexts)
        for key in node:
            _check_key(key, path)
        identifier = node.get("id")
        if isinstance(identifier, str) and identifier.startswith("_:"):
            raise ProofRefused(Reason.BAD_IDENTIFIER, f"{identifier[:60]} at {path}")
        if path != "$" and own_id is not None and identifier == own_id and _SPEAKS_FOR_THE_CREDENTIAL & set(node):
            raise ProofRefused(Reason.CREDENTIAL_ID_REUSED, path)


def _check_key(key: str, path: str) -> None:
    if key.startswith("@") and key not in _ALLOWED_KEYWORDS:
        raise ProofRefused(Reason.UNSUPPORTED_KEYWORD, f"{key[:60]} at {path}")
    # Open Badges 3.0.3 gives its type Criteria the address of the property criteria: as a key it would
    # hide that property without touching the signature.
    if ":" in key or key[:1].isupper():
        raise ProofRefused(Reason.NOT_A_TERM, f"{key[:120]} at {path}")


def _check_contexts(value: object, contexts: Contexts) -> None:
    listed = value if isinstance(value, list) else [value]
    if len(listed) > _MAX_CONTEXTS:
        raise ProofRefused(Reason.TOO_COMPLEX, f"more than {_MAX_CONTEXTS} contexts")
    for context in listed:
        if not isinstance(context, str):
            raise ProofRefused(Reason.INLINE_CONTEXT, str(context)[:200])
        if not contexts.knows(context):
            raise ProofRefused(Reason.UNKNOWN_CONTEXT, context[:200])


def _objects(document: dict) -> Iterator[tuple[str, dict]]:
    """Every object in ``document`` with its path. A null is refused on the way: JSON-LD drops it."""
    stack: list[tuple[str, object]] = [("$", document)]
    seen = 0
    while stack:
        path, value = stack.pop()
        seen += 1
        if seen > _MAX_VALUES or (isinstance(value, list) and len(value) > _MAX_ITEMS):
            raise ProofRefused(Reason.TOO_COMPLEX, f"more than {_MAX_VALUES} values, or {_MAX_ITEMS} in a list")
        if value is None:
            raise ProofRefused(Reason.NULL_VALUE, path[:200])
        if isinstance(value, dict):
            yield path, value
            stack.extend((f"{path}.{key}", inner) for key, inner in value.items() if key != "@context")
        elif isinstance(value, list):
            stack.extend((f"{path}[{number}]", inner) for number, inner in enumerate(value))


def places_of(word: str, document: dict) -> list[str]:
    """The paths at which ``word`` is a key or a value, in the order of the document."""
    found = []
    for path, node in _objects(document):
        for key, value in node.items():
            if key == word or value == word or (isinstance(value, list) and word in value):
                found.append(f"{path}.{key}")
    return sorted(found)

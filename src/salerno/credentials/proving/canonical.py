"""Canonical forms: RDFC-1.0 N-Quads in *safe mode*, and JCS.

Turning JSON-LD into RDF silently drops what it does not understand: an unknown key, a relative identifier,
a text direction. A signature over the rest then vouches for less than the reader sees. Safe mode refuses
such a document by name, when we sign and when we verify. The form itself is PyLD's ``normalize``
(URDNA2015), which tests compare.
"""

import re
from math import factorial

from c14n.Canonicalize import canonicalize as _jcs
from pyld.canon import URDNA2015
from pyld.jsonld import JsonLdError, JsonLdProcessor

from .contexts import Contexts
from .refusals import UNKNOWN_TYPE_AT, ProofRefused, Reason
from .safe_input import check_input, places_of

# RFC 3987 as N-Quads wants it (IRIREF). SECURITY: PyLD writes identifiers unescaped between < and >; one that
# holds "> <" could imitate other statements, and two documents would share a signature.
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
# The path of a type: the last property before it, if any, without its places in lists.
_TYPED = re.compile(r"\$(?:.*\.([A-Za-z]+)(?:\[\d+\])*)?\.type")
_MAX_SAFE_INTEGER = 2**53 - 1
# PyLD resolves what is relative against a base of its own (http://example.org/base/) when it gets none, and
# signs that. With this base a relative identifier shows itself, "//host/x" too.
_RELATIVE = "relative-identifier:"
_BASE = _RELATIVE + "//x/"
_MAX_HASHINGS = 2000
_MAX_PERMUTATIONS = 20_000


def canonical_rdf(document: dict, contexts: Contexts) -> str:
    """The canonical N-Quads of ``document`` (RDFC-1.0, SHA-256), with all of it inside.

    Raises ``ProofRefused`` when a part would be dropped, when a context is unknown, or when the blank nodes
    are so alike that naming them would take exponential time (RDFC-1.0, 7.1 "dataset poisoning").
    """
    check_input(document, contexts)
    processor = _SafeProcessor()
    try:
        dataset = processor.to_rdf(
            document, {"documentLoader": contexts.load, "contextResolver": contexts.resolver(), "base": _BASE}
        )
        return _BoundedNormalisation().main(dataset, {"format": "application/n-quads"})
    except JsonLdError as error:
        raise _as_refusal(error) from error
    except ProofRefused as refusal:
        raise _with_place(refusal, document) from refusal
    except (TypeError, ValueError, AttributeError, LookupError, RecursionError) as error:
        # PyLD trusts its input in places: a list where a text should be is then an error of its own.
        raise ProofRefused(Reason.BAD_LINKED_DATA, f"{type(error).__name__}: {error}"[:300]) from error


def canonical_options(document: dict, proof: dict, contexts: Contexts) -> str:
    """The canonical form of ``proof`` without its value, read with the document's own contexts (vc-di-eddsa 1.0, 3.2.5)."""
    options = {key: value for key, value in proof.items() if key != "proofValue"}
    options["@context"] = document.get("@context")
    return canonical_rdf(options, contexts)


def canonical_json(document: object) -> bytes:
    """RFC 8785 (JCS). Integers that a double cannot hold are refused: implementations round them
    differently."""
    _check_integers(document)
    return _jcs(document)


def _check_integers(document: object) -> None:
    stack = [document]
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            stack.extend(value.values())
        elif isinstance(value, list):
            stack.extend(value)
        elif isinstance(value, int) and abs(value) > _MAX_SAFE_INTEGER:
            raise ProofRefused(Reason.BAD_NUMBER, str(value)[:40])


class _SafeProcessor(JsonLdProcessor):
    """PyLD, with a look at what expansion kept. ``to_rdf`` calls ``expand``, so the document is expanded
    once."""

    def __init__(self) -> None:
        self.dropped: list[str | None] = []
        super().__init__(on_property_dropped=self.dropped.append)

    def _process_context(self, active_ctx, local_ctx, options, **how):
        """Remember the result: both contexts are frozen, and PyLD never finds type-scoped ones in its own
        cache.

        Only calls from expansion (``propagate``, ``override_protected``) are kept; those that PyLD makes
        while it processes a context carry the state of that work.
        """
        if not how.keys() <= {"propagate", "override_protected"}:
            return super()._process_context(active_ctx, local_ctx, options, **how)
        key = (id(active_ctx), _name_of(local_ctx), how.get("propagate"), how.get("override_protected"))
        processed = options["contextResolver"].processed
        if key not in processed:
            result = super()._process_context(active_ctx, local_ctx, options, **how)
            # The inputs are held with the result, so that their identities stay theirs.
            processed[key] = (active_ctx, local_ctx, result)
        return processed[key][2]

    def expand(self, input_, options):
        expanded = super().expand(input_, options)
        # Types first: an unknown type takes its terms with it, and is then the better explanation.
        _check_expanded(expanded)
        if self.dropped:
            raise ProofRefused(Reason.UNSIGNED_CONTENT, str(self.dropped[0]))
        if len(expanded) != 1:
            raise ProofRefused(Reason.BAD_LINKED_DATA, "there is no single outermost node")
        return expanded


def _name_of(context: object) -> object:
    """Addresses name a context (the input check lets a document bring nothing else); a scoped one is
    itself."""
    if isinstance(context, list):
        return tuple(_name_of(each) for each in context)
    return context if isinstance(context, str) else id(context)


def _check_expanded(expanded: list) -> None:
    """Refuse what the step from expanded JSON-LD to RDF would drop or write ambiguously."""
    stack = list(expanded)
    while stack:
        value = stack.pop()
        if isinstance(value, list):
            stack.extend(value)
        elif isinstance(value, dict):
            _check_node(value)
            if value.get("@type") != "@json":
                stack.extend(inner for key, inner in value.items() if key not in ("@id", "@type", "@value"))


def _check_node(node: dict) -> None:
    if "@value" in node:
        _check_literal(node)
        return
    if "@id" in node and not _is_iri(node["@id"]):
        raise ProofRefused(Reason.BAD_IDENTIFIER, _plain(node["@id"]))
    for type_ in node.get("@type", []):
        if not _is_iri(type_):
            raise ProofRefused(Reason.UNKNOWN_TYPE, _plain(type_))
    for key in node:
        if not key.startswith("@") and not _is_iri(key):
            raise ProofRefused(Reason.BAD_IDENTIFIER, key[:200])


def _check_literal(node: dict) -> None:
    if "@direction" in node:
        # RDFC-1.0 has no agreed way to carry it: it would not be signed.
        raise ProofRefused(Reason.UNSIGNED_CONTENT, "@direction")
    language = node.get("@language")
    if language is not None and not _LANGUAGE.fullmatch(language):
        raise ProofRefused(Reason.BAD_IDENTIFIER, f"language {language!r}"[:200])
    datatype = node.get("@type")
    if datatype not in (None, "@json") and not _is_iri(datatype):
        raise ProofRefused(Reason.UNKNOWN_TYPE, _plain(datatype))


def _is_iri(value: object) -> bool:
    return isinstance(value, str) and _IRI.fullmatch(value) is not None and not value.startswith(_RELATIVE)


def _plain(identifier: object) -> str:
    """The word as it stands in the document."""
    return str(identifier).removeprefix(_BASE)[:200]


class _BoundedNormalisation(URDNA2015):
    """URDNA2015 that gives up early on graphs made to be slow."""

    def __init__(self) -> None:
        super().__init__()
        self._hashings = 0
        self._permutations = 0

    def create_hash_to_related(self, id_, issuer):
        """One call for each hashing of a node; the permutations of each list in the answer are tried next."""
        related = super().create_hash_to_related(id_, issuer)
        self._hashings += 1
        self._permutations += sum(factorial(min(len(alike), 20)) for alike in related.values())
        if self._hashings > _MAX_HASHINGS or self._permutations > _MAX_PERMUTATIONS:
            raise ProofRefused(Reason.TOO_COMPLEX, "too many nodes without identifier look alike")
        return related


def _as_refusal(error: JsonLdError) -> ProofRefused:
    """The refusal inside PyLD's chain of causes, or its own words."""
    cause: BaseException | None = error
    innermost = str(error.args[0]) if error.args else "JSON-LD error"
    while cause is not None:
        if isinstance(cause, ProofRefused):
            return cause
        if isinstance(cause, JsonLdError) and cause.args:
            innermost = str(cause.args[0])
        cause = cause.__cause__
    return ProofRefused(Reason.BAD_LINKED_DATA, innermost[:300])


def _with_place(refusal: ProofRefused, document: dict) -> ProofRefused:
    """Say where in the document the refused word stands, and of an undefined type what has it; expansion itself forgets both."""
    places = places_of(refusal.detail, document)
    if not places:
        return refusal
    reason = refusal.reason
    if reason is Reason.UNKNOWN_TYPE and (match := _TYPED.fullmatch(places[0])):
        reason = UNKNOWN_TYPE_AT.get(match[1] or "", reason)
    return ProofRefused(reason, f"{refusal.detail} at {', '.join(places[:5])}")

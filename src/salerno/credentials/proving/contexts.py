"""The JSON-LD contexts that we know, by address, and a PyLD that can reach no others.

SECURITY: a context decides what a signed word means. Fetched ones could change under a signature or tell a
stranger who is verified here, so every context is a file of this package (sources and licences:
contexts/README.md) and an unknown one is a refusal that names it.

Speed: PyLD spends nine tenths of its time on processing contexts. It keeps processed contexts on the
*resolved* context (``ResolvedContext.cache``), yet throws resolved ones away after each call unless the
loader tags them ``static``, and it serialises every scoped context to find it again. ``_PinnedResolver``
keeps all of it.
"""

import copy
import json
import threading
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from cachetools import LRUCache
from pyld.context_resolver import ContextResolver
from pyld.resolved_context import ResolvedContext

from .refusals import ProofRefused, Reason

CREDENTIALS_V2 = "https://www.w3.org/ns/credentials/v2"
CREDENTIALS_V1 = "https://www.w3.org/2018/credentials/v1"
OPEN_BADGES_3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"

PINNED = {
    CREDENTIALS_V2: "credentials-v2.json",
    CREDENTIALS_V1: "credentials-v1.json",
    OPEN_BADGES_3: "ob-v3p0-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json": "ob-v3p0-3.0.2.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json": "ob-v3p0-3.0.1.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context.json": "ob-v3p0.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json": "ob-v3p0-extensions.json",
    "https://w3id.org/security/data-integrity/v1": "data-integrity-v1.json",
    "https://w3id.org/security/data-integrity/v2": "data-integrity-v2.json",
    "https://w3id.org/security/multikey/v1": "multikey-v1.json",
    "https://w3id.org/security/jwk/v1": "jwk-v1.json",
    "https://w3id.org/security/suites/ed25519-2020/v1": "ed25519-2020-v1.json",
    "https://www.w3.org/ns/credentials/status/v1": "status-v1.json",
    "https://www.w3.org/ns/did/v1": "did-v1.json",
}

# A document names a handful of contexts, which hold some hundred scoped ones; a stranger can send any
# order of them, so every cache is bounded.
_MAX_RESOLVED = 256
_MAX_SCOPED = 512
_MAX_PROCESSED = 32


class Contexts:
    """A closed set of JSON-LD contexts; ``knows`` and ``resolver`` are what canonicalisation needs of it."""

    def __init__(self, documents: Mapping[str, dict]) -> None:
        self._documents = dict(documents)
        # cachetools is not safe between threads, so that each thread keeps its own processed contexts.
        self._local = threading.local()

    def with_others(self, documents: Mapping[str, dict]) -> "Contexts":
        """A larger set, for an operator (or a test) that trusts further contexts."""
        return Contexts({**self._documents, **documents})

    def knows(self, url: str) -> bool:
        return url in self._documents

    def load(self, url: str, options: object = None) -> dict:
        """PyLD's document loader. Serves only what is pinned; raises ``ProofRefused`` with the address
        otherwise."""
        if url not in self._documents:
            raise ProofRefused(Reason.UNKNOWN_CONTEXT, url)
        # A copy, because PyLD resolves relative addresses inside the document in place.
        return {
            "contentType": "application/ld+json",
            "contextUrl": None,
            "documentUrl": url,
            "document": copy.deepcopy(self._documents[url]),
            "tag": "static",
        }

    def resolver(self) -> ContextResolver:
        """This thread's resolver with everything that it has processed so far."""
        if not hasattr(self._local, "resolver"):
            self._local.resolver = _PinnedResolver(self.load)
        return self._local.resolver


class _PinnedResolver(ContextResolver):
    """PyLD's resolver, kept between calls; scoped contexts are found by identity instead of by their JSON."""

    def __init__(self, document_loader) -> None:
        super().__init__(LRUCache(_MAX_RESOLVED), document_loader)
        self.per_op_cache = LRUCache(_MAX_RESOLVED)
        self._scoped: LRUCache = LRUCache(_MAX_SCOPED)
        self.processed: LRUCache = LRUCache(_MAX_SCOPED)

    def resolve(self, active_ctx, context, base, cycles=None):
        if isinstance(context, str | list):
            return super().resolve(active_ctx, context, base, cycles)
        found = self._scoped.get(id(context))
        if found is None:
            # The object is held together with the answer: an identity cannot be given again while it lives.
            found = (context, self._roomy(super().resolve(active_ctx, context, base, cycles)))
            self._scoped[id(context)] = found
        return found[1]

    def _cache_resolved_context(self, key, resolved, tag):
        return super()._cache_resolved_context(key, self._roomy(resolved), tag)

    @staticmethod
    def _roomy(resolved):
        """PyLD keeps ten processed forms of a context; a credential with endorsements meets more."""
        for each in resolved if isinstance(resolved, list) else [resolved]:
            if isinstance(each, ResolvedContext) and each.cache.maxsize < _MAX_PROCESSED:
                each.cache = LRUCache(_MAX_PROCESSED)
        return resolved


@lru_cache(maxsize=1)
def pinned_contexts() -> Contexts:
    """The contexts of this package, read once."""
    folder = files(__package__) / "contexts"
    return Contexts({url: json.loads((folder / name).read_text("utf-8")) for url, name in PINNED.items()})

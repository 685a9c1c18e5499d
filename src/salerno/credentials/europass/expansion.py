"""Whether every key of a credential means something in its contexts.

JSON-LD drops a word that it does not know without a sound: a sample of the Commission writes ``eIDASIdentifier`` with a Greek
iota, and the identifier is gone. Under a seal that would be a credential that says less than its reader sees. So everything is
expanded with the pinned contexts, offline, and a word that gets lost is a refusal.
"""

import json
from functools import lru_cache
from importlib.resources import files

from pyld.jsonld import JsonLdError, JsonLdProcessor

from ..proving.contexts import CREDENTIALS_V1, Contexts, pinned_contexts
from .refusals import CannotBuild

EDC_CONTEXT = "http://data.europa.eu/snb/model/context/edc-ap"
# This order, and http in the second: readers compare the texts.
CONTEXT = (CREDENTIALS_V1, EDC_CONTEXT)
# PyLD resolves what is relative against a base; with this one a relative word shows itself.
_BASE = "relative:"


@lru_cache(maxsize=1)
def edc_contexts() -> Contexts:
    """The pinned contexts with that of the European Learning Model 3.1."""
    text = (files(__package__) / "contexts" / "edc-ap-3.1.json").read_text("utf-8")
    return pinned_contexts().with_others({EDC_CONTEXT: json.loads(text)})


def check_expands(document: dict) -> None:
    """Raise ``CannotBuild`` naming the first key, type, identifier or empty value that would be lost on the way to RDF."""
    _check_values(document)
    dropped: list[str | None] = []
    contexts = edc_contexts()
    options = {"documentLoader": contexts.load, "contextResolver": contexts.resolver(), "base": _BASE}
    try:
        expanded = JsonLdProcessor(on_property_dropped=dropped.append).expand(document, options)
    except JsonLdError as error:
        raise CannotBuild(f"the credential does not expand: {error}"[:500]) from error
    if dropped:
        raise CannotBuild(f"no context knows the word “{dropped[0]}”")
    for word in _names(expanded):
        if ":" not in word or word.startswith(_BASE):
            raise CannotBuild(f"“{word.removeprefix(_BASE)}” is no type or identifier of the contexts")


def _check_values(value: object) -> None:
    """A null or an empty list is dropped as silently as an unknown word."""
    if value is None or value == [] or value == {}:
        raise CannotBuild("the credential holds an empty value")
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _check_values(inner)


def _names(value: object) -> list[str]:
    """Every ``@id`` and ``@type`` in expanded JSON-LD."""
    if isinstance(value, list):
        return [name for item in value for name in _names(item)]
    if not isinstance(value, dict):
        return []
    types = value.get("@type", [])
    own = [*([value["@id"]] if "@id" in value else []), *([types] if isinstance(types, str) else types)]
    return own + [name for inner in value.values() for name in _names(inner)]

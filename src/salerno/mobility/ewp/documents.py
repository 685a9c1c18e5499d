"""Which document of Erasmus Without Paper it is, and whether it is valid against its schema. Offline: the schemas lie beside."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from threading import Lock

from lxml import etree

from salerno.common.safe_xml import XmlRefused, compiled_schema, read_xml
from salerno.common.words import words as _

from .refusals import EwpReason, EwpRefused, Problem
from .schema_words import problems_of

_BASE = "https://schemas.invalid/"
_EVERYTHING = f"{_BASE}everything.xsd"
_PUBLISHED = "https://raw.githubusercontent.com/"
# Where schemas name each other by the address at which they are published, and the files that both versions of ELMO share.
_ADDRESSES = {
    f"{_PUBLISHED}emrex-eu/elmo-schemas/v1/schema.xsd": "elmo-schemas-v1.6.0/schema.xsd",
    f"{_PUBLISHED}emrex-eu/elmo-schemas/v2.1.1/schema.xsd": "elmo-schemas-v2.1.1/schema.xsd",
    f"{_BASE}elmo-schemas-v1.6.0/references/xmldsig-core-schema.xsd": "elmo-schemas-v2.1.1/references/xmldsig-core-schema.xsd",
    f"{_BASE}elmo-schemas-v1.6.0/references/EUROPASS_ISOCountries_V1.1.xsd": (
        "elmo-schemas-v2.1.1/references/EUROPASS_ISOCountries_V1.1.xsd"
    ),
} | {
    f"{_PUBLISHED}erasmus-without-paper/{name}": path
    for name, path in {
        "ewp-specs-api-omobility-las/stable-v1/endpoints/get-response.xsd": (
            "ewp-specs-api-omobility-las-v1.2.0/endpoints/get-response.xsd"
        ),
        "ewp-specs-sec-intro/stable-v2/schema.xsd": "ewp-specs-sec-intro-v2.0.2/schema.xsd",
        "ewp-specs-types-academic-term/stable-v1/schema.xsd": "ewp-specs-types-academic-term-v1.1.0/schema.xsd",
        "ewp-specs-types-academic-term/stable-v2/schema.xsd": "ewp-specs-types-academic-term-v2.0.0/schema.xsd",
        "ewp-specs-types-contact/stable-v1/schema.xsd": "ewp-specs-types-contact-v1.1.0/schema.xsd",
        "ewp-specs-types-phonenumber/stable-v1/schema.xsd": "ewp-specs-types-phonenumber-v1.0.1/schema.xsd",
    }.items()
}
_FOLDER = re.compile(r"(?:ewp-specs-(?:api-)?)?(?P<api>[a-z-]+)-v(?P<version>\d[\w.-]*)/.*(?<!manifest-entry)\.xsd")
_ROOT = re.compile(r"(?:[a-z-]+-)?(?:response|request)|manifest|catalogue|elmo")
_MOST_WITH_LINES = 1_000
_ONE_AT_A_TIME = Lock()
_OF_EWP = ("https://github.com/erasmus-without-paper/", "https://github.com/emrex-eu/")


@dataclass(frozen=True)
class Kind:
    """A kind of document: ``name`` is its root element; ``api`` and ``version``, whose it is, as EWP calls them."""

    name: str
    api: str
    version: str


def read_document(content: bytes) -> tuple[etree._Element, Kind]:
    """The root of ``content`` and its kind. Raises ``EwpRefused`` for what is not to be read, or is no document of EWP."""
    try:
        root = read_xml(content)
    except XmlRefused as refusal:
        raise EwpRefused(EwpReason(refusal.reason.value), Problem(refusal.sentence, refusal.line)) from refusal
    return root, _kind_of(root)


def faults(root: etree._Element) -> tuple[Problem, ...]:
    """What is wrong with a document by its schema; nothing when it is valid.

    SECURITY: in a tree the place of each fault is found by counting the elements before it, so that many faults in one long list
    would take minutes. Faults are therefore counted in a stream first; very many are told without their lines. One document at a
    time: neither compiling a schema nor its list of faults is safe between threads, and a list that another thread emptied
    would read as valid.
    """
    with _ONE_AT_A_TIME:
        return _faults(root)


def _faults(root: etree._Element) -> tuple[Problem, ...]:
    parser = etree.XMLParser(schema=_schema(), resolve_entities=False, no_network=True)
    try:
        etree.fromstring(etree.tostring(root), parser)
    except etree.XMLSyntaxError:
        if len(parser.error_log) > _MOST_WITH_LINES:
            return problems_of(parser.error_log)
    schema = _schema()
    return () if schema.validate(root) else problems_of(schema.error_log)


def _kind_of(root: etree._Element) -> Kind:
    name = etree.QName(root)
    folder = _FOLDER.fullmatch(_known_namespaces().get(name.namespace or "", ""))
    if folder and _ROOT.fullmatch(name.localname):
        return Kind(name.localname, folder["api"], folder["version"])
    if (name.namespace or "").startswith(_OF_EWP):
        sentence = _("“%(name)s” of %(namespace)s is a document, or a version, that is not known here.", **_shown(name))
    else:
        sentence = _("Its root element “%(name)s” begins no document of Erasmus Without Paper.", **_shown(name))
    raise EwpRefused(EwpReason.UNKNOWN_DOCUMENT, Problem(sentence, root.sourceline))


def _shown(name: etree.QName) -> dict[str, str]:
    return {"name": name.localname[:60], "namespace": (name.namespace or "")[:200]}


@cache
def _schema() -> etree.XMLSchema:
    return compiled_schema(_EVERYTHING, _read_file)


@cache
def _known_namespaces() -> dict[str, str]:
    """Namespace → file, as ``everything.xsd`` lists them."""
    listed = etree.fromstring(_read_file(_EVERYTHING) or b"")
    return {each.get("namespace", ""): each.get("schemaLocation", "") for each in listed}


def _read_file(url: str) -> bytes | None:
    """A file of ``schemas``, by the address under which the others name it."""
    path = _ADDRESSES.get(url) or url.removeprefix(_BASE)
    return None if path == url else (files(__package__) / "schemas" / path).read_bytes()

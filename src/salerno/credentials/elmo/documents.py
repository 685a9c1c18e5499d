"""ELMO documents as trees: read from strangers' bytes, and held against the schema."""

from functools import cache
from importlib.resources import files

from lxml import etree

from salerno.common import safe_xml
from salerno.common.safe_xml import XmlReason, XmlRefused, compiled_schema, read_xml

from .refusals import ElmoReason, ElmoRefused

NAMESPACE = "https://github.com/emrex-eu/elmo-schemas/tree/v1"
XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace"
MAX_BYTES = safe_xml.MAX_BYTES

_SCHEMA = "elmo-v1.xsd"
_ELMO = "https://raw.githubusercontent.com/emrex-eu/elmo-schemas/v1/references"
_EWP = "https://raw.githubusercontent.com/erasmus-without-paper/ewp-specs-types-address"
# What ELMO imports lies with the schemas of Erasmus Without Paper, which import it too.
_IMPORTED = {
    "http://www.w3.org/2001/03/xml.xsd": "xml.xsd",
    "http://www.w3.org/2001/xml.xsd": "xml.xsd",
    f"{_ELMO}/xmldsig-core-schema.xsd": "elmo-schemas-v2.1.1/references/xmldsig-core-schema.xsd",
    f"{_ELMO}/EUROPASS_ISOCountries_V1.1.xsd": "elmo-schemas-v2.1.1/references/EUROPASS_ISOCountries_V1.1.xsd",
    f"{_EWP}/stable-v1/schema.xsd": "ewp-specs-types-address-v1.0.2/schema.xsd",
    # The address schema names it relative to itself.
    f"{_EWP}/ewp-specs-architecture-v1.16.0/common-types.xsd": "ewp-specs-architecture-v1.16.0/common-types.xsd",
}

_REASONS = {XmlReason.TOO_LARGE: ElmoReason.TOO_LARGE, XmlReason.DOCUMENT_TYPE: ElmoReason.DOCUMENT_TYPE}


def elmo(name: str) -> str:
    """The name of an element of ELMO, with its namespace."""
    return f"{{{NAMESPACE}}}{name}"


def read_elmo(data: bytes) -> etree._Element:
    """The root ``elmo`` of ``data``, read as ``salerno.common.safe_xml`` reads strangers' bytes. Raises ``ElmoRefused``."""
    try:
        root = read_xml(data)
    except XmlRefused as refusal:
        raise ElmoRefused(_REASONS.get(refusal.reason, ElmoReason.NOT_XML), str(refusal.sentence)) from refusal
    if root.tag != elmo("elmo"):
        raise ElmoRefused(ElmoReason.NOT_ELMO, str(root.tag)[:200])
    return root


def check_schema(root: etree._Element) -> None:
    """Raise ``ElmoRefused(NOT_TO_THE_SCHEMA)``, with the first fault, when the document is not valid against ELMO 1."""
    try:
        _schema().assertValid(root)
    except etree.DocumentInvalid as error:
        raise ElmoRefused(ElmoReason.NOT_TO_THE_SCHEMA, str(error)[:300]) from error


@cache
def _schema() -> etree.XMLSchema:
    """Compiled once: the list of countries alone is 350 KB."""
    return compiled_schema(_SCHEMA, _read_file)


def _read_file(url: str) -> bytes | None:
    """The schema, and what it imports, and nothing else."""
    if url == _SCHEMA:
        return (files(__package__) / "schemas" / _SCHEMA).read_bytes()
    path = _IMPORTED.get(url)
    return (files("salerno.mobility.ewp") / "schemas" / path).read_bytes() if path else None

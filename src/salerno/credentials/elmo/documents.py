"""ELMO documents as trees: read from strangers' bytes, and held against the schema."""

from functools import cache
from importlib.resources import files

from lxml import etree

from .refusals import ElmoReason, ElmoRefused

NAMESPACE = "https://github.com/emrex-eu/elmo-schemas/tree/v1"
XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace"
# Attachments are inside; EMREX asks to keep them light. One text may have at most 10 MB, says libxml2.
MAX_BYTES = 20_000_000

_SCHEMA = "elmo-v1.xsd"
_ELMO = "https://raw.githubusercontent.com/emrex-eu/elmo-schemas/v1/references"
_EWP = "https://raw.githubusercontent.com/erasmus-without-paper/ewp-specs-types-address"
_FILES = {
    "http://www.w3.org/2001/03/xml.xsd": "xml.xsd",
    "http://www.w3.org/2001/xml.xsd": "xml.xsd",
    f"{_ELMO}/xmldsig-core-schema.xsd": "xmldsig-core.xsd",
    f"{_ELMO}/EUROPASS_ISOCountries_V1.1.xsd": "europass-countries.xsd",
    f"{_EWP}/stable-v1/schema.xsd": "ewp-address.xsd",
    # The address schema names it relative to itself.
    f"{_EWP}/ewp-specs-architecture-v1.16.0/common-types.xsd": "ewp-common-types.xsd",
}


def elmo(name: str) -> str:
    """The name of an element of ELMO, with its namespace."""
    return f"{{{NAMESPACE}}}{name}"


def read_elmo(data: bytes) -> etree._Element:
    """The root ``elmo`` of ``data``.

    SECURITY: no entities, no DTD, no network; libxml2's limits on depth and on the size of a text stay on. Raises ``ElmoRefused``.
    """
    if len(data) > MAX_BYTES:
        raise ElmoRefused(ElmoReason.TOO_LARGE, f"{len(data)} bytes; at most {MAX_BYTES} are read")
    try:
        root = etree.fromstring(data, _parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ElmoRefused(ElmoReason.NOT_XML, str(error)[:200]) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise ElmoRefused(ElmoReason.DOCUMENT_TYPE, "it declares a document type, which ELMO does not have")
    if root.tag != elmo("elmo"):
        raise ElmoRefused(ElmoReason.NOT_ELMO, str(root.tag)[:200])
    return root


def check_schema(root: etree._Element) -> None:
    """Raise ``ElmoRefused(NOT_TO_THE_SCHEMA)``, with the first fault, when the document is not valid against ELMO 1."""
    try:
        _schema().assertValid(root)
    except etree.DocumentInvalid as error:
        raise ElmoRefused(ElmoReason.NOT_TO_THE_SCHEMA, str(error)[:300]) from error


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


class _OwnFiles(etree.Resolver):
    """Serves what the schema imports from the files beside it, and nothing else."""

    def resolve(self, system_url, public_id, context):
        name = _FILES.get(system_url)
        if name is None:
            raise LookupError(f"the schema wants {system_url}, which is not at hand")
        return self.resolve_string((files(__package__) / "schemas" / name).read_bytes(), context, base_url=system_url)


@cache
def _schema() -> etree.XMLSchema:
    """Compiled once: the list of countries alone is 350 KB."""
    parser = _parser()
    parser.resolvers.add(_OwnFiles())
    return etree.XMLSchema(etree.fromstring((files(__package__) / "schemas" / _SCHEMA).read_bytes(), parser))

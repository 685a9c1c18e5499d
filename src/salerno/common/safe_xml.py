"""XML from outside: the one place where a stranger's bytes become a tree, and where a schema is compiled without the network.

SECURITY: no document type, so no entities; no network; no XInclude; limits on size, depth and number of nodes that hold while the
bytes are read, before memory is spent. libxml2's own limits stay on too: 10 MB for one text, and how far entities may grow.
"""

from collections.abc import Callable
from enum import StrEnum

from lxml import etree

from salerno.common.words import Words
from salerno.common.words import words as _

MAX_BYTES = 20_000_000
"""PDFs travel inside transcripts."""
MAX_DEPTH = 100
MAX_NODES = 200_000
"""Elements, attributes, comments and processing instructions."""

XINCLUDE = "http://www.w3.org/2001/XInclude"
_CHUNK = 65_536


class XmlReason(StrEnum):
    """Stable codes for pages and commands."""

    TOO_LARGE = "too_large"
    NOT_XML = "not_xml"
    DOCUMENT_TYPE = "document_type"
    TOO_DEEP = "too_deep"
    TOO_MANY_NODES = "too_many_nodes"
    XINCLUDE = "xinclude"


class XmlRefused(ValueError):
    """The bytes are not read as XML; ``sentence`` says why, ``line`` where, when that is known."""

    def __init__(self, reason: XmlReason, sentence: Words, line: int | None = None) -> None:
        super().__init__(sentence)
        self.reason = reason
        self.sentence = sentence
        self.line = line


def read_xml(data: bytes, *, most_bytes: int = MAX_BYTES) -> etree._Element:
    """The root element of ``data``, with its lines. Raises ``XmlRefused``, and nothing else, for whatever a stranger sends."""
    if len(data) > most_bytes:
        raise XmlRefused(XmlReason.TOO_LARGE, _("The file is larger than %(most)s MB.", most=most_bytes // 1_000_000))
    parser = etree.XMLPullParser(("start", "end", "comment", "pi"), **_SAFE)
    watch = _Watch()
    try:
        for start in range(0, len(data), _CHUNK):
            parser.feed(data[start : start + _CHUNK])
            watch.see(parser)
        return parser.close()
    except etree.XMLSyntaxError as error:
        watch.see(parser)  # what the parser stumbled over may be a limit of ours already
        if b"<!DOCTYPE" in data:  # an entity grew too far, or is not known
            raise _document_type() from error
        error = _told_in_full(error, data)
        sentence = _("It is not well-formed XML: %(reason)s", reason=str(error)[:200])
        raise XmlRefused(XmlReason.NOT_XML, sentence, error.lineno or None) from error


def compiled_schema(url: str, read: Callable[[str], bytes | None]) -> etree.XMLSchema:
    """The schema at ``url`` with all that it imports, each file as ``read`` gives it for its address; ``None``: not at hand."""

    class OwnFiles(etree.Resolver):
        def resolve(self, system_url, public_id, context):
            content = read(system_url)
            if content is None:
                raise LookupError(system_url)  # else libxml2 would look for it itself
            return self.resolve_string(content, context, base_url=system_url)

    parser = etree.XMLParser(**_SAFE)
    parser.resolvers.add(OwnFiles())
    return etree.XMLSchema(etree.fromstring(read(url) or b"", parser, base_url=url))


_SAFE = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}


class _Watch:
    """Counts what the parser has built so far; the first thing too much ends the reading."""

    def __init__(self) -> None:
        self.nodes = self.depth = 0

    def see(self, parser: etree.XMLPullParser) -> None:
        for event, node in parser.read_events():
            if event == "end":
                self.depth -= 1
                continue
            if event == "start":
                self._see_element(node)
            self.nodes += 1
            if self.nodes > MAX_NODES:
                sentence = _("It has more than %(most)s elements, attributes and comments.", most=MAX_NODES)
                raise XmlRefused(XmlReason.TOO_MANY_NODES, sentence, node.sourceline)

    def _see_element(self, element: etree._Element) -> None:
        self.depth += 1
        self.nodes += len(element.attrib)
        if self.depth == 1 and element.getroottree().docinfo.internalDTD is not None:
            raise _document_type()
        if self.depth > MAX_DEPTH:
            sentence = _("Its elements lie more than %(most)s deep in each other.", most=MAX_DEPTH)
            raise XmlRefused(XmlReason.TOO_DEEP, sentence, element.sourceline)
        if element.tag.startswith(f"{{{XINCLUDE}}}"):
            raise XmlRefused(XmlReason.XINCLUDE, _("It wants other files to be included (XInclude)."), element.sourceline)


def _told_in_full(error: etree.XMLSyntaxError, data: bytes) -> etree.XMLSyntaxError:
    """``error``; where the parser, fed piece by piece, lost the place (an entity that nobody declared), what the whole shows."""
    try:
        if not error.lineno:
            etree.fromstring(data, etree.XMLParser(**_SAFE))
    except etree.XMLSyntaxError as whole:
        return whole
    return error


def _document_type() -> XmlRefused:
    return XmlRefused(XmlReason.DOCUMENT_TYPE, _("It declares a document type, which may hide entities; no such document is read."))

"""The hash by which partners say that they hold the same inter-institutional agreement (IIA).

Version 7: SHA-256 of ``text-to-hash``, as the stylesheet ``transform_version_7.xsl`` of the IIAs API makes it. That stylesheet is
XSLT 2.0, which libxml2 does not run; its rules are written out here, and the tests hold them against what it makes of the
official documents. Version 6: SHA-256 of the cooperation conditions in Exclusive Canonical XML, without contacts (schema of IIAs
6.3.0, ``conditions-hash``).

The text is taken as it was written, white space included: ask for the hash of the bytes that came, never of what was made of them.
"""

import copy
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from salerno.common.words import words as _

from .documents import Kind, read_document
from .refusals import EwpReason, EwpRefused, Problem

_CONTACTS = ("sending-contact", "receiving-contact")
_YEARS = ("receiving-first-academic-year-id", "receiving-last-academic-year-id")
_NOT_YET_DEFINED, _V6_VALUE = "not-yet-defined", "v6-value"
_TRUE = ("true", "1")


@dataclass(frozen=True)
class IiaHash:
    """The hash of one agreement: ``stated`` in the document, and ``computed`` from its ``text``.

    ``iia_id``: as the partner calls it that answered. ``is_valid_for_approval``: nothing in it is "not yet defined" or has a
    value of version 6 (IIAs 7.0.0); ``None`` in version 6, where that cannot be said.
    """

    iia_id: str
    version: str
    text: str
    stated: str
    is_valid_for_approval: bool | None
    line: int | None

    @property
    def computed(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def matches(self) -> bool:
        return self.stated == self.computed


def iia_hash(content: bytes) -> tuple[IiaHash, ...]:
    """The hash of each agreement in ``content``, an answer of IIAs 7 or 6. Raises ``EwpRefused`` for any other document."""
    root, kind = read_document(content)
    if kind.name != "iias-get-response":
        sentence = _("It is “%(name)s”; only an “iias-get-response” holds agreements.", name=kind.name)
        raise EwpRefused(EwpReason.ANOTHER_DOCUMENT, Problem(sentence, root.sourceline))
    return hashes_of(root, kind)


def hashes_of(root: etree._Element, kind: Kind) -> tuple[IiaHash, ...]:
    """The same for an answer that was read already."""
    agreements = root.iter("{*}iia")
    if kind.version.startswith("6."):
        return tuple(_of_version_6(iia, kind.version) for iia in agreements)
    # The stylesheet looks for this mark in the whole answer, not in the one agreement.
    terminated = any(each.get("terminated-as-a-whole") in _TRUE for each in root.iter("{*}cooperation-conditions"))
    return tuple(_of_version_7(iia, kind.version, terminated=terminated) for iia in agreements)


def text_to_hash(iia: etree._Element, *, terminated: bool) -> str:
    """What is hashed of an element ``iia`` of version 7; ``terminated``: as a whole."""
    return "".join(_parts(iia, terminated))


def _of_version_7(iia: etree._Element, version: str, *, terminated: bool) -> IiaHash:
    return IiaHash(
        iia_id=_first_id(iia),
        version=version,
        text=text_to_hash(iia, terminated=terminated),
        stated=iia.findtext("{*}iia-hash", "").strip(),
        is_valid_for_approval=not any(_is_not_yet_defined(each) or each.get(_V6_VALUE) for each in iia.iter("{*}*")),
        line=iia.sourceline,
    )


def _of_version_6(iia: etree._Element, version: str) -> IiaHash:
    conditions = copy.deepcopy(iia.find("{*}cooperation-conditions"))
    text = ""
    if conditions is not None:
        for contact in [each for name in _CONTACTS for each in conditions.iterfind(f"{{*}}*/{{*}}{name}")]:
            _take_out(contact)
        conditions.tail = None
        text = etree.tostring(conditions, method="c14n", exclusive=True, with_comments=False).decode()
    return IiaHash(_first_id(iia), version, text, iia.findtext("{*}conditions-hash", "").strip(), None, iia.sourceline)


def _take_out(element: etree._Element) -> None:
    """Remove ``element``, but not the white space after it, which is hashed."""
    before, parent = element.getprevious(), element.getparent()
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    parent.remove(element)


def _first_id(iia: etree._Element) -> str:
    return iia.findtext("{*}partner/{*}iia-id", "").strip()


def _parts(iia: etree._Element, terminated: bool) -> Iterator[str]:
    if terminated:
        yield "_@terminated-as-a-whole@_"
    for number, partner in enumerate(iia.iterfind("{*}partner"), 1):
        yield f"_iia-id_{number}={_text(partner.find('{*}iia-id'))}_"
    for specification in iia.iterfind("{*}cooperation-conditions/{*}*"):
        if not any(_is_not_yet_defined(each) for each in (specification, *specification.iterancestors())):
            for element in specification.iterchildren("{*}*"):
                yield from _dumped(element, _name(specification.getparent()), _name(specification))
        for year in _YEARS:
            yield f"_{year}={_text(specification.find(f'{{*}}{year}'))}_"


def _dumped(element: etree._Element, grandparent: str, parent: str) -> Iterator[str]:
    """The attributes and the text of ``element``, then what lies in it; nothing of what is not yet defined."""
    name = _name(element)
    if _is_not_yet_defined(element):
        return
    if name not in _YEARS:
        path = f"{grandparent}.{parent}.{name}"
        for attribute, value in element.attrib.items():
            if attribute not in (_NOT_YET_DEFINED, _V6_VALUE):
                yield f"_@{path}.{etree.QName(attribute).localname}={value}@_"
        if element.find("{*}*") is None:
            value = name == "isced-f-code" and element.get(_V6_VALUE) or _text(element)
            yield f"_{path}={value}_"
    if name not in _CONTACTS:
        for child in element.iterchildren("{*}*"):
            yield from _dumped(child, parent, name)


def _is_not_yet_defined(element: etree._Element) -> bool:
    return element.get(_NOT_YET_DEFINED) in _TRUE


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname


def _text(element: etree._Element | None) -> str:
    """The text of ``element`` as it stands, around comments too."""
    return "" if element is None else element.xpath("string()")

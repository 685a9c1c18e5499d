"""Checking an SVG image: it must draw, and do nothing else.

SECURITY: an SVG that is opened by its own address runs scripts in the campus's origin. Elements and
references are therefore allowed by list; entities, style sheets from elsewhere and event handlers are
refused, and the parser neither reaches the network nor expands entities.
"""

import re

from lxml import etree

from salerno.common.words import Words
from salerno.common.words import words as _
from salerno.courseware.package import limits

SVG = "http://www.w3.org/2000/svg"
_METADATA = frozenset({
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://creativecommons.org/ns#",
    "http://web.resource.org/cc/",
    "http://purl.org/dc/elements/1.1/",
})  # fmt: skip
_ELEMENTS = """
svg g defs symbol use title desc metadata style path rect circle ellipse line polyline polygon text tspan
textPath image linearGradient radialGradient stop clipPath mask pattern marker filter switch feBlend
feColorMatrix feComponentTransfer feComposite feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge
feMergeNode feMorphology feOffset feDropShadow
"""
_DRAWING = frozenset(_ELEMENTS.split())
_EMBEDDED = re.compile(r"data:image/(png|jpeg);base64,[A-Za-z0-9+/=\s]*")
_FOREIGN_URL = re.compile(r"url\((?!\s*['\"]?\s*#)", re.IGNORECASE)
_CSS_DANGER = re.compile(r"@import|expression\s*\(|javascript:|\\|-moz-binding|behavior\s*:", re.IGNORECASE)
_LENGTH = re.compile(r"\s*(\d+(?:\.\d+)?)(px|pt|mm|cm|in)?\s*")
_PIXELS = {"px": 1.0, "pt": 96 / 72, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}


def why_not_svg(data: bytes) -> tuple[int, Words] | None:
    """The line and the reason for which these bytes are not a harmless drawing, or None."""
    if b"<!ENTITY" in data or b"<!entity" in data:
        return 1, _("it declares entities")
    try:
        root = _parsed(data)
    except (etree.LxmlError, ValueError) as error:
        return getattr(error, "lineno", None) or 1, _("it is not well-formed XML")
    if root.tag != f"{{{SVG}}}svg":
        return 1, _("its root is not an svg element")
    for count, node in enumerate(root.getroottree().iter()):
        reason = _("it has too many elements") if count > limits.SVG_ELEMENTS else _why_not_node(node)
        if reason:
            return node.sourceline or 1, reason
    instruction = root.getprevious()
    while instruction is not None:
        if not isinstance(instruction, etree._Comment):
            return 1, _("it holds a processing instruction")
        instruction = instruction.getprevious()
    return None


def svg_size(data: bytes) -> tuple[int, int] | None:
    """Width and height in CSS pixels: from the viewBox, else from width and height."""
    try:
        root = _parsed(data)
    except (etree.LxmlError, ValueError):
        return None
    sides = [_pixels(root.get(name, "")) for name in ("width", "height")]
    if not all(sides):
        box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
        sides = [_pixels(side) for side in box[2:4]]
    if len(sides) != 2 or not all(sides):
        return None
    return round(sides[0] or 0), round(sides[1] or 0)


def _parsed(data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(data, parser)


def _pixels(text: str) -> float | None:
    match = _LENGTH.fullmatch(text)
    return float(match[1]) * _PIXELS[match[2] or "px"] if match and 0 < float(match[1]) < 100_000 else None


def _why_not_node(node: etree._Element) -> Words | None:
    if isinstance(node, etree._Comment):
        return None
    if not isinstance(node.tag, str):
        return _("it holds a processing instruction or an entity")
    name = etree.QName(node)
    if name.namespace not in _METADATA and (name.namespace != SVG or name.localname not in _DRAWING):
        return _("it holds the element %(name)s", name=name.localname)
    if name.localname == "style" and _is_dangerous_css("".join(node.itertext())):  # a comment may stand between
        return _("its style sheet reaches outside")
    for attribute, value in node.attrib.items():
        if reason := _why_not_attribute(name.localname, etree.QName(attribute).localname.lower(), str(value)):
            return reason
    return None


def _why_not_attribute(element: str, name: str, value: str) -> Words | None:
    if name.startswith("on"):
        return _("it handles the event %(name)s", name=name)
    if name == "base":
        return _("it changes where references lead")
    if name in ("href", "src") and not value.startswith("#") and not (element == "image" and _EMBEDDED.fullmatch(value)):
        return _("it refers to %(target)s", target=value[:60])
    if "javascript:" in re.sub(r"\s", "", value.lower()) or _is_dangerous_css(value):
        return _("its attribute %(name)s reaches outside", name=name)
    return None


def _is_dangerous_css(text: str) -> bool:
    return bool(_CSS_DANGER.search(text) or _FOREIGN_URL.search(text))

"""Baked badges: a picture that carries its credential (Open Badges 3.0, 5.3 and appendix D).

PNG: an uncompressed ``iTXt`` chunk with the keyword ``openbadgecredential``. SVG: an element
``openbadges:credential`` with the JSON as CDATA or a compact JWS in the attribute ``verify``.
"""

from lxml import etree

from . import png as png_file
from .refusals import ProofRefused, Reason

_KEYWORD = b"openbadgecredential"
_NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
_ELEMENT = f"{{{_NAMESPACE}}}credential"
MAX_PICTURE = 5_000_000


def bake_png(png: bytes, credential: str) -> bytes:
    """``png`` with ``credential`` (JSON or compact JWS) inside; one that it carries already is replaced."""
    _check_size(png)
    first, *others = [chunk for chunk in png_file.chunks(png) if not _is_ours(*chunk)]
    # Keyword, NUL, not compressed, compression method 0, no language, no translated keyword (PNG, 11.3.4.5).
    text = _KEYWORD + b"\0\0\0\0\0" + credential.encode()
    return png_file.written([first, (b"iTXt", text), *others])


def unbake_png(png: bytes) -> bytes:
    """The credential inside. Two are refused: readers would disagree on which one is shown."""
    _check_size(png)
    found = [content for kind, content in png_file.chunks(png) if _is_ours(kind, content)]
    content = _only(found)
    flags, rest = content[len(_KEYWORD) + 1 :][:2], content[len(_KEYWORD) + 3 :]
    if flags != b"\0\0":
        raise ProofRefused(Reason.HOSTILE_FILE, "the credential is compressed, which Open Badges forbids")
    parts = rest.split(b"\0", 2)
    if len(parts) != 3:
        raise ProofRefused(Reason.HOSTILE_FILE, "the iTXt chunk is malformed")
    return parts[2]


def _is_ours(kind: bytes, content: bytes) -> bool:
    return kind == b"iTXt" and content.startswith(_KEYWORD + b"\0")


def bake_svg(svg: bytes, credential: str) -> bytes:
    """``svg`` with ``credential`` inside, as its first element; one that it carries already is replaced."""
    root = _parsed(svg)
    for old in root.iter(_ELEMENT):
        old.getparent().remove(old)
    element = etree.Element(_ELEMENT, nsmap={"openbadges": _NAMESPACE})
    if credential.startswith("ey"):
        element.set("verify", credential)
    else:
        # CDATA cannot hold its own end mark; then the text is escaped, which every XML reader undoes.
        element.text = credential if "]]>" in credential else etree.CDATA(credential)
    root.insert(0, element)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def unbake_svg(svg: bytes) -> bytes:
    """The credential inside; two are refused."""
    element = _only(list(_parsed(svg).iter(_ELEMENT)))
    text = element.get("verify") or element.text or ""
    return text.strip().encode()


def _parsed(svg: bytes) -> etree._Element:
    """The root element. SECURITY: no entities, no DTD, no network; libxml2's limits on size stay on."""
    _check_size(svg)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(svg, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ProofRefused(Reason.HOSTILE_FILE, f"no well-formed SVG: {error}"[:200]) from error
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(True for _ in dtd.iterentities()):
        raise ProofRefused(Reason.HOSTILE_FILE, "it declares entities")
    if etree.QName(root).localname != "svg":
        raise ProofRefused(Reason.NO_CREDENTIAL_INSIDE, "no SVG")
    return root


def _only(found: list):
    if not found:
        raise ProofRefused(Reason.NO_CREDENTIAL_INSIDE)
    if len(found) > 1:
        raise ProofRefused(Reason.SEVERAL_CREDENTIALS_INSIDE, f"{len(found)} of them")
    return found[0]


def _check_size(picture: bytes) -> None:
    if len(picture) > MAX_PICTURE:
        raise ProofRefused(Reason.TOO_LARGE, f"{len(picture)} bytes; at most {MAX_PICTURE} are read")

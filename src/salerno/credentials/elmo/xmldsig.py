"""The one form of XML Signature that ELMO wants: enveloped, a single reference to the whole document (XMLDSig 1.1).

SECURITY: signature wrapping works where a verifier finds the signed part by an identifier, or runs transforms that a stranger
wrote, and then reads something else. Here there is nothing to find: the reference must be empty, the transforms must be these two,
and whoever verifies gets the very octets over which the digest was made. Everything else that XML Signature can do is refused.
"""

import base64
import binascii
import copy
import hashlib
from dataclasses import dataclass

from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512, HashAlgorithm
from lxml import etree

from .documents import XML_NAMESPACE
from .refusals import ElmoReason, ElmoRefused

DSIG = "http://www.w3.org/2000/09/xmldsig#"
ENVELOPED = DSIG + "enveloped-signature"
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
INCLUSIVE = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
DIGEST_SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"

_CANONICAL = frozenset({EXCLUSIVE, INCLUSIVE})
_SIGNATURES: dict[str, type[HashAlgorithm]] = {
    RSA_SHA256: SHA256,
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384": SHA384,
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512": SHA512,
}
_DIGESTS = {
    DIGEST_SHA256: "sha256",
    "http://www.w3.org/2001/04/xmldsig-more#sha384": "sha384",
    "http://www.w3.org/2001/04/xmlenc#sha512": "sha512",
}
_WEAK = ("sha1", "md5", "hmac")
_MAX_CERTIFICATES = 10


@dataclass(frozen=True)
class SignatureParts:
    """What a signature element says. ``signed_info``: its canonical form, over which ``value`` was made."""

    signed_info: bytes
    hash: HashAlgorithm
    value: bytes
    digest_name: str
    digest: bytes
    canonical: str
    certificates: tuple[bytes, ...]

    def check_content(self, content: bytes) -> None:
        """Raise unless ``content`` has the digest that was signed."""
        if hashlib.new(self.digest_name, content).digest() != self.digest:
            raise ElmoRefused(ElmoReason.CONTENT_CHANGED)


def dsig(name: str) -> str:
    return f"{{{DSIG}}}{name}"


def canonical_form(element: etree._Element, method: str) -> bytes:
    """``element`` as it is signed: Canonical XML 1.0, exclusive or not, without comments.

    An inner element is taken out with all namespaces and ``xml:`` attributes that it inherits, as the inclusive form wants them.
    """
    if element.getparent() is None:
        return etree.tostring(element.getroottree(), method="c14n", exclusive=method == EXCLUSIVE, with_comments=False)
    alone = etree.Element(element.tag, nsmap={prefix: uri for prefix, uri in element.nsmap.items() if prefix != "xml"})
    if method == INCLUSIVE:
        for ancestor in reversed(list(element.iterancestors())):
            alone.attrib.update({key: value for key, value in ancestor.attrib.items() if key.startswith(f"{{{XML_NAMESPACE}}}")})
    alone.attrib.update(element.attrib)
    alone.text = element.text
    alone.extend(copy.deepcopy(child) for child in element)
    return etree.tostring(alone.getroottree(), method="c14n", exclusive=method == EXCLUSIVE, with_comments=False)


def read_signature(element: etree._Element) -> SignatureParts:
    """The parts of ``ds:Signature``, which must still stand in its document. Raises ``ElmoRefused`` for every other form."""
    info, value, *rest = _children(element, ["SignedInfo", "SignatureValue"], optional="KeyInfo")
    method, signature_method, reference = _children(info, ["CanonicalizationMethod", "SignatureMethod", "Reference"])
    canonical = _algorithm(method, _CANONICAL)
    hash_ = _SIGNATURES[_algorithm(signature_method, _SIGNATURES)]
    transforms, digest_method, digest = _children(reference, ["Transforms", "DigestMethod", "DigestValue"])
    if reference.get("URI") != "":
        raise ElmoRefused(ElmoReason.NOT_THE_WHOLE_DOCUMENT, f"it is over {reference.get('URI')!r}"[:200])
    return SignatureParts(
        digest_name=_DIGESTS[_algorithm(digest_method, _DIGESTS)],
        digest=_binary(digest),
        canonical=_transformed(transforms),
        value=_binary(value),
        certificates=_certificates(rest[0]) if rest else (),
        hash=hash_(),
        signed_info=canonical_form(info, canonical),
    )


def _children(element: etree._Element, names: list[str], *, optional: str = "") -> list[etree._Element]:
    """The children of ``element``, which must be exactly those ``names``, in that order, and perhaps ``optional``."""
    children = list(element)
    found = [child.tag for child in children]
    if found not in ([dsig(name) for name in names], [dsig(name) for name in (*names, optional)]):
        raise ElmoRefused(ElmoReason.BAD_SIGNATURE_FORM, f"{etree.QName(element).localname} holds {found}"[:300])
    return children


def _algorithm(element: etree._Element, known) -> str:
    """The algorithm that ``element`` names, when it is among ``known`` and has no parameters."""
    name = element.get("Algorithm", "")
    if name in known and not len(element):
        return name
    if any(weak in name.lower() for weak in _WEAK):
        raise ElmoRefused(ElmoReason.WEAK_ALGORITHM, name[:200])
    raise ElmoRefused(ElmoReason.UNSUPPORTED_ALGORITHM, f"{name[:200]}{' with parameters' if len(element) else ''}")


def _transformed(transforms: etree._Element) -> str:
    """The canonical form of the content. Without one named it is the inclusive one (XMLDSig 1.1, 4.4.3.2)."""
    named = [_algorithm(each, {ENVELOPED, *_CANONICAL}) for each in transforms]
    if not named or named[0] != ENVELOPED or ENVELOPED in named[1:] or len(named) > 2:
        raise ElmoRefused(ElmoReason.NOT_THE_WHOLE_DOCUMENT, f"its transforms are {named}"[:300])
    return named[1] if len(named) == 2 else INCLUSIVE


def _certificates(key_info: etree._Element) -> tuple[bytes, ...]:
    listed = [each for data in key_info.iterchildren(dsig("X509Data")) for each in data.iterchildren(dsig("X509Certificate"))]
    if len(listed) > _MAX_CERTIFICATES:
        raise ElmoRefused(ElmoReason.BAD_CERTIFICATE, f"more than {_MAX_CERTIFICATES}")
    return tuple(_binary(each) for each in listed)


def _binary(element: etree._Element) -> bytes:
    """The octets in Base64. SECURITY: one spelling for one value, or a byte could change unseen (RFC 4648, 3.5)."""
    text = "".join((element.text or "").split())
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ElmoRefused(ElmoReason.BAD_SIGNATURE_FORM, f"{etree.QName(element).localname}: {error}") from error
    if len(element) or not data or base64.b64encode(data).decode("ascii") != text:
        raise ElmoRefused(ElmoReason.BAD_SIGNATURE_FORM, f"{etree.QName(element).localname} is no Base64")
    return data

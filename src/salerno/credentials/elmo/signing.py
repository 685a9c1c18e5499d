"""Put an institution's signature under an ELMO (enveloped, RSA with SHA-256, exclusive canonical form)."""

import base64
import hashlib
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree

from ..europass.certificates import check_holds, check_key
from ..europass.refusals import SealRefused
from ..europass.seals import Seal
from .documents import read_elmo
from .refusals import ElmoReason, ElmoRefused
from .xmldsig import DIGEST_SHA256, DSIG, ENVELOPED, EXCLUSIVE, RSA_SHA256, canonical_form, dsig


def sign_elmo(data: bytes, seal: Seal, at: datetime) -> bytes:
    """``data`` with ``seal``'s signature as its last element. Keep the answer byte for byte.

    EMREX clients know a certificate that was published for the provider: it must be the seal's first. Raises ``ElmoRefused`` when
    ``data`` is signed already, when the key is not RSA or not that of the certificate, or when that does not hold at ``at``.
    """
    key = _usable_key(seal, at)
    root = read_elmo(data)
    if root.find(dsig("Signature")) is not None:
        raise ElmoRefused(ElmoReason.SEVERAL_SIGNATURES, "it is signed already")
    digest = hashlib.sha256(canonical_form(root, EXCLUSIVE)).digest()
    signature = etree.SubElement(root, dsig("Signature"), nsmap={None: DSIG})
    info = etree.SubElement(signature, dsig("SignedInfo"))
    _add_algorithm(info, "CanonicalizationMethod", EXCLUSIVE)
    _add_algorithm(info, "SignatureMethod", RSA_SHA256)
    reference = etree.SubElement(info, dsig("Reference"), URI="")
    transforms = etree.SubElement(reference, dsig("Transforms"))
    _add_algorithm(transforms, "Transform", ENVELOPED)
    _add_algorithm(transforms, "Transform", EXCLUSIVE)
    _add_algorithm(reference, "DigestMethod", DIGEST_SHA256)
    _add_binary(reference, "DigestValue", digest)
    value = key.sign(canonical_form(info, EXCLUSIVE), padding.PKCS1v15(), SHA256())
    _add_binary(signature, "SignatureValue", value)
    x509_data = etree.SubElement(etree.SubElement(signature, dsig("KeyInfo")), dsig("X509Data"))
    for certificate in seal.certificates:
        _add_binary(x509_data, "X509Certificate", certificate.public_bytes(Encoding.DER))
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _usable_key(seal: Seal, at: datetime) -> rsa.RSAPrivateKey:
    own = seal.certificates[0]
    if not isinstance(seal.key, rsa.RSAPrivateKey):
        raise ElmoRefused(ElmoReason.UNSUPPORTED_ALGORITHM, "EMREX wants an RSA key")
    if own.public_key() != seal.key.public_key():
        raise ElmoRefused(ElmoReason.KEY_MISMATCH, "the first certificate is not that of the key")
    try:
        check_key(own.public_key())
        check_holds(own, at)
    except SealRefused as refusal:
        raise ElmoRefused(ElmoReason(refusal.reason.value), refusal.detail) from refusal
    return seal.key


def _add_algorithm(parent: etree._Element, name: str, algorithm: str) -> None:
    etree.SubElement(parent, dsig(name), Algorithm=algorithm)


def _add_binary(parent: etree._Element, name: str, data: bytes) -> None:
    etree.SubElement(parent, dsig(name)).text = base64.b64encode(data).decode("ascii")

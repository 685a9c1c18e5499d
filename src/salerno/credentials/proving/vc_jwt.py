"""Credentials as compact JWS: the VC-JWT of Open Badges 3.0 and ``vc+jwt`` of VC 2.0 (VC-JOSE-COSE). Read,
not issued.

SECURITY: a token says itself which key it was signed with (``jwk``, ``kid``). That key counts only if the
issuer's controller document lists it; otherwise anybody could sign as anybody. A token that names no key, against
OB 3.0 (8.2.3), is checked with each key of its issuer.
"""

import base64
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from cryptography.hazmat.primitives.hashes import SHA256

from .did import Resolver, asserting_methods, find_method, resolve
from .moments import CLOCK_SKEW
from .multikey import decode_ed25519
from .reading import MAX_BYTES, read_json
from .refusals import ProofRefused, Reason
from .structure import as_list, issuer_of

_COMPACT = re.compile(rb"\s*([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\s*")
_RSA_BITS = range(2048, 8193)
_MAX_KEYS = 16

KeyLookup = Callable[[str], Sequence[dict]]
"""The keys (JWK) that were handed in for an issuer of whom there is no controller document."""


def looks_like_jwt(data: bytes) -> bool:
    return data.lstrip()[:2] == b"ey"


def verify_jwt(data: bytes, *, resolver: Resolver, at: datetime, key_lookup: KeyLookup = lambda issuer: ()) -> dict:
    """The credential in a signed token; raises ``ProofRefused`` unless the issuer's key signed it.

    Status and period are the caller's to check. ``alg`` is EdDSA or RS256 and must fit the key: never
    ``none``.
    """
    if len(data) > MAX_BYTES:
        raise ProofRefused(Reason.TOO_LARGE, f"{len(data)} bytes")
    match = _COMPACT.fullmatch(data)
    if match is None:
        raise ProofRefused(Reason.BAD_TOKEN, "not a compact JWS")
    header, payload = read_json(_decode(match[1])), read_json(_decode(match[2]))
    if "crit" in header or header.get("alg") not in ("EdDSA", "RS256"):
        raise ProofRefused(Reason.BAD_TOKEN, f"alg {header.get('alg')}, crit {header.get('crit')}"[:100])
    credential = payload.get("vc", payload)
    if not isinstance(credential, dict):
        raise ProofRefused(Reason.NOT_A_CREDENTIAL, "vc is no object")
    signature, signed = _decode(match[3]), match[1] + b"." + match[2]
    _check_with_issuer(header, issuer_of(credential), signature, signed, resolver=resolver, key_lookup=key_lookup)
    _check_claims(payload, credential, at)
    return credential


def _decode(part: bytes) -> bytes:
    try:
        return base64.urlsafe_b64decode(part + b"=" * (-len(part) % 4))
    except ValueError as error:
        raise ProofRefused(Reason.BAD_TOKEN, "bad base64url") from error


def _check_with_issuer(header: dict, issuer: str, signature: bytes, signed: bytes, *, resolver, key_lookup) -> None:
    """Raise unless a key of ``issuer`` made ``signature``: the one that ``header`` names, or any if it names none."""
    document = resolve(issuer, resolver)
    names_a_key = isinstance(header.get("kid"), str) or isinstance(header.get("jwk"), dict)
    if document is not None and names_a_key:
        _check_signature(header["alg"], _named_key(header, issuer, document), signature, signed)
    elif document is not None:
        _check_with_any(header["alg"], _own_keys(issuer, document), signature, signed)
    elif handed_in := key_lookup(issuer):
        _check_with_any(header["alg"], handed_in, signature, signed)
    else:
        raise ProofRefused(Reason.UNKNOWN_ISSUER if names_a_key else Reason.TOKEN_NAMES_NO_KEY, issuer[:200])


def _check_with_any(alg: str, keys: Sequence[dict], signature: bytes, signed: bytes) -> None:
    """Raise unless one of ``keys`` fits; a key of another kind, or a broken one, simply does not.

    Whether it is another key or another content, nobody can tell then.
    """
    for key in keys[:_MAX_KEYS]:
        try:
            return _check_signature(alg, key, signature, signed)
        except ProofRefused:
            continue
    raise ProofRefused(Reason.NO_KEY_FITS, f"none of {len(keys)} keys")


def _own_keys(issuer: str, document: dict) -> list[dict]:
    """Every key that may sign for ``issuer`` now, as JWK."""
    keys = []
    for method_id in asserting_methods(document):
        try:
            keys.append(_jwk_of(find_method(method_id, issuer=issuer, document=document)))
        except ProofRefused:
            continue
    return keys


def _named_key(header: dict, issuer: str, document: dict) -> dict:
    """The issuer's own JWK that the header points to, by ``kid`` or by value."""
    kid = header.get("kid")
    if isinstance(kid, str):
        method_id = issuer + kid if kid.startswith("#") else kid
        return _jwk_of(find_method(method_id, issuer=issuer, document=document))
    wanted = _material(header["jwk"])
    for method_id, method in asserting_methods(document).items():
        if _material_of(method) == wanted:
            return _jwk_of(find_method(method_id, issuer=issuer, document=document))
    raise ProofRefused(Reason.WRONG_ISSUER_KEY, f"{issuer} lists no such key")


def _material_of(method: dict) -> tuple | None:
    """None for a key that a token cannot be signed with here: an issuer may have such ones for other proofs."""
    try:
        return _material(_jwk_of(method))
    except ProofRefused:
        return None


def _jwk_of(method: dict) -> dict:
    if isinstance(method.get("publicKeyJwk"), dict):
        return method["publicKeyJwk"]
    raw = decode_ed25519(method.get("publicKeyMultibase"))
    return {"kty": "OKP", "crv": "Ed25519", "x": base64.urlsafe_b64encode(raw).decode().rstrip("=")}


def _material(jwk: dict) -> tuple:
    return tuple(str(jwk.get(name)) for name in ("kty", "crv", "x", "n", "e"))


def _check_signature(alg: str, jwk: dict, signature: bytes, signed: bytes) -> None:
    try:
        if alg == "EdDSA" and jwk.get("kty") == "OKP" and jwk.get("crv") == "Ed25519":
            Ed25519PublicKey.from_public_bytes(_decode(str(jwk["x"]).encode())).verify(signature, signed)
        elif alg == "RS256" and jwk.get("kty") == "RSA":
            _rsa(jwk).verify(signature, signed, PKCS1v15(), SHA256())
        else:
            raise ProofRefused(Reason.BAD_TOKEN, f"{alg} does not fit the key")
    except InvalidSignature as error:
        raise ProofRefused(Reason.BAD_SIGNATURE) from error
    except (ValueError, KeyError) as error:
        raise ProofRefused(Reason.BAD_KEY, str(error)[:100]) from error


def _rsa(jwk: dict):
    modulus = int.from_bytes(_decode(str(jwk["n"]).encode()))
    if modulus.bit_length() not in _RSA_BITS:
        raise ProofRefused(Reason.BAD_KEY, f"RSA of {modulus.bit_length()} bits")
    return RSAPublicNumbers(int.from_bytes(_decode(str(jwk["e"]).encode())), modulus).public_key()


def _check_claims(payload: dict, credential: dict, at: datetime) -> None:
    """The registered claims repeat the credential and must agree with it (OB 3.0, 8.2.4.1); times hold
    too."""
    subjects = [each.get("id") for each in as_list(credential.get("credentialSubject")) if isinstance(each, dict)]
    expected = {"iss": [issuer_of(credential)], "jti": [credential.get("id")], "sub": subjects}
    for name, values in expected.items():
        if name in payload and payload[name] not in values:
            raise ProofRefused(Reason.BAD_TOKEN, f"{name} is not the credential's")
    if "nbf" in payload and _epoch(payload["nbf"], "nbf") > at + CLOCK_SKEW:
        raise ProofRefused(Reason.PROOF_FROM_THE_FUTURE, f"nbf {payload['nbf']}")
    if "exp" in payload and _epoch(payload["exp"], "exp") <= at:
        raise ProofRefused(Reason.PROOF_EXPIRED, f"exp {payload['exp']}")


def _epoch(value: object, name: str) -> datetime:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ProofRefused(Reason.BAD_TOKEN, f"{name} is no number")
    try:
        return datetime.fromtimestamp(int(value), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise ProofRefused(Reason.BAD_TOKEN, f"{name} is no moment") from error

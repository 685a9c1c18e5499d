"""An institution's signing keys: made here, used here, and only ever stored sealed.

SECURITY: whoever holds a private key issues degrees in the institution's name. It is encrypted at rest
(AES-256-GCM) under a key that is derived from a secret outside the database, so that a copy of the database
signs nothing. The key's id is bound into the seal: a row's ciphertext cannot be moved under another
institution's id.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from .multikey import encode_ed25519

_MIN_SECRET = 32
_NONCE = 12
_PURPOSE = b"salerno/credentials/key-encryption/v1"


class SealBroken(Exception):
    """The secret, the key's id or the stored bytes are not those of the sealing."""


class SigningKey:
    """An Ed25519 private key and the verification method's id (``did:web:…#key-1``) under which it is
    known."""

    __slots__ = ("_private", "id")

    def __init__(self, id: str, private: bytes) -> None:  # noqa: A002 -- the standard's word
        self.id = id
        self._private = Ed25519PrivateKey.from_private_bytes(private)

    @classmethod
    def generate(cls, id: str) -> "SigningKey":  # noqa: A002
        return cls(id, Ed25519PrivateKey.generate().private_bytes_raw())

    @property
    def controller(self) -> str:
        return self.id.partition("#")[0]

    @property
    def public(self) -> bytes:
        return self._private.public_key().public_bytes_raw()

    @property
    def public_multibase(self) -> str:
        return encode_ed25519(self.public)

    def sign(self, data: bytes) -> bytes:
        """64 bytes, RFC 8032 pure Ed25519."""
        return self._private.sign(data)

    def seal(self, key_encryption_key: bytes) -> bytes:
        """The private key, encrypted for storage."""
        return lock(self._private.private_bytes_raw(), name=self.id, key_encryption_key=key_encryption_key)

    @classmethod
    def unseal(cls, id: str, sealed: bytes, key_encryption_key: bytes) -> "SigningKey":  # noqa: A002
        """The key that was sealed under ``id``; raises ``SealBroken`` when anything differs."""
        return cls(id, unlock(sealed, name=id, key_encryption_key=key_encryption_key))

    def __repr__(self) -> str:
        return f"SigningKey({self.id!r})"

    def __reduce__(self):
        raise TypeError("a signing key is not copied or pickled")


def lock(private: bytes, *, name: str, key_encryption_key: bytes) -> bytes:
    """``private`` encrypted for storage under ``name``: nonce, then ciphertext and tag."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key_encryption_key).encrypt(nonce, private, name.encode())


def unlock(locked: bytes, *, name: str, key_encryption_key: bytes) -> bytes:
    """What ``lock`` was given under ``name``; raises ``SealBroken`` when anything differs."""
    try:
        return AESGCM(key_encryption_key).decrypt(locked[:_NONCE], locked[_NONCE:], name.encode())
    except (InvalidTag, ValueError) as error:
        raise SealBroken(f"the key {name} cannot be opened") from error


def key_encryption_key(secret: str) -> bytes:
    """32 bytes from the operator's secret (HKDF-SHA256, RFC 5869).

    HKDF stretches nothing: a secret that people can remember would be guessed, so that short ones are
    refused.
    """
    if len(secret.encode()) < _MIN_SECRET:
        raise ValueError(f"the secret needs at least {_MIN_SECRET} bytes of randomness")
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret.encode())

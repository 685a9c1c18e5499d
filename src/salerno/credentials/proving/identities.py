"""How a credential names its holder: by a salted hash of an address, or by name (OB 3.0,
``IdentityObject``)."""

import hashlib
import hmac
import unicodedata


def hashed_email(email: str, salt: str) -> dict:
    """An ``IdentityObject`` for ``email``: ``sha256$`` and the hash of the address followed by the salt.

    PRIVACY: badges are shown in public, and addresses are few enough to be guessed: the salt must be random
    for each credential (say 16 bytes) so that two badges of one person cannot be joined. It does not stop
    someone who already guesses the address; nothing in the standard does.
    """
    if len(salt) < 16:
        raise ValueError("a salt has at least 16 characters")
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": "sha256$" + _digest(email, salt),
        "identityType": "emailAddress",
        "salt": salt,
    }


def plain_name(name: str) -> dict:
    """An ``IdentityObject`` that says the holder's name in clear, as a certificate does."""
    return {"type": "IdentityObject", "hashed": False, "identityHash": name, "identityType": "name"}


def is_holder(identity: dict, email: str) -> bool:
    """Whether ``identity`` is that of ``email``; for a page on which a visitor proves that a badge is
    theirs."""
    if identity.get("identityType") != "emailAddress":
        return False
    if identity.get("hashed") is not True:
        return _normal(str(identity.get("identityHash"))) == _normal(email)
    expected = "sha256$" + _digest(email, str(identity.get("salt", "")))
    return hmac.compare_digest(expected, str(identity.get("identityHash")).lower())


def _digest(email: str, salt: str) -> str:
    return hashlib.sha256((_normal(email) + salt).encode()).hexdigest()


def _normal(email: str) -> str:
    return unicodedata.normalize("NFC", email).strip().lower()

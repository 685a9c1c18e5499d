"""Signing keys: made on first need, opened to sign, rotated."""

from datetime import datetime
from functools import lru_cache

from django.conf import settings
from django.db import transaction

from salerno.audit.services import record
from salerno.credentials.addresses import did_for
from salerno.credentials.errors import CredentialRefused
from salerno.credentials.models import SigningKey as KeyRow
from salerno.credentials.proving.keys import SealBroken, SigningKey, key_encryption_key
from salerno.institutions.models import Institution
from salerno.people.models import Person


@lru_cache(maxsize=2)
def _encryption_key(secret: str) -> bytes:
    return key_encryption_key(secret)


def at_rest() -> bytes:
    """The key under which private keys are kept, from the secret of the environment."""
    return _encryption_key(settings.SALERNO_KEY_SECRET)


def key_row(institution: Institution, *, at: datetime) -> KeyRow:
    """The key with which ``institution`` signs now; made when there is none, or when the campus's address has changed."""
    row = KeyRow.objects.filter(institution=institution, retired_at__isnull=True).first()
    if row is not None and row.controller == did_for(institution):
        return row
    return _make_key(institution=institution, by=None, at=at, replace=False)


def signing_key(institution: Institution, *, at: datetime) -> SigningKey:
    """The opened key of ``institution``."""
    return open_key(key_row(institution, at=at))


def open_key(row: KeyRow) -> SigningKey:
    """The key of ``row``. Raises ``CredentialRefused`` when the secret of the environment is not that of its sealing."""
    try:
        return SigningKey.unseal(row.method_id, bytes(row.sealed), at_rest())
    except (SealBroken, ValueError) as error:
        raise CredentialRefused(
            "The signing key cannot be opened with SALERNO_KEY_SECRET as it is now. See docs/operations/keys.md."
        ) from error


@transaction.atomic
def _make_key(*, institution: Institution, by: Person | None, at: datetime, replace: bool) -> KeyRow:
    """A new key for ``institution``; the one that signed until now is retired and stays in its DID document.

    Without ``replace`` a key that another process has made meanwhile is taken instead.
    """
    institution = Institution.objects.select_for_update().get(pk=institution.pk)
    current = KeyRow.objects.filter(institution=institution, retired_at__isnull=True).first()
    did = did_for(institution)
    if not replace and current is not None and current.controller == did:
        return current
    KeyRow.objects.filter(institution=institution, retired_at__isnull=True).update(retired_at=at)
    number = KeyRow.objects.filter(institution=institution).count() + 1
    key = SigningKey.generate(f"{did}#key-{number}")
    row = KeyRow.objects.create(
        institution=institution,
        method_id=key.id,
        public_multibase=key.public_multibase,
        sealed=key.seal(at_rest()),
        made_at=at,
    )
    record(action="key.made", actor=by, subject=row, detail={"method": row.method_id}, at=at)
    return row


def rotate_key(*, institution: Institution, by: Person | None, at: datetime) -> KeyRow:
    """Sign with a new key from now on; ``by`` is None when whoever runs the campus does it. What older keys signed stays valid."""
    return _make_key(institution=institution, by=by, at=at, replace=True)

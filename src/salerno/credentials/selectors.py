"""What pages and verifiers read: DID documents, keys, credentials."""

import uuid
from typing import Any

from salerno.credentials.addresses import did_for
from salerno.credentials.models import Credential, SigningKey
from salerno.credentials.proving.did import VerificationMethod, controller_document
from salerno.credentials.proving.multikey import decode_ed25519
from salerno.institutions.models import Institution


def did_of(institution: Institution) -> str:
    """The identifier under which an institution signs."""
    return did_for(institution)


def did_document(did: str) -> dict[str, Any] | None:
    """The controller document of one of our institutions, with every key that it ever signed with under this DID; else None."""
    keys = SigningKey.objects.filter(method_id__startswith=f"{did}#").select_related("institution")
    methods = [VerificationMethod(row.method_id, decode_ed25519(row.public_multibase)) for row in keys]
    if not methods:
        return None
    return controller_document(did, methods, also_known_as=[keys[0].institution.website])


def as_uuid(text: str) -> uuid.UUID | None:
    """The UUID that ``text`` writes, or None."""
    try:
        return uuid.UUID(text)
    except (ValueError, AttributeError, TypeError):
        return None


def credential_by_id(credential_id: str) -> Credential | None:
    """The credential that this campus issued under ``urn:uuid:…``, or None."""
    found = as_uuid(credential_id.removeprefix("urn:uuid:")) if credential_id.startswith("urn:uuid:") else None
    return Credential.objects.filter(uuid=found).first() if found else None

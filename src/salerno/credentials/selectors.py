"""What pages and verifiers read: DID documents, keys, credentials."""

import uuid
from typing import Any

from django.db.models import Q

from salerno.credentials.addresses import did_for
from salerno.credentials.joint.consortium import consortium_did_document
from salerno.credentials.models import Credential, SigningKey
from salerno.credentials.proving.did import VerificationMethod, controller_document
from salerno.credentials.proving.multikey import decode_ed25519
from salerno.institutions.models import Institution

_PROGRAMMES = ":programmes:"
_INSTITUTIONS = ":institutions:"


def did_of(institution: Institution) -> str:
    """The identifier under which an institution signs."""
    return did_for(institution)


def did_document(did: str) -> dict[str, Any] | None:
    """The controller document of one of our institutions, with every key that it ever signed with under this DID, or of the
    consortium of one of our programmes; else None."""
    if _PROGRAMMES in did:
        return _document_of_consortium(did)
    keys = list(SigningKey.objects.filter(method_id__startswith=f"{did}#").select_related("institution"))
    if not keys:
        return None
    return controller_document(did, [_method(row) for row in keys], also_known_as=[keys[0].institution.website])


def _document_of_consortium(did: str) -> dict[str, Any] | None:
    """Every university that awards the programme, or once awarded a degree of it, with its keys of the same host as ``did``."""
    host, _mark, slug = did.partition(_PROGRAMMES)
    awarding = Q(programmes__programme__slug=slug, programmes__is_awarding=True)
    awarded = Q(awards__programme_enrolment__offering__programme__slug=slug)
    members: dict[str, list[VerificationMethod]] = {}
    for row in SigningKey.objects.filter(institution__in=Institution.objects.filter(awarding | awarded).order_by().values("pk")):
        if row.controller.startswith(f"{host}{_INSTITUTIONS}"):
            members.setdefault(row.controller, []).append(_method(row))
    return consortium_did_document(did, members) if len(members) > 1 else None


def _method(row: SigningKey) -> VerificationMethod:
    return VerificationMethod(row.method_id, decode_ed25519(row.public_multibase))


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

"""Identifiers and public addresses of what is signed. Frozen into documents: an address that was issued must live on."""

from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.urls import reverse

from salerno.credentials.proving.did import did_web
from salerno.institutions.models import Institution


def did_for(institution: Institution) -> str:
    """``did:web:campus.example.org:institutions:inria``: resolved at ``/institutions/inria/did.json``."""
    parts = urlsplit(settings.SALERNO_BASE_URL)
    return did_web(parts.hostname or "localhost", "institutions", institution.slug, port=parts.port)


def absolute(name: str, *arguments: object) -> str:
    """The public address of a page of this room."""
    return settings.SALERNO_BASE_URL + reverse(name, args=arguments)


def is_our_address(address: str) -> bool:
    """Whether ``address`` is of this campus's host, however it is written: only we say what stands there."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return True
    return host.rstrip(".") == urlsplit(settings.SALERNO_BASE_URL).hostname


def is_our_name(did: str) -> bool:
    """Whether ``did`` is a ``did:web`` of this campus's host; an ``https`` name of it is one too."""
    if not did.startswith("did:web:"):
        return is_our_address(did)
    return is_our_address(f"https://{unquote(did.removeprefix('did:web:').split(':')[0])}/")

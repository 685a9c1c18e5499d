"""Identifiers and public addresses of what is signed. Frozen into documents: an address that was issued must live on."""

from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.urls import reverse

from salerno.catalogue.models import Programme
from salerno.credentials.proving.did import did_web
from salerno.institutions.models import Institution

_EVERY_MACHINE = ("", "localhost", "127.0.0.1", "::1")


def did_for(institution: Institution) -> str:
    """``did:web:campus.example.org:institutions:inria``: resolved at ``/institutions/inria/did.json``."""
    parts = urlsplit(settings.SALERNO_BASE_URL)
    return did_web(parts.hostname or "localhost", "institutions", institution.slug, port=parts.port)


def did_for_programme(programme: Programme) -> str:
    """``did:web:campus.example.org:programmes:ai-health``: the universities that award a joint programme, together."""
    parts = urlsplit(settings.SALERNO_BASE_URL)
    return did_web(parts.hostname or "localhost", "programmes", programme.slug, port=parts.port)


def absolute(name: str, *arguments: object) -> str:
    """The public address of a page of this room."""
    return settings.SALERNO_BASE_URL + reverse(name, args=arguments)


def is_our_address(address: str) -> bool:
    """Whether only this campus says what stands at ``address``: it is of its host, however it is written.

    ``localhost`` names every machine, so it names nobody.
    """
    try:
        return _authority(address) == _authority(settings.SALERNO_BASE_URL) and _authority(address)[0] not in _EVERY_MACHINE
    except ValueError:
        return False


def is_our_name(did: str) -> bool:
    """Whether ``did`` is a ``did:web`` of this campus's host; an ``https`` name of it is one too."""
    if not did.startswith("did:web:"):
        return is_our_address(did)
    return is_our_address(f"https://{unquote(did.removeprefix('did:web:').split(':')[0])}/")


def _authority(address: str) -> tuple[str, int | None]:
    parts = urlsplit(address)
    return (parts.hostname or "").rstrip("."), None if parts.port in (80, 443) else parts.port

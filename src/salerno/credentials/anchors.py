"""Whom this campus believes when it verifies seals and signatures on XML: its own seals, and the operator's list of certificates.

The folder ``SALERNO_TRUST`` holds certificates as PEM: those in it may vouch for seals (from the EU's trusted lists, for instance),
those in its folder ``time`` for time stamps.
"""

from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings

from salerno.credentials.europass.certificates import load_der
from salerno.credentials.europass.refusals import SealRefused
from salerno.credentials.models import ElectronicSeal
from salerno.institutions.models import Institution

Certificates = tuple[x509.Certificate, ...]
_MOST = 20


def own_seals() -> Certificates:
    """The certificates of our institutions' seals, retired ones too; test seals count on a demonstration campus alone."""
    rows = ElectronicSeal.objects.all() if settings.SALERNO_DEMO else ElectronicSeal.objects.filter(is_test=False)
    return tuple(x509.load_pem_x509_certificates(text.encode())[0] for text in rows.values_list("certificates", flat=True))


def trusted_certificates() -> Certificates:
    """Those of the operator's list that may vouch for a seal."""
    return _in_folder(Path(settings.SALERNO_TRUST))


def time_authorities() -> Certificates:
    """Those that may vouch for a time stamp."""
    return _in_folder(Path(settings.SALERNO_TRUST) / "time")


def own_legal_identifiers() -> frozenset[str]:
    """The legal identifiers that belong to institutions of this campus: nobody else's certificate may speak for them."""
    named = Institution.objects.exclude(legal_identifier="").values_list("legal_identifier", flat=True)
    return frozenset(named)


def _in_folder(folder: Path) -> Certificates:
    paths = sorted(folder.glob("*.pem")) if folder.is_dir() else []
    return tuple(each for path in paths for each in _read(path, path.stat().st_mtime_ns))


@lru_cache(maxsize=64)
def _read(path: Path, changed: int) -> Certificates:
    """Read once for each change of the file."""
    return tuple(x509.load_pem_x509_certificates(path.read_bytes()))


def read_certificates(text: bytes) -> Certificates:
    """The certificates in a stranger's PEM, twenty at most; none when it cannot be read."""
    try:
        found = x509.load_pem_x509_certificates(text)
        return tuple(load_der(each.public_bytes(Encoding.DER)) for each in found[:_MOST])
    except (ValueError, SealRefused):
        return ()

"""Electronic seals: taken in from the operator's files, kept encrypted, opened to seal; on a demonstration campus made for tests.

An institution's file lies in the folder ``SALERNO_SEALS`` under its SCHAC code: ``unipi.it.p12``, ``.pfx`` or ``.pem``, with its
password, if it has one, in ``unipi.it.password`` beside it. It is taken in when it is first needed, and again when it has changed.
"""

from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_der_private_key
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from salerno.audit.services import record
from salerno.common.digests import sha256_hex
from salerno.common.translated import in_language
from salerno.credentials.errors import CredentialRefused
from salerno.credentials.europass.certificates import check_may_seal, owner_of
from salerno.credentials.europass.refusals import SealRefused
from salerno.credentials.europass.seals import Seal, load_pem, load_pkcs12, make_test_seal
from salerno.credentials.models import ElectronicSeal
from salerno.credentials.proving.keys import SealBroken, lock, unlock
from salerno.credentials.services.keys import at_rest
from salerno.institutions.models import Institution

_ENDINGS = {".p12": load_pkcs12, ".pfx": load_pkcs12, ".pem": load_pem}
_MOST_BYTES = 100_000


def seal_of(institution: Institution, *, at: datetime) -> Seal:
    """The opened seal of ``institution``. Raises ``CredentialRefused``: none, not readable, ended, or not this institution's."""
    row = _current(institution, at)
    if row is None:
        raise CredentialRefused(
            _("%(name)s has no electronic seal. See docs/how-to/degree-documents.md.") % {"name": institution.code}
        )
    seal = open_seal(row)
    try:
        check_may_seal(seal.certificates[0], at)
    except SealRefused as error:
        raise CredentialRefused(_refused(institution, error)) from error
    return seal


def demonstration_seal(institution: Institution, *, at: datetime) -> Seal:
    """A test seal for made-up documents, whatever other seal the institution has: its own on a demonstration campus, which
    believes it, else a fresh one that nobody knows."""
    row = _current(institution, at) if settings.SALERNO_DEMO else None
    return open_seal(row) if row is not None and row.is_test else _fresh(institution, "", at)


def open_seal(row: ElectronicSeal) -> Seal:
    """The seal of ``row``. Raises ``CredentialRefused`` when the secret of the environment is not that of its sealing.

    SECURITY: the numbers of an RSA key were proven when it was taken in, and what opens is what was locked then: proving them
    again would cost more than the signature.
    """
    try:
        private = unlock(bytes(row.sealed), name=row.fingerprint, key_encryption_key=at_rest())
        key = load_der_private_key(private, None, unsafe_skip_rsa_key_validation=True)
    except (SealBroken, ValueError) as error:
        raise CredentialRefused(
            _("The electronic seal cannot be opened with SALERNO_KEY_SECRET as it is now. See docs/operations/keys.md.")
        ) from error
    return Seal(key, certificates_of(row))


def certificates_of(row: ElectronicSeal) -> tuple[x509.Certificate, ...]:
    """That of the seal first, then those that came with it."""
    return tuple(x509.load_pem_x509_certificates(row.certificates.encode()))


def _current(institution: Institution, at: datetime) -> ElectronicSeal | None:
    row = ElectronicSeal.objects.filter(institution=institution, retired_at__isnull=True).first()
    usable = row if row is not None and opens(row) else None
    path = _file_of(institution)
    if path is not None:
        return _taken_in(institution, path, usable, at)
    wants_test = settings.SALERNO_DEMO and (row is None or row.is_test)
    if wants_test and not (usable and _is_of_today(usable, institution, at)):
        return _make_test(institution, at)
    return row


def opens(row: ElectronicSeal) -> bool:
    """Whether the secret of the environment opens the seal."""
    try:
        open_seal(row)
    except CredentialRefused:
        return False
    return True


def _file_of(institution: Institution) -> Path | None:
    paths = [Path(settings.SALERNO_SEALS) / f"{institution.schac}{ending}" for ending in _ENDINGS]
    return next((path for path in paths if path.is_file()), None)


def _taken_in(institution: Institution, path: Path, row: ElectronicSeal | None, at: datetime) -> ElectronicSeal:
    if path.stat().st_size > _MOST_BYTES:
        raise CredentialRefused(_("%(name)s is larger than any seal file.") % {"name": path.name})
    data = path.read_bytes()
    source = sha256_hex(data)
    if row is not None and row.source == source:
        return row
    beside = path.with_name(f"{institution.schac}.password")
    password = beside.read_bytes().strip() if beside.is_file() else None
    try:
        seal = _ENDINGS[path.suffix](data, password, at)
    except SealRefused as error:
        raise CredentialRefused(_refused(institution, error)) from error
    owner = owner_of(seal.certificates[0])
    if institution.legal_identifier and owner.legal_identifier != institution.legal_identifier:
        raise CredentialRefused(
            _("The seal file of %(name)s is that of another legal person: %(found)s.")
            % {"name": institution.code, "found": owner.legal_identifier}
        )
    return _keep(institution, seal, source=source, is_test=owner.is_test, at=at)


def _refused(institution: Institution, error: SealRefused) -> str:
    return _("The electronic seal of %(name)s cannot be used: %(why)s.") % {"name": institution.code, "why": error}


def _is_of_today(row: ElectronicSeal, institution: Institution, at: datetime) -> bool:
    """Whether a test seal still holds and names the institution as it is named now."""
    certificate = certificates_of(row)[0]
    holds = certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc
    expected = institution.legal_identifier or _made_up_identifier(institution)
    return holds and owner_of(certificate).legal_identifier == expected


def _make_test(institution: Institution, at: datetime) -> ElectronicSeal:
    return _keep(institution, _fresh(institution, institution.legal_identifier, at), source="", is_test=True, at=at)


def _fresh(institution: Institution, legal_identifier: str, at: datetime) -> Seal:
    """A new test seal with the certificate of the authority made for it."""
    seal, authority = make_test_seal(
        name=in_language(institution.name, "en"),
        country=institution.country,
        legal_identifier=legal_identifier or _made_up_identifier(institution),
        at=at,
    )
    return Seal(seal.key, (*seal.certificates, authority))


def _made_up_identifier(institution: Institution) -> str:
    return f"TEST{institution.country}-{institution.schac}"


@transaction.atomic
def _keep(institution: Institution, seal: Seal, *, source: str, is_test: bool, at: datetime) -> ElectronicSeal:
    """Seal with ``seal`` from now on. What another process has taken in meanwhile from the same file is used instead."""
    institution = Institution.objects.select_for_update(of=("self",)).get(pk=institution.pk)
    fingerprint = seal.certificates[0].fingerprint(SHA256()).hex()
    standing = ElectronicSeal.objects.filter(institution=institution)
    known = standing.filter(fingerprint=fingerprint, retired_at__isnull=True).first()
    if known is not None and opens(known):
        return known
    standing.filter(retired_at__isnull=True).update(retired_at=at)
    private = seal.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    row, is_new = ElectronicSeal.objects.update_or_create(
        fingerprint=fingerprint,
        defaults={
            "institution": institution,
            "certificates": "".join(each.public_bytes(Encoding.PEM).decode() for each in seal.certificates),
            "sealed": lock(private, name=fingerprint, key_encryption_key=at_rest()),
            "source": source,
            "is_test": is_test,
            "taken_at": at,
            "retired_at": None,
        },
    )
    detail = {"fingerprint": fingerprint, "is_test": is_test, "is_new": is_new}
    record(action="seal.taken_in", actor=None, subject=row, detail=detail, at=at)
    return row

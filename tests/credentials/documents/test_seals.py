"""Electronic seals: taken in from the operator's files, kept encrypted, refused when they are not the institution's."""

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from tests.support.moments import LATER

from salerno.audit.models import Entry
from salerno.credentials import anchors
from salerno.credentials.errors import CredentialRefused
from salerno.credentials.europass.certificates import owner_of
from salerno.credentials.europass.seals import make_test_seal
from salerno.credentials.models import ElectronicSeal
from salerno.credentials.services.seals import demonstration_seal, open_seal, seal_of
from salerno.institutions.models import Institution
from salerno.institutions.services import load_consortium

pytestmark = pytest.mark.django_db

IDENTIFIER = "VATIT-00000000000"


@pytest.fixture
def institution():
    load_consortium()
    Institution.objects.filter(schac="unipi.it").update(legal_identifier=IDENTIFIER)
    return Institution.objects.get(schac="unipi.it")


@pytest.fixture
def folder(settings, tmp_path):
    settings.SALERNO_SEALS, settings.SALERNO_TRUST = tmp_path / "seals", tmp_path / "trust"
    settings.SALERNO_SEALS.mkdir()
    settings.SALERNO_DEMO = False
    return settings.SALERNO_SEALS


def a_seal(legal_identifier=IDENTIFIER, at=LATER):
    return make_test_seal(name="University of Pisa", country="IT", legal_identifier=legal_identifier, at=at)[0]


def as_pem(seal):
    private = seal.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return private + b"".join(each.public_bytes(Encoding.PEM) for each in seal.certificates)


def as_pkcs12(seal, password):
    encryption = BestAvailableEncryption(password)
    return pkcs12.serialize_key_and_certificates(b"seal", seal.key, seal.certificates[0], None, encryption)


def refused(institution, at=LATER):
    with pytest.raises(CredentialRefused) as error:
        seal_of(institution, at=at)
    return str(error.value)


def test_a_file_is_taken_in_once_and_kept_encrypted(institution, folder):
    own = a_seal()
    (folder / "unipi.it.pem").write_bytes(as_pem(own))

    seals = [seal_of(institution, at=LATER) for _ in range(2)]

    row = ElectronicSeal.objects.get()
    private = own.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    assert [each.key.private_numbers() for each in seals] == [own.key.private_numbers()] * 2
    assert private not in bytes(row.sealed)
    assert Entry.objects.get(action="seal.taken_in").detail["fingerprint"] == row.fingerprint


def test_the_seal_goes_on_when_the_file_is_gone(institution, folder):
    (folder / "unipi.it.pem").write_bytes(as_pem(a_seal()))
    first = seal_of(institution, at=LATER)
    (folder / "unipi.it.pem").unlink()

    assert seal_of(institution, at=LATER).certificates == first.certificates


def test_a_pkcs12_file_opens_with_the_password_beside_it(institution, folder):
    own = a_seal()
    (folder / "unipi.it.p12").write_bytes(as_pkcs12(own, b"open sesame"))
    without = refused(institution)
    (folder / "unipi.it.password").write_text("open sesame\n")

    assert "bad_seal_file" in without
    assert seal_of(institution, at=LATER).certificates == own.certificates


def test_a_changed_file_takes_the_place_of_the_old_seal_which_stays_known(institution, folder):
    older, newer = a_seal(), a_seal()
    (folder / "unipi.it.pem").write_bytes(as_pem(older))
    seal_of(institution, at=LATER)
    (folder / "unipi.it.pem").write_bytes(as_pem(newer))

    assert seal_of(institution, at=LATER).certificates == newer.certificates
    assert list(ElectronicSeal.objects.filter(retired_at__isnull=True)) == [ElectronicSeal.objects.last()]
    assert ElectronicSeal.objects.count() == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"no seal at all", "bad_seal_file"),
        (b"x" * 100_001, "larger than any seal file"),
        (as_pem(a_seal("VATFR-11111111111")), "another legal person: VATFR-11111111111"),
        (as_pem(a_seal(at=LATER - timedelta(days=2000))), "certificate_expired"),
        (as_pem(a_seal(at=LATER + timedelta(days=2000))), "certificate_not_yet_valid"),
    ],
    ids=["nonsense", "large", "another", "ended", "too early"],
)
def test_what_is_no_seal_of_the_institution_is_refused(institution, folder, content, said):
    (folder / "unipi.it.pem").write_bytes(content)

    assert said in refused(institution)
    assert not ElectronicSeal.objects.exists()


def test_a_seal_that_has_ended_seals_no_more(institution, folder):
    (folder / "unipi.it.pem").write_bytes(as_pem(a_seal()))
    seal_of(institution, at=LATER)

    assert "certificate_expired" in refused(institution, LATER + timedelta(days=800))


def test_no_file_no_seal_outside_a_demonstration(institution, folder):
    assert "UNIPI has no electronic seal" in refused(institution)


def test_a_seal_opens_only_with_the_secret_of_its_sealing(institution, folder, settings):
    (folder / "unipi.it.pem").write_bytes(as_pem(a_seal()))
    seal_of(institution, at=LATER)
    settings.SALERNO_KEY_SECRET = "another secret that is long enough to derive a key from"

    with pytest.raises(CredentialRefused, match="SALERNO_KEY_SECRET"):
        open_seal(ElectronicSeal.objects.get())
    again = seal_of(institution, at=LATER)  # the file is still there

    assert ElectronicSeal.objects.count() == 1
    assert again.key.private_numbers() == open_seal(ElectronicSeal.objects.get()).key.private_numbers()


def test_without_the_secret_and_without_the_file_nothing_is_sealed(institution, folder, settings):
    (folder / "unipi.it.pem").write_bytes(as_pem(a_seal()))
    seal_of(institution, at=LATER)
    (folder / "unipi.it.pem").unlink()
    settings.SALERNO_KEY_SECRET = "another secret that is long enough to derive a key from"

    assert "SALERNO_KEY_SECRET" in refused(institution)


def test_a_test_seal_is_made_anew_when_it_ends_or_the_institution_is_named_otherwise(institution, settings, tmp_path):
    settings.SALERNO_SEALS, settings.SALERNO_DEMO = tmp_path, True
    first = seal_of(institution, at=LATER)

    assert seal_of(institution, at=LATER).certificates == first.certificates
    assert owner_of(first.certificates[0]).legal_identifier == IDENTIFIER
    later = seal_of(institution, at=LATER + timedelta(days=800))
    Institution.objects.filter(pk=institution.pk).update(legal_identifier="VATIT-22222222222")
    institution.refresh_from_db()
    renamed = seal_of(institution, at=LATER + timedelta(days=800))
    assert len({each.certificates[0] for each in (first, later, renamed)}) == 3
    assert owner_of(renamed.certificates[0]).is_test


def test_a_real_seal_never_seals_a_demonstration(institution, folder, settings):
    settings.SALERNO_DEMO = True
    (folder / "unipi.it.pem").write_bytes(as_pem(a_seal()))
    operators = seal_of(institution, at=LATER)
    ElectronicSeal.objects.update(is_test=False)

    assert demonstration_seal(institution, at=LATER).certificates[0] != operators.certificates[0]


def test_whom_the_campus_believes(institution, folder, settings):
    (folder / "unipi.it.pem").write_bytes(as_pem(a_seal()))
    seal_of(institution, at=LATER)
    authority, stamps = (a_seal().certificates[0] for _ in range(2))
    (settings.SALERNO_TRUST / "time").mkdir(parents=True)
    (settings.SALERNO_TRUST / "eu.pem").write_bytes(authority.public_bytes(Encoding.PEM))
    (settings.SALERNO_TRUST / "time" / "tsa.pem").write_bytes(stamps.public_bytes(Encoding.PEM))

    assert anchors.own_seals() == ()  # a test seal counts on a demonstration campus alone
    settings.SALERNO_DEMO = True
    assert len(anchors.own_seals()) == 1
    assert (anchors.trusted_certificates(), anchors.time_authorities()) == ((authority,), (stamps,))
    assert anchors.own_legal_identifiers() == {IDENTIFIER}


@pytest.mark.parametrize("text", [b"", b"-----BEGIN CERTIFICATE-----\nxx\n-----END CERTIFICATE-----", b"\xff\xfe"])
def test_a_strangers_certificates_that_cannot_be_read_are_none(text):
    assert anchors.read_certificates(text) == ()

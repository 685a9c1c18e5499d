"""The signature of an ELMO covers all of it, and nothing else is taken for one."""

from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from lxml import etree
from tests.credentials.elmo.made_up import DATA, NOON, tree

from salerno.credentials.elmo.documents import MAX_BYTES, check_schema, read_elmo
from salerno.credentials.elmo.refusals import ElmoReason
from salerno.credentials.elmo.signing import sign_elmo
from salerno.credentials.elmo.verification import verify_elmo
from salerno.credentials.elmo.xmldsig import DSIG

DS = f"{{{DSIG}}}"


def test_a_signed_document_is_valid_and_stays_to_the_schema(signed, unsigned, judge):
    verdict = judge(signed)

    assert verdict.is_valid
    assert (verdict.owner.legal_identifier, verdict.generated_at, verdict.rests_on_claim) == ("FR-MADE-UP-0001", NOON, False)
    assert verdict.signed == etree.tostring(tree(unsigned), method="c14n", exclusive=True)
    check_schema(read_elmo(signed))


# A changed certificate may get a serial number that PyCA warns of, and will refuse one day.
@pytest.mark.filterwarnings("ignore:Parsed a serial number")
def test_no_single_byte_of_the_content_can_be_changed(signed, judge):
    """What may change are bytes that are not content, such as the space in a tag: the octets that were signed are then the same."""
    original = judge(signed).signed

    survivors = []
    for position in range(len(signed)):
        for bit in (0, 1, 5):
            changed = bytearray(signed)
            changed[position] ^= 1 << bit
            verdict = judge(bytes(changed))
            if verdict.is_valid:
                survivors.append(verdict.signed == original)

    assert survivors
    assert all(survivors)
    assert len(survivors) < 100


def test_no_element_can_be_removed_repeated_or_renamed(signed, judge):
    count = len(list(tree(signed).iter(f"{{{tree(signed).nsmap[None]}}}*")))

    for number in range(1, count):
        for change in (_removed, _repeated, _renamed):
            root = tree(signed)
            change([each for each in root.iter() if not each.tag.startswith(DS)][number])
            assert judge(root).refusal is ElmoReason.CONTENT_CHANGED, (number, change)


def _removed(element):
    element.getparent().remove(element)


def _repeated(element):
    element.addnext(etree.fromstring(etree.tostring(element)))


def _renamed(element):
    element.tag += "s"


def test_comments_change_nothing_that_is_read(signed, judge):
    """A comment is not signed, and splits the text around it for careless readers: ``signed`` holds none."""
    changed = signed.replace(b"<familyName>Up-", b"<familyName>Up<!-- x -->-")

    assert changed != signed
    assert judge(changed).signed == judge(signed).signed


@pytest.mark.parametrize("name", ["inclusive", "exclusive"])
def test_signatures_of_another_program_are_read(name):
    signer = x509.load_pem_x509_certificate((DATA / "signer.pem").read_bytes())
    data = (DATA / f"signed-{name}.xml").read_bytes()

    verdict = verify_elmo(data, trusted_certificates=[signer], at=NOON + timedelta(days=1))

    assert verdict.is_valid
    assert verdict.owner.is_test
    assert b"Wojciech" in verdict.signed
    changed = data.replace("Łukasz".encode(), b"Lukasz")
    assert verify_elmo(changed, trusted_certificates=[signer], at=NOON).refusal is ElmoReason.CONTENT_CHANGED


def test_text_after_the_signature_is_content():
    signer = x509.load_pem_x509_certificate((DATA / "signer.pem").read_bytes())
    data = (DATA / "signed-inclusive.xml").read_bytes()

    assert verify_elmo(data.replace(b"text after", b"text other"), trusted_certificates=[signer], at=NOON).refusal is (
        ElmoReason.CONTENT_CHANGED
    )


def test_the_official_example_is_refused_for_its_sha1():
    verdict = verify_elmo(Path(DATA / "example.xml").read_bytes(), trusted_certificates=[], at=NOON)

    assert (verdict.refusal, verdict.detail) == (ElmoReason.WEAK_ALGORITHM, f"{DSIG}rsa-sha1")


def _wrapped_in_extension(root):
    """The signed document as a whole in an extension of a forged one, its signature where one is looked for."""
    forged = tree(etree.tostring(root))
    forged.find("{*}learner/{*}givenNames").text = "Mallory"
    signature = forged.find(f"{DS}Signature")
    signature.addprevious(etree.fromstring(f'<extension xmlns="{root.nsmap[None]}"/>'))
    signature.getprevious().append(root)
    return forged


def _reference(uri):
    def change(root):
        root.find("{*}learner").set("Id", "original")
        root.find(f".//{DS}Reference").set("URI", uri)
        return root

    return change


def _without_uri(root):
    del root.find(f".//{DS}Reference").attrib["URI"]
    return root


def _twice(path):
    def change(root):
        element = root.find(path)
        element.addnext(etree.fromstring(etree.tostring(element)))
        return root

    return change


def _inserted(path, markup):
    def change(root):
        root.find(path).append(etree.fromstring(markup))
        return root

    return change


def _algorithm(path, name):
    def change(root):
        root.find(path).set("Algorithm", name)
        return root

    return change


def _text(path, text):
    def change(root):
        root.find(path).text = text
        return root

    return change


def _dropped(path):
    def change(root):
        element = root.find(path)
        element.getparent().remove(element)
        return root

    return change


SIGNATURE, INFO = f"{DS}Signature", f"{DS}Signature/{DS}SignedInfo"
TRANSFORMS = f"{INFO}/{DS}Reference/{DS}Transforms"
XPATH = "http://www.w3.org/TR/1999/REC-xpath-19991116"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (_wrapped_in_extension, ElmoReason.CONTENT_CHANGED),
        (_reference("#original"), ElmoReason.NOT_THE_WHOLE_DOCUMENT),
        (_reference("#xpointer(/)"), ElmoReason.NOT_THE_WHOLE_DOCUMENT),
        (_reference("file:///etc/passwd"), ElmoReason.NOT_THE_WHOLE_DOCUMENT),
        (_without_uri, ElmoReason.NOT_THE_WHOLE_DOCUMENT),
        (_dropped(f"{TRANSFORMS}/{DS}Transform"), ElmoReason.NOT_THE_WHOLE_DOCUMENT),
        (_twice(f"{TRANSFORMS}/{DS}Transform"), ElmoReason.NOT_THE_WHOLE_DOCUMENT),
        (_twice(f"{INFO}/{DS}Reference"), ElmoReason.BAD_SIGNATURE_FORM),
        (_twice(SIGNATURE), ElmoReason.SEVERAL_SIGNATURES),
        (_dropped(SIGNATURE), ElmoReason.NOT_SIGNED),
        (_inserted(SIGNATURE, f'<Object xmlns="{DSIG}" Id="original">other results</Object>'), ElmoReason.BAD_SIGNATURE_FORM),
        (_inserted(f"{INFO}/{DS}CanonicalizationMethod", "<InclusiveNamespaces/>"), ElmoReason.UNSUPPORTED_ALGORITHM),
        (_algorithm(f"{TRANSFORMS}/{DS}Transform", XPATH), ElmoReason.UNSUPPORTED_ALGORITHM),
        (_algorithm(f"{INFO}/{DS}SignatureMethod", f"{DSIG}hmac-sha1"), ElmoReason.WEAK_ALGORITHM),
        (_algorithm(f"{INFO}/{DS}Reference/{DS}DigestMethod", f"{DSIG}sha1"), ElmoReason.WEAK_ALGORITHM),
        (_algorithm(f"{INFO}/{DS}SignatureMethod", "urn:none"), ElmoReason.UNSUPPORTED_ALGORITHM),
        (_text(f"{INFO}/{DS}Reference/{DS}DigestValue", "AAAA"), ElmoReason.BAD_SIGNATURE),
        (_text(f"{SIGNATURE}/{DS}SignatureValue", "AAAA"), ElmoReason.BAD_SIGNATURE),
        (_text(f"{SIGNATURE}/{DS}SignatureValue", "é"), ElmoReason.BAD_SIGNATURE_FORM),
        (_text(f"{SIGNATURE}/{DS}SignatureValue", "AAB="), ElmoReason.BAD_SIGNATURE_FORM),
        (_text(f"{SIGNATURE}//{DS}X509Certificate", "AAAA"), ElmoReason.BAD_CERTIFICATE),
    ],
)
def test_a_signature_of_another_form_is_refused(signed, judge, change, reason):
    assert judge(change(tree(signed))).refusal is reason


BOMB = b'<!DOCTYPE elmo [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">%s]><elmo x="&%c;"/>'
GROWING = b"".join(b'<!ENTITY %c "%s">' % (99 + step, b"&%c;" % (98 + step) * 10) for step in range(8))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", ElmoReason.NOT_XML),
        (b"<elmo", ElmoReason.NOT_XML),
        (b"<elmo/>", ElmoReason.NOT_ELMO),
        (b" " * (MAX_BYTES + 1), ElmoReason.TOO_LARGE),
        (BOMB % (GROWING, 106), ElmoReason.DOCUMENT_TYPE),
        (b'<!DOCTYPE elmo SYSTEM "file:///etc/passwd"><elmo/>', ElmoReason.DOCUMENT_TYPE),
        (b'<!DOCTYPE elmo [<!ENTITY x SYSTEM "file:///etc/passwd">]><elmo>&x;</elmo>', ElmoReason.DOCUMENT_TYPE),
        ('<?xml version="1.0" encoding="utf-16"?><!DOCTYPE elmo []><elmo/>'.encode("utf-16"), ElmoReason.DOCUMENT_TYPE),
        (b"<a>" * 300 + b"</a>" * 300, ElmoReason.NOT_XML),
    ],
)
def test_hostile_files_are_refused(judge, data, reason):
    assert judge(data).refusal is reason


@pytest.mark.parametrize(("text", "reason"), [("yesterday", ElmoReason.BAD_DATE), ("", ElmoReason.BAD_DATE)])
def test_a_date_that_is_none_is_refused(unsigned, judge, rsa_seal, text, reason):
    root = tree(unsigned)
    root.find("{*}generatedDate").text = text

    assert judge(sign_elmo(etree.tostring(root), rsa_seal[0], NOON)).refusal is reason


def test_a_date_without_a_zone_is_taken_as_utc(unsigned, judge, rsa_seal):
    root = tree(unsigned)
    root.find("{*}generatedDate").text = "2027-07-20T12:00:00"

    assert judge(sign_elmo(etree.tostring(root), rsa_seal[0], NOON)).generated_at == NOON

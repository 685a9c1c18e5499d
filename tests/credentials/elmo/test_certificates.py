"""Whose signature it is: certificates, and seals that may sign."""

from datetime import timedelta

import pytest
from tests.credentials.elmo.made_up import NOON, tree

from salerno.credentials.elmo.refusals import ElmoReason, ElmoRefused
from salerno.credentials.elmo.signing import sign_elmo
from salerno.credentials.elmo.xmldsig import DSIG
from salerno.credentials.europass.seals import Seal, make_test_seal

DS = f"{{{DSIG}}}"


def test_without_a_certificate_inside_the_trusted_ones_are_tried(signed, judge, rsa_seal):
    bare = tree(signed)
    key_info = bare.find(f".//{DS}KeyInfo")
    key_info.getparent().remove(key_info)
    own = rsa_seal[0].certificates[0]

    assert judge(bare, trusted_certificates=[rsa_seal[1], own]).refusal is None
    assert judge(bare).refusal is ElmoReason.BAD_SIGNATURE


def test_a_stranger_who_signs_well_is_still_a_stranger(unsigned, judge):
    stranger, _ = make_test_seal(name="Elsewhere", country="FR", legal_identifier="FR-1", at=NOON)

    verdict = judge(sign_elmo(unsigned, stranger, NOON))

    assert verdict.refusal is ElmoReason.UNKNOWN_CERTIFICATE
    assert verdict.owner.name == "Elsewhere"


def test_the_certificate_of_another_does_not_lend_its_name(signed, unsigned, judge, rsa_seal):
    """The certificate is not signed; the key in it must be the one that signed."""
    other, authority = make_test_seal(name="Elsewhere", country="FR", legal_identifier="FR-1", at=NOON)
    theirs = tree(sign_elmo(unsigned, other, NOON)).findtext(f".//{DS}X509Certificate")

    changed = tree(signed)
    changed.find(f".//{DS}X509Certificate").text = theirs

    assert judge(changed, trusted_certificates=[rsa_seal[1], authority]).refusal is ElmoReason.BAD_SIGNATURE


def test_a_certificate_is_judged_at_the_time_of_the_document(signed, unsigned, judge, rsa_seal):
    ended = rsa_seal[0].certificates[0].not_valid_after_utc

    assert judge(signed, at=ended + timedelta(days=1)).rests_on_claim
    assert judge(signed, at=NOON - timedelta(days=1)).refusal is ElmoReason.FROM_THE_FUTURE
    later, authority = make_test_seal(name="Later", country="FR", legal_identifier="FR-1", at=NOON + timedelta(days=9))
    early = sign_elmo(unsigned, later, NOON + timedelta(days=9))
    assert judge(early, trusted_certificates=[authority]).refusal is ElmoReason.CERTIFICATE_NOT_YET_VALID


def test_signing_refuses_a_seal_that_cannot_sign(unsigned, signed, rsa_seal):
    own, _ = rsa_seal
    other, _ = make_test_seal(name="X", country="FR", legal_identifier="FR-1", at=NOON)
    elliptic, _ = make_test_seal(name="X", country="FR", legal_identifier="FR-1", at=NOON, elliptic=True)
    refusals = []

    for data, seal, at in (
        (signed, own, NOON),
        (unsigned, elliptic, NOON),
        (unsigned, Seal(own.key, other.certificates), NOON),
        (unsigned, own, NOON + timedelta(days=4000)),
    ):
        with pytest.raises(ElmoRefused) as error:
            sign_elmo(data, seal, at)
        refusals.append(error.value.reason)

    assert refusals == [
        ElmoReason.SEVERAL_SIGNATURES,
        ElmoReason.UNSUPPORTED_ALGORITHM,
        ElmoReason.KEY_MISMATCH,
        ElmoReason.CERTIFICATE_EXPIRED,
    ]

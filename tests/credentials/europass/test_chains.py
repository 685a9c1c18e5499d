"""Who may vouch for a certificate: RFC 5280, 6.1."""

from datetime import timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID
from tests.credentials.europass.made_up import NOON

from salerno.credentials.europass.certificates import is_vouched_for


def authority(name: str, key, issuer: str, issuer_key, *, ca: bool = True, path_length: int | None = None, days: int = 400):
    def named(text: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

    builder = x509.CertificateBuilder().subject_name(named(name)).issuer_name(named(issuer)).public_key(key.public_key())
    builder = builder.serial_number(3).not_valid_before(NOON - timedelta(days=1)).not_valid_after(NOON + timedelta(days=days))
    constraints = x509.BasicConstraints(ca=ca, path_length=path_length)
    return builder.add_extension(constraints, critical=True).sign(issuer_key, SHA256())


def chain(**middle) -> list[x509.Certificate]:
    """A leaf, an authority between and a root; ``middle`` changes the one between."""
    root, between, leaf = (ec.generate_private_key(ec.SECP256R1()) for _ in range(3))
    return [
        authority("leaf", leaf, "between", between, ca=False),
        authority("between", between, "root", root, **middle),
        authority("root", root, "root", root, path_length=1),
    ]


def test_a_chain_leads_over_authorities_that_came_with_the_document():
    leaf, between, root = chain()

    assert is_vouched_for(leaf, [between], [root], NOON)
    assert is_vouched_for(leaf, [], [between], NOON)
    assert not is_vouched_for(leaf, [], [root], NOON)
    assert not is_vouched_for(leaf, [between, root], [], NOON)


def test_an_authority_may_not_vouch_when_it_is_none_or_has_ended():
    for middle in ({"ca": False}, {"days": 0}):
        leaf, between, root = chain(**middle)
        assert not is_vouched_for(leaf, [between], [root], NOON + timedelta(hours=1))


def test_a_chain_longer_than_an_authority_allows_is_no_chain():
    keys = [ec.generate_private_key(ec.SECP256R1()) for _ in range(4)]
    root = authority("root", keys[0], "root", keys[0], path_length=0)
    first = authority("first", keys[1], "root", keys[0])
    leaf = authority("leaf", keys[2], "first", keys[1], ca=False)

    assert not is_vouched_for(leaf, [first], [root], NOON)
    assert is_vouched_for(first, [], [root], NOON)

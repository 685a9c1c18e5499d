import base64
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256

from salerno.credentials.proving.achievement import credential
from salerno.credentials.proving.did import VerificationMethod, controller_document, did_key, resolver_of
from salerno.credentials.proving.refusals import Reason
from salerno.credentials.proving.verification import Outcome, verify

LIST_URL = "https://campus.example/status/3"


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def token(header: dict, payload: dict, sign) -> bytes:
    signed = f"{b64(json.dumps(header).encode())}.{b64(json.dumps(payload).encode())}"
    return f"{signed}.{b64(sign(signed.encode()))}".encode()


@pytest.fixture
def judge(resolver, noon, listing):
    def judge_token(data, **other):
        world = {"at": noon, "resolver": resolver, "status_lookup": {LIST_URL: listing()}.get}
        return verify(data, **(world | other))

    return judge_token


@pytest.fixture
def payload(award) -> dict:
    return credential(award)


def test_a_vc_jwt_of_version_2_and_one_of_open_badges_are_valid(judge, payload, key):
    header = {"alg": "EdDSA", "kid": key.id}
    claims = {
        "vc": payload,
        "iss": payload["issuer"]["id"],
        "jti": payload["id"],
        "nbf": 1795512600 - 400_000_000,
        "exp": 1795512600 + 400_000_000,
    }

    assert judge(token(header | {"typ": "vc+jwt"}, payload, key.sign)).is_valid
    assert judge(token(header, claims, key.sign)).is_valid


def test_a_token_is_judged_by_status_and_period_too(judge, payload, key, listing):
    data = token({"alg": "EdDSA", "kid": key.id}, payload, key.sign)

    assert judge(data, status_lookup={LIST_URL: listing(4242)}.get).outcome == Outcome.REVOKED
    assert judge(data, status_lookup={}.get).outcome == Outcome.STATUS_UNCHECKED


def test_a_token_with_a_key_by_value_needs_that_key_in_the_issuers_document(judge, payload, key, stranger):
    def jwk(signer):
        return {"kty": "OKP", "crv": "Ed25519", "x": b64(signer.public)}

    own = judge(token({"alg": "EdDSA", "jwk": jwk(key)}, payload, key.sign))
    forged = judge(token({"alg": "EdDSA", "jwk": jwk(stranger)}, payload, stranger.sign))

    assert own.is_valid
    assert (forged.outcome, forged.reason) == (Outcome.UNKNOWN_ISSUER, Reason.WRONG_ISSUER_KEY)


def test_a_token_that_names_no_key_is_checked_with_each_key_of_its_issuer(judge, payload, key, stranger, noon):
    issuer = payload["issuer"]["id"]
    two = [VerificationMethod(f"{issuer}#key-0", stranger.public), VerificationMethod(key.id, key.public)]
    gone = VerificationMethod(key.id, key.public, revoked_at=noon)
    data = token({"alg": "EdDSA"}, payload, key.sign)

    with_both = judge(data, resolver=resolver_of(controller_document(issuer, two)))
    without = judge(data, resolver=resolver_of(controller_document(issuer, two[:1])))
    revoked = judge(data, resolver=resolver_of(controller_document(issuer, [two[0], gone])))
    unknown = judge(data, resolver={}.get)

    assert (with_both.outcome, without.reason, revoked.reason) == (Outcome.VALID, Reason.NO_KEY_FITS, Reason.NO_KEY_FITS)
    assert (unknown.outcome, unknown.reason) == (Outcome.UNKNOWN_ISSUER, Reason.TOKEN_NAMES_NO_KEY)


@pytest.mark.parametrize("header", [{}, {"kid": "#key-1"}, {"jwk": {"kty": "OKP"}}])
def test_a_key_that_was_handed_in_speaks_for_an_issuer_without_document(judge, payload, key, stranger, header):
    del payload["credentialStatus"]
    good, other = ({"kty": "OKP", "crv": "Ed25519", "x": b64(each.public)} for each in (key, stranger))
    broken = [{"kty": "OKP", "crv": "Ed25519"}, {"kty": "RSA", "n": "AA", "e": "AQAB"}, {"kty": "EC"}]
    data = token({"alg": "EdDSA"} | header, payload, key.sign)
    head, body, _signature = data.split(b".")
    changed = b".".join([head, body, b64(bytes(64)).encode()])

    valid = judge(data, resolver={}.get, key_lookup=lambda issuer: [*broken, other, good])
    wrong = judge(data, resolver={}.get, key_lookup=lambda issuer: [*broken, other])
    forged = judge(changed, resolver={}.get, key_lookup=lambda issuer: [good])

    assert valid.outcome == Outcome.VALID
    assert {wrong.reason, forged.reason} == {Reason.NO_KEY_FITS}
    assert {wrong.outcome, forged.outcome} == {Outcome.UNKNOWN_ISSUER}


def test_a_key_that_was_handed_in_is_not_asked_where_the_issuer_is_known(judge, payload, stranger):
    """Or anybody could bring a key for an issuer whose keys we know."""
    theirs = {"kty": "OKP", "crv": "Ed25519", "x": b64(stranger.public)}

    verdict = judge(token({"alg": "EdDSA"}, payload, stranger.sign), key_lookup=lambda issuer: [theirs])

    assert (verdict.outcome, verdict.reason) == (Outcome.UNKNOWN_ISSUER, Reason.NO_KEY_FITS)


def test_a_token_of_a_did_key(judge, payload, key, listing):
    did = did_key(key.public)
    payload["issuer"]["id"] = did
    del payload["credentialStatus"]

    assert judge(token({"alg": "EdDSA", "kid": f"{did}#{key.public_multibase}"}, payload, key.sign)).is_valid


def test_rs256_with_a_published_rsa_key(judge, payload, noon):
    private = generate_private_key(65537, 2048)
    numbers = private.public_key().public_numbers()
    jwk = {"kty": "RSA", "n": b64(numbers.n.to_bytes(256)), "e": b64(numbers.e.to_bytes(3))}
    issuer = payload["issuer"]["id"]
    document = {
        "id": issuer,
        "assertionMethod": [{"id": "#rsa", "controller": issuer, "publicKeyJwk": jwk}],
    }
    del payload["credentialStatus"]

    def sign(data: bytes) -> bytes:
        return private.sign(data, PKCS1v15(), SHA256())

    good = token({"alg": "RS256", "jwk": jwk}, payload, sign)
    confused = token({"alg": "EdDSA", "jwk": jwk}, payload, sign)

    assert judge(good, resolver=resolver_of(document)).is_valid
    assert judge(confused, resolver=resolver_of(document)).reason == Reason.BAD_TOKEN


def test_a_changed_token_is_refused(judge, payload, key):
    data = token({"alg": "EdDSA", "kid": key.id}, payload, key.sign)
    header, body, signature = data.split(b".")
    other = b64(json.dumps(payload | {"name": "Another"}).encode()).encode()

    assert judge(b".".join([header, other, signature])).reason == Reason.BAD_SIGNATURE


@pytest.mark.parametrize(
    ("header", "claims", "reason"),
    [
        ({"alg": "none"}, {}, Reason.BAD_TOKEN),
        ({"alg": "HS256"}, {}, Reason.BAD_TOKEN),
        ({"crit": ["b64"], "b64": False}, {}, Reason.BAD_TOKEN),
        ({}, {"iss": "did:web:elsewhere.example"}, Reason.BAD_TOKEN),
        ({}, {"jti": "urn:x:1"}, Reason.BAD_TOKEN),
        ({}, {"sub": "urn:x:1"}, Reason.BAD_TOKEN),
        ({}, {"nbf": 4_000_000_000}, Reason.PROOF_FROM_THE_FUTURE),
        ({}, {"exp": 1_000_000_000}, Reason.PROOF_EXPIRED),
        ({}, {"exp": "soon"}, Reason.BAD_TOKEN),
        ({}, {"exp": 10**30}, Reason.BAD_TOKEN),
        ({}, {"vc": 7}, Reason.NOT_A_CREDENTIAL),
        ({"kid": "#key-9"}, {}, Reason.UNKNOWN_KEY),
        ({"kid": "#key-1"}, {"vc": {"issuer": "did:web:elsewhere.example"}}, Reason.UNKNOWN_ISSUER),
    ],
)
def test_tokens_are_refused_for_their_own_reason(judge, payload, key, header, claims, reason):
    data = token({"alg": "EdDSA", "kid": key.id} | header, {"vc": payload} | claims, key.sign)

    assert judge(data).reason == reason


@pytest.mark.parametrize("data", [b"ey", b"eyJ9.e30", b"eyJ9.e30.AA.AA", b"ey!.e30.AA", b"eyA" * 400_000])
def test_what_only_looks_like_a_token_is_unreadable(judge, data):
    assert judge(data).outcome == Outcome.UNREADABLE

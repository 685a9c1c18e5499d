import copy
import hmac
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salerno.credentials.proving.did import (
    VerificationMethod,
    check_method_kind,
    controller_document,
    did_key,
    did_key_document,
    did_web,
    did_web_url,
    find_method,
    resolve,
    resolver_of,
)
from salerno.credentials.proving.keys import SealBroken, SigningKey, key_encryption_key
from salerno.credentials.proving.multikey import decode_base58, decode_ed25519, encode_base58, encode_ed25519
from salerno.credentials.proving.refusals import ProofRefused, Reason

SECRET = "an operator's secret of more than thirty-two bytes"
VECTOR = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"


@given(st.binary(min_size=32, max_size=32))
def test_a_multikey_is_read_as_it_was_written(public_key):
    text = encode_ed25519(public_key)

    assert text.startswith("z6Mk")
    assert decode_ed25519(text) == public_key


@given(st.binary(min_size=1, max_size=80))
def test_base58_is_read_as_it_was_written(data):
    assert decode_base58(encode_base58(data), reason=Reason.BAD_KEY) == data


@pytest.mark.parametrize(
    "text",
    [
        "",
        "z",
        VECTOR[1:],
        VECTOR + "1",
        VECTOR[:-1],
        VECTOR + "\n",
        " " + VECTOR,
        "z" + "1" * 200,
        "zO0Il",
        None,
        7,
    ],
)
def test_decode_ed25519_refuses_everything_else(text):
    with pytest.raises(ProofRefused) as refusal:
        decode_ed25519(text)

    assert refusal.value.reason == Reason.BAD_KEY


def test_a_sealed_key_opens_under_its_own_id_and_secret_alone():
    key, kek = SigningKey.generate("did:web:x.example#1"), key_encryption_key(SECRET)
    sealed = key.seal(kek)

    assert SigningKey.unseal(key.id, sealed, kek).public == key.public
    for id_, data, secret in [
        ("did:web:x.example#2", sealed, SECRET),
        (key.id, sealed[:-1] + bytes([sealed[-1] ^ 1]), SECRET),
        (key.id, sealed[:5], SECRET),
        (key.id, b"", SECRET),
        (key.id, sealed, SECRET + "!"),
    ]:
        with pytest.raises(SealBroken):
            SigningKey.unseal(id_, data, key_encryption_key(secret))


def test_two_seals_of_one_key_differ():
    key, kek = SigningKey.generate("did:web:x.example#1"), key_encryption_key(SECRET)

    assert key.seal(kek) != key.seal(kek)


def test_a_key_never_shows_or_gives_away_its_secret():
    private = bytes(range(32))
    key = SigningKey("did:web:x.example#1", private)

    for shown in (repr(key), str(key), f"{key}", f"{[key]}"):
        assert shown.strip("[]") == "SigningKey('did:web:x.example#1')"
    assert not hasattr(key, "__dict__")
    for take in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError):
            take(key)


def test_key_encryption_key_is_derived_the_same_way_forever():
    """A change would make every stored key unreadable. Expected: RFC 5869, written out."""
    extracted = hmac.digest(bytes(32), SECRET.encode(), "sha256")
    expected = hmac.digest(extracted, b"salerno/credentials/key-encryption/v1" + b"\x01", "sha256")

    assert key_encryption_key(SECRET) == expected


def test_key_encryption_key_refuses_a_short_secret():
    with pytest.raises(ValueError, match="32 bytes"):
        key_encryption_key("password")


@pytest.mark.parametrize(
    ("did", "url"),
    [
        (did_web("campus.example"), "https://campus.example/.well-known/did.json"),
        (
            did_web("campus.example", "institutions", "unipi.it"),
            "https://campus.example/institutions/unipi.it/did.json",
        ),
        (did_web("localhost", port=8443), "https://localhost:8443/.well-known/did.json"),
        (did_web("localhost", "a", port=8443), "https://localhost:8443/a/did.json"),
        (did_web("x.example", "a b", "é"), "https://x.example/a%20b/%C3%A9/did.json"),
    ],
)
def test_did_web_url(did, url):
    assert did_web_url(did) == url
    assert did_web_url(did + "#key-1") == url


def test_did_web_escapes_the_port():
    assert did_web("localhost", "a", port=8443) == "did:web:localhost%3A8443:a"


@pytest.mark.parametrize(
    "did",
    [
        "did:web:",
        "did:web",
        "did:key:z6Mk",
        "did:web:a::b",
        "did:web:x.example%2Fpath",
        "did:web:user%40x.example",
        "did:web:x.example:..",
        "did:web:x.example:a%2Fb",
        "did:web:x.example%3F",
    ],
)
def test_did_web_url_refuses(did):
    with pytest.raises(ProofRefused) as refusal:
        did_web_url(did)

    assert refusal.value.reason == Reason.UNKNOWN_KEY_METHOD


def test_did_key_document_lists_the_key():
    did = did_key(decode_ed25519(VECTOR))

    assert did == f"did:key:{VECTOR}"
    assert did_key_document(did) == {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": did,
        "verificationMethod": [{"id": f"{did}#{VECTOR}", "type": "Multikey", "controller": did, "publicKeyMultibase": VECTOR}],
        "assertionMethod": [f"{did}#{VECTOR}"],
    }


def test_controller_document_keeps_rotated_keys_and_marks_revoked_ones(noon):
    methods = [
        VerificationMethod("did:web:x.example#old", bytes(32)),
        VerificationMethod("did:web:x.example#stolen", bytes(32), revoked_at=noon),
        VerificationMethod("did:web:x.example#new", bytes(32)),
    ]

    document = controller_document("did:web:x.example", methods, also_known_as=["https://x.example"])

    assert document["assertionMethod"] == [method.id for method in methods]
    assert document["alsoKnownAs"] == ["https://x.example"]
    assert [method.get("revoked") for method in document["verificationMethod"]] == [
        None,
        "2026-11-24T12:00:00Z",
        None,
    ]


def test_resolve_takes_no_document_for_another_identifier():
    document = controller_document("did:web:a.example", [])

    assert resolve("did:web:a.example", resolver_of(document)) == document
    assert resolve("did:web:b.example", resolver_of(document)) is None
    assert resolve("did:web:b.example", lambda controller: document) is None


OTHER = "did:web:b.example#1"
A = "did:web:a.example"


@pytest.mark.parametrize(
    ("method", "document", "reason"),
    [
        (f"{A}#2", {"assertionMethod": [f"{A}#1"]}, Reason.UNKNOWN_KEY),
        (OTHER, {"assertionMethod": [f"{A}#1"]}, Reason.WRONG_ISSUER_KEY),
        (OTHER, {"assertionMethod": [OTHER]}, Reason.WRONG_ISSUER_KEY),
        (
            f"{A}#1",
            {"assertionMethod": [{"id": "#1", "controller": "did:web:b.example"}]},
            Reason.WRONG_ISSUER_KEY,
        ),
        (f"{A}#1", {"verificationMethod": [{"id": f"{A}#1"}]}, Reason.KEY_NOT_FOR_ASSERTION),
        (
            f"{A}#1",
            {"verificationMethod": {"id": "#1"}, "authentication": ["#1"]},
            Reason.KEY_NOT_FOR_ASSERTION,
        ),
        (
            f"{A}#1",
            {"assertionMethod": [{"id": "#1", "controller": A, "revoked": "2026-01-01T00:00:00Z"}]},
            Reason.KEY_REVOKED,
        ),
    ],
)
def test_find_method_says_why_a_key_may_not_sign(method, document, reason):
    with pytest.raises(ProofRefused) as refusal:
        find_method(method, issuer=A, document={"id": A} | document)

    assert refusal.value.reason == reason


def test_find_method_reads_relative_ids():
    entry = {"id": "#1", "controller": A, "publicKeyMultibase": VECTOR}
    document = {"id": A, "verificationMethod": [entry], "assertionMethod": ["#1"]}

    assert find_method(f"{A}#1", issuer=A, document=document) == entry


@pytest.mark.parametrize("method", ["z6Mk", "did:example:1", "http://x.example#1", "urn:x:1", None, 7, ["x"]])
def test_check_method_kind_refuses_what_cannot_be_resolved(method):
    with pytest.raises(ProofRefused) as refusal:
        check_method_kind(method)

    assert refusal.value.reason == (Reason.UNKNOWN_DID_METHOD if method == "did:example:1" else Reason.UNKNOWN_KEY_METHOD)

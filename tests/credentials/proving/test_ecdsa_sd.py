"""Derived proofs of ecdsa-sd-2023: the W3C's vector, 1EdTech's sample, and proofs that a dishonest holder would make."""

import base64
import copy
import json
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePrivateKey, derive_private_key
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from fido2 import cbor
from hypothesis import given, settings
from hypothesis import strategies as st

from salerno.credentials.proving import ecdsa_sd
from salerno.credentials.proving.canonical import canonical_options, canonical_rdf
from salerno.credentials.proving.contexts import pinned_contexts
from salerno.credentials.proving.did import resolver_of
from salerno.credentials.proving.multikey import P256_PUBLIC, decode_p256, encode_base58
from salerno.credentials.proving.proofs import verify_proofs
from salerno.credentials.proving.refusals import ProofRefused, Reason
from salerno.credentials.proving.verification import Outcome, verify

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
OWN_CONTEXT = "https://vc.example/windsurf/context"
SAMPLE_KEY = "zDnaekGZTbQBerwcehBSXLqAg6s55hVEBms1zFy89VHXtJSa9"
ISSUERS_KEY, STATEMENT_KEY = (derive_private_key(number, SECP256R1()) for number in (7, 11))


@pytest.fixture(scope="module")
def vector(data):
    """The W3C's document. Its inline context is given an address, since we read no inline ones: the statements stay the same."""
    document = json.loads((data / "vc/ecdsa-sd-2023/derivedRevealDocument.json").read_text("utf-8"))
    inline, document["@context"][1] = document["@context"][1], OWN_CONTEXT
    return document, pinned_contexts().with_others({OWN_CONTEXT: {"@context": inline}})


@pytest.fixture(scope="module")
def sample(data):
    return json.loads((data / "openbadges3/samples/sd/derivedcredential.json").read_text("utf-8"))


def judge(document: dict, *multikeys: str):
    """The verdict, with the sample's key and ``multikeys`` as the issuer's."""
    issuer = "https://1edtech.edu/issuers/565049"
    keys = [{"id": f"{issuer}#{key}", "controller": issuer, "publicKeyMultibase": key} for key in (SAMPLE_KEY, *multikeys)]
    return verify(document, at=NOON, resolver=resolver_of({"id": issuer, "assertionMethod": keys}), status_lookup={}.get)


def packed(key: EllipticCurvePrivateKey) -> bytes:
    return P256_PUBLIC + key.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)


def signature(key: EllipticCurvePrivateKey, data: bytes) -> bytes:
    return b"".join(number.to_bytes(32) for number in decode_dss_signature(key.sign(data, ECDSA(SHA256()))))


def wrapped(*parts: object) -> str:
    return "u" + base64.urlsafe_b64encode(b"\xd9\x5d\x01" + cbor.encode(list(parts))).decode().rstrip("=")


def derived(document: dict, *, names=lambda number: bytes([number]) * 32, mandatory=range(3)) -> dict:
    """``document`` with a proof that shows all of it, its first three statements mandatory; ``names`` are those of its nodes."""
    document = copy.deepcopy({key: value for key, value in document.items() if key != "proof"})
    issuer_key = encode_base58(packed(ISSUERS_KEY))
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": "ecdsa-sd-2023",
        "verificationMethod": f"{document['issuer']['id']}#{issuer_key}",
        "proofPurpose": "assertionMethod",
    }
    text = canonical_rdf(document, pinned_contexts())
    labels = {number: names(number) for number in range(20) if f"_:c14n{number} " in text}
    for number in sorted(labels, reverse=True):
        name = base64.urlsafe_b64encode(labels[number]).decode().rstrip("=")
        text = text.replace(f"_:c14n{number} ", f"_:u{name} ")
    lines = sorted(line.encode() for line in text.splitlines(keepends=True))
    options = canonical_options(document, proof, pinned_contexts())
    whole = b"".join(lines[index] for index in mandatory)
    base = sha256(options.encode()).digest() + packed(STATEMENT_KEY) + sha256(whole).digest()
    alone = [signature(STATEMENT_KEY, line) for index, line in enumerate(lines) if index not in mandatory]
    value = wrapped(signature(ISSUERS_KEY, base), packed(STATEMENT_KEY), alone, labels, list(mandatory))
    return document | {"proof": [proof | {"proofValue": value}]}


def test_the_vector_of_the_w3c_is_good(vector):
    document, contexts = vector
    issuer = resolver_of({"id": document["issuer"], "assertionMethod": [document["proof"]["verificationMethod"]]})

    (checked,) = verify_proofs(document, issuer=document["issuer"], resolver=issuer, at=NOON, contexts=contexts)

    assert (checked.kind, checked.standing) == ("ecdsa-sd-2023", "issuer")
    assert checked.note.endswith("the holder chose which parts are shown")


@pytest.mark.parametrize("path", [("credentialSubject", "sailNumber"), ("credentialSubject", "boards"), ("issuer",)])
def test_the_vector_is_refused_once_a_word_is_changed_or_gone(vector, path):
    whole, contexts = vector
    changed, shorter = copy.deepcopy(whole), copy.deepcopy(whole)
    *steps, last = path
    for document in (changed, shorter):
        parent = document
        for step in steps:
            parent = parent[step]
        if document is changed:
            parent[last] = "https://vc.example/another"
        else:
            del parent[last]

    reasons = {_refusal(document, whole, contexts) for document in (changed, shorter)}

    assert reasons <= {Reason.BAD_SIGNATURE, Reason.DISCLOSURE_MISMATCH}


def _refusal(document: dict, whole: dict, contexts) -> Reason:
    issuer = resolver_of({"id": whole["issuer"], "assertionMethod": [whole["proof"]["verificationMethod"]]})
    with pytest.raises(ProofRefused) as refusal:
        verify_proofs(document, issuer=whole["issuer"], resolver=issuer, at=NOON, contexts=contexts)
    return refusal.value.reason


def test_the_sample_survives_no_change_of_one_sign_of_its_proof(sample):
    value = sample["proof"][0]["proofValue"]
    assert judge(sample).is_valid

    valid = []
    for position, sign in enumerate(value):
        changed = copy.deepcopy(sample)
        changed["proof"][0]["proofValue"] = value[:position] + ("A" if sign != "A" else "B") + value[position + 1 :]
        if judge(changed).is_valid:
            valid.append(position)

    assert valid == []


def test_the_sample_survives_no_flipped_bit(sample):
    """All bytes but those of the proof value, which has its own test."""
    text = json.dumps(sample, separators=(",", ":")).replace(sample["proof"][0]["proofValue"], "*")
    value = sample["proof"][0]["proofValue"].encode()

    valid = []
    for position in range(len(text)):
        changed = bytearray(text.encode())
        if changed[position : position + 1] == b"*":
            continue
        changed[position] ^= 2
        if verify_bytes(bytes(changed).replace(b"*", value)).is_valid:
            valid.append(position)

    assert valid == []


def verify_bytes(data: bytes):
    issuer = "https://1edtech.edu/issuers/565049"
    method = {"id": f"{issuer}#{SAMPLE_KEY}", "controller": issuer, "publicKeyMultibase": SAMPLE_KEY}
    return verify(data, at=NOON, resolver=resolver_of({"id": issuer, "assertionMethod": [method]}), status_lookup={}.get)


def test_a_proof_made_here_is_good_and_its_key_must_be_the_issuers(sample):
    document = derived(sample)

    assert judge(document, encode_base58(packed(ISSUERS_KEY))).is_valid
    assert judge(document).reason == Reason.UNKNOWN_KEY


def test_two_nodes_cannot_be_given_one_name(sample):
    """Every signature of such a proof is good: it would tell of two things what was signed of one."""
    two_nodes = sample | {"evidence": [{"type": ["Evidence"], "name": "A film"}]}

    honest = judge(derived(two_nodes), encode_base58(packed(ISSUERS_KEY)))
    verdict = judge(derived(two_nodes, names=lambda number: bytes(32)), encode_base58(packed(ISSUERS_KEY)))

    assert honest.is_valid
    assert (verdict.outcome, verdict.reason) == (Outcome.ALTERED, Reason.DISCLOSURE_MISMATCH)


def test_what_only_looks_like_a_node_is_not_renamed(sample):
    document = copy.deepcopy(sample)
    document["credentialSubject"]["achievement"]["name"] = 'Team "_:c14n0" \\_:c14n1.'
    document["credentialSubject"]["achievement"]["id"] = "https://example.com/_:c14n0"

    assert judge(derived(document), encode_base58(packed(ISSUERS_KEY))).is_valid


def parts_of(document: dict) -> list:
    text = document["proof"][0]["proofValue"][1:]
    return cbor.decode(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))[3:])


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda parts: parts[:4], Reason.BAD_SIGNATURE),
        (lambda parts: [parts[0][:63], *parts[1:]], Reason.BAD_SIGNATURE),
        (lambda parts: [bytes(64), *parts[1:]], Reason.BAD_SIGNATURE),
        (lambda parts: [parts[0], b"\xed\x01" + parts[1][2:], *parts[2:]], Reason.BAD_KEY),
        (lambda parts: [parts[0], parts[1][:3] + b"\xff" * 32, *parts[2:]], Reason.BAD_KEY),
        (lambda parts: [*parts[:2], parts[2][::-1], *parts[3:]], Reason.BAD_SIGNATURE),
        (lambda parts: [*parts[:2], parts[2][1:], *parts[3:]], Reason.DISCLOSURE_MISMATCH),
        (lambda parts: [*parts[:2], {}, *parts[3:]], Reason.BAD_SIGNATURE),
        (lambda parts: [*parts[:3], {}, parts[4]], Reason.DISCLOSURE_MISMATCH),
        (lambda parts: [*parts[:3], parts[3] | {99: bytes(32)}, parts[4]], Reason.DISCLOSURE_MISMATCH),
        (lambda parts: [*parts[:3], {"c14n0": bytes(32)}, parts[4]], Reason.BAD_SIGNATURE),
        (lambda parts: [*parts[:3], [], parts[4]], Reason.BAD_SIGNATURE),
        (lambda parts: [*parts[:4], [0, 0, 1]], Reason.BAD_SIGNATURE),
        (lambda parts: [*parts[:4], [False, 1, 2]], Reason.BAD_SIGNATURE),
        (lambda parts: [*parts[:4], [-1, 1, 2]], Reason.BAD_SIGNATURE),
        (lambda parts: [*parts[:4], [0, 1, 999]], Reason.DISCLOSURE_MISMATCH),
        (lambda parts: [*parts[:4], [0, 1]], Reason.DISCLOSURE_MISMATCH),
        (lambda parts: [*parts[:4], [0, 1, 3]], Reason.BAD_SIGNATURE),
    ],
)
def test_a_proof_of_another_shape_is_refused(sample, change, reason):
    document = derived(sample)
    document["proof"][0]["proofValue"] = wrapped(*change(parts_of(document)))

    assert judge(document, encode_base58(packed(ISSUERS_KEY))).reason == reason


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (None, Reason.BAD_SIGNATURE),
        ("z123", Reason.BAD_SIGNATURE),
        ("u", Reason.BAD_SIGNATURE),
        ("uA", Reason.BAD_SIGNATURE),
        ("u2V0B", Reason.BAD_SIGNATURE),
        ("u2V0B" + "gYGB" * 9000, Reason.BAD_SIGNATURE),
        ("u2V0B" + "gYGB" * 11_000, Reason.BAD_SIGNATURE),
        ("u2V0AhdhA", Reason.NOT_DISCLOSED),
    ],
)
def test_a_proof_value_that_is_none_is_refused(sample, value, reason):
    document = copy.deepcopy(sample)
    document["proof"][0]["proofValue"] = value

    assert judge(document).reason == reason


def test_a_key_of_another_kind_is_refused(sample):
    ed25519 = "z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi"
    document = copy.deepcopy(sample)
    document["proof"][0]["verificationMethod"] = f"https://1edtech.edu/issuers/565049#{ed25519}"

    assert judge(document, ed25519).reason == Reason.BAD_KEY
    with pytest.raises(ProofRefused):
        decode_p256(ed25519)


@given(st.binary(max_size=300))
@settings(deadline=None)
def test_any_bytes_in_a_proof_value_are_met_with_a_refusal(sample, data):
    value = "u" + base64.urlsafe_b64encode(b"\xd9\x5d\x01" + data).decode().rstrip("=")

    with pytest.raises(ProofRefused):
        ecdsa_sd.prepare(sample, {"proofValue": value}, pinned_contexts())

"""The W3C's vectors for EdDSA cryptosuites: canonical forms, hashes and signatures, byte for byte."""

import hashlib
import json
from datetime import UTC, datetime

import base58
import pytest

from salerno.credentials.proving import cryptosuites
from salerno.credentials.proving.canonical import canonical_json, canonical_rdf
from salerno.credentials.proving.did import resolver_of
from salerno.credentials.proving.keys import SigningKey
from salerno.credentials.proving.proofs import proofs_of, sign, verify_proofs
from salerno.credentials.proving.refusals import ProofRefused, Reason

ISSUER = "https://vc.example/issuers/5678"
SIGNED = [
    "eddsa-rdfc-2022/signedDataInt.json",
    "eddsa-jcs-2022/signedJCS.json",
    "Ed25519Signature2020/signedEdSig.json",
    "proof-set-chain/signedProofSet1.json",
    "proof-set-chain/signedProofSet2.json",
    "proof-set-chain/signedProofChain1.json",
    "proof-set-chain/signedProofChain2.json",
]


@pytest.fixture(scope="module")
def eddsa(data):
    return data / "vc/eddsa"


def read(path) -> dict:
    return json.loads(path.read_text("utf-8"))


def resolver_for(document: dict):
    """The vectors sign with did:key for an issuer with another name: its document must list those keys."""
    methods = [proof["verificationMethod"] for proof in proofs_of(document)]
    return resolver_of({"id": ISSUER, "assertionMethod": methods})


def unsecured(document: dict) -> dict:
    return {key: value for key, value in document.items() if key != "proof"}


@pytest.mark.parametrize("name", SIGNED)
def test_verify_proofs_accepts_every_vector(eddsa, vector_contexts, noon, name):
    document = read(eddsa / name)

    checked = verify_proofs(document, issuer=ISSUER, resolver=resolver_for(document), at=noon, contexts=vector_contexts)

    assert {each.standing for each in checked} == {"issuer"}
    assert len(checked) == len(proofs_of(document))


@pytest.mark.parametrize("name", SIGNED)
def test_verify_proofs_refuses_every_vector_once_a_word_is_changed(eddsa, vector_contexts, noon, name):
    document = read(eddsa / name)
    document["credentialSubject"]["alumniOf"] = "Another school"

    with pytest.raises(ProofRefused) as refusal:
        verify_proofs(document, issuer=ISSUER, resolver=resolver_for(document), at=noon, contexts=vector_contexts)

    assert refusal.value.reason == Reason.BAD_SIGNATURE


def test_rdfc_vector_canonical_forms_and_hashes(eddsa, vector_contexts):
    folder = eddsa / "eddsa-rdfc-2022"
    document, config = read(folder / "signedDataInt.json"), read(folder / "proofConfigDataInt.json")

    canonical = canonical_rdf(unsecured(document), vector_contexts)
    data = cryptosuites.rdfc_hash_data(unsecured(document), document["proof"], vector_contexts)

    assert canonical == (folder / "canonDocDataInt.txt").read_text("utf-8")
    assert canonical_rdf(config, vector_contexts) == (folder / "proofCanonDataInt.txt").read_text("utf-8")
    assert data.hex() == (folder / "combinedHashDataInt.txt").read_text("utf-8").strip()


def test_jcs_vector_canonical_forms_and_hashes(eddsa, vector_contexts):
    folder = eddsa / "eddsa-jcs-2022"
    document, config = read(folder / "signedJCS.json"), read(folder / "proofConfigJCS.json")

    data = cryptosuites.jcs_hash_data(unsecured(document), document["proof"], vector_contexts)

    assert canonical_json(unsecured(document)).decode() == (folder / "canonDocJCS.txt").read_text("utf-8")
    assert hashlib.sha256(canonical_json(config)).hexdigest() == (folder / "proofHashJCS.txt").read_text().strip()
    assert data.hex() == (folder / "combinedHashJCS.txt").read_text("utf-8").strip()


def test_sign_makes_the_signature_of_the_vector(eddsa, vector_contexts):
    document = read(eddsa / "eddsa-rdfc-2022/signedDataInt.json")
    private = base58.b58decode(read(eddsa / "keyPair.json")["privateKeyMultibase"][1:])[2:]
    key = SigningKey(document["proof"]["verificationMethod"], private)

    again = sign(
        unsecured(document),
        key=key,
        created=datetime(2023, 2, 24, 23, 36, 38, tzinfo=UTC),
        contexts=vector_contexts,
    )

    assert again["proof"] == [document["proof"]]


def test_sign_makes_the_chain_of_the_vector(eddsa, vector_contexts):
    folder = eddsa / "proof-set-chain"
    document = read(folder / "signedProofChain2.json")
    last = document["proof"].pop()
    private = base58.b58decode(read(folder / "multiKeyPairs.json")["keyPair4"]["privateKeyMultibase"][1:])[2:]

    again = sign(
        document,
        key=SigningKey(last["verificationMethod"], private),
        created=datetime(2023, 2, 26, 22, 16, 38, tzinfo=UTC),
        contexts=vector_contexts,
        previous=last["previousProof"],
    )

    assert again["proof"][-1] == last


def test_a_chain_whose_earlier_proof_was_taken_out_is_refused(eddsa, vector_contexts, noon):
    document = read(eddsa / "proof-set-chain/signedProofChain1.json")
    del document["proof"][0]

    with pytest.raises(ProofRefused) as refusal:
        verify_proofs(document, issuer=ISSUER, resolver=resolver_for(document), at=noon, contexts=vector_contexts)

    assert refusal.value.reason == Reason.PREVIOUS_PROOF_MISSING

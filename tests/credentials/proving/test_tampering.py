"""Nothing of a signed credential can be changed unseen.

What *may* change: bytes that are not content. The exact claim that is tested: whenever a changed file is
still judged valid, its canonical
N-Quads and those of its proof's options, and the signature, equal the original's.
Of the single-bit changes of a simple credential only some in the white space between tokens can do that.
"""

import copy
import json

import pytest

from salerno.credentials.proving.canonical import canonical_rdf
from salerno.credentials.proving.contexts import pinned_contexts
from salerno.credentials.proving.verification import verify


@pytest.fixture
def judge(resolver, noon):
    def judge_document(document):
        return verify(document, at=noon, resolver=resolver, status_lookup={}.get)

    return judge_document


def content_of(document: dict) -> tuple:
    """What the signature is over, and the signature itself."""
    unsecured = {key: value for key, value in document.items() if key != "proof"}
    (proof,) = document["proof"]
    options = {key: value for key, value in proof.items() if key != "proofValue"}
    options["@context"] = document["@context"]
    return (
        canonical_rdf(unsecured, pinned_contexts()),
        canonical_rdf(options, pinned_contexts()),
        proof["proofValue"],
    )


@pytest.mark.parametrize("bit", [0, 3, 5])
def test_a_flipped_bit_anywhere_is_refused_or_changes_no_content(simple, judge, bit):
    data = json.dumps(simple, indent=1).encode()
    original = content_of(simple)
    assert judge(data).is_valid

    survivors = []
    for position in range(len(data)):
        changed = bytearray(data)
        changed[position] ^= 1 << bit
        if judge(bytes(changed)).is_valid:
            survivors.append((position, bytes(changed)))

    assert all(content_of(json.loads(changed)) == original for _, changed in survivors)
    assert all(data[position : position + 1].isspace() for position, _ in survivors)


def test_a_compact_credential_survives_no_flipped_bit(simple, judge):
    """Without white space there is no byte left that is not content."""
    data = json.dumps(simple, separators=(",", ":")).encode()
    assert judge(data).is_valid

    verdicts = {}
    for position in range(len(data)):
        changed = bytearray(data)
        changed[position] ^= 2
        verdicts[position] = judge(bytes(changed))

    assert [position for position, verdict in verdicts.items() if verdict.is_valid or verdict.reason is None] == []
    assert len({verdict.reason for verdict in verdicts.values()}) > 10


def test_every_value_that_is_replaced_is_refused(signed, judge, listing, resolver, noon):
    lookup = {"https://campus.example/status/3": listing()}.get
    assert verify(signed, at=noon, resolver=resolver, status_lookup=lookup).is_valid

    for path in list(leaves_of(signed)):
        changed = copy.deepcopy(signed)
        replace(changed, path)
        assert not verify(changed, at=noon, resolver=resolver, status_lookup=lookup).is_valid, path


def test_every_key_that_is_removed_is_refused(signed, listing, resolver, noon):
    lookup = {"https://campus.example/status/3": listing()}.get

    for path in list(keys_of(signed)):
        changed = copy.deepcopy(signed)
        parent = changed
        for step in path[:-1]:
            parent = parent[step]
        del parent[path[-1]]
        assert not verify(changed, at=noon, resolver=resolver, status_lookup=lookup).is_valid, path


def leaves_of(value, path=()):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves_of(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from leaves_of(inner, (*path, number))
    else:
        yield path


def keys_of(value, path=()):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield (*path, key)
            yield from keys_of(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from keys_of(inner, (*path, number))


def replace(document, path) -> None:
    parent = document
    for step in path[:-1]:
        parent = parent[step]
    old = parent[path[-1]]
    parent[path[-1]] = (not old) if isinstance(old, bool) else old + (1 if isinstance(old, int | float) else "x")


def move_expiry_to_its_address(document: dict) -> None:
    document["https://www.w3.org/2018/credentials#validUntil"] = {
        "@value": document.pop("validUntil"),
        "@type": "http://www.w3.org/2001/XMLSchema#dateTime",
    }


def move_expiry_into_an_included_node(document: dict) -> None:
    document["@included"] = [{"id": document["id"], "type": "VerifiableCredential", "validUntil": document.pop("validUntil")}]


def move_expiry_into_the_subject(document: dict) -> None:
    document["credentialSubject"]["source"] = {
        "id": document["id"],
        "type": "VerifiableCredential",
        "validUntil": document.pop("validUntil"),
    }


@pytest.mark.parametrize("attack", [move_expiry_to_its_address, move_expiry_into_an_included_node, move_expiry_into_the_subject])
def test_an_expiry_date_cannot_be_hidden_by_writing_the_same_statements_otherwise(simple, judge, attack):
    attack(simple)

    assert not judge(simple).is_valid

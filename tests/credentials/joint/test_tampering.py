"""Nothing of a joint credential can be changed unseen, and no university be left out by writing it otherwise."""

import copy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.credentials.joint.made_up import (
    AMU,
    AMU_KEY,
    CLEAR,
    KEYS,
    NOON,
    SIGNED_AT,
    UNIPI,
    built,
    facts_of_three,
)

from salerno.credentials.joint.awarding import GENRE
from salerno.credentials.joint.refusals import JointReason, JointRefused
from salerno.credentials.joint.signing import add_signature, sign_jointly
from salerno.credentials.joint.verification import verify_joint
from salerno.credentials.proving.proofs import sign


def test_no_single_byte_can_be_changed(signed, judge):
    """Written without white space, every byte is content."""
    data = json.dumps(signed, separators=(",", ":"), ensure_ascii=False).encode()
    assert judge(data).is_valid

    survivors = []
    for position in range(len(data)):
        changed = bytearray(data)
        changed[position] ^= 2
        if judge(bytes(changed)).is_valid:
            survivors.append(position)

    assert survivors == []


def paths_of(value, path=()):
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield (*path, key)
        yield from paths_of(inner, (*path, key))


def test_no_part_can_be_removed(signed, judge):
    for path in paths_of(signed):
        changed = copy.deepcopy(signed)
        parent = changed
        for step in path[:-1]:
            parent = parent[step]
        del parent[path[-1]]

        assert not judge(changed).is_valid, path


def hidden_in_another_object(document):
    """The third award hangs under an object that repeats the credential's identifier."""
    hidden = document["evidence"].pop()
    return document | {"relatedResource": {"id": document["id"], "type": ["VerifiableCredential"], "evidence": [hidden]}}


def in_two_halves(document):
    award = document["evidence"].pop()
    genre = award.pop("genre")
    document["evidence"] += [award, {"id": award["id"], "type": ["Evidence"], "genre": genre}]
    return document


def as_a_reference(document):
    document["evidence"][2] = document["evidence"][2]["id"]
    return document


def twice(document):
    document["evidence"].append(document["evidence"][2])
    return document


@pytest.mark.parametrize("rewritten", [hidden_in_another_object, in_two_halves, as_a_reference, twice])
def test_an_award_is_not_overlooked_because_it_is_written_otherwise(judge, rewritten):
    document = sign_jointly(built(facts_of_three()), KEYS.values(), created=SIGNED_AT)
    assert judge(document).is_valid
    fewer = {**document, "proof": document["proof"][:2]}
    assert judge(fewer).refusal is JointReason.PROOF_MISSING

    assert judge(rewritten(copy.deepcopy(fewer))).refusal is JointReason.NOT_JOINT


@pytest.mark.parametrize(
    "evidence",
    [
        None,
        {},
        [],
        ["text"],
        [{"id": f"{AMU}#award-1", "type": ["Evidence"], "genre": GENRE, "name": "A", "narrative": "B"}],
        [{"id": f"{AMU}#award-{n}", "type": ["Evidence"], "genre": GENRE, "name": "A", "narrative": "B"} for n in (1, 2)],
        [{"id": f"{did}#award-1", "type": ["Evidence"], "genre": "Other", "name": "A", "narrative": "B"} for did in (AMU, UNIPI)],
        [{"id": f"{did}#1", "type": ["Evidence"], "genre": GENRE, "name": "A", "narrative": "B"} for did in (AMU, UNIPI)],
        [{"id": f"{did}#award-1", "type": ["Evidence"], "genre": GENRE, "name": 1, "narrative": "B"} for did in (AMU, UNIPI)],
    ],
)
def test_what_does_not_name_two_awards_is_not_joint(unsigned, judge, evidence):
    document = {**unsigned, "evidence": evidence}

    assert judge(document).refusal is JointReason.NOT_JOINT
    with pytest.raises(JointRefused):
        add_signature(document, AMU_KEY, created=SIGNED_AT)


def test_one_university_cannot_make_a_joint_degree_alone(unsigned, judge):
    alone = {**unsigned, "evidence": unsigned["evidence"][:1]}

    assert judge(sign(alone, key=AMU_KEY, created=SIGNED_AT)).refusal is JointReason.NOT_JOINT


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"proof": 1}', b"\xff", b'{"a":1,"a":2}'])
def test_hostile_files_are_refused(judge, data):
    assert not judge(data).is_valid


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_no_value_in_a_place_of_the_document_breaks_the_verifier(signed, did_documents, value):
    for name in ("issuer", "evidence", "credentialStatus", "proof", "credentialSubject", "id"):
        document = {**signed, name: value}
        assert verify_joint(document, did_documents, at=NOON, status_lookup=CLEAR).refusal is not None

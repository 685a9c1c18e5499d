"""A consortium of three universities, and a degree that two of them award and sign; all made up."""

import pytest
from tests.credentials.joint.made_up import CLEAR, CONSORTIUM, KEYS_OF_BOTH, MEMBERS, NOON, SIGNED_AT, Lists, built, facts_of_both

from salerno.credentials.joint.consortium import consortium_did_document
from salerno.credentials.joint.signing import sign_jointly
from salerno.credentials.joint.verification import verify_joint
from salerno.credentials.proving.did import controller_document


@pytest.fixture(scope="session")
def did_documents() -> dict[str, dict]:
    universities = {did: controller_document(did, methods) for did, methods in MEMBERS.items()}
    return {**universities, CONSORTIUM.did: consortium_did_document(CONSORTIUM.did, MEMBERS)}


@pytest.fixture(scope="session")
def unsigned() -> dict:
    return built(facts_of_both(), statuses=Lists.entries())


@pytest.fixture(scope="session")
def signed(unsigned) -> dict:
    return sign_jointly(unsigned, KEYS_OF_BOTH, created=SIGNED_AT)


@pytest.fixture
def judge(did_documents):
    """``verify_joint`` in the world of these tests; each part can be replaced."""

    def judge_document(document, **other):
        documents = {**did_documents, **other.pop("documents", {})}
        return verify_joint(document, documents, **({"at": NOON, "status_lookup": CLEAR} | other))

    return judge_document

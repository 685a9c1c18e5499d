"""One institution, one award, one moment: the smallest world in which something can be proven."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from salerno.credentials.proving.achievement import (
    Achievement,
    Award,
    Grade,
    Holder,
    Issuer,
    Outcome,
    Term,
    credential,
)
from salerno.credentials.proving.contexts import pinned_contexts
from salerno.credentials.proving.did import VerificationMethod, controller_document, resolver_of
from salerno.credentials.proving.keys import SigningKey
from salerno.credentials.proving.proofs import sign
from salerno.credentials.proving.status_list import (
    Purpose,
    StatusList,
    status_entry,
    status_list_credential,
)
from salerno.credentials.proving.verification import Verdict, verify

DATA = Path(__file__).parents[2] / "data"
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
ISSUER = "did:web:campus.example:institutions:univ-amu.fr"
LIST_URL = "https://campus.example/status/3"
INDEX = 4242


@pytest.fixture(scope="session")
def data() -> Path:
    return DATA


@pytest.fixture(scope="session")
def noon() -> datetime:
    return NOON


@pytest.fixture(scope="session")
def key() -> SigningKey:
    return SigningKey(f"{ISSUER}#key-1", bytes(range(32)))


@pytest.fixture(scope="session")
def stranger() -> SigningKey:
    return SigningKey("did:web:elsewhere.example#key-1", bytes(range(1, 33)))


@pytest.fixture(scope="session")
def resolver(key):
    return resolver_of(controller_document(ISSUER, [VerificationMethod(key.id, key.public)]))


@pytest.fixture(scope="session")
def vector_contexts(data):
    """What the product trusts, and the context of the W3C's examples."""
    examples = json.loads((data / "vc/contexts/credentials-examples-v2.jsonld").read_text("utf-8"))
    return pinned_contexts().with_others({"https://www.w3.org/ns/credentials/examples/v2": examples})


@pytest.fixture(scope="session")
def award() -> Award:
    achievement = Achievement(
        id="https://campus.example/achievements/ai-in-health",
        kind="MicroCredential",
        title="AI in health: from the clinical question to the bedside",
        description="The holder can judge whether a model may be used at the bedside.",
        criteria="The final assessment was passed with at least 70 %.",
        criteria_url="https://campus.example/courses/ai-in-health",
        outcomes=(
            Outcome(
                "State a clinical question",
                "https://campus.example/outcomes/frame-question",
                "frame-question",
            ),
            Outcome("Read a confusion matrix", "http://data.europa.eu/esco/skill/x", framework="ESCO"),
        ),
        language="en",
        workload_hours=Decimal("37.5"),
        ects_credits=Decimal("1.5"),
        eqf=Term("EQF level 6", "http://data.europa.eu/snb/eqf/6", "6"),
        cycle="first cycle",
        fields=(Term("Health and welfare", "http://data.europa.eu/snb/isced-f/0988", "0988"),),
        assessment=Term("marked assignment", "http://data.europa.eu/snb/assessment/2939dae15f"),
        participation=Term("online", "http://data.europa.eu/snb/learning-assessment/920fbb3cbe"),
        quality_assurance=Term("institutional quality assurance", "http://data.europa.eu/snb/accreditation/bb4618238e"),
        image_url="https://campus.example/badges/1.png",
        prerequisites="none",
        supervision="unsupervised",
        stackability="counts towards the short course",
        code="SAL-M1",
    )
    return Award(
        id="https://campus.example/credentials/6b0e6f1c-7a63-4c2d-9d5a-0f1f8a1f6a11",
        issuer=Issuer(
            id=ISSUER,
            name="Aix-Marseille Université",
            url="https://www.univ-amu.fr",
            country_code="FR",
            country="France",
            region="Provence-Alpes-Côte d’Azur",
            image_url="https://campus.example/institutions/univ-amu.fr.png",
        ),
        holder=Holder(name="Zoë D’Souza", email="zoe@example.org", salt="0123456789abcdef"),
        achievement=achievement,
        awarded_at=datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
        valid_from=datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
        valid_until=datetime(2031, 11, 20, tzinfo=UTC),
        evidence_minutes=1503,
        grade=Grade("86 %", "Percentage; 70 % to pass", "urn:uuid:0f2d1a74-0f2e-4a0e-9b61-111111111111"),
        statuses=(status_entry(list_url=LIST_URL, index=INDEX, purpose=Purpose.REVOCATION),),
    )


@pytest.fixture(scope="session")
def signed(award, key) -> dict:
    return sign(credential(award), key=key, created=award.awarded_at)


@pytest.fixture
def listing(key):
    """Make a signed status list: ``listing()`` is clear, ``listing(INDEX)`` has bits set."""

    def make(*indexes: int, by: SigningKey = key, issuer: str = ISSUER, **other) -> dict:
        statuses = StatusList()
        for index in indexes:
            statuses[index] = True
        wanted = {
            "list_url": LIST_URL,
            "issuer": issuer,
            "purpose": Purpose.REVOCATION,
            "statuses": statuses,
            "valid_from": datetime(2026, 11, 1, tzinfo=UTC),
        } | other
        return sign(status_list_credential(**wanted), key=by, created=datetime(2026, 11, 1, tzinfo=UTC))

    return make


@pytest.fixture
def simple(key) -> dict:
    """A signed credential of a kilobyte, without status."""
    document = json.loads((DATA / "openbadges3/samples/simple.json").read_text("utf-8"))
    del document["proof"]
    document["issuer"]["id"] = ISSUER
    document["validUntil"] = "2031-01-01T00:00:00Z"
    return sign(document, key=key, created=datetime(2026, 11, 1, tzinfo=UTC))


@pytest.fixture
def judge(resolver, noon, listing):
    """``verify`` with the world of these tests; each part can be replaced."""

    def judge_document(document, **other) -> Verdict:
        world = {"at": noon, "resolver": resolver, "status_lookup": {LIST_URL: listing()}.get}
        return verify(document, **(world | other))

    return judge_document

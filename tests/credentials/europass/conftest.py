import pytest
from tests.credentials.europass.made_up import NOON, picture, with_every_fact
from tests.support.degrees import AMU, degree_facts

from salerno.awards.degrees.facts import DegreeFacts
from salerno.credentials.europass.credential import build
from salerno.credentials.europass.display import Display
from salerno.credentials.europass.sealing import ready_to_seal, seal
from salerno.credentials.europass.seals import make_test_seal


@pytest.fixture(scope="session")
def display() -> Display:
    return Display({"en": "Master (made up)", "fr": "Master (inventé)"}, "en", {"en": (picture(),), "fr": (picture(), picture())})


@pytest.fixture(scope="session")
def facts() -> DegreeFacts:
    return with_every_fact(degree_facts())


@pytest.fixture(scope="session")
def test_seal():
    """The seal and the authority that vouches for it."""
    return make_test_seal(name=AMU.legal_name, country="FR", legal_identifier=AMU.legal_identifier, at=NOON, elliptic=True)


@pytest.fixture(scope="session")
def sealed(facts, display, test_seal) -> str:
    own = test_seal[0]
    payload = ready_to_seal(build(facts, display), own.certificates[0], NOON)
    return seal(payload, own.key, own.certificates, NOON)

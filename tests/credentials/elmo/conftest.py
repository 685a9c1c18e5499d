"""A made-up degree as an ELMO, signed by a test seal."""

import pytest
from lxml import etree
from tests.credentials.elmo.made_up import NOON, PDFS
from tests.support.degrees import AMU, degree_facts

from salerno.credentials.elmo.signing import sign_elmo
from salerno.credentials.elmo.transcript import elmo_xml
from salerno.credentials.elmo.verification import verify_elmo
from salerno.credentials.europass.seals import make_test_seal


@pytest.fixture(scope="session")
def rsa_seal():
    """The seal and the authority that vouches for it."""
    return make_test_seal(name=AMU.legal_name, country="FR", legal_identifier=AMU.legal_identifier, at=NOON)


@pytest.fixture(scope="session")
def unsigned() -> bytes:
    facts = degree_facts()
    return elmo_xml(degree_facts(results=facts.results[:1]), attachments=PDFS[:1], generated_at=NOON)


@pytest.fixture(scope="session")
def signed(unsigned, rsa_seal) -> bytes:
    return sign_elmo(unsigned, rsa_seal[0], NOON)


@pytest.fixture
def judge(rsa_seal):
    def judge_document(data: bytes | etree._Element, **other):
        data = data if isinstance(data, bytes) else etree.tostring(data)
        return verify_elmo(data, **({"trusted_certificates": [rsa_seal[1]], "at": NOON} | other))

    return judge_document

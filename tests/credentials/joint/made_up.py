"""The keys, names and status lists of three universities that do not exist under these addresses."""

from dataclasses import replace
from datetime import UTC, datetime

from tests.support import degrees
from tests.support.degrees import degree_facts

from salerno.awards.degrees.facts import DegreeFacts
from salerno.credentials.joint.credential import Consortium, joint_credential
from salerno.credentials.proving.did import VerificationMethod
from salerno.credentials.proving.keys import SigningKey
from salerno.credentials.proving.proofs import sign
from salerno.credentials.proving.status_list import Purpose, StatusList, status_entry, status_list_credential

SIGNED_AT = datetime(2027, 7, 20, 12, 0, tzinfo=UTC)
NOON = datetime(2027, 8, 1, 12, 0, tzinfo=UTC)
CONSORTIUM = Consortium("did:web:campus.example:consortium", "Made-up consortium", "https://campus.example/")
DIDS = {
    "univ-amu.fr": "did:web:campus.example:institutions:aix-marseille-university",
    "unipi.it": "did:web:campus.example:institutions:university-of-pisa",
    "su.se": "did:web:campus.example:institutions:stockholm-university",
}
AMU_KEY = SigningKey(DIDS["univ-amu.fr"] + "#key-1", bytes(range(32)))
UNIPI_KEY = SigningKey(DIDS["unipi.it"] + "#key-1", bytes(range(1, 33)))
SU_KEY = SigningKey(DIDS["su.se"] + "#key-1", bytes(range(2, 34)))
AMU, UNIPI, SU = DIDS.values()
KEYS_OF_BOTH = [AMU_KEY, UNIPI_KEY]
KEYS = {"univ-amu.fr": AMU_KEY, "unipi.it": UNIPI_KEY, "su.se": SU_KEY}
MEMBERS = {DIDS[schac]: [VerificationMethod(key.id, key.public)] for schac, key in KEYS.items()}


def facts_of_both(**changes) -> list[DegreeFacts]:
    """The degrees of Marseille and of Pisa; ``changes`` are those of the second."""
    italian = {"award_uuid": "a2", "number": "UNIPI-2027-00001", "awarding": degrees.UNIPI, "partners": (degrees.AMU,)} | changes
    return [degree_facts(), degree_facts(**italian)]


def facts_of_three() -> list[DegreeFacts]:
    name = {"en": "Stockholm University"}
    stockholm = replace(degrees.UNIPI, schac="su.se", slug="stockholm-university", name=name, country="SE")
    swedish = {"award_uuid": "a3", "number": "SU-2027-00001", "awarding": stockholm, "partners": (degrees.AMU, degrees.UNIPI)}
    return [*facts_of_both(), degree_facts(**swedish)]


class Lists:
    """The status list of each university; ``lookup`` gives them by address, with the bits of ``set_at`` set."""

    INDEXES = {"univ-amu.fr": 17, "unipi.it": 4242}

    @staticmethod
    def address(schac: str) -> str:
        return f"https://campus.example/status/{schac}"

    @classmethod
    def entries(cls, purpose: Purpose = Purpose.SUSPENSION) -> dict[str, dict]:
        return {
            schac: status_entry(list_url=cls.address(schac), index=index, purpose=purpose) for schac, index in cls.INDEXES.items()
        }

    @classmethod
    def lookup(cls, *set_at: str, purpose: Purpose = Purpose.SUSPENSION):
        return {cls.address(schac): cls._signed(schac, schac in set_at, purpose) for schac in cls.INDEXES}.get

    @classmethod
    def _signed(cls, schac: str, is_set: bool, purpose: Purpose) -> dict:
        statuses = StatusList()
        statuses[cls.INDEXES[schac]] = is_set
        listing = status_list_credential(
            list_url=cls.address(schac), issuer=DIDS[schac], purpose=purpose, statuses=statuses, valid_from=SIGNED_AT
        )
        return sign(listing, key=KEYS[schac], created=SIGNED_AT)


def built(facts: list[DegreeFacts], **other) -> dict:
    """The unsigned joint credential of ``facts``, without statuses unless ``other`` has them."""
    wanted = {
        "id": "https://campus.example/credentials/joint-2",
        "achievement_id": "https://campus.example/programmes/jm-aih",
        "consortium": CONSORTIUM,
        "dids": DIDS,
        "valid_from": SIGNED_AT,
    }
    return joint_credential(facts, **(wanted | other))


CLEAR = Lists.lookup()

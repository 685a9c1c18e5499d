"""Run inside a campus: what one complete set of degree documents costs, against the bare work in it. Prints JSON.

A set is what the worker makes of a student with two degrees: two diplomas, three supplements, a transcript, two sealed European
Digital Credentials with pictures of the pages, an ELMO with all PDFs inside, a joint credential; each is judged as a stranger would
judge it. The bare work is the typesetter's, for the same pages as PDF and as pictures, and the signatures alone.
"""

import json
import time
import uuid
from dataclasses import replace
from datetime import datetime
from statistics import median

import django

django.setup()

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15  # noqa: E402
from cryptography.hazmat.primitives.hashes import SHA256  # noqa: E402
from django.utils import timezone  # noqa: E402

from salerno.awards.degrees.facts import Body, DegreeFacts  # noqa: E402
from salerno.credentials import making, releasing  # noqa: E402
from salerno.credentials.degree_wording import degree_achievement  # noqa: E402
from salerno.credentials.diplomas.diploma import diploma_pages, diploma_pdf  # noqa: E402
from salerno.credentials.diplomas.supplement import supplement_pages, supplement_pdf  # noqa: E402
from salerno.credentials.diplomas.transcript import transcript_pdf  # noqa: E402
from salerno.credentials.enums import DocumentKind  # noqa: E402
from salerno.credentials.europass.seals import Seal, make_test_seal  # noqa: E402
from salerno.credentials.joint.consortium import consortium_did_document  # noqa: E402
from salerno.credentials.joint.credential import Consortium  # noqa: E402
from salerno.credentials.made_up_degrees import AMU, UNIPI, made_up_degrees  # noqa: E402
from salerno.credentials.making import Proven, Wanted  # noqa: E402
from salerno.credentials.proving import achievement as words  # noqa: E402
from salerno.credentials.proving.did import VerificationMethod, controller_document  # noqa: E402
from salerno.credentials.proving.keys import SigningKey  # noqa: E402
from salerno.credentials.proving.proofs import sign  # noqa: E402

SETS = 12
URL = "https://campus.example/verify/made-up"
CONSORTIUM = Consortium("did:web:campus.example:programmes:made-up", "Made-up consortium", "https://campus.example/made-up")
BODIES = {
    AMU: Body(
        AMU,
        "south",
        {"en": "Made-up University of the South"},
        "FR",
        "Made-up",
        "https://a.example/",
        ("fr", "en"),
        "South",
        "TEST-A",
    ),
    UNIPI: Body(
        UNIPI,
        "tower",
        {"en": "Made-up University of the Tower"},
        "IT",
        "Made-up",
        "https://b.example/",
        ("it", "en"),
        "Tower",
        "TEST-B",
    ),
}


class Universities:
    """Keys, seals and DID documents of two universities that do not exist."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.keys = {schac: SigningKey.generate(f"did:web:campus.example:institutions:{schac}#key-1") for schac in BODIES}
        self.seals: dict[str, Seal] = {
            schac: make_test_seal(name=body.legal_name, country=body.country, legal_identifier=body.legal_identifier, at=at)[0]
            for schac, body in BODIES.items()
        }
        methods = {key.controller: [VerificationMethod(key.id, key.public)] for key in self.keys.values()}
        self.documents = {did: controller_document(did, known) for did, known in methods.items()}
        self.documents[CONSORTIUM.did] = consortium_did_document(CONSORTIUM.did, methods)

    def proven(self, facts: DegreeFacts) -> Proven:
        """``facts`` with their signed Open Badge."""
        key = self.keys[facts.awarding.schac]
        document = words.credential(
            words.Award(
                id=uuid.uuid4().urn,
                issuer=words.Issuer(key.controller, "Made-up University", "https://a.example/", "FR", "France"),
                holder=words.Holder(name=facts.graduate.full_name),
                achievement=degree_achievement(facts, "en", CONSORTIUM.url),
                awarded_at=self.at,
                valid_from=self.at,
            )
        )
        return Proven(facts, json.dumps(sign(document, key=key, created=self.at)), URL)

    def make_set(self, degrees: list[DegreeFacts]) -> None:
        """Make and judge everything that a student gets."""
        proven = [self.proven(facts) for facts in degrees]
        papers: dict[Wanted, bytes] = {}
        for wanted in making.whole_set(degrees):
            degree = proven[wanted.place]
            seal = self.seals[degree.facts.awarding.schac]
            if wanted.kind is DocumentKind.EDC:
                releasing.check_edc(making.sealed_edc(degree, seal, self.at), seal.certificates, self.at)
            elif wanted.kind is DocumentKind.ELMO:
                releasing.check_elmo(making.signed_elmo(degrees, papers, seal, self.at), seal.certificates, self.at)
            elif wanted.kind is DocumentKind.JOINT:
                joint = making.signed_jointly(
                    degrees, self.keys, id=uuid.uuid4().urn, consortium=CONSORTIUM, statuses=None, at=self.at
                )
                releasing.check_joint(json.dumps(joint).encode(), self.documents, lambda address: None, self.at)
            else:
                papers[wanted] = making.paper(wanted.kind, wanted.language, degree)
                releasing.check_paper(papers[wanted], degree.credential)

    def bare_work(self, degrees: list[DegreeFacts]) -> None:
        """Set the same pages, as PDF and as pictures, and make as many signatures."""
        for wanted in making.whole_set(degrees):
            facts = degrees[wanted.place]
            if wanted.kind is DocumentKind.DIPLOMA:
                diploma_pdf(facts, verify_url=URL)
            elif wanted.kind is DocumentKind.SUPPLEMENT:
                supplement_pdf(facts, language=wanted.language, verify_url=URL)
            elif wanted.kind is DocumentKind.TRANSCRIPT:
                transcript_pdf(facts, language=wanted.language, verify_url=URL)
            elif wanted.kind is DocumentKind.EDC:
                diploma_pages(facts, verify_url=URL, ppi=making.PIXELS_PER_INCH)
                supplement_pages(facts, language=wanted.language, verify_url=URL, ppi=making.PIXELS_PER_INCH)
        for seal in (*self.seals.values(), self.seals[AMU]):
            seal.key.sign(bytes(32), PKCS1v15(), SHA256())
        for key in (*self.keys.values(), *self.keys.values()):
            key.sign(bytes(32))


def degrees_of(number: int, at: datetime) -> list[DegreeFacts]:
    """Two degrees of somebody else each time, so that the typesetter has nothing to remember."""
    numbers = {schac: f"MADE-UP-{number:05}" for schac in BODIES}
    degrees = made_up_degrees(BODIES, numbers, {schac: str(uuid.uuid4()) for schac in BODIES}, at.date())
    return [replace(facts, graduate=replace(facts.graduate, given_names=f"Made {number}")) for facts in degrees]


def main() -> dict[str, float]:
    """Milliseconds of processor time of all threads for a set, and for the bare work; in turns, after one of each."""
    at = timezone.now().replace(microsecond=0)
    universities = Universities(at)
    taken: dict[str, list[float]] = {"set": [], "bare": []}
    for number in range(2 * (SETS + 1)):
        name, act = (("set", universities.make_set), ("bare", universities.bare_work))[number % 2]
        degrees = degrees_of(number, at)
        begun = time.process_time()
        act(degrees)
        taken[name].append(1_000 * (time.process_time() - begun))
    return {name: median(times[1:]) for name, times in taken.items()}


if __name__ == "__main__":
    print(json.dumps(main()))

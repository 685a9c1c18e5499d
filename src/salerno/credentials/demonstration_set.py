"""One complete set of degree documents of a graduate who does not exist, for outside verifiers.

The keys of this campus sign it and test seals seal it; everything else is made up and says so. No row of a degree is made.
"""

import json
import uuid
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding

from salerno.awards.degrees.facts import Body, DegreeFacts
from salerno.catalogue.models import Programme
from salerno.common.names import country_name
from salerno.common.translated import in_language
from salerno.credentials import making
from salerno.credentials.addresses import absolute, did_for, did_for_programme
from salerno.credentials.degree_wording import degree_achievement
from salerno.credentials.enums import DocumentKind
from salerno.credentials.errors import CredentialRefused
from salerno.credentials.europass.certificates import owner_of
from salerno.credentials.europass.seals import Seal
from salerno.credentials.joint.credential import Consortium
from salerno.credentials.made_up_degrees import AMU, UNIPI, made_up_degrees
from salerno.credentials.making import Proven, Wanted
from salerno.credentials.proving import achievement as words
from salerno.credentials.proving.keys import SigningKey
from salerno.credentials.proving.proofs import sign
from salerno.credentials.selectors import did_document
from salerno.credentials.services.keys import signing_key
from salerno.credentials.services.seals import demonstration_seal
from salerno.institutions.models import Institution

_LANGUAGE = making.MAIN_LANGUAGE
_README = """\
Everything here is MADE UP. The graduate does not exist, nobody was awarded anything, and the seals are TESTS.

diploma, supplement, transcript   PDF/UA-1; the Open Badge is attached as credential.json
open-badge-*.json                 Open Badges 3.0, signed (Data Integrity, eddsa-rdfc-2022)
edc-*.jsonld, edc-*-payload.json  European Digital Credential: sealed (JAdES B-B), and the exact text under the seal
elmo.xml                          ELMO 1 for EMREX, enveloped XML signature
joint-credential.json             one credential with a proof of each university
*.did.json                        the documents of the issuers, to be used where their addresses cannot be asked
test-authority-*.pem              who vouches for the test seals: trust them for this test alone

Verify one of them with: salerno documents verify FILE
"""
_ENDINGS = {DocumentKind.EDC: "jsonld", DocumentKind.ELMO: "xml", DocumentKind.JOINT: "json"}


def demonstration_set(*, at: datetime) -> dict[str, bytes]:
    """The files of the set by name: papers, badges, sealed credentials with what is under the seal, ELMO, joint credential, DID
    documents, and the authorities of the test seals.

    Raises ``CredentialRefused`` where the campus lacks what they need.
    """
    at = at.replace(microsecond=0)
    programme = Programme.objects.filter(is_joint=True).order_by("pk").first()
    institutions = {row.schac: row for row in Institution.objects.filter(schac__in=(AMU, UNIPI))}
    if programme is None or len(institutions) < 2:
        raise CredentialRefused("The consortium and its joint programme are not loaded: run `salerno prepare` first.")
    ordered = {schac: institutions[schac] for schac in (AMU, UNIPI)}
    keys = {schac: signing_key(row, at=at) for schac, row in ordered.items()}
    seals = {schac: demonstration_seal(row, at=at) for schac, row in ordered.items()}
    degrees = _degrees(ordered, seals, at)
    url = absolute("catalogue:programme", programme.slug)
    proven = [_proven(facts, ordered[facts.awarding.schac], keys[facts.awarding.schac], url, at) for facts in degrees]
    found = {f"open-badge-{each.facts.awarding.schac}.json": each.credential.encode() for each in proven}
    found |= _papers_and_seals(proven, seals, at)
    joint = making.signed_jointly(
        degrees,
        keys,
        id=uuid.uuid4().urn,
        consortium=Consortium(did_for_programme(programme), in_language(programme.title, _LANGUAGE), url),
        statuses=None,
        at=at,
    )
    found["joint-credential.json"] = _as_text(joint)
    for did in (did_for_programme(programme), *(key.controller for key in keys.values())):
        found[f"{did.rpartition(':')[2]}.did.json"] = _as_text(did_document(did))
    for schac, seal in seals.items():
        found[f"test-authority-{schac}.pem"] = seal.certificates[-1].public_bytes(Encoding.PEM)
    return found | {"README.txt": _README.encode()}


def _degrees(institutions: dict[str, Institution], seals: dict[str, Seal], at: datetime) -> list[DegreeFacts]:
    bodies = {
        schac: Body(
            schac=schac,
            slug=row.slug,
            name=dict(row.name),
            country=row.country,
            city=row.city,
            website=row.website,
            languages=tuple(row.languages),
            legal_name=in_language(row.name, _LANGUAGE),
            legal_identifier=owner_of(seals[schac].certificates[0]).legal_identifier,
        )
        for schac, row in institutions.items()
    }
    numbers = {schac: f"MADE-UP-{row.code}-{at.year}-00001" for schac, row in institutions.items()}
    return made_up_degrees(bodies, numbers, {schac: str(uuid.uuid4()) for schac in institutions}, at.date())


def _proven(facts: DegreeFacts, institution: Institution, key: SigningKey, url: str, at: datetime) -> Proven:
    document = words.credential(
        words.Award(
            id=uuid.uuid4().urn,
            issuer=words.Issuer(
                id=did_for(institution),
                name=in_language(institution.name, _LANGUAGE),
                url=institution.website,
                country_code=institution.country,
                country=country_name(institution.country, _LANGUAGE),
            ),
            holder=words.Holder(name=facts.graduate.full_name, email=None, salt=None),
            achievement=degree_achievement(facts, _LANGUAGE, url),
            awarded_at=at,
            valid_from=at,
            evidence_minutes=None,
            grade=None,
            statuses=(),
        )
    )
    signed = sign(document, key=key, created=at)
    return Proven(facts, json.dumps(signed, ensure_ascii=False, indent=2), absolute("credentials:verify"))


def _papers_and_seals(proven: list[Proven], seals: dict[str, Seal], at: datetime) -> dict[str, bytes]:
    degrees = [each.facts for each in proven]
    papers: dict[Wanted, bytes] = {}
    found: dict[str, bytes] = {}
    for wanted in making.whole_set(degrees):
        degree = proven[wanted.place]
        schac = degree.facts.awarding.schac
        if wanted.kind is DocumentKind.EDC:
            sealed = making.sealed_edc(degree, seals[schac], at)
            found[f"edc-{schac}-payload.json"] = json.loads(sealed)["payload"].encode()
            found[f"edc-{schac}.{_ENDINGS[wanted.kind]}"] = sealed
        elif wanted.kind is DocumentKind.ELMO:
            found[f"elmo.{_ENDINGS[wanted.kind]}"] = making.signed_elmo(degrees, papers, seals[degrees[0].awarding.schac], at)
        elif wanted.kind is not DocumentKind.JOINT:
            papers[wanted] = making.paper(wanted.kind, wanted.language, degree)
            found[f"{wanted.kind.value}-{schac}-{wanted.language}.pdf"] = papers[wanted]
    return found


def _as_text(value: dict[str, Any] | None) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode()

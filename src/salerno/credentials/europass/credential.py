"""The whole credential, as it stands before sealing."""

import copy

from salerno.awards.degrees.facts import DegreeFacts, Graduate

from . import headings
from .degrees import achievement
from .display import Display, display_parameter
from .expansion import CONTEXT, check_expands
from .nodes import Nodes, moment
from .profiles import SCHEMA, Profile, missing_facts, richest_profile
from .refusals import CannotBuild
from .terms import concept

TYPES = ["VerifiableCredential", "EuropeanDigitalCredential"]


def build(facts: DegreeFacts, display: Display, profile: Profile | None = None) -> dict:
    """The European Digital Credential of one degree, in the richest profile that the facts fulfil unless one is named.

    ``issued``, ``issuanceDate`` and the issuer's eIDAS identifier are still missing: they come from the seal
    (``sealing.ready_to_seal``). Raises ``CannotBuild`` when a fact is missing or stands in no code list.
    """
    profile = profile or richest_profile(facts)
    if missing := missing_facts(facts, profile):
        raise CannotBuild(f"the profile {profile} needs {', '.join(missing)}")
    nodes = Nodes(display.language)
    person = _person(nodes, facts, profile)
    document = {
        "@context": list(CONTEXT),
        "id": f"urn:credential:{facts.award_uuid}",
        "type": list(TYPES),
        "credentialSchema": {"id": SCHEMA[profile], "type": "ShaclValidator2017"},
        "credentialProfiles": concept("credential", profile),
        "identifier": nodes.identifier(facts.number, "Diploma number"),
        "displayParameter": display_parameter(nodes, _marked(display, facts)),
        "validFrom": moment(facts.granted_on),
        "issuer": _issuer(nodes, facts),
        "credentialSubject": person,
        **_evidence(nodes, person, profile),
    }
    check_expands(document)
    return document


def _marked(display: Display, facts: DegreeFacts) -> Display:
    """Made-up data says so in what a wallet shows first."""
    if not facts.is_made_up:
        return display
    said = {
        language: " ".join(filter(None, (display.description.get(language), headings.MADE_UP.get(language))))
        for language in {**display.description, **headings.MADE_UP}
    }
    return Display(display.title, display.language, display.pages, said)


def _issuer(nodes: Nodes, facts: DegreeFacts) -> dict:
    """The awarding institution as a node of its own, for it receives what stands in the seal's certificate."""
    return {**nodes.organisation(facts.awarding), "id": "urn:epass:org:issuer"}


def _person(nodes: Nodes, facts: DegreeFacts, profile: Profile) -> dict:
    graduate = facts.graduate
    return nodes.node(
        "person",
        "Person",
        fullName=nodes.plain(graduate.full_name),
        givenName=nodes.plain(graduate.given_names),
        familyName=nodes.plain(graduate.family_name),
        dateOfBirth=moment(graduate.birth_date),
        placeOfBirth=_birth_place(nodes, graduate),
        citizenshipCountry=concept("country", graduate.citizenship) if graduate.citizenship else None,
        identifier=[nodes.identifier(number, f"Student number at {schac}") for schac, number in graduate.numbers.items() if number],
        hasClaim=achievement(nodes, facts, profile),
    )


def _birth_place(nodes: Nodes, graduate: Graduate) -> dict | None:
    """The shapes know no place without its country: without one nothing is said, rather than something guessed."""
    return nodes.place(graduate.birth_country, graduate.birth_place) if graduate.birth_country else None


def _evidence(nodes: Nodes, person: dict, profile: Profile) -> dict:
    """What the accredited profiles want beside the claim: the same accreditation that the qualification names."""
    if profile is Profile.GENERIC:
        return {}
    evidence = nodes.node(
        "evidence",
        "Evidence",
        dcType=concept("evidence-type", "accreditation"),
        accreditation=copy.deepcopy(person["hasClaim"]["specifiedBy"]["accreditation"]),
    )
    return {"evidence": evidence}

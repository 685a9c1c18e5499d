"""The Commission's SHACL shapes say whether what we build is a European Digital Credential."""

import copy
from dataclasses import replace

import pyshacl
import pytest
import rdflib
from pyld import jsonld
from tests.credentials.europass.made_up import DATA, NOON, SAMPLES, sample
from tests.support.degrees import degree_facts

from salerno.credentials.europass.credential import build
from salerno.credentials.europass.envelope import read_object
from salerno.credentials.europass.expansion import check_expands, edc_contexts
from salerno.credentials.europass.profiles import Profile
from salerno.credentials.europass.refusals import CannotBuild
from salerno.credentials.europass.sealing import ready_to_seal

SHACL = rdflib.Namespace("http://www.w3.org/ns/shacl#")
FILES = {
    Profile.GENERIC: ("generic-no-cv", "generic-full"),
    Profile.ACCREDITED: ("generic-no-cv", "generic-full", "accredited"),
    Profile.SUPPLEMENT: ("generic-no-cv", "generic-full", "accredited", "diplomaSupplement"),
}


@pytest.fixture(scope="session")
def shapes():
    graphs = {}
    for profile, names in FILES.items():
        graphs[profile] = rdflib.Graph()
        for name in names:
            graphs[profile].parse(DATA / "shacl" / f"EDC-{name}.ttl")
    return graphs


def violations(document: dict, shapes: rdflib.Graph) -> set[tuple[str, str]]:
    """The last part of the path of each violation, with the last part of the rule that it breaks."""
    quads = jsonld.to_rdf(document, {"documentLoader": edc_contexts().load, "format": "application/n-quads"})
    _, report, _ = pyshacl.validate(rdflib.Graph().parse(data=quads, format="nt"), shacl_graph=shapes)
    return {
        tuple(
            str(report.value(result, name)).rsplit("/", 1)[-1].rsplit("#", 1)[-1]
            for name in (SHACL.resultPath, SHACL.sourceConstraintComponent)
        )
        for result in report.subjects(rdflib.RDF.type, SHACL.ValidationResult)
    }


@pytest.fixture(scope="session")
def ready(facts, display, test_seal):
    """A degree with a course of another partner and a thesis, ready to be sealed."""
    short = replace(facts, results=facts.results[-2:])

    def of(profile, given=short):
        return read_object(ready_to_seal(build(given, display, profile), test_seal[0].certificates[0], NOON))

    return of


@pytest.mark.parametrize("profile", list(Profile))
def test_a_degree_breaks_no_rule_of_its_profile(ready, shapes, profile):
    assert violations(ready(profile), shapes[profile]) == set()


def test_a_degree_without_optional_facts_is_a_generic_credential(ready, shapes):
    bare = degree_facts(thesis=None, overall_grade="", outcomes=(), partners=degree_facts().partners)
    qualification = replace(bare.qualification, further_study={}, professional_status={}, isced_f=(), languages=())

    assert violations(ready(None, replace(bare, qualification=qualification)), shapes[Profile.GENERIC]) == set()


def test_a_whole_degree_breaks_no_rule_of_the_richest_profile(ready, facts, shapes):
    assert violations(ready(None, facts), shapes[Profile.SUPPLEMENT]) == set()


def test_an_unsealed_credential_lacks_exactly_what_the_seal_adds(facts, display, shapes):
    document = build(replace(facts, awarding=replace(facts.awarding, legal_identifier="")), display)

    assert violations(document, shapes[Profile.SUPPLEMENT]) == {
        ("issued", "MinCountConstraintComponent"),
        ("issuer", "NodeConstraintComponent"),
        ("eidasLegalIdentifier", "MinCountConstraintComponent"),
    }


CLAIM = ("credentialSubject", "hasClaim")


@pytest.mark.parametrize(
    ("profile", "taken", "named"),
    [
        (
            Profile.GENERIC,
            [("issuer", "legalName"), ("displayParameter", "individualDisplay"), (*CLAIM, "provenBy", "grade")],
            {"legalName", "individualDisplay", "grade"},
        ),
        (Profile.ACCREDITED, [("evidence",)], {"evidence"}),
        (
            Profile.SUPPLEMENT,
            [
                ("credentialSubject", "dateOfBirth"),
                (*CLAIM, "creditReceived"),
                *((*CLAIM, "specifiedBy", name) for name in ("hasPart", "nqfLevel", "mode", "awardingOpportunity")),
            ],
            {"dateOfBirth", "creditReceived", "hasPart", "NQFLevel", "mode", "awardingOpportunity"},
        ),
    ],
)
def test_the_shapes_notice_all_that_is_taken_away(ready, shapes, profile, taken, named):
    document = copy.deepcopy(ready(profile))
    for path in taken:
        parent = document
        for name in path[:-1]:
            parent = parent[name]
        del parent[path[-1]]

    assert {(name, "MinCountConstraintComponent") for name in named} <= violations(document, shapes[profile])


def test_the_shapes_notice_a_value_of_no_list(ready, shapes):
    document = copy.deepcopy(ready(Profile.GENERIC))
    del document["credentialSubject"]["hasClaim"]["specifiedBy"]["eqfLevel"]["inScheme"]

    assert ("EQFLevel", "NodeConstraintComponent") in violations(document, shapes[Profile.GENERIC])


@pytest.mark.parametrize("name", SAMPLES)
def test_the_samples_of_the_commission_conform(shapes, name):
    assert violations(read_object(read_object(sample(name))["payload"]), shapes[Profile.GENERIC]) == set()


LIST = "https://campus.example/credentials/status/1"
ENTRY = {
    "id": f"{LIST}#7",
    "type": "BitstringStatusListEntry",
    "statusPurpose": "suspension",
    "statusListIndex": "7",
    "statusListCredential": LIST,
}
A_LITERAL = {"@value": f"{LIST}#7", "@type": "http://www.w3.org/2001/XMLSchema#anyURI"}


@pytest.mark.parametrize(
    ("status", "expands", "conforms", "is_vc"),
    [(ENTRY, False, False, True), (f"{LIST}#7", True, False, False), (A_LITERAL, True, True, False)],
    ids=["an entry of a status list", "an address", "a literal as the shapes want it"],
)
def test_no_status_of_a_credential_is_valid_by_model_context_and_shapes_at_once(ready, shapes, status, expands, conforms, is_vc):
    """Decision 0011: why a sealed credential has no status list. The day on which one form passes all three, this fails."""
    document = {**ready(Profile.GENERIC), "credentialStatus": status}

    try:
        check_expands(document)
        known = True
    except CannotBuild:
        known = False
    broken = violations(document, shapes[Profile.GENERIC])

    assert known is expands
    assert broken == (set() if conforms else {("credentialStatus", "DatatypeConstraintComponent")})
    assert (isinstance(status, dict) and {"id", "type"} <= status.keys()) is is_vc  # VC Data Model 1.1, 4.9

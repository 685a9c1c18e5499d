"""1EdTech's samples: the good ones are valid, and every deliberate error is refused for its own reason."""

import base64
import json

import pytest

from salerno.credentials.proving.carriers import carried
from salerno.credentials.proving.did import resolver_of
from salerno.credentials.proving.verification import Outcome, verify

GOOD_KEY = "z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi"
HELD_KEY = "z6MkrvfzkMnvCroEUP2DVc9SHPE48CRsvHiVSusHioxTYu1x"
KEYS = {
    "https://example.com/issuers/876543": (
        GOOD_KEY,
        "z6MknNHHrBzPytzu6CUBP9Lg7fg4KSBjzimc2Frh693YbMiv",
        HELD_KEY,
        "z6MkjZRsdasZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi",
    ),
    "https://example.edu/issuers/565049": (
        GOOD_KEY,
        "z6MkjZRsdasZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi",
    ),
    "https://1edtech.edu/issuers/565049": (GOOD_KEY, "z6Mknyb2Gb4NxzW3xSr9ChTtdQZ1zs77piQ3r9SaJ9vMzmrs"),
    "https://state.gov/issuers/565049": (
        "z6MkoMGF38Ck9xkdqrbZt4h9eHb1qc3GhAAkoSWa4Vy3SHRN",
        "z6MkmQ49FhpMN7V11B7Qzc6WC6Q3ymVW4xmHUsHBR2MWMMo1",
    ),
    "did:web:dc.1edtech.org:wellspring2022:wellspring-portal:org:da1e96e9-afcc-4eed-b9a2-2ddf7353214c": (GOOD_KEY,),
}
LIST_URL = (
    "https://raw.githubusercontent.com/1EdTech/digital-credentials-public-validator/refs/heads/main/"
    "inspector-vc/src/test/resources/ob30/bit-string-list/testlist"
)

VALID = [
    "endorsement-valid.json",
    "simple-context-alias.json",
    "simple-context-version.json",
    "simple-did-key-method.json",
    "simple-did-web-method.json",
    "simple-eddsa-2022.json",
    "simple-json.png",
    "simple-json.svg",
    "simple-jwt.png",
    "simple-jwt.svg",
    "simple-multiple-proofs.json",
    "simple.1ob",
    "simple.json",
    "simple_v1.json",
    "bit-string-list/testlist",
]

# file: outcome, reason, words of the detail. The wrong type of each ``-type`` sample is named with its place.
REFUSED = {
    "simple-err-context.json": ("unreadable", "wrong_base_context", "context-3.0.3.json"),
    "simple-err-credential-subject-achievement-result-description-type.json": (
        "altered",
        "unknown_type",
        "InvalidResultDescription at $.credentialSubject.achievement.resultDescription[2].type",
    ),
    "simple-err-credential-subject-identifier-type.json": (
        "altered",
        "unknown_type",
        "InvalidIdentityObject at $.credentialSubject.identifier[0].type",
    ),
    "simple-err-credential-subject-profile-type.json": (
        "altered",
        "unknown_type",
        "InvalidProfile at $.credentialSubject.source.type",
    ),
    "simple-err-credential-subject-result-type.json": (
        "altered",
        "unknown_type",
        "InvalidResult at $.credentialSubject.result[1].type",
    ),
    "simple-err-credential-subject-type.json": (
        "altered",
        "unknown_type",
        "InvalidAchievementSubject at $.credentialSubject.type",
    ),
    "simple-err-evidence-type.json": ("altered", "unknown_type", "InvalidEvidence at $.evidence[1].type"),
    "simple-err-expired.json": ("expired", "expired", "2010-01-01"),
    "simple-err-issued.json": ("not_yet_valid", "not_yet_valid", "2040-01-01"),
    "simple-err-issuer.json": ("unreadable", "missing_issuer", ""),
    "simple-err-issuer-otheridentifier-type.json": (
        "altered",
        "unknown_type",
        "InvalidIdentifierEntry at $.issuer.otherIdentifier[1].type",
    ),
    "simple-err-issuer-parentorg-type.json": (
        "altered",
        "unknown_type",
        "InvalidProfile at $.issuer.parentOrg.type",
    ),
    "simple-err-issuer-type.json": ("altered", "unknown_type", "InvalidProfile at $.issuer.type"),
    "simple-err-proof-method.json": ("uncheckable", "bad_key", "z6MkjZRsdas"),
    "simple-err-proof-method-no-scheme.json": ("altered", "bad_identifier", HELD_KEY),
    "simple-err-proof-method-unknown-did-method.json": (
        "uncheckable",
        "unknown_key_method",
        f"did:example:{HELD_KEY}",
    ),
    "simple-err-proof-method-unknown-scheme.json": ("uncheckable", "unknown_key_method", f"xxx:{HELD_KEY}"),
    "simple-err-proof-value.json": ("altered", "bad_signature", ""),
    "simple-err-type.json": ("altered", "unknown_type", "OtherCredential at $.type"),
    "endorsement-err-schema-status-refresh.json": ("altered", "bad_signature", ""),
    "bit-string-list/credential-status-revoked.json": ("revoked", "revoked", ""),
    "bit-string-list/credential-status-revoked-blank-nodes.json": ("revoked", "revoked", ""),
    # Kinds that we do not check say so; they are never taken for valid.
    "complete.json": ("uncheckable", "status_unsupported", "1EdTechRevocationList"),
    "credential-status-revoked.json": ("uncheckable", "status_unsupported", "1EdTechRevocationList"),
    "sd/derivedcredential.json": ("uncheckable", "no_checkable_proof", "ecdsa-sd-2023"),
    "simple-noproof.json": ("uncheckable", "no_proof", ""),
    # Its context defines no such type (1EdTech's extensions are not among its contexts).
    "complete_v1.json": ("altered", "unknown_type", "1EdTechCredentialRefresh at"),
    # A token that names no key, which OB 3.0 (8.2.3) demands.
    "simple.jwt": ("unreadable", "bad_token", "neither kid nor jwk"),
}


@pytest.fixture(scope="module")
def samples(data):
    return data / "openbadges3/samples"


@pytest.fixture(scope="module")
def sample_resolver(samples):
    documents = [
        {
            "id": issuer,
            "assertionMethod": [{"id": f"{issuer}#{key}", "controller": issuer, "publicKeyMultibase": key} for key in keys],
        }
        for issuer, keys in KEYS.items()
    ]
    edtech = next(each for each in documents if each["id"] == "https://1edtech.edu/issuers/565049")
    for name in ("simple-jwt.png", "simple-jwt.svg"):
        edtech["assertionMethod"].append(jwk_method(samples / name, edtech["id"]))
    return resolver_of(
        *documents,
        {"id": "urn:uuid:6f2e33e5-7a29-4155-840a-59483ba10164", "assertionMethod": [f"did:key:{GOOD_KEY}"]},
    )


def jwk_method(path, issuer: str) -> dict:
    """The token's own key, as the issuer would publish it."""
    header = carried(path.read_bytes()).split(b".")[0]
    jwk = json.loads(base64.urlsafe_b64decode(header + b"=="))["jwk"]
    return {"id": f"{issuer}#{path.name}", "controller": issuer, "publicKeyJwk": jwk}


@pytest.fixture(scope="module")
def judge(samples, sample_resolver, noon):
    lists = {LIST_URL: (samples / "bit-string-list/testlist").read_bytes()}

    def judge_file(name: str):
        return verify((samples / name).read_bytes(), at=noon, resolver=sample_resolver, status_lookup=lists.get)

    return judge_file


@pytest.mark.parametrize("name", VALID)
def test_verify_accepts_every_good_sample(judge, name):
    verdict = judge(name)

    assert (verdict.outcome, verdict.detail) == (Outcome.VALID, "")


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_verify_refuses_every_bad_sample_for_its_own_reason(judge, name):
    outcome, reason, words = REFUSED[name]

    verdict = judge(name)

    assert (verdict.outcome, verdict.reason) == (outcome, reason)
    assert words in verdict.detail


def test_every_sample_stands_in_a_table(samples):
    files = {str(path.relative_to(samples)) for path in samples.rglob("*") if path.is_file()}

    assert files == set(VALID) | set(REFUSED)


def test_complete_sample_is_signed_well_although_its_status_cannot_be_asked(judge):
    verdict = judge("complete.json")

    assert [(check.name, check.passed) for check in verdict.checks] == [
        ("readable", True),
        ("structure", True),
        ("proof", True),
        ("status", False),
        ("period", True),
    ]

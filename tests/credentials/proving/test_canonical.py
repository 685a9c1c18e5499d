import copy
import json
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyld import jsonld

from salerno.credentials.proving.canonical import canonical_json, canonical_rdf
from salerno.credentials.proving.contexts import (
    CREDENTIALS_V1,
    CREDENTIALS_V2,
    OPEN_BADGES_3,
    PINNED,
    pinned_contexts,
)
from salerno.credentials.proving.keys import SigningKey
from salerno.credentials.proving.proofs import sign
from salerno.credentials.proving.reading import read_json
from salerno.credentials.proving.refusals import ProofRefused, Reason

SAMPLES = ["simple.json", "complete.json", "endorsement-valid.json", "simple_v1.json"]


def pyld_form(document: dict) -> str:
    """PyLD as it comes, with nothing of ours but the files of the contexts."""
    jsonld._resolved_context_cache.clear()
    loader = pinned_contexts().load
    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": loader}
    return jsonld.normalize(document, options)


@pytest.fixture
def document(data) -> dict:
    credential = json.loads((data / "openbadges3/samples/simple.json").read_text("utf-8"))
    del credential["proof"]
    return credential


def refusal_of(document: dict) -> ProofRefused:
    with pytest.raises(ProofRefused) as refusal:
        canonical_rdf(document, pinned_contexts())
    return refusal.value


@pytest.mark.parametrize("name", SAMPLES)
def test_canonical_rdf_is_pylds_form_at_the_first_and_at_later_calls(data, name):
    credential = json.loads((data / "openbadges3/samples" / name).read_text("utf-8"))
    proof = credential.pop("proof")[0]
    options = {key: value for key, value in proof.items() if key != "proofValue"}
    options["@context"] = credential["@context"]

    for document in (credential, options):
        expected = pyld_form(copy.deepcopy(document))
        assert [canonical_rdf(document, pinned_contexts()) for _ in range(3)] == [expected] * 3


def test_canonical_rdf_of_an_award_is_pylds_form(award, signed):
    document = {key: value for key, value in signed.items() if key != "proof"}

    assert canonical_rdf(document, pinned_contexts()) == pyld_form(document)


def test_canonical_rdf_leaves_the_document_as_it_is(document):
    before = copy.deepcopy(document)

    canonical_rdf(document, pinned_contexts())

    assert document == before


def test_canonical_rdf_is_the_same_in_many_threads(document):
    contexts = pinned_contexts()
    forms = []
    threads = [threading.Thread(target=lambda: forms.append(canonical_rdf(document, contexts))) for _ in range(8)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert forms == [pyld_form(document)] * 8


def test_a_key_that_does_not_expand_is_named_with_its_place(document):
    document["credentialSubject"]["achievement"]["ectsCredits"] = 3

    refusal = refusal_of(document)

    assert refusal.reason == Reason.UNSIGNED_CONTENT
    assert refusal.detail == "ectsCredits at $.credentialSubject.achievement.ectsCredits"


def test_sign_refuses_a_key_that_does_not_expand(document, key, noon):
    document["secretExtra"] = "not signed"

    with pytest.raises(ProofRefused, match="unsigned_content: secretExtra") as refusal:
        sign(document, key=key, created=noon)

    assert refusal.value.reason == Reason.UNSIGNED_CONTENT


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"@context": [CREDENTIALS_V2, "https://evil.example/context"]}, Reason.UNKNOWN_CONTEXT),
        (
            {"@context": [CREDENTIALS_V2, OPEN_BADGES_3, {"extra": "https://x.example/"}]},
            Reason.INLINE_CONTEXT,
        ),
        ({"@context": [CREDENTIALS_V2, OPEN_BADGES_3, None]}, Reason.INLINE_CONTEXT),
        ({"@context": [CREDENTIALS_V2] + [OPEN_BADGES_3] * 10}, Reason.TOO_COMPLEX),
        ({"id": "credentials/3527"}, Reason.BAD_IDENTIFIER),
        ({"id": "//example.com/3527"}, Reason.BAD_IDENTIFIER),
        ({"id": "_:b0"}, Reason.BAD_IDENTIFIER),
        ({"id": "http://x.example/a> <http://p.example/> <http://o.example/"}, Reason.BAD_IDENTIFIER),
        ({"id": 'http://x.example/"'}, Reason.BAD_IDENTIFIER),
        ({"image": "badge.png"}, Reason.BAD_IDENTIFIER),
        ({"type": ["VerifiableCredential", "Nonsense"]}, Reason.UNKNOWN_TYPE_OF_CREDENTIAL),
        ({"name": None}, Reason.NULL_VALUE),
        ({"name": ["a", [None]]}, Reason.NULL_VALUE),
        ({"name": {"@value": "x", "@language": "not a tag"}}, Reason.BAD_IDENTIFIER),
        ({"name": {"@value": "x", "@direction": "rtl"}}, Reason.UNSIGNED_CONTENT),
        ({"@included": [{"id": "http://x.example/1"}]}, Reason.UNSUPPORTED_KEYWORD),
        ({"@graph": []}, Reason.UNSUPPORTED_KEYWORD),
        ({"@reverse": {}}, Reason.UNSUPPORTED_KEYWORD),
        ({"@type": "OpenBadgeCredential"}, Reason.UNSUPPORTED_KEYWORD),
        ({"https://schema.org/name": "by its address"}, Reason.NOT_A_TERM),
        ({"Criteria": {"narrative": "a type's name"}}, Reason.NOT_A_TERM),
        ({"id": ["http://x.example/1"]}, Reason.BAD_LINKED_DATA),
        ({"type": {"a": 1}}, Reason.BAD_LINKED_DATA),
    ],
)
def test_safe_mode_refuses_what_would_not_be_signed_as_it_reads(document, change, reason):
    assert refusal_of(document | change).reason == reason


def test_unknown_context_is_named(document):
    document["@context"].append("https://evil.example/context")

    assert refusal_of(document).detail == "https://evil.example/context"


def test_an_unknown_context_in_a_nested_object_is_refused(document):
    document["credentialSubject"]["@context"] = "https://evil.example/context"

    assert refusal_of(document).reason == Reason.UNKNOWN_CONTEXT


def test_a_nested_object_may_not_speak_for_the_credential(document):
    document["evidence"] = [{"id": document["id"], "type": ["Evidence"], "validUntil": "2040-01-01T00:00:00Z"}]

    assert refusal_of(document).reason == Reason.CREDENTIAL_ID_REUSED


def test_no_pinned_context_has_a_second_name_for_what_speaks_for_the_credential():
    """Otherwise an attacker could rename ``validUntil`` without touching the signature."""
    names: dict[str, set[str]] = {}
    for url in PINNED:
        for term, iri in terms_of(pinned_contexts().load(url)["document"]["@context"]):
            names.setdefault(iri.replace("cred:", "https://www.w3.org/2018/credentials#"), set()).add(term)

    for term in ("issuer", "validFrom", "validUntil", "issuanceDate", "expirationDate", "credentialStatus"):
        assert names[f"https://www.w3.org/2018/credentials#{term}"] == {term}


def terms_of(context: object):
    if isinstance(context, list):
        for each in context:
            yield from terms_of(each)
    elif isinstance(context, dict):
        for term, value in context.items():
            iri = value.get("@id") if isinstance(value, dict) else value
            if isinstance(iri, str) and not term.startswith("@"):
                yield term, iri
            if isinstance(value, dict):
                yield from terms_of(value.get("@context"))


@pytest.mark.parametrize(
    "evidence",
    [[{"type": ["Evidence"]}] * 251, [{"type": ["Evidence"], "name": [str(n) for n in range(240)]}] * 13],
)
def test_a_document_with_too_many_values_is_refused_at_once(document, evidence):
    assert refusal_of(document | {"evidence": evidence}).reason == Reason.TOO_COMPLEX


def test_a_graph_that_would_take_exponential_time_is_given_up():
    nodes = [{"type": ["Evidence"]} for _ in range(12)]
    poison = {"@context": [CREDENTIALS_V2, OPEN_BADGES_3], "type": "VerifiableCredential", "evidence": nodes}
    document = poison | {"credentialSubject": [poison | {"@context": CREDENTIALS_V2} for _ in range(2)]}

    assert refusal_of(document).reason == Reason.TOO_COMPLEX


# These redefine terms that VC 2.0 protects: they are for documents of VC 1.1.
FOR_VERSION_1 = {
    url for url in PINNED if url.endswith(("/v3p0/context.json", "3.0.1.json", "ed25519-2020/v1", "data-integrity/v1"))
}


@pytest.mark.parametrize("url", sorted(set(PINNED) - {CREDENTIALS_V1, CREDENTIALS_V2}))
def test_every_pinned_context_can_be_processed(url):
    base = CREDENTIALS_V1 if url in FOR_VERSION_1 else CREDENTIALS_V2
    document = {"@context": [base, url], "id": "urn:x:1", "type": "VerifiableCredential"}

    assert canonical_rdf(document, pinned_contexts()).startswith("<urn:x:1> ")


@given(st.floats(allow_nan=False, allow_infinity=False).filter(lambda number: not number.is_integer()))
@settings(max_examples=50)
def test_canonical_json_keeps_numbers(number):
    assert json.loads(canonical_json({"n": number})) == {"n": number}


def test_canonical_json_orders_keys_by_utf16_and_refuses_unsafe_integers():
    assert canonical_json({"\ufb33": 1, "\U0001f600": 2, "b": [True, None], "a": "é"}) == (
        '{"a":"é","b":[true,null],"\U0001f600":2,"\ufb33":1}'.encode()
    )
    with pytest.raises(ProofRefused):
        canonical_json({"n": 2**53})


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "id",
                    "type",
                    "@context",
                    "@value",
                    "@language",
                    "@id",
                    "name",
                    "evidence",
                    "proof",
                    "issuer",
                ]
            )
            | st.text(max_size=5),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["id", "type", "name", "issuer", "evidence", "credentialSubject"]), json_values))
@settings(max_examples=200, deadline=None)
def test_canonical_rdf_meets_any_json_with_an_answer_or_a_refusal(values):
    document = {"@context": [CREDENTIALS_V2, OPEN_BADGES_3], "type": ["VerifiableCredential"]} | values
    try:
        data = json.dumps(document).encode()
        canonical_rdf(read_json(data), pinned_contexts())
    except ProofRefused:
        return


def test_with_others_does_not_change_the_pinned_set():
    larger = pinned_contexts().with_others({"https://x.example/c": {"@context": {}}})

    assert larger.knows("https://x.example/c")
    assert not pinned_contexts().knows("https://x.example/c")


def test_sign_needs_a_whole_number_without_a_point(document, noon):
    """6.0 is 6 to a JavaScript verifier and 6.0E0 to PyLD."""
    document["credentialSubject"]["creditsEarned"] = 6.0

    with pytest.raises(ProofRefused) as refusal:
        sign(document, key=SigningKey.generate("did:web:x.example#1"), created=noon)

    assert refusal.value.reason == Reason.BAD_NUMBER
    assert read_json(b'{"creditsEarned": 6.0}') == {"creditsEarned": 6}

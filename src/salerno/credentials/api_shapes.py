"""What the API says of credentials and of verdicts on them."""

import json
import uuid
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from ninja import Schema

from salerno.credentials.addresses import absolute
from salerno.credentials.anchors import Certificates
from salerno.credentials.models import Credential, DegreeDocument
from salerno.credentials.proving.reading import MAX_BYTES, read_json
from salerno.credentials.proving.refusals import ProofRefused, Reason
from salerno.credentials.proving.verification import Verdict
from salerno.credentials.verdict_words import HEADLINES, notes_of, reason_of, sentence_of, words_of_check
from salerno.people.api_shapes import ApiRefused

MOST_DOCUMENTS = 20
_FORMS = ("json", "png", "svg", "pdf")


class CredentialOut(Schema):
    """A credential in a list. ``files`` are addresses for a signed-in holder, or for everyone while it is shared."""

    uuid: uuid.UUID
    kind: str
    title: dict[str, str]
    course: str
    institution: str
    state: str
    issued_at: datetime
    is_shared: bool
    url: str
    files: dict[str, str]

    @staticmethod
    def resolve_kind(row: Credential) -> str:
        """`course` or `degree`."""
        return row.award.kind

    @staticmethod
    def resolve_title(row: Credential) -> dict[str, str]:
        """The title as it stood when it was granted."""
        return row.said.title

    @staticmethod
    def resolve_course(row: Credential) -> str:
        """The code of the course, or of the programme that led to the degree, as it stood."""
        return row.said.code

    @staticmethod
    def resolve_institution(row: Credential) -> str:
        """The slug of the awarding institution."""
        return row.said.awarding_slug

    @staticmethod
    def resolve_is_shared(row: Credential) -> bool:
        """Whether the holder switched sharing on."""
        return row.shared_at is not None

    @staticmethod
    def resolve_url(row: Credential) -> str:
        """The page of the credential."""
        return absolute("credentials:detail", row.uuid)

    @staticmethod
    def resolve_files(row: Credential) -> dict[str, str]:
        """Every form of it."""
        return {form: absolute("credentials:download", row.uuid, form) for form in _FORMS}


class DocumentOut(Schema):
    """A document of a degree. ``sha256``: of its exact bytes, which are at ``file`` for a token and at ``url`` for the signed-in
    holder. ``state``: `released`, `replaced` or `withdrawn`."""

    uuid: uuid.UUID
    kind: str
    language: str
    number: str
    institution: str
    media_type: str
    size: int
    sha256: str
    state: str
    made_at: datetime
    url: str
    file: str

    @staticmethod
    def resolve_number(row: DegreeDocument) -> str:
        """The degree's number in the series of its institution."""
        return row.award.number

    @staticmethod
    def resolve_institution(row: DegreeDocument) -> str:
        """The slug of the awarding institution."""
        return row.award.institution.slug

    @staticmethod
    def resolve_sha256(row: DegreeDocument) -> str:
        """Blobs are called by what they are."""
        return row.blob

    @staticmethod
    def resolve_url(row: DegreeDocument) -> str:
        """Where a browser gets it."""
        return absolute("credentials:document", row.uuid)

    @staticmethod
    def resolve_file(row: DegreeDocument) -> str:
        """Where a program gets it."""
        return absolute("api:document", row.uuid)


class CheckOut(Schema):
    """One thing that was looked at."""

    name: str
    passed: bool
    detail: str
    reason: str | None
    words: str


class SummaryOut(Schema):
    """What the document says of itself: believe it only when ``is_valid``."""

    credential_id: str
    issuer_id: str
    issuer_name: str
    holder: str
    achievement_id: str
    achievement_name: str
    valid_from: datetime | None
    valid_until: datetime | None


class WordsOut(Schema):
    """The verdict for people, in the language that was asked for."""

    headline: str
    sentence: str
    reason: str


class NoteOut(Schema):
    """What one should know beside the verdict."""

    code: str
    words: str


class VerdictOut(Schema):
    """A verdict. ``outcome``, ``reason``, ``form`` and the notes' codes stay as they are. ``form``: `credential`, `joint`, `edc`
    (European Digital Credential), `elmo` or `pdf`."""

    outcome: str
    is_valid: bool
    reason: str | None
    detail: str
    checks: list[CheckOut]
    words: WordsOut
    form: str
    notes: list[NoteOut]
    summary: SummaryOut


def verdict_out(verdict: Verdict) -> dict[str, Any]:
    """`VerdictOut` of a verdict."""
    words = {"headline": HEADLINES[verdict.outcome], "sentence": sentence_of(verdict), "reason": reason_of(verdict)}
    checks = [{**asdict(item), "words": words_of_check(item)} for item in verdict.checks]
    return {
        "outcome": str(verdict.outcome),
        "is_valid": verdict.is_valid,
        "reason": verdict.reason and str(verdict.reason),
        "detail": verdict.detail,
        "checks": checks,
        "words": {name: str(text) for name, text in words.items()},
        "form": str(verdict.form),
        "notes": [{"code": str(note), "words": text} for note, text in zip(verdict.notes, notes_of(verdict), strict=True)],
        "summary": verdict.summary,
    }


@dataclass(frozen=True)
class Submitted:
    """What was handed in to be verified."""

    document: bytes
    did_documents: tuple[dict[str, Any], ...] = ()
    status_lists: tuple[dict[str, Any], ...] = ()
    certificates: Certificates = ()


def read_submitted(request: Any) -> Submitted:
    """The credential and documents of a JSON body.

    SECURITY: the whole body goes through the reader of credentials, so that a credential inside it is refused for double names,
    depth and bad numbers as if it had come alone. Raises ``ProofRefused`` then.
    """
    raw = request.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise ProofRefused(Reason.TOO_LARGE, f"at most {MAX_BYTES} bytes of JSON are read")
    body = read_json(raw)
    if unknown := sorted(set(body) - {"credential", "did_documents", "status_lists"}):
        raise ApiRefused(422, "invalid", f"Unknown names: {', '.join(unknown)[:200]}.")
    credential = body.get("credential")
    if not isinstance(credential, dict | str) or not credential:
        raise ApiRefused(422, "invalid", "Give the credential as an object or as a text under the name “credential”.")
    text = credential if isinstance(credential, str) else json.dumps(credential, ensure_ascii=False)
    return Submitted(text.encode(), _documents(body, "did_documents"), _documents(body, "status_lists"))


def _documents(body: dict[str, Any], name: str) -> tuple[dict[str, Any], ...]:
    given = body.get(name, [])
    if not isinstance(given, list) or len(given) > MOST_DOCUMENTS or not all(isinstance(item, dict) for item in given):
        raise ApiRefused(422, "invalid", f"“{name}” is a list of at most {MOST_DOCUMENTS} objects.")
    return tuple(given)


def verify_body() -> dict[str, Any]:
    """What OpenAPI says of the two bodies that verification reads."""
    documents = {"type": "array", "items": {"type": "object"}, "maxItems": MOST_DOCUMENTS}
    as_json = {
        "type": "object",
        "required": ["credential"],
        "additionalProperties": False,
        "properties": {
            "credential": {"oneOf": [{"type": "object"}, {"type": "string"}]},
            "did_documents": {**documents, "description": "DID documents, or keys (JWK, JWK Set) for tokens."},
            "status_lists": documents,
        },
    }
    as_form = {
        "type": "object",
        "properties": {
            "file": {"type": "string", "format": "binary"},
            "text": {"type": "string"},
            "documents": {
                "type": "string",
                "description": "JSON: a DID document, key (JWK) or status list, or a list of them; or certificates as PEM.",
            },
        },
    }
    content = {"application/json": {"schema": as_json}, "multipart/form-data": {"schema": as_form}}
    return {"required": True, "content": content}

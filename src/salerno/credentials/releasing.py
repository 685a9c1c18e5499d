"""A document is judged as a stranger would judge it before it is released. No database, no clock."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO

from cryptography import x509

from salerno.credentials.elmo.documents import check_schema, read_elmo
from salerno.credentials.elmo.verification import verify_elmo
from salerno.credentials.europass.verification import verify_sealed
from salerno.credentials.joint.verification import verify_joint
from salerno.credentials.proving.carriers import attached
from salerno.credentials.proving.statuses import StatusLookup


class NotReleased(Exception):
    """A document that we made does not hold; the text says what was found."""


def check_paper(pdf: bytes, credential: str) -> None:
    """Raise ``NotReleased`` unless it opens, is tagged, names its language, and carries exactly this credential."""
    from pypdf import PdfReader

    reader = PdfReader(BytesIO(pdf), strict=True)
    root = reader.trailer["/Root"]
    if not reader.pages or not root.get("/MarkInfo", {}).get("/Marked") or not root.get("/Lang"):
        raise NotReleased("the PDF has no pages, no tags or no language")
    if attached(pdf) != credential.encode():
        raise NotReleased("the PDF carries another credential")


def check_edc(text: bytes, certificates: Sequence[x509.Certificate], at: datetime) -> None:
    """Raise ``NotReleased`` unless the sealed credential verifies against the institution's own certificate."""
    verdict = verify_sealed(text.decode(), trusted=certificates[:1], at=at)
    if verdict.refusal:
        raise NotReleased(f"{verdict.refusal}: {verdict.detail}")


def check_elmo(data: bytes, certificates: Sequence[x509.Certificate], at: datetime) -> None:
    """Raise ``NotReleased`` unless it is valid against the schema and its signature verifies; ``ElmoRefused`` for the schema."""
    check_schema(read_elmo(data))
    verdict = verify_elmo(data, trusted_certificates=certificates[:1], at=at)
    if verdict.refusal:
        raise NotReleased(f"{verdict.refusal}: {verdict.detail}")


def check_joint(data: bytes, did_documents: Mapping[str, dict], lookup: StatusLookup, at: datetime) -> None:
    """Raise ``NotReleased`` unless every university's proof verifies and every status list says that its award holds."""
    verdict = verify_joint(data, did_documents, at=at, status_lookup=lookup)
    if verdict.refusal:
        raise NotReleased(f"{verdict.refusal}: {verdict.detail}")

"""Why an ELMO is not accepted: one code for each cause."""

from enum import StrEnum


class ElmoReason(StrEnum):
    """Stable codes for pages and the API. Never reuse one for another cause."""

    TOO_LARGE = "too_large"
    NOT_XML = "not_xml"
    DOCUMENT_TYPE = "document_type"
    NOT_ELMO = "not_elmo"
    NOT_TO_THE_SCHEMA = "not_to_the_schema"
    BAD_TRANSFER = "bad_transfer"

    NOT_SIGNED = "not_signed"
    SEVERAL_SIGNATURES = "several_signatures"
    BAD_SIGNATURE_FORM = "bad_signature_form"
    NOT_THE_WHOLE_DOCUMENT = "not_the_whole_document"
    WEAK_ALGORITHM = "weak_algorithm"
    UNSUPPORTED_ALGORITHM = "unsupported_algorithm"
    CONTENT_CHANGED = "content_changed"
    BAD_SIGNATURE = "bad_signature"

    BAD_CERTIFICATE = "bad_certificate"
    WEAK_KEY = "weak_key"
    UNKNOWN_CERTIFICATE = "unknown_certificate"
    CERTIFICATE_NOT_YET_VALID = "certificate_not_yet_valid"
    CERTIFICATE_EXPIRED = "certificate_expired"
    KEY_MISMATCH = "key_mismatch"

    BAD_DATE = "bad_date"
    FROM_THE_FUTURE = "from_the_future"


class ElmoRefused(Exception):
    """An ELMO is refused; ``reason`` says which rule, ``detail`` what was found."""

    def __init__(self, reason: ElmoReason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
        self.reason = reason
        self.detail = detail


class CannotWord(ValueError):
    """The facts lack something that a transcript must have, or contradict each other."""

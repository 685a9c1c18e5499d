"""Why a credential is not built, a seal not used, a sealed credential not accepted: one code for each cause."""

from enum import StrEnum


class SealReason(StrEnum):
    """Stable codes for pages and the API. Never reuse one for another cause."""

    TOO_LARGE = "too_large"
    NOT_JSON = "not_json"
    NOT_SEALED = "not_sealed"
    SEVERAL_SEALS = "several_seals"
    BAD_HEADER = "bad_header"
    UNSUPPORTED_ALGORITHM = "unsupported_algorithm"
    UNKNOWN_CRITICAL_HEADER = "unknown_critical_header"
    BAD_CERTIFICATE = "bad_certificate"
    WRONG_CERTIFICATE = "wrong_certificate"
    WEAK_KEY = "weak_key"
    BAD_SIGNATURE = "bad_signature"
    BAD_TIME_STAMP = "bad_time_stamp"
    SEALED_IN_THE_FUTURE = "sealed_in_the_future"
    CERTIFICATE_NOT_FOR_SEALS = "certificate_not_for_seals"
    CERTIFICATE_NOT_YET_VALID = "certificate_not_yet_valid"
    CERTIFICATE_EXPIRED = "certificate_expired"
    NOT_A_CREDENTIAL = "not_a_credential"
    WRONG_ISSUER = "wrong_issuer"
    UNKNOWN_ISSUER = "unknown_issuer"
    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"

    BAD_SEAL_FILE = "bad_seal_file"
    KEY_MISMATCH = "key_mismatch"


class SealRefused(Exception):
    """A seal or a sealed document is refused; ``reason`` says which rule, ``detail`` what was found."""

    def __init__(self, reason: SealReason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
        self.reason = reason
        self.detail = detail


class CannotBuild(ValueError):
    """The facts lack something that the profile demands, or hold a value that no code list knows."""

"""Why a document is not accepted: one code for each cause, so that a page can explain it in every
language."""

from enum import StrEnum


class Reason(StrEnum):
    """Stable codes; they are stored with verdicts and stand in the API. Never reuse one for another cause."""

    TOO_LARGE = "too_large"
    TOO_DEEP = "too_deep"
    NOT_JSON = "not_json"
    DUPLICATE_KEY = "duplicate_key"
    BAD_NUMBER = "bad_number"
    BAD_CHARACTERS = "bad_characters"
    NOT_A_CREDENTIAL = "not_a_credential"
    NO_CREDENTIAL_INSIDE = "no_credential_inside"
    SEVERAL_CREDENTIALS_INSIDE = "several_credentials_inside"
    HOSTILE_FILE = "hostile_file"

    UNKNOWN_CONTEXT = "unknown_context"
    INLINE_CONTEXT = "inline_context"
    WRONG_BASE_CONTEXT = "wrong_base_context"
    UNSIGNED_CONTENT = "unsigned_content"
    UNKNOWN_TYPE = "unknown_type"
    UNKNOWN_TYPE_OF_CREDENTIAL = "unknown_type_of_credential"
    UNKNOWN_TYPE_OF_ISSUER = "unknown_type_of_issuer"
    UNKNOWN_TYPE_OF_PARENT = "unknown_type_of_parent_organisation"
    UNKNOWN_TYPE_OF_OTHER_IDENTIFIER = "unknown_type_of_other_identifier"
    UNKNOWN_TYPE_OF_SUBJECT = "unknown_type_of_subject"
    UNKNOWN_TYPE_OF_HOLDER = "unknown_type_of_holder_identifier"
    UNKNOWN_TYPE_OF_SOURCE = "unknown_type_of_source"
    UNKNOWN_TYPE_OF_RESULT = "unknown_type_of_result"
    UNKNOWN_TYPE_OF_RESULT_DESCRIPTION = "unknown_type_of_result_description"
    UNKNOWN_TYPE_OF_EVIDENCE = "unknown_type_of_evidence"
    UNKNOWN_TYPE_OF_REFRESH_SERVICE = "unknown_type_of_refresh_service"
    BAD_IDENTIFIER = "bad_identifier"
    UNSUPPORTED_KEYWORD = "unsupported_keyword"
    NOT_A_TERM = "not_a_term"
    NULL_VALUE = "null_value"
    CREDENTIAL_ID_REUSED = "credential_id_reused"
    BAD_LINKED_DATA = "bad_linked_data"
    TOO_COMPLEX = "too_complex"

    MISSING_TYPE = "missing_type"
    MISSING_ISSUER = "missing_issuer"
    MISSING_SUBJECT = "missing_subject"
    MISSING_START = "missing_start"
    BAD_DATE = "bad_date"

    NO_PROOF = "no_proof"
    NO_CHECKABLE_PROOF = "no_checkable_proof"
    BAD_PROOF = "bad_proof"
    BAD_SIGNATURE = "bad_signature"
    WRONG_PURPOSE = "wrong_purpose"
    PROOF_EXPIRED = "proof_expired"
    PROOF_FROM_THE_FUTURE = "proof_from_the_future"
    PREVIOUS_PROOF_MISSING = "previous_proof_missing"
    DISCLOSURE_MISMATCH = "disclosure_mismatch"
    NOT_DISCLOSED = "not_disclosed"
    BAD_KEY = "bad_key"
    UNKNOWN_KEY = "unknown_key"
    UNKNOWN_KEY_METHOD = "unknown_key_method"
    UNKNOWN_DID_METHOD = "unknown_did_method"
    KEY_NOT_FOR_ASSERTION = "key_not_for_assertion"
    KEY_REVOKED = "key_revoked"
    WRONG_ISSUER_KEY = "wrong_issuer_key"
    UNKNOWN_ISSUER = "unknown_issuer"
    BAD_TOKEN = "bad_token"  # noqa: S105 -- a reason code, no secret
    TOKEN_NAMES_NO_KEY = "token_names_no_key"  # noqa: S105
    NO_KEY_FITS = "no_key_fits"

    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    REVOKED = "revoked"
    SUSPENDED = "suspended"
    STATUS_UNAVAILABLE = "status_unavailable"
    STATUS_MALFORMED = "status_malformed"
    STATUS_UNSUPPORTED = "status_unsupported"
    STATUS_LIST_INVALID = "status_list_invalid"


UNKNOWN_TYPE_AT = {
    "": Reason.UNKNOWN_TYPE_OF_CREDENTIAL,
    "issuer": Reason.UNKNOWN_TYPE_OF_ISSUER,
    "parentOrg": Reason.UNKNOWN_TYPE_OF_PARENT,
    "otherIdentifier": Reason.UNKNOWN_TYPE_OF_OTHER_IDENTIFIER,
    "credentialSubject": Reason.UNKNOWN_TYPE_OF_SUBJECT,
    "identifier": Reason.UNKNOWN_TYPE_OF_HOLDER,
    "source": Reason.UNKNOWN_TYPE_OF_SOURCE,
    "result": Reason.UNKNOWN_TYPE_OF_RESULT,
    "resultDescription": Reason.UNKNOWN_TYPE_OF_RESULT_DESCRIPTION,
    "evidence": Reason.UNKNOWN_TYPE_OF_EVIDENCE,
    "refreshService": Reason.UNKNOWN_TYPE_OF_REFRESH_SERVICE,
}
"""The closer reason for an undefined type, by the property whose value has it; "" is the credential itself."""


class ProofRefused(Exception):
    """A document, key or file is refused; ``reason`` says which rule, ``detail`` names the place in it."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
        self.reason = reason
        self.detail = detail

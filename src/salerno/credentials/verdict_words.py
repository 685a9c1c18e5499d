"""A verdict in words that a stranger understands."""

from django.utils.translation import gettext_lazy as _

from salerno.credentials.proving.refusals import Reason
from salerno.credentials.proving.verification import Check, Form, Outcome, Verdict
from salerno.credentials.seal_words import (
    ELMO_REASONS,
    JOINT_REASONS,
    NOTES,
    SEAL_REASONS,
    SENTENCES_OF_JOINT,
    SENTENCES_OF_SEALS,
)

HEADLINES = {
    Outcome.VALID: _("Valid"),
    Outcome.ALTERED: _("Altered: do not accept it"),
    Outcome.EXPIRED: _("Expired"),
    Outcome.NOT_YET_VALID: _("Not valid yet"),
    Outcome.SUSPENDED: _("Suspended: do not accept it for now"),
    Outcome.REVOKED: _("Revoked: do not accept it"),
    Outcome.UNKNOWN_ISSUER: _("Unknown issuer: we cannot say who made it"),
    Outcome.UNREADABLE: _("This is not a credential that we can read"),
    Outcome.STATUS_UNCHECKED: _("Signed by its issuer; whether it was revoked could not be checked"),
    Outcome.UNCHECKABLE: _("It cannot be checked"),
}

SENTENCES = {
    Outcome.VALID: _("It was signed by the issuer named below, nothing in it was changed since, and it still holds."),
    Outcome.ALTERED: _(
        "The signature does not fit the content: something was changed after it was signed, or the signature is false."
    ),
    Outcome.EXPIRED: _("It was genuine, and its time is over."),
    Outcome.NOT_YET_VALID: _("Its time has not begun."),
    Outcome.SUSPENDED: _("It is genuine, and its issuer has suspended it. It may be reinstated: ask the holder or the issuer."),
    Outcome.REVOKED: _("It was genuine, and its issuer has revoked it for good."),
    Outcome.UNKNOWN_ISSUER: _(
        "We have no key that belongs to the issuer it names. Hand in the issuer's DID document or key to go on."
    ),
    Outcome.UNREADABLE: _("It may be another kind of file, or damaged on the way. Nothing was kept."),
    Outcome.STATUS_UNCHECKED: _(
        "The signature is the issuer's, nothing was changed since, and its dates hold. The list that would say whether it was "
        "suspended or revoked gave no answer: hand it in below, or ask the issuer."
    ),
    Outcome.UNCHECKABLE: _("It uses something that this campus cannot check. That does not make it false."),
}

SENTENCES_BY_FORM = {Form.EDC: SENTENCES_OF_SEALS, Form.ELMO: SENTENCES_OF_SEALS, Form.JOINT: SENTENCES_OF_JOINT}

CHECKS = {
    "readable": _("It can be read as a credential"),
    "structure": _("It has the parts that a credential must have"),
    "proof": _("The signature is the issuer's and fits the content"),
    "trust": _("Somebody whom we trust vouches for whoever sealed it"),
    "status": _("The issuer has not suspended or revoked it"),
    "period": _("Its dates hold today"),
}

OPEN_CHECKS = {
    "readable": _("Whether it can be read as a credential could not be checked"),
    "structure": _("Whether it has all its parts could not be checked"),
    "proof": _("Whether the signature is the issuer's could not be checked"),
    "trust": _("Whether anybody whom we trust vouches for whoever sealed it could not be checked"),
    "status": _("Whether the issuer has suspended or revoked it could not be checked"),
    "period": _("Whether its dates hold today could not be checked"),
}

REASONS = {
    Reason.TOO_LARGE: _("It is larger than any credential."),
    Reason.TOO_DEEP: _("It is nested deeper than any credential."),
    Reason.NOT_JSON: _("It is not JSON."),
    Reason.DUPLICATE_KEY: _("The same name stands in it twice, so that two readers could read two things."),
    Reason.BAD_NUMBER: _("It holds a number that not every reader reads alike."),
    Reason.BAD_CHARACTERS: _("It holds characters that no text should have."),
    Reason.NOT_A_CREDENTIAL: _("It is JSON, and not a credential."),
    Reason.NO_CREDENTIAL_INSIDE: _("The file holds no credential."),
    Reason.SEVERAL_CREDENTIALS_INSIDE: _("The file holds more than one credential."),
    Reason.HOSTILE_FILE: _("The file is damaged or made to do harm."),
    Reason.UNKNOWN_CONTEXT: _("It uses a vocabulary that this campus does not hold."),
    Reason.INLINE_CONTEXT: _("It brings a vocabulary of its own, so that its words could mean anything."),
    Reason.WRONG_BASE_CONTEXT: _("It does not begin with the vocabulary of credentials."),
    Reason.UNSIGNED_CONTENT: _("It holds words that the signature does not cover."),
    Reason.UNKNOWN_TYPE: _("A part of it has a type that its vocabularies do not define, so the signature does not cover it."),
    Reason.UNKNOWN_TYPE_OF_CREDENTIAL: _("The credential itself has a type that its vocabularies do not define."),
    Reason.UNKNOWN_TYPE_OF_ISSUER: _("The issuer has a type that its vocabularies do not define."),
    Reason.UNKNOWN_TYPE_OF_PARENT: _("The issuer's parent organisation has a type that its vocabularies do not define."),
    Reason.UNKNOWN_TYPE_OF_OTHER_IDENTIFIER: _("An identifier of the issuer has a type that its vocabularies do not define."),
    Reason.UNKNOWN_TYPE_OF_SUBJECT: _("What it says of the holder has a type that its vocabularies do not define."),
    Reason.UNKNOWN_TYPE_OF_HOLDER: _("The holder's identifier has a type that its vocabularies do not define."),
    Reason.UNKNOWN_TYPE_OF_SOURCE: _("The source of the achievement has a type that its vocabularies do not define."),
    Reason.UNKNOWN_TYPE_OF_RESULT: _("A result has a type that its vocabularies do not define."),
    Reason.UNKNOWN_TYPE_OF_RESULT_DESCRIPTION: _("The description of a result has a type that its vocabularies do not define."),
    Reason.UNKNOWN_TYPE_OF_EVIDENCE: _("A piece of evidence has a type that its vocabularies do not define."),
    Reason.UNKNOWN_TYPE_OF_REFRESH_SERVICE: _("The service that renews it has a type that its vocabularies do not define."),
    Reason.BAD_IDENTIFIER: _("One of its identifiers is no complete address."),
    Reason.UNSUPPORTED_KEYWORD: _("It uses a word of JSON-LD with which content can be hidden."),
    Reason.NOT_A_TERM: _("One of its names is no plain word of a vocabulary, so that content could hide behind it."),
    Reason.NULL_VALUE: _("It holds an empty value, which the signature does not cover."),
    Reason.CREDENTIAL_ID_REUSED: _("A part inside it speaks in the name of the whole credential."),
    Reason.BAD_LINKED_DATA: _("Its vocabularies do not allow what it says."),
    Reason.TOO_COMPLEX: _("It is more complicated than any credential."),
    Reason.MISSING_TYPE: _("It does not say that it is a credential."),
    Reason.MISSING_ISSUER: _("It names no issuer."),
    Reason.MISSING_SUBJECT: _("It says nothing about anybody."),
    Reason.MISSING_START: _("It does not say from when it holds."),
    Reason.BAD_DATE: _("One of its dates is no date."),
    Reason.NO_PROOF: _("It carries no signature."),
    Reason.NO_CHECKABLE_PROOF: _("It carries no signature of a kind that this campus checks."),
    Reason.BAD_PROOF: _("What should be its signature is none."),
    Reason.BAD_SIGNATURE: _("The signature does not fit the content."),
    Reason.WRONG_PURPOSE: _("The signature was made for another purpose than to issue credentials."),
    Reason.PROOF_EXPIRED: _("The signature's own time is over."),
    Reason.PROOF_FROM_THE_FUTURE: _("The signature bears a date that has not come."),
    Reason.PREVIOUS_PROOF_MISSING: _("It should carry an earlier signature, which was taken out."),
    Reason.DISCLOSURE_MISMATCH: _("Its signatures are not those of the parts that are shown: something was added or left out."),
    Reason.NOT_DISCLOSED: _("It carries the signature that is meant for the holder's own wallet. Ask for one made to be shown."),
    Reason.BAD_KEY: _("The key that it names is damaged, or of a kind that this campus does not check."),
    Reason.UNKNOWN_KEY: _("The issuer lists no such key."),
    Reason.UNKNOWN_KEY_METHOD: _("The address of its key is of a kind that this campus cannot look up."),
    Reason.UNKNOWN_DID_METHOD: _("Its key has a DID of a method other than did:key and did:web."),
    Reason.KEY_NOT_FOR_ASSERTION: _("The issuer does not allow this key to sign credentials."),
    Reason.KEY_REVOKED: _("The issuer has revoked the key."),
    Reason.WRONG_ISSUER_KEY: _("It was signed with a key that is not the issuer's."),
    Reason.UNKNOWN_ISSUER: _("We do not hold the issuer's document."),
    Reason.BAD_TOKEN: _("The token is malformed, or contradicts the credential inside it."),
    Reason.TOKEN_NAMES_NO_KEY: _("The token does not say with which key it was signed. Hand in the issuer's key."),
    Reason.NO_KEY_FITS: _("None of the issuer's keys at hand made this signature: it is another key, or the token was changed."),
    Reason.EXPIRED: _("The last day that it names is past."),
    Reason.NOT_YET_VALID: _("The first day that it names has not come."),
    Reason.REVOKED: _("The issuer's records say: revoked."),
    Reason.SUSPENDED: _("The issuer's records say: suspended."),
    Reason.STATUS_UNAVAILABLE: _("The list that would say whether it was revoked is not at hand."),
    Reason.STATUS_MALFORMED: _("It does not say properly which list would tell whether it was revoked."),
    Reason.STATUS_UNSUPPORTED: _("It would be revoked in a way that this campus does not check."),
    Reason.STATUS_LIST_INVALID: _("The list that would say whether it was revoked is not sound."),
}
"""One sentence for each reason: no two are the same."""


_REASONS_BY_FORM = {Form.EDC: SEAL_REASONS, Form.ELMO: ELMO_REASONS, Form.JOINT: JOINT_REASONS}


def words_of_check(check: Check) -> str:
    """What was asked, or that it could not be answered."""
    return str((OPEN_CHECKS if check.is_open else CHECKS)[check.name])


def sentence_of(verdict: Verdict) -> str:
    """What the verdict means, for this form of document."""
    return str(SENTENCES_BY_FORM.get(verdict.form, {}).get(verdict.outcome) or SENTENCES[verdict.outcome])


def reason_of(verdict: Verdict) -> str:
    """The cause in one sentence; nothing for a valid document."""
    if verdict.reason is None:
        return ""
    return str(_REASONS_BY_FORM.get(verdict.form, {}).get(verdict.reason) or REASONS[verdict.reason])


def notes_of(verdict: Verdict) -> list[str]:
    """What one should know besides."""
    return [str(NOTES[note]) for note in verdict.notes]

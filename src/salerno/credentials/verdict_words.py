"""A verdict in words that a stranger understands."""

from django.utils.translation import gettext_lazy as _

from salerno.credentials.proving.refusals import Reason
from salerno.credentials.proving.verification import Outcome

HEADLINES = {
    Outcome.VALID: _("Valid"),
    Outcome.ALTERED: _("Altered: do not accept it"),
    Outcome.EXPIRED: _("Expired"),
    Outcome.NOT_YET_VALID: _("Not valid yet"),
    Outcome.SUSPENDED: _("Suspended: do not accept it for now"),
    Outcome.REVOKED: _("Revoked: do not accept it"),
    Outcome.UNKNOWN_ISSUER: _("Unknown issuer: we cannot say who made it"),
    Outcome.UNREADABLE: _("This is not a credential that we can read"),
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
    Outcome.UNKNOWN_ISSUER: _("We have no key that belongs to the issuer it names. Hand in the issuer's DID document to go on."),
    Outcome.UNREADABLE: _("It may be another kind of file, or damaged on the way. Nothing was kept."),
    Outcome.UNCHECKABLE: _(
        "It uses something that this campus cannot check, or a list that it cannot reach. That does not make it false."
    ),
}

CHECKS = {
    "readable": _("It can be read as a credential"),
    "structure": _("It has the parts that a credential must have"),
    "proof": _("The signature is the issuer's and fits the content"),
    "status": _("The issuer has not suspended or revoked it"),
    "period": _("Its dates hold today"),
}

REASONS = {
    Reason.TOO_LARGE: _("It is larger than any credential."),
    Reason.TOO_DEEP: _("It is nested deeper than any credential."),
    Reason.NOT_JSON: _("It is not JSON."),
    Reason.DUPLICATE_KEY: _("The same name stands in it twice, so that two readers could read two things."),
    Reason.NO_CREDENTIAL_INSIDE: _("The file holds no credential."),
    Reason.SEVERAL_CREDENTIALS_INSIDE: _("The file holds more than one credential."),
    Reason.HOSTILE_FILE: _("The file is damaged or made to do harm."),
    Reason.UNSIGNED_CONTENT: _("It holds words that the signature does not cover."),
    Reason.UNKNOWN_CONTEXT: _("It uses a vocabulary that this campus does not hold."),
    Reason.BAD_SIGNATURE: _("The signature does not fit the content."),
    Reason.NO_PROOF: _("It carries no signature."),
    Reason.NO_CHECKABLE_PROOF: _("It carries no signature of a kind that this campus checks."),
    Reason.WRONG_ISSUER_KEY: _("It was signed with a key that is not the issuer's."),
    Reason.UNKNOWN_KEY: _("The issuer lists no such key."),
    Reason.KEY_NOT_FOR_ASSERTION: _("The issuer does not allow this key to sign credentials."),
    Reason.KEY_REVOKED: _("The issuer has revoked the key."),
    Reason.UNKNOWN_ISSUER: _("We do not hold the issuer's document."),
    Reason.STATUS_UNAVAILABLE: _("The list that would say whether it was revoked is not at hand."),
    Reason.STATUS_LIST_INVALID: _("The list that would say whether it was revoked is not sound."),
    Reason.MISSING_TYPE: _("It does not say that it is a credential."),
    Reason.MISSING_ISSUER: _("It names no issuer."),
    Reason.MISSING_SUBJECT: _("It says nothing about anybody."),
    Reason.BAD_DATE: _("One of its dates is no date."),
}

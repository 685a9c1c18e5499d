"""Why a sealed credential, an ELMO or a joint credential is not accepted, in words that a stranger understands."""

from django.utils.translation import gettext_lazy as _

from salerno.credentials.elmo.refusals import ElmoReason
from salerno.credentials.europass.refusals import SealReason
from salerno.credentials.joint.refusals import JointReason
from salerno.credentials.proving.verification import Note, Outcome

SEAL_REASONS = {
    SealReason.TOO_LARGE: _("It is larger than any sealed credential."),
    SealReason.NOT_JSON: _("It is not JSON that every reader reads alike."),
    SealReason.NOT_SEALED: _("It has no seal, or is no sealed credential at all."),
    SealReason.SEVERAL_SEALS: _("It carries several seals. A European Digital Credential has one."),
    SealReason.BAD_HEADER: _("The head of its seal is malformed."),
    SealReason.UNSUPPORTED_ALGORITHM: _("It was sealed with an algorithm that this campus does not check."),
    SealReason.UNKNOWN_CRITICAL_HEADER: _("Its seal demands something of the reader that this campus does not know."),
    SealReason.BAD_CERTIFICATE: _("The certificate of its seal is damaged."),
    SealReason.WRONG_CERTIFICATE: _("The seal names another certificate than it carries."),
    SealReason.WEAK_KEY: _("The key of its seal is too short to be trusted."),
    SealReason.BAD_SIGNATURE: _("The seal does not fit the text: something was changed after it was sealed, or the seal is false."),
    SealReason.BAD_TIME_STAMP: _("A time stamp on it is broken, or belongs to another seal."),
    SealReason.SEALED_IN_THE_FUTURE: _("It claims to have been sealed at a time that has not come."),
    SealReason.CERTIFICATE_NOT_FOR_SEALS: _("The certificate is none for the seals of an institution."),
    SealReason.CERTIFICATE_NOT_YET_VALID: _("The certificate did not hold yet when it was used."),
    SealReason.CERTIFICATE_EXPIRED: _("The certificate had ended when it was used."),
    SealReason.NOT_A_CREDENTIAL: _("What was sealed is no European Digital Credential."),
    SealReason.WRONG_ISSUER: _("It was sealed by somebody else than the issuer that it names."),
    SealReason.UNKNOWN_ISSUER: _("The seal fits the text, and nobody whom this campus trusts vouches for whoever sealed it."),
    SealReason.NOT_YET_VALID: _("The first day of the sealed credential has not come."),
    SealReason.EXPIRED: _("The last day of the sealed credential is past."),
}

ELMO_REASONS = {
    ElmoReason.TOO_LARGE: _("It is larger than any ELMO."),
    ElmoReason.NOT_XML: _("It is not XML."),
    ElmoReason.DOCUMENT_TYPE: _("It declares a document type of its own, which an ELMO does not have."),
    ElmoReason.NOT_ELMO: _("It is XML, and not an ELMO."),
    ElmoReason.NOT_TO_THE_SCHEMA: _("It is not built as the schema of ELMO says."),
    ElmoReason.BAD_TRANSFER: _("It was damaged on the way."),
    ElmoReason.NOT_SIGNED: _("This ELMO is not signed, so that anybody could have written it."),
    ElmoReason.SEVERAL_SIGNATURES: _("This ELMO carries several signatures."),
    ElmoReason.BAD_SIGNATURE_FORM: _("What should be the signature of the ELMO is none."),
    ElmoReason.NOT_THE_WHOLE_DOCUMENT: _("The signature does not cover the whole ELMO."),
    ElmoReason.WEAK_ALGORITHM: _("The ELMO was signed with an algorithm that is broken."),
    ElmoReason.UNSUPPORTED_ALGORITHM: _("The ELMO was signed with an algorithm that this campus does not check."),
    ElmoReason.CONTENT_CHANGED: _("Something in the ELMO was changed after it was signed."),
    ElmoReason.BAD_SIGNATURE: _("The signature of the ELMO is not that of the certificate."),
    ElmoReason.BAD_CERTIFICATE: _("The certificate in the ELMO is damaged."),
    ElmoReason.WEAK_KEY: _("The key that signed the ELMO is too short to be trusted."),
    ElmoReason.UNKNOWN_CERTIFICATE: _(
        "The signature fits, and nobody whom this campus trusts vouches for whoever signed the ELMO."
    ),
    ElmoReason.CERTIFICATE_NOT_YET_VALID: _("The certificate did not hold yet when the ELMO was signed."),
    ElmoReason.CERTIFICATE_EXPIRED: _("The certificate had ended when the ELMO was signed."),
    ElmoReason.KEY_MISMATCH: _("The key and the certificate of the ELMO do not belong together."),
    ElmoReason.BAD_DATE: _("The ELMO does not say properly when it was made."),
    ElmoReason.FROM_THE_FUTURE: _("The ELMO claims to have been made at a time that has not come."),
}

JOINT_REASONS = {
    JointReason.NOT_JOINT: _("It does not say plainly which universities award the degree."),
    JointReason.PROOF_MISSING: _("A university that it names has not signed it, or its signature was taken out."),
    JointReason.PROOF_REPEATED: _("A university has signed it twice."),
    JointReason.FOREIGN_PROOF: _("Somebody has signed it who does not award the degree."),
    JointReason.CHAINED_PROOF: _("A signature leans on another one: each must stand by itself."),
    JointReason.OTHER_KIND_OF_PROOF: _("It carries a signature of another kind than joint credentials have."),
    JointReason.UNKNOWN_CONSORTIUM: _("We do not hold the document of the universities that issued it together."),
    JointReason.NOT_A_CONTROLLER: _("A university that it names is no member of those that issue together."),
    JointReason.KEY_NOT_LISTED: _("A key that signed is not listed both by its university and by all of them together."),
    JointReason.STATUS_OF_ANOTHER: _("The lists that would say whether it was revoked are not those of its universities."),
}

SENTENCES_OF_SEALS = {
    Outcome.VALID: _("It was sealed by the institution named below, nothing in it was changed since, and it still holds."),
    Outcome.UNKNOWN_ISSUER: _("Nothing was changed since it was sealed. Hand in a certificate that vouches for the seal to go on."),
}
SENTENCES_OF_JOINT = {
    Outcome.VALID: _("Every university that awards the degree has signed it, nothing was changed since, and it still holds."),
}

NOTES = {
    Note.TEST_SEAL: _("The seal is a TEST made for a demonstration. It proves nothing outside this campus."),
    Note.RESTS_ON_CLAIM: _(
        "The certificate has ended since. Only the sealer's own word says that it was used before: the verdict rests on a claimed "
        "time."
    ),
    Note.CERTIFICATE_NOT_LOOKED_UP: _("Whether the certificate was revoked was not looked up: nothing is fetched here."),
    Note.AS_RELEASED: _("It is byte for byte as this campus released it."),
    Note.REPLACED: _("This campus has made a newer one since, which takes its place."),
    Note.PAGES_NOT_SIGNED: _("The signature is that of the attached credential. Compare what the pages say with it."),
    Note.OUR_SEAL: _("The seal is that of an institution of this campus."),
    Note.HANDED_IN: _("The seal is trusted because of a certificate that you handed in."),
}

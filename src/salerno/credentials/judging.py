"""Verdicts on sealed credentials, ELMO and joint credentials in the one form that pages, API and commands know.

Pure: the verifiers of ``europass``, ``elmo`` and ``joint`` stop at the first refusal; here it is placed among the checks, so that a
reader sees what held before it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from cryptography import x509

from salerno.credentials.elmo.documents import elmo, read_elmo
from salerno.credentials.elmo.refusals import ElmoReason
from salerno.credentials.elmo.verification import ElmoVerdict, verify_elmo
from salerno.credentials.europass.certificates import SealOwner
from salerno.credentials.europass.refusals import SealReason
from salerno.credentials.europass.verification import SealVerdict, verify_sealed
from salerno.credentials.joint.refusals import JointReason
from salerno.credentials.joint.verification import JointVerdict, verify_joint
from salerno.credentials.proving import summaries
from salerno.credentials.proving.moments import as_moment
from salerno.credentials.proving.reading import read_json
from salerno.credentials.proving.refusals import ProofRefused, Reason
from salerno.credentials.proving.statuses import StatusLookup
from salerno.credentials.proving.summaries import Summary
from salerno.credentials.proving.verification import Check, Form, Note, Outcome, Verdict

_MOST = 500
_TITLES = "/".join(elmo(name) for name in ("report", "learningOpportunitySpecification", "title"))
_DIPLOMA_NUMBERS = f".//{elmo('identifier')}[@type='diplomaNumber']"
_UNANSWERED = (Outcome.UNKNOWN_ISSUER, Outcome.UNCHECKABLE, Outcome.STATUS_UNCHECKED)
_SEALED_CHECKS = ("readable", "proof", "trust", "period")
_UNREADABLE_SEALS = {
    SealReason.TOO_LARGE, SealReason.NOT_JSON, SealReason.NOT_SEALED, SealReason.SEVERAL_SEALS, SealReason.BAD_HEADER,
    SealReason.NOT_A_CREDENTIAL,
}  # fmt: skip
_UNCHECKABLE = {SealReason.UNSUPPORTED_ALGORITHM, SealReason.UNKNOWN_CRITICAL_HEADER, SealReason.WEAK_KEY}
_OUTCOMES_OF_SEALS = {
    **dict.fromkeys(_UNREADABLE_SEALS, Outcome.UNREADABLE),
    **dict.fromkeys(_UNCHECKABLE, Outcome.UNCHECKABLE),
    SealReason.UNKNOWN_ISSUER: Outcome.UNKNOWN_ISSUER,
    SealReason.NOT_YET_VALID: Outcome.NOT_YET_VALID,
    SealReason.EXPIRED: Outcome.EXPIRED,
}
_OUTCOMES_OF_ELMO = {
    **dict.fromkeys(
        (ElmoReason.TOO_LARGE, ElmoReason.NOT_XML, ElmoReason.DOCUMENT_TYPE, ElmoReason.NOT_ELMO, ElmoReason.BAD_DATE,
         ElmoReason.BAD_TRANSFER, ElmoReason.NOT_TO_THE_SCHEMA),
        Outcome.UNREADABLE,
    ),
    **dict.fromkeys(
        (ElmoReason.NOT_SIGNED, ElmoReason.UNSUPPORTED_ALGORITHM, ElmoReason.WEAK_ALGORITHM, ElmoReason.WEAK_KEY),
        Outcome.UNCHECKABLE,
    ),
    ElmoReason.UNKNOWN_CERTIFICATE: Outcome.UNKNOWN_ISSUER,
    ElmoReason.FROM_THE_FUTURE: Outcome.NOT_YET_VALID,
}  # fmt: skip
_TRUST = {
    SealReason.UNKNOWN_ISSUER, SealReason.WRONG_ISSUER, ElmoReason.UNKNOWN_CERTIFICATE, SealReason.CERTIFICATE_EXPIRED,
    SealReason.CERTIFICATE_NOT_YET_VALID, SealReason.CERTIFICATE_NOT_FOR_SEALS,
}  # fmt: skip
_PERIOD = {SealReason.NOT_YET_VALID, SealReason.EXPIRED, SealReason.SEALED_IN_THE_FUTURE, ElmoReason.FROM_THE_FUTURE}


def judge_edc(
    text: str, *, trusted: Sequence[x509.Certificate], time_authorities: Sequence[x509.Certificate], at: datetime
) -> tuple[Verdict, SealOwner | None]:
    """The verdict on a sealed European Digital Credential, and whose seal it is."""
    found = verify_sealed(text, trusted=trusted, at=at, time_authorities=time_authorities)
    outcome = _OUTCOMES_OF_SEALS.get(found.refusal, Outcome.ALTERED) if found.refusal else Outcome.VALID
    verdict = Verdict(
        outcome,
        found.refusal,
        found.detail,
        _checks(found.refusal, outcome),
        _summary_of_edc(found),
        Form.EDC,
        _notes(found.owner, found.rests_on_claim),
    )
    return verdict, found.owner


def judge_elmo(data: bytes, *, trusted: Sequence[x509.Certificate], at: datetime) -> tuple[Verdict, SealOwner | None]:
    """The verdict on a signed ELMO, and whose certificate signed it."""
    found = verify_elmo(data, trusted_certificates=trusted, at=at)
    outcome = _OUTCOMES_OF_ELMO.get(found.refusal, Outcome.ALTERED) if found.refusal else Outcome.VALID
    verdict = Verdict(
        outcome,
        found.refusal,
        found.detail,
        _checks(found.refusal, outcome),
        _summary_of_elmo(found),
        Form.ELMO,
        _notes(found.owner, found.rests_on_claim),
    )
    return verdict, found.owner


def judge_joint(data: bytes, did_documents: Mapping[str, dict], *, lookup: StatusLookup, at: datetime) -> Verdict:
    """The verdict on a joint credential; its detail says who signed, or whose proof is missing."""
    found = verify_joint(data, did_documents, at=at, status_lookup=lookup)
    detail = found.detail if found.refusal else "; ".join(f"{each.institution.name}: {each.method}" for each in found.signers)
    summary = summaries.of(read_json(data))
    return Verdict(found.outcome, found.refusal, detail, _joint_checks(found), summary, Form.JOINT)


def _checks(refusal: StrEnum | None, outcome: Outcome) -> tuple[Check, ...]:
    if refusal is None:
        return tuple(Check(name, True) for name in _SEALED_CHECKS)
    failed = _check_of(refusal, outcome)
    before = _SEALED_CHECKS[: _SEALED_CHECKS.index(failed)]
    return (*(Check(name, True) for name in before), Check(failed, False, reason=refusal, unanswered=outcome in _UNANSWERED))


def _check_of(refusal: StrEnum, outcome: Outcome) -> str:
    if outcome is Outcome.UNREADABLE:
        return "readable"
    if refusal in _TRUST:
        return "trust"
    return "period" if refusal in _PERIOD else "proof"


def _joint_checks(found: JointVerdict) -> tuple[Check, ...]:
    """Each university's proof is a check of its own."""
    proofs = [Check("proof", True, f"{each.institution.name}: {each.method}") for each in found.signers]
    if found.refusal is None:
        return (Check("readable", True), Check("structure", True), *proofs, Check("status", True), Check("period", True))
    first = () if found.outcome is Outcome.UNREADABLE else (Check("readable", True), Check("structure", True))
    failed = Check(_place_of(found), False, found.detail, found.refusal, unanswered=found.outcome in _UNANSWERED)
    return (*first, *proofs, failed)


def _place_of(found: JointVerdict) -> str:
    if found.refusal in (Reason.EXPIRED, Reason.NOT_YET_VALID):
        return "period"
    if found.outcome in (Outcome.REVOKED, Outcome.SUSPENDED, Outcome.STATUS_UNCHECKED):
        return "status"
    return "readable" if found.outcome is Outcome.UNREADABLE and found.refusal is not JointReason.NOT_JOINT else "proof"


def _notes(owner: SealOwner | None, rests_on_claim: bool) -> tuple[Note, ...]:
    if owner is None:
        return ()
    told = ((Note.TEST_SEAL, owner.is_test), (Note.RESTS_ON_CLAIM, rests_on_claim), (Note.CERTIFICATE_NOT_LOOKED_UP, True))
    return tuple(note for note, holds in told if holds)


def _summary_of_edc(found: SealVerdict) -> Summary:
    credential, owner = found.credential or {}, found.owner
    person = credential.get("credentialSubject")
    person = person if isinstance(person, dict) else {}
    claim = person.get("hasClaim")
    claim = claim[0] if isinstance(claim, list) and claim else claim
    return Summary(
        credential_id=_text(credential.get("id")),
        issuer_id=owner.legal_identifier if owner else "",
        issuer_name=owner.name if owner else "",
        holder=_text(person.get("fullName")),
        achievement_name=_text(claim.get("title")) if isinstance(claim, dict) else "",
        valid_from=_moment(credential.get("validFrom")),
        valid_until=_moment(credential.get("validUntil") or credential.get("expirationDate")),
    )


def _summary_of_elmo(found: ElmoVerdict) -> Summary:
    """SECURITY: read from the octets that were signed, and from nothing else. ``achievement_id``: the numbers of its diplomas."""
    owner = found.owner
    known = Summary(issuer_id=owner.legal_identifier if owner else "", issuer_name=owner.name if owner else "")
    if found.signed is None:
        return known
    root = read_elmo(found.signed)
    names = [root.findtext(f"{elmo('learner')}/{elmo(name)}") or "" for name in ("givenNames", "familyName")]
    titles = [each.text or "" for each in root.iterfind(_TITLES)]
    return Summary(
        issuer_id=known.issuer_id,
        issuer_name=known.issuer_name,
        achievement_id=" ".join(each.text or "" for each in root.iterfind(_DIPLOMA_NUMBERS))[:_MOST],
        holder=" ".join(filter(None, names))[:_MOST],
        achievement_name=(titles[0] if titles else "")[:_MOST],
        valid_from=found.generated_at,
    )


def _text(value: object) -> str:
    """The text of a language map, in English if it has that, or of a plain value."""
    if isinstance(value, dict):
        value = value.get("en") or next(iter(value.values()), "")
    if isinstance(value, list):
        value = value[0] if value else ""
    return value[:_MOST] if isinstance(value, str) else ""


def _moment(value: object) -> datetime | None:
    try:
        return as_moment(value, "") if value else None
    except ProofRefused:
        return None


def names_of(document: Mapping[str, object]) -> Iterable[str]:
    """The DIDs whose documents a joint credential needs: its issuer's and those of its evidences."""
    issuer = document.get("issuer")
    yield str(issuer.get("id") if isinstance(issuer, dict) else issuer)
    evidence = document.get("evidence")
    for each in evidence[:20] if isinstance(evidence, list) else ():
        if isinstance(each, dict):
            yield str(each.get("id")).partition("#")[0]

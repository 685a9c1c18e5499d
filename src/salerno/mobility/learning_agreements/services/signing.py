"""Signatures under a learning agreement: of the student, then for the sending, then for the receiving institution."""

from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO

from django.db import transaction

from salerno.awards.theses.files import why_not_pdf
from salerno.mobility.enums import AFTER_SIGNATURE, COORDINATES, SIGNS_NEXT, PaperState, Signer
from salerno.mobility.errors import refuse_if
from salerno.mobility.ewp.refusals import EwpRefused
from salerno.mobility.ewp.updates import ProposalUpdate, import_update
from salerno.mobility.learning_agreements import rules
from salerno.mobility.learning_agreements.news import tell, tell_both_ends
from salerno.mobility.learning_agreements.refusals import PaperRefusal
from salerno.mobility.learning_agreements.selectors.checks import checked
from salerno.mobility.learning_agreements.selectors.facts import (
    coordinators_of,
    facts_of,
    signatures_of,
    signed_by,
    whose_turn,
    with_all,
)
from salerno.mobility.learning_agreements.services.papers import send_back
from salerno.mobility.learning_agreements.services.steps import locked, move, note
from salerno.mobility.models import LearningAgreementSignature, LearningAgreementVersion
from salerno.mobility.papers.document import agreement_pdf
from salerno.mobility.papers.facts import PaperFacts, Signed, as_json
from salerno.people.access import reach_of
from salerno.people.models import Person

LANGUAGE = "en"
"""Of the frozen document: the one in which all three parties read. A draft is shown in the reader's."""


@dataclass(frozen=True)
class Evidence:
    """What proves a signature that was given elsewhere: the exact bytes, and pdf or xml."""

    content: bytes
    kind: str


@dataclass(frozen=True)
class _Ready:
    """A document that was set before the transaction, and what it was set from."""

    facts: PaperFacts
    signatures: list[Signed]
    pdf: bytes


def sign(*, version: LearningAgreementVersion, digest: str, by: Person, at: datetime) -> LearningAgreementVersion:
    """``by`` signs for whoever is next. ``digest`` is that of what was shown: if it says something else now, nothing is signed.

    The document is set before the transaction, for which on SQLite everybody waits who writes, and kept if it still holds inside.
    SECURITY: that it is the person themselves, the view has just asked.
    """
    at = at.replace(microsecond=0)  # the document prints the moment, and a PDF names none that is smaller
    version = with_all(LearningAgreementVersion.objects).get(pk=version.pk)
    refuse_if(rules.why_not_sign(version, by, signed_by(version)))
    role = SIGNS_NEXT[PaperState(version.state)]
    signed = Signed(role=role, name=_name(version, role, by), position=_position(version, role, by), at=at)
    ready = _ready(version, signed)
    refuse_if(PaperRefusal.CHANGED_MEANWHILE if ready.facts.digest != digest else None)
    return _sign(version, signed, ready, by)


@transaction.atomic
def _sign(version: LearningAgreementVersion, signed: Signed, ready: _Ready, by: Person) -> LearningAgreementVersion:
    version = locked(version)
    refuse_if(rules.why_not_sign(version, by, signed_by(version)))
    return _put(version, signed, ready, by)


def sign_elsewhere(
    *, version: LearningAgreementVersion, signed: Signed, evidence: Evidence, digest: str, by: Person
) -> LearningAgreementVersion:
    """Record that the institution whose turn it is signed on paper, or through EWP; a coordinator of the other answers for it.

    Only where nobody of that institution can sign on the campus. The file is kept with the signature.
    """
    if evidence.kind == "pdf" and why_not_pdf(BytesIO(evidence.content)):
        refuse_if(PaperRefusal.NO_PDF)
    version = with_all(LearningAgreementVersion.objects).get(pk=version.pk)
    at = signed.at.replace(microsecond=0)
    refuse_if(why_not_elsewhere(version, by, at))
    signed = replace(signed, role=SIGNS_NEXT[PaperState(version.state)], at=at, evidence=evidence.kind)
    ready = _ready(version, signed)
    refuse_if(PaperRefusal.CHANGED_MEANWHILE if ready.facts.digest != digest else None)
    with transaction.atomic():
        version = locked(version)
        refuse_if(why_not_elsewhere(version, by, signed.at))
        refuse_if(None if SIGNS_NEXT[PaperState(version.state)] == signed.role else PaperRefusal.CHANGED_MEANWHILE)
        return _put(version, signed, ready, by, evidence)


def read_answer(*, version: LearningAgreementVersion, content: bytes) -> ProposalUpdate:
    """The partner's answer to the proposal that ``version`` is, as EWP writes it. Raises ``MobilityRefused`` for any other file.

    The proposal is named by its digest: an answer to an earlier text answers nothing here.
    """
    try:
        answer = import_update(content)
    except EwpRefused:
        refuse_if(PaperRefusal.NOT_AN_ANSWER)
    mobility = version.agreement.mobility
    expected = (mobility.wish.home.schac, str(version.agreement.uuid), version.digest)
    said = (answer.sending_hei_id, answer.omobility_id, answer.changes_proposal_id)
    refuse_if(PaperRefusal.NOT_AN_ANSWER if said != expected else None)
    return answer


def take_answer(*, version: LearningAgreementVersion, content: bytes, by: Person, at: datetime) -> LearningAgreementVersion:
    """Do what the partner's answer says: its signature, or sent back with its comment. Only a receiving institution answers so."""
    refuse_if(why_not_answer(version, by, at))
    answer = read_answer(version=version, content=content)
    if answer.comment is not None:
        return send_back(version=version, text=answer.comment, digest=version.digest, by=by, at=at)
    who = answer.signature
    signed = Signed(role=Signer.RECEIVING, name=who.signer_name or "", position=who.signer_position or "", at=at)
    return sign_elsewhere(version=version, signed=signed, evidence=Evidence(content, "xml"), digest=version.digest, by=by)


def why_not_elsewhere(version: LearningAgreementVersion, by: Person, at: datetime) -> PaperRefusal | None:
    """The reason for which ``by`` cannot record a signature that was given elsewhere, or None."""
    mobility = version.agreement.mobility
    end = mobility.wish.home if version.state == PaperState.LEARNER else mobility.place.institution
    there = coordinators_of(end, at.date())
    return rules.why_not_sign_elsewhere(version, by, has_coordinators=bool(there))


def why_not_answer(version: LearningAgreementVersion, by: Person, at: datetime) -> PaperRefusal | None:
    """The reason for which ``by`` cannot take in a file of EWP with which the receiving institution answers, or None."""
    return why_not_elsewhere(version, by, at) if version.state == PaperState.SENDING else PaperRefusal.NOT_YOUR_TURN


def _ready(version: LearningAgreementVersion, signed: Signed) -> _Ready:
    facts, signatures = facts_of(version), [*signatures_of(version), signed]
    return _Ready(facts, signatures, agreement_pdf(facts, signatures, LANGUAGE))


def _put(
    version: LearningAgreementVersion, signed: Signed, ready: _Ready, by: Person, evidence: Evidence | None = None
) -> LearningAgreementVersion:
    """The signature, the document as it is now, the next state. ``version`` is locked, and its rule has been asked."""
    facts = facts_of(version)
    is_same = facts == ready.facts and [*signatures_of(version), signed] == ready.signatures
    refuse_if(None if is_same else PaperRefusal.CHANGED_MEANWHILE)
    if signed.role == Signer.LEARNER:
        refuse_if(PaperRefusal.NOT_WHOLE if checked(version, version.says).wrong else None)
    LearningAgreementSignature.objects.create(
        version=version,
        role=signed.role,
        by=by,
        name=signed.name,
        position=signed.position,
        at=signed.at,
        digest=facts.digest,
        pdf=ready.pdf,
        evidence=evidence.content if evidence else b"",
        evidence_kind=signed.evidence,
    )
    version.facts, version.digest = as_json(facts), facts.digest
    state = AFTER_SIGNATURE[Signer(signed.role)]
    if state == PaperState.IN_FORCE:
        _replace(version, signed.at)
    move(version, state, "facts", "digest", "in_force_at")
    detail = {"role": signed.role, "sha256": facts.digest, "evidence": signed.evidence}
    note("learning_agreement.signed", version, by, signed.at, **detail)
    _tell(version, signed, by)
    return version


def _replace(version: LearningAgreementVersion, at: datetime) -> None:
    """The version in force so far is replaced by this one, in the same transaction: there is never none, and never two."""
    for row in LearningAgreementVersion.objects.filter(agreement=version.agreement_id, state=PaperState.IN_FORCE):
        move(row, PaperState.SUPERSEDED)
    version.in_force_at = at


def _tell(version: LearningAgreementVersion, signed: Signed, by: Person) -> None:
    following = SIGNS_NEXT.get(PaperState(version.state))
    if following is None:
        tell_both_ends("in_force", version, by, signed.at)
    else:
        tell("your_turn", version, whose_turn(version, following, signed.at.date()), signed.at)


def _name(version: LearningAgreementVersion, role: Signer, by: Person) -> str:
    return facts_of(version).student.full_name if role == Signer.LEARNER else by.display_name


def _position(version: LearningAgreementVersion, role: Signer, by: Person) -> str:
    """The role in which somebody signs for an institution."""
    if role == Signer.LEARNER:
        return ""
    end = rules.end_of(version, role)
    held = [row for row in reach_of(by).roles if row.institution_id == end and row.role in COORDINATES]
    return held[0].get_role_display() if held else ""

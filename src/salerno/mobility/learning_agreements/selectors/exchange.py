"""A learning agreement as Erasmus Without Paper exchanges it (Outgoing Mobility Learning Agreements API 1.2)."""

from collections.abc import Mapping
from datetime import date

from salerno.common.words import words as _
from salerno.enrolment.enums import Gender as StatedGender
from salerno.institutions.models import Institution
from salerno.mobility.enums import PaperState, Signer
from salerno.mobility.ewp.components import Component, ComponentLists, ComponentStatus, Credit, ReasonCode, Signature, TermId
from salerno.mobility.ewp.learning_agreement_rules import LEARNING_AGREEMENTS
from salerno.mobility.ewp.learning_agreements import (
    ChangesProposal,
    ContactPerson,
    LearningAgreement,
    MobilityInstitution,
    Student,
    StudentLanguageSkill,
)
from salerno.mobility.ewp.refusals import EwpReason, EwpRefused, Problem
from salerno.mobility.ewp.values import CefrLevel, Gender
from salerno.mobility.learning_agreements.selectors.facts import coordinators_of, facts_of, with_all
from salerno.mobility.models import LearningAgreementSignature, LearningAgreementVersion
from salerno.mobility.papers.body import TABLES, Body, Row, marked, settled
from salerno.mobility.papers.facts import DOCTORAL, End, PaperFacts
from salerno.mobility.papers.facts import Student as PaperStudent

ESI = "urn:schac:personalUniqueCode:int:esi:{schac}:{number}"
"""European Student Identifier: the sending institution's domain and its student number."""
_GENDERS = {StatedGender.FEMALE: Gender.FEMALE, StatedGender.MALE: Gender.MALE, StatedGender.OTHER: Gender.NOT_APPLICABLE}
_APP = "Salerno"
_OFFICE = "International Office"


def as_ewp(version: LearningAgreementVersion, on: date) -> bytes:
    """The agreement up to ``version``, which the student and the sending institution have signed. Raises ``EwpRefused``.

    ``on``: the day on which coordinators are named as contacts where nobody has signed yet. EWP knows one first version, the
    changes approved last, and one proposal, which waits for the receiving institution; the proposal is named by its digest. It has
    no form for traineeships. The days of a blended mobility are those on which the student is there.
    """
    rows = LearningAgreementVersion.objects.filter(agreement=version.agreement_id, number__lte=version.number)
    known = list(with_all(rows.exclude(state__in=(PaperState.DRAFT, PaperState.WITHDRAWN))).order_by("number"))
    signed = [row for row in known if row.state in (PaperState.IN_FORCE, PaperState.SUPERSEDED)]
    waiting = next((row for row in known if row.state == PaperState.SENDING), None)
    return LEARNING_AGREEMENTS.exported([_agreement(version, signed, waiting, on)])


def _agreement(
    version: LearningAgreementVersion, signed: list[LearningAgreementVersion], waiting: LearningAgreementVersion | None, on: date
) -> LearningAgreement:
    mobility = version.agreement.mobility
    facts, signatures = facts_of(version), {row.role: row for row in version.live_signatures}
    first = settled(facts_of(signed[0]).body) if signed else None
    return LearningAgreement(
        omobility_id=facts.agreement,
        sending_hei=_end(facts.sending, signatures.get(Signer.SENDING), mobility.wish.home, on),
        receiving_hei=_end(facts.receiving, signatures.get(Signer.RECEIVING), mobility.place.institution, on),
        receiving_academic_year_id=academic_year(facts.starts_on),
        student=_student(facts),
        start=facts.days_there[0],
        end=facts.days_there[1],
        eqf_level_studied_at_departure=facts.student.eqf_level or 0,
        isced_f_code=facts.student.isced_f,
        student_language_skill=StudentLanguageSkill(facts.body.language, CefrLevel(facts.body.level)),
        first_version=_lists(signed[0]) if signed else None,
        approved_changes=_lists(signed[-1], first) if len(signed) > 1 else None,
        changes_proposal=ChangesProposal(waiting.digest, _lists(waiting, first)) if waiting else None,
    )


def academic_year(starts_on: date) -> str:
    """The academic year in which a stay begins, from August to July: ``2026/2027``."""
    first = starts_on.year - (starts_on.month < 8)
    return f"{first}/{first + 1}"


def esi_of(student: PaperStudent, sending: End) -> str | None:
    """The European Student Identifier of whoever has a number at the sending institution."""
    return ESI.format(schac=sending.schac, number=student.number) if student.number else None


def _student(facts: PaperFacts) -> Student:
    who = facts.student
    return Student(
        given_names=who.given_names or None,
        family_name=who.family_name or None,
        global_id=esi_of(who, facts.sending),
        birth_date=who.birth_date,
        citizenship=who.citizenship or None,
        gender=_GENDERS.get(who.gender, Gender.NOT_KNOWN),
        email=who.email,
    )


def _end(end: End, signature: LearningAgreementSignature | None, institution: Institution, on: date) -> MobilityInstitution:
    """Who answers there: who signed on the campus, else who coordinates there, else the office, which is public.

    The institution stands for its unit, since units have no rows here.
    """
    someone = signature.by if signature and not signature.evidence_kind else next(iter(coordinators_of(institution, on)), None)
    name, email = (someone.display_name, someone.email) if someone else (_OFFICE, end.contact)
    if not email:
        sentence = _("The institution %(name)s has nobody who can be written to: it needs a contact address.", name=end.schac)
        raise EwpRefused(EwpReason.AGAINST_THE_STANDARD, Problem(sentence))
    given, _space, family = name.rpartition(" ")
    person = ContactPerson(given_names=given or name, family_name=family, email=email)
    return MobilityInstitution(hei_id=end.schac, contact_person=person, ounit_name=end.name.get("en") or end.schac)


def _lists(version: LearningAgreementVersion, first: Body | None = None) -> ComponentLists:
    """The tables of ``version``; with ``first`` only what it changes in that one, which is how EWP words changes."""
    facts, signatures = facts_of(version), {row.role: row for row in version.live_signatures}
    body = marked(first, facts.body) if first else settled(facts.body)
    tables = {name: tuple(_component(row, name) for row in getattr(body, name) if row.status or first is None) for name in TABLES}
    receiving = signatures.get(Signer.RECEIVING)
    named = _short(tables, facts) if facts.body.blended else _long(tables)
    return ComponentLists(
        student_signature=Signature(timestamp=signatures[Signer.LEARNER].at, signer_app=_APP),
        sending_hei_signature=_signature(signatures[Signer.SENDING], facts.sending),
        receiving_hei_signature=_signature(receiving, facts.receiving) if receiving else None,
        components_recognized=tables["recognised"],
        **named,
    )


def _long(tables: Mapping[str, tuple[Component, ...]]) -> dict[str, tuple[Component, ...] | None]:
    """Tables A and C of a semester or more."""
    return {"components_studied": tables["studied"], "virtual_components": tables["virtual"] or None}


def _short(tables: Mapping[str, tuple[Component, ...]], facts: PaperFacts) -> dict[str, tuple[Component, ...]]:
    """Of a blended mobility, or a short one of a doctoral candidate, EWP has one table of all that is done for the receiving side;
    what is followed online has a description. Table B stays: EWP demands it of semesters, and forbids it of nobody.
    """
    kind = "short_term_doctoral_components" if facts.student.eqf_level == DOCTORAL else "blended_mobility_components"
    return {kind: (*tables["studied"], *tables["virtual"])}


def _signature(row: LearningAgreementSignature, end: End) -> Signature:
    email = row.by.email if not row.evidence_kind else end.contact
    return Signature(
        timestamp=row.at, signer_name=row.name, signer_position=row.position or "–", signer_email=email, signer_app=_APP
    )


def _component(row: Row, table: str) -> Component:
    first, _of, last = row.term.partition("/")
    return Component(
        title=row.title,
        los_code=row.code or None,
        term_id=TermId(int(first), int(last)) if table != "virtual" else None,
        credits=(Credit(row.ects),),
        recognition_conditions=row.conditions or None if table == "recognised" else None,
        short_description=row.description or None if table == "virtual" else None,
        status=ComponentStatus(row.status) if row.status else None,
        reason_code=ReasonCode(row.reason) if row.reason else None,
        reason_text=row.reason_text or None,
    )

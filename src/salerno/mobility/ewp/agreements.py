"""Inter-institutional agreements (IIAs) as the IIAs API 7.0 exchanges them, with their hash.

Blended mobility is no condition of its own: each condition for students says whether it may be blended.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from lxml import etree

from salerno.common.words import Words
from salerno.common.words import words as _

from .contacts import ADDRESS_NAMESPACE, CONTACT, CONTACT_NAMESPACE, PHONE_NAMESPACE, Contact
from .elements import Source, day, number, put, text, token, truth, whole
from .envelopes import Envelope
from .iia_hash import text_to_hash
from .values import CefrLevel, cefr_level

_NAMESPACE = "https://github.com/erasmus-without-paper/ewp-specs-api-iias/blob/stable-v7/endpoints/get-response.xsd"
_NOT_YET_DEFINED = "not-yet-defined"


class MobilityKind(StrEnum):
    """What people are sent for, in the order in which the conditions of an agreement stand."""

    STUDENT_STUDIES = "student-studies"
    STUDENT_TRAINEESHIP = "student-traineeship"
    STAFF_TEACHER = "staff-teacher"
    STAFF_TRAINING = "staff-training"


@dataclass(frozen=True)
class SubjectArea:
    """``isced_f_code``: four digits. ``v6_value``: the shorter code that was approved in version 6."""

    isced_f_code: str
    isced_clarification: str | None = None
    v6_value: str | None = None

    @classmethod
    def read(cls, source: Source) -> SubjectArea:
        code, v6_value = source.need("isced-f-code", lambda found: (text(found), found.attribute("v6-value")))
        return cls(code, source.get("isced-clarification", text), v6_value)

    def write(self, element: etree._Element) -> None:
        put(element, "isced-f-code", self.isced_f_code)
        if self.v6_value is not None:
            element[-1].set("v6-value", self.v6_value)
        put(element, "isced-clarification", self.isced_clarification)


@dataclass(frozen=True)
class RecommendedLanguageSkill:
    language: str
    cefr_level: CefrLevel | None = None
    subject_area: SubjectArea | None = None
    not_yet_defined: bool = False

    @classmethod
    def read(cls, source: Source) -> RecommendedLanguageSkill:
        return cls(
            language=source.need("language", token),
            cefr_level=source.get("cefr-level", cefr_level),
            subject_area=source.get("subject-area", SubjectArea.read),
            not_yet_defined=_is_not_yet_defined(source),
        )

    def write(self, element: etree._Element) -> None:
        _mark(element, self.not_yet_defined)
        put(element, "language", self.language)
        put(element, "cefr-level", self.cefr_level)
        put(element, "subject-area", self.subject_area)


@dataclass(frozen=True)
class MobilitySpecification:
    """One condition: how many go each year in one direction, at most, for how long in all, and what they bring.

    Students have ``blended``, perhaps ``total_months_per_year`` and ``eqf_levels``; staff have ``total_days_per_year``. Years of
    the receiving institution, ``2026/2027``. ``mobilities_not_yet_defined`` marks the number as a stopgap for a version 6 without
    one.
    """

    kind: MobilityKind
    sending_hei_id: str
    receiving_hei_id: str
    receiving_first_academic_year_id: str
    receiving_last_academic_year_id: str
    mobilities_per_year: int
    mobilities_not_yet_defined: bool = False
    sending_ounit_id: str | None = None
    sending_contacts: tuple[Contact, ...] = ()
    receiving_ounit_id: str | None = None
    receiving_contacts: tuple[Contact, ...] = ()
    recommended_language_skills: tuple[RecommendedLanguageSkill, ...] = ()
    subject_areas: tuple[SubjectArea, ...] = ()
    other_info_terms: str | None = None
    total_months_per_year: Decimal | None = None
    total_days_per_year: Decimal | None = None
    blended: bool | None = None
    eqf_levels: tuple[int, ...] = ()

    @classmethod
    def read(cls, source: Source, kind: MobilityKind) -> MobilitySpecification:
        places, not_yet = source.need("mobilities-per-year", lambda found: (whole(found), _is_not_yet_defined(found)))
        return cls(
            kind=kind,
            sending_hei_id=source.need("sending-hei-id", text),
            sending_ounit_id=source.get("sending-ounit-id", text),
            sending_contacts=source.many("sending-contact", Contact.read),
            receiving_hei_id=source.need("receiving-hei-id", text),
            receiving_ounit_id=source.get("receiving-ounit-id", text),
            receiving_contacts=source.many("receiving-contact", Contact.read),
            receiving_first_academic_year_id=source.need("receiving-first-academic-year-id", text),
            receiving_last_academic_year_id=source.need("receiving-last-academic-year-id", text),
            mobilities_per_year=places,
            mobilities_not_yet_defined=not_yet,
            recommended_language_skills=source.many("recommended-language-skill", RecommendedLanguageSkill.read),
            subject_areas=source.many("subject-area", SubjectArea.read),
            other_info_terms=source.get("other-info-terms", text),
            total_months_per_year=source.get("total-months-per-year", number),
            total_days_per_year=source.get("total-days-per-year", number),
            blended=source.get("blended", truth),
            eqf_levels=source.many("eqf-level", whole),
        )

    def write(self, element: etree._Element) -> None:
        put(element, "sending-hei-id", self.sending_hei_id)
        put(element, "sending-ounit-id", self.sending_ounit_id)
        put(element, "sending-contact", self.sending_contacts)
        put(element, "receiving-hei-id", self.receiving_hei_id)
        put(element, "receiving-ounit-id", self.receiving_ounit_id)
        put(element, "receiving-contact", self.receiving_contacts)
        put(element, "receiving-first-academic-year-id", self.receiving_first_academic_year_id)
        put(element, "receiving-last-academic-year-id", self.receiving_last_academic_year_id)
        put(element, "mobilities-per-year", self.mobilities_per_year)
        _mark(element[-1], self.mobilities_not_yet_defined)
        put(element, "recommended-language-skill", self.recommended_language_skills)
        put(element, "subject-area", self.subject_areas)
        put(element, "other-info-terms", self.other_info_terms)
        put(element, "total-months-per-year", self.total_months_per_year)
        put(element, "total-days-per-year", self.total_days_per_year)
        put(element, "blended", self.blended)
        put(element, "eqf-level", self.eqf_levels)


@dataclass(frozen=True)
class Partner:
    """One of the two institutions. ``iia_id``: how it calls the agreement; ``iia_code``: the same for people.

    ``signing_date``: of the first signature.
    """

    hei_id: str
    ounit_id: str | None = None
    iia_id: str | None = None
    iia_code: str | None = None
    signing_contact: Contact | None = None
    signing_date: date | None = None
    contacts: tuple[Contact, ...] = ()

    @classmethod
    def read(cls, source: Source) -> Partner:
        return cls(
            hei_id=source.need("hei-id", text),
            ounit_id=source.get("ounit-id", text),
            iia_id=source.get("iia-id", text),
            iia_code=source.get("iia-code", text),
            signing_contact=source.get("signing-contact", Contact.read),
            signing_date=source.get("signing-date", day),
            contacts=source.many(CONTACT, Contact.read),
        )

    def write(self, element: etree._Element) -> None:
        put(element, "hei-id", self.hei_id)
        put(element, "ounit-id", self.ounit_id)
        put(element, "iia-id", self.iia_id)
        put(element, "iia-code", self.iia_code)
        put(element, "signing-contact", self.signing_contact)
        put(element, "signing-date", self.signing_date)
        put(element, CONTACT, self.contacts)


@dataclass(frozen=True)
class InterInstitutionalAgreement:
    """An agreement as the first of its two ``partners`` holds it. ``pdf_file``: its identifier in the File API.

    The hash is none of its fields: it is made when the agreement is exported, of exactly what is written, and of a partner's copy
    it is asked for by ``iia_hash.iia_hash``.
    """

    partners: tuple[Partner, ...]
    in_effect: bool
    cooperation_conditions: tuple[MobilitySpecification, ...]
    terminated_as_a_whole: bool = False
    pdf_file: str | None = None

    @classmethod
    def read(cls, source: Source) -> InterInstitutionalAgreement:
        conditions, terminated = source.need("cooperation-conditions", _conditions)
        source.need("iia-hash", text)
        return cls(
            partners=source.many("partner", Partner.read),
            in_effect=source.need("in-effect", truth),
            cooperation_conditions=conditions,
            terminated_as_a_whole=terminated,
            pdf_file=source.get("pdf-file", text),
        )

    def write(self, element: etree._Element) -> None:
        put(element, "partner", self.partners)
        put(element, "in-effect", self.in_effect)
        put(element, "cooperation-conditions", "")
        if self.terminated_as_a_whole:
            element[-1].set("terminated-as-a-whole", "true")
        for condition in self.cooperation_conditions:
            put(element[-1], f"{condition.kind}-mobility-spec", condition)
        hashed = text_to_hash(element, terminated=self.terminated_as_a_whole)
        put(element, "iia-hash", hashlib.sha256(hashed.encode()).hexdigest())
        put(element, "pdf-file", self.pdf_file)


def objections(agreement: InterInstitutionalAgreement) -> Iterator[Words]:
    """What the schema of IIAs 7.0.0 forbids in its words alone."""
    first = agreement.partners[0] if agreement.partners else None
    if first and (first.iia_id is None or first.iia_code is None):
        yield _("The first partner, whose copy it is, gives no “iia-id” or no “iia-code”.")
    partners = {partner.hei_id for partner in agreement.partners}
    for condition in agreement.cooperation_conditions:
        for hei_id in (condition.sending_hei_id, condition.receiving_hei_id):
            if hei_id not in partners:
                yield _("A condition names “%(hei_id)s”, which is none of the two partners.", hei_id=hei_id)
        first_year, last_year = condition.receiving_first_academic_year_id, condition.receiving_last_academic_year_id
        if last_year < first_year:
            yield _("A condition ends in %(last)s, before it begins in %(first)s.", last=last_year, first=first_year)


def objections_together(agreements: tuple[InterInstitutionalAgreement, ...]) -> Iterator[Words]:
    """The official stylesheet reads the mark of one terminated agreement into the hash of every agreement in the same answer."""
    if len({agreement.terminated_as_a_whole for agreement in agreements}) > 1:
        yield _("An agreement that is terminated as a whole cannot share an answer with others: it would change their hashes.")


def _conditions(source: Source) -> tuple[tuple[MobilitySpecification, ...], bool]:
    found = tuple(
        condition
        for kind in MobilityKind
        for condition in source.many(f"{kind}-mobility-spec", lambda spec, kind=kind: MobilitySpecification.read(spec, kind))
    )
    return found, source.attribute("terminated-as-a-whole") in ("true", "1")


def _is_not_yet_defined(source: Source) -> bool:
    return source.attribute(_NOT_YET_DEFINED) in ("true", "1")


def _mark(element: etree._Element, not_yet_defined: bool) -> None:
    if not_yet_defined:
        element.set(_NOT_YET_DEFINED, "true")


AGREEMENTS = Envelope(
    f"{{{_NAMESPACE}}}iias-get-response",
    "iia",
    InterInstitutionalAgreement.read,
    {"a": ADDRESS_NAMESPACE, "c": CONTACT_NAMESPACE, "p": PHONE_NAMESPACE},
    objections,
    objections_together,
)

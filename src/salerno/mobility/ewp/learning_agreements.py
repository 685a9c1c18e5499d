"""Learning agreements for studies as the Outgoing Mobility Learning Agreements API 1.2 exchanges them.

EWP has no form for traineeships: no agreement on one can be exchanged by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lxml import etree

from .components import ComponentLists
from .contacts import PHONE_NUMBER, PhoneNumber
from .elements import Source, day, put, text, token, whole
from .values import CefrLevel, Gender, YearMonth, cefr_level, gender


@dataclass(frozen=True)
class Student:
    """Who goes. All of it is given; in a proposal, only what has changed. ``global_id``: European Student Identifier."""

    given_names: str | None = None
    family_name: str | None = None
    global_id: str | None = None
    birth_date: date | None = None
    citizenship: str | None = None
    gender: Gender | None = None
    email: str | None = None

    @classmethod
    def read(cls, source: Source) -> Student:
        return cls(
            given_names=source.get("given-names", text),
            family_name=source.get("family-name", text),
            global_id=source.get("global-id", text),
            birth_date=source.get("birth-date", day),
            citizenship=source.get("citizenship", text),
            gender=source.get("gender", gender),
            email=source.get("email", text),
        )

    def write(self, element: etree._Element) -> None:
        put(element, "given-names", self.given_names)
        put(element, "family-name", self.family_name)
        put(element, "global-id", self.global_id)
        put(element, "birth-date", self.birth_date)
        put(element, "citizenship", self.citizenship)
        put(element, "gender", self.gender)
        put(element, "email", self.email)


@dataclass(frozen=True)
class ChangesProposal:
    """What waits for the receiving institution: the first version, or changes. ``id`` is another whenever the content is."""

    id: str
    lists: ComponentLists
    student: Student | None = None

    @classmethod
    def read(cls, source: Source) -> ChangesProposal:
        return cls(source.attribute("id") or "", ComponentLists.read(source), source.get("student", Student.read))

    def write(self, element: etree._Element) -> None:
        element.set("id", self.id)
        self.lists.write(element)
        put(element, "student", self.student)


@dataclass(frozen=True)
class ContactPerson:
    given_names: str
    family_name: str
    email: str
    phone_number: PhoneNumber | None = None

    @classmethod
    def read(cls, source: Source) -> ContactPerson:
        return cls(
            given_names=source.need("given-names", text),
            family_name=source.need("family-name", text),
            email=source.need("email", text),
            phone_number=source.get(PHONE_NUMBER, PhoneNumber.read),
        )

    def write(self, element: etree._Element) -> None:
        put(element, "given-names", self.given_names)
        put(element, "family-name", self.family_name)
        put(element, "email", self.email)
        put(element, PHONE_NUMBER, self.phone_number)


@dataclass(frozen=True)
class MobilityInstitution:
    """One of the two ends. The unit that answers for the student must be named for the sending one."""

    hei_id: str
    contact_person: ContactPerson
    ounit_name: str | None = None
    ounit_id: str | None = None

    @classmethod
    def read(cls, source: Source) -> MobilityInstitution:
        return cls(
            hei_id=source.need("hei-id", text),
            ounit_name=source.get("ounit-name", text),
            ounit_id=source.get("ounit-id", text),
            contact_person=source.need("contact-person", ContactPerson.read),
        )

    def write(self, element: etree._Element) -> None:
        put(element, "hei-id", self.hei_id)
        put(element, "ounit-name", self.ounit_name)
        put(element, "ounit-id", self.ounit_id)
        put(element, "contact-person", self.contact_person)


@dataclass(frozen=True)
class StudentLanguageSkill:
    language: str
    cefr_level: CefrLevel

    @classmethod
    def read(cls, source: Source) -> StudentLanguageSkill:
        return cls(source.need("language", token), source.need("cefr-level", cefr_level))

    def write(self, element: etree._Element) -> None:
        put(element, "language", self.language)
        put(element, "cefr-level", self.cefr_level)


@dataclass(frozen=True)
class LearningAgreement:
    """One learning agreement, kept by the sending institution under ``omobility_id``.

    ``start`` and ``end``: a day, or a month when the day is open. ``isced_f_code``: of the programme at home. At least one of
    ``first_version`` and ``changes_proposal`` is given.
    """

    omobility_id: str
    sending_hei: MobilityInstitution
    receiving_hei: MobilityInstitution
    receiving_academic_year_id: str
    student: Student
    start: date | YearMonth
    end: date | YearMonth
    eqf_level_studied_at_departure: int
    isced_f_code: str
    student_language_skill: StudentLanguageSkill
    isced_clarification: str | None = None
    first_version: ComponentLists | None = None
    approved_changes: ComponentLists | None = None
    changes_proposal: ChangesProposal | None = None
    learning_outcomes_url: str | None = None
    provisions_url: str | None = None

    @classmethod
    def read(cls, source: Source) -> LearningAgreement:
        return cls(
            omobility_id=source.need("omobility-id", text),
            sending_hei=source.need("sending-hei", MobilityInstitution.read),
            receiving_hei=source.need("receiving-hei", MobilityInstitution.read),
            receiving_academic_year_id=source.need("receiving-academic-year-id", text),
            student=source.need("student", Student.read),
            start=_day_or_month(source, "start"),
            end=_day_or_month(source, "end"),
            eqf_level_studied_at_departure=source.need("eqf-level-studied-at-departure", whole),
            isced_f_code=source.need("isced-f-code", text),
            isced_clarification=source.get("isced-clarification", text),
            student_language_skill=source.need("student-language-skill", StudentLanguageSkill.read),
            first_version=source.get("first-version", ComponentLists.read),
            approved_changes=source.get("approved-changes", ComponentLists.read),
            changes_proposal=source.get("changes-proposal", ChangesProposal.read),
            learning_outcomes_url=source.get("learning-outcomes-url", token),
            provisions_url=source.get("provisions-url", token),
        )

    def write(self, element: etree._Element) -> None:
        put(element, "omobility-id", self.omobility_id)
        put(element, "sending-hei", self.sending_hei)
        put(element, "receiving-hei", self.receiving_hei)
        put(element, "receiving-academic-year-id", self.receiving_academic_year_id)
        put(element, "student", self.student)
        for name, value in (("start", self.start), ("end", self.end)):
            put(element, f"{name}-year-month" if isinstance(value, YearMonth) else f"{name}-date", value)
        put(element, "eqf-level-studied-at-departure", self.eqf_level_studied_at_departure)
        put(element, "isced-f-code", self.isced_f_code)
        put(element, "isced-clarification", self.isced_clarification)
        put(element, "student-language-skill", self.student_language_skill)
        put(element, "first-version", self.first_version)
        put(element, "approved-changes", self.approved_changes)
        put(element, "changes-proposal", self.changes_proposal)
        put(element, "learning-outcomes-url", self.learning_outcomes_url)
        put(element, "provisions-url", self.provisions_url)


def _day_or_month(source: Source, name: str) -> date | YearMonth:
    return source.get(f"{name}-date", day) or source.need(f"{name}-year-month", YearMonth.read)

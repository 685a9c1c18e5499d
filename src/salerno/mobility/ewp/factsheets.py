"""What an institution tells those who come: the Mobility Factsheet API 1.2. Deadlines, requirements, whom to ask."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lxml import etree

from .contacts import PHONE_NAMESPACE, PHONE_NUMBER, PhoneNumber
from .elements import Source, put, text, whole
from .envelopes import Envelope
from .values import LangText, MonthDay

_ROOT = "{https://github.com/erasmus-without-paper/ewp-specs-api-factsheet/tree/stable-v1}factsheet-response"


@dataclass(frozen=True)
class CalendarEntry:
    """Until when, for each half of the year."""

    autumn_term: MonthDay
    spring_term: MonthDay

    @classmethod
    def read(cls, source: Source) -> CalendarEntry:
        return cls(source.need("autumn-term", MonthDay.read), source.need("spring-term", MonthDay.read))

    def write(self, element: etree._Element) -> None:
        put(element, "autumn-term", self.autumn_term)
        put(element, "spring-term", self.spring_term)


@dataclass(frozen=True)
class InformationEntry:
    """Where to learn more: at least one web address."""

    email: str
    phone_number: PhoneNumber
    website_urls: tuple[LangText, ...]

    @classmethod
    def read(cls, source: Source) -> InformationEntry:
        return cls(
            email=source.need("email", text),
            phone_number=source.need(PHONE_NUMBER, PhoneNumber.read),
            website_urls=source.many("website-url", LangText.read_line),
        )

    def write(self, element: etree._Element) -> None:
        put(element, "email", self.email)
        put(element, PHONE_NUMBER, self.phone_number)
        put(element, "website-url", self.website_urls)


@dataclass(frozen=True)
class AdditionalRequirement:
    """What incoming students hand in or must know. Names of what is handed in are EWP's: "Motivation letter", "CV" and so on."""

    name: str
    details: str
    information_websites: tuple[LangText, ...] = ()

    @classmethod
    def read(cls, source: Source) -> AdditionalRequirement:
        return cls(source.need("name", text), source.need("details", text), source.many("information-website", LangText.read_line))

    def write(self, element: etree._Element) -> None:
        put(element, "name", self.name)
        put(element, "details", self.details)
        put(element, "information-website", self.information_websites)


class AccessibilityType(StrEnum):
    INFRASTRUCTURE = "infrastructure"
    SERVICE = "service"


@dataclass(frozen=True)
class Accessibility:
    """Support for those with special needs."""

    type: AccessibilityType
    name: str
    information: InformationEntry
    description: str | None = None

    @classmethod
    def read(cls, source: Source) -> Accessibility:
        return cls(
            type=source.need("type", lambda found: found.read_as(AccessibilityType)),
            name=source.need("name", text),
            description=source.get("description", text),
            information=source.need("information", InformationEntry.read),
        )

    def write(self, element: etree._Element) -> None:
        put(element, "type", self.type)
        put(element, "name", self.name)
        put(element, "description", self.description)
        put(element, "information", self.information)


@dataclass(frozen=True)
class AdditionalInfo:
    type: str
    info: InformationEntry

    @classmethod
    def read(cls, source: Source) -> AdditionalInfo:
        return cls(source.need("type", text), source.need("info", InformationEntry.read))

    def write(self, element: etree._Element) -> None:
        put(element, "type", self.type)
        put(element, "info", self.info)


@dataclass(frozen=True)
class Factsheet:
    """The factsheet of one institution. ``decision_weeks_limit`` and ``tor_weeks_limit``: EWP asks for five at most."""

    hei_id: str
    student_nominations: CalendarEntry
    student_applications: CalendarEntry
    application_info: InformationEntry
    decision_weeks_limit: int
    tor_weeks_limit: int
    housing_info: InformationEntry
    visa_info: InformationEntry
    insurance_info: InformationEntry
    additional_requirements: tuple[AdditionalRequirement, ...] = ()
    accessibility: tuple[Accessibility, ...] = ()
    additional_info: tuple[AdditionalInfo, ...] = ()

    @classmethod
    def read(cls, source: Source) -> Factsheet:
        nominations, applications = source.need("calendar", _calendar)
        return cls(
            hei_id=source.need("hei-id", text),
            student_nominations=nominations,
            student_applications=applications,
            application_info=source.need("application-info", InformationEntry.read),
            additional_requirements=source.many("additional-requirement", AdditionalRequirement.read),
            decision_weeks_limit=source.need("decision-weeks-limit", whole),
            tor_weeks_limit=source.need("tor-weeks-limit", whole),
            accessibility=source.many("accessibility", Accessibility.read),
            housing_info=source.need("housing-info", InformationEntry.read),
            visa_info=source.need("visa-info", InformationEntry.read),
            insurance_info=source.need("insurance-info", InformationEntry.read),
            additional_info=source.many("additional-info", AdditionalInfo.read),
        )

    def write(self, element: etree._Element) -> None:
        put(element, "hei-id", self.hei_id)
        put(element, "calendar", "")
        put(element[-1], "student-nominations", self.student_nominations)
        put(element[-1], "student-applications", self.student_applications)
        put(element, "application-info", self.application_info)
        put(element, "additional-requirement", self.additional_requirements)
        put(element, "decision-weeks-limit", self.decision_weeks_limit)
        put(element, "tor-weeks-limit", self.tor_weeks_limit)
        put(element, "accessibility", self.accessibility)
        put(element, "housing-info", self.housing_info)
        put(element, "visa-info", self.visa_info)
        put(element, "insurance-info", self.insurance_info)
        put(element, "additional-info", self.additional_info)


def _calendar(source: Source) -> tuple[CalendarEntry, CalendarEntry]:
    return source.need("student-nominations", CalendarEntry.read), source.need("student-applications", CalendarEntry.read)


FACTSHEETS = Envelope(_ROOT, "factsheet", Factsheet.read, {"p": PHONE_NAMESPACE})

"""The tables of a learning agreement and the signatures under them (Outgoing Mobility Learning Agreements API 1.2).

``components_studied`` is table A of the template of the European Commission, ``components_recognized`` table B,
``virtual_components`` table C; in changes they are A2, B2 and C2.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from lxml import etree

from .elements import Source, moment, number, put, text, whole
from .values import TERM_NAMESPACE

NAMESPACE = "https://github.com/erasmus-without-paper/ewp-specs-api-omobility-las/blob/stable-v1/endpoints/get-response.xsd"
_LA, _TRM = f"{{{NAMESPACE}}}", f"{{{TERM_NAMESPACE}}}"


class ComponentStatus(StrEnum):
    """What a change does to the first version."""

    INSERTED = "inserted"
    DELETED = "deleted"


class ReasonCode(StrEnum):
    """Why it is changed. The first three are for what is deleted, the others for what is inserted."""

    NOT_AVAILABLE = "not-available"
    LANGUAGE_MISMATCH = "language-mismatch"
    TIMETABLE_CONFLICT = "timetable-conflict"
    SUBSTITUTING_DELETED = "substituting-deleted"
    EXTENDING_MOBILITY = "extending-mobility"
    ADDING_VIRTUAL_COMPONENT = "adding-virtual-component"


@dataclass(frozen=True)
class TermId:
    """The second of two semesters: 2 of 2."""

    term_number: int
    total_terms: int

    @classmethod
    def read(cls, source: Source) -> TermId:
        return cls(source.need(f"{_TRM}term-number", whole), source.need(f"{_TRM}total-terms", whole))

    def write(self, element: etree._Element) -> None:
        put(element, f"{_TRM}term-number", self.term_number)
        put(element, f"{_TRM}total-terms", self.total_terms)


@dataclass(frozen=True)
class Credit:
    """``scheme``: ``ects``, in small letters."""

    value: Decimal
    scheme: str = "ects"

    @classmethod
    def read(cls, source: Source) -> Credit:
        return cls(scheme=source.need("scheme", text), value=source.need("value", number))

    def write(self, element: etree._Element) -> None:
        put(element, "scheme", self.scheme)
        put(element, "value", self.value)


@dataclass(frozen=True)
class Component:
    """One row of a table. ``los_code`` is for people, ``los_id`` and ``loi_id`` are those of the Courses API.

    ``recognition_conditions``: given when it is not recognised without more ado. A reason that this version of EWP does not know
    is read as none, as EWP demands.
    """

    title: str
    los_id: str | None = None
    los_code: str | None = None
    loi_id: str | None = None
    term_id: TermId | None = None
    credits: tuple[Credit, ...] = ()
    recognition_conditions: str | None = None
    short_description: str | None = None
    status: ComponentStatus | None = None
    reason_code: ReasonCode | None = None
    reason_text: str | None = None

    @classmethod
    def read(cls, source: Source) -> Component:
        status, reason = source.attribute("status"), source.attribute("reason-code")
        return cls(
            los_id=source.get("los-id", text),
            los_code=source.get("los-code", text),
            title=source.need("title", text),
            loi_id=source.get("loi-id", text),
            term_id=source.get("term-id", TermId.read),
            credits=source.many("credit", Credit.read),
            recognition_conditions=source.get("recognition-conditions", text),
            short_description=source.get("short-description", text),
            status=ComponentStatus(status) if status is not None else None,
            reason_code=ReasonCode(reason) if reason is not None else None,
            reason_text=source.attribute("reason-text"),
        )

    def write(self, element: etree._Element) -> None:
        for name, value in (("status", self.status), ("reason-code", self.reason_code), ("reason-text", self.reason_text)):
            if value is not None:
                element.set(name, value)
        put(element, "los-id", self.los_id)
        put(element, "los-code", self.los_code)
        put(element, "title", self.title)
        put(element, "loi-id", self.loi_id)
        put(element, "term-id", self.term_id)
        put(element, "credit", self.credits)
        put(element, "recognition-conditions", self.recognition_conditions)
        put(element, "short-description", self.short_description)


@dataclass(frozen=True)
class Signature:
    """The signer is named for an institution, and not for the student. ``timestamp`` is kept to the microsecond."""

    timestamp: datetime
    signer_name: str | None = None
    signer_position: str | None = None
    signer_email: str | None = None
    signer_app: str | None = None

    @classmethod
    def read(cls, source: Source) -> Signature:
        return cls(
            signer_name=source.get(f"{_LA}signer-name", text),
            signer_position=source.get(f"{_LA}signer-position", text),
            signer_email=source.get(f"{_LA}signer-email", text),
            timestamp=source.need(f"{_LA}timestamp", moment),
            signer_app=source.get(f"{_LA}signer-app", text),
        )

    def write(self, element: etree._Element) -> None:
        put(element, f"{_LA}signer-name", self.signer_name)
        put(element, f"{_LA}signer-position", self.signer_position)
        put(element, f"{_LA}signer-email", self.signer_email)
        put(element, f"{_LA}timestamp", self.timestamp)
        put(element, f"{_LA}signer-app", self.signer_app)


@dataclass(frozen=True)
class ComponentLists:
    """The tables of one version, and who signed it. A table that is ``None`` is absent; one without rows is there and empty."""

    student_signature: Signature
    sending_hei_signature: Signature
    receiving_hei_signature: Signature | None = None
    components_studied: tuple[Component, ...] | None = None
    components_recognized: tuple[Component, ...] | None = None
    virtual_components: tuple[Component, ...] | None = None
    blended_mobility_components: tuple[Component, ...] | None = None
    short_term_doctoral_components: tuple[Component, ...] | None = None

    @property
    def tables(self) -> dict[str, tuple[Component, ...]]:
        """The tables that are there, by the names of their elements."""
        return {
            name: rows
            for name, rows in (
                ("components-studied", self.components_studied),
                ("components-recognized", self.components_recognized),
                ("virtual-components", self.virtual_components),
                ("blended-mobility-components", self.blended_mobility_components),
                ("short-term-doctoral-components", self.short_term_doctoral_components),
            )
            if rows is not None
        }

    @classmethod
    def read(cls, source: Source) -> ComponentLists:
        return cls(
            components_studied=source.get("components-studied", _rows),
            components_recognized=source.get("components-recognized", _rows),
            virtual_components=source.get("virtual-components", _rows),
            blended_mobility_components=source.get("blended-mobility-components", _rows),
            short_term_doctoral_components=source.get("short-term-doctoral-components", _rows),
            student_signature=source.need("student-signature", Signature.read),
            sending_hei_signature=source.need("sending-hei-signature", Signature.read),
            receiving_hei_signature=source.get("receiving-hei-signature", Signature.read),
        )

    def write(self, element: etree._Element) -> None:
        for name, rows in self.tables.items():
            put(element, name, "")
            put(element[-1], "component", rows)
        put(element, "student-signature", self.student_signature)
        put(element, "sending-hei-signature", self.sending_hei_signature)
        put(element, "receiving-hei-signature", self.receiving_hei_signature)


def _rows(source: Source) -> tuple[Component, ...]:
    return source.many("component", Component.read)

"""The ELMO that travels inside a transcript of records: read in version 1 (1.6) and 2 (2.1), written in version 2.1.

Held is what recognition needs: who, where, what, when, with which result and how many credits, the grading schemes, and the PDFs.
Not held, and named on import: diploma supplements, results of recognition, enrolments, durations, HTML descriptions, groups,
extensions, the status of a report, external grading schemes, document types, and signatures (``salerno.credentials.elmo``
verifies those of ELMO 1, on the bytes). The order of elements is that of the schema, which is strict.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lxml import etree

from salerno.common.words import words as _

from .contacts import ADDRESS_NAMESPACE, Address
from .elements import Source, day, moment, one_line, put, token
from .envelopes import built, opened
from .opportunities import LearningOpportunitySpecification
from .refusals import EwpReason, EwpRefused, Problem
from .values import Gender, LangText, Typed, gender

NAMESPACE = "https://github.com/emrex-eu/elmo-schemas/tree/v2"
_ROOTS = (f"{{{NAMESPACE}}}elmo", f"{{{NAMESPACE.replace('v2', 'v1')}}}elmo")


@dataclass(frozen=True)
class ElmoLearner:
    """``identifiers``: the European Student Identifier is of type ``esi``. Countries are typed ``ISO`` (two letters) or ``URI``.

    ``alternative_name``: in another script. ELMO 2.1 demands its element of everybody; without one it is written empty.
    """

    given_names: str
    family_name: str
    identifiers: tuple[Typed, ...] = ()
    citizenship: Typed | None = None
    alternative_name: LangText | None = None
    date_of_birth: date | None = None
    place_of_birth: str | None = None
    country_of_birth: Typed | None = None
    birth_name: str | None = None
    current_address: Address | None = None
    gender: Gender | None = None

    @classmethod
    def read(cls, source: Source) -> ElmoLearner:
        alternative = source.get("alternativeName", LangText.read)
        return cls(
            citizenship=source.get("citizenship", _country),
            identifiers=source.many("identifier", Typed.read_line),
            given_names=source.need("givenNames", token),
            family_name=source.need("familyName", token),
            alternative_name=None if alternative == LangText("") else alternative,
            date_of_birth=source.get("dateOfBirth", day) or source.get("bday", day),  # the name of version 1
            place_of_birth=source.get("placeOfBirth", token),
            country_of_birth=source.get("countryOfBirth", _country),
            birth_name=source.get("birthName", token),
            current_address=source.get("currentAddress", Address.read),
            gender=source.get("gender", gender),
        )

    def write(self, element: etree._Element) -> None:
        put(element, "citizenship", self.citizenship)
        put(element, "identifier", self.identifiers)
        put(element, "givenNames", self.given_names)
        put(element, "familyName", self.family_name)
        put(element, "alternativeName", self.alternative_name or "")
        put(element, "dateOfBirth", self.date_of_birth)
        put(element, "placeOfBirth", self.place_of_birth)
        put(element, "countryOfBirth", self.country_of_birth)
        put(element, "birthName", self.birth_name)
        put(element, "currentAddress", self.current_address)
        put(element, "gender", self.gender)


@dataclass(frozen=True)
class Issuer:
    """Who certifies; its SCHAC identifier is of type ``schac``."""

    identifiers: tuple[Typed, ...]
    titles: tuple[LangText, ...]
    url: str
    country: Typed | None = None

    @classmethod
    def read(cls, source: Source) -> Issuer:
        return cls(
            country=source.get("country", _country),
            identifiers=source.many("identifier", Typed.read_line),
            titles=source.many("title", LangText.read_line),
            url=source.need("url", token),
        )

    def write(self, element: etree._Element) -> None:
        put(element, "country", self.country)
        put(element, "identifier", self.identifiers)
        put(element, "title", self.titles)
        put(element, "url", self.url)


@dataclass(frozen=True)
class GradingScheme:
    local_id: str
    descriptions: tuple[LangText, ...] = ()

    @classmethod
    def read(cls, source: Source) -> GradingScheme:
        return cls(source.attribute_as("localId", one_line), source.many("description", LangText.read))

    def write(self, element: etree._Element) -> None:
        element.set("localId", self.local_id)
        put(element, "description", self.descriptions)


@dataclass(frozen=True)
class ElmoAttachment:
    """``contents``: data URIs, ``data:application/pdf;base64,…``; ``type``: ELMO's word, such as ``Transcript of Records``."""

    contents: tuple[LangText, ...]
    titles: tuple[LangText, ...] = ()
    type: str | None = None
    identifiers: tuple[Typed, ...] = ()
    descriptions: tuple[LangText, ...] = ()

    @classmethod
    def read(cls, source: Source) -> ElmoAttachment:
        return cls(
            identifiers=source.many("identifier", Typed.read_line),
            titles=source.many("title", LangText.read_line),
            type=source.get("type", token),
            descriptions=source.many("description", LangText.read),
            contents=source.many("content", LangText.read_line),
        )

    def write(self, element: etree._Element) -> None:
        put(element, "identifier", self.identifiers)
        put(element, "title", self.titles)
        put(element, "type", self.type)
        put(element, "description", self.descriptions)
        put(element, "content", self.contents)


@dataclass(frozen=True)
class ElmoReport:
    """What one institution certifies."""

    issuer: Issuer
    issue_date: datetime
    learning_opportunity_specifications: tuple[LearningOpportunitySpecification, ...] = ()
    grading_schemes: tuple[GradingScheme, ...] = ()
    attachments: tuple[ElmoAttachment, ...] = ()

    @classmethod
    def read(cls, source: Source) -> ElmoReport:
        return cls(
            issuer=source.need("issuer", Issuer.read),
            learning_opportunity_specifications=source.many(
                "learningOpportunitySpecification", LearningOpportunitySpecification.read
            ),
            issue_date=source.need("issueDate", moment),
            grading_schemes=source.many("gradingScheme", GradingScheme.read),
            attachments=source.many("attachment", ElmoAttachment.read),
        )

    def write(self, element: etree._Element) -> None:
        put(element, "issuer", self.issuer)
        put(element, "learningOpportunitySpecification", self.learning_opportunity_specifications)
        put(element, "issueDate", self.issue_date)
        put(element, "gradingScheme", self.grading_schemes)
        put(element, "attachment", self.attachments)


@dataclass(frozen=True)
class Elmo:
    """One learner's results, with a report of each institution."""

    generated_date: datetime
    learner: ElmoLearner
    reports: tuple[ElmoReport, ...]
    attachments: tuple[ElmoAttachment, ...] = ()

    @classmethod
    def read(cls, source: Source) -> Elmo:
        return cls(
            generated_date=source.need("generatedDate", moment),
            learner=source.need("learner", ElmoLearner.read),
            reports=source.many("report", ElmoReport.read),
            attachments=source.many("attachment", ElmoAttachment.read),
        )

    def write(self, element: etree._Element) -> None:
        put(element, "generatedDate", self.generated_date)
        put(element, "learner", self.learner)
        put(element, "report", self.reports)
        put(element, "attachment", self.attachments)


def import_elmo(content: bytes) -> tuple[Elmo, tuple[Problem, ...]]:
    """An ELMO that came by itself, and what of it is not held. Raises ``EwpRefused`` for anything else."""
    source = opened(content, _ROOTS)
    return Elmo.read(source), source.unread()


def export_elmo(elmo: Elmo) -> bytes:
    """An ELMO 2.1 that travels by itself, unsigned. Raises ``EwpRefused`` unless it is valid and reads back the same."""
    content = built(_ROOTS[0], {"a": ADDRESS_NAMESPACE}, elmo.write)
    if import_elmo(content) != (elmo, ()):
        sentence = _("It would not read back the same: a text that stands in one line has more, or spaces that would go.")
        raise EwpRefused(EwpReason.CANNOT_BE_KEPT, Problem(sentence))
    return content


def _country(source: Source) -> Typed:
    """A country; version 1 names no type, and has two letters."""
    return Typed(token(source), source.attribute("type") or "ISO")

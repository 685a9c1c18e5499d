"""What was learned, in ELMO: specifications of learning opportunities, which lie in each other, and what became of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from lxml import etree

from .elements import Source, as_text, day, number, one_line, put, text, token
from .values import LangText, Typed


class ResultStatus(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    IN_PROGRESS = "in-progress"


@dataclass(frozen=True)
class AcademicTerm:
    titles: tuple[LangText, ...]
    start: date
    end: date

    @classmethod
    def read(cls, source: Source) -> AcademicTerm:
        return cls(source.many("title", LangText.read_line), source.need("start", day), source.need("end", day))

    def write(self, element: etree._Element) -> None:
        put(element, "title", self.titles)
        put(element, "start", self.start)
        put(element, "end", self.end)


@dataclass(frozen=True)
class ShortenedGrading:
    """Of those who passed, in per cent: with a lower, the same and a higher grade."""

    percentage_lower: Decimal
    percentage_equal: Decimal
    percentage_higher: Decimal

    @classmethod
    def read(cls, source: Source) -> ShortenedGrading:
        return cls(*(source.need(f"percentage{which}", number) for which in ("Lower", "Equal", "Higher")))

    def write(self, element: etree._Element) -> None:
        put(element, "percentageLower", self.percentage_lower)
        put(element, "percentageEqual", self.percentage_equal)
        put(element, "percentageHigher", self.percentage_higher)


@dataclass(frozen=True)
class ResultCategory:
    """How many got this grade."""

    label: str
    count: int

    @classmethod
    def read(cls, source: Source) -> ResultCategory:
        return cls(source.attribute_as("label", one_line), source.attribute_as("count", int))

    def write(self, element: etree._Element) -> None:
        element.set("label", self.label)
        element.set("count", as_text(self.count))


@dataclass(frozen=True)
class ResultDistribution:
    categories: tuple[ResultCategory, ...]
    descriptions: tuple[LangText, ...] = ()

    @classmethod
    def read(cls, source: Source) -> ResultDistribution:
        return cls(source.many("category", ResultCategory.read), source.many("description", LangText.read))

    def write(self, element: etree._Element) -> None:
        put(element, "category", self.categories)
        put(element, "description", self.descriptions)


@dataclass(frozen=True)
class ElmoCredit:
    """``scheme``: ``ects``, in small letters."""

    scheme: str
    value: Decimal | None = None

    @classmethod
    def read(cls, source: Source) -> ElmoCredit:
        return cls(source.need("scheme", token), source.get("value", number))

    def write(self, element: etree._Element) -> None:
        put(element, "scheme", self.scheme)
        put(element, "value", self.value)


@dataclass(frozen=True)
class Level:
    """``type``: ``EQF``, for example."""

    type: str
    value: str | None = None
    description: LangText | None = None

    @classmethod
    def read(cls, source: Source) -> Level:
        return cls(
            type=source.need("type", token), description=source.get("description", LangText.read), value=source.get("value", token)
        )

    def write(self, element: etree._Element) -> None:
        put(element, "type", self.type)
        put(element, "description", self.description)
        put(element, "value", self.value)


@dataclass(frozen=True)
class LearningOpportunityInstance:
    """What became of it. ``date``: of the result; ``attachment_refs``: identifiers of attachments elsewhere in the document."""

    identifiers: tuple[Typed, ...] = ()
    start: date | None = None
    date: date | None = None
    academic_term: AcademicTerm | None = None
    status: ResultStatus | None = None
    grading_scheme_local_id: str | None = None
    result_label: str | None = None
    shortened_grading: ShortenedGrading | None = None
    result_distribution: ResultDistribution | None = None
    credits: tuple[ElmoCredit, ...] = ()
    levels: tuple[Level, ...] = ()
    language_of_instruction: str | None = None
    engagement_hours: Decimal | None = None
    attachment_refs: tuple[str, ...] = ()

    @classmethod
    def read(cls, source: Source) -> LearningOpportunityInstance:
        return cls(
            identifiers=source.many("identifier", Typed.read_line),
            start=source.get("start", day),
            date=source.get("date", day),
            academic_term=source.get("academicTerm", AcademicTerm.read),
            status=source.get("status", lambda found: found.read_as(lambda status: ResultStatus(one_line(status)))),
            grading_scheme_local_id=source.get("gradingSchemeLocalId", token),
            result_label=source.get("resultLabel", token),
            shortened_grading=source.get("shortenedGrading", ShortenedGrading.read),
            result_distribution=source.get("resultDistribution", ResultDistribution.read),
            credits=source.many("credit", ElmoCredit.read),
            levels=source.many("level", Level.read),
            language_of_instruction=source.get("languageOfInstruction", token),
            engagement_hours=source.get("engagementHours", number),
            attachment_refs=source.get("attachments", lambda found: found.many("ref", text)) or (),
        )

    def write(self, element: etree._Element) -> None:
        put(element, "identifier", self.identifiers)
        put(element, "start", self.start)
        put(element, "date", self.date)
        put(element, "academicTerm", self.academic_term)
        put(element, "status", self.status)
        put(element, "gradingSchemeLocalId", self.grading_scheme_local_id)
        put(element, "resultLabel", self.result_label)
        put(element, "shortenedGrading", self.shortened_grading)
        put(element, "resultDistribution", self.result_distribution)
        put(element, "credit", self.credits)
        put(element, "level", self.levels)
        put(element, "languageOfInstruction", self.language_of_instruction)
        put(element, "engagementHours", self.engagement_hours)
        if self.attachment_refs:
            put(element, "attachments", "")
            put(element[-1], "ref", self.attachment_refs)


@dataclass(frozen=True)
class LearningOpportunitySpecification:
    """A degree programme, module, course or class (``type``), its parts, and what became of it.

    ``identifiers``: that of the Courses API is of type ``ewp-los-id``. ``isced_code``: ISCED-F.
    """

    identifiers: tuple[Typed, ...]
    titles: tuple[LangText, ...]
    instance: LearningOpportunityInstance
    type: str | None = None
    subject_area: str | None = None
    isced_code: str | None = None
    url: str | None = None
    descriptions: tuple[LangText, ...] = ()
    has_parts: tuple[LearningOpportunitySpecification, ...] = ()

    @classmethod
    def read(cls, source: Source) -> LearningOpportunitySpecification:
        return cls(
            identifiers=source.many("identifier", Typed.read_line),
            titles=source.many("title", LangText.read_line),
            type=source.get("type", token),
            subject_area=source.get("subjectArea", token),
            isced_code=source.get("iscedCode", token),
            url=source.get("url", token),
            descriptions=source.many("description", LangText.read),
            instance=source.need(
                "specifies", lambda found: found.need("learningOpportunityInstance", LearningOpportunityInstance.read)
            ),
            has_parts=source.many("hasPart", lambda found: found.need("learningOpportunitySpecification", cls.read)),
        )

    def write(self, element: etree._Element) -> None:
        put(element, "identifier", self.identifiers)
        put(element, "title", self.titles)
        put(element, "type", self.type)
        put(element, "subjectArea", self.subject_area)
        put(element, "iscedCode", self.isced_code)
        put(element, "url", self.url)
        put(element, "description", self.descriptions)
        put(element, "specifies", "")
        put(element[-1], "learningOpportunityInstance", self.instance)
        for part in self.has_parts:
            put(element, "hasPart", "")
            put(element[-1], "learningOpportunitySpecification", part)

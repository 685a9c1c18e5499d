"""Transcripts of records of those who came: the Incoming Mobility ToRs API, read in versions 3.0 and 2.0, written in 3.0.

The table for the conversion of grades is held as it was written. ``salerno.awards.grading.exchange.import_tables`` makes grading
tables of the same document, by the order of a scale; a grading table goes the other way as ``IscedTable.of_rows(table.isced_f,
table.rows)``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from lxml import etree

from salerno.common.words import Words
from salerno.common.words import words as _

from . import elmo
from .contacts import ADDRESS_NAMESPACE
from .elements import Source, as_text, one_line, put, text
from .elmo import Elmo
from .envelopes import Envelope
from .opportunities import LearningOpportunitySpecification

_NAMESPACE = "https://github.com/erasmus-without-paper/ewp-specs-api-imobility-tors/blob/stable-v3/endpoints/get-response.xsd"
_ROOT = f"{{{_NAMESPACE}}}imobility-tors-get-response"
_ELMO_1, _ELMO_2 = f"{{{elmo.NAMESPACE.replace('v2', 'v1')}}}elmo", f"{{{elmo.NAMESPACE}}}elmo"


@dataclass(frozen=True)
class GradeFrequency:
    """How many per cent get this grade."""

    label: str
    percentage: Decimal

    @classmethod
    def read(cls, source: Source) -> GradeFrequency:
        return cls(source.attribute_as("label", one_line), source.attribute_as("percentage", Decimal))

    def write(self, element: etree._Element) -> None:
        element.set("label", self.label)
        element.set("percentage", as_text(self.percentage))


@dataclass(frozen=True)
class IscedTable:
    """The grades of one field of study (ISCED-F), in the order in which they were written."""

    isced_code: str
    grade_frequencies: tuple[GradeFrequency, ...]

    @classmethod
    def of_rows(cls, isced_code: str, rows: Iterable[tuple[str, Decimal]]) -> IscedTable:
        return cls(isced_code, tuple(GradeFrequency(label, percentage) for label, percentage in rows))

    @classmethod
    def read(cls, source: Source) -> IscedTable:
        return cls(source.attribute_as("iscedCode", one_line), source.many("gradeFrequency", GradeFrequency.read))

    def write(self, element: etree._Element) -> None:
        element.set("iscedCode", self.isced_code)
        put(element, "gradeFrequency", self.grade_frequencies)


@dataclass(frozen=True)
class TranscriptOfRecords:
    """``receiving_academic_year_id``: ``2026/2027``; version 2 has none, version 3 demands it."""

    omobility_id: str
    elmo: Elmo
    receiving_academic_year_id: str | None = None
    grade_conversion_table: tuple[IscedTable, ...] = ()

    @classmethod
    def read(cls, source: Source) -> TranscriptOfRecords:
        return cls(
            omobility_id=source.need("omobility-id", text),
            receiving_academic_year_id=source.get("receiving-academic-year-id", text),
            elmo=source.get(_ELMO_2, Elmo.read) or source.need(_ELMO_1, Elmo.read),
            grade_conversion_table=source.get("gradeConversionTable", _tables) or (),
        )

    def write(self, element: etree._Element) -> None:
        put(element, "omobility-id", self.omobility_id)
        put(element, "receiving-academic-year-id", self.receiving_academic_year_id)
        put(element, _ELMO_2, self.elmo)
        if self.grade_conversion_table:
            put(element, "gradeConversionTable", "")
            put(element[-1], "iscedTable", self.grade_conversion_table)


def objections(transcript: TranscriptOfRecords) -> Iterator[Words]:
    """What the schema of ToRs 3.0.0 demands in its words alone, of what has no parts where it speaks of instances.

    One MUST is not asked for: ``resultDistribution``. It counts heads, which a grading table in per cent does not know, and nobody
    may make them up; the percentages stand in the table for the conversion of grades.
    """
    learner = transcript.elmo.learner
    if "esi" not in {identifier.type for identifier in learner.identifiers}:
        yield _("The learner has no European Student Identifier (type “esi”).")
    if learner.date_of_birth is None:
        yield _("The learner's date of birth is missing.")
    for report in transcript.elmo.reports:
        if "schac" not in {identifier.type for identifier in report.issuer.identifiers}:
            yield _("The issuer has no SCHAC identifier (type “schac”).")
        for specification in report.learning_opportunity_specifications:
            yield from _of_specification(specification)


def _of_specification(specification: LearningOpportunitySpecification) -> Iterator[Words]:
    for part in specification.has_parts:
        yield from _of_specification(part)
    if specification.has_parts:
        return
    instance = specification.instance
    title = next((title.text for title in specification.titles), "")[:80]
    if instance.academic_term is None:
        yield _("The academic term of “%(title)s” is missing.", title=title)
    if not any(credit.scheme == "ects" and credit.value is not None for credit in instance.credits):
        yield _("The ECTS credits of “%(title)s” are missing.", title=title)
    if instance.result_label is None:
        yield _("The result of “%(title)s” is missing.", title=title)


def _tables(source: Source) -> tuple[IscedTable, ...]:
    return source.many("iscedTable", IscedTable.read)


TRANSCRIPTS = Envelope(
    _ROOT,
    "tor",
    TranscriptOfRecords.read,
    {"elmo": elmo.NAMESPACE, "a": ADDRESS_NAMESPACE},
    objections,
    also_read=(_ROOT.replace("stable-v3", "stable-v2"),),
)

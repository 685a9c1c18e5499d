"""What a transcript of records is made of, and what of it the sending university has not entered yet."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal

from salerno.awards.enums import Standing
from salerno.awards.grades.selectors.conversions import NewestTables
from salerno.awards.models import Grade, GradingTable
from salerno.common.digests import canonical_json, sha256_hex
from salerno.common.document_words import FALLBACK, said
from salerno.common.frozen_values import plain
from salerno.mobility.ewp.elements import one_line
from salerno.mobility.learning_agreements.selectors.facts import as_end, is_made_up, student_of
from salerno.mobility.learning_agreements.selectors.offers import given_during
from salerno.mobility.models import HostResult, HostTranscript, LearningAgreement, Mobility
from salerno.mobility.papers.transcript_facts import Distribution, Result, Share, TranscriptFacts
from salerno.mobility.recognition.services import Line

_OF_A_LINE = tuple(field.name for field in fields(Line))


@dataclass(frozen=True)
class Candidate:
    """A result that can stand on the transcript. ``is_graded_here``: published on a sheet of the host, else entered by hand."""

    key: str
    result: Result
    is_graded_here: bool


@dataclass(frozen=True)
class Candidates:
    """All of a stay."""

    rows: tuple[Candidate, ...]

    @property
    def digest(self) -> str:
        """What the page that showed them sends back: a changed grade is seen before it is issued."""
        return sha256_hex(canonical_json([[row.key, plain(row.result)] for row in self.rows]))

    def chosen(self, keys: Collection[str]) -> tuple[Result, ...]:
        """The results of ``keys``, in the order of their days."""
        return tuple(row.result for row in self.rows if row.key in keys)


def candidates_of(mobility: Mobility) -> Candidates:
    """Grades that the host has published in its offerings during the stay, of each course the last; and what was entered for the
    stay already and is not among them. Three queries.
    """
    graded = list(_graded(mobility))
    known = {(row.result.code, row.result.title) for row in graded}
    entered = [row for row in map(_entered, mobility.results.all()) if (row.result.code, row.result.title) not in known]
    rows = sorted([*graded, *entered], key=lambda row: (row.result.earned_on, row.result.code, row.result.title))
    return Candidates(tuple(rows))


def _graded(mobility: Mobility) -> Iterable[Candidate]:
    rows = Grade.objects.of(mobility.wish.student).filter(
        sheet__offering__in=given_during(mobility), standing__in=(Standing.PASSED, Standing.FAILED)
    )
    rows = rows.select_related("sheet__offering__course", "enrolment").order_by("sheet__held_on", "sheet__sitting", "pk")
    last = {row.enrolment_id: row for row in rows}
    for row in last.values():
        course = row.sheet.offering.course
        result = Result(
            code=course.code,
            title=one_line(said(course.title, FALLBACK)["text"])[:300],
            ects=course.ects_credits or Decimal(0),
            earned_on=row.sheet.held_on,
            value=row.value,
            scale=row.sheet.scale,
            isced_f=next(iter(course.isced_f), ""),
            is_passed=row.standing == Standing.PASSED,
            counts_already=row.enrolment.programme_enrolment_id is not None,
        )
        yield Candidate(f"grade-{row.uuid}", result, is_graded_here=True)


def _entered(row: HostResult) -> Candidate:
    texts = {name: one_line(getattr(row, name)) for name in ("code", "title", "value", "scale", "isced_f")}
    result = Result(ects=row.ects, earned_on=row.earned_on, is_passed=row.is_passed, **texts)
    return Candidate(f"result-{row.uuid}", result, is_graded_here=False)


def facts_for(mobility: Mobility, results: tuple[Result, ...], number: int, at: datetime) -> TranscriptFacts:
    """What transcript ``number`` says of ``results``."""
    agreement = LearningAgreement.objects.filter(mobility=mobility).first()
    host = mobility.place.institution
    return TranscriptFacts(
        omobility=str(agreement.uuid if agreement else mobility.uuid),
        number=number,
        student=student_of(mobility),
        sending=as_end(mobility.wish.home),
        receiving=as_end(host),
        website=host.website,
        arrived_on=mobility.arrived_on or mobility.starts_on,
        departed_on=mobility.departed_on or mobility.ends_on,
        issued_at=at,
        results=results,
        distributions=_distributions(mobility, results),
        is_made_up=is_made_up(mobility),
    )


def _distributions(mobility: Mobility, results: Iterable[Result]) -> tuple[Distribution, ...]:
    """The host's newest grading tables for the fields and scales of ``results``, each once. One query."""
    tables = NewestTables([mobility.place.institution])
    found = {tables.of(mobility.place.institution_id, each.scale, each.isced_f) for each in results if each.scale}
    return tuple(_distribution(row) for row in sorted(filter(None, found), key=lambda row: (row.scale, row.isced_f)))


def _distribution(row: GradingTable) -> Distribution:
    shares = tuple(Share(grade=grade, percentage=Decimal(str(percentage))) for grade, percentage in row.rows)
    return Distribution(scale=row.scale, isced_f=row.isced_f, years=row.years, shares=shares)


def next_number(mobility: Mobility) -> int:
    """The number of the next transcript."""
    return newest_number(mobility) + 1


def newest_number(mobility: Mobility) -> int:
    """The number of the transcript that holds; 0 when there is none."""
    return max(HostTranscript.objects.filter(mobility=mobility).values_list("number", flat=True), default=0)


@dataclass(frozen=True)
class Issued:
    """The transcripts of a stay, the newest first; ``lines``: results of the newest that are not entered yet."""

    rows: list[HostTranscript]
    lines: list[Line]


def issued_of(mobility: Mobility) -> Issued:
    """What was issued to a guest, without the documents. Two queries."""
    rows = list(HostTranscript.objects.filter(mobility=mobility).defer("pdf").order_by("-number"))
    return Issued(rows, lines_left(mobility, rows[0].says) if rows else [])


def lines_left(mobility: Mobility, facts: TranscriptFacts) -> list[Line]:
    """What of ``facts`` is not entered for the stay yet, as lines to enter; what counts at home already is not entered again."""
    known = {(one_line(code), one_line(title)) for code, title in mobility.results.values_list("code", "title")}
    left = (each for each in facts.results if not each.counts_already and (each.code, each.title) not in known)
    return [Line(**{name: getattr(each, name) for name in _OF_A_LINE}) for each in left]

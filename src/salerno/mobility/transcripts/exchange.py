"""A transcript of records as ELMO 2.1, and as the Incoming Mobility ToRs API 3.0 of Erasmus Without Paper answers it.

The ELMO bears no signature: what signs ELMO is that of EMREX (``salerno.credentials.elmo``), which is of version 1 and lies in a
room above this one. Whoever receives the file trusts how it came; its PDF and its digest can be asked for again.

``resultDistribution`` counts heads, which a grading table in per cent does not know; the percentages stand in EWP's table for the
conversion of grades. Identifiers of the Courses API are missing, since the campus does not offer it: the host's own codes stand.
"""

from base64 import b64encode
from datetime import date

from salerno.mobility.ewp.elmo import Elmo, ElmoAttachment, ElmoLearner, ElmoReport, GradingScheme, Issuer, export_elmo
from salerno.mobility.ewp.opportunities import (
    AcademicTerm,
    ElmoCredit,
    LearningOpportunityInstance,
    LearningOpportunitySpecification,
    ResultStatus,
)
from salerno.mobility.ewp.transcripts import TRANSCRIPTS, GradeFrequency, IscedTable, TranscriptOfRecords
from salerno.mobility.ewp.values import LangText, Typed
from salerno.mobility.learning_agreements.selectors.exchange import academic_year, esi_of
from salerno.mobility.papers.facts import Text
from salerno.mobility.papers.transcript_facts import Distribution, Result, TranscriptFacts

NOT_GRADED = {True: "passed", False: "failed"}
"""The result of what was not graded: every transcript of EWP demands one."""


def as_elmo(facts: TranscriptFacts, pdf: bytes) -> bytes:
    """The ELMO with the PDF in it. Raises ``EwpRefused`` unless it is valid."""
    return export_elmo(_elmo(facts, pdf))


def as_ewp(facts: TranscriptFacts, pdf: bytes) -> bytes:
    """EWP's answer. Raises ``EwpRefused`` unless it is valid, and keeps to what the standard demands in words.

    The schema lets the learner's European Student Identifier and date of birth be left out; its words say MUST for both, and
    partners go by its words. A guest of whom they are not known gets the ELMO and the PDF alone.
    """
    tables = {each.isced_f: _isced_table(each) for each in facts.distributions if each.isced_f}
    transcript = TranscriptOfRecords(
        omobility_id=facts.omobility,
        receiving_academic_year_id=academic_year(facts.arrived_on),
        elmo=_elmo(facts, pdf),
        grade_conversion_table=tuple(tables.values()),
    )
    return TRANSCRIPTS.exported([transcript])


def _isced_table(row: Distribution) -> IscedTable:
    return IscedTable(row.isced_f, tuple(GradeFrequency(share.grade, share.percentage) for share in row.shares))


def _elmo(facts: TranscriptFacts, pdf: bytes) -> Elmo:
    who = facts.student
    esi = esi_of(who, facts.sending)
    learner = ElmoLearner(
        given_names=who.given_names or who.family_name,
        family_name=who.family_name,
        identifiers=(Typed(esi, "esi"),) if esi else (),
        citizenship=Typed(who.citizenship, "ISO") if who.citizenship else None,
        date_of_birth=who.birth_date,
    )
    return Elmo(generated_date=facts.issued_at, learner=learner, reports=(_report(facts, pdf),))


def _report(facts: TranscriptFacts, pdf: bytes) -> ElmoReport:
    host = facts.receiving
    scales = sorted({each.scale for each in facts.results if each.scale})
    content = LangText(f"data:application/pdf;base64,{b64encode(pdf).decode()}", "en")
    return ElmoReport(
        issuer=Issuer(
            identifiers=(Typed(host.schac, "schac"),),
            titles=_titles(host.name),
            url=facts.website,
            country=Typed(host.country, "ISO"),
        ),
        issue_date=facts.issued_at,
        learning_opportunity_specifications=tuple(_specification(each, facts) for each in facts.results),
        grading_schemes=tuple(GradingScheme(each, (LangText(each),)) for each in scales),
        attachments=(
            ElmoAttachment(contents=(content,), titles=(LangText("Transcript of records", "en"),), type="Transcript of Records"),
        ),
    )


def _titles(name: Text) -> tuple[LangText, ...]:
    return tuple(LangText(text, language) for language, text in name.items() if text)


def _specification(row: Result, facts: TranscriptFacts) -> LearningOpportunitySpecification:
    return LearningOpportunitySpecification(
        identifiers=(Typed(row.code, "local"),) if row.code else (),
        titles=(LangText(row.title),),
        type="Course",
        isced_code=row.isced_f or None,
        instance=LearningOpportunityInstance(
            date=row.earned_on,
            academic_term=_term(facts.arrived_on, facts.departed_on),
            status=ResultStatus.PASSED if row.is_passed else ResultStatus.FAILED,
            grading_scheme_local_id=row.scale or None,
            result_label=row.value or NOT_GRADED[row.is_passed],
            credits=(ElmoCredit("ects", row.ects),),
        ),
    )


def _term(first: date, last: date) -> AcademicTerm:
    """The days of the stay: terms have no rows here."""
    return AcademicTerm((LangText(f"{first.isoformat()} – {last.isoformat()}"),), first, last)

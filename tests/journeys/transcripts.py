"""A transcript of records as a host of the network sends it (EWP, Incoming Mobility ToRs), made for a journey."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from tests.mobility.ewp.made_up import transcript

from salerno.mobility.ewp.opportunities import AcademicTerm, ElmoCredit, LearningOpportunitySpecification
from salerno.mobility.ewp.transcripts import TRANSCRIPTS
from salerno.mobility.ewp.values import LangText, Typed
from salerno.mobility.models import Mobility

Result = tuple[str, str, Decimal, str]


def transcript_of(mobility: Mobility, results: Iterable[Result], earned_on: date) -> bytes:
    """The file about ``mobility``, issued by its host; each of ``results`` is a code, a title, credits and a grade."""
    made, studies = transcript(), mobility.wish.studies
    (report,) = made.elmo.reports
    (course,) = report.learning_opportunity_specifications
    host = mobility.place.institution
    issuer = replace(report.issuer, identifiers=(Typed(host.schac, "schac"),), titles=(LangText(host.name["en"], "en"),))
    term = AcademicTerm((LangText("Spring", "en"),), mobility.starts_on, mobility.ends_on)
    like = replace(course, isced_code="0988", instance=replace(course.instance, date=earned_on, academic_term=term))
    rows = tuple(_result(like, *result) for result in results)
    report = replace(report, issuer=issuer, learning_opportunity_specifications=rows)
    learner = replace(made.elmo.learner, given_names=studies.given_names, family_name=studies.family_name)
    elmo = replace(made.elmo, learner=learner, reports=(report,))
    return TRANSCRIPTS.exported([replace(made, omobility_id=str(mobility.uuid), elmo=elmo)])


def _result(
    like: LearningOpportunitySpecification, code: str, title: str, ects: Decimal, grade: str
) -> LearningOpportunitySpecification:
    instance = replace(like.instance, result_label=grade, credits=(ElmoCredit("ects", ects),))
    return replace(like, identifiers=(Typed(code, "local"),), titles=(LangText(title, "en"),), instance=instance)

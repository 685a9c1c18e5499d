"""A transcript of version 3: that of the official example, with what version 3 demands."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from tests.mobility.ewp.samples import TRANSCRIPTS, example

from salerno.mobility.ewp.opportunities import AcademicTerm, ElmoCredit
from salerno.mobility.ewp.transcripts import TRANSCRIPTS as ENVELOPE
from salerno.mobility.ewp.transcripts import TranscriptOfRecords
from salerno.mobility.ewp.values import LangText, Typed

ESI = "urn:schac:personalUniqueCode:int:esi:uw.edu.pl:1234567890"


def transcript() -> TranscriptOfRecords:
    (old,), _lost = ENVELOPE.imported_in_part(example(TRANSCRIPTS))
    (report,) = old.elmo.reports
    (course,) = report.learning_opportunity_specifications
    instance = replace(
        course.instance,
        academic_term=AcademicTerm((LangText("Winter 2015", "en"),), date(2015, 10, 1), date(2016, 1, 31)),
        credits=(ElmoCredit("ects", Decimal("6")),),
    )
    report = replace(report, learning_opportunity_specifications=(replace(course, instance=instance),))
    learner = replace(old.elmo.learner, identifiers=(*old.elmo.learner.identifiers, Typed(ESI, "esi")))
    return replace(old, receiving_academic_year_id="2015/2016", elmo=replace(old.elmo, learner=learner, reports=(report,)))

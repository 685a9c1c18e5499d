"""A transcript of records is issued by the host; the sending university takes its results in with one act."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from salerno.audit.services import record
from salerno.common.telling import told
from salerno.common.typesetting import CannotPrint
from salerno.mobility.enums import ResultSource
from salerno.mobility.errors import MobilityRefused, refuse_if
from salerno.mobility.ewp.refusals import EwpRefused
from salerno.mobility.models import HostTranscript, Mobility, Recognition
from salerno.mobility.papers.transcript import transcript_pdf
from salerno.mobility.papers.transcript_facts import TranscriptFacts, as_json
from salerno.mobility.recognition.services import enter_results
from salerno.mobility.stays.services.notices import tell
from salerno.mobility.stays.services.rows import locked_stay
from salerno.mobility.transcripts import rules
from salerno.mobility.transcripts.exchange import as_elmo
from salerno.mobility.transcripts.refusals import TranscriptRefusal
from salerno.mobility.transcripts.selectors import candidates_of, facts_for, lines_left, newest_number, next_number
from salerno.people.models import Person


def issue(*, mobility: Mobility, chosen: Collection[str], shown: str, by: Person, at: datetime) -> HostTranscript:
    """Issue a transcript of the results ``chosen`` (keys of ``candidates_of``); one that was issued before is replaced.

    ``shown``: the digest of what the page showed; if a grade is another now, nothing is issued. The document is set, and the ELMO
    held against its schema, before the transaction, for which on SQLite everybody waits who writes.
    """
    at = at.replace(microsecond=0)  # a PDF names no moment that is smaller
    refuse_if(rules.why_not_issue(mobility=mobility, by=by))
    candidates = candidates_of(mobility)
    refuse_if(None if candidates.digest == shown else TranscriptRefusal.CHANGED_MEANWHILE)
    results = candidates.chosen(chosen)
    refuse_if(None if results else TranscriptRefusal.NOTHING)
    facts = facts_for(mobility, results, next_number(mobility), at)
    pdf = _checked(facts)
    with transaction.atomic():
        row = locked_stay(mobility)
        refuse_if(rules.why_not_issue(mobility=row, by=by))
        is_same = candidates_of(row) == candidates and facts_for(row, results, next_number(row), at) == facts
        refuse_if(None if is_same else TranscriptRefusal.CHANGED_MEANWHILE)
        return _put(row, facts, pdf, by, at)


def _checked(facts: TranscriptFacts) -> bytes:
    """The document; refused unless it and its ELMO are whole."""
    try:
        pdf = transcript_pdf(facts)
        as_elmo(facts, pdf)
    except CannotPrint as error:
        raise MobilityRefused(TranscriptRefusal.NOT_SET) from error
    except EwpRefused as error:
        why = " ".join(told(problem.sentence) for problem in error.problems[:10])
        raise MobilityRefused(TranscriptRefusal.NOT_VALID, {"why": why}) from error
    return pdf


def _put(row: Mobility, facts: TranscriptFacts, pdf: bytes, by: Person, at: datetime) -> HostTranscript:
    made = HostTranscript.objects.create(
        mobility=row, number=facts.number, facts=as_json(facts), digest=facts.digest, pdf=pdf, issued_by=by, issued_at=at
    )
    detail = {"number": facts.number, "results": len(facts.results), "sha256": facts.digest}
    record(action="mobility.transcript_issued", actor=by, subject=row, person=row.wish.student, detail=detail, at=at)
    tell(row, "transcript", at=at)
    return made


@transaction.atomic
def take_results(*, transcript: HostTranscript, by: Person, at: datetime) -> list[Recognition]:
    """Enter what the host's newest transcript says and is not entered yet: each result waits for a decision, nothing is typed."""
    row = locked_stay(transcript.mobility)
    refuse_if(rules.why_not_take(transcript=transcript, newest=newest_number(row), by=by))
    lines = lines_left(row, transcript.says)
    refuse_if(None if lines else TranscriptRefusal.ALL_ENTERED)
    return enter_results(mobility=row, lines=lines, source=ResultSource.HOST, by=by, at=at)

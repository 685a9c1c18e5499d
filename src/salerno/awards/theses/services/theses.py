"""A thesis on its way to the jury: proposed, agreed to by two supervisors, sent back, deposited."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO

from django.db import transaction
from django.db.models import Max

from salerno.awards.enums import ThesisRefusal, ThesisState
from salerno.awards.models import Thesis, ThesisDeposit, ThesisSupervisor
from salerno.awards.theses import rules
from salerno.awards.theses.files import pieces, why_not_pdf
from salerno.awards.theses.news import tell
from salerno.awards.theses.rules import Seat
from salerno.awards.theses.services.steps import give_reason, locked, move, note, refuse_if, supervisors_of, why_not_from_there
from salerno.courseware import blobs
from salerno.enrolment.models import Enrolment
from salerno.people.enums import AUTHORS
from salerno.people.models import Person


@dataclass(frozen=True)
class Proposal:
    """What a student proposes: the title by language (English among them), days of beginning and end, two supervisors."""

    title: dict[str, str]
    abstract: str
    starts_on: date
    ends_on: date
    supervisors: tuple[Seat, ...]


@transaction.atomic
def propose(*, enrolment: Enrolment, proposal: Proposal, by: Person, at: datetime) -> Thesis:
    """Put ``proposal`` before its two supervisors; one that was sent back is written anew, and both must agree again.

    The enrolment is locked first: a student who sends the form twice has one thesis.
    """
    enrolment = Enrolment.objects.select_for_update(of=("self",)).select_related("learner").get(pk=enrolment.pk)
    thesis = enrolment.theses.select_for_update(of=("self",)).first()
    refuse_if(rules.why_not_propose(enrolment, thesis) or _why_not(proposal, enrolment.learner, at))
    if thesis is None or thesis.state == ThesisState.GRADED:
        thesis = Thesis(enrolment=enrolment)
    thesis.title, thesis.abstract = proposal.title, proposal.abstract.strip()
    thesis.starts_on, thesis.ends_on = proposal.starts_on, proposal.ends_on
    thesis.state, thesis.proposed_at = ThesisState.PROPOSED, at
    thesis.reason, thesis.returned_by = "", None
    thesis.save()
    thesis.supervisors.all().delete()
    ThesisSupervisor.objects.bulk_create(
        ThesisSupervisor(thesis=thesis, person=seat.person, institution=seat.institution) for seat in proposal.supervisors
    )
    note("thesis.proposed", thesis, by, at, {"supervisors": [str(seat.person.uuid) for seat in proposal.supervisors]})
    tell("proposed", thesis, [seat.person for seat in proposal.supervisors], at)
    return thesis


def _why_not(proposal: Proposal, student: Person, at: datetime) -> ThesisRefusal | None:
    if not proposal.title.get("en", "").strip():
        return ThesisRefusal.NO_TITLE
    if proposal.ends_on < proposal.starts_on:
        return ThesisRefusal.DATES
    return rules.why_not_supervise(student, proposal.supervisors) or why_not_from_there(proposal.supervisors, AUTHORS, at)


@transaction.atomic
def agree(*, thesis: Thesis, by: Person, at: datetime) -> Thesis:
    """A supervisor agrees; with the second agreement the student may write and deposit."""
    thesis = locked(thesis)
    refuse_if(rules.why_not_agree(thesis, by))
    thesis.supervisors.filter(person=by).update(agreed_at=at)
    note("thesis.agreed", thesis, by, at)
    if not thesis.supervisors.filter(agreed_at__isnull=True).exists():
        move(thesis, ThesisState.AGREED)
        tell("agreed", thesis, [thesis.enrolment.learner], at)
    return thesis


@transaction.atomic
def send_back(*, thesis: Thesis, reason: str, by: Person, at: datetime) -> Thesis:
    """A supervisor sends the thesis back with a reason; whatever was agreed must be agreed to again."""
    thesis = locked(thesis)
    refuse_if(rules.why_not_send_back(thesis, by))
    give_reason(thesis, reason, by)
    move(thesis, ThesisState.RETURNED, "reason", "returned_by")
    thesis.supervisors.update(agreed_at=None)
    note("thesis.sent_back", thesis, by, at, {"reason": thesis.reason})
    tell("returned", thesis, [thesis.enrolment.learner, *supervisors_of(thesis, but=by)], at)
    return thesis


@transaction.atomic
def deposit(
    *, thesis: Thesis, source: BinaryIO, title: dict[str, str], embargo_until: date | None, by: Person, at: datetime
) -> ThesisDeposit:
    """Keep the exact bytes of ``source`` as the next version, with the title that documents will say.

    Refused as soon as the jury has the thesis. Earlier versions stay. Raises ``OSError`` when the disk is full; then nothing is
    written.
    """
    thesis = locked(thesis)
    refuse_if(rules.why_not_deposit(thesis) or (None if title.get("en", "").strip() else ThesisRefusal.NO_TITLE))
    refuse_if(why_not_pdf(source))
    size, blob = source.seek(0, 2), blobs.put_chunks(pieces(source))
    last = thesis.deposits.first()
    is_same = last and (last.blob, last.title, last.embargo_until) == (blob, title, embargo_until)
    refuse_if(ThesisRefusal.SAME_FILE if is_same and thesis.state == ThesisState.DEPOSITED else None)
    number = 1 + (thesis.deposits.aggregate(last=Max("number"))["last"] or 0)
    row = ThesisDeposit.objects.create(
        thesis=thesis, number=number, title=title, blob=blob, size=size, embargo_until=embargo_until, deposited_at=at
    )
    thesis.title, thesis.embargo_until, thesis.reason, thesis.returned_by = title, embargo_until, "", None
    thesis.save(update_fields=["title", "embargo_until", "reason", "returned_by"])
    if thesis.state == ThesisState.AGREED:
        move(thesis, ThesisState.DEPOSITED)
    note("thesis.deposited", thesis, by, at, {"number": number, "sha256": blob, "embargo_until": embargo_until})
    tell("deposited", thesis, supervisors_of(thesis), at)
    return row

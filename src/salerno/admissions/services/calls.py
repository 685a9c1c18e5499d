"""What changes calls: making, opening, closing, reviewers."""

import secrets
from datetime import datetime
from typing import Any

from django.db import transaction

from salerno.admissions import rules
from salerno.admissions.eligibility.reader import RulesRefused
from salerno.admissions.enums import CallState, ReviewState
from salerno.admissions.errors import AdmissionsRefused
from salerno.admissions.models import Call, Reviewer
from salerno.admissions.refusals import CallRefusal, ReviewRefusal
from salerno.admissions.services.offers import move_up_in
from salerno.admissions.services.rows import locked_call, refuse_if
from salerno.admissions.terms import TermsRefused, read_hidden
from salerno.admissions.wording import problem_words
from salerno.audit.services import record
from salerno.catalogue.models import ProgrammeOffering
from salerno.catalogue.selectors import rules_of
from salerno.institutions.models import Institution
from salerno.people.models import Person

EDITABLE = frozenset(
    {
        "title", "text", "opens_at", "closes_at", "places", "waiting_places", "floor", "tracks", "quotas", "ties", "fields",
        "documents", "rules", "rubric", "hidden", "referees", "reviews_each", "disagreement", "institutions_least", "offer_days",
        "appeal_days", "retention_months",
    }
)  # fmt: skip


@transaction.atomic
def create_call(*, offering: ProgrammeOffering, slug: str, values: dict[str, Any], by: Person | None, at: datetime) -> Call:
    """A call in preparation. ``values``: what ``EDITABLE`` names. Raises ``AdmissionsRefused`` with what cannot be read."""
    call = Call(offering=offering, slug=slug, seed=secrets.token_hex(16), **_known(values))
    _refuse_unsound(call)
    call.save()
    refuse_if(CallRefusal.NOT_YOURS if by and not Call.objects.editable_by(by).filter(pk=call.pk).exists() else None)
    record(action="call.created", actor=by, subject=call, at=at)
    return call


@transaction.atomic
def edit_call(*, call: Call, values: dict[str, Any], by: Person, at: datetime) -> Call:
    """Change a call in preparation; refused once it was opened: nobody's rules change while they apply."""
    call = locked_call(call)
    refuse_if(None if Call.objects.editable_by(by).filter(pk=call.pk).exists() else CallRefusal.NOT_YOURS)
    refuse_if(None if call.state == CallState.DRAFT else CallRefusal.NOT_DRAFT)
    for name, value in _known(values).items():
        setattr(call, name, value)
    _refuse_unsound(call)
    call.save()
    record(action="call.edited", actor=by, subject=call, detail={"fields": sorted(values)}, at=at)
    return call


def _known(values: dict[str, Any]) -> dict[str, Any]:
    if unknown := set(values) - EDITABLE:
        raise ValueError(f"A call has no {', '.join(sorted(unknown))}.")
    return values


def _refuse_unsound(call: Call) -> None:
    """Read every part once: what is saved can be applied to."""
    if call.opens_at >= call.closes_at:
        raise AdmissionsRefused(CallRefusal.DATES, {"closes_at": CallRefusal.DATES.label})
    try:
        tracks, *_others = (call.read_tracks, call.read_rules, call.read_fields, call.read_documents, call.terms)
        read_hidden(call.hidden)
    except TermsRefused as error:
        part = error.where.partition(" ")[0]
        raise AdmissionsRefused(CallRefusal.UNREADABLE, {part: f"{error.where}: {problem_words(error.problem)}"}) from error
    except RulesRefused as error:
        raise AdmissionsRefused(CallRefusal.UNREADABLE, {"rules": f"{error.place}: {problem_words(error.problem)}"}) from error
    regulations = rules_of(call.offering.regulations) if call.offering.regulations else None
    unknown = [slug for slug in tracks if regulations is None or regulations.track(slug) is None]
    if unknown:
        raise AdmissionsRefused(CallRefusal.NO_TRACK, {"tracks": ", ".join(unknown)})


@transaction.atomic
def open_call(*, call: Call, by: Person | None, at: datetime) -> Call:
    """Publish the call; applications are taken between its two dates. From here on its rules stand."""
    return _move(call, CallState.OPEN, "call.opened", by, at)


@transaction.atomic
def close_call(*, call: Call, by: Person | None, at: datetime) -> Call:
    """End the taking of applications, at its date or before; reviewing and deciding begin."""
    return _move(call, CallState.CLOSED, "call.closed", by, at)


@transaction.atomic
def settle_call(*, call: Call, by: Person | None, at: datetime) -> Call:
    """All is decided: from now on the waiting list moves up by itself. Refused while anything waits for a decision."""
    call = _move(call, CallState.DECIDED, "call.decided", by, at)
    move_up_in(call, at=at)
    return call


@transaction.atomic
def archive_call(*, call: Call, by: Person | None, at: datetime) -> Call:
    """Take the call from the public pages; the waiting list ends."""
    return _move(call, CallState.ARCHIVED, "call.archived", by, at)


def _move(call: Call, state: CallState, action: str, by: Person | None, at: datetime) -> Call:
    call = locked_call(call)
    refuse_if(rules.why_not_move_call(call=call, state=state, by=by))
    call.state = state
    if state == CallState.DECIDED:
        call.decided_at = at
    call.save(update_fields=["state", "decided_at"])
    record(action=action, actor=by, subject=call, at=at)
    return call


@transaction.atomic
def add_reviewer(*, call: Call, person: Person, institution: Institution, by: Person | None, at: datetime) -> Reviewer:
    """Let ``person`` read applications for ``institution``, where a role is held; the same again changes nothing."""
    call = locked_call(call)
    refuse_if(CallRefusal.NOT_YOURS if by and not Call.objects.editable_by(by).filter(pk=call.pk).exists() else None)
    gives = call.offering.programme.institutions.filter(institution=institution).exists()
    works_there = person.roles.in_force(at.date()).filter(institution=institution).exists()
    refuse_if(None if gives and works_there else ReviewRefusal.NOT_STAFF)
    reviewer, is_new = Reviewer.objects.get_or_create(call=call, person=person, defaults={"institution": institution})
    if is_new:
        record(action="reviewer.added", actor=by, subject=call, person=person, detail={"institution": institution.code}, at=at)
    return reviewer


@transaction.atomic
def remove_reviewer(*, reviewer: Reviewer, by: Person, at: datetime) -> None:
    """Take somebody from the list who has nothing left to read."""
    call = locked_call(reviewer.call_id)
    refuse_if(None if Call.objects.editable_by(by).filter(pk=call.pk).exists() else CallRefusal.NOT_YOURS)
    has_work = reviewer.person.reviews.filter(application__call=call, state=ReviewState.ASSIGNED).exists()
    refuse_if(ReviewRefusal.HAS_REVIEWS if has_work else None)
    record(action="reviewer.removed", actor=by, subject=call, person=reviewer.person, at=at)
    reviewer.delete()

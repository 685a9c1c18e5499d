"""Offers: made, accepted, declined, lapsed; the waiting list moves up in the same transaction.

A place belongs to whoever has an open or accepted offer (``HOLDS_A_PLACE``); the call's row is locked whenever places change hands.
"""

import zoneinfo
from collections.abc import Sequence
from datetime import datetime, time, timedelta

from django.db import transaction

from salerno.admissions import rules
from salerno.admissions.enums import HOLDS_A_PLACE, ApplicationState, CallState, OfferState, Outcome
from salerno.admissions.models import Application, Call, Decision, Offer
from salerno.admissions.ranking import Candidate, next_to_move_up
from salerno.admissions.refusals import OfferRefusal
from salerno.admissions.services.notices import tell
from salerno.admissions.services.registering import enrol_applicant
from salerno.admissions.services.rows import locked_application, locked_applications, locked_call, move, refuse_if
from salerno.audit.services import record
from salerno.institutions.models import Institution
from salerno.people.models import Person

PARIS = zoneinfo.ZoneInfo("Europe/Paris")


def open_until(at: datetime, days: int) -> datetime:
    """The end of the day in Paris, ``days`` after ``at``."""
    day = (at.astimezone(PARIS) + timedelta(days=days)).date()
    return datetime.combine(day, time(23, 59), tzinfo=PARIS)


def make_offer(application: Application, *, at: datetime, expires_at: datetime, letter: str) -> Offer:
    """Offer a place to an application whose row, and whose call's row, is locked; the caller has counted the places."""
    move(application, ApplicationState.ADMITTED, OfferRefusal.LAPSED)
    application.position = None
    application.decided_at, application.reason = at, ""
    application.save(update_fields=["state", "position", "decided_at", "reason"])
    offer = Offer.objects.create(application=application, made_at=at, expires_at=expires_at)
    tell(application, letter, at=at, occasion=str(offer.uuid), until=expires_at)
    return offer


@transaction.atomic
def accept_offer(*, offer: Offer, institutions: Sequence[Institution], by: Person, at: datetime) -> Application:
    """Take the place: the applicant becomes a student of the cohort, registered at ``institutions``, in the order of choice.

    Accepted once and before its deadline: the application's row is locked before the offer is read. The studies begin at once; the
    student numbers follow from the offices.
    """
    application = locked_application(offer.application_id)
    offer = _read_again(offer, application)
    gives = set(application.call.offering.programme.institutions.values_list("institution_id", flat=True))
    chosen = list(dict.fromkeys(each for each in institutions if each.pk in gives))
    refuse_if(rules.why_not_accept(offer=offer, institutions=len(chosen), by=by, at=at))
    offer.state, offer.answered_at = OfferState.ACCEPTED, at
    offer.save(update_fields=["state", "answered_at"])
    move(application, ApplicationState.ACCEPTED, OfferRefusal.ACCEPTED)
    enrol_applicant(application, chosen, by=by, at=at)
    detail = {"institutions": [each.code for each in chosen]}
    record(action="offer.accepted", actor=by, subject=offer, person=application.applicant, detail=detail, at=at)
    tell(application, "accepted", at=at)
    return application


@transaction.atomic
def decline_offer(*, offer: Offer, by: Person, at: datetime) -> Application:
    """Give the place back; the next on the waiting list gets it in the same moment."""
    call = locked_call(offer.application.call_id)
    application = locked_application(offer.application_id)
    offer = _read_again(offer, application)
    refuse_if(rules.why_not_answer(offer=offer, by=by, at=at))
    moving = _locked_list(call)
    _end(offer, application, OfferState.DECLINED, ApplicationState.DECLINED, at)
    record(action="offer.declined", actor=by, subject=offer, person=application.applicant, at=at)
    _move_up(call, moving, at)
    return application


def _read_again(offer: Offer, application: Application) -> Offer:
    offer = Offer.objects.select_for_update(of=("self",)).get(pk=offer.pk)
    offer.application = application
    return offer


def _end(offer: Offer, application: Application, answer: OfferState, state: ApplicationState, at: datetime) -> None:
    offer.state, offer.answered_at = answer, at
    offer.save(update_fields=["state", "answered_at"])
    move(application, state, OfferRefusal.LAPSED)
    application.save(update_fields=["state"])


def lapse_offers(*, at: datetime) -> tuple[int, int]:
    """End every offer whose deadline has passed and fill the places; return how many lapsed and how many moved up.

    Each call is a transaction of its own. The daily run also fills places that came free in another way.
    """
    lapsed = moved = 0
    for call in Call.objects.filter(state__in=(CallState.CLOSED, CallState.DECIDED)):
        ended, risen = _lapse_in(call, at)
        lapsed, moved = lapsed + ended, moved + risen
    return lapsed, moved


@transaction.atomic
def _lapse_in(call: Call, at: datetime) -> tuple[int, int]:
    call = locked_call(call)
    rows = {row.pk: row for row in locked_applications(call, (ApplicationState.ADMITTED, ApplicationState.WAITING))}
    offers = list(Offer.objects.select_for_update(of=("self",)).lapsing(at).filter(application__in=rows).order_by("pk"))
    for offer in offers:
        application = rows[offer.application_id]
        _end(offer, application, OfferState.LAPSED, ApplicationState.LAPSED, at)
        record(action="offer.lapsed", actor=None, subject=offer, person=application.applicant, at=at)
        tell(application, "lapsed", at=at, occasion=str(offer.uuid))
    return len(offers), _move_up(call, list(rows.values()), at)


def remind_of_offers(*, at: datetime) -> int:
    """Write to everybody whose offer ends soon, once for an offer; return how many letters are new. Part of the daily run.

    Not on the day on which the offer was made.
    """
    soon = Offer.objects.ending_soon(at).filter(made_at__lte=at - timedelta(days=1))
    return sum(
        tell(offer.application, "offer_ends", at=at, occasion=str(offer.uuid), until=offer.expires_at)
        for offer in soon.select_related("application__call", "application__applicant")
    )


def move_up_in(call: Call, *, at: datetime) -> int:
    """Fill the free places of a call whose row is locked; return how many moved up."""
    return _move_up(call, _locked_list(call), at)


def _locked_list(call: Call) -> list[Application]:
    return locked_applications(call, (ApplicationState.WAITING,))


def _move_up(call: Call, rows: Sequence[Application], at: datetime) -> int:
    """Until all is decided nobody moves up: places are then still the committee's to give."""
    if call.state != CallState.DECIDED:
        return 0
    waiting = sorted((row for row in rows if row.state == ApplicationState.WAITING), key=lambda row: (row.position or 0, row.pk))
    holding = [row.groups for row in Application.objects.filter(call=call, state__in=HOLDS_A_PLACE)]
    moved = 0
    while chosen := next_to_move_up([Candidate(str(row.pk), 0, row.groups) for row in waiting], holding, call.terms):
        application = next(row for row in waiting if str(row.pk) == chosen.key)
        waiting.remove(application)
        holding.append(application.groups)
        facts = {"position": application.position}
        Decision.objects.create(application=application, outcome=Outcome.ADMIT, facts=facts, by=None, at=at)
        offer = make_offer(application, at=at, expires_at=open_until(at, call.offer_days), letter="moved_up")
        record(action="application.moved_up", actor=None, subject=offer, person=application.applicant, at=at)
        moved += 1
    return moved

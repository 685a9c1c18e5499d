"""What changes offers of traineeships."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from salerno.audit.services import record
from salerno.institutions.models import Institution
from salerno.mobility.agreements import rules
from salerno.mobility.agreements.refusals import OfferRefusal
from salerno.mobility.enums import OfferState
from salerno.mobility.errors import MobilityRefused, refuse_if
from salerno.mobility.models import TraineeshipOffer
from salerno.people.models import Person

EDITABLE = (
    "title", "text", "starts_on", "ends_on", "places", "outcomes", "supervisor_name", "supervisor_email", "remuneration",
    "languages", "requirements",
)  # fmt: skip


@transaction.atomic
def create_offer(*, host: Institution, values: Mapping[str, Any], by: Person | None, at: datetime) -> TraineeshipOffer:
    """An offer in preparation. ``values``: what ``EDITABLE`` names."""
    offer = TraineeshipOffer(host=host, **{name: values[name] for name in EDITABLE})
    refuse_if(rules.why_not_change_offer(offer=offer, by=by))
    _refuse_dates(offer)
    offer.save()
    record(action="traineeship.prepared", actor=by, subject=offer, detail={"host": host.code}, at=at)
    return offer


@transaction.atomic
def edit_offer(*, offer: TraineeshipOffer, values: Mapping[str, Any], by: Person | None, at: datetime) -> TraineeshipOffer:
    """Change an offer that students do not read now.

    PRIVACY: the record holds which fields, not their values: the supervisor is a person.
    """
    offer = _locked(offer)
    refuse_if(rules.why_not_change_offer(offer=offer, by=by))
    changed = [name for name in EDITABLE if getattr(offer, name) != values[name]]
    for name in changed:
        setattr(offer, name, values[name])
    _refuse_dates(offer)
    if changed:
        offer.save(update_fields=changed)
        record(action="traineeship.edited", actor=by, subject=offer, detail={"fields": changed}, at=at)
    return offer


@transaction.atomic
def open_offer(*, offer: TraineeshipOffer, by: Person | None, at: datetime) -> TraineeshipOffer:
    """Let students read it."""
    return _move(offer, OfferState.OPEN, "traineeship.opened", by, at)


@transaction.atomic
def close_offer(*, offer: TraineeshipOffer, by: Person | None, at: datetime) -> TraineeshipOffer:
    """Take it from the students' list. Places that a call gives stand."""
    return _move(offer, OfferState.CLOSED, "traineeship.closed", by, at)


def _move(offer: TraineeshipOffer, state: OfferState, action: str, by: Person | None, at: datetime) -> TraineeshipOffer:
    offer = _locked(offer)
    refuse_if(rules.why_not_move_offer(offer=offer, state=state, by=by, on=at.date()))
    offer.state = state
    offer.save(update_fields=["state"])
    record(action=action, actor=by, subject=offer, at=at)
    return offer


def _locked(offer: TraineeshipOffer) -> TraineeshipOffer:
    return TraineeshipOffer.objects.select_for_update(of=("self",)).select_related("host").get(pk=offer.pk)


def _refuse_dates(offer: TraineeshipOffer) -> None:
    if offer.starts_on >= offer.ends_on:
        raise MobilityRefused(OfferRefusal.DATES, {"ends_on": OfferRefusal.DATES.label})

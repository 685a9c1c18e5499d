"""A nomination that comes in is entered, withdrawn, taken by the student; one that nobody answers is deleted."""

from datetime import datetime
from typing import Any

from django.db import transaction

from salerno.admissions.services.notices import both_zones
from salerno.audit.services import record
from salerno.messaging.services import send_later
from salerno.mobility.calls.rules import tier_of
from salerno.mobility.enums import MobilityState, WishState
from salerno.mobility.errors import refuse_if
from salerno.mobility.models import Condition, Mobility, Nomination, Place, Wish
from salerno.mobility.nominations import rules
from salerno.mobility.nominations.refusals import NominationRefusal
from salerno.mobility.nominations.selectors import is_elsewhere, known_of
from salerno.people.models import Person

_ZONE = "Europe/Paris"


@transaction.atomic
def nominate_in(*, condition: Condition, values: dict[str, Any], by: Person, at: datetime) -> Nomination:
    """Enter a student whom a partner names, and invite them by mail. ``values``: the fields of ``Nomination``.

    The condition is locked: two coordinators cannot give its last seat twice.
    """
    condition = _locked_condition(condition.pk)
    email = values["email"].strip().lower()
    days = {name: values[name] for name in ("starts_on", "ends_on", "answer_until")}
    known = known_of(condition, values["starts_on"], at.date())
    refuse_if(rules.why_not_nominate(condition=condition, known=known, by=by, at=at, **days))
    twice = Nomination.objects.waiting().filter(condition=condition, email=email, starts_on=values["starts_on"]).exists()
    refuse_if(NominationRefusal.TWICE if twice else None)
    row = Nomination.objects.create(condition=condition, made_by=by, made_at=at, **{**values, "email": email})
    detail = {"from": condition.sending.schac, "agreement": condition.agreement.code}
    record(action="nomination.entered", actor=by, subject=row, detail=detail, at=at)
    _invite(row, at)
    return row


def _locked_condition(pk: int) -> Condition:
    Condition.objects.select_for_update(of=("self",)).get(pk=pk)
    return Condition.objects.select_related("agreement", "sending", "receiving").get(pk=pk)


def _invite(row: Nomination, at: datetime) -> None:
    """PRIVACY: no account is made; whoever gets the mail signs up as everybody does, or lets it be."""
    send_later(
        "mobility/mail/nomination",
        to=row.email,
        language=row.language,
        context={
            "nomination": row,
            "sending": row.condition.sending,
            "receiving": row.condition.receiving,
            "until": both_zones(row.answer_until, _ZONE, row.language),
        },
        at=at,
        key=f"mobility/nomination/{row.uuid}",
    )


@transaction.atomic
def withdraw_nomination(*, nomination: Nomination, by: Person, at: datetime) -> None:
    """Take a nomination back that the student has not taken. It is deleted: nobody has agreed to anything yet."""
    row = _locked(nomination)
    refuse_if(rules.why_not_withdraw(nomination=row, by=by))
    record(action="nomination.withdrawn", actor=by, subject=row, at=at)
    row.delete()


@transaction.atomic
def take_nomination(*, nomination: Nomination, by: Person, at: datetime) -> Mobility:
    """The student comes: from now on there is a stay, confirmed by the host that entered it. Taking it twice gives the same one."""
    _locked_condition(nomination.condition_id)  # whoever counts its seats meets the nomination or the stay, never neither
    row = _locked(nomination)
    if row.wish_id and rules.is_for(row, by):
        return Mobility.objects.get(wish=row.wish_id)
    refuse_if(rules.why_not_take(nomination=row, by=by, at=at, is_elsewhere=is_elsewhere(by, row)))
    there = row.condition.receiving
    place = Place.objects.create(institution=there, condition=row.condition, tier=tier_of(there), capacity=1, period=row.period)
    row.wish = Wish.objects.create(student=by, home=row.condition.sending, state=WishState.SUBMITTED, submitted_at=at)
    row.save(update_fields=["wish"])
    mobility = Mobility.objects.create(
        wish=row.wish,
        place=place,
        state=MobilityState.CONFIRMED,
        offered_at=row.made_at,
        accept_until=row.answer_until,
        accepted_at=at,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
    )
    record(action="mobility.accepted", actor=by, subject=mobility, detail={"nomination": str(row.uuid)}, at=at)
    return mobility


def _locked(nomination: Nomination) -> Nomination:
    Nomination.objects.select_for_update(of=("self",)).get(pk=nomination.pk)
    rows = Nomination.objects.select_related("condition__sending", "condition__receiving", "condition__agreement")
    return rows.get(pk=nomination.pk)


@transaction.atomic
def forget_unanswered(*, at: datetime) -> int:
    """Delete nominations that nobody took until their day, so that their seats are free and no address is kept; return how many."""
    rows = list(Nomination.objects.select_for_update(of=("self",)).waiting().filter(answer_until__lt=at).order_by("pk"))
    for row in rows:
        record(action="nomination.lapsed", actor=None, subject=row, at=at)
    Nomination.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


def export_nominations(person: Person) -> list[dict[str, Any]]:
    """What a partner said of the person; of others no more than that the person entered it."""
    names = (
        "uuid", "email", "given_names", "family_name", "language", "birth_date", "citizenship", "student_number", "programme",
        "eqf_level", "isced_f", "period", "starts_on", "ends_on", "made_at",
    )  # fmt: skip
    own = [{"as": "student", **row} for row in Nomination.objects.of(person).values(*names)]
    return [*own, *({"as": "entered", **row} for row in Nomination.objects.filter(made_by=person).values("uuid", "made_at"))]


def erase_nominations(person: Person) -> int:
    """Forget what a partner said of the person. What was signed or issued keeps what it said when it was frozen."""
    nothing = {"given_names": "", "family_name": "", "birth_date": None, "citizenship": "", "student_number": "", "programme": ""}
    count = 0
    for row in Nomination.objects.of(person):
        Nomination.objects.filter(pk=row.pk).update(email=f"{row.uuid}@erased.invalid", **nothing)
        count += 1
    return count

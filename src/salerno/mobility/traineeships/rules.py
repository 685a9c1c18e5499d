"""Whether an act on a traineeship may be done: the greyed button and the service ask the same."""

from datetime import date, datetime, timedelta

from salerno.mobility.enums import LogWeekState, MobilityKind, MobilityState
from salerno.mobility.models import LearningAgreementVersion, LogWeek, Mobility, TutorRequest
from salerno.mobility.stays.rules import sides_of
from salerno.mobility.traineeships.refusals import EvaluationRefusal, LogRefusal, TutorRefusal
from salerno.people.models import Person

BETWEEN_SENDINGS = timedelta(days=1)
SENDINGS_AT_MOST = 6
WORKS_FOR = timedelta(days=35)
"""How long a link works after the last day: the certificate is due within five weeks (Erasmus+ learning agreement for
traineeships, "After the mobility")."""
LATE_AFTER = timedelta(days=7)
"""A week is late when another has passed since its last day."""
IS_THERE = frozenset({MobilityState.ARRIVED, MobilityState.DEPARTED})
WAS_THERE = IS_THERE | {MobilityState.RECOGNISED}


def is_traineeship(mobility: Mobility) -> bool:
    """Whether the mobility is one."""
    return mobility.kind == MobilityKind.TRAINEESHIP


def monday_of(day: date) -> date:
    """The first day of the week of ``day`` (ISO 8601)."""
    return day - timedelta(days=day.weekday())


def last_day(mobility: Mobility) -> date:
    """The day of the departure; until it is confirmed, the planned one."""
    return mobility.departed_on or mobility.ends_on


def is_late(starts_on: date, today: date) -> bool:
    """Whether the week that began then should have been handed in by now."""
    return starts_on + timedelta(days=6) + LATE_AFTER < today


def why_not_keep_log(*, mobility: Mobility, is_signed: bool, by: Person) -> LogRefusal | None:
    """The reason for which ``by`` cannot write in the log at all, or None. ``is_signed``: there is a certificate."""
    if not is_traineeship(mobility):
        return LogRefusal.NOT_A_TRAINEESHIP
    if mobility.wish.student_id != by.pk:
        return LogRefusal.NOT_YOURS
    if is_signed:
        return LogRefusal.SIGNED
    return None if mobility.state in IS_THERE else LogRefusal.NOT_THERE


def why_not_write_week(
    *, mobility: Mobility, starts_on: date, week: LogWeek | None, is_signed: bool, by: Person, today: date
) -> LogRefusal | None:
    """The reason for which ``by`` cannot write, or change, the week that begins on ``starts_on``, or None."""
    if found := why_not_keep_log(mobility=mobility, is_signed=is_signed, by=by):
        return found
    if starts_on.weekday():
        return LogRefusal.NO_MONDAY
    if starts_on > today:
        return LogRefusal.IN_THE_FUTURE
    if not monday_of(mobility.arrived_on or mobility.starts_on) <= starts_on <= last_day(mobility):
        return LogRefusal.OUTSIDE
    return LogRefusal.SEEN if week is not None and week.state == LogWeekState.SEEN else None


def why_not_ask_tutor(
    *, mobility: Mobility, request: TutorRequest | None, version: LearningAgreementVersion | None, email: str, by: Person
) -> TutorRefusal | None:
    """The reason for which ``by`` cannot ask the tutor at ``email``, or None. ``version``: the agreement in force."""
    if found := _why_not_touch(mobility, by):
        return found
    if request is not None:
        return TutorRefusal.ASKED
    if mobility.state not in IS_THERE:
        return TutorRefusal.NOT_THERE
    if version is None:
        return TutorRefusal.NO_AGREEMENT
    return why_not_address(mobility=mobility, email=email, by=by) if email else TutorRefusal.NO_TUTOR


def why_not_address(*, mobility: Mobility, email: str, by: Person) -> TutorRefusal | None:
    """SECURITY: nobody certifies their own traineeship, nor one for whose certificate they ask."""
    if email.casefold() == mobility.wish.student.email.casefold():
        return TutorRefusal.OWN_ADDRESS
    return TutorRefusal.ASKERS_ADDRESS if email.casefold() == by.email.casefold() else None


def why_not_name_another(*, mobility: Mobility, by: Person) -> TutorRefusal | None:
    """The reason for which ``by`` cannot say who the tutor is, or None.

    SECURITY: the trainee does not say who certifies: the agreement does, which three have signed, or the sending university.
    """
    if found := _why_not_touch(mobility, by):
        return found
    may = mobility.wish.student_id != by.pk and sides_of(by, mobility).sends
    return None if may else TutorRefusal.NOT_SENDING


def _why_not_touch(mobility: Mobility, by: Person) -> TutorRefusal | None:
    if not is_traineeship(mobility):
        return TutorRefusal.NOT_A_TRAINEESHIP
    may = mobility.wish.student_id == by.pk or sides_of(by, mobility).sends
    return None if may else TutorRefusal.NEITHER


def why_not_ask_again(*, mobility: Mobility, request: TutorRequest | None, by: Person, at: datetime) -> TutorRefusal | None:
    """The reason for which no new link goes to the same address, or None. An expired one is no reason: it is why one asks."""
    if found := _why_not_touch(mobility, by) or _why_not_send(request, mobility):
        return found
    if request and request.sendings >= SENDINGS_AT_MOST:
        return TutorRefusal.TOO_OFTEN
    return TutorRefusal.TOO_SOON if request and at < request.asked_at + BETWEEN_SENDINGS else None


def why_not_correct(*, mobility: Mobility, request: TutorRequest | None, by: Person, email: str = "") -> TutorRefusal | None:
    """The reason for which the tutor's address does not become ``email``, or None."""
    if found := why_not_name_another(mobility=mobility, by=by) or _why_not_send(request, mobility):
        return found
    if request and email.casefold() == request.email.casefold():
        return TutorRefusal.SAME_ADDRESS
    return why_not_address(mobility=mobility, email=email, by=by)


def _why_not_send(request: TutorRequest | None, mobility: Mobility) -> TutorRefusal | None:
    if request is None:
        return TutorRefusal.NOT_ASKED
    if request.answered_at is not None:
        return TutorRefusal.SIGNED
    return None if mobility.state in WAS_THERE else TutorRefusal.NOT_THERE


def why_not_evaluate(*, request: TutorRequest, at: datetime) -> EvaluationRefusal | None:
    """The reason for which the link opens nothing, or None."""
    if request.answered_at is not None:
        return EvaluationRefusal.USED
    if request.mobility.state not in WAS_THERE:
        return EvaluationRefusal.OVER
    return None if request.is_open(at) else EvaluationRefusal.EXPIRED


def why_not_certify(
    *, request: TutorRequest, starts_on: date, ends_on: date, at: datetime, today: date
) -> EvaluationRefusal | None:
    """The reason for which the tutor cannot sign for a traineeship from ``starts_on`` to ``ends_on``, or None."""
    if found := why_not_evaluate(request=request, at=at):
        return found
    if request.opened_at is None:
        return EvaluationRefusal.NOT_OPENED
    if ends_on > today:
        return EvaluationRefusal.IN_THE_FUTURE
    if ends_on < starts_on:
        return EvaluationRefusal.ENDS_FIRST
    arrived_on = request.mobility.arrived_on
    return EvaluationRefusal.BEFORE_ARRIVAL if arrived_on and ends_on < arrived_on else None

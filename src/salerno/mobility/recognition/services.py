"""Results come from the host, are proposed, decided, appealed against; what is recognised counts in the degree's audit."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import translation
from django.utils.timezone import localdate

from salerno.admissions.services.notices import both_zones
from salerno.admissions.services.offers import open_until
from salerno.audit.services import record
from salerno.awards.degrees.services import recognising
from salerno.awards.errors import RecognitionRefused
from salerno.awards.grading.errors import GradeRefused
from salerno.awards.grading.scales import scales
from salerno.mobility.enums import DECIDED, MobilityState, RecognitionState, ResultSource
from salerno.mobility.errors import MobilityRefused, refuse_if
from salerno.mobility.models import HostResult, Mobility, MobilityCall, Recognition, RecognitionAppeal
from salerno.mobility.recognition import rules
from salerno.mobility.recognition.refusals import ResultRefusal
from salerno.mobility.recognition.selectors import converted_for, frozen, proposed_for
from salerno.mobility.stays.services.notices import tell
from salerno.mobility.stays.services.rows import locked_stay, move
from salerno.people.models import Person

LONGEST_TITLE = 300


@dataclass(frozen=True)
class Line:
    """A result before it is a row."""

    title: str
    ects: Decimal
    earned_on: date
    code: str = ""
    value: str = ""
    scale: str = ""
    isced_f: str = ""
    is_passed: bool = True


@transaction.atomic
def enter_results(
    *, mobility: Mobility, lines: Sequence[Line], source: ResultSource, by: Person | None, at: datetime
) -> list[Recognition]:
    """Enter what came from the host, all of it or nothing; each result waits for a decision, with the course proposed that the
    learning agreement names for it, or as which the same one was recognised before.

    ``by`` is nobody when a tutor has certified a traineeship, which is told in a letter of its own.
    After the mobility was recognised too: it is open again until the late results are decided on.
    """
    mobility = locked_stay(mobility)
    refuse_if(rules.why_not_enter(mobility=mobility, by=by))
    refuse_if(None if lines else ResultRefusal.NOTHING)
    known = set(mobility.results.values_list("code", "title"))
    proposed = proposed_for(mobility)
    rows = []
    for line in lines:
        if (line.code, line.title) in known:
            raise MobilityRefused(ResultRefusal.TWICE, {"title": line.title})
        known.add((line.code, line.title))
        rows.append(_entered(mobility, line, source, proposed.get(line.code, ""), by, at))
    detail = {"count": len(rows), "source": source}
    record(action="mobility.results_entered", actor=by, subject=mobility, person=mobility.wish.student, detail=detail, at=at)
    _open_again(mobility, by, at)
    if by is not None:
        tell(mobility, "results", at=at)
    return rows


def _entered(mobility: Mobility, line: Line, source: str, proposed: str, by: Person | None, at: datetime) -> Recognition:
    if line.earned_on > localdate(at):
        raise MobilityRefused(ResultRefusal.IN_THE_FUTURE, {"earned_on": line.title})
    value, is_passed = _read(line)
    result = HostResult.objects.create(
        mobility=mobility,
        code=line.code,
        title=line.title,
        ects=line.ects,
        value=value,
        scale=line.scale,
        isced_f=line.isced_f,
        is_passed=is_passed,
        earned_on=line.earned_on,
        source=source,
        entered_by=by,
        entered_at=at,
    )
    return Recognition.objects.create(result=result, course_code=proposed, ects=line.ects or None)


def _read(line: Line) -> tuple[str, bool]:
    """The grade in the writing of its scale, and whether it passes there; of a scale that is not known, as it came."""
    scale = scales().get(line.scale)
    if scale is None or not line.value:
        return line.value, line.is_passed
    try:
        grade = scale.read(line.value)
    except GradeRefused as error:
        raise MobilityRefused(ResultRefusal.BAD_GRADE, {"value": f"{line.title}: {error}"}) from error
    return grade.text, grade.is_pass


@transaction.atomic
def recognise(
    *,
    recognition: Recognition,
    course_code: str,
    ects: Decimal,
    by: Person,
    at: datetime,
    others: Collection[Recognition] = (),
) -> Recognition:
    """Have the result count as ``course_code`` with ``ects``, with the grade converted where both grading tables exist.

    Together with ``others`` it counts as one course without a grade: several grades have no mean that any guide defines. The
    mobility's row is locked: of two officers one decides.
    """
    row = _locked(recognition)
    rest = list(Recognition.objects.with_the_stay().filter(pk__in=[other.pk for other in others]).order_by("pk"))
    refuse_if(rules.why_not_decide(recognition=row, state=RecognitionState.RECOGNISED, by=by))
    refuse_if(rules.why_not_together(recognition=row, others=rest, by=by))
    _count(row, course_code, ects, by, at, rest)
    for other in rest:
        other.course_code, other.ects, other.counted_with = course_code, None, row
        _decided(other, RecognitionState.RECOGNISED, "", by, at, completes=False)
    return _decided(row, RecognitionState.RECOGNISED, "", by, at)


@transaction.atomic
def refuse(*, recognition: Recognition, reason: str, by: Person, at: datetime) -> Recognition:
    """Do not recognise the result, with a reason that the student reads."""
    row = _locked(recognition)
    refuse_if(rules.why_not_decide(recognition=row, state=RecognitionState.REFUSED, by=by))
    refuse_if(None if reason.strip() else ResultRefusal.NO_REASON)
    return _decided(row, RecognitionState.REFUSED, reason.strip(), by, at)


@transaction.atomic
def appeal(*, recognition: Recognition, text: str, by: Person, at: datetime) -> RecognitionAppeal:
    """Ask for another look at a refusal, once."""
    row = _locked(recognition)
    refuse_if(rules.why_not_appeal(recognition=row, by=by, at=at, text=text))
    row.state = RecognitionState.APPEALED
    row.save(update_fields=["state"])
    asked = RecognitionAppeal.objects.create(recognition=row, text=text.strip(), asked_at=at)
    record(action="recognition.appealed", actor=by, subject=row, person=by, at=at)
    _open_again(row.result.mobility, by, at)
    return asked


@transaction.atomic
def grant_appeal(
    *, recognition: Recognition, course_code: str, ects: Decimal, answer: str, by: Person, at: datetime
) -> Recognition:
    """Recognise the result after all, with the reason."""
    row = _answered(recognition, RecognitionState.RECOGNISED, answer, by, at)
    _count(row, course_code, ects, by, at)
    return _decided(row, RecognitionState.RECOGNISED, "", by, at)


@transaction.atomic
def dismiss_appeal(*, recognition: Recognition, answer: str, by: Person, at: datetime) -> Recognition:
    """Let the refusal stand, with the reason; nothing more follows."""
    row = _answered(recognition, RecognitionState.UPHELD, answer, by, at)
    return _decided(row, RecognitionState.UPHELD, row.reason, by, at, why=answer.strip())


@transaction.atomic
def take_back(*, recognition: Recognition, reason: str, by: Person, at: datetime) -> Recognition:
    """Undo a recognition that was decided in error: it counts no more, and waits for a decision again.

    What was recognised together is taken back together, whichever of it is named.
    """
    row = _locked(recognition)
    row = _locked(row.counted_with) if row.counted_with else row
    refuse_if(None if row.state == RecognitionState.RECOGNISED else ResultRefusal.NOT_RECOGNISED)
    refuse_if(rules.why_not_decide(recognition=row, state=RecognitionState.WAITING, by=by))
    refuse_if(None if reason.strip() else ResultRefusal.NO_REASON)
    try:
        recognising.withdraw(source=row.uuid, reason=reason.strip(), by=by, at=at)
    except RecognitionRefused as error:
        raise MobilityRefused(ResultRefusal.CANNOT_COUNT, {"reason": error.refusal.label}) from error
    for each in (*row.counts_also.with_the_stay(), row):
        _wait_again(each, reason.strip(), by, at)
    _open_again(row.result.mobility, by, at)
    return row


def _wait_again(row: Recognition, reason: str, by: Person, at: datetime) -> None:
    row.state, row.converted_value, row.converted_scale, row.tables = RecognitionState.WAITING, "", "", []
    row.decided_by = row.decided_at = row.counted_with = None
    row.ects = row.ects or row.result.ects or None
    row.save()
    student = row.result.mobility.wish.student
    record(action="recognition.taken_back", actor=by, subject=row, person=student, detail={"reason": reason}, at=at)


def _locked(recognition: Recognition) -> Recognition:
    """The mobility is locked, then what is decided in it is read."""
    locked_stay(Mobility(pk=recognition.result.mobility_id))
    return Recognition.objects.with_the_stay().get(pk=recognition.pk)


def _answered(recognition: Recognition, state: RecognitionState, answer: str, by: Person, at: datetime) -> Recognition:
    row = _locked(recognition)
    refuse_if(None if row.state == RecognitionState.APPEALED else ResultRefusal.NO_APPEAL)
    refuse_if(rules.why_not_decide(recognition=row, state=state, by=by))
    refuse_if(None if answer.strip() else ResultRefusal.NO_REASON)
    row.appeal.answer, row.appeal.answered_by, row.appeal.answered_at = answer.strip(), by, at
    row.appeal.save()
    return row


def _count(row: Recognition, course_code: str, ects: Decimal, by: Person, at: datetime, others: Sequence[Recognition] = ()) -> None:
    """Hand the result to the degree's audit, the grade converted as the tables stand now; several together have no grade."""
    converted = None if others else frozen(converted_for(row.result))
    try:
        recognising.recognise(
            studies=row.result.mobility.wish.studies,
            course_code=course_code,
            ects=ects,
            earned=_earned(row.result, [other.result for other in others]),
            converted=converted,
            source=row.uuid,
            by=by,
            at=at,
        )
    except RecognitionRefused as error:
        raise MobilityRefused(ResultRefusal.CANNOT_COUNT, {"course_code": error.refusal.label}) from error
    row.course_code, row.ects = course_code, ects
    row.converted_value, row.converted_scale = (converted.value, converted.scale) if converted else ("", "")
    row.tables = list(converted.tables) if converted else []


def _earned(result: HostResult, others: Sequence[HostResult]) -> recognising.Earned:
    """What the degree names: one result with its grade, or several by their titles, earned when the last of them was."""
    schac = result.mobility.place.institution.schac
    if not others:
        return recognising.Earned(schac, result.title, result.earned_on, result.value, result.scale)
    title = " + ".join(each.title for each in (result, *others))
    if len(title) > LONGEST_TITLE:
        raise MobilityRefused(ResultRefusal.TITLES_TOO_LONG)
    return recognising.Earned(schac, title, max(each.earned_on for each in (result, *others)))


def _days_to_appeal(mobility: Mobility) -> int:
    """As the call says; for a guest, who came by none, as a new call would say."""
    return (mobility.wish.call or MobilityCall()).appeal_days


def _decided(
    row: Recognition, state: RecognitionState, reason: str, by: Person, at: datetime, *, why: str = "", completes: bool = True
) -> Recognition:
    mobility = row.result.mobility
    row.state, row.reason, row.decided_by, row.decided_at = state, reason, by, at
    row.appeal_until = open_until(at, _days_to_appeal(mobility)) if state == RecognitionState.REFUSED else None
    row.save()
    detail = {"course": row.course_code if state == RecognitionState.RECOGNISED else "", "reason": reason}
    student = mobility.wish.student
    record(action=f"recognition.{state}", actor=by, subject=row, person=student, detail=detail, at=at)
    _tell_decided(row, why or reason, at)
    if completes:
        _complete(mobility, by, at)
    return row


def _tell_decided(row: Recognition, why: str, at: datetime) -> None:
    mobility, student = row.result.mobility, row.result.mobility.wish.student
    with translation.override(student.language):
        outcome = row.get_state_display()
    appeal_until = both_zones(row.appeal_until, student.time_zone, student.language) if row.appeal_until else ""
    occasion = f"{row.uuid.hex}/{row.state}/{at.timestamp():.0f}"
    context = {"title": row.result.title, "outcome": outcome, "why": why, "appeal_until": appeal_until}
    tell(mobility, "decided", at=at, occasion=occasion, **context)


def _open_again(mobility: Mobility, by: Person, at: datetime) -> None:
    """A mobility of which something waits for a decision again is not recognised."""
    if mobility.state == MobilityState.RECOGNISED:
        move(mobility, MobilityState.DEPARTED)
        record(action="mobility.opened_again", actor=by, subject=mobility, person=mobility.wish.student, at=at)


def _complete(mobility: Mobility, by: Person, at: datetime) -> None:
    """A mobility whose results are all decided on is recognised."""
    waiting = Recognition.objects.filter(result__mobility=mobility).exclude(state__in=DECIDED)
    if mobility.state == MobilityState.DEPARTED and not waiting.exists():
        move(mobility, MobilityState.RECOGNISED)
        record(action="mobility.recognised", actor=by, subject=mobility, person=mobility.wish.student, at=at)

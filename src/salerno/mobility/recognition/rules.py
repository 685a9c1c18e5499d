"""Whether a result may be entered, and what may be decided on it."""

from collections.abc import Collection
from datetime import datetime

from salerno.mobility.enums import NEXT_RECOGNITION, MobilityState, RecognitionState
from salerno.mobility.models import Mobility, Recognition
from salerno.mobility.recognition.refusals import ResultRefusal
from salerno.mobility.stays.rules import sides_of
from salerno.people.models import Person

BACK = frozenset({MobilityState.DEPARTED, MobilityState.RECOGNISED})


def why_not_enter(*, mobility: Mobility, by: Person | None) -> ResultRefusal | None:
    """Results come when the student has left, from either side, or (``by`` nobody) with the certificate of a tutor."""
    if by is not None:
        sides = sides_of(by, mobility)
        if not (sides.sends or sides.receives):
            return ResultRefusal.NEITHER
    return None if mobility.state in BACK else ResultRefusal.NOT_BACK


def why_not_decide(*, recognition: Recognition, state: RecognitionState, by: Person) -> ResultRefusal | None:
    """Whether the sending university may set ``state`` now."""
    mobility = recognition.result.mobility
    if not sides_of(by, mobility).sends:
        return ResultRefusal.NOT_SENDING
    if mobility.wish.studies_id is None:
        return ResultRefusal.NOT_A_STUDENT_HERE
    if state not in NEXT_RECOGNITION[RecognitionState(recognition.state)]:
        return ResultRefusal.DECIDED
    if state == RecognitionState.RECOGNISED and not recognition.result.is_passed:
        return ResultRefusal.NOT_PASSED
    return None


def why_not_together(*, recognition: Recognition, others: Collection[Recognition], by: Person) -> ResultRefusal | None:
    """Whether ``others`` can be recognised with ``recognition`` as one course."""
    if len({row.pk for row in (recognition, *others)}) <= len(others):
        return ResultRefusal.NOT_TOGETHER
    for row in others:
        is_of_the_stay = row.result.mobility_id == recognition.result.mobility_id
        if not is_of_the_stay or why_not_decide(recognition=row, state=RecognitionState.RECOGNISED, by=by):
            return ResultRefusal.NOT_TOGETHER
    return None


def why_not_appeal(*, recognition: Recognition, by: Person, at: datetime, text: str = "-") -> ResultRefusal | None:
    """The student, once, against a refusal, until its last day. What was decided before there was one has none."""
    if recognition.result.mobility.wish.student_id != by.pk:
        return ResultRefusal.NOT_YOURS
    if hasattr(recognition, "appeal"):
        return ResultRefusal.APPEALED
    if recognition.state != RecognitionState.REFUSED:
        return ResultRefusal.NOT_REFUSED
    if recognition.appeal_until is not None and at > recognition.appeal_until:
        return ResultRefusal.TOO_LATE
    return None if text.strip() else ResultRefusal.EMPTY

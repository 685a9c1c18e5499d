"""Two students are back: the results of one are recognised and count, those of the other wait, one after an appeal."""

from datetime import datetime
from decimal import Decimal

from salerno.mobility.enums import ResultSource
from salerno.mobility.models import Mobility, Recognition
from salerno.mobility.recognition import services
from salerno.mobility.recognition.services import Line
from salerno.mobility.stays.services import stays
from salerno.people.models import Person
from salerno.portal.operations.demo_cohort.cast import OFFICERS, SU
from salerno.portal.operations.demo_cohort.people import person
from salerno.portal.operations.demo_cohort.studying_elsewhere import BACK_COUNTED, BACK_WAITING, stay_of
from salerno.portal.operations.demo_cohort.timeline import APPEALED, DEPARTED, RESULTS_CAME, RESULTS_DECIDED, on_day

_FIELD = "0988"  # as in the grading tables
_COURSE = "SU-301"
_LANGUAGE = "SU-SV1"
_WHY_NOT = "A course of the language is not part of the degree (made up)."
_APPEAL = "I could not have followed the ward rounds without it (made up)."


def come_back(at: datetime) -> None:
    """Stockholm notes the departures and enters what it has graded."""
    by = person(OFFICERS[SU])
    for number, grade in ((BACK_COUNTED, "B"), (BACK_WAITING, "C")):
        mobility = stay_of(number)
        stays.note_departure(mobility=mobility, on=on_day(at, DEPARTED).date(), by=by, at=on_day(at, DEPARTED, 24))
        lines = [_line(at, _COURSE, "Health data infrastructures (made up)", Decimal(9), grade)]
        if number == BACK_WAITING:
            lines.append(_line(at, _LANGUAGE, "Swedish for beginners (made up)", Decimal(3), "A"))
        services.enter_results(mobility=mobility, lines=lines, source=ResultSource.HAND, by=by, at=on_day(at, RESULTS_CAME))


def _line(at: datetime, code: str, title: str, ects: Decimal, grade: str) -> Line:
    return Line(title, ects, on_day(at, DEPARTED - 2).date(), code=code, value=grade, scale="se-af", isced_f=_FIELD)


def decide(at: datetime) -> None:
    """As the learning agreement says; what it does not know of is refused, and appealed against."""
    counted, language = _result(stay_of(BACK_COUNTED), _COURSE), _result(stay_of(BACK_WAITING), _LANGUAGE)
    moment = on_day(at, RESULTS_DECIDED)
    services.recognise(
        recognition=counted, course_code=counted.course_code, ects=counted.result.ects, by=_home_of(counted), at=moment
    )
    services.refuse(recognition=language, reason=_WHY_NOT, by=_home_of(language), at=moment)
    student = language.result.mobility.wish.student
    services.appeal(recognition=language, text=_APPEAL, by=student, at=on_day(at, APPEALED))


def _result(mobility: Mobility, code: str) -> Recognition:
    return Recognition.objects.with_the_stay().get(result__mobility=mobility, result__code=code)


def _home_of(recognition: Recognition) -> Person:
    return person(OFFICERS[recognition.result.mobility.wish.home.schac])

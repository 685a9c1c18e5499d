"""The parts of the cohort, in their order: each is one short transaction, made once, and noted in the record of acts.

The record says which parts there are and from which moment they count their days: a making that was cut short goes on where it
stopped, with the same days, and a finished one makes nothing.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from salerno.audit.models import Entry
from salerno.audit.services import record
from salerno.catalogue.models import Programme
from salerno.messaging.enums import State
from salerno.messaging.models import Message
from salerno.portal.operations.demo_cohort import (
    boards,
    mobility,
    next_call,
    papers_abroad,
    past_call,
    people,
    placing,
    results_abroad,
    studying_elsewhere,
    teaching,
    theses,
)
from salerno.portal.operations.demo_cohort.cast import (
    APPLYING,
    HAVE_A_GRADED_THESIS,
    NOT_ADMITTED,
    STUDENTS,
    UNIVERSITIES,
    Fate,
    Student,
)
from salerno.portal.operations.demo_cohort.names import Invented
from salerno.portal.operations.demo_cohort.timeline import SEMESTERS, Semester

PART_MADE = "demo.part_made"
_AT_ONCE = 12
_THESES_AT_ONCE = 4


@dataclass(frozen=True)
class Part:
    """One piece of the history: ``act`` makes it, counting its days from the moment that it is given."""

    name: str
    act: Callable[[datetime], None]


def _parts() -> Iterator[Part]:
    yield Part("staff", people.make_staff)
    yield from _for_each("accounts", people.make_accounts, _everybody(), _AT_ONCE)
    yield Part("cohort", people.open_cohort)
    yield from _past_call()
    for semester in SEMESTERS:
        yield from _semester(semester)
        if semester.number == 2:
            yield Part("left", people.leave)
    yield from _for_each("first theses", theses.grade_theses, _with_fates(Fate.GRADUATED), _THESES_AT_ONCE)
    yield Part("first board", boards.hold_first_board)
    yield Part("first minutes", boards.sign_first_minutes)
    later = _with_fates(*[fate for fate in HAVE_A_GRADED_THESIS if fate != Fate.GRADUATED])
    yield from _for_each("second theses", theses.grade_theses, later, _THESES_AT_ONCE)
    yield Part("theses under way", theses.write_theses)
    yield Part("open sheets", teaching.leave_sheets_open)
    yield Part("second board", boards.convene_second_board)
    yield Part("call that is open", next_call.open_call)
    yield Part("drafts", next_call.write_drafts)
    yield Part("applications handed in", next_call.hand_in)
    yield Part("applications under review", next_call.review)
    yield Part("documents of the first degrees", boards.order_documents)
    yield Part("agreements between universities", mobility.agree)
    yield Part("traineeships", mobility.offer_traineeships)
    yield Part("places of traineeships", placing.place_students)
    yield from _studies_elsewhere()


def _studies_elsewhere() -> Iterator[Part]:
    yield Part("studies elsewhere", partial(studying_elsewhere.publish_places, studies_call=studying_elsewhere.FIRST))
    yield Part("students go", studying_elsewhere.go)
    yield from _for_each("learning agreements", papers_abroad.agree, papers_abroad.WHO_HAS_ONE, 1)
    yield Part("change of a learning agreement", papers_abroad.change)
    yield Part("students come back", results_abroad.come_back)
    yield Part("recognition", results_abroad.decide)
    yield Part("next studies elsewhere", partial(studying_elsewhere.publish_places, studies_call=studying_elsewhere.SECOND))
    yield Part("answers to offered places", studying_elsewhere.answer)
    yield Part("agreement to follow", mobility.propose_renewal)


def _past_call() -> Iterator[Part]:
    yield Part("past call", past_call.open_call)
    yield from _for_each("past applications", past_call.apply, _everybody()[: -len(APPLYING)], _AT_ONCE)
    yield Part("past eligibility", past_call.close_and_assign)
    for schac in UNIVERSITIES:
        yield Part(f"past reviews of {schac}", partial(past_call.review, schac=schac))
    yield Part("past decisions", past_call.decide)
    yield from _for_each("accepted", past_call.accept, STUDENTS, _AT_ONCE)
    for schac in UNIVERSITIES:
        yield Part(f"numbers of {schac}", partial(past_call.enter_numbers, schac=schac))


def _everybody() -> tuple[Invented, ...]:
    return (*(student.facts for student in STUDENTS), *NOT_ADMITTED, *APPLYING)


def _semester(semester: Semester) -> Iterator[Part]:
    name = f"semester {semester.number}"
    yield Part(f"{name}: offerings", partial(teaching.give_courses, semester=semester))
    yield Part(f"{name}: enrolments", partial(teaching.take_courses, semester=semester))
    for schac in UNIVERSITIES:
        yield Part(f"{name}: grades of {schac}", partial(teaching.examine, semester=semester, schac=schac))
    if semester.number == 3:
        yield Part("grading tables", teaching.publish_tables)
        yield Part("correction", teaching.correct_one)


def _for_each(name: str, act: Callable[[datetime, tuple[Any, ...]], None], people: tuple[Any, ...], size: int) -> Iterator[Part]:
    """``act`` for so many ``people`` at a time."""
    for start in range(0, len(people), size):
        some = people[start : start + size]
        yield Part(f"{name} {start // size + 1}", lambda at, some=some: act(at, some))


def _with_fates(*fates: Fate) -> tuple[Student, ...]:
    return tuple(student for student in STUDENTS if student.fate in fates)


PARTS = tuple(_parts())


def make_cohort(*, at: datetime, tell: Callable[[str], None] = lambda _name: None) -> int:
    """Make every part that is not there yet, and return how many; ``tell`` hears the name of each when it stands."""
    notes = list(Entry.objects.filter(action=PART_MADE).order_by("sequence").values_list("detail", "at"))
    there = {detail["part"] for detail, _moment in notes}
    since = notes[0][1] if notes else at
    made = 0
    for part in PARTS:
        if part.name not in there and _make(part, since):
            made += 1
            tell(part.name)
    return made


@transaction.atomic
def _make(part: Part, at: datetime) -> bool:
    """Make ``part``, unless another process has made it meanwhile: the programme's row is locked, one comes after the other."""
    Programme.objects.select_for_update().get(code=people.PROGRAMME)
    if Entry.objects.filter(action=PART_MADE, detail__part=part.name).exists():
        return False
    last = Message.objects.aggregate(last=Max("pk"))["last"] or 0
    part.act(at)
    _keep_quiet(last, at)
    record(action=PART_MADE, actor=None, detail={"part": part.name, "made_up": True}, at=at)
    return True


def _keep_quiet(last: int, at: datetime) -> None:
    """Notices of a history that never was stand in the outbox as sent in their time: none goes out."""
    queued = Message.objects.filter(pk__gt=last, queued_at__lt=at, state=State.QUEUED)
    queued.update(state=State.SENT, sent_at=F("queued_at"))

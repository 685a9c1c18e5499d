"""An examination board of three universities on the made-up Master, through the services that the campus itself uses."""

from pathlib import Path

import salerno.awards
from salerno.awards.agreements import read_agreement
from salerno.awards.boards.services import boards
from salerno.awards.enums import SheetState, Standing, TableSource
from salerno.awards.grades.services.tables import publish_table
from salerno.awards.grading.tables import from_json
from salerno.awards.models import Agreement, Board, BoardItem, Grade, GradeSheet, GradingTable
from salerno.catalogue.models import Programme, ProgrammeOffering
from salerno.enrolment.models import Enrolment, ProgrammeEnrolment
from salerno.enrolment.services import enrol
from salerno.institutions.models import Institution
from salerno.people.enums import Role
from salerno.people.models import Person
from tests.factories.people import PersonFactory, RoleAssignmentFactory
from tests.support.courses import person
from tests.support.moments import NOON
from tests.support.recorded import recorded
from tests.support.studies import AMU, UNIPI, made_up_cohort, master_offering, passed, student

SU = "su.se"
SEATS = (AMU, AMU, UNIPI, SU)
AGREEMENT = Path(salerno.awards.__file__).parent / "data" / "agreement.toml"
WHOLE = (
    "AMU-101", "PI-101", "SU-101", "AMU-103", "PI-103", "AMU-201", "PI-201", "PI-202", "PI-203", "SU-202", "AMU-301", "AMU-302",
    "AMU-202", "AMU-303", "AMU-401", "AMU-402",
)  # fmt: skip


def published_agreement(programme: Programme) -> Agreement:
    """The agreement of the demonstration, published for ``programme``."""
    facts = read_agreement(AGREEMENT.read_text(encoding="utf-8"))
    return boards.publish_agreement(facts=facts, programme=programme, by=None, at=NOON)[0]


def board_members(*schacs: str) -> dict[Person, Institution]:
    """A new member of each institution, called Member 1, Member 2 … in their order."""
    found = {}
    for number, schac in enumerate(schacs, start=1):
        somebody = PersonFactory(full_name=f"Member {number}")
        institution = Institution.objects.get(schac=schac)
        RoleAssignmentFactory(person=somebody, institution=institution, role=Role.BOARD_MEMBER)
        found[somebody] = institution
    return found


def ready_student(number: int = 1, *, cohort: ProgrammeOffering | None = None, lacking: tuple[str, ...] = ()) -> ProgrammeEnrolment:
    """A student with all courses passed but those ``lacking``."""
    studies = _ready_student(number, (cohort or made_up_cohort()).pk, lacking)
    return ProgrammeEnrolment.objects.select_related("student").get(pk=studies)


@recorded()
def _ready_student(number: int, cohort: int, lacking: tuple[str, ...]) -> int:
    somebody = person(f"student-{number}@example.org", full_name=f"Student {number}")
    studies = student(somebody, cohort=ProgrammeOffering.objects.get(pk=cohort))
    passed(studies, *(code for code in WHOLE if code not in lacking))
    return studies.pk


def convened(cohort: ProgrammeOffering | None = None, *seats: str) -> Board:
    """A board on ``cohort``: two French members, an Italian, a Swede unless ``seats`` says otherwise; the first is in the chair."""
    cohort = cohort or made_up_cohort()
    published_agreement(cohort.programme)
    members = board_members(*(seats or SEATS))
    chair = next(iter(members))
    return boards.convene(offering=cohort, held_on=NOON.date(), place="Room 1", members=members, chair=chair, by=chair, at=NOON)


def sitting(board: Board, *away: int) -> Board:
    """``board`` opened with all its members but those at the places ``away``."""
    members = list(board.members.order_by("pk"))
    present = [member.pk for place, member in enumerate(members) if place not in away]
    return boards.open_board(board=board, present=present, by=board.chair, at=NOON)


def item_of(board: Board, studies: ProgrammeEnrolment) -> BoardItem:
    """The student on the agenda of ``board``."""
    return board.items.get(student=studies)


def graded(enrolment: Enrolment, value: str, *, scale: str = "fr-20", standing: Standing = Standing.PASSED) -> Grade:
    """A published grade of a course that was completed by other means."""
    sheet = GradeSheet.objects.create(
        offering=enrolment.offering, scale=scale, held_on=NOON.date(), state=SheetState.PUBLISHED, confirmed_by=PersonFactory()
    )
    return Grade.objects.create(sheet=sheet, enrolment=enrolment, value=value, standing=standing)


def published_tables() -> tuple[GradingTable, GradingTable]:
    """Made-up tables of Marseille and of Pisa."""
    rows = {
        (AMU, "fr-20"): [["16", "5"], ["14", "20"], ["12", "35"], ["10", "40"]],
        (UNIPI, "it-30"): [["30L", "10"], ["30", "20"], ["28", "40"], ["18", "30"]],
    }
    first, second = (
        publish_table(
            institution=Institution.objects.get(schac=schac),
            table=from_json({"grades": grades, "scale": scale, "years": "2024–2025", "n": 400}),
            source=TableSource.IMPORTED,
            by=None,
            at=NOON,
            is_made_up=True,
        )[0]
        for (schac, scale), grades in rows.items()
    )
    return first, second


def examined(studies: ProgrammeEnrolment) -> dict[str, object]:
    """One row of everything that addresses of grades, tables and boards name, by its name: all about ``studies`` at Pisa."""
    pisa = Institution.objects.get(schac=UNIPI)
    (passed_course,) = passed(studies, "PI-101")
    waiting = enrol(learner=studies.student, offering=master_offering("PI-103"), by=studies.student, at=NOON)
    grade = graded(passed_course, "28", scale="it-30")
    known = from_json({"grades": [["30", "50"], ["18", "50"]], "scale": "it-30", "years": "2025"})
    table, _new = publish_table(institution=pisa, table=known, source=TableSource.IMPORTED, by=None, at=NOON)
    board = convened(studies.offering)
    boards.put_on_agenda(board=board, students=[studies], by=board.chair, at=NOON)
    rows = {"sheet": grade.sheet, "grade": grade, "table": table, "board": board, "item": item_of(board, studies)}
    rows |= {"cohort": studies.offering, "graded_offering": waiting.offering}
    return {name: row.uuid for name, row in rows.items()}

"""The joint Master with rows of every kind, made by the services that make them in life."""

from tests.factories.admissions import ApplicationFactory, CallFactory, ReviewerFactory, ReviewFactory
from tests.factories.people import PersonFactory
from tests.support.admissions import applied
from tests.support.boards import AMU, SU, UNIPI, convened, item_of, ready_student, sitting
from tests.support.courses import person
from tests.support.degree_documents import registrar, worked_off
from tests.support.grading import published_sheet
from tests.support.mobility import published_call, scenario_of
from tests.support.mobility_papers import an_agreement
from tests.support.moments import LATER, NOON
from tests.support.studies import made_up_cohort, master_offering
from tests.support.studies import student as with_studies
from tests.support.theses import cast, with_jury

from salerno.admissions.enums import ConflictKind, Outcome
from salerno.admissions.models import Appeal
from salerno.awards.boards.services import boards, decisions
from salerno.awards.boards.services.chairs import replace_chair
from salerno.awards.degrees.services.degrees import sign_minutes
from salerno.awards.enums import Decision, TableSource
from salerno.awards.grades.services import grades
from salerno.awards.grades.services.tables import publish_table
from salerno.awards.grading.tables import from_json
from salerno.awards.models import Award, Grade
from salerno.catalogue.models import ProgrammeOffering
from salerno.credentials.services import order_documents
from salerno.enrolment.models import ProgrammeEnrolment
from salerno.enrolment.services import enrol
from salerno.institutions.models import Institution


def build_full_master() -> Award:
    """A student who was graded and corrected, on whom a board decided, and who was awarded two degrees; one of the awards."""
    cohort = made_up_cohort()
    student = ready_student(cohort=cohort)
    _examine(student)
    board = sitting(convened(cohort, AMU, AMU, AMU, UNIPI, SU))
    heir = board.members.order_by("pk")[2]
    board = replace_chair(board=board, member=heir, reason="The chair had to leave.", by=board.chair, at=NOON)
    item = item_of(board, student)
    away = board.members.order_by("pk")[1]
    decisions.declare_conflict(item=item, member=away, reason="We wrote a paper.", by=board.chair, at=NOON)
    decisions.decide(item=item, decision=Decision.AWARD, votes=decisions.unanimous(item), by=board.chair, at=NOON)
    boards.close_board(board=board, by=board.chair, at=NOON)
    sign_minutes(board=board, by=board.chair, at=LATER)
    worked_off(order_documents(board=board, by=registrar(), at=LATER))
    with_jury(cast(email="thesis@example.org", cohort=cohort))
    an_agreement(with_studies(person("away@example.org"), at=(UNIPI,), cohort=cohort))
    _admit(cohort)
    _send_abroad(cohort)
    return Award.objects.degrees().first()


def _admit(cohort: ProgrammeOffering) -> None:
    """A closed call with a review, a conflict, a decision, an offer, an appeal, a transcript, a referee and a paper."""
    applied(PersonFactory(), cohort)
    application, refused = ApplicationFactory.create_batch(2, call=CallFactory(offering=cohort))
    ReviewerFactory(call=application.call)
    review = ReviewFactory(application=application)
    application.conflicts.create(person=review.reviewer, kind=ConflictKind.OTHER, declared_at=NOON)
    application.transcript.create(position=1, title="Statistics", sector="SECS-S/01", ects_credits="6.0")
    refused.decisions.create(outcome=Outcome.REFUSE, reason="No place was left.", by=review.reviewer, at=NOON)
    Appeal.objects.create(application=refused, text="Look again.", asked_at=NOON)


def _send_abroad(cohort: ProgrammeOffering) -> None:
    """A call for mobility with a place, somebody's wishes, a scenario and an offered place."""
    call, _offered = published_call(offering=cohort)
    scenario_of(call)


def _examine(student: ProgrammeEnrolment) -> None:
    """A course beside those that count: a sheet with one grade, which is corrected; and a grading table."""
    offering = master_offering("PI-102")
    enrolment = enrol(learner=student.student, offering=offering, by=student.student, at=NOON)
    teacher, colleague = PersonFactory(), PersonFactory()
    published_sheet(offering, {str(enrolment.uuid): "27"}, teacher, colleague)
    grades.correct_grade(grade=Grade.objects.get(), text="28", reason="A page had been overlooked.", by=colleague, at=NOON)
    publish_table(
        institution=Institution.objects.get(schac="unipi.it"),
        table=from_json({"grades": [["30", 40], ["28", 60]], "scale": "it-30", "n": 120, "years": "2024–2026"}),
        source=TableSource.IMPORTED,
        by=None,
        at=NOON,
    )

"""Signed boards whose degrees wait for their documents: made up, with the facts of ``support.degrees``."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from salerno.awards.degrees.facts import Body, as_json
from salerno.awards.enums import AwardKind, BoardState, Decision
from salerno.awards.models import Award, Board, BoardItem
from salerno.awards.moments import award_granted
from salerno.courseware import blobs
from salerno.credentials.enums import DocumentKind
from salerno.credentials.models import DegreeDocument, DocumentJob
from salerno.credentials.services import make_next, order_documents
from salerno.enrolment.models import ProgrammeEnrolment
from salerno.institutions.models import Institution
from salerno.people.enums import Role
from salerno.people.models import Person
from tests.credentials.europass.made_up import with_every_fact
from tests.factories.people import PersonFactory, RoleAssignmentFactory
from tests.support.boards import published_agreement
from tests.support.courses import person
from tests.support.degrees import AMU, UNIPI, degree_facts
from tests.support.moments import LATER
from tests.support.recorded import recorded
from tests.support.studies import made_up_cohort, student

BODIES = {"univ-amu.fr": AMU, "unipi.it": UNIPI}


def signed_board(students: int = 1, *schacs: str, first: int = 1, **facts: Any) -> Board:
    """A board that granted the degrees of the universities ``schacs`` (two, unless said) to so many students, from ``first`` on."""
    schacs = schacs or tuple(BODIES)
    numbers = tuple(range(first, first + students))
    return Board.objects.get(pk=_board(numbers, schacs, facts) if facts else _plain_board(numbers, schacs))


@recorded()
def _plain_board(numbers: tuple[int, ...], schacs: tuple[str, ...]) -> int:
    return _board(numbers, schacs, {})


def _board(numbers: tuple[int, ...], schacs: tuple[str, ...], facts: dict[str, Any]) -> int:
    cohort = made_up_cohort()
    chair = PersonFactory(full_name="Made-up Chair")
    board = Board.objects.create(
        offering=cohort,
        agreement=published_agreement(cohort.programme),
        held_on=LATER.date(),
        state=BoardState.SIGNED,
        chair=chair,
        minutes={},
        minutes_digest="0" * 64,
        signed_at=LATER,
    )
    for number in numbers:
        studies = student(person(f"graduate-{number}@example.org", full_name=f"Graduate {number}"), cohort=cohort)
        BoardItem.objects.create(
            board=board,
            student=studies,
            proposal=Decision.AWARD,
            audit={},
            digest="0" * 64,
            decision=Decision.AWARD,
            clause="7.2",
            decided_at=LATER,
        )
        for schac in schacs:
            granted(studies, schac, number, **facts)
    return board.pk


def granted(studies: ProgrammeEnrolment, schac: str, number: int, at: datetime = LATER, **facts: Any) -> Award:
    """The degree of one university, granted and told to the listeners."""
    institution = Institution.objects.get(schac=schac)
    bodies = {each: _body(each) for each in BODIES}
    code = f"{institution.code}-2027-{number:05}"
    award = Award(kind=AwardKind.DEGREE, learner=studies.student, programme_enrolment=studies, institution=institution, number=code)
    whole = with_every_fact(degree_facts())
    whole = replace(
        whole,
        award_uuid=str(award.uuid),
        number=code,
        awarding=bodies[schac],
        partners=tuple(body for each, body in bodies.items() if each != schac),
        granted_on=at.date(),
        decision=replace(whole.decision, held_on=at.date()),
        graduate=replace(whole.graduate, uuid=str(studies.student.uuid), given_names="Made", family_name=f"Up-{number}"),
    )
    award.facts, award.granted_at = as_json(replace(whole, **facts)), at
    award.save()
    award_granted(award, at)
    return award


def _body(schac: str) -> Body:
    return replace(BODIES[schac], legal_identifier=Institution.objects.get(schac=schac).legal_identifier)


def document_of(somebody: Person, content: bytes = b"%PDF-1.7 made up", **values: Any) -> DegreeDocument:
    """A released diploma of a degree of ``somebody``; its bytes are ``content``, which no typesetter made."""
    cohort = made_up_cohort()
    award = granted(student(somebody, cohort=cohort), "univ-amu.fr", 1)
    board = Board.objects.create(
        offering=cohort, agreement=published_agreement(cohort.programme), held_on=LATER.date(), chair=somebody
    )
    job = DocumentJob.objects.create(board=board, asked_at=LATER, touched_at=LATER, finished_at=LATER)
    made = {"made_at": LATER, "validated_at": LATER, "blob": blobs.put(content), "size": len(content)}
    kind = {"kind": DocumentKind.DIPLOMA, "language": "fr", "media_type": "application/pdf"}
    return DegreeDocument.objects.create(award=award, job=job, **made, **kind, **values)


def registrar(schac: str = "univ-amu.fr") -> Person:
    """Somebody who administers a university."""
    somebody = PersonFactory()
    RoleAssignmentFactory(person=somebody, institution=Institution.objects.get(schac=schac), role=Role.ADMINISTRATOR)
    return somebody


def ordered(board: Board, **values: Any) -> DocumentJob:
    """An order for the documents of ``board`` by a registrar; in tests the worker works at once, when the order is committed."""
    return order_documents(board=board, by=values.pop("by", None) or registrar(), at=values.pop("at", LATER), **values)


def worked_off(job: DocumentJob, at: datetime = LATER) -> DocumentJob:
    """The job after a worker has done all that it can take up."""
    while make_next(job_id=job.pk, at=at):
        pass
    job.refresh_from_db()
    return job


def with_documents(board: Board) -> DocumentJob:
    """The job that made all documents of ``board``, as a registrar orders them and a worker makes them."""
    job, contents = _made(board.pk)
    for content in contents:
        blobs.put(content)
    return DocumentJob.objects.get(pk=job)


@recorded()
def _made(board: int) -> tuple[int, list[bytes]]:
    job = worked_off(ordered(Board.objects.get(pk=board)))
    return job.pk, [blobs.get(row.blob) for row in job.documents.all()]

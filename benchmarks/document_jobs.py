"""Run inside a campus: the documents of a whole cohort, made by the job that the campus itself runs. Prints JSON.

``python document_jobs.py order COUNT`` writes a signed board with so many graduates and orders their documents as a registrar
does; ``work JOB`` works off the job as a worker does, and ``resume JOB`` as the next one does; ``check JOB`` says what stands.

Made up are the people, the board, and what each of their two degrees says (six courses at each university, as in
``document_sets.py``): rows written at once, past the services that enrol, grade and decide. Real is all that is measured: the Open
Badge of each degree is issued, every document is made, judged and kept, every release recorded, every student written to.
"""

import json
import sys
import uuid
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import django

django.setup()

from django.utils import timezone  # noqa: E402
from document_sets import BODIES  # noqa: E402

import salerno.awards  # noqa: E402
from salerno.audit.services import verify_chain  # noqa: E402
from salerno.awards.agreements import read_agreement  # noqa: E402
from salerno.awards.boards.services.boards import publish_agreement  # noqa: E402
from salerno.awards.degrees.facts import as_json  # noqa: E402
from salerno.awards.enums import AwardKind, BoardState, Decision  # noqa: E402
from salerno.awards.models import Award, Board, BoardItem  # noqa: E402
from salerno.catalogue.models import ProgrammeOffering  # noqa: E402
from salerno.catalogue.services import load_made_up_regulations  # noqa: E402
from salerno.credentials.made_up_degrees import made_up_degrees  # noqa: E402
from salerno.credentials.models import DegreeDocument, DocumentJob  # noqa: E402
from salerno.credentials.services import make_next, order_documents  # noqa: E402
from salerno.credentials.services.documents import CLAIM_LAPSES_AFTER  # noqa: E402
from salerno.enrolment.enums import ProgrammeState  # noqa: E402
from salerno.enrolment.models import ProgrammeEnrolment  # noqa: E402
from salerno.institutions.models import Institution  # noqa: E402
from salerno.messaging.models import Message  # noqa: E402
from salerno.people.enums import Role  # noqa: E402
from salerno.people.models import Person, RoleAssignment  # noqa: E402

AGREEMENT = Path(salerno.awards.__file__).parent / "data" / "agreement.toml"


def order(count: int) -> int:
    """The primary key of the job for a board that granted two degrees to each of ``count`` students."""
    at = timezone.now().replace(microsecond=0)
    load_made_up_regulations(at=at)
    cohort = ProgrammeOffering.objects.filter(regulations__isnull=False).select_related("programme").first()
    registrar, *people = make_people(count + 1)
    institution = Institution.objects.get(schac="univ-amu.fr")
    RoleAssignment.objects.create(person=registrar, institution=institution, role=Role.ADMINISTRATOR, since_on=at.date())
    studies = graduates(people, cohort, at)
    board = signed_board(cohort, registrar, studies, at)
    grant(studies, at)
    return order_documents(board=board, by=registrar, at=at).pk


def make_people(count: int) -> list[Person]:
    """Made-up people, English and French by turns."""
    rows = [
        Person(email=f"graduate-{number}@example.org", full_name=f"Made {number}", language=("en", "fr")[number % 2], is_demo=True)
        for number in range(count)
    ]
    return Person.objects.bulk_create(rows, batch_size=500)


def graduates(people: list[Person], cohort: ProgrammeOffering, at: datetime) -> list[ProgrammeEnrolment]:
    """Their studies, which have ended."""
    rows = [
        ProgrammeEnrolment(
            student=person,
            offering=cohort,
            track="biology",
            state=ProgrammeState.GRADUATED,
            given_names="Made",
            family_name=f"Up {number}",
            birth_date=date(2002, 1, 1),
            birth_place="Nowhere",
            citizenship="FR",
            admitted_at=at,
            ended_at=at,
        )
        for number, person in enumerate(people)
    ]
    return ProgrammeEnrolment.objects.bulk_create(rows, batch_size=500)


def signed_board(cohort: ProgrammeOffering, chair: Person, studies: list[ProgrammeEnrolment], at: datetime) -> Board:
    """A board that awarded to all."""
    facts = read_agreement(AGREEMENT.read_text(encoding="utf-8"))
    agreement = publish_agreement(facts=facts, programme=cohort.programme, by=None, at=at)[0]
    frozen = {"state": BoardState.SIGNED, "minutes": {}, "minutes_digest": "0" * 64, "signed_at": at}
    board = Board.objects.create(offering=cohort, agreement=agreement, held_on=at.date(), chair=chair, **frozen)
    decided = {"audit": {}, "digest": "0" * 64, "decision": Decision.AWARD, "clause": "7.2", "decided_at": at}
    items = [BoardItem(board=board, student=row, proposal=Decision.AWARD, **decided) for row in studies]
    BoardItem.objects.bulk_create(items, batch_size=500)
    return board


def grant(studies: list[ProgrammeEnrolment], at: datetime) -> None:
    """A degree of each of two universities to each."""
    places = {schac: Institution.objects.get(schac=schac) for schac in BODIES}
    bodies = {schac: replace(body, legal_identifier=places[schac].legal_identifier) for schac, body in BODIES.items()}
    rows = []
    for number, student in enumerate(studies):
        keys = {schac: uuid.uuid4() for schac in bodies}
        numbers = {schac: f"{place.code}-{at.year}-{number + 1:05}" for schac, place in places.items()}
        for facts in made_up_degrees(bodies, numbers, {schac: str(key) for schac, key in keys.items()}, at.date()):
            schac = facts.awarding.schac
            graduate = replace(facts.graduate, uuid=str(student.student.uuid), family_name=student.family_name)
            rows.append(
                Award(
                    uuid=keys[schac],
                    kind=AwardKind.DEGREE,
                    learner=student.student,
                    programme_enrolment=student,
                    institution=places[schac],
                    number=numbers[schac],
                    granted_at=at,
                    facts=as_json(replace(facts, graduate=graduate)),
                )
            )
    Award.objects.bulk_create(rows, batch_size=500)


def work(job: int, ahead: timedelta = timedelta(0)) -> int:
    """Make one set after the other; how many."""
    made = 0
    while make_next(job_id=job, at=timezone.now() + ahead):
        made += 1
    return made


def resume(job: int) -> int:
    """Go on after a worker that was killed. Its claim lapses after five minutes, so the clock is that much ahead."""
    return work(job, CLAIM_LAPSES_AFTER + timedelta(seconds=1))


def check(job: int) -> dict[str, int | bool]:
    """What the job left: items by state, documents, letters, faults of the record."""
    row = DocumentJob.objects.get(pk=job)
    standing = DegreeDocument.objects.standing()
    return {
        "finished": row.finished_at is not None,
        **{state: row.items.filter(state=state).count() for state in ("waiting", "done", "failed")},
        "documents": DegreeDocument.objects.count(),
        "standing": standing.count(),
        "bytes": sum(standing.values_list("size", flat=True)),
        "letters": Message.objects.filter(template="credentials/documents_ready").count(),
        "faults": len(verify_chain()[1]),
    }


if __name__ == "__main__":
    print(json.dumps({"order": order, "work": work, "resume": resume, "check": check}[sys.argv[1]](int(sys.argv[2]))))

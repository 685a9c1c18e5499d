"""The documents of a whole cohort: whose set is complete, what is missing, what waits."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import QuerySet

from salerno.awards.enums import GRANTS
from salerno.awards.models import Award, Board, BoardItem
from salerno.catalogue.models import ProgrammeOffering
from salerno.credentials.diplomas.wording import first_of
from salerno.credentials.document_selectors import boards_administered_by
from salerno.credentials.enums import ItemState
from salerno.credentials.making import set_in
from salerno.credentials.models import DegreeDocument, DocumentJobItem
from salerno.people.models import Person


@dataclass
class BoardSets:
    """One board's students (primary key → name) by what there is to do for them, and ``documents``: how many are missing in all."""

    board: Board
    complete: dict[int, str] = field(default_factory=dict)
    missing: dict[int, str] = field(default_factory=dict)
    under_way: dict[int, str] = field(default_factory=dict)
    without_degree: dict[int, str] = field(default_factory=dict)
    documents: int = 0


@dataclass(frozen=True)
class CohortSets:
    """A cohort's sets, board by board."""

    boards: list[BoardSets]

    @property
    def total(self) -> int:
        """Students with a degree that stands."""
        return sum(len(row.complete) + len(row.missing) + len(row.under_way) for row in self.boards)

    @property
    def complete(self) -> int:
        """Students whose set is complete."""
        return sum(len(row.complete) for row in self.boards)

    @property
    def missing(self) -> int:
        """Students whose set would be made now."""
        return sum(len(row.missing) for row in self.boards)

    @property
    def under_way(self) -> int:
        """Students whose set is being made."""
        return sum(len(row.under_way) for row in self.boards)

    @property
    def documents(self) -> int:
        """How many documents would be made now."""
        return sum(row.documents for row in self.boards)


def cohorts_with_degrees(person: Person) -> QuerySet[ProgrammeOffering]:
    """The cohorts of the boards whose documents the person may have made."""
    boards = boards_administered_by(person).order_by().values("pk")
    rows = ProgrammeOffering.objects.filter(boards__in=Board.objects.filter(pk__in=boards)).distinct()
    return rows.select_related("programme", "academic_session").order_by("-academic_session__starts_on", "pk")


def sets_of(cohort: ProgrammeOffering, person: Person) -> CohortSets:
    """What stands and what is missing of the documents of ``cohort``: a constant number of queries.

    A student stands with the last board that decided to grant.
    """
    boards = {row.pk: BoardSets(row) for row in boards_administered_by(person).filter(offering=cohort).order_by("held_on", "pk")}
    items = BoardItem.objects.filter(board__in=boards, decision__in=GRANTS, not_granted_because="")
    items = items.select_related("student").order_by(
        "board__held_on", "board", "student__family_name", "student__given_names", "pk"
    )
    places = {item.student_id: (boards[item.board_id], item.student.full_name) for item in items}
    wanted, waiting = _wanted(places), _under_way(places)
    for student, (row, name) in places.items():
        lacking = wanted.get(student)
        if lacking is None:
            row.without_degree[student] = name
        elif student in waiting:
            row.under_way[student] = name
        elif lacking:
            row.missing[student] = name
            row.documents += lacking
        else:
            row.complete[student] = name
    return CohortSets([row for row in boards.values() if row.complete or row.missing or row.under_way or row.without_degree])


def _under_way(students: dict[int, object]) -> set[int]:
    rows = DocumentJobItem.objects.filter(job__finished_at__isnull=True, state=ItemState.WAITING, student__in=students)
    return set(rows.values_list("student", flat=True))


def _wanted(students: dict[int, object]) -> dict[int, int]:
    """How many documents each student lacks who holds a degree that stands."""
    degrees: dict[int, list[tuple[int, str]]] = defaultdict(list)
    awards = Award.objects.degrees().standing().filter(programme_enrolment__in=students).order_by("granted_at", "pk")
    for award, student, languages in awards.values_list("pk", "programme_enrolment", "facts__awarding__languages"):
        degrees[student].append((award, first_of(languages or ())))
    there = set(
        DegreeDocument.objects.standing()
        .filter(award__programme_enrolment__in=students)
        .order_by()
        .values_list("award", "kind", "language")
    )
    return {
        student: sum(
            (held[each.place][0], each.kind.value, each.language) not in there
            for each in set_in([language for _pk, language in held])
        )
        for student, held in degrees.items()
    }

"""What pages show of degree documents and of the jobs that make them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from salerno.awards.enums import GRANTS, BoardState
from salerno.awards.models import Award, Board
from salerno.common.translated import in_language
from salerno.credentials.enums import DocumentKind, ItemState
from salerno.credentials.models import Credential, DegreeDocument, DocumentJob
from salerno.people.access import reach_of
from salerno.people.models import Person

_GRANTED = Q(items__decision__in=GRANTS, items__not_granted_because="")


def boards_administered_by(person: Person) -> QuerySet[Board]:
    """Signed boards on programmes that the person's institutions award, with ``degrees``: how many students they granted one."""
    rows = Board.objects.filter(state=BoardState.SIGNED).select_related("offering__programme", "offering__academic_session")
    reach = reach_of(person)
    if not reach.everything:
        awarding = Board.objects.filter(
            offering__programme__institutions__institution__in=reach.people_of,
            offering__programme__institutions__is_awarding=True,
        )
        rows = rows.filter(pk__in=awarding.order_by().values("pk"))
    return rows.annotate(degrees=Count("items", filter=_GRANTED))


def documents_of_board(board: Board, person: Person) -> QuerySet[DegreeDocument]:
    """The documents of the board's degrees that the person may see."""
    students = board.items.filter(decision__in=GRANTS).order_by().values("student")
    rows = DegreeDocument.objects.visible_to(person).filter(award__programme_enrolment__in=students)
    return rows.select_related("award__institution", "award__programme_enrolment")


@dataclass(frozen=True)
class Progress:
    """How far a job is. ``problems``: for each student with any, the name and what could not be made."""

    total: int
    done: int
    failed: int
    problems: list[dict[str, Any]]

    @property
    def settled(self) -> int:
        """Students whose set is settled, one way or the other."""
        return self.done + self.failed


def progress_of(job: DocumentJob) -> Progress:
    """Two queries, whatever the number of students."""
    counts = job.items.aggregate(
        total=Count("pk"),
        done=Count("pk", filter=Q(state=ItemState.DONE)),
        failed=Count("pk", filter=Q(state=ItemState.FAILED)),
    )
    failed = job.items.filter(state=ItemState.FAILED).select_related("student")
    return Progress(**counts, problems=[{"name": row.student.full_name, "lines": _in_words(row.problems)} for row in failed])


def _in_words(problems: list[dict[str, str]]) -> list[str]:
    return [
        ": ".join(filter(None, (each["institution"], str(DocumentKind(each["kind"]).label) if each["kind"] else "", each["why"])))
        for each in problems
    ]


@dataclass(frozen=True)
class DegreePapers:
    """One degree with what proves it, for its holder. ``others``: replaced or withdrawn documents."""

    award: Award
    title: str
    institution: str
    credential: Credential | None
    documents: list[DegreeDocument]
    others: list[DegreeDocument]


def papers_of(person: Person) -> list[DegreePapers]:
    """The person's degrees, the latest first. Two queries."""
    awards = Award.objects.degrees().of(person).select_related("credential").prefetch_related("documents")
    return [_papers(award) for award in awards.order_by("-granted_at", "pk")]


def _papers(award: Award) -> DegreePapers:
    documents = list(award.documents.all())
    for document in documents:
        document.award = award
    credential = getattr(award, "credential", None)
    if credential is not None:
        credential.award = award
    return DegreePapers(
        award=award,
        title=in_language(award.facts["qualification"]["title"]),
        institution=in_language(award.facts["awarding"]["name"]),
        credential=credential,
        documents=[row for row in documents if row.stands],
        others=[row for row in documents if not row.stands],
    )

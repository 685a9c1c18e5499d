"""What pages and documents read of theses."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from salerno.awards.degrees.facts import ThesisFacts
from salerno.awards.enums import Standing, ThesisState
from salerno.awards.models import JuryMember, Thesis, ThesisSupervisor
from salerno.awards.theses import rules
from salerno.awards.theses.rules import Seat, is_thesis_course
from salerno.common.compiled import Compiled, Parameter
from salerno.desk.rules import works_at_an_institution
from salerno.enrolment.enums import State
from salerno.enrolment.models import Enrolment, ProgrammeEnrolment
from salerno.institutions.models import Institution
from salerno.people.enums import AUTHORS
from salerno.people.models import Person, RoleAssignment


def with_everyone(rows: QuerySet[Thesis]) -> QuerySet[Thesis]:
    """``rows`` with all that a page says of them: four queries, whatever their number."""
    return rows.select_related(
        "enrolment__learner",
        "enrolment__offering__course",
        "enrolment__offering__institution__grading_scale",
        "enrolment__programme_enrolment__offering__regulations",
        "enrolment__programme_enrolment__offering__programme",
        "returned_by",
        "graded_by",
        "grade__sheet",
    ).prefetch_related("supervisors__person", "supervisors__institution", "jury__person", "jury__institution", "deposits")


def thesis_enrolment_of(person: Person) -> Enrolment | None:
    """The thesis course that the person takes: one that is under way before one that was passed, the newest first."""
    rows = Enrolment.objects.of(person).live().filter(programme_enrolment__isnull=False)
    rows = rows.select_related(
        "offering__course", "offering__institution__grading_scale", "programme_enrolment__offering__regulations", "learner"
    )
    mine = [row for row in rows.order_by("-enrolled_at", "-pk") if is_thesis_course(row)]
    return next((row for row in mine if row.state == State.ACTIVE), mine[0] if mine else None)


def newest_thesis_in(enrolment: Enrolment) -> Thesis | None:
    """The thesis that stands in ``enrolment``: after a fail, the one that was proposed last."""
    return with_everyone(Thesis.objects.filter(enrolment=enrolment)).first()


def thesis_facts(programme_enrolment: ProgrammeEnrolment) -> ThesisFacts | None:
    """What documents of a degree say of the student's thesis: the one that was graded last, or None."""
    rows = Thesis.objects.filter(state=ThesisState.GRADED, enrolment__programme_enrolment=programme_enrolment)
    rows = rows.filter(grade__standing__in=[Standing.PASSED, Standing.FAILED]).order_by("-defence_at", "-pk")
    thesis = rows.select_related("grade", "enrolment__offering__institution").first()
    if thesis is None:
        return None
    supervisors = thesis.supervisors.select_related("person", "institution")
    return ThesisFacts(
        title=dict(thesis.title),
        supervisors=tuple(f"{row.person.display_name} ({row.institution.code})" for row in supervisors),
        defended_on=thesis.defended_on,
        grade=thesis.grade.value,
        schac=thesis.enrolment.offering.institution.schac,
    )


def possible_supervisors(enrolment: Enrolment, on: date) -> list[Seat]:
    """Who teaches at an institution of the student's programme on the day ``on``."""
    programme = enrolment.programme_enrolment.offering.programme_id
    return _seats(Institution.objects.filter(programmes__programme=programme), AUTHORS, on, but=enrolment.learner)


def possible_jurors(thesis: Thesis, on: date) -> list[Seat]:
    """Who teaches or sits on boards anywhere in the consortium on the day ``on``."""
    return _seats(Institution.objects.all(), rules.JURORS, on, but=thesis.enrolment.learner)


def _seats(institutions: QuerySet[Institution], roles: Iterable[str], on: date, *, but: Person) -> list[Seat]:
    rows = RoleAssignment.objects.in_force(on).filter(role__in=roles, institution__in=institutions, person__erased_at__isnull=True)
    rows = rows.exclude(person=but).select_related("person", "institution")
    found = {(row.person_id, row.institution_id): Seat(row.person, row.institution) for row in rows}
    return sorted(
        found.values(),
        key=lambda seat: (seat.institution.position, seat.institution.code, seat.person.display_name, seat.person.pk),
    )


_FOLLOWED = Compiled(lambda: Thesis.objects.order_by().followed_by(Parameter("person", Person._meta.pk)).values_list("pk")[:1])


def works_on_theses(person: Person) -> bool:
    """Whether the desk has a part for theses: for whoever works at an institution, supervises or judges."""
    return works_at_an_institution(person) or bool(_FOLLOWED.rows(person=person.pk))


@dataclass(frozen=True)
class Work:
    """How many theses wait for somebody, by what is to be done."""

    to_agree: int
    to_give_a_jury: int
    to_announce: int
    to_grade: int
    to_confirm: int


def work_of(person: Person, on: date) -> Work:
    """What waits for ``person`` on the day ``on``: of the administration for its own alone. One query beside that of roles."""
    asked = ThesisSupervisor.objects.filter(thesis=OuterRef("pk"), person=person, agreed_at__isnull=True)
    seats = JuryMember.objects.filter(thesis=OuterRef("pk"), person=person)
    states = [state for state in ThesisState if state not in (ThesisState.RETURNED, ThesisState.AGREED, ThesisState.GRADED)]
    rows = Thesis.objects.on_the_desk_of(person).filter(state__in=states)
    rows = rows.annotate(
        is_asked=Exists(asked),
        is_governed=Q(pk__in=Thesis.objects.governed_by(person).values("pk")),
        is_chair=Exists(seats.filter(is_chair=True)),
        is_member=Exists(seats.filter(is_chair=False)),
        is_defended=Q(defence_at__date__lte=on),
    )
    found = list(rows.values_list("state", "is_asked", "is_governed", "is_member", "is_chair", "is_defended"))
    return Work(
        to_agree=sum(state == ThesisState.PROPOSED and asked for state, asked, *_ in found),
        to_give_a_jury=sum(state == ThesisState.DEPOSITED and governed for state, _, governed, *_ in found),
        to_announce=sum(state == ThesisState.WITH_JURY and governed for state, _, governed, *_ in found),
        to_grade=sum(state == ThesisState.ANNOUNCED and member and is_over for state, _, _, member, _, is_over in found),
        to_confirm=sum(state == ThesisState.JUDGED and chair for state, _, _, _, chair, _ in found),
    )

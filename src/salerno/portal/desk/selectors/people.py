"""People whom a staff member sees: those of their institutions."""

from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from salerno.awards.enums import AwardKind
from salerno.awards.models import Award
from salerno.awards.rules import may_withdraw
from salerno.credentials.models import Credential
from salerno.credentials.said import Said, said_by
from salerno.enrolment.enums import State
from salerno.enrolment.models import Enrolment
from salerno.people.access import reach_of
from salerno.people.models import Person, RoleAssignment


@dataclass(frozen=True)
class PersonFilters:
    """What was asked of the list; empty means all."""

    words: str = ""
    role: str = ""
    institution: str = ""


def name_of(path: str = "") -> Coalesce:
    """The name by which a person is called, for sorting: ``path`` leads to them (``learner__``)."""
    named = NullIf(F(f"{path}full_name"), Value(""))
    return Coalesce(named, F(f"{path}email"), output_field=CharField())


def people_seen_by(viewer: Person) -> QuerySet[Person]:
    """People who name one of the viewer's institutions as home, study in its offerings or hold a role at it.

    The consortium's coordinators see all. Erased accounts are shells that belong to nobody: they are left out.
    """
    rows = Person.objects.filter(erased_at__isnull=True)
    reach = reach_of(viewer)
    if reach.everything:
        return rows
    mine = reach.people_of
    studies = Enrolment.objects.filter(learner=OuterRef("pk"), offering__institution__in=mine)
    works = RoleAssignment.objects.filter(person=OuterRef("pk"), institution__in=mine)
    return rows.filter(Q(home_institution__in=mine) | Exists(studies) | Exists(works))


def people_list(viewer: Person, filters: PersonFilters, on: date) -> QuerySet[Person]:
    """The list, with ``name``, ``enrolled`` and ``completed``, counted where the viewer may see. Roles come prefetched."""
    rows, held = people_seen_by(viewer), roles_seen_by(viewer).in_force(on)
    if filters.words:
        rows = rows.filter(Q(full_name__icontains=filters.words) | Q(email__icontains=filters.words))
    if filters.role:
        rows = rows.filter(Exists(held.filter(person=OuterRef("pk"), role=filters.role)))
    if filters.institution:
        at = filters.institution
        studies = Enrolment.objects.filter(learner=OuterRef("pk"), offering__institution__slug=at)
        works = RoleAssignment.objects.filter(person=OuterRef("pk"), institution__slug=at)
        rows = rows.filter(Q(home_institution__slug=at) | Exists(studies) | Exists(works))
    reach = reach_of(viewer)
    mine = Q() if reach.everything else Q(enrolments__offering__institution__in=reach.people_of)
    return (
        rows.select_related("home_institution")
        .prefetch_related(Prefetch("roles", queryset=held.select_related("institution")))
        .annotate(
            name=name_of(),
            enrolled=Count("enrolments", filter=mine & ~Q(enrolments__state=State.WITHDRAWN)),
            completed=Count("enrolments", filter=mine & Q(enrolments__state=State.COMPLETED)),
        )
    )


def roles_seen_by(viewer: Person) -> QuerySet[RoleAssignment]:
    """Roles at the institutions whose people the viewer sees."""
    reach = reach_of(viewer)
    rows = RoleAssignment.objects.all()
    return rows if reach.everything else rows.filter(institution__in=reach.people_of)


@dataclass(frozen=True)
class AwardLine:
    """An award, what it says, and what proves it: None while that is not issued."""

    award: Award
    said: Said
    credential: Credential | None
    may_withdraw: bool = False


@dataclass(frozen=True)
class PersonPage:
    """One person, as far as the viewer's roles reach."""

    person: Person
    roles: list[RoleAssignment]
    enrolments: list[Enrolment]
    awards: list[AwardLine]


def person_page(*, viewer: Person, uuid: object) -> PersonPage | None:
    """The page of the person ``uuid``, or None when the viewer may not see them. Five queries."""
    person = people_seen_by(viewer).select_related("home_institution").filter(uuid=uuid).first()
    if person is None:
        return None
    reach = reach_of(viewer)
    awards = person.awards.select_related("institution", "credential")
    if not reach.everything:
        awards = awards.filter(institution__in=reach.people_of)
    enrolments = Enrolment.objects.visible_to(viewer).filter(learner=person)
    return PersonPage(
        person=person,
        roles=list(roles_seen_by(viewer).filter(person=person).select_related("institution")),
        enrolments=list(enrolments.select_related("offering__course", "offering__institution")),
        awards=[_line(award, viewer) for award in awards],
    )


def _line(award: Award, viewer: Person) -> AwardLine:
    stands = award.kind == AwardKind.DEGREE and award.withdrawn_at is None
    return AwardLine(award, said_by(award), credential_of(award), stands and may_withdraw(viewer, award))


def credential_of(award: Award) -> Credential | None:
    """What proves ``award``, or None while it is not issued."""
    return getattr(award, "credential", None)


def person_with_address(address: str) -> Person | None:
    """The account with this address, or None."""
    return Person.objects.filter(email__iexact=address.strip(), erased_at__isnull=True).first()

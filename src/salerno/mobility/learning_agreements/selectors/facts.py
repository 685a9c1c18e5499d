"""What a version of a learning agreement says of the people and institutions in it, and the versions beside it."""

from datetime import date

from django.db.models import Prefetch, QuerySet

from salerno.catalogue.selectors import rules_of
from salerno.institutions.models import Institution
from salerno.mobility.enums import COORDINATES, PaperState, Signer
from salerno.mobility.models import LearningAgreementSignature, LearningAgreementVersion, Mobility, Nomination
from salerno.mobility.papers.facts import DOCTORAL, End, PaperFacts, Signed, Student, from_json
from salerno.people.models import Person, RoleAssignment

_STUDIES = ("wish__studies__offering__programme", "wish__studies__offering__regulations")
_MOBILITY = ("wish__student", "wish__home", "wish__nomination", *_STUDIES)
_ALSO = ("wish__call", "place__institution", "place__condition")


def with_all(rows: QuerySet[LearningAgreementVersion]) -> QuerySet[LearningAgreementVersion]:
    """``rows`` with their mobilities and signatures, and all that their facts name."""
    related = [f"agreement__mobility__{name}" for name in (*_MOBILITY, *_ALSO)]
    live = LearningAgreementSignature.objects.filter(voided_at__isnull=True).defer("pdf", "evidence").select_related("by")
    return rows.select_related(*related).prefetch_related(Prefetch("signatures", live, to_attr="live_signatures"))


def mobilities_with_all(rows: QuerySet[Mobility]) -> QuerySet[Mobility]:
    """``rows`` with all that a learning agreement of them names."""
    return rows.select_related(*_MOBILITY, *_ALSO)


def newest_of(mobility: Mobility) -> LearningAgreementVersion | None:
    """The last version of the mobility's learning agreement that was not given up."""
    rows = LearningAgreementVersion.objects.filter(agreement__mobility=mobility).exclude(state=PaperState.WITHDRAWN)
    return with_all(rows).order_by("-number").first()


def version_in_force(mobility: Mobility) -> LearningAgreementVersion | None:
    """What all three have signed and no later version has taken the place of."""
    rows = LearningAgreementVersion.objects.filter(agreement__mobility=mobility, state=PaperState.IN_FORCE)
    return with_all(rows).first()


def in_force_before(version: LearningAgreementVersion) -> LearningAgreementVersion | None:
    """The last version before ``version`` that all three signed."""
    rows = LearningAgreementVersion.objects.filter(agreement=version.agreement_id, number__lt=version.number)
    return rows.filter(state__in=(PaperState.IN_FORCE, PaperState.SUPERSEDED)).order_by("-number").first()


def facts_of(version: LearningAgreementVersion) -> PaperFacts:
    """What ``version`` says: frozen with the student's signature, as things stand before it."""
    if version.facts:
        return from_json(version.facts)
    mobility = version.agreement.mobility
    return PaperFacts(
        agreement=str(version.agreement.uuid),
        number=version.number,
        kind=version.kind,
        form=mobility.kind,
        student=student_of(mobility),
        sending=as_end(mobility.wish.home),
        receiving=as_end(mobility.place.institution),
        starts_on=mobility.starts_on,
        ends_on=mobility.ends_on,
        body=version.says,
        is_made_up=is_made_up(mobility),
    )


def is_made_up(mobility: Mobility) -> bool:
    """Whether the studies are those of a demonstration: every document of it must say so."""
    studies = mobility.wish.studies
    return bool(studies and studies.offering.regulations and rules_of(studies.offering.regulations).is_made_up)


def is_doctoral(mobility: Mobility) -> bool:
    """Whether the studies are of the third cycle (EQF 8)."""
    studies, said = mobility.wish.studies, nomination_of(mobility)
    level = studies.offering.programme.eqf_level if studies else said and said.eqf_level
    return level == DOCTORAL


def nomination_of(mobility: Mobility) -> Nomination | None:
    """What the partner said of a guest who came by no call."""
    return getattr(mobility.wish, "nomination", None)


def as_end(institution: Institution) -> End:
    """An institution as one end of a mobility."""
    return End(name=dict(institution.name), schac=institution.schac, country=institution.country, contact=institution.contact)


def student_of(mobility: Mobility) -> Student:
    """Names as the studies have them; of a guest, as the partner who nominated them said; else as the account says."""
    person, studies = mobility.wish.student, mobility.wish.studies
    if said := nomination_of(mobility):
        return _guest(said, person)
    if studies is None:
        given, _space, family = person.display_name.rpartition(" ")
        return Student(given_names=given, family_name=family, email=person.email, programme={})
    programme = studies.offering.programme
    numbers = studies.registrations.filter(institution=mobility.wish.home, ends_on__isnull=True)
    return Student(
        given_names=studies.given_names,
        family_name=studies.family_name,
        email=person.email,
        programme=dict(programme.title),
        birth_date=studies.birth_date,
        citizenship=studies.citizenship,
        gender=studies.gender,
        number=next(iter(numbers.values_list("student_number", flat=True)), ""),
        eqf_level=programme.eqf_level,
        isced_f=next(iter(programme.isced_f), ""),
    )


def _guest(said: Nomination, person: Person) -> Student:
    """PRIVACY: after an erasure the nomination says nothing any more, and the account's name stands for it."""
    return Student(
        given_names=said.given_names,
        family_name=said.family_name or person.display_name,
        email=person.email,
        programme={"en": said.programme} if said.programme else {},
        birth_date=said.birth_date,
        citizenship=said.citizenship,
        number=said.student_number,
        eqf_level=said.eqf_level,
        isced_f=said.isced_f,
    )


def signatures_of(version: LearningAgreementVersion) -> list[Signed]:
    """The signatures that hold, in their order. ``version`` is one of ``with_all``."""
    return [
        Signed(role=row.role, name=row.name, position=row.position, at=row.at, evidence=row.evidence_kind)
        for row in version.live_signatures
    ]


def coordinators_of(institution: Institution, on: date) -> list[Person]:
    """Who signs for ``institution``."""
    roles = RoleAssignment.objects.in_force(on).filter(institution=institution, role__in=COORDINATES)
    return list(Person.objects.filter(pk__in=roles.values("person"), is_active=True).order_by("pk"))


def whose_turn(version: LearningAgreementVersion, role: Signer, on: date) -> list[Person]:
    """Those of whom ``role`` can be asked: where an institution has nobody here, the coordinators of the other one."""
    mobility = version.agreement.mobility
    if role == Signer.LEARNER:
        return [mobility.wish.student]
    sending, receiving = (coordinators_of(each, on) for each in (mobility.wish.home, mobility.place.institution))
    return sending or receiving if role == Signer.SENDING else receiving or sending


def signed_by(version: LearningAgreementVersion) -> set[int]:
    """Who signed ``version`` themselves, by id. Whoever recorded a signature that was given elsewhere did not sign."""
    return {row.by_id for row in version.live_signatures if not row.evidence_kind}

"""Stays of students of the made-up Master, and their learning agreements on the way through the services of the campus."""

import time
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.test import Client

from salerno.catalogue.models import CourseOffering
from salerno.enrolment.models import ProgrammeEnrolment
from salerno.institutions.models import Institution
from salerno.mobility.enums import MobilityKind, MobilityState, Tier
from salerno.mobility.learning_agreements.selectors.facts import facts_of, newest_of
from salerno.mobility.learning_agreements.selectors.proposals import proposal
from salerno.mobility.learning_agreements.services.papers import begin, begin_change, comment, take_back, write
from salerno.mobility.learning_agreements.services.signing import sign
from salerno.mobility.models import LearningAgreementVersion, Mobility, MobilityCall, Place, Wish
from salerno.mobility.papers.body import Blended, Body, Row, Traineeship
from salerno.people.adapter import SIGNED_IN_AT
from salerno.people.enums import Role
from salerno.people.models import Person
from salerno.people.services import assign_role
from tests.support.courses import person
from tests.support.moments import NOON
from tests.support.studies import AMU, UNIPI, made_up_cohort, master_offering, passed, student

STARTS, ENDS = date(2027, 2, 1), date(2027, 6, 30)
FIRST_YEAR = ("AMU-101", "PI-101", "SU-101", "AMU-103", "PI-103", "AMU-201", "PI-201", "AMU-202", "PI-202", "PI-203")


@dataclass(frozen=True)
class Cast:
    """Everyone around one stay: a student of Pisa who goes to Marseille, and a coordinator at each end."""

    student: Person
    studies: ProgrammeEnrolment
    mobility: Mobility
    sending: Person | None
    receiving: Person | None


def officer(schac: str, name: str, role: Role = Role.COORDINATOR) -> Person:
    """Somebody who coordinates at a university, on any day that a browser may take for today."""
    return made_coordinator(person(f"{name.lower().replace(' ', '.')}@example.org", full_name=name), schac, role)


def made_coordinator(someone: Person, schac: str, role: Role = Role.COORDINATOR) -> Person:
    """``someone``, read anew, who holds ``role`` at a university."""
    assign_role(person=someone, institution=Institution.objects.get(schac=schac), role=role, by=None, on=date(2020, 1, 1))
    return Person.objects.get(pk=someone.pk)


def stay(
    studies: ProgrammeEnrolment,
    *,
    home: str = UNIPI,
    there: str = AMU,
    kind: str = MobilityKind.STUDIES,
    state: str = MobilityState.ACCEPTED,
    starts_on: date = STARTS,
    ends_on: date = ENDS,
    **place: Any,
) -> Mobility:
    """A stay as far as a learning agreement needs it: rows alone."""
    call = MobilityCall.objects.create(
        offering=studies.offering,
        kind=kind,
        title={"en": "A call"},
        opens_at=NOON - timedelta(days=60),
        closes_at=NOON - timedelta(days=30),
        starts_on=starts_on,
        ends_on=ends_on,
        seed="seed",
    )
    where = Institution.objects.get(schac=there)
    spot = Place.objects.create(call=call, institution=where, tier=Tier.CONSORTIUM, capacity=2, **{"period": "spring", **place})
    wish = Wish.objects.create(
        call=call, student=studies.student, studies=studies, home=Institution.objects.get(schac=home), state="submitted"
    )
    return Mobility.objects.create(
        wish=wish,
        place=spot,
        state=state,
        offered_at=NOON - timedelta(days=20),
        accept_until=NOON - timedelta(days=10),
        starts_on=starts_on,
        ends_on=ends_on,
    )


def cast(*, there: str = AMU, kind: str = MobilityKind.STUDIES, done: tuple[str, ...] = (), **values: Any) -> Cast:
    """A student of Pisa, who has passed ``done``, on the way to ``there``."""
    studies = student(person("lea@example.org", full_name="Lea Learner"), at=(UNIPI, AMU), cohort=made_up_cohort())
    passed(studies, *done)
    mobility = stay(studies, there=there, kind=kind, **values)
    return Cast(
        student=studies.student,
        studies=studies,
        mobility=mobility,
        sending=officer(UNIPI, "Sara Sending"),
        receiving=officer(there, "Remi Receiving"),
    )


def course(code: str, ects: str = "6", **values: Any) -> Row:
    """A row of a table."""
    return Row(**{"code": code, "title": f"Course {code}", "ects": Decimal(ects), "term": "2/2", **values})


def autumn() -> Body:
    """Thirty credits in Marseille, the same at home."""
    rows = (course("AMU-301", "9"), course("AMU-302", "9"), course("AMU-202"), course("AMU-303"))
    return Body(level="B2", studied=rows, recognised=tuple(replace(row, instead_of=row.code) for row in rows))


def internship() -> Body:
    """A traineeship with all that is asked for."""
    return Body(
        level="B2",
        recognised=(course("PI-401", "6", term="1/1"),),
        traineeship=Traineeship(
            title="Gaps in a ward's data",
            hours_per_week=Decimal(35),
            programme="Find them.",
            knowledge="Judge a data set.",
            monitoring="A talk each week.",
            evaluation="A report.",
            mentor_name="Mara Mentor",
            supervisor_name="Sam Supervisor",
            accident_by="sending",
            liability_by="both",
        ),
    )


def short(**values: Any) -> Body:
    """A week in Marseille and a month online: what is asked of a blended mobility of the dates of ``stay``."""
    parts = {
        "physical_starts_on": STARTS + timedelta(days=7),
        "physical_ends_on": STARTS + timedelta(days=11),
        "virtual": "A case in a team of three universities.",
        "virtual_starts_on": STARTS + timedelta(days=14),
        "virtual_ends_on": STARTS + timedelta(days=44),
    }
    online = course("AMU-303", "3", description="A case in teams, online.")
    return Body(
        level="B2",
        studied=(course("AMU-202", "3"),),
        recognised=(course("AMU-202", instead_of="AMU-202, AMU-303"),),
        virtual=(online,),
        blended=Blended(**{**parts, **values}),
    )


def current(who: Cast) -> LearningAgreementVersion:
    """The newest version as it stands."""
    return newest_of(Mobility.objects.get(pk=who.mobility.pk))


def written(who: Cast, body: Body | None = None) -> LearningAgreementVersion:
    """A draft that says ``body``; without it what the campus proposes, at level B2."""
    begin(mobility=who.mobility, body=body or replace(proposal(who.mobility), level="B2"), by=who.student, at=NOON)
    return current(who)


def sign_next(who: Cast, by: Person) -> LearningAgreementVersion:
    """``by`` signs what stands there."""
    version = current(who)
    sign(version=version, digest=facts_of(version).digest, by=by, at=NOON)
    return current(who)


def signed(who: Cast, parties: int = 3, body: Body | None = None) -> LearningAgreementVersion:
    """The first ``parties`` of student, sending, receiving have signed."""
    written(who, body or autumn())
    for someone in (who.student, who.sending, who.receiving)[:parties]:
        sign_next(who, someone)
    return current(who)


def changed(who: Cast, body: Body) -> LearningAgreementVersion:
    """A change of the version in force, a draft that says ``body``."""
    version = begin_change(mobility=who.mobility, by=who.student, at=NOON)
    write(version=version, body=body, revision=0, by=who.student, at=NOON)
    return current(who)


def an_agreement(studies: ProgrammeEnrolment) -> dict[str, object]:
    """An agreement that its student signed, took back and commented on: what addresses name."""
    one = Cast(student=studies.student, studies=studies, mobility=stay(studies), sending=None, receiving=None)
    version = signed(one, 1)
    comment(version=version, text="I shall write again.", by=one.student, at=NOON)
    take_back(version=version, by=one.student, at=NOON)
    return {
        "paper_mobility": one.mobility.uuid,
        "paper_version": version.uuid,
        "paper_signature": version.signatures.get().uuid,
    }


def offered(*codes: str) -> list[CourseOffering]:
    """Offerings of these courses in the weeks of the stay."""
    return [master_offering(code, starts_on=STARTS, ends_on=ENDS) for code in codes]


def fresh(client: Client, someone: Person, age: float = 0) -> Client:
    """``client`` in which ``someone`` signed in ``age`` seconds ago."""
    client.force_login(someone)
    session = client.session
    session[SIGNED_IN_AT] = time.time() - age
    session.save()
    return client

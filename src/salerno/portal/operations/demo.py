"""People who are made up, so that whoever starts a campus can look at it from every side."""

from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction

from salerno.audit.services import record
from salerno.institutions.models import Institution
from salerno.people.enums import Role
from salerno.people.models import Person
from salerno.people.services import accept_texts, assign_role


@dataclass(frozen=True)
class DemoPerson:
    """Someone to sign in as: what they can do here, and the role they hold at which institution."""

    email: str
    full_name: str
    sees: str
    role: Role | None = None
    schac: str = ""
    language: str = "en"


DEMO_PEOPLE = (
    DemoPerson("learner@example.org", "Lea Nurse", "a nurse who learns"),
    DemoPerson("apprenant@example.org", "Théo Infirmier", "learns in French", language="fr"),
    DemoPerson("lead@example.org", "Anna Leader", "leads courses at AMU", Role.COURSE_LEAD, "univ-amu.fr"),
    DemoPerson("admin@example.org", "Bruno Ufficio", "administers at Pisa", Role.ADMINISTRATOR, "unipi.it"),
    DemoPerson("coordinator@example.org", "Claire Commune", "sees all, at AMU", Role.COORDINATOR, "univ-amu.fr"),
    DemoPerson("applicant@example.org", "Ada Specimen", "applies to the Master"),
    DemoPerson("student@example.org", "Alix Muster", "studies in the Master, at Pisa and Marseille"),
    DemoPerson("graduate@example.org", "Nadia Prototyp", "has two diplomas"),
    DemoPerson("teacher@example.org", "Piero Esempio", "teaches and grades at Pisa", Role.TEACHER, "unipi.it"),
    DemoPerson("secretary@example.org", "Ingrid Påhitt", "keeps the registers at Stockholm", Role.ADMINISTRATOR, "su.se"),
    DemoPerson("chair@example.org", "Camille Présidence", "chairs the joint board", Role.BOARD_MEMBER, "univ-amu.fr"),
)
# Roles have been held for some years: the made-up history that `demo_cohort` tells lies in the past.
YEARS_IN_OFFICE = 4


@transaction.atomic
def make_demo_people(*, at: datetime) -> list[Person]:
    """Create the made-up people who are not there; return the new ones.

    Their addresses are verified, so that a code by e-mail signs them in, and lie under example.org, which receives no mail
    (RFC 2606): nobody outside the machine that holds the mail folder can sign in as them.
    """
    made = []
    for facts in DEMO_PEOPLE:
        if Person.objects.filter(email=facts.email).exists():
            continue
        made.append(make_demo_person(facts, at=at))
    return made


def make_demo_person(facts: DemoPerson, *, at: datetime) -> Person:
    """Create one of them, who has accepted the texts in force and holds the role."""
    institution = Institution.objects.filter(schac=facts.schac).first() if facts.schac else None
    person = Person(
        email=facts.email,
        full_name=facts.full_name,
        language=facts.language,
        home_institution=institution,
        is_demo=True,
    )
    person.set_unusable_password()
    person.save()
    EmailAddress.objects.create(user=person, email=facts.email, verified=True, primary=True)
    record(action="person.joined", actor=None, subject=person, person=person, detail={"demo": True}, at=at)
    accept_texts(person=person, at=at, language=facts.language)
    if facts.role and institution:
        since = at.date().replace(day=1, year=at.year - YEARS_IN_OFFICE)
        assign_role(person=person, institution=institution, role=facts.role, by=None, on=since)
    return person

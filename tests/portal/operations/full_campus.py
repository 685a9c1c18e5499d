"""A campus with rows of every kind, made by the services that make them in life."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from tests.portal.operations.full_master import build_full_master
from tests.support.courses import person
from tests.support.credentials import passed_course
from tests.support.mobility_agreement import every_kind
from tests.support.mobility_guests import behind_doors as a_nomination
from tests.support.mobility_stays import AFTERWARDS, coordinator, gone_and_back
from tests.support.mobility_traineeships import a_traineeship
from tests.support.moments import LATER, NOON
from tests.support.studies import student

from salerno.courseware.models import VersionActivity
from salerno.courseware.services import drafts
from salerno.credentials.services import suspend
from salerno.institutions.models import Institution
from salerno.learning.services import report_problem, save_draft, submit_reflection
from salerno.mobility.models import Mobility, Nomination, Recognition
from salerno.mobility.nominations.services import take_nomination
from salerno.mobility.recognition.services import appeal, grant_appeal, refuse
from salerno.people.enums import LegalKind, Role, Scope
from salerno.people.services import accept_texts, ask_erasure, assign_role, publish_text
from salerno.people.tokens import create_token


def build_full_campus():
    """Rows in every model; the credential that a learner has received."""
    for kind in (LegalKind.TERMS, LegalKind.PRIVACY):
        publish_text(kind=kind, language="en", body="Be kind.\u2028Sì.", change="First.", by=None, at=NOON)
    learner = person("lea@example.org", full_name="Léa Learner")
    accept_texts(person=learner, at=NOON, language="en")
    EmailAddress.objects.create(user=learner, email=learner.email, verified=True, primary=True)
    Authenticator.objects.create(user=learner, type=Authenticator.Type.WEBAUTHN, data={"name": "Key"})
    credential = passed_course(learner)
    studies = student(learner)
    go_and_come_back(studies)
    a_traineeship(studies)
    come_in(learner)
    build_full_master()
    every_kind()
    lead = person("lead@example.org", full_name="Anna Lead")
    institution = Institution.objects.get(schac="univ-amu.fr")
    assign_role(person=lead, institution=institution, role=Role.COURSE_LEAD, by=None, on=date(2026, 9, 1))
    suspend(credential=credential, reason="A question was wrong.", by=lead, at=LATER)
    study(credential.award.enrolment, learner)
    edit(credential.award.course, lead)
    create_token(person=learner, name="Script", scopes=[Scope.STUDIES_READ], by=learner, at=NOON)
    ask_erasure(person=learner, at=NOON + timedelta(days=1))
    credential.award.course.programmes.set([load_programme()])
    return credential


def go_and_come_back(studies):
    """A mobility that has ended, with a result that was recognised after an appeal."""
    row = Mobility.objects.get(uuid=gone_and_back(studies)["stay"])
    recognition, by = Recognition.objects.get(), coordinator("univ-amu.fr")
    refuse(recognition=recognition, reason="Another content.", by=by, at=AFTERWARDS)
    appeal(recognition=recognition, text="It is the same.", by=row.wish.student, at=AFTERWARDS)
    decided = {"course_code": "AMU-201", "ects": Decimal(6), "answer": "It is."}
    grant_appeal(recognition=recognition, by=by, at=AFTERWARDS, **decided)


def come_in(learner):
    """A nomination by a university elsewhere that the learner has taken."""
    row = Nomination.objects.get(uuid=a_nomination(learner, "unipi.it")["nomination"])
    take_nomination(nomination=row, by=learner, at=AFTERWARDS)


def load_programme():
    from salerno.catalogue.models import Programme

    return Programme.objects.get()


def study(enrolment, learner):
    """A draft of an answer, a reflection, a report."""
    version = enrolment.offering.pinned.version
    activity = VersionActivity.objects.filter(version=version).select_related("version").first()
    submit_reflection(enrolment=enrolment, activity=activity, text="I saw.", idempotency_key=uuid.uuid4(), at=NOON)
    save_draft(enrolment=enrolment, key=activity.key, content={"text": "I wo"}, at=NOON)
    report_problem(version=version, key=activity.key, text="A comma.", language="en", by=learner, at=NOON)


def edit(course, lead):
    """A draft with a changed and a deleted file, so that revisions without bytes are there too."""
    draft = drafts.start(course=course, by=lead, at=NOON)
    drafts.create(draft=draft, path="units/99-new/01-new.md", text="---\nkey: new\n---\nNew.\n", by=lead, at=NOON)
    drafts.create(draft=draft, path="units/99-new/02-gone.md", text="---\nkey: gone\n---\nGone.\n", by=lead, at=NOON)
    drafts.delete(draft=draft, path="units/99-new/02-gone.md", by=lead, at=LATER)

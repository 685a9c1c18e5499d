"""Reading, reflecting, reporting; an enrolment that is not one's own does not exist."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.support.courses import offered_course, person, publish_files, small_course_files
from tests.support.moments import NOON

from salerno.audit.models import Entry
from salerno.enrolment.services import enrol
from salerno.learning.models import ActivityProgress, ProblemReport, Submission
from salerno.messaging.models import Message
from salerno.people.services import assign_role

pytestmark = pytest.mark.django_db

REFLECTION = """---
key: your-own-test
title: A test that you use
kind: reflection
minutes: 5
outcomes: [sensitivity]
share: %s
---

Which test do you use most, and what is its sensitivity?
"""


@pytest.fixture
def enrolment(client):
    learner = person()
    enrolment = enrol(learner=learner, offering=offered_course(), by=learner, at=NOON)
    client.force_login(learner)
    return enrolment


def with_reflection(enrolment, share="private"):
    from salerno.courseware.services.publishing import pin

    files = {**small_course_files(), "units/01-start/03-own.md": (REFLECTION % share).encode()}
    version, _new = publish_files(files)
    pin(offering=enrolment.offering, version=version, by=None, at=NOON)
    return f"/learn/{enrolment.uuid}/your-own-test/"


def test_opening_an_activity_is_noted_once(client, enrolment):
    for _time in range(2):
        assert client.get(f"/learn/{enrolment.uuid}/counting-people/").status_code == 200

    assert ActivityProgress.objects.get().completed_at is None


def test_a_reading_is_marked_as_done_and_leads_to_the_next(client, enrolment):
    response = client.post(f"/learn/{enrolment.uuid}/counting-people/done/")

    assert response.headers["Location"] == f"/learn/{enrolment.uuid}/check/"
    assert ActivityProgress.objects.get().completed_at is not None


def test_done_can_be_taken_back(client, enrolment):
    client.post(f"/learn/{enrolment.uuid}/counting-people/done/")
    client.post(f"/learn/{enrolment.uuid}/counting-people/undo/")

    assert ActivityProgress.objects.get().completed_at is None


def test_a_quiz_cannot_be_marked_as_done_by_hand(client, enrolment):
    assert client.post(f"/learn/{enrolment.uuid}/check/done/").status_code == 422
    assert ActivityProgress.objects.filter(completed_at__isnull=False).count() == 0


@pytest.mark.parametrize("rest", ["", "counting-people/", "check/"])
def test_somebody_elses_studies_do_not_exist(client, enrolment, rest):
    client.force_login(person("eve@example.org"))

    assert client.get(f"/learn/{enrolment.uuid}/{rest}").status_code == 404


@pytest.mark.parametrize("rest", ["done/", "undo/", "draft/", "report/", "reflect/"])
def test_nobody_acts_in_somebody_elses_studies(client, enrolment, rest):
    client.force_login(person("eve@example.org"))

    assert client.post(f"/learn/{enrolment.uuid}/counting-people/{rest}", {"text": "x"}).status_code == 404
    assert ActivityProgress.objects.count() == 0


def test_an_activity_that_does_not_exist_is_not_found(client, enrolment):
    assert client.get(f"/learn/{enrolment.uuid}/no-such-activity/").status_code == 404


def test_a_private_reflection_is_kept_and_shown_to_its_writer_alone(client, enrolment):
    address = with_reflection(enrolment)

    client.post(f"{address}reflect/", {"text": "<b>Troponin</b>", "attempt": str(uuid.uuid4())})

    text = client.get(address).content.decode()
    assert "&lt;b&gt;Troponin&lt;/b&gt;" in text
    teacher = person("teacher@example.org")
    assign_role(person=teacher, institution=enrolment.offering.institution, role="teacher", by=None, on=NOON.date())
    assert list(Submission.objects.shared_with(teacher)) == []


def test_a_reflection_for_the_teacher_reaches_teachers_of_the_institution_alone(client, enrolment):
    address = with_reflection(enrolment, share="teacher")
    client.post(f"{address}reflect/", {"text": "Troponin", "attempt": str(uuid.uuid4())})
    teacher, stranger = person("teacher@example.org"), person("other@example.org")
    assign_role(person=teacher, institution=enrolment.offering.institution, role="teacher", by=None, on=NOON.date())

    assert [Submission.objects.shared_with(teacher).count(), Submission.objects.shared_with(stranger).count()] == [1, 0]


def test_a_double_click_hands_in_one_reflection(client, enrolment):
    address = with_reflection(enrolment)
    fields = {"text": "Troponin", "attempt": str(uuid.uuid4())}

    for _time in range(2):
        client.post(f"{address}reflect/", fields)

    assert Submission.objects.count() == 1


def test_an_empty_reflection_is_refused_and_what_was_typed_is_shown(client, enrolment):
    response = client.post(f"{with_reflection(enrolment)}reflect/", {"text": " ", "attempt": str(uuid.uuid4())})

    assert response.status_code == 422
    assert "There is no text yet." in response.content.decode()


def test_a_reported_problem_reaches_the_course_lead_once(client, enrolment):
    lead = person("lead@example.org", full_name="Cleo Lead")
    assign_role(person=lead, institution=enrolment.offering.institution, role="course-lead", by=None, on=NOON.date())

    for _time in range(2):
        client.post(f"/learn/{enrolment.uuid}/counting-people/report/", {"text": "The figure is cut off."})

    assert ProblemReport.objects.get().text == "The figure is cut off."
    assert list(Message.objects.filter(template="learning/problem_reported").values_list("recipient", flat=True)) == [
        "lead@example.org"
    ]
    assert Entry.objects.filter(action="problem.reported").count() == 1


def test_a_report_without_words_is_refused(client, enrolment):
    assert client.post(f"/learn/{enrolment.uuid}/counting-people/report/", {"text": " "}).status_code == 422


def test_the_unit_page_costs_as_many_queries_in_a_long_course_as_in_a_short_one(client, enrolment):
    from salerno.courseware.services.publishing import pin

    address = f"/learn/{enrolment.uuid}/counting-people/"
    client.get(address)
    with CaptureQueriesContext(connection) as short:
        client.get(address)
    files = small_course_files()
    page = files["units/01-start/01-counting-people.md"].decode()
    for number in range(30):
        files[f"units/01-start/1{number:02}-more.md"] = page.replace("key: counting-people", f"key: more-{number}").encode()
    version, _new = publish_files(files)
    pin(offering=enrolment.offering, version=version, by=None, at=NOON)
    client.get(address)
    with CaptureQueriesContext(connection) as long:
        client.get(address)

    assert len(version.activities.all()) == 32
    assert len(long) == len(short) <= 7


def test_my_studies_opens_on_what_comes_next(client, enrolment):
    text = client.get("/studies/").content.decode()

    assert "Continue" in text
    assert f"/learn/{enrolment.uuid}/counting-people/" in text

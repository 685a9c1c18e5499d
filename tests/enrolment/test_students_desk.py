"""One student on the desk: who opens the page, what ends with the studies, registrations of one's own institution."""

import pytest
from django.urls import reverse
from tests.support.courses import person
from tests.support.moments import NOON
from tests.support.staff import sign_in_as
from tests.support.studies import AMU, UNIPI, made_up_cohort, master_offering, passed, student

from salerno.audit.models import Entry
from salerno.enrolment.enums import ProgrammeRefusal, ProgrammeState, State
from salerno.enrolment.models import Registration
from salerno.enrolment.services import enrol, graduate, interrupt
from salerno.institutions.models import Institution
from salerno.people.enums import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def studies():
    return student(cohort=made_up_cohort())


@pytest.fixture
def pisa(studies):
    return Institution.objects.get(schac=UNIPI)


def address(studies, name="student", *more):
    return reverse(f"enrolment:{name}", args=[studies.uuid, *more])


def test_the_page_shows_the_civil_data_and_records_who_opened_it(client, studies, pisa):
    officer = sign_in_as(client, pisa, Role.ADMINISTRATOR)

    text = client.get(address(studies)).content.decode()

    for said in ("Lea Learner", "28 Feb 2002, Marseille", "France", f"{UNIPI}-{studies.student.pk}", "From biology"):
        assert said in text
    assert reverse("awards:degree", args=[studies.uuid]) in text
    entry = Entry.objects.get(action="person.opened")
    assert (entry.actor, entry.subject_person, entry.detail) == (officer.uuid, studies.student.uuid, {"what": "desk: student"})


def test_the_way_to_the_degree_opens_to_the_office(client, studies, pisa):
    sign_in_as(client, pisa, Role.ADMINISTRATOR)

    assert client.get(reverse("awards:degree", args=[studies.uuid])).status_code == 200
    assert Entry.objects.get(action="person.opened").detail == {"what": "degree"}


@pytest.mark.parametrize(("schac", "role"), [(UNIPI, Role.TEACHER), (UNIPI, Role.COURSE_LEAD), ("su.se", Role.COORDINATOR)])
def test_nobody_else_opens_or_changes_the_studies(client, studies, schac, role):
    registration = studies.registrations.first()
    sign_in_as(client, Institution.objects.get(schac=schac), role)

    for name, subject, *more in (
        ("student", studies),
        ("register_student", studies),
        ("change_state", studies, "withdrawn"),
        ("change_registration", registration),
        ("end_registration", registration),
    ):
        assert client.get(address(subject, name, *more)).status_code == 404
        assert client.post(address(subject, name, *more), {"reason": "x", "ends_on": "2027-01-01"}).status_code == 404
    studies.refresh_from_db()
    assert studies.state == ProgrammeState.ACTIVE
    assert not Entry.objects.filter(action="person.opened").exists()


def test_withdrawing_says_what_ends_then_ends_it_with_the_reason(client, studies, pisa):
    passed(studies, "PI-101")
    seat = enrol(learner=studies.student, offering=master_offering("AMU-101"), by=studies.student, at=NOON)
    officer = sign_in_as(client, pisa)

    page = client.get(address(studies, "change_state", "withdrawn"))
    ending = page.context["ending"]
    assert ([row.institution.schac for row, _day in ending.registrations], ending.seats, ending.passed) == ([AMU, UNIPI], [seat], 1)
    assert client.post(address(studies, "change_state", "withdrawn")).status_code == 422
    client.post(address(studies, "change_state", "withdrawn"), {"reason": "Left by letter."})

    studies.refresh_from_db()
    seat.refresh_from_db()
    assert (studies.state, studies.reason, seat.state) == (ProgrammeState.WITHDRAWN, "Left by letter.", State.WITHDRAWN)
    last_days = [max(studies.ended_at.date(), row.starts_on) for row in studies.registrations.all()]
    assert [row.ends_on for row in studies.registrations.all()] == last_days
    assert Entry.objects.get(action="studies.withdrawn").actor == officer.uuid


def test_studies_are_interrupted_and_resumed(client, studies, pisa):
    sign_in_as(client, pisa)

    client.post(address(studies, "change_state", "interrupted"), {"reason": "Asked by letter."})
    assert client.get(address(studies)).context["page"].next_states == ["active", "withdrawn"]
    client.post(address(studies, "change_state", "active"))

    studies.refresh_from_db()
    assert studies.state == ProgrammeState.ACTIVE
    actions = Entry.objects.filter(subject=studies.uuid, action__startswith="studies.").values_list("action", flat=True)
    assert list(actions)[1:] == ["studies.interrupted", "studies.resumed"]


def test_what_cannot_be_done_is_greyed_with_its_reason(client, studies, pisa):
    interrupt(enrolment=studies, reason="", by=None, at=NOON)
    sign_in_as(client, pisa)

    response = client.post(address(studies, "change_state", "interrupted"), {"reason": "Again."})
    assert (response.status_code, response.context["refusal"]) == (422, ProgrammeRefusal.NOT_ACTIVE)
    assert client.get(address(studies, "change_state", "graduated")).status_code == 404


def test_studies_that_have_ended_offer_nothing(client, studies, pisa):
    graduate(enrolment=studies, by=None, at=NOON)
    sign_in_as(client, pisa)

    page = client.get(address(studies))

    assert (page.context["acts"], page.context["page"].openings) == ([], [])
    assert client.get(address(studies.registrations.first(), "end_registration")).status_code == 404


def test_a_student_is_registered_with_or_without_a_number_at_ones_own_institution(client, studies, pisa):
    other = student(person("other@example.org"), at=(UNIPI,), cohort=studies.offering)
    marseille = Institution.objects.get(schac=AMU)
    sign_in_as(client, marseille)
    sent = {"institution": marseille.slug, "fee_status": "waived", "starts_on": "2027-09-01"}
    taken = studies.registrations.get(institution=marseille).student_number

    refused = client.post(address(other, "register_student"), {**sent, "student_number": taken})
    assert (refused.status_code, refused.context["form"].errors["student_number"]) == (422, [ProgrammeRefusal.NUMBER_TAKEN.label])
    client.post(address(other, "register_student"), {**sent, "student_number": "77"})
    client.post(address(other, "register_student"), {**sent, "institution": Institution.objects.get(schac="su.se").slug})

    rows = other.registrations.order_by("pk").values_list("institution__schac", "student_number", "fee_status")
    assert list(rows)[1:] == [(AMU, "77", "waived"), ("su.se", "", "waived")]


def test_an_office_registers_at_no_other_institution(client, studies, pisa):
    Registration.objects.filter(institution__schac=AMU).update(ends_on=NOON.date())
    sign_in_as(client, pisa)
    sent = {"institution": Institution.objects.get(schac=AMU).slug, "fee_status": "pays", "starts_on": "2027-09-01"}

    assert client.post(address(studies, "register_student"), sent).status_code == 422
    assert studies.registrations.count() == 2


def test_a_registration_is_changed_and_ended_by_its_own_office(client, studies, pisa):
    own, foreign = (studies.registrations.get(institution__schac=schac) for schac in (UNIPI, AMU))
    sign_in_as(client, pisa, Role.ADMINISTRATOR)

    client.post(address(own, "change_registration"), {"fee_status": "scholarship"})
    early = client.post(address(own, "end_registration"), {"ends_on": "2020-01-01"})
    assert early.context["form"].errors["ends_on"] == [ProgrammeRefusal.DATES_WRONG.label]
    client.post(address(own, "end_registration"), {"ends_on": "2027-08-31"})

    own.refresh_from_db()
    assert (own.fee_status, own.ends_on.isoformat()) == ("scholarship", "2027-08-31")
    for name in ("change_registration", "end_registration"):
        assert client.get(address(foreign, name)).status_code == 404


@pytest.mark.parametrize("count", [1, 5])
def test_the_page_costs_as_many_queries_with_many_courses(client, studies, pisa, count, django_assert_num_queries):
    passed(studies, *["PI-101", "PI-102", "PI-103", "AMU-101", "AMU-102"][:count])
    sign_in_as(client, pisa)
    client.get(address(studies))

    with django_assert_num_queries(14):
        assert len(client.get(address(studies)).context["page"].courses) == count

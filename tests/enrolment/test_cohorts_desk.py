"""Cohorts on the desk: whose students one sees, filters and files, pinning regulations, acts on several students at once."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.support.courses import person
from tests.support.moments import NOON
from tests.support.staff import sign_in_as
from tests.support.studies import AMU, UNIPI, made_up_cohort, master_offering, passed, student

from salerno.audit.models import Entry
from salerno.catalogue.models import Regulations
from salerno.catalogue.regulations.reader import read_body
from salerno.catalogue.services import publish_regulations
from salerno.desk.waiting import waiting_for
from salerno.enrolment.enums import ProgrammeRefusal, Refusal
from salerno.enrolment.models import Enrolment, Registration
from salerno.enrolment.services import enrol, interrupt, register_each, withdraw_from_programme
from salerno.institutions.models import Institution
from salerno.people.enums import Role

pytestmark = pytest.mark.django_db
COHORTS = "enrolment:cohorts"


@pytest.fixture
def cohort():
    return made_up_cohort()


@pytest.fixture
def pisa(cohort):
    return Institution.objects.get(schac=UNIPI)


@pytest.fixture
def marseille(cohort):
    """The coordinating institution: its coordinator sees all."""
    return Institution.objects.get(schac=AMU)


def admitted(cohort, *names, at=(AMU, UNIPI)):
    return [student(person(f"{name}@example.org"), at=at, cohort=cohort) for name in names]


def later_version(cohort):
    body = {**cohort.regulations.body, "degree": {**cohort.regulations.body["degree"], "practical_hours": 10}}
    return publish_regulations(rules=read_body(body), by=None, at=NOON)[0]


def address(cohort, name="cohort", *more):
    return reverse(f"enrolment:{name}", args=[cohort.uuid, *more])


def emails(response):
    text = response.content.decode("utf-8-sig")
    return [row["E-mail"].partition("@")[0] for row in csv.DictReader(io.StringIO(text))]


def test_the_list_counts_the_whole_cohort_by_state(client, cohort, pisa):
    first, second, _third = admitted(cohort, "a", "b", "c", at=(AMU,))
    interrupt(enrolment=first, reason="", by=None, at=NOON)
    withdraw_from_programme(enrolment=second, reason="", by=None, at=NOON)
    sign_in_as(client, pisa, Role.ADMINISTRATOR)

    (row,) = csv.DictReader(io.StringIO(client.get(reverse(COHORTS) + "?as=csv").content.decode("utf-8-sig")))

    assert row == {
        "Starts in": "Academic year 2027–2028",
        "Programme": "JM-AIH",
        "Regulations": "version 1",
        "Places": "",
        "Studying": "1",
        "Interrupted": "1",
        "Withdrawn": "1",
        "Graduated": "0",
    }


def test_one_sees_the_students_of_ones_own_institution_and_the_coordinator_all(client, cohort, pisa, marseille):
    admitted(cohort, "both")
    admitted(cohort, "marseille", at=(AMU,))

    sign_in_as(client, pisa, Role.ADMINISTRATOR)
    assert emails(client.get(address(cohort) + "?as=csv")) == ["both"]
    sign_in_as(client, marseille)
    assert emails(client.get(address(cohort) + "?as=csv")) == ["both", "marseille"]
    counts = Entry.objects.filter(action="people.listed", subject=cohort.uuid).values_list("detail__count", flat=True)
    assert list(counts) == [1, 2]


@pytest.mark.parametrize("role", [Role.TEACHER, Role.COURSE_LEAD])
def test_who_teaches_has_no_list_of_students(client, cohort, pisa, role):
    sign_in_as(client, pisa, role)

    assert client.get(reverse(COHORTS)).status_code == client.get(address(cohort)).status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["both", "marseille", "paused", "waiting"]),
        ("institution=university-of-pisa", ["both", "paused", "waiting"]),
        ("is_numberless=on", ["waiting"]),
        ("is_numberless=on&institution=aix-marseille-university", []),
        ("state=interrupted", ["paused"]),
        ("track=engineering", []),
        ("words=PAUSED@", ["paused"]),
        ("words=Lea+both", ["both"]),
        ("track=nonsense&page=x", ["both", "marseille", "paused", "waiting"]),
    ],
)
def test_the_list_is_narrowed_by_the_address(client, cohort, pisa, marseille, query, found):
    admitted(cohort, "both")
    admitted(cohort, "marseille", at=(AMU,))
    (paused,) = admitted(cohort, "paused", at=(UNIPI,))
    interrupt(enrolment=paused, reason="", by=None, at=NOON)
    register_each(enrolments=admitted(cohort, "waiting", at=()), institution=pisa, starts_on=NOON.date(), by=None, at=NOON)
    sign_in_as(client, marseille)

    assert emails(client.get(f"{address(cohort)}?{query}&as=csv")) == found


def test_a_student_is_found_by_number_and_the_file_names_the_numbers(client, cohort, marseille):
    first, _second = admitted(cohort, "a", "b")
    number = f"{UNIPI}-{first.student.pk}"
    sign_in_as(client, marseille)

    text = client.get(f"{address(cohort)}?words={number}&as=csv").content.decode("utf-8-sig")

    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["Number at UNIPI"], row["Number at SU"], row["Track"]) == (number, "", "From biology")


@pytest.mark.parametrize("more", [0, 30])
def test_thirty_students_cost_as_many_queries_as_one(client, cohort, marseille, more, django_assert_num_queries):
    admitted(cohort, "first", *(f"student-{number}" for number in range(more)))
    sign_in_as(client, marseille)
    client.get(address(cohort))

    with django_assert_num_queries(18):
        assert len(client.get(address(cohort)).context["table"]["rows"]) == 1 + more


def test_a_version_is_compared_then_pinned(client, cohort, pisa):
    later = later_version(cohort)
    officer = sign_in_as(client, pisa)
    pin = address(cohort, "pin_regulations", later.uuid)

    assert [row.place for row in client.get(pin).context["changes"]] == ["degree.practical_hours"]
    assert client.post(pin)["Location"] == address(cohort)
    cohort.refresh_from_db()
    assert cohort.regulations == later
    assert Entry.objects.get(action="programme_offering.regulations_pinned", detail__number=2).actor == officer.uuid


def test_a_cohort_that_has_begun_keeps_its_version_and_says_why(client, cohort, pisa):
    later = later_version(cohort)
    admitted(cohort, "a")
    sign_in_as(client, pisa)
    pin = address(cohort, "pin_regulations", later.uuid)

    reason = str(ProgrammeRefusal.COHORT_BEGUN.label)
    assert reason in client.get(pin).content.decode()
    assert reason in client.get(address(cohort)).content.decode()
    assert client.post(pin).status_code == 422
    cohort.refresh_from_db()
    assert cohort.regulations.number == 1


def test_an_administrator_compares_and_does_not_pin(client, cohort, pisa):
    later = later_version(cohort)
    sign_in_as(client, pisa, Role.ADMINISTRATOR)
    pin = address(cohort, "pin_regulations", later.uuid)

    assert str(ProgrammeRefusal.NOT_YOURS.label) in client.get(pin).content.decode()
    assert client.post(pin).status_code == 422
    assert Regulations.objects.get(offerings=cohort).number == 1


def test_registering_shows_who_then_registers_them_to_wait_for_a_number(client, cohort, pisa, marseille):
    first, second = (*admitted(cohort, "a", at=(AMU,)), *admitted(cohort, "b"))
    officer = sign_in_as(client, marseille)
    chosen = {"chosen": [first.uuid, second.uuid]}
    act = {"act-institution": pisa.slug, "act-fee_status": "pays", "act-starts_on": "2027-09-01"}

    preview = client.get(address(cohort, "register_students"), {**chosen, **act}).context["preview"]
    assert [(line.studies, line.refusal) for line in preview.lines] == [(first, None), (second, ProgrammeRefusal.REGISTERED)]
    assert first.registrations.count() == 1
    response = client.post(address(cohort, "register_students"), {**chosen, **act})

    assert response["Location"] == address(cohort, "numbers", pisa.uuid)
    row = first.registrations.get(institution=pisa)
    assert (row.student_number, row.starts_on.isoformat()) == ("", "2027-09-01")
    assert Registration.objects.count() == 4
    assert Entry.objects.get(action="registration.created", subject=row.uuid).actor == officer.uuid


def test_nobody_registers_at_an_institution_that_is_not_theirs(client, cohort, pisa, marseille):
    (row,) = admitted(cohort, "a", at=(UNIPI,))
    sign_in_as(client, pisa)
    sent = {"chosen": [row.uuid], "act-institution": marseille.slug, "act-fee_status": "pays", "act-starts_on": "2027-09-01"}

    assert client.post(address(cohort, "register_students"), sent).status_code == 422
    assert row.registrations.count() == 1


def test_enrolling_names_for_each_who_may_not_the_reason(client, cohort, marseille):
    names = ("done", "fit", "full", "lacking", "paused")
    rows = dict(zip(names, admitted(cohort, *names), strict=True))
    offering = master_offering("PI-201", seats=2)
    for name in ("done", "fit", "full"):
        passed(rows[name], "PI-101")
    enrol(learner=rows["done"].student, offering=offering, by=rows["done"].student, at=NOON)
    interrupt(enrolment=rows["paused"], reason="", by=None, at=NOON)
    sign_in_as(client, marseille)
    sent = {"chosen": [row.uuid for row in rows.values()], "act-offering": offering.uuid}

    preview = client.get(address(cohort, "enrol_students"), sent).context["preview"]
    refusals = {line.studies.student.email.partition("@")[0]: line.refusal for line in preview.lines}
    client.post(address(cohort, "enrol_students"), sent)

    assert refusals == {
        "done": Refusal.ALREADY,
        "fit": None,
        "full": Refusal.FULL,
        "lacking": Refusal.REQUIRES_ANOTHER,
        "paused": Refusal.NOT_IN_PROGRAMME,
    }
    there = Enrolment.objects.filter(offering=offering).values_list("programme_enrolment", flat=True)
    assert set(there) == {rows["done"].pk, rows["fit"].pk}


def test_the_offerings_to_choose_from_are_ones_own_and_of_the_regulations(client, cohort, pisa):
    (row,) = admitted(cohort, "a")
    own = master_offering("PI-101")
    master_offering("PI-102", ends_on=timezone.localdate() - timedelta(days=2))
    master_offering("AMU-101")
    sign_in_as(client, pisa, Role.ADMINISTRATOR)

    form = client.get(address(cohort, "enrol_students"), {"chosen": row.uuid}).context["form"]

    assert list(form.fields["offering"].queryset) == [own]


def test_the_list_as_it_is_filtered_may_be_chosen_whole(client, cohort, marseille):
    admitted(cohort, "a", "b")
    admitted(cohort, "c", at=(AMU,))
    sign_in_as(client, marseille)

    page = client.get(address(cohort, "enrol_students"), {"everyone": "1", "institution": "university-of-pisa"})

    assert [row.student.email for row in page.context["students"]] == ["a@example.org", "b@example.org"]


def test_strangers_who_are_named_by_number_are_not_among_the_chosen(client, cohort, pisa):
    (row,) = admitted(cohort, "a", at=(AMU,))
    sign_in_as(client, pisa)

    for name in ("enrol_students", "register_students"):
        assert client.get(address(cohort, name), {"chosen": row.uuid})["Location"] == address(cohort)
        assert client.get(address(cohort, name), {"chosen": "x"}).status_code == 404


@pytest.mark.parametrize("more", [0, 25])
def test_a_preview_costs_as_many_queries_for_many_students(client, cohort, marseille, more, django_assert_num_queries):
    rows = admitted(cohort, "first", *(f"student-{number}" for number in range(more)))
    offering = master_offering("AMU-101", seats=10)
    sign_in_as(client, marseille)
    sent = {"chosen": [row.uuid for row in rows], "act-offering": offering.uuid}
    client.get(address(cohort, "enrol_students"), sent)

    with django_assert_num_queries(22):
        assert len(client.get(address(cohort, "enrol_students"), sent).context["preview"].lines) == 1 + more


def test_numbers_that_are_missing_wait_on_the_desk_of_their_institution(client, cohort, pisa, marseille):
    register_each(enrolments=admitted(cohort, "a", "b", at=()), institution=pisa, starts_on=NOON.date(), by=None, at=NOON)

    def said(institution, role):
        return [row.sentence for row in waiting_for(sign_in_as(client, institution, role), NOON.date()) if "number" in row.sentence]

    assert said(pisa, Role.ADMINISTRATOR) == ["2 students wait for a number."]
    assert said(Institution.objects.get(schac="su.se"), Role.ADMINISTRATOR) == []
    assert said(pisa, Role.TEACHER) == []

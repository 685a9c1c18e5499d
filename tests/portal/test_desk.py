"""The desk: what each role opens, and that pages do not cost more with more rows."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories.awards import AwardFactory
from tests.factories.catalogue import CourseOfferingFactory
from tests.factories.courseware import CourseVersionFactory, DraftFactory, OfferingVersionFactory
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.institutions import InstitutionFactory
from tests.factories.learning import ActivityProgressFactory, ProblemReportFactory, SubmissionFactory
from tests.factories.people import LegalTextFactory, PersonFactory, RoleAssignmentFactory

from salerno.audit.models import Entry
from salerno.credentials.services import issue
from salerno.institutions.enums import Standing
from salerno.people.enums import Role
from salerno.people.models import ErasureRequest

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)

LEARNER, TEACHER, LEAD, ADMINISTRATOR, COORDINATOR, BOARD, ELSEWHERE, HEAD, HEAD_ADMINISTRATOR = (
    "learner", "teacher", "lead", "administrator", "coordinator", "board", "elsewhere", "head", "head-administrator",
)  # fmt: skip
SEES_PEOPLE = {LEAD, ADMINISTRATOR, COORDINATOR, HEAD}
GOVERNS = {ADMINISTRATOR, COORDINATOR, HEAD}
WRITES = {TEACHER, LEAD, COORDINATOR, HEAD}
STAFF = {TEACHER, LEAD, ADMINISTRATOR, COORDINATOR, BOARD, ELSEWHERE, HEAD, HEAD_ADMINISTRATOR}
LISTS_PEOPLE = SEES_PEOPLE | {ELSEWHERE, HEAD_ADMINISTRATOR}
OPEN_TO = {
    "desk": STAFF,
    "offerings": LISTS_PEOPLE,
    "open_offering": LISTS_PEOPLE,
    "offering": SEES_PEOPLE,
    "edit_offering": SEES_PEOPLE,
    "pin_version": SEES_PEOPLE,
    "enrol_learners": SEES_PEOPLE,
    "people": LISTS_PEOPLE,
    "person": SEES_PEOPLE,
    "give_role": GOVERNS | {ELSEWHERE, HEAD_ADMINISTRATOR},
    "end_role": SEES_PEOPLE,
    "issued": LISTS_PEOPLE,
    "change_credential": SEES_PEOPLE,
    "rotate_key": GOVERNS,
    "reports": WRITES | {ELSEWHERE},
    "report": WRITES,
    "reflections": WRITES | {ELSEWHERE},
    "reflection": WRITES,
    "institutions": GOVERNS | {ELSEWHERE, HEAD_ADMINISTRATOR},
    "describe_institution": GOVERNS,
    "add_partner": {HEAD},
    "texts": {HEAD},
    "text": {HEAD},
    "erasures": {HEAD, HEAD_ADMINISTRATOR},
    "erasure": {HEAD, HEAD_ADMINISTRATOR},
    "audit": LISTS_PEOPLE,
}


class Campus:
    """Two institutions beside the coordinating one; one of them, ``home``, has a row of everything."""

    def __init__(self) -> None:
        self.head = InstitutionFactory(standing=Standing.COORDINATOR)
        self.home, self.other = InstitutionFactory(), InstitutionFactory()
        self.offering = CourseOfferingFactory(institution=self.home)
        self.version = OfferingVersionFactory(offering=self.offering).version
        self.enrolment = EnrolmentFactory(offering=self.offering)
        self.report = ProblemReportFactory(version=self.version)
        self.reflection = SubmissionFactory(enrolment=self.enrolment, version=self.version)
        self.credential = issue(award=AwardFactory(enrolment__offering=self.offering), at=NOON)
        self.erasure = ErasureRequest.objects.create(person=PersonFactory(), asked_at=NOON)
        self.role = RoleAssignmentFactory(institution=self.home, role=Role.LAB_SUPERVISOR)
        LegalTextFactory()

    def somebody(self, who: str) -> object:
        """A person with the role ``who``."""
        places = {
            TEACHER: (self.home, Role.TEACHER),
            LEAD: (self.home, Role.COURSE_LEAD),
            ADMINISTRATOR: (self.home, Role.ADMINISTRATOR),
            COORDINATOR: (self.home, Role.COORDINATOR),
            BOARD: (self.home, Role.BOARD_MEMBER),
            ELSEWHERE: (self.other, Role.COORDINATOR),
            HEAD: (self.head, Role.COORDINATOR),
            HEAD_ADMINISTRATOR: (self.head, Role.ADMINISTRATOR),
        }
        person = PersonFactory()
        if who in places:
            institution, role = places[who]
            RoleAssignmentFactory(person=person, institution=institution, role=role)
        return person

    def address(self, name: str) -> str:
        """The address of the page ``name`` about the rows of ``home``."""
        arguments = {
            "offering": [self.offering.uuid],
            "edit_offering": [self.offering.uuid],
            "enrol_learners": [self.offering.uuid],
            "pin_version": [self.offering.uuid, self.version.uuid],
            "person": [self.enrolment.learner.uuid],
            "end_role": [self.role.uuid],
            "change_credential": [self.credential.uuid, "suspend"],
            "rotate_key": [self.home.uuid],
            "describe_institution": [self.home.uuid],
            "report": [self.report.uuid],
            "reflection": [self.reflection.uuid],
            "text": ["terms", "en"],
            "erasure": [self.erasure.uuid],
        }
        return reverse(f"portal:{name}", args=arguments.get(name, []))


@pytest.fixture
def campus() -> Campus:
    return Campus()


@pytest.mark.parametrize("who", [LEARNER, *sorted(STAFF)])
def test_each_page_is_open_to_its_roles_and_unknown_to_others(client, campus, who):
    client.force_login(campus.somebody(who))

    statuses = {name: client.get(campus.address(name)).status_code for name in OPEN_TO}

    assert statuses == {name: 200 if who in roles else 404 for name, roles in OPEN_TO.items()}


def test_strangers_are_asked_to_sign_in(client, campus):
    statuses = {client.get(campus.address(name)).status_code for name in OPEN_TO}

    assert statuses == {302}


@pytest.mark.parametrize(
    ("name", "arguments"),
    [("assign_role", "person"), ("reopen_report", "report"), ("withdraw_learners", "offering")],
)
def test_acts_are_unknown_to_people_of_other_institutions(client, campus, name, arguments):
    number = {"person": campus.enrolment.learner.uuid, "report": campus.report.uuid, "offering": campus.offering.uuid}
    client.force_login(campus.somebody(ELSEWHERE))

    response = client.post(reverse(f"portal:{name}", args=[number[arguments]]), {})

    assert response.status_code == 404


def _more(campus: Campus, count: int) -> None:
    for _ in range(count):
        offering = CourseOfferingFactory(institution=campus.home)
        OfferingVersionFactory(offering=offering)
        enrolment = EnrolmentFactory(offering=campus.offering)
        EnrolmentFactory(offering=offering, learner=enrolment.learner)
        ActivityProgressFactory(enrolment=enrolment, completed_at=NOON)
        RoleAssignmentFactory(institution=campus.home, person=enrolment.learner, role=Role.TEACHER)
        ProblemReportFactory(version=campus.version)
        SubmissionFactory(enrolment=enrolment, version=campus.version)
        issue(award=AwardFactory(enrolment__offering=campus.offering), at=NOON)
        ErasureRequest.objects.create(person=PersonFactory(), asked_at=NOON)
        DraftFactory(course=offering.course)
        CourseVersionFactory(course=campus.offering.course)


LISTS = (
    "desk", "offerings", "offering", "people", "issued", "reports", "reflections", "erasures", "audit", "texts", "institutions",
)  # fmt: skip


def _queries(client, campus: Campus) -> dict[str, int]:
    counts = {}
    for name in LISTS:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(campus.address(name)).status_code == 200
        counts[name] = len(queries)
    return counts


def test_lists_cost_as_many_queries_with_thirty_rows_as_with_one(client, campus):
    client.force_login(campus.somebody(HEAD))
    _more(campus, 1)
    _queries(client, campus)
    with_one = _queries(client, campus)
    _more(campus, 30)

    with_thirty = _queries(client, campus)

    assert with_thirty == with_one


@pytest.mark.parametrize("name", ["offering", "people", "reflections", "issued"])
def test_opening_a_list_of_people_is_recorded_with_their_number(client, campus, name):
    person = campus.somebody(COORDINATOR)
    client.force_login(person)

    response = client.get(campus.address(name))

    entry = Entry.objects.get(action="people.listed")
    assert (entry.actor, entry.detail["count"]) == (person.uuid, len(response.context["table"]["rows"]))


def test_opening_a_person_is_recorded_once_for_each_page(client, campus):
    person = campus.somebody(COORDINATOR)
    client.force_login(person)

    client.get(campus.address("person"))
    client.get(campus.address("person"))

    opened = Entry.objects.filter(action="person.opened").values_list("actor", "subject_person")
    assert list(opened) == [(person.uuid, campus.enrolment.learner.uuid)] * 2


def test_the_start_page_says_what_waits(client, campus):
    client.force_login(campus.somebody(HEAD))

    start = client.get(reverse("portal:desk")).context["start"]

    assert [(item.section, item.count) for item in start.waiting if item.section.startswith("portal:")] == [
        ("portal:reports", 1),
        ("portal:reflections", 1),
        ("portal:erasures", 1),
    ]
    assert [(row.pk, row.enrolled) for row in start.offerings] == [(campus.offering.pk, 2)]

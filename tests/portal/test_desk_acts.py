"""What staff do at the desk, and what the desk refuses."""

import csv
import io
from datetime import UTC, datetime

import pytest
from django.urls import reverse
from tests.factories.awards import AwardFactory
from tests.factories.catalogue import CourseFactory, CourseOfferingFactory
from tests.factories.courseware import (
    CourseVersionFactory,
    OfferingVersionFactory,
    VersionActivityFactory,
    VersionFileFactory,
    outline,
)
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.institutions import InstitutionFactory
from tests.factories.learning import ActivityProgressFactory, ProblemReportFactory, SubmissionFactory
from tests.factories.people import LegalTextFactory, PersonFactory, RoleAssignmentFactory

from salerno.audit.models import Entry
from salerno.audit.services import record
from salerno.catalogue.models import CourseOffering
from salerno.credentials.models import SigningKey
from salerno.credentials.services import issue
from salerno.enrolment.enums import State
from salerno.enrolment.models import Enrolment
from salerno.institutions.enums import Standing
from salerno.learning.enums import ReportState
from salerno.messaging.models import Message
from salerno.people.enums import ErasureState, Role
from salerno.people.models import ErasureRequest, LegalText, RoleAssignment
from salerno.portal.desk.selectors.versions import version_change

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def pisa():
    return InstitutionFactory(code="UNIPI")


@pytest.fixture
def marseille():
    return InstitutionFactory(code="AMU", standing=Standing.COORDINATOR)


@pytest.fixture
def offering(pisa):
    row = CourseOfferingFactory(institution=pisa)
    OfferingVersionFactory(offering=row)
    return CourseOffering.objects.get(pk=row.pk)


def staff(client, institution, role: Role = Role.COORDINATOR):
    """Sign in as somebody with ``role`` at ``institution``."""
    person = PersonFactory()
    RoleAssignmentFactory(person=person, institution=institution, role=role)
    client.force_login(person)
    return person


def test_learners_show_what_they_did_of_the_pinned_version(client, pisa, offering):
    staff(client, pisa)
    enrolment = EnrolmentFactory(offering=offering)
    ActivityProgressFactory(enrolment=enrolment, activity_key="why", completed_at=NOON)
    ActivityProgressFactory(enrolment=enrolment, activity_key="final", opened_at=NOON, best_score="0.8")
    ActivityProgressFactory(enrolment=enrolment, activity_key="gone", completed_at=NOON)

    response = client.get(reverse("portal:offering", args=[offering.uuid]) + "?as=csv")

    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [(row["Activities done"], row["Minutes"], row["Final"], row["Last activity"][:10]) for row in rows] == [
        ("1", "5", "0.8000", "2026-11-24")
    ]


def test_files_hold_the_rows_that_are_filtered_and_no_formula(client, pisa, offering):
    staff(client, pisa)
    EnrolmentFactory(offering=offering, learner=PersonFactory(full_name="=HYPERLINK(1)"))
    EnrolmentFactory(offering=offering, state=State.WITHDRAWN)
    address = reverse("portal:offering", args=[offering.uuid]) + "?state=active&as="

    as_csv = client.get(address + "csv")
    as_xlsx = client.get(address + "xlsx")

    rows = list(csv.reader(io.StringIO(as_csv.content.decode("utf-8-sig"))))
    assert [row[0] for row in rows] == ["Name", "'=HYPERLINK(1)"]
    assert as_xlsx.content[:2] == b"PK"
    counts = [entry.detail["count"] for entry in Entry.objects.filter(action="people.listed")]
    assert counts == [1, 1]


def test_lists_are_sorted_by_the_address_both_ways(client, pisa, offering):
    staff(client, pisa)
    names = ["Abella", "Trota", "Mercuriade"]
    for name in names:
        EnrolmentFactory(offering=offering, learner=PersonFactory(full_name=name))
    address = reverse("portal:offering", args=[offering.uuid])

    shown = [
        [row["cells"][0] for row in client.get(f"{address}?sort={wish}").context["table"]["rows"]]
        for wish in ("name", "-name", "nonsense")
    ]

    assert shown == [sorted(names), sorted(names, reverse=True), sorted(names)]


def test_withdrawing_shows_who_then_tells_them_why(client, pisa, offering):
    person = staff(client, pisa)
    chosen, stays = EnrolmentFactory(offering=offering), EnrolmentFactory(offering=offering)
    foreign = EnrolmentFactory()
    address = reverse("portal:withdraw_learners", args=[offering.uuid])

    preview = client.get(address, {"chosen": [chosen.uuid, foreign.uuid]})
    refused = client.post(address, {"chosen": [chosen.uuid]})
    client.post(address, {"chosen": [chosen.uuid, foreign.uuid], "reason": "Enrolled twice."})

    assert [row.pk for row in preview.context["chosen"]] == [chosen.pk]
    assert refused.status_code == 422
    states = dict(Enrolment.objects.values_list("pk", "state"))
    assert states == {chosen.pk: State.WITHDRAWN, stays.pk: State.ACTIVE, foreign.pk: State.ACTIVE}
    message = Message.objects.get(template="enrolment/withdrawn")
    assert (message.recipient, "Enrolled twice." in message.body) == (chosen.learner.email, True)
    entry = Entry.objects.get(action="enrolment.withdrawn")
    assert (entry.actor, entry.detail) == (person.uuid, {"reason": "Enrolled twice."})


def test_enrolling_addresses_shows_who_is_known_and_changes_nothing_yet(client, pisa, offering):
    staff(client, pisa)
    known, enrolled = PersonFactory(), EnrolmentFactory(offering=offering).learner
    pasted = f"{known.email.upper()}; New <new@example.org>\n{enrolled.email}"

    response = client.post(reverse("portal:enrol_learners", args=[offering.uuid]), {"addresses": pasted})

    lines = [(line.address, line.person, line.refusal) for line in response.context["preview"].lines]
    assert lines == [
        (known.email, known, None),
        ("new@example.org", None, None),
        (enrolled.email, enrolled, "already"),
    ]
    assert Enrolment.objects.count() == 1
    assert Message.objects.count() == 0


def test_enrolling_addresses_enrols_the_known_and_invites_the_others(client, pisa, offering):
    person = staff(client, pisa)
    known = PersonFactory()
    sent = {"addresses": f"{known.email} new@example.org", "confirmed": "yes", "invite": "on"}

    client.post(reverse("portal:enrol_learners", args=[offering.uuid]), sent)
    client.post(reverse("portal:enrol_learners", args=[offering.uuid]), sent)

    assert [row.learner for row in Enrolment.objects.all()] == [known]
    assert sorted(Message.objects.values_list("template", "recipient")) == [
        ("enrolment/confirmed", known.email),
        ("enrolment/invitation", "new@example.org"),
    ]
    created = Entry.objects.get(action="enrolment.created")
    assert (created.actor, created.subject_person) == (person.uuid, known.uuid)
    assert "new@example.org" not in str(list(Entry.objects.values()))


def test_seats_are_counted_down_in_the_preview(client, pisa, offering):
    staff(client, pisa)
    CourseOffering.objects.filter(pk=offering.pk).update(seats=1)
    first, second = PersonFactory(), PersonFactory()

    response = client.post(reverse("portal:enrol_learners", args=[offering.uuid]), {"addresses": f"{first.email} {second.email}"})

    assert [line.refusal for line in response.context["preview"].lines] == [None, "full"]


def test_a_wrong_address_is_named_and_nothing_is_lost(client, pisa, offering):
    staff(client, pisa)

    response = client.post(reverse("portal:enrol_learners", args=[offering.uuid]), {"addresses": "a@b trota@"})

    assert response.status_code == 422
    assert "a@b, trota@" in response.content.decode()


def test_an_offering_is_opened_with_the_newest_version(client, pisa, offering):
    staff(client, pisa)
    newest = CourseVersionFactory(course=offering.course, number=99)
    values = {"course": offering.course.pk, "institution": pisa.pk, "language": "en", "mode": "online", "seats": "20"}

    client.post(reverse("portal:open_offering"), values)

    opened = CourseOffering.objects.exclude(pk=offering.pk).get()
    assert (opened.institution, opened.seats, opened.is_public, opened.pinned.version) == (pisa, 20, False, newest)


def test_a_course_of_others_cannot_be_offered(client, pisa, offering):
    staff(client, pisa)
    foreign = CourseFactory(owner=InstitutionFactory())
    CourseVersionFactory(course=foreign)

    response = client.post(
        reverse("portal:open_offering"), {"course": foreign.pk, "institution": pisa.pk, "language": "en", "mode": "online"}
    )

    assert response.status_code == 422
    assert CourseOffering.objects.count() == 1


def test_changing_an_offering_is_recorded_with_what_changed(client, pisa, offering):
    staff(client, pisa)
    values = {"language": "en", "mode": "online", "is_public": "on", "seats": "12", "starts_on": "2026-12-01"}

    client.post(reverse("portal:edit_offering", args=[offering.uuid]), values)
    refused = client.post(reverse("portal:edit_offering", args=[offering.uuid]), {**values, "ends_on": "2026-11-01"})

    offering.refresh_from_db()
    assert (offering.seats, offering.starts_on.isoformat(), offering.ends_on) == (12, "2026-12-01", None)
    assert Entry.objects.get(action="offering.changed").detail == {"fields": ["seats", "starts_on"]}
    assert refused.status_code == 422


def test_another_version_shows_what_changes_before_it_is_taken_up(client, pisa, offering):
    staff(client, pisa)
    before = offering.pinned.version
    after = CourseVersionFactory(course=offering.course, number=99, units=outline(("why", 9), ("how", 4)), grading={})
    ActivityProgressFactory(enrolment=EnrolmentFactory(offering=offering), activity_key="final", completed_at=NOON)
    address = reverse("portal:pin_version", args=[offering.uuid, after.uuid])

    change = client.get(address).context["change"]
    client.post(address)

    assert [(row.key, row.change, row.learners) for row in change.activities] == [
        ("why", "longer", 0),
        ("how", "added", 0),
        ("final", "removed", 1),
    ]
    assert (change.before, change.minutes_before, change.minutes_after, change.is_final_changed) == (before, 25, 13, True)
    offering.pinned.refresh_from_db()
    assert offering.pinned.version == after


def test_a_changed_translation_is_a_changed_text(offering):
    before, after = offering.pinned.version, CourseVersionFactory(course=offering.course, number=99)
    for version in (before, after):
        VersionActivityFactory(version=version, path="units/01-one/01-why.md")
        VersionFileFactory(version=version, path="units/01-one/01-why.md", blob="a" * 64)
    VersionFileFactory(version=after, path="units/01-one/01-why.fr.md", blob="b" * 64)

    change = version_change(offering, before, after)

    assert [(row.key, row.change) for row in change.activities] == [("why", "text")]


def test_a_version_of_another_course_does_not_exist(client, pisa, offering):
    staff(client, pisa)

    response = client.post(reverse("portal:pin_version", args=[offering.uuid, CourseVersionFactory().uuid]))

    assert response.status_code == 404


@pytest.mark.parametrize(
    ("actor", "role", "expected"),
    [
        (Role.COORDINATOR, Role.COORDINATOR, True),
        (Role.COORDINATOR, Role.TEACHER, True),
        (Role.ADMINISTRATOR, Role.TEACHER, True),
        (Role.ADMINISTRATOR, Role.COORDINATOR, False),
        (Role.COURSE_LEAD, Role.TEACHER, False),
    ],
)
def test_who_gives_which_role_at_their_own_institution(client, pisa, actor, role, expected):
    staff(client, pisa, actor)
    person = PersonFactory(home_institution=pisa)

    client.post(reverse("portal:assign_role", args=[person.uuid]), {"role": role, "institution": pisa.slug})

    assert RoleAssignment.objects.filter(person=person, institution=pisa, role=role).exists() is expected


def test_nobody_gives_a_role_at_an_institution_that_they_do_not_govern(client, pisa, marseille):
    staff(client, pisa)
    person = PersonFactory(home_institution=pisa)

    response = client.post(
        reverse("portal:assign_role", args=[person.uuid]), {"role": Role.TEACHER, "institution": marseille.slug}
    )

    assert response.status_code == 422
    assert not person.roles.exists()


def test_nobody_raises_themselves(client, pisa):
    person = staff(client, pisa, Role.ADMINISTRATOR)

    response = client.post(
        reverse("portal:assign_role", args=[person.uuid]), {"role": Role.COURSE_LEAD, "institution": pisa.slug}
    )
    by_address = client.post(
        reverse("portal:give_role"), {"email": person.email, "role": Role.COURSE_LEAD, "institution": pisa.slug}
    )

    assert (response.status_code, by_address.status_code) == (422, 422)
    assert list(person.roles.values_list("role", flat=True)) == [Role.ADMINISTRATOR]


def test_the_consortium_s_coordinator_gives_roles_everywhere_by_address(client, pisa, marseille):
    staff(client, marseille)
    person = PersonFactory()

    unknown = client.post(
        reverse("portal:give_role"), {"email": "nobody@example.org", "role": Role.TEACHER, "institution": pisa.slug}
    )
    client.post(reverse("portal:give_role"), {"email": person.email, "role": Role.TEACHER, "institution": pisa.slug})

    assert unknown.status_code == 422
    assert list(person.roles.values_list("institution__code", "role")) == [("UNIPI", Role.TEACHER)]


def test_a_role_ends_after_a_question_and_stays_on_record(client, pisa):
    staff(client, pisa)
    role = RoleAssignmentFactory(institution=pisa)

    asked = client.get(reverse("portal:end_role", args=[role.uuid]))
    role.refresh_from_db()
    before = role.until_on
    client.post(reverse("portal:end_role", args=[role.uuid]))

    role.refresh_from_db()
    assert (asked.status_code, before, role.until_on is not None) == (200, None, True)


def test_the_last_coordinator_of_the_consortium_stays(client, marseille):
    person = staff(client, marseille)
    role = person.roles.get()

    response = client.post(reverse("portal:end_role", args=[role.uuid]))

    role.refresh_from_db()
    assert (response.status_code, role.until_on) == (422, None)


def test_a_person_page_shows_only_what_belongs_to_the_viewer_s_institution(client, pisa, marseille, offering):
    staff(client, pisa)
    person = PersonFactory(home_institution=pisa)
    own = EnrolmentFactory(offering=offering, learner=person)
    EnrolmentFactory(learner=person)
    AwardFactory(enrolment__learner=person)
    RoleAssignmentFactory(person=person, institution=marseille)

    page = client.get(reverse("portal:person", args=[person.uuid])).context["page"]

    assert (page.enrolments, page.awards, page.roles) == ([own], [], [])


def test_a_report_is_answered_by_mail_and_opened_again(client, pisa, offering):
    staff(client, pisa, Role.TEACHER)
    report = ProblemReportFactory(version=offering.pinned.version)
    address = reverse("portal:report", args=[report.uuid])

    client.post(address, {"answer": "The unit is there now."})
    report.refresh_from_db()
    answered = report.state
    client.post(reverse("portal:reopen_report", args=[report.uuid]))

    report.refresh_from_db()
    assert (answered, report.state) == (ReportState.ANSWERED, ReportState.OPEN)
    message = Message.objects.get(template="learning/problem_answered")
    assert (message.recipient, "The unit is there now." in message.body) == (report.reporter.email, True)


def test_who_reported_a_problem_elsewhere_does_not_answer_it_at_the_desk(client, pisa):
    person = staff(client, pisa, Role.TEACHER)
    report = ProblemReportFactory(reporter=person)

    response = client.post(reverse("portal:report", args=[report.uuid]), {"answer": "All is well."})

    assert response.status_code == 404


def test_private_reflections_do_not_exist_at_the_desk(client, pisa, offering):
    staff(client, pisa, Role.TEACHER)
    private = SubmissionFactory(enrolment=EnrolmentFactory(offering=offering), is_shared=False)

    listed = client.get(reverse("portal:reflections")).context["table"]["rows"]
    response = client.get(reverse("portal:reflection", args=[private.uuid]))

    assert (listed, response.status_code) == ([], 404)


def test_a_legal_text_is_shown_before_it_is_published_as_the_next_version(client, marseille):
    staff(client, marseille)
    LegalTextFactory(kind="privacy")
    address = reverse("portal:text", args=["privacy", "en"])
    values = {"body": "## New\n\nWords.", "change": "Shorter."}

    preview = client.post(address, {**values, "act": "preview"})
    count = LegalText.objects.count()
    client.post(address, {**values, "act": "publish"})

    assert "<h2>New</h2>" in preview.content.decode()
    assert count == 1
    versions = LegalText.objects.filter(kind="privacy").order_by("version").values_list("version", "change")
    assert list(versions)[1:] == [(2, "Shorter.")]


def test_an_erasure_shows_what_is_kept_and_is_carried_out(client, marseille):
    staff(client, marseille, Role.ADMINISTRATOR)
    award = AwardFactory()
    issue(award=award, at=NOON)
    request = ErasureRequest.objects.create(person=award.learner, asked_at=NOON)
    address = reverse("portal:erasure", args=[request.uuid])

    page = client.get(address)
    client.post(address)

    assert {"Awards", "Credentials"} <= {line.title for line in page.context["kept"]}
    request.refresh_from_db()
    award.learner.refresh_from_db()
    assert (request.state, award.learner.full_name, award.learner.is_active) == (ErasureState.DONE, "", False)


def test_the_record_shows_others_only_acts_on_their_people(client, pisa):
    person = staff(client, pisa)
    learner = PersonFactory(home_institution=pisa)
    stranger = PersonFactory()
    record(action="a", actor=learner)
    record(action="b", actor=stranger, person=learner)
    record(action="c", actor=learner, person=stranger)
    record(action="d", actor=stranger)
    record(action="e", actor=learner, subject=stranger)
    record(action="f", actor=None, subject=learner)

    shown = client.get(reverse("portal:audit"), {"sort": "sequence"}).context["table"]["rows"]

    assert [row["cells"][2] for row in shown] == ["a", "b", "f"]
    assert stranger.display_name not in str(shown)
    assert person.uuid != stranger.uuid


def test_the_record_is_filtered_by_act_person_and_day(client, marseille):
    staff(client, marseille)
    trota = PersonFactory(full_name="Trota")
    for action, day in (("person.changed", 1), ("person.changed", 3), ("role.assigned", 3)):
        record(action=action, actor=trota, at=datetime(2026, 11, day, 12, tzinfo=UTC))
    record(action="person.changed", actor=PersonFactory(), at=datetime(2026, 11, 3, 12, tzinfo=UTC))

    found = client.get(
        reverse("portal:audit"), {"action": "person.changed", "person": "trota", "since": "2026-11-02", "until": "2026-11-03"}
    )

    assert [row["cells"][3] for row in found.context["table"]["rows"]] == ["Trota"]


def test_the_coordinator_has_the_chain_checked(client, marseille):
    staff(client, marseille)
    entry = record(action="a", actor=None)
    record(action="b", actor=None)
    whole = client.get(reverse("portal:audit"), {"check": "1"}).context["checked"]
    Entry.objects.filter(pk=entry.pk).update(action="forged")

    broken = client.get(reverse("portal:audit"), {"check": "1"})

    assert whole[1] == []
    assert [fault.sequence for fault in broken.context["checked"][1]] == [entry.sequence]
    assert "The chain breaks" in broken.content.decode()


def test_a_credential_is_suspended_reinstated_and_revoked_with_a_reason(client, pisa, offering):
    staff(client, pisa)
    credential = issue(award=AwardFactory(enrolment__offering=offering), at=NOON)
    states = []

    for act in ("suspend", "reinstate", "revoke", "reinstate"):
        address = reverse("portal:change_credential", args=[credential.uuid, act])
        client.post(address, {})
        client.post(address, {"reason": "Checked by hand."})
        credential.refresh_from_db()
        states.append(str(credential.state))

    assert states == ["suspended", "valid", "revoked", "revoked"]
    assert credential.status_changes.count() == 3


def test_an_unknown_act_on_a_credential_does_not_exist(client, pisa, offering):
    staff(client, pisa)
    credential = issue(award=AwardFactory(enrolment__offering=offering), at=NOON)

    assert client.get(reverse("portal:change_credential", args=[credential.uuid, "delete"])).status_code == 404


def test_a_new_key_signs_from_now_on(client, pisa, offering):
    staff(client, pisa, Role.ADMINISTRATOR)
    credential = issue(award=AwardFactory(enrolment__offering=offering), at=NOON)

    client.get(reverse("portal:rotate_key", args=[pisa.uuid]))
    before = SigningKey.objects.filter(institution=pisa).count()
    client.post(reverse("portal:rotate_key", args=[pisa.uuid]))

    current = SigningKey.objects.get(institution=pisa, retired_at=None)
    assert (before, current.pk == credential.key_id) == (1, False)

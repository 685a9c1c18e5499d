"""Offerings at the desk: learners, files, bulk acts, versions."""

import csv
import io
from datetime import UTC, datetime

import pytest
from django.urls import reverse
from tests.factories.catalogue import CourseFactory
from tests.factories.courseware import (
    CourseVersionFactory,
    VersionActivityFactory,
    VersionFileFactory,
    outline,
)
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.institutions import InstitutionFactory
from tests.factories.learning import ActivityProgressFactory
from tests.factories.people import PersonFactory
from tests.support.staff import sign_in_as

from salerno.audit.models import Entry
from salerno.catalogue.models import CourseOffering
from salerno.enrolment.enums import State
from salerno.enrolment.models import Enrolment
from salerno.messaging.models import Message
from salerno.portal.desk.selectors.versions import version_change

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_learners_show_what_they_did_of_the_pinned_version(client, pisa, offering):
    sign_in_as(client, pisa)
    enrolment = EnrolmentFactory(offering=offering)
    ActivityProgressFactory(enrolment=enrolment, activity_key="why", completed_at=NOON)
    ActivityProgressFactory(enrolment=enrolment, activity_key="final", opened_at=NOON, best_score="0.8")
    ActivityProgressFactory(enrolment=enrolment, activity_key="gone", completed_at=NOON)

    response = client.get(reverse("portal:offering", args=[offering.uuid]) + "?as=csv")

    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [(row["Activities done"], row["Minutes"], row["Final"], row["Last activity"][:10]) for row in rows] == [
        ("1", "5", "0.8", "2026-11-24")
    ]


def test_files_hold_the_rows_that_are_filtered_and_no_formula(client, pisa, offering):
    sign_in_as(client, pisa)
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
    sign_in_as(client, pisa)
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
    person = sign_in_as(client, pisa)
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
    sign_in_as(client, pisa)
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
    person = sign_in_as(client, pisa)
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
    sign_in_as(client, pisa)
    CourseOffering.objects.filter(pk=offering.pk).update(seats=1)
    first, second = PersonFactory(), PersonFactory()

    response = client.post(reverse("portal:enrol_learners", args=[offering.uuid]), {"addresses": f"{first.email} {second.email}"})

    assert [line.refusal for line in response.context["preview"].lines] == [None, "full"]


def test_a_wrong_address_is_named_and_nothing_is_lost(client, pisa, offering):
    sign_in_as(client, pisa)

    response = client.post(reverse("portal:enrol_learners", args=[offering.uuid]), {"addresses": "a@b trota@"})

    assert response.status_code == 422
    assert "a@b, trota@" in response.content.decode()


def test_an_offering_is_opened_with_the_newest_version(client, pisa, offering):
    sign_in_as(client, pisa)
    newest = CourseVersionFactory(course=offering.course, number=9999)
    values = {"course": offering.course.pk, "institution": pisa.pk, "language": "en", "mode": "online", "seats": "20"}

    client.post(reverse("portal:open_offering"), values)

    opened = CourseOffering.objects.exclude(pk=offering.pk).get()
    assert (opened.institution, opened.seats, opened.is_public, opened.pinned.version) == (pisa, 20, False, newest)


def test_a_course_of_others_cannot_be_offered(client, pisa, offering):
    sign_in_as(client, pisa)
    foreign = CourseFactory(owner=InstitutionFactory())
    CourseVersionFactory(course=foreign)

    response = client.post(
        reverse("portal:open_offering"), {"course": foreign.pk, "institution": pisa.pk, "language": "en", "mode": "online"}
    )

    assert response.status_code == 422
    assert CourseOffering.objects.count() == 1


def test_changing_an_offering_is_recorded_with_what_changed(client, pisa, offering):
    sign_in_as(client, pisa)
    values = {"language": "en", "mode": "online", "is_public": "on", "seats": "12", "starts_on": "2026-12-01"}

    client.post(reverse("portal:edit_offering", args=[offering.uuid]), values)
    refused = client.post(reverse("portal:edit_offering", args=[offering.uuid]), {**values, "ends_on": "2026-11-01"})

    offering.refresh_from_db()
    assert (offering.seats, offering.starts_on.isoformat(), offering.ends_on) == (12, "2026-12-01", None)
    assert Entry.objects.get(action="offering.changed").detail == {"fields": ["seats", "starts_on"]}
    assert refused.status_code == 422


def test_another_version_shows_what_changes_before_it_is_taken_up(client, pisa, offering):
    sign_in_as(client, pisa)
    before = offering.pinned.version
    after = CourseVersionFactory(course=offering.course, number=9999, units=outline(("why", 9), ("how", 4)), grading={})
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
    before, after = offering.pinned.version, CourseVersionFactory(course=offering.course, number=9999)
    for version in (before, after):
        VersionActivityFactory(version=version, path="units/01-one/01-why.md")
        VersionFileFactory(version=version, path="units/01-one/01-why.md", blob="a" * 64)
    VersionFileFactory(version=after, path="units/01-one/01-why.fr.md", blob="b" * 64)

    change = version_change(offering, before, after)

    assert [(row.key, row.change) for row in change.activities] == [("why", "text")]


def test_a_version_of_another_course_does_not_exist(client, pisa, offering):
    sign_in_as(client, pisa)

    response = client.post(reverse("portal:pin_version", args=[offering.uuid, CourseVersionFactory().uuid]))

    assert response.status_code == 404

"""People, roles and the record of acts at the desk."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from tests.factories.awards import AwardFactory
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.people import PersonFactory, RoleAssignmentFactory
from tests.support.staff import sign_in_as

from salerno.audit.models import Entry
from salerno.audit.services import record
from salerno.people.enums import Role
from salerno.people.models import RoleAssignment

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


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
    sign_in_as(client, pisa, actor)
    person = PersonFactory(home_institution=pisa)

    client.post(reverse("portal:assign_role", args=[person.uuid]), {"role": role, "institution": pisa.slug})

    assert RoleAssignment.objects.filter(person=person, institution=pisa, role=role).exists() is expected


def test_nobody_gives_a_role_at_an_institution_that_they_do_not_govern(client, pisa, marseille):
    sign_in_as(client, pisa)
    person = PersonFactory(home_institution=pisa)

    response = client.post(reverse("portal:assign_role", args=[person.uuid]), {"role": Role.TEACHER, "institution": marseille.slug})

    assert response.status_code == 422
    assert not person.roles.exists()


def test_nobody_raises_themselves(client, pisa):
    person = sign_in_as(client, pisa, Role.ADMINISTRATOR)

    response = client.post(reverse("portal:assign_role", args=[person.uuid]), {"role": Role.COURSE_LEAD, "institution": pisa.slug})
    by_address = client.post(
        reverse("portal:give_role"), {"email": person.email, "role": Role.COURSE_LEAD, "institution": pisa.slug}
    )

    assert (response.status_code, by_address.status_code) == (422, 422)
    assert list(person.roles.values_list("role", flat=True)) == [Role.ADMINISTRATOR]


def test_the_consortium_s_coordinator_gives_roles_everywhere_by_address(client, pisa, marseille):
    sign_in_as(client, marseille)
    person = PersonFactory()

    unknown = client.post(
        reverse("portal:give_role"), {"email": "nobody@example.org", "role": Role.TEACHER, "institution": pisa.slug}
    )
    client.post(reverse("portal:give_role"), {"email": person.email, "role": Role.TEACHER, "institution": pisa.slug})

    assert unknown.status_code == 422
    assert list(person.roles.values_list("institution__code", "role")) == [("UNIPI", Role.TEACHER)]


def test_a_role_ends_after_a_question_and_stays_on_record(client, pisa):
    sign_in_as(client, pisa)
    role = RoleAssignmentFactory(institution=pisa)

    asked = client.get(reverse("portal:end_role", args=[role.uuid]))
    role.refresh_from_db()
    before = role.until_on
    client.post(reverse("portal:end_role", args=[role.uuid]))

    role.refresh_from_db()
    assert (asked.status_code, before, role.until_on is not None) == (200, None, True)


def test_the_last_coordinator_of_the_consortium_stays(client, marseille):
    person = sign_in_as(client, marseille)
    role = person.roles.get()

    response = client.post(reverse("portal:end_role", args=[role.uuid]))

    role.refresh_from_db()
    assert (response.status_code, role.until_on) == (422, None)


def test_a_person_page_shows_only_what_belongs_to_the_viewer_s_institution(client, pisa, marseille, offering):
    sign_in_as(client, pisa)
    person = PersonFactory(home_institution=pisa)
    own = EnrolmentFactory(offering=offering, learner=person)
    EnrolmentFactory(learner=person)
    AwardFactory(enrolment__learner=person)
    RoleAssignmentFactory(person=person, institution=marseille)

    page = client.get(reverse("portal:person", args=[person.uuid])).context["page"]

    assert (page.enrolments, page.awards, page.roles) == ([own], [], [])


def test_the_record_shows_others_only_acts_on_their_people(client, pisa):
    person = sign_in_as(client, pisa)
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
    sign_in_as(client, marseille)
    trota = PersonFactory(full_name="Trota")
    for action, day in (("person.changed", 1), ("person.changed", 3), ("role.assigned", 3)):
        record(action=action, actor=trota, at=datetime(2026, 11, day, 12, tzinfo=UTC))
    record(action="person.changed", actor=PersonFactory(), at=datetime(2026, 11, 3, 12, tzinfo=UTC))

    found = client.get(
        reverse("portal:audit"), {"action": "person.changed", "person": "trota", "since": "2026-11-02", "until": "2026-11-03"}
    )

    assert [row["cells"][3] for row in found.context["table"]["rows"]] == ["Trota"]


def test_the_coordinator_has_the_chain_checked(client, marseille):
    sign_in_as(client, marseille)
    entry = record(action="a", actor=None)
    record(action="b", actor=None)
    whole = client.get(reverse("portal:audit"), {"check": "1"}).context["checked"]
    Entry.objects.filter(pk=entry.pk).update(action="forged")

    broken = client.get(reverse("portal:audit"), {"check": "1"})

    assert whole[1] == []
    assert [fault.sequence for fault in broken.context["checked"][1]] == [entry.sequence]
    assert "The chain breaks" in broken.content.decode()

"""Accounts, roles and texts: what changes, and what is written down about it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.factories.institutions import InstitutionFactory
from tests.factories.people import LegalTextFactory, PersonFactory, RoleAssignmentFactory

from salerno.audit.models import Entry
from salerno.people import services
from salerno.people.acceptance import texts_to_accept
from salerno.people.enums import LegalKind, Role
from salerno.people.models import RoleAssignment

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = NOON.date()


def acts():
    return list(Entry.objects.order_by("sequence").values_list("action", flat=True))


def test_assign_role_twice_gives_one_role_and_one_entry():
    person, institution = PersonFactory(), InstitutionFactory()
    by = RoleAssignmentFactory(institution=institution, role=Role.ADMINISTRATOR).person
    first = services.assign_role(person=person, institution=institution, role=Role.TEACHER, by=by, on=DAY)

    second = services.assign_role(person=person, institution=institution, role=Role.TEACHER, by=by, on=DAY)

    assert first == second
    assert acts() == ["role.assigned"]
    entry = Entry.objects.get()
    assert (entry.actor, entry.subject_person) == (by.uuid, person.uuid)
    assert entry.detail == {"role": "teacher", "institution": institution.code}


def test_assign_role_that_ended_begins_a_new_one():
    role = RoleAssignmentFactory(until_on=date(2026, 2, 1))

    services.assign_role(person=role.person, institution=role.institution, role=Role.TEACHER, by=None, on=DAY)

    assert list(RoleAssignment.objects.order_by("since_on").values_list("until_on", flat=True)) == [
        date(2026, 2, 1),
        None,
    ]


def test_end_role_keeps_it_on_record():
    role = RoleAssignmentFactory()
    by = RoleAssignmentFactory(institution=role.institution, role=Role.COORDINATOR).person

    services.end_role(assignment=role, by=by, on=DAY)

    role.refresh_from_db()
    assert role.until_on == DAY - timedelta(days=1)
    assert list(RoleAssignment.objects.in_force(DAY).filter(pk=role.pk)) == []
    assert acts() == ["role.ended"]


def test_roles_in_force_are_those_of_the_day():
    holds = RoleAssignmentFactory()
    RoleAssignmentFactory(until_on=date(2026, 3, 1))
    last_day = RoleAssignmentFactory(until_on=DAY)
    RoleAssignmentFactory(since_on=date(2026, 3, 3))

    assert set(RoleAssignment.objects.in_force(DAY)) == {holds, last_day}


def test_change_account_takes_only_its_own_fields():
    person = PersonFactory(email="a@example.org")
    values = {"full_name": "Trota of Salerno", "language": "fr", "email": "other@example.org", "is_demo": True}

    services.change_account(person=person, values=values, by=person)

    person.refresh_from_db()
    assert (person.full_name, person.language) == ("Trota of Salerno", "fr")
    assert (person.email, person.is_demo) == ("a@example.org", False)
    assert acts() == ["person.changed"]


def test_publish_text_counts_versions_and_ignores_the_same_words():
    first = services.publish_text(kind=LegalKind.TERMS, language="en", body="A", change="", by=None, at=NOON)

    again = services.publish_text(kind=LegalKind.TERMS, language="en", body="A", change="", by=None, at=NOON)
    second = services.publish_text(kind=LegalKind.TERMS, language="en", body="B", change="b", by=None, at=NOON)

    assert again == first
    assert (first.version, second.version) == (1, 2)
    assert acts() == ["text.published", "text.published"]


def test_texts_in_force_are_the_newest_in_the_language_else_in_english():
    LegalTextFactory(kind=LegalKind.TERMS, version=1)
    terms = LegalTextFactory(kind=LegalKind.TERMS, version=2)
    LegalTextFactory(kind=LegalKind.PRIVACY, version=3)
    french = LegalTextFactory(kind=LegalKind.PRIVACY, language="fr", version=1)

    assert services.texts_in_force("fr") == {"terms": terms, "privacy": french}


def test_accept_texts_notes_terms_and_privacy_once():
    person = PersonFactory()
    texts = [LegalTextFactory(kind=kind) for kind in LegalKind]

    services.accept_texts(person=person, at=NOON, language="en")
    services.accept_texts(person=person, at=NOON, language="en")

    accepted = {row.text for row in person.acceptances.select_related("text")}
    assert accepted == {text for text in texts if text.kind in ("terms", "privacy")}
    assert acts() == ["text.accepted", "text.accepted"]


def test_texts_to_accept_are_those_published_since_in_the_persons_language():
    person = PersonFactory(language="en")
    LegalTextFactory(kind=LegalKind.TERMS)
    LegalTextFactory(kind=LegalKind.PRIVACY)
    LegalTextFactory(kind=LegalKind.TERMS, language="fr", published_at=datetime(2026, 2, 1, tzinfo=UTC))
    services.accept_texts(person=person, at=NOON, language="en")
    assert texts_to_accept(person) == []
    newer = LegalTextFactory(kind=LegalKind.TERMS, version=2, published_at=datetime(2026, 3, 3, tzinfo=UTC))

    assert texts_to_accept(person) == [newer]
    person.language = "fr"
    assert texts_to_accept(person) == []


def test_texts_to_accept_cost_two_queries(django_assert_num_queries):
    person = PersonFactory()
    for kind in LegalKind:
        LegalTextFactory(kind=kind)

    with django_assert_num_queries(2):
        texts_to_accept(person)

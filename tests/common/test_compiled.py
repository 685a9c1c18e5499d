"""Compiled queries give the rows that Django gives, and write the rows that Django writes."""

import uuid
from datetime import UTC, datetime

import pytest
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection, models, transaction
from tests.factories.people import PersonFactory

from salerno.common.compiled import Compiled, CompiledInsert, Parameter
from salerno.people.models import ApiToken, Person

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
FIELDS = [field.attname for field in Person._meta.concrete_fields]
BY_UUID = Compiled(lambda: Person.objects.filter(uuid=Parameter("uuid", models.UUIDField())).values_list(*FIELDS))


def a_token(person, **values):
    facts = {"name": "One", "digest": "d" * 64, "scopes": ["a"], "created_at": NOON, "expires_at": NOON}
    return ApiToken(person=person, **(facts | values))


def test_rows_are_as_django_gives_them():
    person = PersonFactory()

    rows = BY_UUID.rows(uuid=person.uuid)

    assert rows == [list(row) for row in Person.objects.filter(pk=person.pk).values_list(*FIELDS)]
    assert {type(value) for value in rows[0]} >= {int, str, uuid.UUID, datetime, bool}


def test_the_values_change_from_run_to_run():
    first, second = PersonFactory(), PersonFactory()

    found = [BY_UUID.rows(uuid=value) for value in (second.uuid, first.uuid, uuid.uuid4())]

    assert [[row[FIELDS.index("id")] for row in rows] for rows in found] == [[second.pk], [first.pk], []]


def test_json_comes_as_values():
    token = a_token(PersonFactory(), scopes=["a", {"b": 1}])
    token.save()
    query = Compiled(lambda: ApiToken.objects.filter(pk=Parameter("pk", ApiToken._meta.pk)).values_list("scopes", "expires_at"))

    assert query.rows(pk=token.pk) == [[["a", {"b": 1}], NOON]]


def test_one_query_is_made(django_assert_num_queries):
    with django_assert_num_queries(1):
        BY_UUID.rows(uuid=uuid.uuid4())


def test_an_inserted_row_is_as_django_would_have_saved_it():
    token = a_token(PersonFactory())

    CompiledInsert(ApiToken).insert(token)

    stored = ApiToken.objects.get()
    assert {field.attname: getattr(stored, field.attname) for field in ApiToken._meta.concrete_fields} == {
        field.attname: getattr(token, field.attname) for field in ApiToken._meta.concrete_fields
    }
    assert token._state.adding is False


def test_a_row_that_a_constraint_refuses_is_not_written():
    person = PersonFactory()
    CompiledInsert(ApiToken).insert(a_token(person))

    with pytest.raises(IntegrityError), transaction.atomic():
        CompiledInsert(ApiToken).insert(a_token(person, name="Two"))

    assert ApiToken.objects.get().name == "One"


def test_values_never_become_sql():
    query = Compiled(lambda: Session.objects.filter(session_key=Parameter("key", models.CharField())).values_list("session_key"))

    rows = query.rows(key="x' OR '1'='1")

    assert rows == []
    assert connection.is_usable()

"""When the disk is full or the data are read-only: a clear page, nothing half done, and all well once it is over."""

import pytest
from django.db import connection
from tests.support.courses import offered_course, person

from salerno.enrolment.models import Enrolment
from salerno.people.models import Person

pytestmark = pytest.mark.django_db(transaction=True)


def make_database_read_only() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA query_only = ON")
        else:
            cursor.execute("SET default_transaction_read_only = on")


def make_database_writable() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA query_only = OFF")
        else:
            cursor.execute("SET default_transaction_read_only = off")


@pytest.fixture
def signed_in(client):
    learner, offering = person(), offered_course()
    client.force_login(learner)
    client.raise_request_exception = False
    return offering


def test_a_read_only_database_gets_a_clear_page_and_loses_nothing(client, signed_in):
    address = f"/enrolments/offerings/{signed_in.uuid}/"
    make_database_read_only()
    try:
        response = client.post(address)
        reading = client.get("/catalogue/")
    finally:
        make_database_writable()

    assert (response.status_code, response.headers["Retry-After"]) == (503, "60")
    assert reading.status_code == 200
    assert Enrolment.objects.count() == 0
    assert client.post(address).status_code == 302
    assert Enrolment.objects.count() == 1


def test_a_full_disk_while_a_file_is_stored_gets_a_clear_page(client, signed_in, monkeypatch):
    from salerno.enrolment.services import courses as services

    def fail(*arguments, **values):
        Person.objects.create_user("half@example.org")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(services, "send_later", fail)

    response = client.post(f"/enrolments/offerings/{signed_in.uuid}/")

    assert response.status_code == 503
    assert [Enrolment.objects.count(), Person.objects.filter(email="half@example.org").count()] == [0, 0]


def test_an_error_of_ours_is_a_500_that_tells_no_secret(client, signed_in, monkeypatch):
    from salerno.enrolment.services import courses as services

    def fail(*arguments, **values):
        raise RuntimeError("the secret of the house")

    monkeypatch.setattr(services, "send_later", fail)

    response = client.post(f"/enrolments/offerings/{signed_in.uuid}/")

    assert response.status_code == 500
    assert "the secret of the house" not in response.content.decode()


def test_a_full_database_file_is_trouble_of_the_machine(tmp_path):
    import sqlite3

    from django.db import OperationalError

    from salerno.portal.trouble_views import is_machine_trouble

    raw = sqlite3.connect(tmp_path / "small.sqlite3")
    raw.execute("PRAGMA max_page_count = 3")
    raw.execute("CREATE TABLE t (x)")

    with pytest.raises(sqlite3.OperationalError, match="full") as error:
        raw.execute("INSERT INTO t VALUES (zeroblob(100000))")

    assert is_machine_trouble(OperationalError(*error.value.args))
    raw.close()

"""Pages of mobilities: the student's own, and the desks of both institutions."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories.people import PersonFactory
from tests.support.mobility_stays import HOST, IN_TIME, OTHER_HOST, coordinator, one_stay, published, sender, stay

from salerno.audit.models import Entry
from salerno.mobility.enums import MobilityState
from salerno.mobility.models import Mobility

pytestmark = pytest.mark.django_db


def address(name, *args):
    return reverse(f"mobility:{name}", args=args)


@pytest.fixture(autouse=True)
def _in_time():
    with time_machine.travel(IN_TIME, tick=False):
        yield


def test_a_student_without_a_place_reads_what_will_stand_here(client):
    client.force_login(PersonFactory())

    assert "No place yet" in client.get(address("stays")).content.decode()


def test_a_student_accepts_the_place_that_the_page_showed(client):
    stays, row = one_stay()
    client.force_login(stays.students["ada"])
    assert "Accept the place" in client.get(address("stay", row.uuid)).content.decode()
    asked = client.get(address("accept_place", row.uuid)).content.decode()
    assert str(row.place.uuid) in asked

    answer = client.post(address("accept_place", row.uuid), {"place": str(row.place.uuid)}, follow=True)

    assert "You have accepted the place." in answer.content.decode()
    assert Mobility.objects.get(pk=row.pk).state == MobilityState.ACCEPTED


def test_a_page_that_showed_another_place_accepts_nothing(client):
    stays, row = one_stay()
    client.force_login(stays.students["ada"])

    answer = client.post(address("accept_place", row.uuid), {"place": str(stays.places[OTHER_HOST].uuid)}, follow=True)

    assert "Meanwhile you have moved up" in answer.content.decode()
    assert Mobility.objects.get(pk=row.pk).state == MobilityState.OFFERED


def test_a_student_declines_or_gives_up_with_a_reason(client):
    stays, row = one_stay()
    client.force_login(stays.students["ada"])
    client.post(address("decline_place", row.uuid), {"place": str(row.place.uuid)})
    assert Mobility.objects.get(pk=row.pk).state == MobilityState.DECLINED
    Mobility.objects.filter(pk=row.pk).update(state=MobilityState.ACCEPTED)

    assert client.post(address("withdraw_stay", row.uuid), {"reason": ""}).status_code == 422
    client.post(address("withdraw_stay", row.uuid), {"reason": "I am ill."})

    row.refresh_from_db()
    assert (row.state, row.refusal) == (MobilityState.CANCELLED, "I am ill.")


def test_both_sides_see_it_and_a_third_does_not(client):
    _stays, row = one_stay(MobilityState.NOMINATED)

    for person, status in ((sender(), 200), (coordinator(HOST), 200), (coordinator(OTHER_HOST), 404)):
        client.force_login(person)
        assert client.get(address("desk_stay", row.uuid)).status_code == status
    assert Entry.objects.filter(action="person.opened", subject_person=row.wish.student.uuid).count() == 2


def test_the_host_sees_its_act_and_the_sender_why_not(client):
    _stays, row = one_stay(MobilityState.NOMINATED)
    client.force_login(sender())
    assert (
        "Only the institution that receives the student does this." in client.get(address("desk_stay", row.uuid)).content.decode()
    )
    client.force_login(coordinator(HOST))

    page = client.post(address("act_on_stay", row.uuid, "confirm"), follow=True).content.decode()

    assert "The nomination is confirmed, and the student is told." in page
    assert Mobility.objects.get(pk=row.pk).state == MobilityState.CONFIRMED


def test_an_act_that_does_not_exist_is_not_found_and_one_refused_says_why(client):
    _stays, row = one_stay(MobilityState.NOMINATED)
    client.force_login(coordinator(HOST))

    assert client.get(address("act_on_stay", row.uuid, "fly")).status_code == 404
    assert client.post(address("act_on_stay", row.uuid, "refuse"), {"reason": ""}).status_code == 422
    late = client.post(address("act_on_stay", row.uuid, "arrive"), {"on": "2026-03-01"})
    assert (late.status_code, "another state by now" in late.content.decode()) == (422, True)


def test_a_refused_student_is_nominated_elsewhere_from_the_desk(client):
    stays, row = one_stay(MobilityState.REFUSED)
    client.force_login(sender())
    assert "1 seat" in client.get(address("act_on_stay", row.uuid, "elsewhere")).content.decode()

    client.post(address("act_on_stay", row.uuid, "elsewhere"), {"place": str(stays.places[OTHER_HOST].uuid)})

    row.refresh_from_db()
    assert (row.state, row.place) == (MobilityState.NOMINATED, stays.places[OTHER_HOST])


def test_many_are_nominated_after_a_preview(client):
    stays = published({"ada": [HOST], "bob": [OTHER_HOST]})
    ada, bob = stays.mobilities["ada"], stays.mobilities["bob"]
    Mobility.objects.filter(pk=ada.pk).update(state=MobilityState.ACCEPTED)
    client.force_login(sender())
    chosen = {"act": "nominate", "item": [str(ada.uuid), str(bob.uuid), "no key"]}

    preview = client.get(address("act_on_stays"), chosen).content.decode()
    assert "Nominate the student: 1 student" in preview
    assert "another state by now" in preview
    client.post(address("act_on_stays"), chosen)

    assert [Mobility.objects.get(pk=row.pk).state for row in (ada, bob)] == [MobilityState.NOMINATED, MobilityState.OFFERED]
    assert client.get(address("act_on_stays"), {"act": "cancel"}).status_code == 404
    assert "You have ticked nobody" in client.get(address("act_on_stays"), {"act": "arrive"}).content.decode()


def test_the_list_filters_is_a_file_and_costs_the_same_for_many(client):
    stays = published({"ada": [HOST], "bob": [OTHER_HOST]})
    client.force_login(sender())
    page = client.get(address("desk_stays"), {"host": str(stays.places[HOST].institution.uuid)}).content.decode()
    assert ("Student Ada" in page, "Student Bob" in page) == (True, False)
    assert "Student Bob" in client.get(address("desk_stays"), {"as": "csv"}).content.decode()
    few = queries(client)
    for number in range(20):
        wish = stays.wishes["bob"]
        stay(wish, stays.places[HOST], MobilityState.CANCELLED, refusal=f"{number}")
    assert queries(client) == few


def queries(client):
    with CaptureQueriesContext(connection) as captured:
        client.get(address("desk_stays"))
    return len(captured)


def test_what_waits_is_said_on_the_desk(client):
    one_stay(MobilityState.NOMINATED)
    client.force_login(coordinator(HOST))

    assert "1 nomination waits for the host" in client.get(reverse("portal:desk")).content.decode()

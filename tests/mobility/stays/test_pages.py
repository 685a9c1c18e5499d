"""Pages of mobilities: the student's own, and the desks of both institutions."""

from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories.people import PersonFactory
from tests.mobility.recognition.test_recognitions import transcript_of
from tests.support.mobility_stays import AFTERWARDS, HOST, IN_TIME, OTHER_HOST, coordinator, one_stay, published, sender, stay

from salerno.audit.models import Entry
from salerno.mobility.enums import MobilityState, RecognitionState, ResultSource
from salerno.mobility.ewp.transcripts import TRANSCRIPTS
from salerno.mobility.models import HostResult, Mobility, Recognition

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


class TestResults:
    """Pages of results, on a day after the departure."""

    @pytest.fixture(autouse=True)
    def _afterwards(self):
        with time_machine.travel(AFTERWARDS, tick=False):
            yield

    @pytest.fixture
    def row(self):
        _stays, row = one_stay(MobilityState.DEPARTED, arrived_on=date(2026, 9, 2), departed_on=date(2027, 1, 30))
        return row

    @staticmethod
    def enter(client, row, **values):
        typed = {"title": "Etica", "code": "PI-2", "ects": "6", "earned_on": "2027-01-20", "value": "28", "scale": "it-30"}
        return client.post(address("enter_result", row.uuid), {**typed, "is_passed": "on", **values}, follow=True)

    def test_a_result_is_entered_by_hand_decided_and_read_by_the_student(self, client, row):
        client.force_login(sender())
        assert "1 result was entered." in self.enter(client, row).content.decode()
        assert self.enter(client, row).status_code == 422
        decide = address("decide_recognition", Recognition.objects.get().uuid)
        assert "recognised without a grade" in client.get(decide).content.decode()
        assert client.post(decide, {"outcome": "recognise"}).status_code == 422

        client.post(decide, {"outcome": "recognise", "course_code": "AMU-201", "ects": "6"})

        client.force_login(row.wish.student)
        page = client.get(address("stay", row.uuid)).content.decode()
        assert ("Counts as AMU-201, 6 ECTS" in page, "recognised 6 ECTS" in page) == (True, True)

    def test_a_refusal_is_appealed_against_and_answered_from_the_desk(self, client, row):
        office = sender()
        client.force_login(office)
        self.enter(client, row)
        key = Recognition.objects.get().uuid
        assert client.post(address("decide_recognition", key), {"outcome": "refuse"}).status_code == 422
        client.post(address("decide_recognition", key), {"outcome": "refuse", "reason": "Another content."})
        client.force_login(row.wish.student)
        assert "Appeal on Etica" in client.get(address("stay", row.uuid)).content.decode()
        client.post(address("appeal_recognition", key), {"text": "It is the same."})
        assert client.post(address("appeal_recognition", key), {"text": "It is the same."}).status_code == 422

        client.force_login(office)
        assert "1 appeal on a result waits" in client.get(reverse("portal:desk")).content.decode()
        assert "Student Ada" in client.get(address("desk_stays"), {"appeals": "on"}).content.decode()
        client.post(address("decide_recognition", key), {"outcome": "refuse", "reason": "It is not."})

        assert Recognition.objects.get().state == RecognitionState.UPHELD

    def test_a_recognition_is_taken_back(self, client, row):
        client.force_login(sender())
        self.enter(client, row)
        recognition = Recognition.objects.get()
        decided = {"outcome": "recognise", "course_code": "AMU-201", "ects": "6"}
        client.post(address("decide_recognition", recognition.uuid), decided)

        client.post(address("take_back_recognition", recognition.uuid), {"reason": "Wrong course."})

        assert Recognition.objects.get().state == RecognitionState.WAITING
        assert client.post(address("take_back_recognition", recognition.uuid), {"reason": "Twice."}).status_code == 422

    def test_the_host_enters_and_does_not_decide(self, client, row):
        client.force_login(coordinator(HOST))
        self.enter(client, row)

        assert client.get(address("decide_recognition", Recognition.objects.get().uuid)).status_code == 404

    def test_a_transcript_is_entered_as_it_was_seen(self, client, row):
        client.force_login(sender())
        file = SimpleUploadedFile("tor.xml", TRANSCRIPTS.exported([transcript_of(row)]))
        page = client.post(address("import_results", row.uuid), {"file": file})
        lines = page.context["lines"]
        assert (page.status_code, HostResult.objects.count()) == (200, 0)

        client.post(address("import_results", row.uuid), {"lines": lines})

        assert HostResult.objects.get().source == ResultSource.FILE
        assert client.post(address("import_results", row.uuid), {"lines": lines + "x"}).status_code == 422

    def test_a_file_that_cannot_be_read_is_refused_with_the_reason(self, client, row):
        client.force_login(sender())
        bomb = SimpleUploadedFile("tor.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')

        page = client.post(address("import_results", row.uuid), {"file": bomb})

        assert (page.status_code, "document type" in page.content.decode()) == (422, True)

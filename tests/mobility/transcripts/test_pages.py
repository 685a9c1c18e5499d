"""Pages of transcripts: issuing one, its files, taking it in, and what waits on the desks."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories.people import PersonFactory
from tests.mobility.transcripts.test_transcripts import back, enter, graded, issued
from tests.support.mobility_stays import AFTERWARDS, OTHER_HOST, coordinator, sender

from salerno.audit.models import Entry
from salerno.mobility.enums import MobilityState
from salerno.mobility.ewp.checking import check
from salerno.mobility.models import HostResult, HostTranscript, Mobility

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _afterwards():
    with time_machine.travel(AFTERWARDS, tick=False):
        yield


def address(name, *args):
    return reverse(f"mobility:{name}", args=args)


def test_the_host_issues_what_it_ticked_and_the_sender_takes_it_in_with_one_click(client):
    row, pisa = back()
    graded(row)
    graded(row, "Statistics")
    client.force_login(pisa)
    page = client.get(address("issue_transcript", row.uuid))
    form = {"shown": page.context["candidates"].digest, "result": page.context["chosen"][:1]}
    assert page.content.decode().count(" checked") == 2

    assert "Transcript number 1 is issued" in client.post(address("issue_transcript", row.uuid), form, follow=True).content.decode()
    made = HostTranscript.objects.get()
    client.force_login(sender())
    desk = client.get(reverse("portal:desk")).content.decode()
    assert "1 transcript from a host waits to be taken in." in desk
    assert "Enter 1 result" in client.get(address("desk_stay", row.uuid)).content.decode()
    taken = client.post(address("take_transcript", made.uuid), follow=True).content.decode()

    assert ("1 result was entered." in taken, HostResult.objects.get().title) == (True, "Machine learning")
    again = client.post(address("take_transcript", made.uuid), follow=True).content.decode()
    assert "All results of this transcript are entered already." in again


def test_a_page_without_results_says_what_to_do_and_a_post_of_nothing_is_refused(client):
    row, pisa = back()
    client.force_login(pisa)
    assert "1 guest has left without a transcript." in client.get(reverse("portal:desk")).content.decode()
    assert "No result yet" in client.get(address("issue_transcript", row.uuid)).content.decode()
    enter(row, pisa)
    shown = client.get(address("issue_transcript", row.uuid)).context["candidates"].digest

    refused = client.post(address("issue_transcript", row.uuid), {"shown": shown})
    late = client.post(address("issue_transcript", row.uuid), {"shown": "another", "result": "x"})

    assert [page.status_code for page in (refused, late)] == [422, 422]
    assert "Choose at least one result." in refused.content.decode()
    assert "changed meanwhile" in late.content.decode()


def test_before_the_departure_the_page_says_why_not(client):
    row, pisa = back()
    graded(row)
    Mobility.objects.filter(pk=row.pk).update(state=MobilityState.ARRIVED)
    client.force_login(pisa)

    page = client.get(address("issue_transcript", row.uuid)).content.decode()

    assert "The transcript is issued when the departure is confirmed." in page
    assert "Transcript of records" not in client.get(address("desk_stay", row.uuid)).content.decode()


def test_the_files_are_open_to_the_student_and_both_ends_and_to_nobody_else(client):
    row, pisa = back()
    graded(row)
    made = issued(row, pisa)
    files = [address("transcript_pdf", made.uuid), address("transcript_elmo", made.uuid)]
    ewp = address("transcript_ewp", made.uuid)

    for person, expected in (
        (row.wish.student, [200, 200, 404]),
        (pisa, [200, 200, 200]),
        (sender(), [200, 200, 200]),
        (coordinator(OTHER_HOST), [404, 404, 404]),
        (PersonFactory(), [404, 404, 404]),
    ):
        client.force_login(person)
        assert [client.get(each).status_code for each in (*files, ewp)] == expected
    assert Entry.objects.filter(action="person.opened", subject_person=row.wish.student.uuid).count() == 6
    client.force_login(pisa)
    assert client.get(files[0]).content == bytes(made.pdf)
    assert [check(client.get(each).content).is_valid for each in (files[1], ewp)] == [True, True]


def test_a_transcript_that_ewp_does_not_take_says_why(client):
    row, pisa = back()
    row.wish.studies.registrations.update(student_number="")
    graded(row)
    made = issued(row, pisa)
    client.force_login(pisa)

    page = client.get(address("transcript_ewp", made.uuid), follow=True).content.decode()

    assert "It cannot be written for EWP. The learner has no European Student Identifier" in page


def test_the_student_reads_it_on_the_page_of_the_stay(client):
    row, pisa = back()
    graded(row)
    issued(row, pisa)
    client.force_login(row.wish.student)

    page = client.get(address("stay", row.uuid)).content.decode()

    assert ("Document of number 1 (PDF)" in page, "EWP of number 1" in page, "Enter 1 result" in page) == (True, False, False)


def test_the_page_costs_the_same_for_many_results(client):
    row, pisa = back()
    graded(row)
    client.force_login(pisa)
    few = queries(client, row)
    for number in range(8):
        graded(row, f"{number} more")
    assert queries(client, row) == few


def queries(client, row):
    with CaptureQueriesContext(connection) as captured:
        client.get(address("issue_transcript", row.uuid))
    return len(captured)

"""Pages of guests: the desk of the host, the page on which the student takes the place, paper of the sending side."""

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories.people import PersonFactory
from tests.mobility.nominations.test_nominations import sign_now, written
from tests.support.mobility_guests import AT, from_elsewhere, guest, nominated, said
from tests.support.mobility_papers import fresh
from tests.support.mobility_stays import HOST, OTHER_HOST, coordinator
from tests.support.studies import made_up_cohort
from tests.support.theses import pdf

from salerno.audit.models import Entry
from salerno.mobility.enums import MobilityKind, MobilityState, PaperState
from salerno.mobility.learning_agreements.selectors.facts import newest_of
from salerno.mobility.models import Mobility, Nomination

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    made_up_cohort()
    with time_machine.travel(AT, tick=False):
        yield


def address(name, *args):
    return reverse(f"mobility:{name}", args=args)


def typed(condition, **values):
    days = {name: said()[name].isoformat() for name in ("starts_on", "ends_on", "birth_date")}
    return {**said(), **days, "answer_until": "2026-06-20", "condition": str(condition.uuid), **values}


def test_a_host_without_an_agreement_reads_what_is_needed(client):
    client.force_login(coordinator(HOST))

    assert "No guest yet" in client.get(address("desk_guests")).content.decode()
    assert "No agreement sends anybody to you" in client.get(address("new_guest")).content.decode()


def test_a_nomination_is_entered_listed_and_withdrawn(client):
    condition = from_elsewhere()
    client.force_login(coordinator(HOST))
    assert "University Elsewhere → University of Pisa" in client.get(address("new_guest")).content.decode()

    page = client.post(address("new_guest"), typed(condition), follow=True).content.decode()

    assert ("the invitation is on its way" in page, "Nora North" in page, "Waits for the student" in page) == (True, True, True)
    row = Nomination.objects.get()
    assert row.answer_until.isoformat() == "2026-06-20T21:59:00+00:00"
    assert "nora@example.org" in client.get(address("desk_guest", row.uuid)).content.decode()
    assert "its seat is free" in client.post(address("desk_guest", row.uuid), follow=True).content.decode()
    assert Nomination.objects.count() == 0


def test_what_is_refused_is_shown_with_the_form_and_nothing_typed_is_lost(client):
    condition = from_elsewhere()
    nominated(condition)
    client.force_login(coordinator(HOST))

    full = client.post(address("new_guest"), typed(condition, email="olle@example.org"))
    early = client.post(address("new_guest"), typed(condition, ends_on="2026-08-31"))
    elsewhere = client.post(address("new_guest"), typed(from_elsewhere(OTHER_HOST)))

    assert [page.status_code for page in (full, early, elsewhere)] == [422, 422, 422]
    text = full.content.decode()
    assert ("All places of this condition are taken" in text, 'value="olle@example.org"' in text) == (True, True)
    assert "The stay ends after it begins." in early.content.decode()
    assert Nomination.objects.count() == 1


def test_the_student_takes_the_place_from_the_letter(client):
    row = nominated()
    assert client.get(address("take_nomination", row.uuid)).url.startswith("/accounts/login/")
    person = PersonFactory(email="nora@example.org")
    client.force_login(person)
    assert "Your place at University of Pisa" in client.get(address("take_nomination", row.uuid)).content.decode()

    page = client.post(address("take_nomination", row.uuid), follow=True).content.decode()

    stay = Mobility.objects.get()
    assert ("You have taken the place." in page, "Confirmed by the host" in page) == (True, True)
    assert address("stays") in client.get(reverse("portal:my_studies")).content.decode()
    assert client.get(address("take_nomination", row.uuid)).url == address("stay", stay.uuid)
    client.force_login(PersonFactory())
    assert client.get(address("take_nomination", row.uuid)).status_code == 404


def test_a_student_who_is_late_reads_why_not(client):
    row = nominated()
    Nomination.objects.update(answer_until=AT.replace(day=1, hour=1))
    client.force_login(PersonFactory(email="nora@example.org"))

    assert "could answer has passed" in client.get(address("take_nomination", row.uuid)).content.decode()
    late = client.post(address("take_nomination", row.uuid))
    assert (late.status_code, Mobility.objects.count()) == (422, 0)


def test_who_has_come_stands_among_the_mobilities_of_the_host(client):
    stay, host = guest()
    client.force_login(host)

    page = client.get(address("desk_guests")).content.decode()
    assert (address("desk_stay", stay.uuid) in page, "Taken" in page) == (True, True)
    own = client.get(address("desk_stays"), {"kind": MobilityKind.STUDIES}).content.decode()
    others = client.get(address("desk_stays"), {"kind": MobilityKind.BLENDED}).content.decode()
    assert ("Nora North" in own, "Nora North" in others) == (True, False)
    row = Nomination.objects.get()
    kept = client.post(address("desk_guest", row.uuid))
    assert (kept.status_code, "cancel the mobility instead" in kept.content.decode()) == (422, True)
    assert Entry.objects.filter(action="person.opened", subject_person=stay.wish.student.uuid).count() == 1
    client.post(address("act_on_stay", stay.uuid, "cancel"), {"reason": "Closed."})
    assert Mobility.objects.get().state == MobilityState.CANCELLED


def test_a_guest_gives_the_place_up(client):
    stay, _host = guest()
    client.force_login(stay.wish.student)

    page = client.get(address("withdraw_stay", stay.uuid)).content.decode()
    assert ("The institution that expects you reads your reason." in page, "no other place" in page) == (True, False)
    client.post(address("withdraw_stay", stay.uuid), {"reason": "I am ill."})

    assert Mobility.objects.get().state == MobilityState.CANCELLED
    assert client.get(reverse("mobility:calls")).status_code == 200


def test_the_host_records_the_paper_of_the_sending_side_and_signs_itself(client):
    stay, host = guest()
    written(stay)
    version = sign_now(stay, stay.wish.student)
    fresh(client, host)
    page = client.get(address("desk_paper", stay.uuid)).content.decode()
    assert ("Record a signature on paper" in page, "Take in the partner" in page) == (True, False)
    assert "1 learning agreement waits for your signature." in client.get(reverse("portal:desk")).content.decode()

    data = {"digest": version.digest, "name": "Dr Elsewhere", "position": "Dean", "scan": SimpleUploadedFile("scan.pdf", pdf())}
    done = client.post(address("paper_signed_elsewhere", stay.uuid), data, follow=True).content.decode()
    assert "The signature is recorded." in done
    version = newest_of(stay)
    client.post(address("desk_sign_paper", stay.uuid), {"digest": version.digest})

    assert newest_of(stay).state == PaperState.IN_FORCE


def test_the_list_costs_the_same_for_many(client):
    condition = from_elsewhere(places=40)
    guest(condition)
    client.force_login(coordinator(HOST))
    few = queries(client)
    for number in range(12):
        nominated(condition, email=f"guest{number}@example.org")
    assert queries(client) == few


def queries(client):
    with CaptureQueriesContext(connection) as captured:
        client.get(address("desk_guests"))
    return len(captured)

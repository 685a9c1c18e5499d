"""What mobilities hold about people: a download of it, and an erasure."""

from datetime import date

import pytest
from tests.support.mobility_stays import AFTERWARDS, HOST, gone_and_back, one_stay, published, stay
from tests.support.studies import student

from salerno.mobility.enums import MobilityState
from salerno.mobility.models import Mobility, Recognition
from salerno.mobility.recognition import services as recognitions
from salerno.mobility.stays.services import data as stay_data
from salerno.mobility.stays.services.accepting import lapse_places
from salerno.people.services import ask_erasure

pytestmark = pytest.mark.django_db


def test_a_download_holds_ones_own_mobilities_and_nobody_elses():
    stays = published({"ada": [HOST], "bob": [HOST]}, capacities={HOST: 2})

    (found,) = stay_data.export_stays(stays.students["ada"])

    assert (found["uuid"], found["host"], found["state"]) == (stays.mobilities["ada"].uuid, "UNIPI", "offered")


def test_a_download_holds_results_with_decision_and_appeal_and_what_one_did_for_others():
    studies = student()
    gone_and_back(studies)
    recognition = Recognition.objects.get()
    office = recognition.result.entered_by
    recognitions.refuse(recognition=recognition, reason="Another content.", by=office, at=AFTERWARDS)
    recognitions.appeal(recognition=recognition, text="It is the same.", by=studies.student, at=AFTERWARDS)
    recognitions.dismiss_appeal(recognition=recognition, answer="It is not.", by=office, at=AFTERWARDS)

    (own,) = stay_data.export_results(studies.student)
    acted = stay_data.export_results(office)

    assert (own["title"], own["recognition"]["reason"], own["appeal"]["answer"]) == (
        "Vårdens data", "Another content.", "It is not.",
    )  # fmt: skip
    assert [each["as"] for each in acted] == ["entered", "decided", "answered an appeal"]
    assert "Vårdens data" not in str(acted)


def test_an_erasure_ends_what_has_not_begun_forgets_the_words_and_frees_the_seat():
    stays = published({"ada": [HOST], "bob": [HOST]})
    ada = stays.students["ada"]
    old = stay(stays.wishes["ada"], stays.places[HOST], MobilityState.CANCELLED, refusal="I was ill.")
    gone = stay(stays.wishes["ada"], stays.places[HOST], MobilityState.REFUSED, refusal="Full.", arrived_on=date(2026, 2, 1))
    ask_erasure(person=ada, at=AFTERWARDS)

    stay_data.erase_stays(ada)

    assert list(Mobility.objects.filter(pk__in=[old.pk, gone.pk]).values_list("state", "refusal")) == [
        (MobilityState.CANCELLED, ""), (MobilityState.CANCELLED, ""),
    ]  # fmt: skip
    assert Mobility.objects.get(pk=stays.mobilities["ada"].pk).state == MobilityState.DECLINED
    lapse_places(at=stays.mobilities["ada"].accept_until)
    assert stays.where("bob") == HOST


def test_whoever_has_arrived_stays_known_as_such():
    _stays, row = one_stay(MobilityState.ARRIVED, arrived_on=date(2026, 9, 2))
    ask_erasure(person=row.wish.student, at=AFTERWARDS)

    assert stay_data.erase_stays(row.wish.student) == 0
    assert Mobility.objects.get(pk=row.pk).state == MobilityState.ARRIVED

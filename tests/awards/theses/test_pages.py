"""The thesis as its student, its supervisors, its jury and the administration meet it in the browser."""

from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.support.courses import person
from tests.support.moments import NOON
from tests.support.studies import UNIPI
from tests.support.theses import AFTER, agreed, announced, cast, deposited, graded, judged, pdf, proposed, seat, with_jury

from salerno.audit.models import Entry
from salerno.awards.enums import ThesisRefusal, ThesisState
from salerno.awards.models import Thesis, ThesisDeposit
from salerno.awards.theses.forms import key_of
from salerno.awards.theses.sections import theses_waiting
from salerno.people.enums import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("file_folder")]


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def who():
    return cast()


def browser(someone):
    client = Client()
    client.force_login(someone)
    return client


def text_of(response):
    return " ".join(response.content.decode().split())


def proposal_of(who, **changes):
    return {
        "title_en": "A made-up thesis",
        "title_fr": "Un mémoire inventé",
        "abstract": "What it is about.",
        "starts_on": "2026-12-01",
        "ends_on": "2027-06-30",
        "first": key_of(who.first),
        "second": key_of(who.second),
        **changes,
    }


def upload(data=None):
    return SimpleUploadedFile("My thesis, final (2).docx", pdf() if data is None else data)


def desk(thesis, act=""):
    return f"/desk/theses/{thesis.uuid}/{act}{'/' if act else ''}"


def test_without_a_thesis_course_the_page_says_what_will_stand_here():
    response = browser(person()).get("/studies/thesis/")

    assert (response.status_code, "You take no thesis course yet" in text_of(response)) == (200, True)


def test_a_student_proposes_and_sees_who_has_not_answered(who):
    client = browser(who.student)
    assert "Choose a subject and two supervisors in two countries" in text_of(client.get("/studies/thesis/"))

    response = client.post("/studies/thesis/propose/", proposal_of(who), follow=True)

    assert Thesis.objects.get().title == {"en": "A made-up thesis", "fr": "Un mémoire inventé"}
    said = text_of(response)
    assert "First Supervisor (UNIPI) has not answered yet. Second Supervisor (AMU) has not answered yet." in said


def test_a_refused_proposal_loses_nothing(who):
    other = seat(UNIPI, "Other Teacher")

    response = browser(who.student).post("/studies/thesis/propose/", proposal_of(who, second=key_of(other)))

    assert (response.status_code, Thesis.objects.count()) == (422, 0)
    said = text_of(response)
    assert str(ThesisRefusal.SAME_INSTITUTION.label) in said
    assert "What it is about." in said


def test_supervisors_are_chosen_among_those_who_teach_there(who):
    said = text_of(browser(who.student).get("/studies/thesis/propose/"))

    assert ("First Supervisor" in said, "Carla Chair" in said, "Olivia Officer" in said) == (True, False, False)


def test_a_second_proposal_is_greyed_with_its_reason(who):
    proposed(who)
    client = browser(who.student)

    assert str(ThesisRefusal.STANDS.label) in text_of(client.get("/studies/thesis/propose/"))
    assert client.post("/studies/thesis/propose/", proposal_of(who)).status_code == 422


def test_what_was_sent_back_is_changed_and_proposed_again(who):
    thesis = proposed(who)
    browser(who.first.person).post(desk(thesis, "send-back"), {"reason": "Too wide <b>."})
    client = browser(who.student)

    assert "Too wide &lt;b&gt;." in text_of(client.get("/studies/thesis/"))
    form = text_of(client.get("/studies/thesis/propose/"))
    assert ("Too wide" in form, 'value="Un mémoire inventé"' in form) == (True, True)
    client.post("/studies/thesis/propose/", proposal_of(who, abstract="Narrower."))

    assert (Thesis.objects.get().state, Thesis.objects.get().abstract) == (ThesisState.PROPOSED, "Narrower.")


def test_a_supervisor_agrees_on_the_desk(who):
    thesis = proposed(who)
    client = browser(who.first.person)
    assert "Agree to the thesis" in text_of(client.get(desk(thesis)))

    said = text_of(client.post(desk(thesis, "agree"), follow=True))

    assert ("You have agreed to the thesis." in said, str(ThesisRefusal.AGREED_ALREADY.label) in said) == (True, True)
    assert Entry.objects.filter(action="person.opened", actor=who.first.person.uuid, detail={"what": "thesis"}).exists()


def test_a_student_deposits_and_the_name_of_the_file_is_not_kept(who):
    agreed(who)
    client = browser(who.student)

    response = client.post(
        "/studies/thesis/deposit/", {"title_en": "The title", "embargo_until": "2028-01-01", "file": upload()}, follow=True
    )

    row = ThesisDeposit.objects.get()
    assert (row.title, row.embargo_until) == ({"en": "The title"}, date(2028, 1, 1))
    assert ("Version 1 is deposited." in text_of(response), row.blob in text_of(response)) == (True, True)
    served = client.get(f"/studies/thesis/{row.thesis.uuid}/versions/1/")
    assert b"".join(served.streaming_content) == pdf()
    assert served["Content-Disposition"] == 'attachment; filename="thesis-PI-402-1.pdf"'
    assert (served["Content-Type"], served["Cache-Control"]) == ("application/pdf", "private, no-store")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"file": upload(b"PK\x03\x04")}, str(ThesisRefusal.NO_PDF.label)),
        ({"file": upload(), "embargo_until": "2026-11-23"}, "This day has passed."),
        ({}, "This field is required."),
    ],
)
def test_a_refused_deposit_keeps_nothing(who, values, said):
    agreed(who)

    response = browser(who.student).post("/studies/thesis/deposit/", {"title_en": "The title", **values})

    assert (response.status_code, said in text_of(response), ThesisDeposit.objects.count()) == (422, True, 0)


def test_nothing_is_deposited_before_the_agreement_or_without_a_thesis(who):
    client = browser(who.student)
    assert client.get("/studies/thesis/deposit/").status_code == 404

    proposed(who)

    assert str(ThesisRefusal.NOT_AGREED.label) in text_of(client.get("/studies/thesis/deposit/"))


def test_the_administration_names_a_jury_and_announces_the_defence_in_its_own_time(who):
    thesis = deposited(who)
    who.officer.time_zone = "Europe/Helsinki"
    who.officer.save()
    client = browser(who.officer)
    assert "Carla Chair" in text_of(client.get(desk(thesis, "jury")))

    jury = {"members": [key_of(who.chair), key_of(who.member)], "chair": key_of(who.chair)}
    client.post(desk(thesis, "jury"), jury)
    assert "In your time zone: Europe/Helsinki." in text_of(client.get(desk(thesis, "defence")))
    response = client.post(desk(thesis, "defence"), {"defence_at": "2026-12-14T14:30", "place": "Aula 3"}, follow=True)

    thesis.refresh_from_db()
    assert (thesis.state, thesis.defence_at.isoformat()) == (ThesisState.ANNOUNCED, "2026-12-14T12:30:00+00:00")
    assert "14 Dec 2026, 14:30 EET" in text_of(response)
    assert "You defend your thesis on 14 Dec 2026, 13:30 CET." in text_of(browser(who.student).get("/studies/thesis/"))


def test_a_refused_jury_says_why_and_keeps_the_ticks(who):
    thesis = deposited(who)

    response = browser(who.officer).post(
        desk(thesis, "jury"), {"members": [key_of(who.chair), key_of(who.first)], "chair": key_of(who.chair)}
    )

    assert (response.status_code, str(ThesisRefusal.INSTITUTION_MISSING.label) in text_of(response)) == (422, True)
    assert f'value="{key_of(who.first)}" id=' in text_of(response)
    assert not thesis.jury.exists()


def test_what_the_administration_does_is_not_there_for_supervisors_and_jury(who):
    thesis = with_jury(who)

    for someone in (who.first.person, who.chair.person, who.member.person):
        assert browser(someone).get(desk(thesis)).status_code == 200
        assert [browser(someone).get(desk(thesis, act)).status_code for act in ("jury", "defence")] == [404, 404]


def test_an_act_of_somebody_else_is_refused(who):
    thesis = proposed(who)

    response = browser(who.officer).post(desk(thesis, "agree"))

    assert (response.status_code, str(ThesisRefusal.NOT_A_SUPERVISOR.label) in text_of(response)) == (422, True)
    assert not thesis.supervisors.filter(agreed_at__isnull=False).exists()
    assert browser(who.officer).get(desk(thesis, "no-such-act")).status_code == 404


def test_the_jury_grades_and_the_chair_confirms(who):
    thesis = announced(who)
    assert str(ThesisRefusal.NOT_DEFENDED.label) in text_of(browser(who.member.person).get(desk(thesis)))
    with time_machine.travel(AFTER, tick=False):
        member, chair = browser(who.member.person), browser(who.chair.person)
        assert member.post(desk(thesis, "grade"), {"text": "31"}).status_code == 422
        member.post(desk(thesis, "grade"), {"text": "30 e lode"})
        assert "Grade of the jury: 30L, entered by Marc Member, not published yet." in text_of(chair.get(desk(thesis)))
        assert "Grade of the jury" not in text_of(browser(who.officer).get(desk(thesis)))
        assert "Grade: 30L" not in text_of(browser(who.student).get("/studies/thesis/"))

        chair.post(desk(thesis, "confirm-grade"))

    assert "Grade: 30L. Passed." in text_of(browser(who.student).get("/studies/thesis/"))


def test_after_a_fail_the_page_offers_another_thesis(who):
    graded(who, "17")

    said = text_of(browser(who.student).get("/studies/thesis/"))

    assert ("Grade: 17. Not passed." in said, "Propose another thesis" in said) == (True, True)


def test_a_confidential_thesis_is_open_to_its_circle_until_the_embargo_is_over(who):
    thesis = with_jury(who, embargo_until=date(2027, 1, 31))
    address = f"/studies/thesis/{thesis.uuid}/versions/1/"
    circle = [who.student, who.first.person, who.second.person, who.chair.person, who.member.person]

    assert [browser(someone).get(address).status_code for someone in circle] == [200] * 5
    officer = browser(who.officer)
    assert officer.get(address).status_code == 404
    said = text_of(officer.get(desk(thesis)))
    assert ("Confidential until 31 Jan 2027" in said, address in said, "What it is about." in said) == (True, False, False)
    with time_machine.travel("2027-02-01T12:00:00Z", tick=False):
        officer = browser(who.officer)
        assert (officer.get(address).status_code, address in text_of(officer.get(desk(thesis)))) == (200, True)


def test_each_opening_of_the_file_by_another_is_recorded_and_others_find_nothing(who):
    thesis = deposited(who)
    address = f"/studies/thesis/{thesis.uuid}/versions/1/"
    elsewhere = seat("su.se", "Elsewhere Administrator", Role.ADMINISTRATOR).person
    colleague = seat(UNIPI, "Colleague Teacher").person

    found = [
        browser(one).get(address).status_code
        for one in (who.student, who.first.person, elsewhere, colleague, person("x@example.org"))
    ]

    assert found == [200, 200, 404, 404, 404]
    opened = Entry.objects.filter(action="person.opened", detail={"what": "thesis file"})
    assert list(opened.values_list("actor", "subject_person")) == [(who.first.person.uuid, who.student.uuid)]
    assert browser(who.student).get(f"/studies/thesis/{thesis.uuid}/versions/2/").status_code == 404
    assert [browser(one).get(desk(thesis)).status_code for one in (who.student, elsewhere, colleague)] == [404, 404, 404]


def test_the_list_costs_as_many_queries_with_one_thesis_as_with_four(who, django_assert_num_queries):
    with_jury(who)
    cohort = who.enrolment.programme_enrolment.offering
    client = browser(who.officer)
    with CaptureQueriesContext(connection) as with_one:
        assert "1 thesis" in text_of(client.get("/desk/theses/"))
    for number in range(3):
        with_jury(cast(email=f"more-{number}@example.org", suffix=f" {number}", cohort=cohort))

    with django_assert_num_queries(len(with_one)):
        assert "4 theses" in text_of(client.get("/desk/theses/"))


def test_the_list_holds_ones_own_part_and_comes_as_a_file(who):
    thesis = proposed(who)

    assert "A made-up thesis" in text_of(browser(who.first.person).get("/desk/theses/"))
    assert "No thesis yet" in text_of(browser(seat(UNIPI, "Colleague Teacher").person).get("/desk/theses/"))
    assert browser(who.student).get("/desk/theses/").status_code == 404
    assert "A made-up thesis" in browser(who.officer).get("/desk/theses/?as=csv").content.decode()
    assert Entry.objects.filter(action="people.listed", actor=who.officer.uuid, detail__what="theses").exists()
    assert thesis.state == ThesisState.PROPOSED


def test_the_desk_says_what_waits(who):
    judged(who)

    assert [item.sentence for item in theses_waiting(who.chair.person, NOON.date())] == [
        "1 thesis grade waits for you as the chair."
    ]
    assert list(theses_waiting(who.student, NOON.date())) == []

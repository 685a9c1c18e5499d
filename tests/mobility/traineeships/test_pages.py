"""Pages of a traineeship: the trainee's, the sending university's, and the tutor's, who has no account."""

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse
from tests.factories.people import PersonFactory
from tests.support.mobility_papers import cast
from tests.support.mobility_traineeships import (
    ARRIVED,
    LAST_DAY,
    NOW,
    OVER,
    TUTOR,
    WEEKS,
    asked,
    certified,
    evaluation,
    handed_in,
    host_office,
    ready_to_sign,
    trainee,
)

from salerno.audit.models import Entry
from salerno.mobility.enums import LogWeekState, MobilityState
from salerno.mobility.models import LogWeek, Mobility, Recognition, TraineeshipCertificate, TutorRequest
from salerno.mobility.traineeships.views import evaluation as evaluation_views

pytestmark = pytest.mark.django_db
FORM = {
    "starts_on": ARRIVED.isoformat(), "ends_on": LAST_DAY.isoformat(), "hours": "700", "tasks": "Found gaps.",
    "acquired": "Judges a data set.", "reached": "fully", "evaluation": "Careful.", "tutor": "Sam Supervisor", "is_true": "on",
}  # fmt: skip
WEEK = {"done": "I found gaps.", "hours": "35", "learnt": "Causes.", "outcomes": ["Judge a data set."], "revision": "0"}


def address(name, *args):
    return reverse(f"mobility:{name}", args=args)


def text_of(answer):
    return " ".join(answer.content.decode().split())


@pytest.fixture(autouse=True)
def _on_a_day():
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield


class TestTheTrainee:
    def test_hands_a_week_in_and_finds_it_in_the_log(self, client):
        who = trainee()
        client.force_login(who.student)
        page = address("log_week", who.mobility.uuid, ARRIVED.isoformat())

        answer = client.post(page, {**WEEK, "hand-in": "yes"}, follow=True)

        assert "The week is handed in." in text_of(answer)
        assert "I found gaps." in text_of(answer)
        week = LogWeek.objects.get()
        assert (week.state, week.outcomes) == (LogWeekState.HANDED_IN, ["Judge a data set."])
        assert "Weekly log and certificate" in text_of(client.get(address("stay", who.mobility.uuid)))

    def test_keeps_a_draft_that_is_not_whole(self, client):
        who = trainee()
        client.force_login(who.student)

        answer = client.post(
            address("log_week", who.mobility.uuid, ARRIVED.isoformat()), {"revision": "0", "keep": "yes"}, follow=True
        )

        assert "The draft is kept." in text_of(answer)
        assert LogWeek.objects.get().state == LogWeekState.DRAFT

    def test_is_told_kindly_what_is_open(self, client):
        who = trainee()
        client.force_login(who.student)

        assert "3 weeks are still open. Write them when you can" in text_of(client.get(address("log", who.mobility.uuid)))

    def test_who_is_behind_another_window_sees_both_and_can_save_then(self, client):
        who = trainee()
        handed_in(who, ARRIVED)
        client.force_login(who.student)
        page = address("log_week", who.mobility.uuid, ARRIVED.isoformat())

        answer = client.post(page, {**WEEK, "done": "Mine.", "keep": "yes"})

        assert answer.status_code == 422
        assert all(text in text_of(answer) for text in ("Mine.", "I found gaps.", "changed in another window"))
        assert 'name="revision" value="1"' in text_of(answer)

    def test_what_is_missing_is_said_and_what_was_typed_stays(self, client):
        who = trainee()
        client.force_login(who.student)

        answer = client.post(
            address("log_week", who.mobility.uuid, ARRIVED.isoformat()), {"revision": "0", "learnt": "Much.", "hand-in": "yes"}
        )

        assert answer.status_code == 422
        assert text_of(answer).count('aria-invalid="true"') == 2
        assert "Much." in text_of(answer)

    @pytest.mark.parametrize("week", ["2027-02-02", "next", "2027-02-1"])
    def test_finds_no_week_that_begins_on_another_day(self, client, week):
        who = trainee()
        client.force_login(who.student)

        assert client.get(address("log_week", who.mobility.uuid, week)).status_code == 404

    def test_reads_what_the_tutor_has_read_without_a_form(self, client):
        who, _token = ready_to_sign()
        client.force_login(who.student)

        page = text_of(client.get(address("log_week", who.mobility.uuid, ARRIVED.isoformat())))

        assert "it does not change any more" in page
        assert "I found gaps." in page
        assert "<textarea" not in page

    def test_whose_tutor_read_the_week_meanwhile_gets_back_what_was_typed(self, client):
        who, _token = ready_to_sign()
        client.force_login(who.student)

        answer = client.post(
            address("log_week", who.mobility.uuid, ARRIVED.isoformat()), {**WEEK, "done": "Rather this.", "hand-in": "yes"}
        )

        assert answer.status_code == 422
        assert "Rather this." in text_of(answer)
        assert LogWeek.objects.get(starts_on=ARRIVED).done == "I found gaps."

    def test_has_the_log_as_a_file(self, client):
        who = trainee()
        handed_in(who, *WEEKS[:2])
        client.force_login(who.student)

        rows = client.get(address("log", who.mobility.uuid) + "?as=csv").content.decode("utf-8-sig").splitlines()

        assert len(rows) == 3
        assert rows[1].startswith("2027-02-01,35.0,I found gaps.")
        assert client.get(address("log", who.mobility.uuid) + "?as=xlsx").content[:2] == b"PK"

    def test_asks_the_tutor_and_is_told_when_it_is_too_soon_for_another_mail(self, client):
        who = trainee()
        client.force_login(who.student)
        page = address("tutor", who.mobility.uuid)
        assert TUTOR in text_of(client.get(page))

        answer = client.post(page, {"act": "ask", "language": "fr"}, follow=True)

        assert "The mail is on its way." in text_of(answer)
        assert TutorRequest.objects.get().language == "fr"
        again = client.post(page, {"act": "again"})
        assert again.status_code == 422
        assert "less than a day old" in text_of(again)

    def test_opens_the_certificate_and_others_do_not(self, client):
        who, row = certified()
        page = address("traineeship_certificate", row.uuid)
        client.force_login(who.student)
        assert "Open the certificate" in text_of(client.get(address("log", who.mobility.uuid)))

        answer = client.get(page)

        assert (answer["Content-Type"], answer.content) == ("application/pdf", bytes(row.pdf))
        assert not Entry.objects.filter(action="person.opened").exists()
        client.force_login(PersonFactory())
        assert client.get(page).status_code == 404

    def test_of_studies_there_is_no_log(self, client):
        who = cast(state=MobilityState.ARRIVED)
        client.force_login(who.student)

        assert client.get(address("log", who.mobility.uuid)).status_code == 404


class TestTheSendingUniversity:
    def test_reads_what_is_handed_in_and_the_opening_is_recorded(self, client):
        who = trainee()
        handed_in(who, ARRIVED)
        LogWeek.objects.create(mobility=who.mobility, starts_on=WEEKS[1], done="Half a thought.", saved_at=NOW)
        client.force_login(who.sending)

        page = text_of(client.get(address("desk_log", who.mobility.uuid)))

        assert "I found gaps." in page
        assert "Half a thought." not in page
        entry = Entry.objects.get(action="person.opened")
        assert (entry.actor, entry.subject_person, entry.detail["what"]) == (
            who.sending.uuid,
            who.student.uuid,
            "log of a traineeship",
        )

    def test_the_office_of_the_host_and_strangers_find_nothing(self, client):
        who = trainee()

        for someone in (host_office(), who.student):
            client.force_login(someone)
            assert client.get(address("desk_log", who.mobility.uuid)).status_code == 404
            assert client.post(address("desk_tutor", who.mobility.uuid), {"act": "ask"}).status_code == 404

    def test_names_who_supervises_by_now(self, client):
        who = trainee()
        client.force_login(who.sending)
        page = address("desk_tutor", who.mobility.uuid)
        client.post(page, {"act": "ask", "language": "en", "name": "Sam", "email": TUTOR})
        assert "Correct it and write there" in text_of(client.get(page))

        answer = client.post(page, {"act": "correct", "name": "Toni", "email": "toni@example.org"}, follow=True)

        assert "A link that was sent before does not work any more." in text_of(answer)
        assert TutorRequest.objects.get().email == "toni@example.org"

    def test_decides_on_what_the_tutor_certified(self, client):
        who, row = certified()

        with time_machine.travel(OVER, tick=False):
            client.force_login(who.sending)
            page = text_of(client.get(address("decide_recognition", Recognition.objects.get().uuid)))
            stay = text_of(client.get(address("desk_stay", who.mobility.uuid)))

        assert "Certified by the tutor of a traineeship" in page
        assert address("traineeship_certificate", row.uuid) in page
        assert "Proposed: PI-401, as the learning agreement says." in page
        assert "Certified by the tutor of a traineeship" in stay
        assert address("desk_log", who.mobility.uuid) in stay


class TestTheTutor:
    def test_opens_the_log_reads_and_signs_once(self, client):
        who = trainee()
        handed_in(who, ARRIVED)
        page = address("evaluate", asked(who))
        closed = text_of(client.get(page))
        assert "Lea Learner" in closed
        assert "I found gaps." not in closed  # programs that follow links in mails read nothing
        assert who.student.email not in closed

        opened = text_of(client.post(page, {"act": "open"}, follow=True))
        with time_machine.travel(OVER, tick=False):
            done = text_of(client.post(page, FORM))
            after = text_of(client.get(page))

        assert "I found gaps." in opened
        assert "Judge a data set." in opened
        assert "The certificate of Lea Learner is signed." in done
        assert "certified already" in after
        assert TraineeshipCertificate.objects.get().facts["evaluation"] == "Careful."

    def test_days_that_have_not_come_are_said_and_what_was_typed_stays(self, client):
        _who, token = ready_to_sign()

        answer = client.post(address("evaluate", token), FORM)

        assert answer.status_code == 422
        assert "The last day has not come yet." in text_of(answer)
        assert "Careful." in text_of(answer)

    def test_a_wrong_link_opens_nothing_and_gives_back_what_was_written(self, client):
        answer = client.post(address("evaluate", "wrong"), FORM)

        assert answer.status_code == 404
        assert "This link does not work." in text_of(answer)
        assert "Careful." in text_of(answer)

    def test_a_used_link_says_so_and_gives_back_what_was_written(self, client):
        _who, token = ready_to_sign()
        with time_machine.travel(OVER, tick=False):
            client.post(address("evaluate", token), FORM)

            answer = client.post(address("evaluate", token), {**FORM, "evaluation": "Another window."})

        assert answer.status_code == 422
        assert "certified already" in text_of(answer)
        assert "Another window." in text_of(answer)

    def test_one_address_asks_so_often_in_a_minute_and_no_more(self, client, monkeypatch):
        monkeypatch.setattr(evaluation_views, "MOST_A_MINUTE", 2)
        page = address("evaluate", "wrong")

        found = [client.get(page).status_code for _n in range(3)]

        assert found == [404, 404, 429]

    def test_a_letter_that_no_font_has_is_said_and_the_link_still_works(self, client):
        _who, token = ready_to_sign()
        with time_machine.travel(OVER, tick=False):
            answer = client.post(address("evaluate", token), {**FORM, "evaluation": "\U000e0001\u0e01\U0001f9ff"})

        assert answer.status_code == 422
        assert "letters that no font here has" in text_of(answer)
        assert TutorRequest.objects.get().answered_at is None


def test_the_log_page_asks_the_same_number_of_queries_with_one_week_and_with_many(client, django_assert_max_num_queries):
    who = trainee()
    handed_in(who, *WEEKS)
    client.force_login(who.student)
    with django_assert_max_num_queries(100) as many:
        client.get(address("log", who.mobility.uuid))
    LogWeek.objects.exclude(starts_on=ARRIVED).delete()

    with django_assert_max_num_queries(len(many)) as one:
        client.get(address("log", who.mobility.uuid))

    assert len(one) == len(many)


def test_the_form_of_the_tutor_is_the_evaluation():
    assert set(vars(evaluation())) | {"is_true"} == set(FORM) | {"position", "sector"}


def test_a_certificate_of_a_stay_that_was_recognised_by_hand_is_kept_beside_it(client):
    _who, token = ready_to_sign()
    Mobility.objects.update(state=MobilityState.RECOGNISED, departed_on=LAST_DAY)
    with time_machine.travel(OVER, tick=False):
        client.post(address("evaluate", token), FORM)

    assert (TraineeshipCertificate.objects.count(), Recognition.objects.count()) == (1, 0)

"""The tutor: asked by a link that works once, again, elsewhere; reads, signs, and what follows from it."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.factories.people import PersonFactory
from tests.support.documents import HOSTILE, assert_accessible, letters_of, words_of
from tests.support.mobility_papers import course, officer
from tests.support.mobility_traineeships import (
    ARRIVED,
    LAST_DAY,
    NOW,
    OVER,
    TUTOR,
    WEEKS,
    agreed,
    asked,
    certified,
    evaluation,
    handed_in,
    host_office,
    mobility_of,
    ready_to_sign,
    token_sent,
    trainee,
)

from salerno.audit.models import Entry
from salerno.common.digests import sha256_hex
from salerno.messaging.models import Message
from salerno.mobility.enums import LogWeekState, MobilityState, Reached, RecognitionState, ResultSource
from salerno.mobility.errors import MobilityRefused
from salerno.mobility.models import LogWeek, Mobility, Recognition, TraineeshipCertificate, TutorRequest
from salerno.mobility.papers.certificates import certificate_pdf, from_json
from salerno.mobility.recognition.services import Line, enter_results, recognise
from salerno.mobility.traineeships import rules
from salerno.mobility.traineeships.refusals import EvaluationRefusal, TutorRefusal
from salerno.mobility.traineeships.sections import certificates_waiting
from salerno.mobility.traineeships.services.certificates import sign_certificate
from salerno.mobility.traineeships.services.data import erase_logs, erase_tutoring, export_logs, export_tutoring
from salerno.mobility.traineeships.services.tutors import ask_again, ask_tutor, correct_tutor, open_log

pytestmark = pytest.mark.django_db


def refusal_of(act):
    with pytest.raises(MobilityRefused) as error:
        act()
    return error.value.refusal


def ask(who, by=None, **values):
    return ask_tutor(mobility=who.mobility, language="en", by=by or who.student, at=NOW, **values)


class TestAsking:
    def test_the_link_goes_to_whom_the_agreement_names_and_only_its_hash_is_kept(self):
        who = trainee()

        token = asked(who)

        row, message = TutorRequest.objects.get(), Message.objects.get(template="mobility/mail/tutor_asked")
        assert (row.email, row.token_digest, message.recipient) == (TUTOR, sha256_hex(token.encode()), TUTOR)
        assert row.expires_at.date() == LAST_DAY + rules.WORKS_FOR
        assert who.student.email not in message.body

    def test_the_trainee_names_nobody_and_the_sending_university_does(self):
        who = trainee()

        assert refusal_of(lambda: ask(who, name="Me", email="me@example.org")) == TutorRefusal.NOT_SENDING
        assert refusal_of(lambda: ask(who, by=host_office())) == TutorRefusal.NEITHER
        own = {"name": "Lea", "email": who.student.email.upper()}
        assert refusal_of(lambda: ask(who, by=who.sending, **own)) == TutorRefusal.OWN_ADDRESS
        askers = {"name": "Sara", "email": who.sending.email}
        assert refusal_of(lambda: ask(who, by=who.sending, **askers)) == TutorRefusal.ASKERS_ADDRESS
        assert ask(who, by=who.sending, name="Toni Tutor", email="toni@example.org").email == "toni@example.org"

    def test_nobody_is_asked_twice_or_before_the_agreement_is_signed_and_the_trainee_there(self):
        assert refusal_of(lambda: ask(trainee(has_agreement=False))) == TutorRefusal.NO_AGREEMENT

    def test_nobody_is_asked_twice_or_before_the_arrival(self):
        who = trainee()
        Mobility.objects.update(state=MobilityState.CONFIRMED)
        assert refusal_of(lambda: ask(who)) == TutorRefusal.NOT_THERE
        Mobility.objects.update(state=MobilityState.ARRIVED)
        ask(who)

        assert refusal_of(lambda: ask(who)) == TutorRefusal.ASKED

    def test_a_new_link_takes_the_place_of_the_old_one_once_a_day_and_six_times(self):
        who = trainee()
        first = asked(who)

        assert refusal_of(lambda: ask_again(mobility=who.mobility, by=who.student, at=NOW)) == TutorRefusal.TOO_SOON
        for day in range(1, rules.SENDINGS_AT_MOST):
            ask_again(mobility=who.mobility, by=who.sending, at=NOW + timedelta(days=day))
        later = NOW + timedelta(days=30)
        assert refusal_of(lambda: ask_again(mobility=who.mobility, by=who.student, at=later)) == TutorRefusal.TOO_OFTEN
        assert refusal_of(lambda: open_log(token=first, at=later)) == EvaluationRefusal.REPLACED
        assert open_log(token=token_sent(), at=later).opened_at == later
        assert Message.objects.filter(template="mobility/mail/tutor_asked").count() == 1  # no dead link is sent
        new = {"name": "Toni Tutor", "email": "toni@example.org", "by": who.sending, "at": later}
        assert correct_tutor(mobility=who.mobility, **new).sendings == 7  # wrong six times, and still to be put right

    def test_an_expired_link_opens_nothing_and_is_renewed(self):
        who = trainee()
        token, late = asked(who), NOW + timedelta(days=400)

        assert refusal_of(lambda: open_log(token=token, at=late)) == EvaluationRefusal.EXPIRED
        ask_again(mobility=who.mobility, by=who.student, at=late)
        assert open_log(token=token_sent(), at=late).expires_at == late + rules.WORKS_FOR

    def test_the_sending_university_corrects_the_address_and_nobody_else(self):
        who = trainee()
        first = asked(who)
        new = {"mobility": who.mobility, "name": "Toni Tutor", "email": "toni@example.org", "at": NOW}

        assert refusal_of(lambda: correct_tutor(**new, by=who.student)) == TutorRefusal.NOT_SENDING
        assert refusal_of(lambda: correct_tutor(**new, by=host_office())) == TutorRefusal.NEITHER
        same = {**new, "email": TUTOR}
        assert refusal_of(lambda: correct_tutor(**same, by=who.sending)) == TutorRefusal.SAME_ADDRESS
        correct_tutor(**new, by=who.sending)
        assert refusal_of(lambda: open_log(token=first, at=NOW)) == EvaluationRefusal.REPLACED
        assert Message.objects.get(template="mobility/mail/tutor_asked").recipient == "toni@example.org"


class TestReading:
    def test_opening_closes_the_weeks_that_are_handed_in_and_is_recorded(self):
        who = trainee()
        handed_in(who, *WEEKS[:2])
        LogWeek.objects.create(mobility=who.mobility, starts_on=WEEKS[2], saved_at=NOW)

        open_log(token=asked(who), at=NOW)

        states = [(week.state, week.seen_at) for week in LogWeek.objects.all()]
        assert states == [(LogWeekState.SEEN, NOW)] * 2 + [(LogWeekState.DRAFT, None)]
        entry = Entry.objects.get(action="tutor.opened")
        assert (entry.actor, entry.subject, entry.detail) == (None, who.mobility.uuid, {"weeks": 2})

    def test_opening_again_without_anything_new_is_no_act(self):
        who = trainee()
        token = asked(who)
        open_log(token=token, at=NOW)

        open_log(token=token, at=OVER)

        assert Entry.objects.filter(action="tutor.opened").count() == 1
        assert TutorRequest.objects.get().opened_at == NOW

    def test_a_cancelled_traineeship_asks_for_nothing_more(self):
        who = trainee()
        token = asked(who)
        Mobility.objects.update(state=MobilityState.CANCELLED)

        assert refusal_of(lambda: open_log(token=token, at=NOW)) == EvaluationRefusal.OVER


class TestSigning:
    def test_the_certificate_says_what_the_tutor_said_and_is_frozen(self):
        _who, row = certified()

        facts = from_json(row.facts)
        said = {name: getattr(facts, name) for name in vars(evaluation())}
        assert said == vars(evaluation())
        assert (facts.trainee, facts.title, facts.weeks, facts.logged) == ("Lea Learner", "Gaps in a ward's data", 2, Decimal(70))
        assert (facts.sending.schac, facts.receiving.schac, facts.digest) == ("unipi.it", "univ-amu.fr", row.digest)
        assert_accessible(bytes(row.pdf), "en", "Traineeship certificate – Lea Learner")

    def test_what_a_tutor_writes_is_shown_as_text_and_the_same_facts_give_the_same_bytes(self):
        _who, row = certified(evaluation=HOSTILE, tasks="One.\nTwo.")

        facts = from_json(row.facts)

        assert letters_of(HOSTILE) in letters_of(words_of(bytes(row.pdf)))
        assert certificate_pdf(facts, "en") == bytes(row.pdf)
        assert "Attestation de stage" in words_of(certificate_pdf(facts, "fr"))
        assert "no wording in Swedish yet" in words_of(certificate_pdf(facts, "sv"))

    def test_the_departure_is_confirmed_by_it_and_the_credits_wait_for_a_decision(self):
        who, _row = certified()

        stay, waiting = mobility_of(who), Recognition.objects.get()
        assert (stay.state, stay.departed_on) == (MobilityState.DEPARTED, LAST_DAY)
        result = waiting.result
        assert (result.source, result.entered_by, result.title, result.ects) == (
            ResultSource.TUTOR,
            None,
            "Gaps in a ward's data",
            Decimal(6),
        )
        assert (result.is_passed, result.earned_on) == (True, LAST_DAY)
        assert (waiting.state, waiting.course_code, waiting.ects) == (RecognitionState.WAITING, "PI-401", Decimal(6))

    def test_the_sending_university_decides_and_the_mobility_is_recognised(self):
        who, _row = certified()

        recognise(recognition=Recognition.objects.get(), course_code="PI-401", ects=Decimal(6), by=who.sending, at=OVER)

        assert mobility_of(who).state == MobilityState.RECOGNISED

    def test_the_student_and_the_sending_coordinators_are_told_once_each(self):
        who, _row = certified()

        told = Message.objects.exclude(template="mobility/mail/tutor_asked").filter(queued_at=OVER)
        assert sorted(told.values_list("template", "recipient")) == [
            ("mobility/mail/certificate", who.student.email),
            ("mobility/mail/certificate_office", who.sending.email),
        ]

    def test_the_link_signs_once_and_the_address_is_forgotten(self):
        who, token = ready_to_sign()
        sign_certificate(token=token, evaluation=evaluation(), at=OVER)

        again = refusal_of(lambda: sign_certificate(token=token, evaluation=evaluation(), at=OVER))

        assert again == EvaluationRefusal.USED
        row = TutorRequest.objects.get()
        assert (row.name, row.email, row.answered_at) == ("Sam Supervisor", "", OVER)
        assert refusal_of(lambda: ask_again(mobility=who.mobility, by=who.student, at=OVER)) == TutorRefusal.SIGNED

    @pytest.mark.parametrize(
        ("values", "refusal"),
        [
            ({"ends_on": OVER.date() + timedelta(days=1)}, EvaluationRefusal.IN_THE_FUTURE),
            ({"starts_on": LAST_DAY, "ends_on": ARRIVED}, EvaluationRefusal.ENDS_FIRST),
            ({"starts_on": date(2027, 1, 1), "ends_on": date(2027, 1, 31)}, EvaluationRefusal.BEFORE_ARRIVAL),
        ],
    )
    def test_days_that_cannot_be_are_refused_and_nothing_is_frozen(self, values, refusal):
        _who, token = ready_to_sign()

        found = refusal_of(lambda: sign_certificate(token=token, evaluation=evaluation(**values), at=OVER))

        assert (found, TraineeshipCertificate.objects.count()) == (refusal, 0)

    def test_a_wrong_link_and_a_log_that_was_not_opened_sign_nothing(self):
        token = asked(trainee())

        assert refusal_of(lambda: sign_certificate(token="x", evaluation=evaluation(), at=OVER)) == EvaluationRefusal.REPLACED
        assert refusal_of(lambda: sign_certificate(token=token, evaluation=evaluation(), at=OVER)) == EvaluationRefusal.NOT_OPENED

    def test_outcomes_that_were_not_reached_cannot_be_recognised(self):
        certified(reached=Reached.NOT)

        assert Recognition.objects.get().result.is_passed is False

    def test_a_result_that_was_entered_by_hand_before_is_not_entered_twice(self):
        who, token = ready_to_sign()
        Mobility.objects.update(state=MobilityState.DEPARTED, departed_on=LAST_DAY)
        line = Line("Internship", Decimal(6), LAST_DAY, code="PI-401")
        enter_results(mobility=mobility_of(who), lines=[line], source=ResultSource.HAND, by=who.sending, at=OVER)

        sign_certificate(token=token, evaluation=evaluation(), at=OVER)

        assert Recognition.objects.get().result.source == ResultSource.HAND

    def test_each_row_of_the_agreement_in_force_is_a_result(self):
        rows = (course("PI-401", "6", term="1/1"), course("PI-203", "4", term="1/1"))
        token = asked(trainee(body=replace(agreed(), recognised=rows)))
        open_log(token=token, at=NOW)

        sign_certificate(token=token, evaluation=evaluation(), at=OVER)

        found = Recognition.objects.values_list("course_code", "ects", "result__title")
        assert sorted(found, reverse=True) == [
            ("PI-401", Decimal(6), "Gaps in a ward's data: Course PI-401"),
            ("PI-203", Decimal(4), "Gaps in a ward's data: Course PI-203"),
        ]


class TestWhatWaits:
    @pytest.mark.parametrize(("on", "count"), [(LAST_DAY, []), (OVER.date(), [1])])
    def test_a_traineeship_that_is_over_waits_for_its_certificate(self, on, count):
        who = trainee()

        assert [each.count for each in certificates_waiting(who.sending, on)] == count
        assert list(certificates_waiting(who.student, on)) == []

    def test_one_that_is_certified_does_not(self):
        who, _row = certified()

        assert list(certificates_waiting(who.sending, OVER.date())) == []


class TestData:
    def test_a_certified_log_is_exported_and_kept(self):
        who, row = certified()

        found = export_logs(who.student)

        assert [each["as"] for each in found] == ["week", "week", "tutor asked", "certificate"]
        assert (found[0]["done"], found[-1]["sha256"]) == ("I found gaps.", row.digest)
        assert (erase_logs(who.student), LogWeek.objects.count()) == (0, 2)

    def test_a_log_without_a_certificate_is_erased_and_of_others_nothing(self):
        who, _token = ready_to_sign()

        assert erase_logs(officer("univ-amu.fr", "Somebody Else")) == 0
        assert (erase_logs(who.student), LogWeek.objects.count(), TutorRequest.objects.count()) == (3, 0, 0)

    def test_a_tutor_who_has_an_account_finds_and_erases_what_was_asked(self):
        token = asked(trainee())
        tutor = PersonFactory(email=TUTOR)

        assert [each["email"] for each in export_tutoring(tutor)] == [TUTOR]
        assert erase_tutoring(tutor) == 1
        assert refusal_of(lambda: open_log(token=token, at=NOW)) == EvaluationRefusal.REPLACED

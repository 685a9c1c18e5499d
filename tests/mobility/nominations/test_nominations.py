"""Nominations that come in: entered by the host, taken by the student, forgotten when nobody answers; then a stay as any."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.db import IntegrityError, transaction
from tests.factories.people import PersonFactory
from tests.support.mobility_guests import AT, UNTIL, from_elsewhere, guest, nominated, said
from tests.support.mobility_papers import autumn
from tests.support.mobility_stays import AFTERWARDS, HOST, OTHER_HOST, coordinator, published
from tests.support.studies import made_up_cohort
from tests.support.theses import pdf

from salerno.audit.models import Entry
from salerno.messaging.models import Message
from salerno.mobility.agreements.selectors.balance import balance_of
from salerno.mobility.calls.services.rights import erase_wishes, export_placed_wishes, export_wishes
from salerno.mobility.enums import AgreementState, MobilityState, PaperState, ResultSource
from salerno.mobility.errors import MobilityRefused
from salerno.mobility.ewp.learning_agreement_rules import LEARNING_AGREEMENTS
from salerno.mobility.ewp.transcripts import TRANSCRIPTS
from salerno.mobility.learning_agreements.refusals import PaperRefusal
from salerno.mobility.learning_agreements.selectors.exchange import as_ewp
from salerno.mobility.learning_agreements.selectors.facts import coordinators_of, facts_of, newest_of, student_of, whose_turn
from salerno.mobility.learning_agreements.services.papers import begin
from salerno.mobility.learning_agreements.services.signing import Evidence, sign, sign_elsewhere, take_answer
from salerno.mobility.models import (
    InterInstitutionalAgreement,
    LearningAgreementSignature,
    LearningAgreementVersion,
    Mobility,
    Nomination,
    Place,
    Wish,
)
from salerno.mobility.nominations.refusals import NominationRefusal
from salerno.mobility.nominations.selectors import conditions_for, taken_in
from salerno.mobility.nominations.services import (
    erase_nominations,
    export_nominations,
    forget_unanswered,
    take_nomination,
    withdraw_nomination,
)
from salerno.mobility.papers.facts import Signed
from salerno.mobility.recognition.services import Line, enter_results
from salerno.mobility.stays.refusals import StayRefusal
from salerno.mobility.stays.rules import why_not_cancel
from salerno.mobility.stays.selectors import acts_on, moments_of, places_elsewhere
from salerno.mobility.stays.services import stays as stay_services
from salerno.mobility.transcripts import exchange
from salerno.mobility.transcripts.selectors import candidates_of
from salerno.mobility.transcripts.services import issue
from salerno.people.models import RoleAssignment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def programme():
    return made_up_cohort()


def refused(act):
    with pytest.raises(MobilityRefused) as error:
        act()
    return error.value.refusal


def nora(**values):
    return PersonFactory(email="nora@example.org", full_name="Nora North", **values)


def test_a_nomination_invites_by_mail_and_makes_no_account():
    row = nominated()

    letter = Message.objects.get(template="mobility/mail/nomination")
    assert (letter.recipient, "University Elsewhere has nominated you" in letter.body, str(row.uuid) in letter.body) == (
        "nora@example.org", True, True,
    )  # fmt: skip
    assert (Wish.objects.count(), row.wish) == (0, None)
    entry = Entry.objects.get(action="nomination.entered")
    assert entry.detail == {"from": row.condition.sending.schac, "agreement": row.condition.agreement.code}


def test_only_the_host_enters_it_and_only_for_a_university_that_is_not_here():
    condition = from_elsewhere()
    assert refused(lambda: nominated(condition, coordinator(OTHER_HOST))) == NominationRefusal.NOT_RECEIVING
    at_home = coordinator(condition.sending.schac)

    assert refused(lambda: nominated(condition)) == NominationRefusal.SENDS_ITSELF
    assert list(conditions_for(coordinator(HOST), AT.date())) == []
    RoleAssignment.objects.filter(person=at_home).delete()
    assert list(conditions_for(coordinator(HOST), AT.date())) == [condition]
    assert list(conditions_for(coordinator(OTHER_HOST), AT.date())) == []


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"ends_on": date(2027, 3, 31)}, NominationRefusal.TOO_LONG),
        ({"starts_on": date(2029, 2, 1), "ends_on": date(2029, 5, 1)}, NominationRefusal.NOT_IN_FORCE),
        ({"answer_until": AT - timedelta(minutes=1)}, NominationRefusal.PAST),
        ({"answer_until": datetime(2026, 9, 1, 12, tzinfo=UTC)}, NominationRefusal.OVER),
    ],
)
def test_what_the_days_must_be(values, refusal):
    assert refused(lambda: nominated(**values)) == refusal
    assert Nomination.objects.count() == 0


def test_the_agreement_must_be_in_force():
    condition = from_elsewhere()
    InterInstitutionalAgreement.objects.update(state=AgreementState.PROPOSED)

    assert refused(lambda: nominated(condition)) == NominationRefusal.NOT_IN_FORCE


def test_seats_are_counted_by_academic_year_with_those_that_wait():
    condition = from_elsewhere(places=2)
    nominated(condition)
    assert refused(lambda: nominated(condition)) == NominationRefusal.TWICE
    take_nomination(nomination=nominated(condition, email="olle@example.org"), by=PersonFactory(email="olle@example.org"), at=AT)

    assert taken_in(condition, date(2027, 2, 1)) == 2
    assert refused(lambda: nominated(condition, email="third@example.org")) == NominationRefusal.FULL
    later = {"starts_on": date(2027, 9, 1), "ends_on": date(2027, 12, 20)}
    assert nominated(condition, email="third@example.org", **later).pk


def test_the_student_takes_it_and_a_confirmed_stay_stands_there():
    row, person = nominated(), nora()

    stay = take_nomination(nomination=row, by=person, at=AT)

    assert (stay.state, stay.kind, stay.wish.call, stay.wish.studies, stay.place.call) == (
        MobilityState.CONFIRMED, "studies", None, None, None,
    )  # fmt: skip
    assert (stay.wish.student, stay.wish.home, stay.place.institution.schac) == (person, row.condition.sending, HOST)
    assert take_nomination(nomination=row, by=person, at=UNTIL + timedelta(days=9)) == stay
    assert [each.what for each in moments_of(stay)[:2]] == ["Place offered", "Place accepted"]
    assert [each.received for each in balance_of(stay.place.institution, 2026)] == [1]


def test_nobody_else_takes_it_nor_late_nor_twice_at_a_time():
    row = nominated()
    assert refused(lambda: take_nomination(nomination=row, by=PersonFactory(), at=AT)) == NominationRefusal.NOT_YOURS
    person = nora()
    late = UNTIL + timedelta(minutes=1)
    assert refused(lambda: take_nomination(nomination=row, by=person, at=late)) == NominationRefusal.LATE
    other = nominated(from_elsewhere(OTHER_HOST), starts_on=date(2026, 12, 1), ends_on=date(2027, 3, 1))
    take_nomination(nomination=other, by=person, at=AT)

    assert refused(lambda: take_nomination(nomination=row, by=person, at=AT)) == NominationRefusal.ELSEWHERE


def test_it_is_withdrawn_until_it_is_taken():
    condition = from_elsewhere()
    row = nominated(condition)
    assert refused(lambda: withdraw_nomination(nomination=row, by=coordinator(OTHER_HOST), at=AT)) == (
        NominationRefusal.NOT_RECEIVING
    )
    withdraw_nomination(nomination=row, by=coordinator(HOST), at=AT)
    assert (Nomination.objects.count(), taken_in(condition, date(2026, 9, 1))) == (0, 0)

    _stay, host = guest(condition)
    assert refused(lambda: withdraw_nomination(nomination=Nomination.objects.get(), by=host, at=AT)) == NominationRefusal.TAKEN


def test_what_nobody_answers_is_deleted_by_the_daily_run():
    condition = from_elsewhere(places=2)
    nominated(condition)
    taken = nominated(condition, email="olle@example.org")
    take_nomination(nomination=taken, by=PersonFactory(email="olle@example.org"), at=AT)
    assert forget_unanswered(at=UNTIL) == 0
    out = StringIO()

    with time_machine.travel(UNTIL + timedelta(minutes=1), tick=False):
        call_command("daily", "--only", "mobility-nominations", stdout=out)

    assert "1 nominations from elsewhere were not answered" in out.getvalue()
    assert (Nomination.objects.get(), Entry.objects.filter(action="nomination.lapsed").count()) == (taken, 1)


def test_the_host_cancels_a_guest_and_the_seat_is_free():
    stay, host = guest()
    assert why_not_cancel(mobility=stay, by=coordinator(OTHER_HOST)) == StayRefusal.NOT_SENDING
    assert places_elsewhere(stay) == []

    stay_services.cancel(mobility=stay, reason="The course is closed.", by=host, at=AT)

    assert (Mobility.objects.get().state, taken_in(stay.place.condition, date(2026, 9, 1))) == (MobilityState.CANCELLED, 0)


def test_a_student_who_gave_it_up_can_be_nominated_again():
    stay, host = guest()
    stay_services.cancel(mobility=stay, reason="I am ill.", by=stay.wish.student, at=AT)
    assert Mobility.objects.get().state == MobilityState.CANCELLED

    again = take_nomination(nomination=nominated(stay.place.condition, host), by=stay.wish.student, at=AT)

    assert (again.state, Nomination.objects.count()) == (MobilityState.CONFIRMED, 2)


def test_a_host_still_does_not_cancel_whom_a_call_sent():
    stays = published({"ada": [HOST]})
    assert why_not_cancel(mobility=stays.mobilities["ada"], by=coordinator(HOST)) == StayRefusal.NOT_SENDING


def written(stay):
    begin(mobility=stay, body=autumn(), by=stay.wish.student, at=AT)
    return newest_of(stay)


def sign_now(stay, by):
    version = newest_of(stay)
    sign(version=version, digest=facts_of(version).digest, by=by, at=AT)
    return newest_of(stay)


def on_paper(stay, by, name="Dr Elsewhere"):
    version = newest_of(stay)
    signed = Signed(role="", name=name, position="Dean", at=AT)
    sign_elsewhere(version=version, signed=signed, evidence=Evidence(pdf(), "pdf"), digest=version.digest, by=by)
    return newest_of(stay)


def test_the_learning_agreement_says_what_the_partner_said():
    stay, _host = guest()

    student = student_of(Mobility.objects.with_sides().get(pk=stay.pk))

    assert (student.full_name, student.number, student.eqf_level, student.isced_f, student.programme) == (
        "Nora North", "77-1", 7, "0542", {"en": "MSc Statistics"},
    )  # fmt: skip


def test_the_sending_side_signs_on_paper_and_the_host_signs_after_it():
    stay, host = guest()
    written(stay)
    version = sign_now(stay, stay.wish.student)
    assert list(LearningAgreementVersion.objects.to_be_signed_by(host)) == [version]
    assert whose_turn(version, "sending", AT.date()) == coordinators_of(stay.place.institution, AT.date()) == [host]

    version = on_paper(stay, host)
    assert (version.state, version.signatures.get(role="sending").by) == (PaperState.SENDING, host)
    version = sign_now(stay, host)

    assert [(each.role, each.evidence_kind, each.name) for each in version.signatures.all()] == [
        ("learner", "", "Nora North"), ("sending", "pdf", "Dr Elsewhere"), ("receiving", "", host.display_name),
    ]  # fmt: skip
    assert version.state == PaperState.IN_FORCE
    (agreement,) = LEARNING_AGREEMENTS.imported(as_ewp(version, AT.date()))
    assert (agreement.student.global_id, agreement.sending_hei.contact_person.email) == (
        f"urn:schac:personalUniqueCode:int:esi:{stay.wish.home.schac}:77-1", "office@elsewhere.example.org",
    )  # fmt: skip


def test_paper_of_the_sending_side_is_recorded_by_the_host_alone_and_where_nobody_is_here():
    stay, host = guest()
    written(stay)
    assert refused(lambda: on_paper(stay, host)) == PaperRefusal.NOT_YOUR_TURN
    sign_now(stay, stay.wish.student)
    assert refused(lambda: on_paper(stay, coordinator(OTHER_HOST))) == PaperRefusal.NOT_THEIR_COORDINATOR
    version = newest_of(stay)
    assert refused(lambda: take_answer(version=version, content=b"<a/>", by=host, at=AT)) == PaperRefusal.NOT_YOUR_TURN
    coordinator(stay.wish.home.schac)

    assert refused(lambda: on_paper(stay, host)) == PaperRefusal.SIGNS_ITSELF


def test_the_database_knows_that_a_student_signs_here():
    stay, host = guest()
    written(stay)
    sign_now(stay, stay.wish.student)

    with pytest.raises(IntegrityError, match="only_institutions_sign_elsewhere"), transaction.atomic():
        LearningAgreementSignature.objects.update(evidence_kind="pdf")


def test_the_database_knows_that_who_studies_here_goes_by_a_call():
    stays = published({"ada": [HOST]})
    with pytest.raises(IntegrityError, match="who_studies_here_goes_by_a_call"), transaction.atomic():
        Wish.objects.filter(pk=stays.wishes["ada"].pk).update(call=None)
    with pytest.raises(IntegrityError, match="a_place_without_a_call_has_a_condition"), transaction.atomic():
        Place.objects.filter(pk=stays.places[HOST].pk).update(call=None)


def test_a_guest_arrives_leaves_and_gets_a_transcript_for_ewp():
    stay, host = guest()
    stay_services.note_arrival(mobility=stay, on=date(2026, 9, 2), by=host, at=AFTERWARDS)
    stay_services.note_departure(mobility=stay, on=date(2027, 1, 30), by=host, at=AFTERWARDS)
    stay = Mobility.objects.with_sides().get(pk=stay.pk)
    line = Line("Etica", Decimal(3), date(2027, 1, 10), code="PI-E", value="27", scale="it-30")
    enter_results(mobility=stay, lines=[line], source=ResultSource.HAND, by=host, at=AFTERWARDS)
    found = candidates_of(stay)

    made = issue(mobility=stay, chosen=[found.rows[0].key], shown=found.digest, by=host, at=AFTERWARDS)

    (transcript,) = TRANSCRIPTS.imported(exchange.as_ewp(made.says, bytes(made.pdf)))
    learner = transcript.elmo.learner
    assert (learner.family_name, learner.date_of_birth, learner.identifiers[0].value) == (
        "North", date(2003, 4, 5), f"urn:schac:personalUniqueCode:int:esi:{stay.wish.home.schac}:77-1",
    )  # fmt: skip
    assert [each.act for each in acts_on(stay, host)] == []


def test_what_is_held_is_exported_and_forgotten():
    stay, host = guest()
    person = stay.wish.student
    (own,) = export_nominations(person)
    assert (own["as"], own["student_number"], own["birth_date"]) == ("student", "77-1", date(2003, 4, 5))
    assert export_nominations(host)[0]["as"] == "entered"
    assert ([each["call"] for each in export_wishes(person)], export_placed_wishes(person)) == ([None], [])

    assert (erase_nominations(person), erase_wishes(person)) == (1, 0)

    row = Nomination.objects.get()
    assert (row.family_name, row.student_number, row.birth_date, row.email) == ("", "", None, f"{row.uuid}@erased.invalid")
    assert student_of(Mobility.objects.with_sides().get(pk=stay.pk)).full_name == "Nora North"


def test_two_guests_of_one_call_less_kind_do_not_meet_in_anything():
    condition = from_elsewhere(places=2)
    one, host = guest(condition)
    two = take_nomination(
        nomination=nominated(condition, host, **said(email="olle@example.org")), by=PersonFactory(email="olle@example.org"), at=AT
    )

    stay_services.cancel(mobility=one, reason="Closed.", by=host, at=AT)

    assert Mobility.objects.get(pk=two.pk).state == MobilityState.CONFIRMED

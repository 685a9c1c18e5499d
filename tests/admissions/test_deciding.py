"""The committee decides on the picture it has seen; offers, the waiting list, appeals."""

from datetime import timedelta

import pytest
from tests.factories.admissions import ApplicationFactory, CallFactory
from tests.factories.people import PersonFactory
from tests.support.admissions import AFTER, AMU, SU, UNIPI, close, decide, open_call, reviewed, staff
from tests.support.moments import NOON

from salerno.admissions.enums import ApplicationState, OfferState, Outcome
from salerno.admissions.errors import AdmissionsRefused
from salerno.admissions.models import Application, Conflict, Decision, Offer
from salerno.admissions.refusals import AppealRefusal, DecisionRefusal, OfferRefusal
from salerno.admissions.selectors.ranking import ranking_of, states_counted
from salerno.admissions.services import calls, deciding
from salerno.admissions.services.deciding import Choice, preview
from salerno.admissions.services.offers import accept_offer, decline_offer, lapse_offers, open_until
from salerno.audit.models import Entry
from salerno.enrolment.models import ProgrammeEnrolment
from salerno.enrolment.services import register_at
from salerno.institutions.models import Institution
from salerno.messaging.models import Message
from salerno.people.enums import Role
from salerno.people.models import Person

pytestmark = pytest.mark.django_db
BEFORE_DEADLINE = AFTER + timedelta(days=13)
PAST_DEADLINE = AFTER + timedelta(days=15)
WHERE = (AMU, UNIPI)


def refusal(act):
    with pytest.raises(AdmissionsRefused) as error:
        act()
    return error.value.refusal


def states(call):
    return list(call.applications.order_by("pk").values_list("state", "position"))


def letters_of(what):
    return Message.objects.filter(template=f"admissions/mail/{what}")


@pytest.fixture
def officer():
    close(open_call(ties=[{"by": "submitted", "greater_first": False}], waiting_places=2))
    return staff(AMU)


@pytest.fixture
def call(officer):
    from salerno.admissions.models import Call

    return Call.objects.get()


def settled(call, officer, *scores):
    """The call decided as the ranking proposes."""
    rows = reviewed(call, *scores)
    decide(call, officer)
    calls.settle_call(call=call, by=officer, at=AFTER)
    return rows


def test_the_committee_follows_the_ranking_in_bulk(call, officer):
    rows = reviewed(call, 5, 4, 3, 2, 1)

    decide(call, officer)

    assert states(call) == [("admitted", None), ("admitted", None), ("waiting", 1), ("waiting", 2), ("refused", None)]
    assert Offer.objects.filter(state=OfferState.OPEN, expires_at=open_until(AFTER, 14)).count() == 2
    assert [letters_of(what).count() for what in ("offer", "waiting", "refused")] == [2, 2, 1]
    refused = Application.objects.get(pk=rows[4].pk)
    assert refused.reason == "Rank 5 with 1: every place is given, on the waiting list too."
    assert refused.reason in letters_of("refused").get().body
    assert Decision.objects.count() == 5
    assert Entry.objects.filter(action="application.decided", actor=officer.uuid).count() == 5


def test_letters_are_seen_before_and_nothing_is_written(call, officer):
    (row,) = reviewed(call, 5)
    chosen = {str(row.uuid): Choice(Outcome.ADMIT)}

    (shown,) = preview(call=call, choices=chosen, by=officer)

    assert (shown.application, shown.letter.splitlines()[0]) == (row, "You are admitted: A call")
    assert (Decision.objects.count(), Message.objects.count(), states(call)) == (0, 0, [("reviewed", None)])


def test_a_letter_is_in_the_applicants_language(call, officer):
    for language in ("en", "fr"):
        reviewed(call, 5, applicant=PersonFactory(language=language))

    decide(call, officer)

    assert set(letters_of("offer").values_list("language", flat=True)) == {"en", "fr"}


def test_who_sees_another_picture_is_refused(call, officer):
    rows = reviewed(call, 5, 4)
    seen = ranking_of(call).digest
    everything = {str(row.uuid): Choice(Outcome.ADMIT) for row in rows}
    deciding.decide(call=call, choices={str(rows[0].uuid): Choice(Outcome.ADMIT)}, seen=seen, by=officer, at=AFTER)

    act = {"call": call, "choices": everything, "seen": seen, "by": staff(UNIPI), "at": AFTER}

    assert refusal(lambda: deciding.decide(**act)) == DecisionRefusal.CHANGED_MEANWHILE
    assert states(call) == [("admitted", None), ("reviewed", None)]


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        ({"a2": Choice(Outcome.ADMIT)}, DecisionRefusal.NO_REASON),
        ({"a0": Choice(Outcome.REFUSE)}, DecisionRefusal.NO_REASON),
        ({"a0": Choice(Outcome.WAIT, reason="A reason.")}, DecisionRefusal.NO_REASON),
        ({name: Choice(Outcome.ADMIT, note="All.") for name in ("a0", "a1", "a2")}, DecisionRefusal.NO_PLACE),
    ],
)
def test_what_a_decision_must_hold(call, officer, outcomes, expected):
    rows = reviewed(call, 5, 4, 3)
    choices = {str(rows[int(name[1])].uuid): choice for name, choice in outcomes.items()}
    act = {"call": call, "choices": choices, "seen": ranking_of(call).digest, "by": officer, "at": AFTER}

    assert refusal(lambda: deciding.decide(**act)) == expected
    assert refusal(lambda: preview(call=call, choices=choices, by=officer)) == expected
    assert {state for state, _ in states(call)} == {"reviewed"}


def test_who_decides(call, officer):
    (row,) = reviewed(call, 5)

    def act(by, **values):
        chosen = {str(row.uuid): Choice(Outcome.ADMIT)}
        return deciding.decide(**{"call": call, "choices": chosen, "seen": ranking_of(call).digest, "by": by, "at": AFTER} | values)

    assert refusal(lambda: act(staff(AMU, Role.TEACHER))) == DecisionRefusal.NOT_YOURS
    assert refusal(lambda: act(PersonFactory())) == DecisionRefusal.NOT_YOURS
    assert refusal(lambda: act(officer, expires_at=AFTER)) == DecisionRefusal.OFFER_DATE
    barred = staff(SU)
    Conflict.objects.create(application=row, person=barred, kind="work", declared_at=NOON)
    assert refusal(lambda: act(barred)) == DecisionRefusal.CONFLICT
    act(staff(SU, Role.BOARD_MEMBER))
    assert states(call) == [("admitted", None)]


def test_an_open_call_and_an_unreviewed_application_are_not_decided(officer, call):
    row = ApplicationFactory(call=call, state=ApplicationState.ELIGIBLE)
    other = CallFactory(offering=call.offering)

    def act(in_call):
        chosen = {str(row.uuid): Choice(Outcome.ADMIT)}
        return deciding.decide(call=in_call, choices=chosen, seen=ranking_of(in_call).digest, by=officer, at=AFTER)

    assert refusal(lambda: act(call)) == DecisionRefusal.NOT_REVIEWED
    assert refusal(lambda: act(other)) == DecisionRefusal.NOT_CLOSED


def test_a_quota_holds_for_all_decisions_together():
    limit = [{"key": "italy", "title": {"en": "Italy"}, "by": "citizenship", "values": ["IT"], "at_most": 1}]
    call, officer = close(open_call(places=5, quotas=limit)), staff(AMU)
    reviewed(call, 5, 4, citizenship="IT")
    reviewed(call, 3)

    assert refusal(lambda: decide(call, officer, a0=Outcome.ADMIT, a1=Outcome.ADMIT)) == DecisionRefusal.QUOTA
    decide(call, officer)
    assert [state for state, _ in states(call)] == ["admitted", "waiting", "admitted"]
    assert "every place for “Italy” is given." in letters_of("waiting").get().body


def test_an_accepted_offer_makes_a_student_at_both(call, officer):
    row, _other = settled(call, officer, 5, 4)

    found = accept(row)

    assert found.state == ApplicationState.ACCEPTED
    studies = ProgrammeEnrolment.objects.get()
    assert (studies.student, studies.track, studies.full_name) == (row.applicant, "biology", row.full_name)
    places = studies.registrations.order_by("pk").values_list("institution__schac", "student_number", "fee_status")
    assert list(places) == [(AMU, "", "pays"), (UNIPI, "", "pays-elsewhere")]
    assert letters_of("accepted").count() == 1


def accept(row, *, at=BEFORE_DEADLINE, by=None, where=WHERE):
    chosen = [Institution.objects.get(schac=schac) for schac in where]
    return accept_offer(offer=row.offers.get(), institutions=chosen, by=by or row.applicant, at=at)


def test_with_the_last_number_the_applicant_is_enrolled(call, officer):
    row, other = (accept(each) for each in settled(call, officer, 5, 4))

    found = [number(row, schac, "650001") for schac in WHERE]

    assert found == [ApplicationState.ACCEPTED, ApplicationState.ENROLLED]
    entry = Entry.objects.get(action="application.enrolled")
    assert (entry.subject, entry.actor, entry.subject_person) == (row.uuid, officer.uuid, row.applicant.uuid)
    other.refresh_from_db()
    assert other.state == ApplicationState.ACCEPTED


def number(row, schac, text):
    """Have the office of an institution give a number; return the state of the application."""
    place = Institution.objects.get(schac=schac)
    day = row.call.offering.academic_session.starts_on
    office = Person.objects.get(uuid=Entry.objects.get(action="call.decided").actor)
    register_at(enrolment=row.studies, institution=place, student_number=text, starts_on=day, by=office, at=AFTER)
    return Application.objects.get(pk=row.pk).state


def test_an_offer_is_answered_once_in_time_and_by_whom_it_is_made(call, officer):
    row, other = settled(call, officer, 5, 4)

    found = [
        refusal(lambda: accept(row, by=PersonFactory())),
        refusal(lambda: accept(row, where=(AMU,))),
        refusal(lambda: accept(row, where=(AMU, AMU))),
        refusal(lambda: accept(row, at=PAST_DEADLINE)),
    ]
    accept(row)
    found += [refusal(lambda: accept(row)), refusal(lambda: decline(row))]
    decline(other)
    found += [refusal(lambda: accept(other)), refusal(lambda: decline(other))]

    assert found == [
        OfferRefusal.NOT_YOURS,
        OfferRefusal.FEW_INSTITUTIONS,
        OfferRefusal.FEW_INSTITUTIONS,
        OfferRefusal.LAPSED,
        OfferRefusal.ACCEPTED,
        OfferRefusal.ACCEPTED,
        OfferRefusal.DECLINED,
        OfferRefusal.DECLINED,
    ]
    assert ProgrammeEnrolment.objects.count() == 1


def decline(row, *, at=BEFORE_DEADLINE):
    return decline_offer(offer=row.offers.get(), by=row.applicant, at=at)


def test_what_stands_on_a_diploma_must_be_there(call, officer):
    row, _other = settled(call, officer, 5, 4)
    Application.objects.update(birth_place="")

    assert refusal(lambda: accept(row)) == OfferRefusal.CIVIL_MISSING


def test_a_cohort_that_cannot_take_the_student_leaves_the_offer_open(call, officer):
    row, _other = settled(call, officer, 5, 4)
    offering = call.offering
    offering.seats = 0
    offering.save()

    with pytest.raises(AdmissionsRefused) as error:
        accept(row)

    assert (error.value.refusal, error.value.detail) == (
        OfferRefusal.CANNOT_ENROL,
        {"enrolment": "All places of this cohort are taken."},
    )
    assert row.offers.get().state == OfferState.OPEN
    assert states(call)[0] == ("admitted", None)


def test_the_waiting_list_moves_up_by_itself_when_an_offer_is_declined(call, officer):
    rows = settled(call, officer, 5, 4, 3, 2)

    decline(rows[0])

    assert states(call) == [("declined", None), ("admitted", None), ("admitted", None), ("waiting", 2)]
    offer = rows[2].offers.get()
    assert (offer.expires_at, offer.made_at) == (open_until(BEFORE_DEADLINE, 14), BEFORE_DEADLINE)
    assert letters_of("moved_up").get().recipient == rows[2].applicant.email
    moved = Entry.objects.get(action="application.moved_up")
    assert (moved.actor, moved.subject_person) == (None, rows[2].applicant.uuid)
    assert rows[2].decisions.last().by is None


def test_offers_lapse_and_the_list_moves_up_in_the_same_run(call, officer):
    rows = settled(call, officer, 5, 4, 3)
    accept(rows[1])

    assert lapse_offers(at=BEFORE_DEADLINE) == (0, 0)
    assert lapse_offers(at=PAST_DEADLINE) == (1, 1)
    assert lapse_offers(at=PAST_DEADLINE) == (0, 0)

    assert [state for state, _ in states(call)] == ["lapsed", "accepted", "admitted"]
    assert letters_of("lapsed").get().recipient == rows[0].applicant.email
    assert refusal(lambda: accept(rows[0])) == OfferRefusal.LAPSED


def test_until_all_is_decided_free_places_are_the_committees(call, officer):
    rows = reviewed(call, 5, 4, 3)
    decide(call, officer)

    decline(rows[0])
    assert states(call)[2] == ("waiting", 1)
    calls.settle_call(call=call, by=officer, at=BEFORE_DEADLINE)

    assert states(call)[2] == ("admitted", None)


def test_a_reserved_place_moves_up_within_its_group():
    kept = [{"key": "italy", "by": "citizenship", "values": ["IT"], "at_least": 1}]
    call, officer = close(open_call(places=1, quotas=kept)), staff(AMU)
    (first,) = reviewed(call, 3, citizenship="IT")
    reviewed(call, 5)
    reviewed(call, 2, citizenship="IT")
    decide(call, officer)
    calls.settle_call(call=call, by=officer, at=AFTER)

    decline(first)

    assert [state for state, _ in states(call)] == ["declined", "waiting", "admitted"]


def test_the_deadline_of_an_offer_is_the_end_of_a_day_in_paris():
    assert open_until(AFTER, 14).isoformat() == "2026-12-16T23:59:00+01:00"


def appeal(row, text="You have miscounted.", at=AFTER, by=None):
    return deciding.appeal(application=row, text=text, by=by or row.applicant, at=at)


def answer(row, is_upheld, by, text="Looked at again."):
    return deciding.answer_appeal(appeal=row, is_upheld=is_upheld, answer=text, by=by, at=BEFORE_DEADLINE)


def test_a_refusal_is_contested_once_in_time_and_answered_with_a_reason(call, officer):
    rows = settled(call, officer, 5, 4, 3, 2, 1)
    refused, admitted = rows[4], rows[0]

    found = [
        refusal(lambda: appeal(admitted)),
        refusal(lambda: appeal(refused, by=PersonFactory())),
        refusal(lambda: appeal(refused, text=" ")),
        refusal(lambda: appeal(refused, at=AFTER + timedelta(days=30))),
    ]
    asked = appeal(refused)
    found += [
        refusal(lambda: appeal(Application.objects.get(pk=refused.pk))),
        refusal(lambda: answer(asked, False, officer, " ")),
        refusal(lambda: answer(asked, False, staff(AMU, Role.TEACHER))),
    ]
    answer(asked, False, officer)
    found.append(refusal(lambda: answer(asked, True, officer)))

    assert found == [
        AppealRefusal.NOT_REFUSED,
        AppealRefusal.NOT_YOURS,
        AppealRefusal.EMPTY,
        AppealRefusal.TOO_LATE,
        AppealRefusal.ALREADY,
        AppealRefusal.NO_REASON,
        DecisionRefusal.NOT_YOURS,
        AppealRefusal.ANSWERED,
    ]
    assert states(call)[4] == ("refused", None)
    assert "Looked at again." in letters_of("appeal_answered").get().body


def test_an_appeal_that_is_upheld_takes_its_rank_on_the_waiting_list(call, officer):
    rows = reviewed(call, 5, 4, 3, 2)
    decide(call, officer, a0=Outcome.ADMIT, a1=Outcome.ADMIT, a2=Outcome.REFUSE, a3=Outcome.WAIT)
    calls.settle_call(call=call, by=officer, at=AFTER)

    answer(appeal(rows[2]), True, officer)

    assert states(call)[2:] == [("waiting", 1), ("waiting", 2)]
    decline(rows[0])
    assert states(call)[2:] == [("admitted", None), ("waiting", 2)]


def test_an_appeal_against_ineligibility_brings_it_to_the_reviewers(call, officer):
    row = ApplicationFactory(call=call, state=ApplicationState.INELIGIBLE, decided_at=AFTER, reason="Only 120 ECTS.")

    answer(appeal(row), True, officer)

    row.refresh_from_db()
    assert (row.state, row.reason) == (ApplicationState.ELIGIBLE, "")


def test_a_ranking_counts_places_that_are_given(call, officer):
    reviewed(call, 5)
    decide(call, officer)
    reviewed(call, 4, 3)

    ranked = ranking_of(call).ranked

    assert [each.proposal.value for each in ranked] == ["admit", "wait"]
    assert states_counted(call) == {"admitted": 1, "reviewed": 2}


def test_the_ranking_takes_as_many_queries_for_thirty_as_for_one(call, officer, django_assert_num_queries):
    call.ties = [{"by": "ects"}]
    reviewed(call, 3)
    with django_assert_num_queries(3):
        ranking_of(call)

    reviewed(call, *[1, 2, 3, 4, 5] * 6)

    with django_assert_num_queries(3):
        assert len(ranking_of(call).ranked) == 31

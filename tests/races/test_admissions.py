"""Races of admissions on PostgreSQL with real threads: two officers, two clicks, a deadline, a waiting list."""

from collections import Counter
from datetime import timedelta

import pytest
from tests.factories.people import PersonFactory
from tests.support.admissions import AFTER, AMU, SU, UNIPI, close, decide, open_call, reviewed, reviewers_of, staff
from tests.support.moments import NOON
from tests.support.races import at_once

from salerno.admissions.enums import ApplicationState, OfferState, Outcome
from salerno.admissions.errors import AdmissionsRefused
from salerno.admissions.models import Application, Decision, Offer, Referee, Review, TypedPage
from salerno.admissions.refusals import ApplyRefusal, DecisionRefusal, OfferRefusal, RefereeRefusal, RequestRefusal
from salerno.admissions.selectors.ranking import ranking_of
from salerno.admissions.services import calls, deciding, letters
from salerno.admissions.services.deciding import Choice
from salerno.admissions.services.drafts import Seen, keep_draft
from salerno.admissions.services.offers import accept_offer, decline_offer, lapse_offers
from salerno.admissions.services.reviewing import submit_review
from salerno.admissions.services.writing import begin_application, save_application
from salerno.audit.services import verify_chain
from salerno.enrolment.models import ProgrammeEnrolment, Registration
from salerno.enrolment.services import register_at
from salerno.institutions.models import Institution
from salerno.messaging.models import Message

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
SOON, LATE = AFTER + timedelta(days=1), AFTER + timedelta(days=20)


@pytest.fixture(autouse=True)
def whole_record():
    """After each race the record of acts is whole."""
    yield
    assert verify_chain()[1] == []


def refusals(results):
    return Counter(result.refusal if isinstance(result, AdmissionsRefused) else type(result).__name__ for result in results)


def settled(*scores, places=2):
    call, officer = close(open_call(places=places)), staff(AMU)
    rows = reviewed(call, *scores)
    decide(call, officer)
    return calls.settle_call(call=call, by=None, at=AFTER), rows


def accept(row, at=SOON):
    chosen = list(Institution.objects.filter(schac__in=(AMU, UNIPI)).order_by("pk"))
    return accept_offer(offer=row.offers.get(), institutions=chosen, by=row.applicant, at=at)


def decline(row):
    return decline_offer(offer=row.offers.get(), by=row.applicant, at=SOON)


def test_two_officers_who_decide_at_once_leave_one_decision():
    call = close(open_call(places=1))
    rows = reviewed(call, 5, 4)
    officers = [staff(AMU), staff(UNIPI), staff(SU)]
    seen = ranking_of(call).digest
    outcomes = {str(rows[0].uuid): Choice(Outcome.ADMIT), str(rows[1].uuid): Choice(Outcome.WAIT)}

    results = at_once(lambda n: deciding.decide(call=call, choices=outcomes, seen=seen, by=officers[n], at=AFTER), 3)

    assert refusals(results) == {"list": 1, DecisionRefusal.CHANGED_MEANWHILE: 2}
    assert (Decision.objects.count(), Offer.objects.count()) == (2, 1)


def test_an_offer_accepted_twice_makes_one_student():
    _call, (row, _other) = settled(5, 4)

    results = at_once(lambda n: accept(row), 4)

    assert refusals(results) == {"Application": 1, OfferRefusal.ACCEPTED: 3}
    assert (ProgrammeEnrolment.objects.count(), Registration.objects.count()) == (1, 2)


def test_offers_accepted_at_once_make_a_student_each_while_an_office_gives_a_number():
    """Applicants lock their rows and then institutions; the office locks the institution and then the applicant's row."""
    _call, rows = settled(5, 4, 3, places=3)
    first = accept(rows[0])
    for registration in first.studies.registrations.all()[1:]:
        number(registration)

    results = at_once(lambda n: number(first.studies.registrations.first()) if n == 0 else accept(rows[n]), 3)

    assert refusals(results) == {"Application": 2, "Registration": 1}
    first.refresh_from_db()
    assert (first.state, ProgrammeEnrolment.objects.count()) == (ApplicationState.ENROLLED, 3)


def number(registration):
    return register_at(
        enrolment=registration.enrolment,
        institution=registration.institution,
        student_number=f"N{registration.pk}",
        starts_on=registration.starts_on,
        by=None,
        at=SOON,
    )


def test_an_offer_is_accepted_or_declined_and_never_both():
    call, (row, waiting) = settled(5, 4, places=1)

    results = at_once(lambda n: (accept if n % 2 else decline)(row), 2)

    (answered,) = [result for result in results if isinstance(result, Application)]
    waiting.refresh_from_db()
    expected = {ApplicationState.ACCEPTED: ApplicationState.WAITING, ApplicationState.DECLINED: ApplicationState.ADMITTED}
    assert waiting.state == expected[answered.state]
    assert call.applications.holding_a_place().count() == 1


def test_an_offer_accepted_at_its_deadline_while_it_lapses():
    """The last second: one of the two wins, and the place is held once."""
    call, (row, waiting) = settled(5, 4, places=1)
    deadline = row.offers.get().expires_at

    results = at_once(lambda n: accept(row, deadline - timedelta(seconds=1)) if n else lapse_offers(at=deadline), 2)

    states = dict(call.applications.values_list("pk", "state"))
    accepted = isinstance(results[1], Application)
    assert states[row.pk] == (ApplicationState.ACCEPTED if accepted else ApplicationState.LAPSED)
    assert states[waiting.pk] == (ApplicationState.WAITING if accepted else ApplicationState.ADMITTED)
    assert ProgrammeEnrolment.objects.count() == accepted


def test_the_waiting_list_moves_up_once_for_each_place():
    call, rows = settled(5, 4, 3, 2, 1)

    at_once(lambda n: lapse_offers(at=LATE), 4)

    assert list(call.applications.order_by("pk").values_list("state", flat=True)) == [
        "lapsed",
        "lapsed",
        "admitted",
        "admitted",
        "waiting",
    ]
    assert Offer.objects.filter(state=OfferState.OPEN).count() == 2


def test_two_declined_at_once_let_two_move_up():
    call, rows = settled(5, 4, 3, 2, 1)

    results = at_once(lambda n: decline(rows[n]), 2)

    assert refusals(results) == {"Application": 2}
    assert list(call.applications.order_by("pk").values_list("state", flat=True))[2:] == ["admitted", "admitted", "waiting"]


def test_two_clicks_begin_one_application():
    call, person = open_call(), PersonFactory()

    results = at_once(lambda n: begin_application(call=call, by=person, at=NOON), 4)

    assert (refusals(results), Application.objects.count()) == ({"Application": 4}, 1)


def test_two_windows_save_one_after_the_other_or_are_told():
    call, person = open_call(), PersonFactory()
    application = begin_application(call=call, by=person, at=NOON)

    def save(number):
        values = {"given_names": f"Lea {number}"}
        return save_application(application=application, values=values, revision=0, by=person, at=NOON)

    assert refusals(at_once(save, 3)) == {"Application": 1, ApplyRefusal.CHANGED_MEANWHILE: 2}


def test_of_two_windows_that_type_at_once_the_second_is_told():
    """Also when both are the first to type on the page, and when one of them saves."""
    call, person = open_call(), PersonFactory()
    application = begin_application(call=call, by=person, at=NOON)

    def keep(number, revision=0):
        seen = Seen("you", revision, window=f"w{number}", number=1)
        return keep_draft(application=application, content={"given_names": f"Lea {number}"}, seen=seen, by=person, at=NOON)

    def save_or_keep(number):
        if number:
            return keep(number + 10, revision=1)
        values = {"given_names": "Lea"}
        return save_application(application=application, values=values, revision=Seen("you", 1), by=person, at=NOON)

    typed = refusals(at_once(keep, 3))
    saved = refusals(at_once(save_or_keep, 2))

    assert typed == {"int": 1, ApplyRefusal.CHANGED_MEANWHILE: 2}
    assert saved[ApplyRefusal.CHANGED_MEANWHILE] == 1
    assert (TypedPage.objects.get().content == {}) == ("Application" in saved)


@pytest.mark.parametrize(
    ("act", "done", "second"),
    [
        (letters.send_again, "Referee", RequestRefusal.TOO_SOON),
        (letters.correct_address, "Referee", RequestRefusal.SAME_ADDRESS),
        (letters.withdraw_request, "NoneType", RequestRefusal.WITHDRAWN),
    ],
)
def test_a_letter_that_comes_in_while_its_request_changes(act, done, second):
    """The letter is there, or the referee is told that the link was replaced and still holds what was written."""
    call, person = open_call(referees=1), PersonFactory()
    application = begin_application(call=call, by=person, at=NOON)
    given = {"name": "Rita", "email": "rita@example.org", "affiliation": "", "language": "en"}
    referee = letters.ask_referee(application=application, by=person, at=NOON, **given)
    token = Message.objects.get().body.partition("/letters/")[2].partition("/")[0]
    more = {"email": "r@example.org"} if act is letters.correct_address else {}

    def run(number):
        if number % 2:
            return act(referee=referee, by=person, at=NOON + timedelta(days=1), **more)
        return letters.hand_in_letter(token=token, text="She counts well.", data=None, at=NOON)

    results = refusals(at_once(run, 4))

    came = Referee.objects.filter(letter="She counts well.", answered_at=NOON).exists()
    if came:
        assert results == {"Referee": 1, RefereeRefusal.USED: 1, RequestRefusal.ANSWERED: 2}
    else:
        assert results == {RefereeRefusal.REPLACED: 2, done: 1, second: 1}


def test_two_reviews_submitted_at_once_make_the_application_reviewed():
    call = open_call()
    (row,) = reviewed(call, 3)
    reviewers_of(call, AMU, UNIPI)
    Review.objects.update(state="assigned", total=None, submitted_at=None)
    Application.objects.update(state=ApplicationState.ELIGIBLE)
    reviews = list(row.reviews.all())
    scores = {"science": 4, "motivation": 4}

    at_once(
        lambda n: submit_review(review=reviews[n], scores=scores, comments={}, comment="Sound.", by=reviews[n].reviewer, at=NOON),
        2,
    )

    row.refresh_from_db()
    assert row.state == ApplicationState.REVIEWED

"""The call by which the cohort came together: applied to, reviewed blind, decided; 48 accepted their offer."""

from datetime import datetime
from typing import Any

from salerno.admissions.enums import ApplicationState, Outcome
from salerno.admissions.models import Call, Offer, Review
from salerno.admissions.selectors.ranking import ranking_of
from salerno.admissions.services import calls, deciding, reviewing, writing
from salerno.admissions.services.offers import accept_offer
from salerno.enrolment.models import Registration
from salerno.enrolment.selectors.numbers import state_of
from salerno.enrolment.services import give_numbers
from salerno.people.models import Person
from salerno.portal.operations.demo_cohort.calls import QUOTAS, RUBRIC, RULES, TRACKS, answers_of, scores_of, transcript_of
from salerno.portal.operations.demo_cohort.cast import (
    AMU,
    CHAIR,
    NOT_ADMITTED,
    OFFICERS,
    SECONDS,
    STUDENTS,
    SU,
    UNIPI,
    WRITERS,
    Student,
)
from salerno.portal.operations.demo_cohort.names import Invented
from salerno.portal.operations.demo_cohort.people import cohort, person, universities
from salerno.portal.operations.demo_cohort.timeline import (
    ACCEPTED,
    APPLIED,
    ASSIGNED,
    CALL_CLOSED,
    CALL_DECIDED,
    CALL_OPENED,
    REVIEWED,
    on_day,
)

SLUG = "made-up-call-1"
_VALUES: dict[str, Any] = {
    "title": {"en": "Call for the made-up cohort", "fr": "Appel pour la promotion inventée"},
    "places": len(STUDENTS),
    "waiting_places": 4,
    "tracks": TRACKS,
    "quotas": QUOTAS,
    "rules": RULES,
    "rubric": RUBRIC,
    "retention_months": 60,
}
_INELIGIBLE = {each.email for each in NOT_ADMITTED[-2:]}
_ADMITTED = {student.email for student in STUDENTS}
_EVERYBODY = {each.email: each for each in (*(student.facts for student in STUDENTS), *NOT_ADMITTED)}


def call_named(slug: str) -> Call:
    """The made-up call of this name."""
    return Call.objects.get(slug=slug)


def name_reviewers(call: Call, at: datetime) -> None:
    """Two teachers of each university read applications."""
    for schac, institution in universities().items():
        for email in (WRITERS[schac], SECONDS[schac]):
            calls.add_reviewer(call=call, person=person(email), institution=institution, by=person(OFFICERS[AMU]), at=at)


def open_call(at: datetime) -> None:
    """Opened by the office in Marseille."""
    moment, by = on_day(at, CALL_OPENED), person(OFFICERS[AMU])
    dates = {"opens_at": moment, "closes_at": on_day(at, CALL_CLOSED)}
    call = calls.create_call(offering=cohort(), slug=SLUG, values={**_VALUES, **dates}, by=by, at=moment)
    calls.open_call(call=call, by=by, at=moment)
    name_reviewers(call, moment)


def apply(at: datetime, people: tuple[Invented, ...]) -> None:
    """Applications of ``people``, written and handed in."""
    call, moment = call_named(SLUG), on_day(at, APPLIED)
    for each in people:
        by = person(each.email)
        values, rows = answers_of(each), transcript_of(each)
        if each.email in _INELIGIBLE:
            values["languages"] = {"en": "B1"}
        application = writing.begin_application(call=call, by=by, at=moment)
        application = writing.save_application(application=application, values=values, revision=0, by=by, at=moment)
        application = writing.save_transcript(application=application, rows=rows, revision=1, by=by, at=moment)
        writing.submit_application(application=application, revision=2, by=by, at=moment)


def close_and_assign(at: datetime) -> None:
    """The call closes; two applications are not eligible; the others are given to reviewers of two universities each."""
    by, moment = person(OFFICERS[AMU]), on_day(at, ASSIGNED)
    call = calls.close_call(call=call_named(SLUG), by=by, at=on_day(at, CALL_CLOSED))
    findings = {
        str(row.uuid): reviewing.Finding(False, "English at level B2 is not shown.")
        if row.applicant.email in _INELIGIBLE
        else reviewing.Finding(True)
        for row in call.applications.filter(state=ApplicationState.SUBMITTED).select_related("applicant")
    }
    reviewing.find_eligibility(call=call, findings=findings, by=by, at=moment)
    reviewing.assign_reviewers(call=call, by=by, at=moment)


def review(at: datetime, schac: str) -> None:
    """All reviews of one university; those who were admitted did better."""
    reviews = Review.objects.filter(application__call__slug=SLUG, institution__schac=schac)
    for row in reviews.select_related("application__applicant", "reviewer"):
        applicant = _EVERYBODY[row.application.applicant.email]
        centre = 4.2 if applicant.email in _ADMITTED else 1.8
        submit(row, scores_of(applicant, row.reviewer.email, centre=centre), on_day(at, REVIEWED))


def submit(row: Review, scores: dict[str, int], moment: datetime) -> None:
    """Submit a review with these scores."""
    reviewing.submit_review(
        review=row, scores=scores, comments={}, comment="A made-up review of a made-up application.", by=row.reviewer, at=moment
    )


def decide(at: datetime) -> None:
    """The committee follows the ranking: 48 offers, a waiting list of four, the others refused."""
    by, call, moment = person(CHAIR), call_named(SLUG), on_day(at, CALL_DECIDED)
    ranking = ranking_of(call)
    choices = {ranked.candidate.key: deciding.Choice(Outcome(ranked.proposal.value)) for ranked in ranking.ranked}
    deciding.decide(call=call, choices=choices, seen=ranking.digest, by=by, at=moment)
    calls.settle_call(call=call, by=person(OFFICERS[AMU]), at=moment)


def accept(at: datetime, students: tuple[Student, ...]) -> None:
    """``students`` accept their offers, and choose the university at home and another."""
    there = universities()
    for student in students:
        by: Person = person(student.email)
        offer = Offer.objects.get(application__call__slug=SLUG, application__applicant=by)
        chosen = [there[student.home], there[student.second]]
        accept_offer(offer=offer, institutions=chosen, by=by, at=on_day(at, ACCEPTED))


_NUMBERS = {AMU: "D{:07}", UNIPI: "99{:04}", SU: "demo{:04}"}


def enter_numbers(at: datetime, schac: str) -> None:
    """The office of a university gives its numbers; who has one at both universities has become a student."""
    institution = universities()[schac]
    rows = list(Registration.objects.on_the_sheet(cohort(), institution))
    texts = {str(row.uuid): _NUMBERS[schac].format(place) for place, row in enumerate(rows, start=1)}
    moment = on_day(at, ACCEPTED + 2)
    give_numbers(cohort=cohort(), institution=institution, texts=texts, state=state_of(rows), by=person(OFFICERS[schac]), at=moment)

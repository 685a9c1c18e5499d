"""Eligibility, reviewers, blindness, disagreement, conflicts of interest."""

from collections import Counter

import pytest
from django.db import IntegrityError, transaction
from tests.factories.admissions import ApplicationFactory
from tests.factories.people import PersonFactory
from tests.support.admissions import AFTER, AMU, ASKING, SU, UNIPI, found_eligible, open_call, reviewers_of, staff
from tests.support.moments import LATER, NOON

from salerno.admissions.enums import ApplicationState, ConflictKind, ReviewState
from salerno.admissions.errors import AdmissionsRefused
from salerno.admissions.models import Application, Review
from salerno.admissions.refusals import CallRefusal, DecisionRefusal, ReviewRefusal
from salerno.admissions.selectors.papers import reviewer_page
from salerno.admissions.services.reviewing import (
    Finding,
    assign_reviewers,
    assign_third,
    declare_conflict,
    find_eligibility,
    save_review,
    submit_review,
)
from salerno.institutions.models import Institution
from salerno.messaging.models import Message
from salerno.people.enums import Role

pytestmark = pytest.mark.django_db


def refusal(act):
    with pytest.raises(AdmissionsRefused) as error:
        act()
    return error.value.refusal


def scored(review, science, motivation=None, comment="Sound.", by=None):
    scores = {"science": science, "motivation": science if motivation is None else motivation}
    return submit_review(review=review, scores=scores, comments={}, comment=comment, by=by or review.reviewer, at=LATER)


@pytest.fixture
def officer():
    open_call(disagreement=2)
    return staff(AMU)


@pytest.fixture
def call(officer):
    from salerno.admissions.models import Call

    return Call.objects.get()


def in_review(call, officer, count=1, places=()):
    """Eligible applications with their reviews assigned."""
    rows = [ApplicationFactory(call=call) for _ in range(count)]
    reviewers_of(call, *places)
    found_eligible(call, officer)
    assign_reviewers(call=call, by=officer, at=NOON)
    return rows


def state_of(application):
    return Application.objects.values_list("state", "disagrees").get(pk=application.pk)


def test_eligibility_is_found_in_bulk_and_a_refusal_has_its_reason(call, officer):
    good, bad = ApplicationFactory(call=call), ApplicationFactory(call=call)

    findings = {str(good.uuid): Finding(True), str(bad.uuid): Finding(False, "Only 120 ECTS.")}
    assert find_eligibility(call=call, findings=findings, by=officer, at=NOON) == 2

    assert [state_of(row)[0] for row in (good, bad)] == ["eligible", "ineligible"]
    letter = Message.objects.get()
    assert (letter.recipient, "Only 120 ECTS." in letter.body) == (bad.applicant.email, True)


def test_eligibility_is_all_or_nothing(call, officer):
    good, bad = ApplicationFactory(call=call), ApplicationFactory(call=call)

    def find(findings, by=officer):
        return find_eligibility(call=call, findings=findings, by=by, at=NOON)

    with pytest.raises(AdmissionsRefused) as error:
        find({str(good.uuid): Finding(True), str(bad.uuid): Finding(False, " ")})
    assert (error.value.refusal, set(error.value.detail)) == (DecisionRefusal.NO_REASON, {str(bad.uuid)})
    assert refusal(lambda: find({str(good.uuid): Finding(True)}, by=staff(AMU, Role.TEACHER))) == DecisionRefusal.NOT_YOURS
    find({str(bad.uuid): Finding(True)})
    both = {str(row.uuid): Finding(True) for row in (good, bad)}
    assert refusal(lambda: find(both)) == DecisionRefusal.CHANGED_MEANWHILE
    assert state_of(good)[0] == "submitted"


def test_nobody_judges_their_own_application(call, officer):
    own = ApplicationFactory(call=call, applicant=officer)

    found = refusal(lambda: find_eligibility(call=call, findings={str(own.uuid): Finding(True)}, by=officer, at=NOON))

    assert found == DecisionRefusal.CHANGED_MEANWHILE
    assert list(Application.objects.governed_by(officer)) == []


def test_each_application_gets_two_readers_of_two_institutions_evenly(call, officer):
    rows = in_review(call, officer, 6)

    for row in rows:
        assert len(set(row.reviews.values_list("institution", flat=True))) == 2
    assert set(Counter(Review.objects.values_list("reviewer", flat=True)).values()) == {3}
    assert assign_reviewers(call=call, by=officer, at=LATER) == {}
    assert Review.objects.count() == 12


def test_assigning_again_fills_what_is_missing_and_leaves_the_rest(call, officer):
    (row,) = in_review(call, officer)
    first = row.reviews.first()

    declare_conflict(application=row, kind=ConflictKind.WORK, by=first.reviewer, at=NOON)
    assign_reviewers(call=call, by=officer, at=LATER)

    standing = row.reviews.standing()
    assert (standing.count(), row.reviews.count()) == (2, 3)
    assert first.reviewer_id not in set(standing.values_list("reviewer", flat=True))
    assert len(set(standing.values_list("institution", flat=True))) == 2


def test_who_is_left_out(call, officer):
    """The applicant's own university, a referee, the applicant, who declared a conflict."""
    unipi = Institution.objects.get(schac=UNIPI)
    amu_one, amu_two, pisa, su_one, su_two = reviewers_of(call, AMU, AMU, UNIPI, SU, SU)
    application = ApplicationFactory(call=call, partner=unipi, applicant=amu_one)
    application.referees.create(
        name="R", email=su_one.email.upper(), token_digest="0" * 64, asked_at=NOON, expires_at=AFTER, language="en"
    )
    found_eligible(call, officer)

    short = assign_reviewers(call=call, by=officer, at=NOON)

    assert short == {}
    assert set(application.reviews.values_list("reviewer", flat=True)) == {amu_two.pk, su_two.pk}
    assert pisa.reviews.count() == 0


def test_where_readers_are_lacking_it_is_told(call, officer):
    amu = Institution.objects.get(schac=AMU)
    reviewers_of(call, AMU, UNIPI)
    application = ApplicationFactory(call=call, partner=amu)
    found_eligible(call, officer)

    assert assign_reviewers(call=call, by=officer, at=NOON) == {str(application.uuid): 1}


def test_reviewers_of_one_institution_are_not_enough(call, officer):
    reviewers_of(call, AMU, AMU)

    assert refusal(lambda: assign_reviewers(call=call, by=officer, at=NOON)) == CallRefusal.NO_REVIEWERS
    assert refusal(lambda: assign_reviewers(call=call, by=PersonFactory(), at=NOON)) == CallRefusal.NOT_YOURS


def test_reviewers_are_blind_until_they_have_submitted(call, officer):
    (row,) = in_review(call, officer)
    first, second = row.reviews.all()

    scored(first, 4)

    assert set(Review.objects.visible_to(second.reviewer)) == {second}
    assert reviewer_page(second).others == []
    scored(second, 3)
    assert set(Review.objects.visible_to(second.reviewer)) == {first, second}
    assert reviewer_page(second).others == [first]


def test_a_member_of_the_committee_who_reviews_is_blind_too(call, officer):
    (row,) = in_review(call, officer)
    first, second = row.reviews.all()
    second.reviewer = officer
    second.save()

    scored(first, 4)

    assert set(Review.objects.visible_to(officer)) == {second}
    assert set(Review.objects.visible_to(staff(UNIPI))) == {first}
    assert set(Review.objects.visible_to(row.applicant)) == set()
    assert set(Review.objects.visible_to(None)) == set()


def test_two_reviews_that_agree_make_an_application_reviewed(call, officer):
    (row,) = in_review(call, officer)
    first, second = row.reviews.all()

    scored(first, 4, 1)
    assert state_of(row) == ("eligible", False)
    scored(second, 4)

    assert state_of(row) == ("reviewed", False)
    assert float(Review.objects.get(pk=first.pk).total) == 3


def test_reviewers_who_disagree_get_a_third_of_a_third_institution(call, officer):
    (row,) = in_review(call, officer)
    (third,) = reviewers_of(call, SU)
    first, second = row.reviews.all()
    assert refusal(lambda: assign_third(application=row, by=officer, at=NOON)) == ReviewRefusal.NO_DISAGREEMENT

    scored(first, 5)
    scored(second, 3)

    assert state_of(row) == ("eligible", True)
    row.refresh_from_db()
    review = assign_third(application=row, by=officer, at=LATER)
    assert (review.reviewer, review.is_third) == (third, True)
    assert refusal(lambda: assign_third(application=row, by=officer, at=NOON)) == ReviewRefusal.NO_DISAGREEMENT
    scored(review, 4)
    assert state_of(row) == ("reviewed", True)


def test_without_a_third_institution_another_reader_will_do_and_else_nobody(call, officer):
    (row,) = in_review(call, officer, places=(AMU, AMU, UNIPI))
    first, second = row.reviews.all()
    scored(first, 5)
    scored(second, 1)
    row.refresh_from_db()

    third = assign_third(application=row, by=officer, at=LATER)

    assert third.institution.schac == AMU
    declare_conflict(application=row, kind=ConflictKind.TAUGHT, by=third.reviewer, at=LATER)
    row.refresh_from_db()
    assert refusal(lambda: assign_third(application=row, by=officer, at=LATER)) == ReviewRefusal.NOBODY_LEFT


def test_a_conflict_hides_the_application_and_takes_the_review_out(call, officer):
    (row,) = in_review(call, officer)
    first, second = row.reviews.all()
    scored(first, 4)
    scored(second, 4)

    declare_conflict(application=row, kind=ConflictKind.FAMILY, by=first.reviewer, at=LATER)

    assert state_of(row) == ("eligible", False)
    assert Review.objects.get(pk=first.pk).state == ReviewState.RECUSED
    for rows in (Application.objects.visible_to(first.reviewer), Review.objects.of(first.reviewer)):
        assert not rows.exists()
    assert not Review.objects.visible_to(first.reviewer).exists()
    assert refusal(lambda: scored(first, 4)) == ReviewRefusal.CONFLICT
    again = {"application": row, "kind": ConflictKind.FAMILY, "at": LATER}
    assert refusal(lambda: declare_conflict(by=first.reviewer, **again)) == ReviewRefusal.NOT_YOURS
    assert refusal(lambda: declare_conflict(by=PersonFactory(), **again)) == ReviewRefusal.NOT_YOURS


def test_what_a_review_must_be(call, officer):
    (row,) = in_review(call, officer)
    review, other = row.reviews.all()

    def submit(scores, comment="Sound.", by=review.reviewer):
        return submit_review(review=review, scores=scores, comments={}, comment=comment, by=by, at=LATER)

    whole = {"science": 3, "motivation": 3}
    found = [
        refusal(lambda: submit({"science": 3})),
        refusal(lambda: submit(whole, comment=" ")),
        refusal(lambda: submit({**whole, "science": 6})),
        refusal(lambda: submit({**whole, "science": 0})),
        refusal(lambda: submit(whole, by=other.reviewer)),
    ]
    submit(whole)
    found.append(refusal(lambda: submit(whole)))

    assert found == [
        ReviewRefusal.INCOMPLETE,
        ReviewRefusal.INCOMPLETE,
        ReviewRefusal.OUT_OF_RANGE,
        ReviewRefusal.OUT_OF_RANGE,
        ReviewRefusal.NOT_YOURS,
        ReviewRefusal.DONE,
    ]


def test_a_review_is_kept_as_it_is_typed(call, officer):
    (row,) = in_review(call, officer)
    review = row.reviews.first()

    save_review(review=review, scores={"science": 2}, comments={"science": "Thin."}, comment="", by=review.reviewer)

    review.refresh_from_db()
    assert (review.state, review.scores, review.comments) == (ReviewState.ASSIGNED, {"science": 2}, {"science": "Thin."})
    row.state = ApplicationState.INELIGIBLE
    row.save()
    late = {"scores": {}, "comments": {}, "comment": ""}
    assert refusal(lambda: save_review(review=review, by=review.reviewer, **late)) == ReviewRefusal.CALL_DECIDED


def test_reviewers_do_not_see_what_the_call_hides():
    call = open_call(**ASKING, hidden=["name", "birth_date", "gender"])
    officer = staff(AMU)
    application = ApplicationFactory(call=call, answers={"why": "To count.", "condition": "A secret."}, citizenship="IT")
    for kind in ("transcript", "identity"):
        application.documents.create(kind=kind, name="a", media_type="application/pdf", size=1, digest="0", uploaded_at=NOON)
    reviewers_of(call)
    found_eligible(call, officer)
    assign_reviewers(call=call, by=officer, at=NOON)

    page = reviewer_page(application.reviews.first())

    assert page.facts == {"track": "biology", "birth_place": "Marseille", "citizenship": "IT", "partner": None}
    assert [(field.key, answer) for field, answer in page.answers] == [("why", "To count.")]
    assert [paper.kind for paper in page.documents] == ["transcript"]
    assert "Learner" not in str(page)
    assert "A secret" not in str(page)


def test_the_database_keeps_one_review_and_one_application_of_a_person(call, officer):
    (row,) = in_review(call, officer)
    review = row.reviews.first()

    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.create(application=row, reviewer=review.reviewer, institution=review.institution, assigned_at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        ApplicationFactory(call=call, applicant=row.applicant)

"""A reviewer's desk: own applications alone, blind until submitted, scored by the rubric; and the call's list of reviewers."""

import pytest
import time_machine
from django.urls import reverse
from tests.factories.admissions import ApplicationFactory
from tests.factories.people import PersonFactory
from tests.support.admissions import AMU, ASKING, SU, UNIPI, found_eligible, open_call, reviewers_of, staff
from tests.support.moments import NOON

from salerno.admissions.enums import ApplicationState, ReviewState
from salerno.admissions.models import Conflict, Review
from salerno.admissions.refusals import CallRefusal
from salerno.admissions.services.reviewing import assign_reviewers, submit_review
from salerno.audit.models import Entry
from salerno.desk.waiting import waiting_for
from salerno.people.enums import Role

pytestmark = pytest.mark.django_db
WHOLE = {"score-science": "4", "score-motivation": "5", "comment-science": "Sound basis.", "comment": "Take her."}


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def call():
    return open_call(**ASKING, hidden=["name", "citizenship"], disagreement=2)


@pytest.fixture
def officer(call):
    return staff(AMU)


@pytest.fixture
def reviews(call, officer):
    """One application in the hands of two reviewers."""
    ApplicationFactory(call=call, answers={"why": "To count well.", "condition": "Asthma"})
    reviewers_of(call, AMU, UNIPI)
    found_eligible(call, officer)
    assign_reviewers(call=call, by=officer, at=NOON)
    return list(Review.objects.order_by("institution__schac"))


def url(review, name="desk_review"):
    return reverse(f"admissions:{name}", args=[review.uuid])


def submit(review, score):
    scores = {"science": score, "motivation": score}
    return submit_review(review=review, scores=scores, comments={}, comment="Mine.", by=review.reviewer, at=NOON)


def test_the_page_shows_what_the_call_does_not_hide_and_the_rubric_with_its_anchors(client, reviews):
    client.force_login(reviews[0].reviewer)

    text = client.get(url(reviews[0])).content.decode()

    assert "To count well." in text
    assert "Asthma" not in text
    assert reviews[0].application.full_name not in text
    assert "France" not in text.partition("<main")[2].partition("</dl>")[0]
    assert "1 · No basis" in text
    assert "5 · Outstanding" in text
    assert Entry.objects.filter(action="person.opened", actor=reviews[0].reviewer.uuid).count() == 1


def test_a_review_is_kept_while_it_is_written_then_submitted_for_good(client, reviews):
    first = reviews[0]
    client.force_login(first.reviewer)

    kept = client.post(url(first), {"score-science": "4", "comment": "To be"})
    incomplete = client.post(url(first), {"score-science": "4", "comment": "", "submit": "yes"})
    done = client.post(url(first), {**WHOLE, "submit": "yes"})
    again = client.post(url(first), {**WHOLE, "score-science": "1", "submit": "yes"})

    first.refresh_from_db()
    assert [answer.status_code for answer in (kept, incomplete, done, again)] == [302, 422, 302, 422]
    assert incomplete.context["form"].errors.keys() == {"score-motivation", "comment"}
    assert (first.state, first.scores, first.comments) == (
        ReviewState.SUBMITTED,
        {"science": 4, "motivation": 5},
        {"science": "Sound basis."},
    )
    assert "Sound basis." in client.get(url(first)).content.decode()


def test_blind_until_ones_own_is_submitted(client, reviews):
    first, second = reviews
    submit(second, 2)
    client.force_login(first.reviewer)

    before = client.get(url(first)).context["others"]
    client.post(url(first), {**WHOLE, "submit": "yes"})
    after = client.get(url(first)).context["others"]

    assert (before, [other.review.pk for other in after]) == ([], [second.pk])


def test_the_list_holds_ones_own_reviews_in_as_many_queries_for_thirty(
    client, call, officer, reviews, django_assert_max_num_queries
):
    me = reviews[0].reviewer
    client.force_login(me)
    address = reverse("admissions:desk_reviews")
    with django_assert_max_num_queries(40) as few:
        page = client.get(address)
    assert [row["url"] for row in page.context["table"]["rows"]] == [url(reviews[0])]
    for _number in range(29):
        row = ApplicationFactory(call=call, state=ApplicationState.ELIGIBLE)
        Review.objects.create(application=row, reviewer=me, institution=reviews[0].institution, assigned_at=NOON)

    with django_assert_max_num_queries(40) as many:
        assert len(client.get(address).context["table"]["rows"]) == 30

    assert len(few) == len(many)
    assert [item.count for item in waiting_for(me, NOON.date()) if item.section == "admissions:desk_reviews"] == [30]
    assert reviews[0].application.full_name not in page.content.decode()


def test_somebody_elses_review_is_not_there(client, reviews, officer):
    statuses = []
    for who in (reviews[1].reviewer, officer, staff(SU, Role.TEACHER), PersonFactory(), reviews[0].application.applicant):
        client.force_login(who)
        statuses += [client.get(url(reviews[0])).status_code, client.post(url(reviews[0]), WHOLE).status_code]

    assert set(statuses) == {404}


def test_a_conflict_of_interest_hands_the_application_back(client, reviews):
    client.force_login(reviews[0].reviewer)
    assert "This cannot be taken back" in client.get(url(reviews[0], "recuse")).content.decode()

    missing = client.post(url(reviews[0], "recuse"), {"kind": "envy"})
    done = client.post(url(reviews[0], "recuse"), {"kind": "taught"})

    assert (missing.status_code, done.url) == (422, reverse("admissions:desk_reviews"))
    assert client.get(url(reviews[0])).status_code == 404
    assert Conflict.objects.get().kind == "taught"


def test_a_disagreement_gets_a_third_review(client, call, officer, reviews):
    submit(reviews[0], 5)
    submit(reviews[1], 1)
    third = reviewers_of(call, SU)[0]
    application = reviews[0].application
    client.force_login(officer)
    page = reverse("admissions:desk_application", args=[application.uuid])
    assert "Ask for a third review" in client.get(page).content.decode()

    client.post(reverse("admissions:ask_third", args=[application.uuid]))
    again = client.post(reverse("admissions:ask_third", args=[application.uuid]), follow=True)

    assert application.reviews.get(is_third=True).reviewer == third
    assert "The reviewers of this application do not disagree." in again.content.decode()
    assert "Ask for a third review" not in again.content.decode()


def test_assigning_is_looked_at_first_and_comes_out_as_it_was_seen(client, call, officer):
    ApplicationFactory.create_batch(4, call=call)
    reviewers_of(call)
    found_eligible(call, officer)
    client.force_login(officer)
    address = reverse("admissions:assign", args=[call.uuid])

    seen = client.get(address)
    nothing = Review.objects.count()
    done = client.post(address)

    assert ([count for _load, count in seen.context["lines"]], seen.context["new"], nothing) == ([2, 2, 2, 2], 8, 0)
    assert done.url == reverse("admissions:reviewers", args=[call.uuid])
    assert Review.objects.count() == 8
    assert "Every application has its reviewers." in client.get(address).content.decode()
    assert not Entry.objects.filter(action="reviewers.assigned").exclude(detail__reviews=8).exists()


def test_assigning_says_whom_nobody_may_read(client, call, officer):
    from salerno.institutions.models import Institution

    row = ApplicationFactory(call=call, partner=Institution.objects.get(schac=AMU))
    reviewers_of(call, AMU, UNIPI)
    found_eligible(call, officer)
    client.force_login(officer)
    address = reverse("admissions:assign", args=[call.uuid])

    seen = client.get(address)
    done = client.post(address, follow=True)

    assert "1 application would lack a reviewer" in seen.content.decode()
    assert row.full_name in seen.content.decode()
    assert "1 application lacks a reviewer." in done.content.decode()


def test_without_reviewers_of_two_universities_nothing_is_assigned(client, call, officer):
    client.force_login(officer)
    reviewers_of(call, AMU)
    address = reverse("admissions:assign", args=[call.uuid])

    assert str(CallRefusal.NO_REVIEWERS.label) in client.get(address).content.decode()
    assert client.post(address).status_code == 422


def test_reviewers_are_put_on_the_list_and_taken_off_it(client, call, officer, reviews):
    colleague = staff(UNIPI, Role.TEACHER)
    client.force_login(officer)
    add, address = (reverse(f"admissions:{name}", args=[call.uuid]) for name in ("add_reviewer", "reviewers"))
    who = f"{colleague.uuid}@{UNIPI}"

    wrong = client.post(add, {"who": f"{PersonFactory().uuid}@{UNIPI}"})
    client.post(add, {"who": who})
    page = client.get(address)
    busy = reverse("admissions:remove_reviewer", args=[call.uuid, reviews[0].reviewer.uuid])
    idle = reverse("admissions:remove_reviewer", args=[call.uuid, colleague.uuid])
    refused = client.post(busy, follow=True)
    client.post(idle)

    assert wrong.status_code == 422
    assert sorted(load.assigned for load in page.context["loads"]) == [0, 1, 1]
    assert "They would be left without a reader." in refused.content.decode()
    assert not call.reviewers.filter(person=colleague).exists()


def test_a_board_member_names_no_reviewers(client, call, reviews):
    member, colleague = staff(AMU, Role.BOARD_MEMBER), staff(UNIPI, Role.TEACHER)
    client.force_login(member)

    page = client.get(reverse("admissions:reviewers", args=[call.uuid]))
    refused = client.post(reverse("admissions:add_reviewer", args=[call.uuid]), {"who": f"{colleague.uuid}@{UNIPI}"})

    assert (page.status_code, page.context["form"], refused.status_code) == (200, None, 404)

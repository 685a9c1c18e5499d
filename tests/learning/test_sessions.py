"""Sittings: nothing is lost, nothing is doubled, nothing is told before it was answered."""

import json
import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from tests.support.courses import offered_course, person, right_response, wrong_response
from tests.support.moments import LATER, NEXT_DAY, NOON

from salerno.awards.models import Award
from salerno.catalogue.services import open_offering
from salerno.courseware.services.publishing import pin
from salerno.credentials.models import Credential
from salerno.enrolment.enums import State
from salerno.enrolment.services import enrol
from salerno.learning import sessions
from salerno.learning.errors import LearningRefused
from salerno.learning.models import ActivityProgress, Attempt, QuizSession
from salerno.learning.quiz.errors import ResponseRefused

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment():
    learner = person()
    return enrol(learner=learner, offering=offered_course(), by=learner, at=NOON)


def activity_of(enrolment, key="check"):
    activity = enrolment.offering.pinned.version.activities.get(key=key)
    activity.version = enrolment.offering.pinned.version
    return activity


def practice(enrolment):
    """The quiz of the small course, as a practice quiz: its course has no final assessment."""
    version = enrolment.offering.pinned.version
    version.grading = {}
    version.save()
    return activity_of(enrolment)


def all_right(session):
    return {item.question.key: right_response(item) for item in sessions.drawn_questions(session)}


def all_unknown(session):
    return {item.question.key: wrong_response(item) for item in sessions.drawn_questions(session)}


def test_a_second_tab_gets_the_sitting_that_is_under_way(enrolment):
    activity = activity_of(enrolment)

    first = sessions.begin(enrolment=enrolment, activity=activity, at=NOON)
    second = sessions.begin(enrolment=enrolment, activity=activity, at=LATER)

    assert first.pk == second.pk
    assert QuizSession.objects.count() == 1


def test_a_reload_shows_the_same_questions_numbers_and_order(enrolment):
    session = sessions.begin(enrolment=enrolment, activity=activity_of(enrolment), at=NOON)

    first, second = sessions.drawn_questions(session), sessions.drawn_questions(QuizSession.objects.get())

    assert first == second


def test_an_answer_is_logged_as_typed_with_its_score(enrolment):
    session = sessions.begin(enrolment=enrolment, activity=practice(enrolment), at=NOON)
    drawn = sessions.drawn_questions(session)[0]
    key = uuid.uuid4()

    attempt, graded, is_new = sessions.answer(
        session=session, drawn=drawn, response=right_response(drawn), idempotency_key=key, at=NOON
    )

    assert (is_new, graded.right, attempt.score, attempt.is_right) == (True, True, Decimal(1), True)
    assert Attempt.objects.get().response == right_response(drawn)


def test_a_replay_gives_the_attempt_that_stands(enrolment):
    session = sessions.begin(enrolment=enrolment, activity=practice(enrolment), at=NOON)
    drawn = sessions.drawn_questions(session)[0]
    key = uuid.uuid4()
    first, _graded, _new = sessions.answer(
        session=session, drawn=drawn, response=wrong_response(drawn), idempotency_key=key, at=NOON
    )

    again, graded, is_new = sessions.answer(
        session=session, drawn=drawn, response=right_response(drawn), idempotency_key=key, at=LATER
    )

    assert (again.pk, is_new, graded.right) == (first.pk, False, False)
    assert Attempt.objects.count() == 1


def test_an_answer_from_a_second_tab_does_not_count_again(enrolment):
    session = sessions.begin(enrolment=enrolment, activity=practice(enrolment), at=NOON)
    drawn = sessions.drawn_questions(session)[0]
    sessions.answer(session=session, drawn=drawn, response=wrong_response(drawn), idempotency_key=uuid.uuid4(), at=NOON)

    _attempt, graded, is_new = sessions.answer(
        session=session, drawn=drawn, response=right_response(drawn), idempotency_key=uuid.uuid4(), at=LATER
    )

    assert (is_new, graded.right) == (False, False)
    assert Attempt.objects.get().is_right is False


def test_a_response_that_cannot_be_read_counts_for_nothing(enrolment):
    session = sessions.begin(enrolment=enrolment, activity=practice(enrolment), at=NOON)
    drawn = sessions.drawn_questions(session)[0]

    with pytest.raises(ResponseRefused):
        sessions.answer(session=session, drawn=drawn, response={"nonsense": 1}, idempotency_key=uuid.uuid4(), at=NOON)

    assert Attempt.objects.count() == 0


def test_the_last_answer_ends_a_practice_quiz_and_marks_it_done(enrolment):
    activity = practice(enrolment)
    session = sessions.begin(enrolment=enrolment, activity=activity, at=NOON)

    for drawn in sessions.drawn_questions(session):
        sessions.answer(session=session, drawn=drawn, response=right_response(drawn), idempotency_key=uuid.uuid4(), at=NOON)

    session.refresh_from_db()
    assert (session.state, session.score) == ("handed-in", Decimal(1))
    progress = ActivityProgress.objects.get(activity_key="check")
    assert (progress.completed_at, progress.best_score) == (NOON, Decimal(1))
    assert Award.objects.count() == 0


def test_passing_the_final_completes_the_course_and_issues_one_credential(enrolment):
    session = sessions.begin(enrolment=enrolment, activity=activity_of(enrolment), at=NOON)

    sessions.hand_in(session=session, responses=all_right(session), at=LATER)
    sessions.hand_in(session=session, responses=all_unknown(session), at=LATER)

    enrolment.refresh_from_db()
    session.refresh_from_db()
    assert (enrolment.state, enrolment.completed_at, session.score) == (State.COMPLETED, LATER, Decimal(1))
    assert [Award.objects.count(), Credential.objects.count()] == [1, 1]


def test_failing_the_final_grants_nothing_and_starts_the_cool_down(enrolment):
    activity = activity_of(enrolment)
    session = sessions.begin(enrolment=enrolment, activity=activity, at=NOON)

    sessions.hand_in(session=session, responses=all_unknown(session), at=NOON)

    refused = sessions.why_not_begin(enrolment=enrolment, activity=activity, at=LATER)
    assert (refused.refusal, refused.lifts_at) == ("cooling-down", NOON + timedelta(hours=24))
    with pytest.raises(LearningRefused, match="cooling-down"):
        sessions.begin(enrolment=enrolment, activity=activity, at=LATER)
    assert [Award.objects.count(), enrolment.state] == [0, State.ACTIVE]


def test_attempts_at_the_final_are_limited(enrolment):
    activity = activity_of(enrolment)
    at = NOON
    for _number in range(3):
        session = sessions.begin(enrolment=enrolment, activity=activity, at=at)
        sessions.hand_in(session=session, responses={}, at=at)
        at += timedelta(hours=25)

    refused = sessions.why_not_begin(enrolment=enrolment, activity=activity, at=at)

    assert (refused.refusal, refused.lifts_at) == ("no-attempt-left", None)


def second_offering(enrolment, learner=None):
    """An enrolment in another offering of the same course and version."""
    learner, first = learner or enrolment.learner, enrolment.offering
    offering = open_offering(course=first.course, institution=first.institution, by=None)
    pin(offering=offering, version=first.pinned.version, by=None, at=NOON)
    return enrol(learner=learner, offering=offering, by=learner, at=NOON)


def fail(enrolment, at):
    session = sessions.begin(enrolment=enrolment, activity=activity_of(enrolment), at=at)
    return sessions.hand_in(session=session, responses={}, at=at)


def test_the_cool_down_runs_across_the_offerings_of_a_course(enrolment):
    other = second_offering(enrolment)
    fail(enrolment, NOON)

    refused = sessions.why_not_begin(enrolment=other, activity=activity_of(other), at=LATER)

    assert (refused.refusal, refused.lifts_at) == ("cooling-down", NOON + timedelta(hours=24))
    assert sessions.why_not_begin(enrolment=other, activity=activity_of(other), at=refused.lifts_at) is None


def test_the_cool_down_runs_from_the_start_of_a_sitting_that_is_open_in_another_offering(enrolment):
    other = second_offering(enrolment)
    sessions.begin(enrolment=enrolment, activity=activity_of(enrolment), at=NOON)

    with pytest.raises(LearningRefused, match="cooling-down"):
        sessions.begin(enrolment=other, activity=activity_of(other), at=LATER)

    assert sessions.begin(enrolment=other, activity=activity_of(other), at=NEXT_DAY).enrolment == other


def test_attempts_are_counted_in_each_enrolment(enrolment):
    other = second_offering(enrolment)
    for number in range(3):
        fail(enrolment, NOON + number * timedelta(hours=25))
    at = NOON + timedelta(hours=75)

    refused = [sessions.why_not_begin(enrolment=row, activity=activity_of(row), at=at) for row in (enrolment, other)]

    assert [row and row.refusal for row in refused] == ["no-attempt-left", None]


def test_somebody_elses_attempt_and_one_in_another_course_cool_nothing_down(enrolment):
    theirs = second_offering(enrolment, learner=person("eve@example.org"))
    mine = enrol(learner=enrolment.learner, offering=offered_course("weighing"), by=enrolment.learner, at=NOON)
    fail(enrolment, NOON)

    refused = [sessions.why_not_begin(enrolment=row, activity=activity_of(row), at=LATER) for row in (theirs, mine)]

    assert refused == [None, None]


def test_after_passing_there_is_nothing_more_to_begin(enrolment):
    activity = activity_of(enrolment)
    session = sessions.begin(enrolment=enrolment, activity=activity, at=NOON)
    sessions.hand_in(session=session, responses=all_right(session), at=NOON)

    assert sessions.why_not_begin(enrolment=enrolment, activity=activity, at=NEXT_DAY).refusal == "already-passed"


def test_a_question_without_an_answer_counts_as_not_known(enrolment):
    session = sessions.begin(enrolment=enrolment, activity=activity_of(enrolment), at=NOON)

    sessions.hand_in(session=session, responses={}, at=NOON)

    assert set(Attempt.objects.values_list("is_dont_know", "score")) == {(True, Decimal(0))}


def test_a_page_under_way_tells_no_answer(enrolment, client):
    client.force_login(enrolment.learner)
    address = f"/learn/{enrolment.uuid}/check/"
    client.post(f"{address}begin/")
    secrets = [
        "Sensitivity is counted among the ill alone",
        "That is the positive predictive value",
        "false negative",
        "they are false negatives",
    ]

    text = client.get(address).content.decode()

    assert [secret for secret in secrets if secret in text] == []
    stored = json.dumps(QuizSession.objects.get().drawn)
    assert "right" not in stored


def test_a_draft_is_kept_and_shown_on_another_device(enrolment, client):
    client.force_login(enrolment.learner)
    address = f"/learn/{enrolment.uuid}/check/"
    client.post(f"{address}begin/")

    client.post(f"{address}draft/", {"q-who-is-missed-text": "the missed ones", "evil": "x"})

    assert 'value="the missed ones"' in client.get(address).content.decode()


def test_work_stays_attached_when_a_newer_version_is_taken_up(enrolment, client):
    from tests.support.courses import publish_files, small_course_files

    client.force_login(enrolment.learner)
    client.post(f"/learn/{enrolment.uuid}/counting-people/done/")
    files = small_course_files()
    path = "units/01-start/01-counting-people.md"
    files[path] = files[path] + b"\nOne more sentence.\n"
    version, is_new = publish_files(files)
    pin(offering=enrolment.offering, version=version, by=None, at=LATER)

    text = client.get(f"/learn/{enrolment.uuid}/counting-people/").content.decode()

    assert (is_new, version.number) == (True, 2)
    assert "One more sentence." in text
    assert ActivityProgress.objects.get(activity_key="counting-people").completed_at is not None

"""One unit in Master, MOOC and short course has one history: what a person has done in one is done in the others."""

import uuid
from itertools import permutations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.support.courses import person, publish_files, right_response
from tests.support.moments import LATER, NOON
from tests.support.shared_units import QUIZ, READING, REFLECTION, done_in, offer, own_files, studying, taking_files

from salerno.awards.models import Award
from salerno.catalogue.services import open_offering
from salerno.courseware.services.publishing import pin
from salerno.enrolment.services import enrol, withdraw
from salerno.learning import sessions
from salerno.learning.api_shapes import progress_out
from salerno.learning.models import ActivityProgress, QuizSession
from salerno.learning.personal import erase_traces
from salerno.learning.selectors import activity_page, course_progress, my_courses
from salerno.learning.services import complete_activity, submit_reflection, undo_completion

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner(client):
    learner = person()
    client.force_login(learner)
    return learner


@pytest.fixture
def courses(learner):
    """Enrolments in a MOOC, in a Master's course that takes its unit, and in a short course that takes it from there."""
    mooc_version, mooc = offer(own_files())
    master_version, master = offer(taking_files(mooc_version, "weighing"))
    _version, short = offer(taking_files(master_version, "judging", unit="borrowed"))
    return [enrol(learner=learner, offering=offering, by=learner, at=NOON) for offering in (mooc, master, short)]


def activity_of(enrolment, key):
    activity = enrolment.offering.pinned.version.activities.get(key=key)
    activity.version = enrolment.offering.pinned.version
    return activity


@pytest.mark.parametrize(("at", "title"), [(0, "Counting"), (1, "Weighing"), (2, "Judging")])
def test_what_is_done_in_one_course_is_done_in_the_others(learner, courses, at, title):
    complete_activity(enrolment=courses[at], key=READING, at=LATER)

    carried = [done_in(learner, enrolment) for enrolment in courses]

    assert carried == [{READING: None if place == at else title} for place in range(3)]
    assert ActivityProgress.objects.count() == 1


def test_the_minutes_that_are_left_fall_and_the_course_goes_on_with_the_next(client, learner, courses):
    mooc, master, _short = courses
    before = course_progress(studying(learner, master))
    complete_activity(enrolment=mooc, key=READING, at=LATER)

    after = course_progress(studying(learner, master))

    assert [(p.done, p.minutes_left, p.minutes_done, p.next_step.key) for p in (before, after)] == [
        (0, 8, 0, READING),
        (1, 7, 1, QUIZ),
    ]
    studies = {course.enrolment.pk: course for course in my_courses(learner)}
    assert {pk: (course.done, course.minutes_left) for pk, course in studies.items()} == {
        enrolment.pk: (1, 7) for enrolment in courses
    }


def test_the_pages_say_where_and_when_it_was_done(client, learner, courses):
    mooc, master, _short = courses
    complete_activity(enrolment=mooc, key=READING, at=LATER)

    page = client.get(f"/learn/{master.uuid}/{READING}/").content.decode()
    outline = client.get(f"/learn/{master.uuid}/").content.decode()

    assert ["Done in Counting on 24 Nov 2026." in text for text in (page, outline)] == [True, True]
    assert f'href="/learn/{mooc.uuid}/{READING}/"' in page
    assert "Mark as not done" not in page
    assert ActivityProgress.objects.filter(enrolment=master).count() == 0


def test_the_api_says_where_and_when_it_was_done(learner, courses):
    mooc, master, _short = courses
    complete_activity(enrolment=mooc, key=READING, at=LATER)

    told = progress_out(course_progress(studying(learner, master)))

    assert (told["done"], told["minutes_left"], told["next"]) == (1, 7, QUIZ)
    assert [(row["key"], row["state"], row["carried"]) for row in told["activities"]] == [
        (READING, "done", {"course": "Counting", "done_at": LATER}),
        (QUIZ, "not-begun", None),
        (REFLECTION, "not-begun", None),
    ]


def test_what_was_done_here_is_said_to_be_done_here(client, learner, courses):
    for enrolment in courses:
        complete_activity(enrolment=enrolment, key=READING, at=LATER)

    page = client.get(f"/learn/{courses[1].uuid}/{READING}/").content.decode()

    assert "Done in" not in page
    assert "Mark as not done" in page


def test_a_quiz_that_was_practised_is_done_and_may_be_practised_again(client, learner, courses):
    mooc, master, _short = courses
    session = sessions.begin(enrolment=mooc, activity=activity_of(mooc, QUIZ), at=NOON)
    for drawn in sessions.drawn_questions(session):
        sessions.answer(session=session, drawn=drawn, response=right_response(drawn), idempotency_key=uuid.uuid4(), at=NOON)

    page = client.get(f"/learn/{master.uuid}/{QUIZ}/").content.decode()

    assert done_in(learner, master) == {QUIZ: "Counting"}
    assert "Begin the quiz" in page
    assert client.post(f"/learn/{master.uuid}/{QUIZ}/begin/").status_code == 302
    assert [QuizSession.objects.filter(enrolment=enrolment).count() for enrolment in (mooc, master)] == [1, 1]


def test_a_reflection_is_done_and_stays_where_it_was_written(client, learner, courses):
    mooc, master, _short = courses
    activity = activity_of(mooc, REFLECTION)
    submit_reflection(enrolment=mooc, activity=activity, text="Troponin, mostly", idempotency_key=uuid.uuid4(), at=LATER)

    here = client.get(f"/learn/{master.uuid}/{REFLECTION}/").content.decode()
    there = client.get(f"/learn/{mooc.uuid}/{REFLECTION}/").content.decode()

    assert ["Troponin, mostly" in text for text in (here, there)] == [False, True]
    assert f'href="/learn/{mooc.uuid}/{REFLECTION}/"' in here


def test_after_a_withdrawal_it_stays_done_without_a_way_back(client, learner, courses):
    mooc, master, _short = courses
    complete_activity(enrolment=mooc, key=READING, at=NOON)
    withdraw(enrolment=mooc, by=learner, at=LATER)

    page = client.get(f"/learn/{master.uuid}/{READING}/").content.decode()

    assert "Done in Counting on 24 Nov 2026." in page
    assert str(mooc.uuid) not in page
    assert done_in(learner, master) == {READING: "Counting"}


def test_a_course_from_which_one_has_withdrawn_takes_nothing_from_the_others(learner, courses):
    mooc, master, short = courses
    withdraw(enrolment=short, by=learner, at=NOON)
    complete_activity(enrolment=mooc, key=READING, at=NOON)

    assert {course.enrolment.pk: course.done for course in my_courses(learner)} == {mooc.pk: 1, master.pk: 1}


def test_the_place_that_can_still_be_opened_is_named_first(learner, courses):
    mooc, master, short = courses
    complete_activity(enrolment=mooc, key=READING, at=NOON)
    complete_activity(enrolment=short, key=READING, at=LATER)

    before = done_in(learner, master)
    withdraw(enrolment=mooc, by=learner, at=LATER)

    assert (before, done_in(learner, master)) == ({READING: "Counting"}, {READING: "Judging"})


def test_what_somebody_else_has_done_is_not_shown(client, learner, courses):
    other = person("eve@example.org")
    for enrolment in courses[::2]:
        theirs = enrol(learner=other, offering=enrolment.offering, by=other, at=NOON)
        complete_activity(enrolment=theirs, key=READING, at=NOON)

    page = client.get(f"/learn/{courses[1].uuid}/{READING}/").content.decode()

    assert [done_in(learner, enrolment) for enrolment in courses] == [{}, {}, {}]
    assert "Done in" not in page


def test_the_same_key_in_a_course_that_shares_nothing_is_another_activity(learner, courses):
    _version, offering = offer(own_files("measuring"))
    unrelated = enrol(learner=learner, offering=offering, by=learner, at=NOON)
    complete_activity(enrolment=unrelated, key=READING, at=NOON)

    assert [done_in(learner, enrolment) for enrolment in courses] == [{}, {}, {}]


def test_another_offering_of_the_same_course_begins_anew(learner, courses):
    mooc = courses[0]
    again = open_offering(course=mooc.offering.course, institution=mooc.offering.institution, by=None)
    pin(offering=again, version=mooc.offering.pinned.version, by=None, at=NOON)
    second = enrol(learner=learner, offering=again, by=learner, at=NOON)
    complete_activity(enrolment=mooc, key=READING, at=NOON)

    assert done_in(learner, second) == {}


@pytest.mark.parametrize("graded", [(True, True), (True, False), (False, True)], ids=["both", "there", "here"])
def test_a_final_assessment_is_never_carried(learner, graded):
    mooc_version, mooc = offer(own_files(graded=graded[0]))
    _version, master = offer(taking_files(mooc_version, "weighing", graded=graded[1]))
    first, second = (enrol(learner=learner, offering=offering, by=learner, at=NOON) for offering in (mooc, master))
    for key in (READING, QUIZ):
        complete_activity(enrolment=first, key=key, at=NOON, score=1)

    assert done_in(learner, second) == {READING: "Counting"}


def test_a_final_assessment_stays_uncarried_when_a_newer_version_makes_it_practice(learner):
    mooc_version, mooc = offer(own_files(graded=True))
    _version, master = offer(taking_files(mooc_version, "weighing"))
    first, second = (enrol(learner=learner, offering=offering, by=learner, at=NOON) for offering in (mooc, master))
    complete_activity(enrolment=first, key=QUIZ, at=NOON, score=1)
    practice, _new = publish_files(own_files())
    pin(offering=mooc, version=practice, by=None, at=LATER)

    assert done_in(learner, second) == {}


def test_done_stays_done_when_the_text_has_changed_or_is_no_longer_given_there(client, learner, courses):
    mooc, master, _short = courses
    complete_activity(enrolment=mooc, key=READING, at=NOON)
    files, path = own_files(), "units/01-start/01-counting-people.md"
    carried = []
    for changed in ({**files, path: files[path] + b"\nOne more sentence.\n"}, {k: v for k, v in files.items() if k != path}):
        version, _new = publish_files(changed)
        pin(offering=mooc.offering, version=version, by=None, at=LATER)
        carried.append(activity_page(enrolment=studying(learner, master), key=READING).step.carried)

    assert [(item.course, item.url) for item in carried] == [
        ("Counting", f"/learn/{mooc.uuid}/{READING}/"),
        ("Counting", ""),
    ]


def test_what_was_erased_is_done_nowhere(learner, courses):
    complete_activity(enrolment=courses[0], key=READING, at=NOON)

    erase_traces(learner)

    assert [done_in(learner, enrolment) for enrolment in courses] == [{}, {}, {}]


def test_the_award_counts_what_was_done_in_another_course(learner):
    mooc_version, mooc = offer(own_files())
    _version, master = offer(taking_files(mooc_version, "weighing", graded=True))
    first, second = (enrol(learner=learner, offering=offering, by=learner, at=NOON) for offering in (mooc, master))
    complete_activity(enrolment=first, key=READING, at=NOON)
    session = sessions.begin(enrolment=second, activity=activity_of(second, QUIZ), at=NOON)
    right = {item.question.key: right_response(item) for item in sessions.drawn_questions(session)}

    sessions.hand_in(session=session, responses=right, at=LATER)

    assert Award.objects.get().facts["evidence_minutes"] == 3


def test_in_whatever_order_acts_come_each_course_keeps_its_own_and_shows_all(learner, courses):
    """There is no copy that could lag behind: done is what any of the courses holds as done at that moment."""
    acts = {"do": lambda row: complete_activity(enrolment=row, key=READING, at=NOON), "undo": _undo}
    for order in permutations([("do", 0), ("do", 1), ("undo", 0), ("undo", 1)]):
        ActivityProgress.objects.all().delete()
        own = [False, False, False]
        for verb, place in order:
            own[place] = verb == "do"
            acts[verb](courses[place])

        held = set(ActivityProgress.objects.filter(completed_at__isnull=False).values_list("enrolment", flat=True))
        shown = [done_in(learner, enrolment) for enrolment in courses]

        assert held == {enrolment.pk for enrolment, is_done in zip(courses, own, strict=True) if is_done}
        assert [READING in keys for keys in shown] == [any(own)] * 3
        assert [keys.get(READING, "not done") is None for keys in shown] == own


def _undo(enrolment):
    undo_completion(enrolment=enrolment, key=READING)


def test_shared_activities_cost_as_many_queries_as_none(client, learner):
    files = own_files()
    page = files["units/01-start/01-counting-people.md"].decode()
    for number in range(30):
        files[f"units/01-start/1{number:02}-more.md"] = page.replace("key: counting-people", f"key: more-{number}").encode()
    mooc_version, mooc = offer(files)
    _version, master = offer(taking_files(mooc_version, "weighing"))
    first, second = (enrol(learner=learner, offering=offering, by=learner, at=NOON) for offering in (mooc, master))
    addresses = [f"/learn/{second.uuid}/{READING}/", f"/learn/{second.uuid}/", "/studies/"]
    complete_activity(enrolment=second, key=READING, at=NOON)

    def counts():
        made = []
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(connection) as captured:
                client.get(address)
            made.append(len(captured))
        return made

    alone = counts()
    for number in range(30):
        complete_activity(enrolment=first, key=f"more-{number}", at=NOON)

    assert len(done_in(learner, second)) == 31
    assert (alone, counts()) == ([6, 6, 9], [6, 6, 9])

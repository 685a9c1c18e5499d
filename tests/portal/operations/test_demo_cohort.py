"""The made-up cohort: plausible on paper, work on every desk, made once, going on where it was cut short."""

from collections import Counter
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings
from tests.support.moments import LATER, NOON

from salerno.admissions.models import Application, Call
from salerno.audit.models import Entry
from salerno.audit.services import verify_chain
from salerno.awards.degree_rules.audit import audit
from salerno.awards.degree_rules.records import Record, planned_result
from salerno.awards.models import Award, Board, BoardItem, GradeCorrection, GradeSheet, GradingTable, Thesis
from salerno.catalogue.regulations.reader import read_file
from salerno.catalogue.services import MADE_UP_REGULATIONS, load_programmes
from salerno.enrolment.models import ProgrammeEnrolment, Registration
from salerno.institutions.services import load_consortium
from salerno.messaging.models import Message
from salerno.mobility.enums import AgreementState
from salerno.mobility.models import InterInstitutionalAgreement, MobilityCall, TraineeshipOffer
from salerno.people.models import Person
from salerno.portal.desk.act_words import WORDS
from salerno.portal.operations.demo import DEMO_PEOPLE
from salerno.portal.operations.demo_cohort import mobility, parts
from salerno.portal.operations.demo_cohort.cast import APPLYING, NOT_ADMITTED, STAFF, STUDENTS
from salerno.portal.operations.demo_cohort.curriculum import courses_of, never_passed
from salerno.portal.operations.demo_cohort.marks import mark, passes
from salerno.portal.operations.demo_cohort.parts import PARTS, make_cohort

SEMESTERS = (1, 2, 3, 4)


def test_the_cast_is_varied_and_plainly_made_up():
    emails = [each.email for each in (*STUDENTS, *NOT_ADMITTED, *APPLYING, *STAFF)]

    assert len(STUDENTS) == 48
    assert len({student.facts.full_name for student in STUDENTS}) == 48
    assert len(set(emails)) == len(emails)
    assert all(email.endswith("@example.org") for email in emails)
    assert Counter(student.facts.track for student in STUDENTS) == {"biology": 24, "engineering": 24}
    assert set(Counter(student.pair for student in STUDENTS).values()) == {16}


def test_two_students_and_an_applicant_are_among_the_sign_ins_under_their_own_names():
    shown = {person.email: person.full_name for person in DEMO_PEOPLE}
    invented = [*(student.facts for student in STUDENTS), *NOT_ADMITTED, *APPLYING]

    assert {each.email: each.full_name for each in invented if each.email in shown} == {
        email: shown[email] for email in ("student@example.org", "graduate@example.org", "applicant@example.org")
    }


@pytest.mark.parametrize("student", [each for each in STUDENTS if courses_of(each, 4)], ids=lambda each: each.email)
def test_what_a_student_takes_satisfies_the_made_up_regulations(student):
    rules = read_file(MADE_UP_REGULATIONS)
    taken = [code for semester in SEMESTERS for code in courses_of(student, semester)]

    found = audit(
        rules,
        student.facts.track,
        Record(tuple(planned_result(rules.courses[code]) for code in taken), (student.home, student.second)),
    )

    assert found.unsatisfied == ()
    assert len(set(taken)) == len(taken)
    before = [set(taken[: taken.index(code)]) for code in taken]
    assert all(set(rules.courses[code].requires) <= earlier for code, earlier in zip(taken, before, strict=True))


def test_marks_are_the_same_each_time_and_say_what_was_decided():
    student = STUDENTS[40]

    assert mark(student, "AMU-101", "fr-20") == mark(student, "AMU-101", "fr-20")
    assert mark(student, never_passed(student), "it-30", sitting=1) in {str(points) for points in range(11, 18)}
    first = [passes(each, code, 1) for each in STUDENTS for semester in SEMESTERS for code in courses_of(each, semester)]
    assert 0.03 < 1 - sum(first) / len(first) < 0.12


def test_no_part_bears_the_name_of_another():
    names = [part.name for part in PARTS]

    assert len(set(names)) == len(names)


@pytest.mark.django_db
def test_the_command_makes_nothing_on_a_campus_that_shows_nobody_made_up(settings):
    settings.SALERNO_DEMO = False

    with pytest.raises(CommandError, match="Nothing was made"):
        call_command("demo", "cohort")

    assert not Entry.objects.filter(action=parts.PART_MADE).exists()


@pytest.mark.django_db
def test_the_command_asks_for_a_prepared_campus(settings):
    settings.SALERNO_DEMO = True

    with pytest.raises(CommandError, match="salerno prepare"):
        call_command("demo", "cohort")


@pytest.fixture(scope="module")
def whole(django_db_setup, django_db_blocker, tmp_path_factory):
    """The cohort, cut short once on its way and taken up an hour later; nothing of it stays after this module."""
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media, SALERNO_DEMO=True), transaction.atomic():
        load_consortium()
        load_programmes()
        told = []
        with pytest.raises(KeyboardInterrupt):
            make_cohort(at=NOON, tell=lambda name: _interrupt_after(told, name))
        yield len(told) + 1, make_cohort(at=LATER)
        transaction.set_rollback(True)


def _interrupt_after(told, name):
    if name == "semester 1: enrolments":
        raise KeyboardInterrupt
    told.append(name)


@pytest.mark.django_db
def test_a_making_that_was_cut_short_goes_on_with_the_same_days(whole):
    before, after = whole

    assert (before > 0, before + after) == (True, len(PARTS))
    assert set(Entry.objects.filter(action=parts.PART_MADE).values_list("at", flat=True)) == {NOON}


@pytest.mark.django_db
def test_making_it_again_makes_nothing(whole):
    entries = Entry.objects.count()

    assert make_cohort(at=LATER + timedelta(days=3)) == 0
    assert Entry.objects.count() == entries


@pytest.mark.django_db
def test_everybody_is_made_up_and_registered_at_two_universities(whole):
    assert set(Person.objects.values_list("is_demo", flat=True)) == {True}
    assert Counter(ProgrammeEnrolment.objects.values_list("state", flat=True)) == {
        "active": 37,
        "graduated": 8,
        "interrupted": 2,
        "withdrawn": 1,
    }
    assert Counter(Registration.objects.values_list("institution__code", flat=True)) == {"AMU": 32, "UNIPI": 32, "SU": 32}


@pytest.mark.django_db
def test_every_desk_has_work(whole):
    sheets = GradeSheet.objects.exclude(state="published").values_list("offering__course__code", "state")
    items = BoardItem.objects.values_list("board__state", "proposal", "decision")

    assert set(sheets) == {("PI-201", "submitted"), ("AMU-301", "draft"), ("SU-301", "confirmed")}
    assert set(Thesis.objects.values_list("state", flat=True)) == {
        "proposed", "returned", "agreed", "deposited", "with-jury", "announced", "judged", "graded",
    }  # fmt: skip
    assert Counter(items) == {
        ("signed", "award", "award"): 7,
        ("signed", "award", "distinction"): 1,
        ("signed", "defer", "defer"): 1,
        ("convened", "award", ""): 14,
        ("convened", "compensation", ""): 1,
    }
    assert GradeCorrection.objects.count() == 1
    assert list(GradingTable.objects.values_list("institution__code", "scale", "is_made_up")) == [
        ("AMU", "fr-20", True),
        ("SU", "se-af", True),
        ("UNIPI", "it-30", True),
    ]


@pytest.mark.django_db
def test_one_call_is_decided_and_one_is_open(whole):
    states = Application.objects.values_list("call__slug", "state")

    assert list(Call.objects.order_by("slug").values_list("slug", "state")) == [
        ("made-up-call-1", "decided"),
        ("made-up-call-2", "open"),
    ]
    assert Counter(states) == {
        ("made-up-call-1", "enrolled"): 48,
        ("made-up-call-1", "waiting"): 4,
        ("made-up-call-1", "refused"): 8,
        ("made-up-call-1", "ineligible"): 2,
        ("made-up-call-2", "draft"): 4,
        ("made-up-call-2", "submitted"): 5,
        ("made-up-call-2", "eligible"): 4,
        ("made-up-call-2", "reviewed"): 11,
    }
    assert Application.objects.get(disagrees=True).call.slug == "made-up-call-2"
    assert set(Application.objects.filter(state="enrolled").values_list("studies__student__email", flat=True)) == {
        each.email for each in STUDENTS
    }


@pytest.mark.django_db
def test_graduates_have_a_degree_of_each_of_their_universities(whole):
    awards = Award.objects.degrees().select_related("institution")
    by_student = {}
    for award in awards:
        by_student.setdefault(award.programme_enrolment_id, set()).add(award.institution.schac)
    studies = ProgrammeEnrolment.objects.filter(pk__in=by_student).prefetch_related("registrations__institution")

    assert len(by_student) == 8
    assert by_student == {row.pk: {each.institution.schac for each in row.registrations.all()} for row in studies}
    assert {award.facts["is_made_up"] for award in awards} == {True}
    assert Board.objects.get(state="signed").signed_at < NOON


@pytest.mark.django_db
def test_no_notice_of_the_past_waits_to_be_sent_and_the_record_is_whole(whole):
    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}
    assert verify_chain()[1] == []


@pytest.mark.django_db
def test_every_act_of_the_history_has_words_on_the_desk(whole):
    acts = set(Entry.objects.values_list("action", flat=True))

    assert len(acts) > 50
    assert acts - set(WORDS) == set()


@pytest.mark.django_db
def test_universities_have_agreed_and_hosts_offer_traineeships(whole):
    agreements = InterInstitutionalAgreement.objects.order_by("code").values_list("first__code", "second__code", "state", "note")

    assert list(agreements) == [
        (*pair, AgreementState.IN_FORCE, mobility.MADE_UP) for pair in (("AMU", "SU"), ("AMU", "UNIPI"), ("UNIPI", "SU"))
    ]
    titles = {
        title["en"].partition(":")[0] for title in TraineeshipOffer.objects.shown_to_students().values_list("title", flat=True)
    }
    assert (TraineeshipOffer.objects.count(), titles) == (3, {"Made up"})


@pytest.mark.django_db
def test_places_of_traineeships_wait_to_be_given_out(whole):
    call = MobilityCall.objects.get()

    assert (call.state, call.wishes.handed_in().count(), call.wishes.filter(score=None).count()) == ("closed", 12, 0)
    assert {scenario.method for scenario in call.scenarios.all()} == {"deferred", "best"}
    assert not call.scenarios.filter(published_at__isnull=False).exists()

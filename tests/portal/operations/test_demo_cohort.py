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
from salerno.awards.degrees.selectors.degrees import audits_of
from salerno.awards.models import Award, Board, BoardItem, GradeCorrection, GradeSheet, GradingTable, RecognisedResult, Thesis
from salerno.catalogue.services import load_programmes
from salerno.desk.waiting import waiting_for
from salerno.enrolment.models import ProgrammeEnrolment, Registration
from salerno.institutions.services import load_consortium
from salerno.messaging.models import Message
from salerno.mobility.models import (
    InterInstitutionalAgreement,
    LearningAgreementVersion,
    Mobility,
    MobilityCall,
    Recognition,
    TraineeshipOffer,
    Wish,
)
from salerno.people.models import Person
from salerno.portal.desk.act_words import WORDS
from salerno.portal.operations.demo_cohort import mobility, parts
from salerno.portal.operations.demo_cohort.cast import OFFICERS, STUDENTS
from salerno.portal.operations.demo_cohort.parts import PARTS, make_cohort


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
    states = {("AMU", "SU"): ["in-force"], ("AMU", "UNIPI"): ["in-force"], ("UNIPI", "SU"): ["in-force", "proposed"]}

    assert list(agreements) == [(*pair, state, mobility.MADE_UP) for pair, found in states.items() for state in found]
    titles = {
        title["en"].partition(":")[0] for title in TraineeshipOffer.objects.shown_to_students().values_list("title", flat=True)
    }
    assert (TraineeshipOffer.objects.count(), titles) == (3, {"Made up"})


@pytest.mark.django_db
def test_places_of_traineeships_wait_to_be_given_out(whole):
    call = MobilityCall.objects.get(kind="traineeship")

    assert (call.state, call.wishes.handed_in().count(), call.wishes.filter(score=None).count()) == ("closed", 12, 0)
    assert {scenario.method for scenario in call.scenarios.all()} == {"deferred", "best"}
    assert not call.scenarios.filter(published_at__isnull=False).exists()


@pytest.mark.django_db
def test_students_are_away_back_and_about_to_go(whole):
    stays = Mobility.objects.values_list("wish__student__email", "state", "place__institution__code")
    by_email = {each.email: each.number for each in STUDENTS}
    late = Mobility.objects.filter(state="offered", accept_until__lt=NOON)

    assert {by_email[email]: (state, host) for email, state, host in stays} == {
        38: ("arrived", "UNIPI"), 39: ("arrived", "UNIPI"), 40: ("arrived", "AMU"), 41: ("arrived", "AMU"),
        42: ("recognised", "SU"), 43: ("departed", "SU"), 44: ("accepted", "UNIPI"), 45: ("nominated", "UNIPI"),
        31: ("declined", "SU"), 34: ("offered", "SU"), 1: ("offered", "SU"),
    }  # fmt: skip
    assert [by_email[row.wish.student.email] for row in late] == [34]
    assert Entry.objects.filter(action="mobility.moved_up").count() == 1
    assert Wish.objects.exclude(mobilities__isnull=False).get(call__kind="studies").student.email == STUDENTS[27].email


@pytest.mark.django_db
def test_learning_agreements_are_in_force_changed_and_waiting(whole):
    papers = Counter(LearningAgreementVersion.objects.values_list("kind", "state"))

    assert papers == {("first", "in-force"): 5, ("first", "sending"): 1, ("change", "learner"): 1}
    assert LearningAgreementVersion.objects.under_way().late(NOON.date()).count() == 1


@pytest.mark.django_db
def test_a_result_from_elsewhere_counts_and_the_degree_lacks_it_no_more(whole):
    counted = RecognisedResult.objects.select_related("studies").get()
    missing = {(line.key, line.subject) for line in audits_of([counted.studies])[counted.studies_id].unsatisfied}

    assert (counted.studies.student.email, counted.course_code, counted.schac) == (STUDENTS[41].email, "SU-301", "su.se")
    assert (counted.value, counted.scale, counted.converted_scale) == ("B", "se-af", "fr-20")
    assert {key for key, _subject in missing} == {"group", "thesis-ects", "total-ects", "outcomes"}
    assert ("group", "depth") not in missing
    assert Counter(Recognition.objects.values_list("state", flat=True)) == {"recognised": 1, "waiting": 1, "appealed": 1}


@pytest.mark.django_db
def test_something_of_mobility_waits_on_every_desk(whole):
    waiting = {
        schac: {item.sentence for item in waiting_for(Person.objects.get(email=email), NOON.date()) if "mobility" in item.section}
        for schac, email in OFFICERS.items()
    }
    places, signature = "In 1 call places wait to be given out.", "1 learning agreement waits for your signature."

    assert waiting == {
        "univ-amu.fr": {places, signature, "1 student waits to be nominated."},
        "unipi.it": {
            places,
            "1 nomination waits for the host's answer.",
            "1 result from a host waits for a decision.",
            "1 appeal on a result waits for an answer.",
        },
        "su.se": {places, signature, "1 agreement waits for your approval."},
    }

"""Students in programmes: admission, registrations, interruption, the end, and courses of the Master."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.factories.institutions import InstitutionFactory
from tests.factories.people import RoleAssignmentFactory
from tests.support.courses import offered_course, person
from tests.support.moments import LATER, NEXT_DAY, NOON
from tests.support.studies import AMU, CIVIL, UNIPI, made_up_cohort, master_offering, passed, student

from salerno.audit.models import Entry
from salerno.catalogue.enums import CourseKind
from salerno.catalogue.models import Course
from salerno.catalogue.regulations.reader import read_body
from salerno.catalogue.selectors import rules_of
from salerno.catalogue.services import publish_regulations
from salerno.enrolment.enums import ProgrammeRefusal, ProgrammeState, Refusal, State
from salerno.enrolment.errors import EnrolmentRefused, ProgrammeRefused
from salerno.enrolment.models import Enrolment, ProgrammeEnrolment, Registration
from salerno.enrolment.rules import why_not_enrol
from salerno.enrolment.selectors.boxes import offering_box
from salerno.enrolment.services import (
    admit_to_programme,
    end_registration,
    enrol,
    erase_enrolments,
    export_studies,
    graduate,
    interrupt,
    pin_regulations,
    register_at,
    resume,
    study_again,
    withdraw_from_programme,
)
from salerno.institutions.models import Institution
from salerno.people.enums import Role

pytestmark = pytest.mark.django_db


def admit(learner, cohort, track="biology"):
    return admit_to_programme(student=learner, offering=cohort, track=track, civil=CIVIL, by=None, at=NOON)


def refusal_of(act):
    with pytest.raises(ProgrammeRefused) as error:
        act()
    return error.value.refusal


def test_admission_keeps_the_civil_facts_and_an_audit_line():
    learner, officer = person(), person("officer@example.org")
    cohort = made_up_cohort()

    studies = admit_to_programme(student=learner, offering=cohort, track="biology", civil=CIVIL, by=officer, at=NOON)

    assert (studies.state, studies.full_name, studies.citizenship, studies.is_live) == ("active", "Lea Learner", "FR", True)
    entry = Entry.objects.get(action="studies.admitted")
    assert (entry.actor, entry.subject, entry.subject_person) == (officer.uuid, studies.uuid, learner.uuid)
    assert entry.detail == {"track": "biology", "regulations": str(cohort.regulations.uuid)}


def test_admission_is_refused_without_regulations_track_or_place_and_twice():
    cohort = made_up_cohort(seats=2)
    first, second, third = (person(f"{name}@example.org") for name in ("first", "second", "third"))
    admit(first, cohort)

    assert refusal_of(lambda: admit(first, cohort)) == ProgrammeRefusal.ALREADY
    assert refusal_of(lambda: admit(second, cohort, "none")) == ProgrammeRefusal.NO_SUCH_TRACK
    admit(second, cohort)
    assert refusal_of(lambda: admit(third, cohort)) == ProgrammeRefusal.FULL
    type(cohort).objects.update(regulations=None)
    assert refusal_of(lambda: admit(third, cohort)) == ProgrammeRefusal.NO_REGULATIONS
    assert ProgrammeEnrolment.objects.count() == 2


def test_the_database_itself_refuses_a_second_live_enrolment():
    studies = student()
    values = {name: getattr(studies, name) for name in ("student", "offering", "track", "birth_date", "admitted_at")}

    with pytest.raises(IntegrityError), transaction.atomic():
        ProgrammeEnrolment.objects.create(**values)
    ProgrammeEnrolment.objects.create(**values, state=ProgrammeState.WITHDRAWN, ended_at=NOON)


def test_two_registrations_make_a_dual_enrolment():
    studies = student()

    rows = [(row.institution.schac, row.student_number) for row in studies.registrations.select_related("institution")]
    assert rows == [(schac, f"{schac}-{studies.student.pk}") for schac in (AMU, UNIPI)]
    assert Entry.objects.filter(action="registration.created", subject_person=studies.student.uuid).count() == 2


def test_a_registration_is_refused_at_a_stranger_twice_or_under_a_number_that_is_given():
    studies, other = student(at=(AMU,)), student(person("other@example.org"), at=(), cohort=made_up_cohort())
    amu, pisa = Institution.objects.get(schac=AMU), Institution.objects.get(schac=UNIPI)

    def register(row, institution, number):
        register_at(enrolment=row, institution=institution, student_number=number, starts_on=NOON.date(), by=None, at=NOON)

    assert refusal_of(lambda: register(studies, amu, "2")) == ProgrammeRefusal.REGISTERED
    assert refusal_of(lambda: register(studies, InstitutionFactory(), "2")) == ProgrammeRefusal.GIVES_NOTHING
    assert refusal_of(lambda: register(studies, pisa, "  ")) == ProgrammeRefusal.NUMBER_MISSING
    assert refusal_of(lambda: register(other, amu, f" {AMU}-{studies.student.pk} ")) == ProgrammeRefusal.NUMBER_TAKEN
    withdraw_from_programme(enrolment=other, reason="Asked.", by=None, at=NOON)
    assert refusal_of(lambda: register(other, pisa, "3")) == ProgrammeRefusal.ENDED
    assert Registration.objects.count() == 1


def test_a_registration_ends_once_and_not_before_it_starts():
    registration = student().registrations.first()

    assert (
        refusal_of(lambda: end_registration(registration=registration, on=NOON.date() - timedelta(days=1), by=None, at=NOON))
        == ProgrammeRefusal.DATES_WRONG
    )
    assert end_registration(registration=registration, on=NEXT_DAY.date(), by=None, at=NOON).ends_on == NEXT_DAY.date()
    again = refusal_of(lambda: end_registration(registration=registration, on=NEXT_DAY.date(), by=None, at=NOON))
    assert again == ProgrammeRefusal.ENDED


def test_studies_are_interrupted_and_resumed_with_a_reason_in_the_record():
    studies = student()

    assert interrupt(enrolment=studies, reason="A child.", by=None, at=NOON).state == ProgrammeState.INTERRUPTED
    assert refusal_of(lambda: graduate(enrolment=studies, by=None, at=NOON)) == ProgrammeRefusal.NOT_ACTIVE
    assert resume(enrolment=studies, by=None, at=LATER).state == ProgrammeState.ACTIVE
    assert refusal_of(lambda: resume(enrolment=studies, by=None, at=LATER)) == ProgrammeRefusal.NOT_INTERRUPTED
    actions = Entry.objects.filter(subject=studies.uuid).values_list("action", "detail__reason")
    assert list(actions)[1:] == [("studies.interrupted", "A child."), ("studies.resumed", None)]


def test_withdrawing_ends_registrations_and_gives_seats_back_and_leaves_what_was_passed():
    studies = student()
    passed(studies, "PI-101")
    seat = enrol(learner=studies.student, offering=master_offering("AMU-101"), by=studies.student, at=NOON)

    ended = withdraw_from_programme(enrolment=studies, reason="Left.", by=None, at=LATER)

    assert (ended.state, ended.ended_at, ended.reason) == (ProgrammeState.WITHDRAWN, LATER, "Left.")
    assert set(ended.registrations.values_list("ends_on", flat=True)) == {LATER.date()}
    states = dict(Enrolment.objects.values_list("offering__course__code", "state"))
    assert states == {"PI-101": State.COMPLETED, "AMU-101": State.WITHDRAWN}
    seat.refresh_from_db()
    assert seat.programme_enrolment == studies


def test_what_has_ended_does_not_move():
    studies = student()
    graduate(enrolment=studies, by=None, at=NOON)

    assert refusal_of(lambda: withdraw_from_programme(enrolment=studies, reason="", by=None, at=NOON)) == ProgrammeRefusal.ENDED
    assert refusal_of(lambda: admit(studies.student, studies.offering)) == ProgrammeRefusal.ALREADY


def test_what_has_ended_is_not_resumed_by_an_office():
    studies = student()
    graduate(enrolment=studies, by=None, at=NOON)

    assert refusal_of(lambda: resume(enrolment=studies, by=None, at=LATER)) == ProgrammeRefusal.ENDED
    studies.refresh_from_db()
    assert studies.state == ProgrammeState.GRADUATED


def test_studies_go_on_when_the_degree_is_withdrawn_with_the_registrations_that_ended_with_them():
    studies = student(at=(AMU, UNIPI))
    pisa, marseille = studies.registrations.order_by("-pk")
    end_registration(registration=pisa, on=NOON.date(), by=None, at=NOON)
    graduate(enrolment=studies, by=None, at=NEXT_DAY)
    assert set(studies.registrations.values_list("ends_on", flat=True)) == {NOON.date(), NEXT_DAY.date()}

    again = study_again(enrolment=studies, reason="A mistake.", by=None, at=NEXT_DAY)

    assert (again.state, again.ended_at, again.reason) == (ProgrammeState.ACTIVE, None, "A mistake.")
    assert dict(again.registrations.values_list("pk", "ends_on")) == {pisa.pk: NOON.date(), marseille.pk: None}
    entry = Entry.objects.get(action="studies.taken_up_again")
    assert (entry.subject, entry.subject_person, entry.detail) == (studies.uuid, studies.student.uuid, {"reason": "A mistake."})
    assert refusal_of(lambda: study_again(enrolment=studies, reason="", by=None, at=LATER)) == ProgrammeRefusal.NOT_GRADUATED


def test_who_withdrew_may_be_admitted_again():
    studies = student()
    withdraw_from_programme(enrolment=studies, reason="", by=None, at=NOON)

    again = admit(studies.student, studies.offering)

    assert again.pk != studies.pk
    assert ProgrammeEnrolment.objects.live().get() == again


def later_rules(cohort):
    body = {**cohort.regulations.body, "degree": {**cohort.regulations.body["degree"], "practical_hours": 10}}
    return publish_regulations(rules=read_body(body), by=None, at=LATER)[0]


def test_regulations_change_for_a_cohort_without_students_and_no_other():
    cohort = made_up_cohort()
    later = later_rules(cohort)

    assert pin_regulations(offering=cohort, regulations=later, by=None, at=NOON).regulations == later
    pin_regulations(offering=cohort, regulations=later, by=None, at=NOON)
    assert Entry.objects.filter(action="programme_offering.regulations_pinned", detail__number=2).count() == 1
    first = cohort.programme.regulations.get(number=1)
    student(cohort=cohort)
    assert (
        refusal_of(lambda: pin_regulations(offering=cohort, regulations=first, by=None, at=NOON)) == ProgrammeRefusal.COHORT_BEGUN
    )
    cohort.refresh_from_db()
    assert cohort.regulations == later


def test_regulations_of_another_programme_are_refused():
    cohort = made_up_cohort()
    later = later_rules(cohort)
    type(later).objects.filter(pk=later.pk).update(programme=type(cohort.programme).objects.create(slug="x", code="X", eqf_level=7))
    later.refresh_from_db()

    found = refusal_of(lambda: pin_regulations(offering=cohort, regulations=later, by=None, at=NOON))

    assert found == ProgrammeRefusal.OTHER_PROGRAMME


def test_a_course_of_the_master_needs_no_content_and_is_for_its_students():
    studies, stranger = student(), person("stranger@example.org")
    offering = master_offering("AMU-101")

    assert why_not_enrol(learner=stranger, offering=offering, at=NOON) == Refusal.NOT_IN_PROGRAMME
    assert offering_box(offering=offering, viewer=None, at=NOON).refusal == Refusal.NOT_IN_PROGRAMME
    assert enrol(learner=studies.student, offering=offering, by=studies.student, at=NOON).programme_enrolment == studies
    interrupt(enrolment=studies, reason="", by=None, at=NOON)
    other = master_offering("SU-101")
    assert why_not_enrol(learner=studies.student, offering=other, at=NOON) == Refusal.NOT_IN_PROGRAMME


def test_a_course_of_the_master_that_the_regulations_do_not_name_is_refused():
    studies = student()
    offering = master_offering("AMU-101")
    Course.objects.filter(code="AMU-101").update(code="AMU-999")
    offering.course.refresh_from_db()

    assert why_not_enrol(learner=studies.student, offering=offering, at=NOON) == Refusal.NOT_IN_PROGRAMME


def test_a_course_that_requires_another_waits_for_it():
    studies = student()
    offering = master_offering("PI-201")

    assert why_not_enrol(learner=studies.student, offering=offering, at=NOON) == Refusal.REQUIRES_ANOTHER
    passed(studies, "PI-101")
    assert why_not_enrol(learner=studies.student, offering=offering, at=NOON) is None


def test_seats_and_dates_hold_for_courses_of_the_master_too():
    studies = student()
    full = master_offering("AMU-101", seats=0)
    over = master_offering("PI-101", ends_on=NOON.date() - timedelta(days=1))

    assert why_not_enrol(learner=studies.student, offering=full, at=NOON) == Refusal.FULL
    with pytest.raises(EnrolmentRefused) as error:
        enrol(learner=studies.student, offering=over, by=studies.student, at=NOON)
    assert error.value.refusal == Refusal.NOT_OPEN


def test_an_open_course_is_no_part_of_the_studies():
    studies = student()
    offering = offered_course()

    assert offering.course.kind == CourseKind.MOOC
    assert enrol(learner=studies.student, offering=offering, by=studies.student, at=NOON).programme_enrolment is None


def test_an_institution_sees_the_students_registered_there_and_the_coordinator_all():
    cohort = made_up_cohort()
    here = student(person("here@example.org"), at=(UNIPI,), cohort=cohort)
    both = student(person("both@example.org"), at=(AMU, UNIPI), cohort=cohort)
    none = student(person("none@example.org"), at=(), cohort=cohort)
    admin = RoleAssignmentFactory(role=Role.ADMINISTRATOR, institution=Institution.objects.get(schac=UNIPI)).person
    teacher = RoleAssignmentFactory(role=Role.TEACHER, institution=Institution.objects.get(schac=UNIPI)).person
    stranger = RoleAssignmentFactory(role=Role.ADMINISTRATOR, institution=Institution.objects.get(schac="su.se")).person
    coordinator = RoleAssignmentFactory(role=Role.COORDINATOR, institution=Institution.objects.get(schac=AMU)).person

    def seen(viewer):
        rows = ProgrammeEnrolment.objects
        return [sorted(row.pk for row in getattr(rows, name)(viewer)) for name in ("visible_to", "governed_by")]

    every = sorted([here.pk, both.pk, none.pk])
    assert seen(admin) == [sorted([here.pk, both.pk])] * 2
    assert seen(coordinator) == [every, every]
    assert seen(teacher) == seen(stranger) == [[], []]
    assert seen(none.student) == [[none.pk], []]
    assert list(ProgrammeEnrolment.objects.visible_to(None)) == []


def test_studies_are_exported_and_survive_an_erasure_with_their_courses():
    studies = student()
    passed(studies, "AMU-101")
    seat = enrol(learner=studies.student, offering=master_offering("PI-101"), by=studies.student, at=NOON)

    exported = export_studies(studies.student)

    assert [(row["programme"], row["family_name"], len(row["registrations"])) for row in exported] == [("JM-AIH", "Learner", 2)]
    assert erase_enrolments(studies.student) == 0
    assert Enrolment.objects.filter(pk=seat.pk).exists()


def test_the_regulations_of_a_cohort_are_read_once_for_a_process(django_assert_num_queries):
    cohort = made_up_cohort()

    with django_assert_num_queries(0):
        assert rules_of(cohort.regulations) is rules_of(cohort.regulations)

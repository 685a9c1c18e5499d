"""A thesis is agreed to in two countries, deposited, judged and graded; each act is refused where it would be wrong."""

import hashlib
from datetime import date, timedelta
from io import BytesIO

import pytest
from tests.support.courses import person
from tests.support.moments import LATER, NEXT_DAY, NOON
from tests.support.studies import AMU, UNIPI, master_offering
from tests.support.theses import (
    AFTER,
    DEFENCE,
    agreed,
    announced,
    cast,
    deposited,
    graded,
    hand_over,
    judged,
    pdf,
    proposal,
    proposed,
    seat,
    with_jury,
)

from salerno.audit.models import Entry
from salerno.awards.degrees.facts import ThesisFacts
from salerno.awards.degrees.selectors.degrees import results_of
from salerno.awards.enums import SheetState, Standing, ThesisRefusal, ThesisState
from salerno.awards.errors import ThesisRefused
from salerno.awards.grades.services import grades
from salerno.awards.models import Grade, GradeSheet, Thesis, ThesisDeposit
from salerno.awards.theses.selectors import Work, thesis_facts, work_of
from salerno.awards.theses.services import juries as thesis_juries
from salerno.awards.theses.services import theses
from salerno.awards.theses.services.data import erase_theses, export_theses
from salerno.courseware import blobs
from salerno.enrolment.enums import State
from salerno.enrolment.models import Enrolment, ProgrammeEnrolment
from salerno.enrolment.services import enrol, withdraw
from salerno.messaging.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("file_folder")]


@pytest.fixture
def who():
    return cast()


def refusal_of(act, **values):
    with pytest.raises(ThesisRefused) as error:
        act(**values)
    return error.value.refusal


def told(subject):
    return sorted(Message.objects.filter(subject=subject).values_list("recipient", flat=True))


def propose(who, **changes):
    return {"enrolment": who.enrolment, "proposal": proposal(who, **changes), "by": who.student, "at": NOON}


def test_both_supervisors_are_asked_and_both_must_agree(who):
    thesis = proposed(who)
    assert told("You are asked to supervise a thesis") == ["first.supervisor@example.org", "second.supervisor@example.org"]

    theses.agree(thesis=thesis, by=who.first.person, at=NOON)
    assert Thesis.objects.get().state == ThesisState.PROPOSED
    theses.agree(thesis=thesis, by=who.second.person, at=LATER)

    assert Thesis.objects.get().state == ThesisState.AGREED
    assert told("Your thesis is agreed") == [who.student.email]
    assert list(Entry.objects.filter(action__startswith="thesis.").values_list("action", flat=True).order_by("sequence")) == [
        "thesis.proposed",
        "thesis.agreed",
        "thesis.agreed",
    ]


def test_nobody_agrees_twice_or_for_another(who):
    thesis = proposed(who)
    theses.agree(thesis=thesis, by=who.first.person, at=NOON)

    assert refusal_of(theses.agree, thesis=thesis, by=who.first.person, at=NOON) == ThesisRefusal.AGREED_ALREADY
    assert refusal_of(theses.agree, thesis=thesis, by=who.student, at=NOON) == ThesisRefusal.NOT_A_SUPERVISOR


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (lambda who: {"supervisors": (who.first, who.first)}, ThesisRefusal.TWO_SUPERVISORS),
        (lambda who: {"supervisors": (who.first, seat(UNIPI, "Other"))}, ThesisRefusal.SAME_INSTITUTION),
        (lambda who: {"supervisors": (who.first, type(who.first)(who.student, who.second.institution))}, ThesisRefusal.OWN_THESIS),
        (
            lambda who: {"supervisors": (who.first, type(who.first)(who.officer, who.second.institution))},
            ThesisRefusal.NOT_FROM_THERE,
        ),
        (lambda who: {"title": {"fr": "Sans anglais"}}, ThesisRefusal.NO_TITLE),
        (lambda who: {"ends_on": date(2026, 11, 30)}, ThesisRefusal.DATES),
    ],
)
def test_a_proposal_is_refused_and_nothing_is_written(who, change, refusal):
    assert refusal_of(theses.propose, **propose(who, **change(who))) == refusal

    assert not Thesis.objects.exists()


def test_two_institutions_of_one_country_are_not_enough(who):
    from tests.factories.institutions import InstitutionFactory
    from tests.factories.people import RoleAssignmentFactory

    neighbour = RoleAssignmentFactory(institution=InstitutionFactory(country="IT"))
    both = (who.first, type(who.first)(neighbour.person, neighbour.institution))

    assert refusal_of(theses.propose, **propose(who, supervisors=both)) == ThesisRefusal.SAME_COUNTRY


def test_a_thesis_is_written_in_a_thesis_course_by_whoever_studies_there_now(who):
    other = enrol(learner=who.student, offering=master_offering("PI-101"), by=who.student, at=NOON)
    assert refusal_of(theses.propose, **{**propose(who), "enrolment": other}) == ThesisRefusal.NO_THESIS_COURSE

    withdraw(enrolment=who.enrolment, by=who.student, at=NOON)
    assert refusal_of(theses.propose, **propose(who)) == ThesisRefusal.STUDIES_ENDED


def test_a_proposal_that_was_sent_back_is_agreed_to_anew(who):
    thesis = proposed(who)
    theses.agree(thesis=thesis, by=who.first.person, at=NOON)
    assert refusal_of(theses.propose, **propose(who)) == ThesisRefusal.STANDS
    assert refusal_of(theses.send_back, thesis=thesis, reason=" ", by=who.second.person, at=NOON) == ThesisRefusal.NO_REASON

    theses.send_back(thesis=thesis, reason="Too wide.", by=who.second.person, at=NOON)
    assert told("A thesis was sent back") == ["first.supervisor@example.org", who.student.email]
    assert not thesis.supervisors.filter(agreed_at__isnull=False).exists()
    theses.propose(**propose(who, abstract="Narrower."))

    again = Thesis.objects.get()
    assert (again.pk, again.state, again.reason, again.abstract) == (thesis.pk, ThesisState.PROPOSED, "", "Narrower.")


def test_nothing_is_deposited_before_both_have_agreed(who):
    assert refusal_of(hand_over, thesis=proposed(who), who=who, data=pdf()) == ThesisRefusal.NOT_AGREED


def test_the_exact_bytes_of_each_version_are_kept_until_the_jury_has_it(who):
    first, second = pdf("first"), pdf("second")
    thesis = agreed(who)
    hand_over(thesis, who, first)
    hand_over(thesis, who, second, title={"en": "A better title"}, embargo_until=date(2028, 1, 1))

    rows = list(ThesisDeposit.objects.order_by("number"))
    assert [(row.number, row.blob, row.size) for row in rows] == [
        (1, hashlib.sha256(first).hexdigest(), len(first)),
        (2, hashlib.sha256(second).hexdigest(), len(second)),
    ]
    assert [blobs.get(row.blob) for row in rows] == [first, second]
    thesis.refresh_from_db()
    assert (thesis.state, thesis.title, thesis.embargo_until) == (
        ThesisState.DEPOSITED,
        {"en": "A better title"},
        date(2028, 1, 1),
    )
    assert rows[0].title == {"en": "A made-up thesis", "fr": "Un mémoire inventé"}


def test_a_file_is_deposited_once(who):
    thesis = deposited(who)

    assert refusal_of(hand_over, thesis=thesis, who=who, data=pdf()) == ThesisRefusal.SAME_FILE
    assert thesis.deposits.count() == 1


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"GIF89a" + pdf(), ThesisRefusal.NO_PDF),
        (b"PK\x03\x04 a workbook", ThesisRefusal.NO_PDF),
        (b"%PDF-1.7\nnothing\nstartxref\n0\n%%EOF\n", ThesisRefusal.NO_PDF),
        (pdf()[:-40], ThesisRefusal.NO_PDF),
        (b"", ThesisRefusal.NO_PDF),
        (pdf(password="secret"), ThesisRefusal.LOCKED),
        (pdf() + b" " * (20 * 2**20), ThesisRefusal.TOO_LARGE),
    ],
    ids=["behind something", "a ZIP", "a shell", "cut off", "empty", "locked", "too large"],
)
def test_what_no_jury_could_open_is_refused(who, data, refusal, file_folder):
    thesis = agreed(who)

    assert refusal_of(hand_over, thesis=thesis, who=who, data=data) == refusal
    assert (ThesisDeposit.objects.count(), [path for path in file_folder.rglob("*") if path.is_file()]) == (0, [])


def test_nothing_new_is_deposited_once_the_jury_has_it(who):
    thesis = with_jury(who)

    assert refusal_of(hand_over, thesis=thesis, who=who, data=pdf("late")) == ThesisRefusal.WITH_JURY
    assert refusal_of(theses.send_back, thesis=thesis, reason="No", by=who.first.person, at=NOON) == ThesisRefusal.WITH_JURY
    assert told("You sit in the jury of a thesis") == ["carla.chair@example.org", "marc.member@example.org"]


@pytest.mark.parametrize(
    ("seats", "chair", "refusal"),
    [
        (("chair", "member"), "first", ThesisRefusal.NO_CHAIR),
        (("first", "member"), "first", ThesisRefusal.CHAIR_SUPERVISES),
        (("chair",), "chair", ThesisRefusal.CHAIR_ALONE),
        (("chair", "first"), "chair", ThesisRefusal.INSTITUTION_MISSING),
    ],
)
def test_a_jury_that_could_not_judge_is_refused(who, seats, chair, refusal):
    thesis = deposited(who)

    assert (
        refusal_of(
            thesis_juries.name_jury,
            thesis=thesis,
            seats=[getattr(who, name) for name in seats],
            chair=getattr(who, chair).person,
            by=who.officer,
            at=NOON,
        )
        == refusal
    )
    assert not thesis.jury.exists()


def test_a_jury_has_nothing_to_read_before_a_deposit(who):
    seats = [who.chair, who.member]

    found = refusal_of(thesis_juries.name_jury, thesis=agreed(who), seats=seats, chair=who.chair.person, by=who.officer, at=NOON)

    assert found == ThesisRefusal.NOT_DEPOSITED


def test_a_jury_that_is_named_again_tells_newcomers_alone(who):
    thesis = with_jury(who)
    Message.objects.all().delete()
    other = seat(AMU, "Nina New")

    thesis_juries.name_jury(thesis=thesis, seats=[who.chair, other], chair=who.chair.person, by=who.officer, at=NOON)

    assert told("You sit in the jury of a thesis") == ["nina.new@example.org"]
    assert {row.person for row in thesis.jury.all()} == {who.chair.person, other.person}


def test_the_defence_is_told_to_everyone_around_it_in_their_time_zone(who):
    who.second.person.time_zone = "Europe/Helsinki"
    who.second.person.save()

    announced(who)

    everyone = [who.student, who.first.person, who.second.person, who.chair.person, who.member.person]
    assert told("The defence of a thesis is announced") == sorted(someone.email for someone in everyone)
    bodies = dict(Message.objects.filter(subject="The defence of a thesis is announced").values_list("recipient", "body"))
    assert "When: 14 Dec 2026, 13:00 CET" in bodies[who.student.email]
    assert "When: 14 Dec 2026, 14:00 EET" in bodies[who.second.person.email]
    assert "Student: Lea Learner, Thesis, supervised in Pisa" in bodies[who.second.person.email]


def test_a_defence_lies_ahead_and_has_a_place(who):
    thesis = with_jury(who)
    values = {"thesis": thesis, "by": who.officer, "at": NOON}

    assert refusal_of(thesis_juries.announce, defence_at=NOON, place="Aula 3", **values) == ThesisRefusal.IN_THE_PAST
    assert refusal_of(thesis_juries.announce, defence_at=DEFENCE, place=" ", **values) == ThesisRefusal.NO_PLACE


def test_the_chair_gives_a_thesis_back_for_another_version(who):
    thesis = announced(who)
    values = {"thesis": thesis, "reason": "The wrong file.", "at": NOON}
    assert refusal_of(thesis_juries.give_back, by=who.member.person, **values) == ThesisRefusal.NOT_CHAIR

    thesis_juries.give_back(by=who.chair.person, **values)
    thesis.refresh_from_db()
    assert (thesis.state, thesis.defence_at, thesis.place, thesis.reason) == (ThesisState.DEPOSITED, None, "", "The wrong file.")
    hand_over(thesis, who, pdf("right"))

    assert (thesis.deposits.count(), Thesis.objects.get().reason) == (2, "")


def test_a_grade_is_entered_by_a_member_after_the_defence_in_the_local_scale(who):
    thesis = announced(who)
    enter = {"act": thesis_juries.enter_grade, "thesis": thesis, "text": "30"}

    assert refusal_of(**enter, by=who.member.person, at=NEXT_DAY) == ThesisRefusal.NOT_DEFENDED
    assert refusal_of(**enter, by=who.chair.person, at=AFTER) == ThesisRefusal.CHAIR_CONFIRMS
    assert refusal_of(**enter, by=who.first.person, at=AFTER) == ThesisRefusal.NOT_IN_JURY
    assert refusal_of(**{**enter, "text": "14.5"}, by=who.member.person, at=AFTER) == ThesisRefusal.BAD_GRADE


def test_the_chair_sends_a_grade_back(who):
    thesis = judged(who, "28")

    thesis_juries.return_grade(thesis=thesis, reason="We said 29.", by=who.chair.person, at=AFTER)

    thesis.refresh_from_db()
    assert (thesis.state, thesis.grade_entered, thesis.graded_by) == (ThesisState.ANNOUNCED, "", None)
    assert told("A thesis grade was sent back") == ["marc.member@example.org"]


def test_a_confirmed_grade_is_published_on_a_sheet_and_the_audit_counts_it(who):
    others = cast(email="other@example.org", suffix=" 2", cohort=who.enrolment.programme_enrolment.offering)
    thesis = judged(who)
    assert not Grade.objects.exists()

    thesis_juries.confirm_grade(thesis=thesis, by=who.chair.person, at=AFTER)

    sheet = GradeSheet.objects.get()
    assert (sheet.state, sheet.scale, sheet.held_on, sheet.confirmed_by) == (
        SheetState.PUBLISHED,
        "it-30",
        DEFENCE.date(),
        who.chair.person,
    )
    assert list(sheet.writers.all()) == [who.member.person]
    assert [(row.enrolment, row.value, row.standing) for row in sheet.grades.all()] == [(who.enrolment, "30L", Standing.PASSED)]
    assert Thesis.objects.get().grade == sheet.grades.get()
    assert Enrolment.objects.get(pk=who.enrolment.pk).state == State.COMPLETED
    assert Enrolment.objects.get(pk=others.enrolment.pk).state == State.ACTIVE
    studies = who.enrolment.programme_enrolment
    (result,) = results_of([studies])[studies.pk]
    assert (result.code, result.kind, result.passed_on, result.is_pass) == ("PI-402", "thesis", DEFENCE.date(), True)


def test_the_student_is_told_that_there_is_a_grade_and_no_notice_says_which(who):
    graded(who, "30L")

    assert who.student.email in told("Your grade is published: Thesis, supervised in Pisa")
    assert not [body for body in Message.objects.values_list("body", flat=True) if "30L" in body]


def test_nobody_but_the_chair_confirms_and_only_what_was_entered(who):
    thesis = announced(who)
    assert refusal_of(thesis_juries.confirm_grade, thesis=thesis, by=who.chair.person, at=AFTER) == ThesisRefusal.NOT_JUDGED
    thesis_juries.enter_grade(thesis=thesis, text="30", by=who.member.person, at=AFTER)

    assert refusal_of(thesis_juries.confirm_grade, thesis=thesis, by=who.member.person, at=AFTER) == ThesisRefusal.NOT_CHAIR


def test_an_open_sheet_of_the_course_stops_the_grade_and_nothing_is_half_done(who):
    thesis = judged(who)
    grades.open_sheet(offering=who.enrolment.offering, held_on=NOON.date(), by=who.officer, at=NOON)

    assert refusal_of(thesis_juries.confirm_grade, thesis=thesis, by=who.chair.person, at=AFTER) == ThesisRefusal.UNPUBLISHED

    thesis.refresh_from_db()
    assert (thesis.state, thesis.grade, GradeSheet.objects.count()) == (ThesisState.JUDGED, None, 1)


def test_a_student_who_left_gets_no_grade(who):
    thesis = judged(who)
    withdraw(enrolment=who.enrolment, by=None, at=AFTER)

    assert refusal_of(thesis_juries.confirm_grade, thesis=thesis, by=who.chair.person, at=AFTER) == ThesisRefusal.STUDIES_ENDED


def test_after_a_fail_another_thesis_may_be_written(who):
    failed = graded(who, "17")
    assert failed.grade.standing == Standing.FAILED

    again = theses.propose(**{**propose(who), "at": AFTER})

    assert (again.pk != failed.pk, Thesis.objects.count()) == (True, 2)


def test_after_a_pass_no_other_one(who):
    graded(who)

    assert refusal_of(theses.propose, **propose(who)) == ThesisRefusal.STUDIES_ENDED


def test_documents_say_what_was_deposited_defended_and_corrected(who):
    studies = who.enrolment.programme_enrolment
    assert thesis_facts(studies) is None
    thesis = graded(who, "29")
    grades.correct_grade(grade=thesis.grade, text="30", reason="Added up wrongly.", by=who.officer, at=AFTER)

    assert thesis_facts(ProgrammeEnrolment.objects.get(pk=studies.pk)) == ThesisFacts(
        title={"en": "A made-up thesis", "fr": "Un mémoire inventé"},
        supervisors=("First Supervisor (UNIPI)", "Second Supervisor (AMU)"),
        defended_on=DEFENCE.date(),
        grade="30",
        schac=UNIPI,
    )


def test_each_sees_what_waits_for_them(who):
    nothing = Work(0, 0, 0, 0, 0)
    proposed(who)
    assert work_of(who.first.person, NOON.date()) == Work(1, 0, 0, 0, 0)
    for row in (who.first, who.second):
        theses.agree(thesis=Thesis.objects.get(), by=row.person, at=NOON)
    hand_over(Thesis.objects.get(), who, pdf())
    assert work_of(who.officer, NOON.date()) == Work(0, 1, 0, 0, 0)
    seats = [who.chair, who.member]
    thesis = thesis_juries.name_jury(thesis=Thesis.objects.get(), seats=seats, chair=who.chair.person, by=who.officer, at=NOON)
    assert work_of(who.officer, NOON.date()) == Work(0, 0, 1, 0, 0)
    thesis_juries.announce(thesis=thesis, defence_at=DEFENCE, place="Aula 3", by=who.officer, at=NOON)
    assert work_of(who.member.person, NOON.date()) == nothing
    assert work_of(who.member.person, DEFENCE.date()) == Work(0, 0, 0, 1, 0)
    thesis_juries.enter_grade(thesis=thesis, text="30", by=who.member.person, at=AFTER)
    assert work_of(who.chair.person, DEFENCE.date()) == Work(0, 0, 0, 0, 1)
    assert work_of(who.student, DEFENCE.date()) == work_of(person("else@example.org"), DEFENCE.date()) == nothing


def test_theses_are_seen_by_the_student_whoever_follows_and_the_administration(who):
    thesis = with_jury(who)
    elsewhere = seat("su.se", "Elsewhere", who.officer.roles.get().role).person
    stranger = person("stranger@example.org")
    inside = [who.student, who.first.person, who.second.person, who.chair.person, who.member.person, who.officer]

    seen = [someone for someone in [*inside, elsewhere, stranger] if thesis in Thesis.objects.visible_to(someone)]
    on_desk = [someone for someone in [*inside, elsewhere, stranger] if thesis in Thesis.objects.on_the_desk_of(someone)]

    assert (seen, on_desk) == (inside, inside[1:])
    assert Thesis.objects.visible_to(who.officer).count() == 1


def test_an_erasure_takes_what_was_not_graded_with_its_bytes(who, django_capture_on_commit_callbacks):
    deposited(who)
    blob = ThesisDeposit.objects.get().blob
    assert [row["as"] for row in export_theses(who.student)] == ["student"]
    assert [row["as"] for row in export_theses(who.first.person)] == ["supervisor"]

    with django_capture_on_commit_callbacks(execute=True):
        assert erase_theses(who.student) > 0

    assert (Thesis.objects.exists(), blobs.blob_path(blob).exists()) == (False, False)


def test_a_graded_thesis_is_kept_as_part_of_the_examination(who):
    graded(who)

    assert (erase_theses(who.student), Thesis.objects.count()) == (0, 1)
    assert blobs.get(ThesisDeposit.objects.get().blob) == pdf()


def test_bytes_are_read_from_their_beginning_wherever_the_file_stands(who):
    source = BytesIO(pdf())
    source.read(100)

    row = theses.deposit(
        thesis=agreed(who), source=source, title={"en": "T"}, embargo_until=None, by=who.student, at=NOON + timedelta(days=1)
    )

    assert blobs.get(row.blob) == pdf()

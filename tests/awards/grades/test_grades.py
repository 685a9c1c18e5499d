"""Grades are entered whole or not at all, seen by a second person, published, and corrected with their past kept."""

import pytest
from tests.factories.people import PersonFactory
from tests.support.grading import examined_offering, published_sheet, students_of
from tests.support.moments import LATER, NOON

from salerno.audit.models import Entry
from salerno.awards.enums import GradeRefusal, SheetState, Standing
from salerno.awards.errors import GradesRefused
from salerno.awards.grades.services import grades
from salerno.awards.models import Grade, GradeCorrection, GradeSheet
from salerno.enrolment.enums import State
from salerno.messaging.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def offering():
    return examined_offering()


@pytest.fixture
def writer():
    return PersonFactory()


@pytest.fixture
def second():
    return PersonFactory()


def opened(offering, writer, count=3):
    students = students_of(offering, count)
    return grades.open_sheet(offering=offering, held_on=NOON.date(), by=writer, at=NOON), students


def texts_of(students, *values):
    return {str(student.uuid): value for student, value in zip(students, values, strict=True)}


def refusal_of(act, **values):
    with pytest.raises(GradesRefused) as error:
        act(**values)
    return error.value


def test_grades_are_kept_in_the_spelling_of_the_scale(offering, writer):
    sheet, students = opened(offering, writer, 4)

    count = grades.save_grades(
        sheet=sheet, texts=texts_of(students, "30 e lode", "28/30", "17", "–"), revision=0, by=writer, at=NOON
    )

    assert count == 4
    assert list(Grade.objects.values_list("value", "standing")) == [
        ("30L", Standing.PASSED),
        ("28", Standing.PASSED),
        ("17", Standing.FAILED),
        ("", Standing.ABSENT),
    ]


def test_one_bad_cell_writes_nothing_and_names_each_bad_cell(offering, writer):
    sheet, students = opened(offering, writer, 4)

    error = refusal_of(
        grades.save_grades, sheet=sheet, texts=texts_of(students, "28", "31", "B", ""), revision=0, by=writer, at=NOON
    )

    assert error.refusal == GradeRefusal.BAD_CELLS
    assert set(error.cells) == {str(students[1].uuid), str(students[2].uuid)}
    assert "30L" in error.cells[str(students[1].uuid)]
    assert not Grade.objects.exclude(standing=Standing.WAITING).exists()


def test_a_student_of_another_sheet_is_refused(offering, writer):
    sheet, _students = opened(offering, writer)
    (stranger,) = students_of(examined_offering(), 1)

    error = refusal_of(grades.save_grades, sheet=sheet, texts={str(stranger.uuid): "30"}, revision=0, by=writer, at=NOON)

    assert set(error.cells) == {str(stranger.uuid)}


def test_who_saves_on_an_old_revision_is_told_and_overwrites_nothing(offering, writer, second):
    sheet, students = opened(offering, writer)
    grades.save_grades(sheet=sheet, texts=texts_of(students, "28", "", ""), revision=0, by=writer, at=NOON)

    error = refusal_of(grades.save_grades, sheet=sheet, texts=texts_of(students, "18", "", ""), revision=0, by=second, at=LATER)

    assert error.refusal == GradeRefusal.CHANGED_MEANWHILE
    assert Grade.objects.get(enrolment=students[0]).value == "28"


def test_saving_what_stands_changes_nothing(offering, writer):
    sheet, students = opened(offering, writer)
    grades.save_grades(sheet=sheet, texts=texts_of(students, "28", "", ""), revision=0, by=writer, at=NOON)

    assert grades.save_grades(sheet=sheet, texts=texts_of(students, "28", "", ""), revision=1, by=writer, at=NOON) == 0
    assert GradeSheet.objects.get().revision == 1


def test_an_unfinished_sheet_is_not_handed_in(offering, writer):
    sheet, students = opened(offering, writer)
    grades.save_grades(sheet=sheet, texts=texts_of(students, "28", "20", ""), revision=0, by=writer, at=NOON)

    assert refusal_of(grades.submit_sheet, sheet=sheet, by=writer, at=NOON).refusal == GradeRefusal.UNFINISHED


def test_nobody_is_their_own_second_pair_of_eyes(offering, writer, second):
    sheet, students = opened(offering, writer)
    grades.save_grades(sheet=sheet, texts=texts_of(students, "28", "20", "-"), revision=0, by=writer, at=NOON)
    grades.submit_sheet(sheet=sheet, by=second, at=NOON)

    assert refusal_of(grades.confirm_sheet, sheet=sheet, by=writer, at=NOON).refusal == GradeRefusal.OWN_WORK
    grades.confirm_sheet(sheet=sheet, by=second, at=NOON)
    assert GradeSheet.objects.get().confirmed_by == second


def test_a_sheet_is_not_published_before_it_is_confirmed_nor_changed_while_it_waits(offering, writer):
    sheet, students = opened(offering, writer)
    texts = texts_of(students, "28", "20", "-")
    grades.save_grades(sheet=sheet, texts=texts, revision=0, by=writer, at=NOON)
    grades.submit_sheet(sheet=sheet, by=writer, at=NOON)

    assert refusal_of(grades.publish_sheet, sheet=sheet, by=writer, at=NOON).refusal == GradeRefusal.NOT_CONFIRMED
    refused = refusal_of(grades.save_grades, sheet=sheet, texts=texts, revision=1, by=writer, at=NOON)
    assert refused.refusal == GradeRefusal.NOT_DRAFT


def test_a_sheet_sent_back_must_be_confirmed_again(offering, writer, second):
    sheet, students = opened(offering, writer)
    grades.save_grades(sheet=sheet, texts=texts_of(students, "28", "20", "-"), revision=0, by=writer, at=NOON)
    grades.submit_sheet(sheet=sheet, by=writer, at=NOON)
    grades.confirm_sheet(sheet=sheet, by=second, at=NOON)

    grades.return_sheet(sheet=sheet, reason="Two papers were exchanged.", by=second, at=NOON)

    sheet.refresh_from_db()
    assert (sheet.state, sheet.confirmed_by) == (SheetState.DRAFT, None)


def test_publication_completes_the_course_of_those_who_passed_and_tells_all(offering, writer, second):
    students = students_of(offering, 3)

    published_sheet(offering, texts_of(students, "28", "17", "-"), writer, second)

    states = [type(student).objects.get(pk=student.pk).state for student in students]
    assert states == [State.COMPLETED, State.ACTIVE, State.ACTIVE]
    bodies = Message.objects.filter(template="awards/grade_published").values_list("body", flat=True)
    assert len(bodies) == 3
    assert not any("28" in body.replace(offering.course.title["en"], "") for body in bodies)


def test_a_resit_is_for_those_who_have_not_passed(offering, writer, second):
    students = students_of(offering, 3)
    published_sheet(offering, texts_of(students, "28", "17", "-"), writer, second)

    resit = grades.open_sheet(offering=offering, held_on=LATER.date(), by=writer, at=LATER)

    assert resit.sitting == 2
    assert [row.enrolment for row in resit.grades.all()] == students[1:]


def test_a_second_sheet_is_refused_while_one_is_open_and_when_nobody_waits(offering, writer, second):
    assert refusal_of(grades.open_sheet, offering=offering, held_on=NOON.date(), by=writer, at=NOON).refusal == GradeRefusal.NOBODY
    opened(offering, writer)
    again = refusal_of(grades.open_sheet, offering=offering, held_on=NOON.date(), by=writer, at=NOON)
    assert again.refusal == GradeRefusal.SHEET_OPEN


def test_who_enrols_later_is_added_once(offering, writer):
    sheet, _students = opened(offering, writer, 1)
    students_of(offering, 2)

    assert grades.add_newcomers(sheet=sheet, by=writer, at=LATER) == 2
    assert grades.add_newcomers(sheet=sheet, by=writer, at=LATER) == 0
    assert sheet.grades.count() == 3


def test_a_correction_keeps_the_old_grade_and_follows_into_the_enrolment(offering, writer, second):
    students = students_of(offering, 1)
    published_sheet(offering, texts_of(students, "17"), writer, second)
    grade = Grade.objects.get()

    grades.correct_grade(grade=grade, text="24", reason="A page had been overlooked.", by=second, at=LATER)
    students[0].refresh_from_db()
    assert students[0].state == State.COMPLETED
    grades.correct_grade(grade=grade, text="16", reason="It was another's page.", by=second, at=LATER)
    students[0].refresh_from_db()

    assert students[0].state == State.ACTIVE
    assert list(GradeCorrection.objects.values_list("old_value", "new_value", "new_standing")) == [
        ("17", "24", Standing.PASSED),
        ("24", "16", Standing.FAILED),
    ]
    assert Entry.objects.filter(action="grade.corrected").count() == 2


@pytest.mark.parametrize(
    ("text", "reason", "refusal"),
    [
        ("24", " ", GradeRefusal.NO_REASON),
        ("17", "The same.", GradeRefusal.SAME),
        ("", "Taken back.", GradeRefusal.SAME),
        ("31", "Better.", GradeRefusal.BAD_CELLS),
    ],
)
def test_a_correction_is_refused(offering, writer, second, text, reason, refusal):
    students = students_of(offering, 1)
    published_sheet(offering, texts_of(students, "17"), writer, second)

    refused = refusal_of(grades.correct_grade, grade=Grade.objects.get(), text=text, reason=reason, by=second, at=LATER)

    assert refused.refusal == refusal
    assert not GradeCorrection.objects.exists()


def test_a_grade_on_an_open_sheet_is_not_corrected_but_changed(offering, writer):
    opened(offering, writer, 1)

    refused = refusal_of(grades.correct_grade, grade=Grade.objects.get(), text="20", reason="Why", by=writer, at=LATER)

    assert refused.refusal == GradeRefusal.NOT_PUBLISHED


def test_the_download_of_ones_data_holds_published_grades_with_their_past(offering, writer, second):
    students = students_of(offering, 1)
    sheet, _others = (published_sheet(offering, texts_of(students, "17"), writer, second), None)
    grades.correct_grade(grade=Grade.objects.get(), text="24", reason="Recounted.", by=second, at=LATER)
    later = grades.export_grades(students[0].learner)

    assert [(row["grade"], row["sitting"], row["corrections"][0]["old"]) for row in later] == [("24", sheet.sitting, "17")]
    assert grades.export_grades(writer) == []

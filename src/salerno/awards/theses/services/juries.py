"""A thesis before its jury: named, defence announced, grade entered, confirmed by the chair, published on a grade sheet."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from salerno.audit.services import record
from salerno.awards.enums import GradeRefusal, ThesisRefusal, ThesisState
from salerno.awards.errors import GradesRefused, ThesisRefused
from salerno.awards.grades.services import grades
from salerno.awards.grading.errors import GradeRefused
from salerno.awards.grading.scales import scale_of
from salerno.awards.models import Grade, GradeSheet, JuryMember, Thesis
from salerno.awards.rules import why_not_open_sheet
from salerno.awards.theses import rules
from salerno.awards.theses.news import tell
from salerno.awards.theses.rules import JURORS, Seat
from salerno.awards.theses.services.steps import give_reason, locked, move, note, refuse_if, supervisors_of, why_not_from_there
from salerno.catalogue.models import CourseOffering
from salerno.common.telling import told
from salerno.people.models import Person


@transaction.atomic
def name_jury(*, thesis: Thesis, seats: Collection[Seat], chair: Person, by: Person, at: datetime) -> Thesis:
    """Give the thesis to a jury; from now on nothing new is deposited. Naming again replaces the jury, until a grade is entered."""
    thesis = locked(thesis)
    refuse_if(rules.why_not_name_jury(thesis) or rules.why_not_judge(thesis, seats, chair))
    refuse_if(why_not_from_there(seats, JURORS, at))
    before = set(thesis.jury.values_list("person", flat=True)) if thesis.state != ThesisState.DEPOSITED else set()
    thesis.jury.all().delete()
    JuryMember.objects.bulk_create(
        JuryMember(thesis=thesis, person=seat.person, institution=seat.institution, is_chair=seat.person.pk == chair.pk)
        for seat in seats
    )
    if thesis.state == ThesisState.DEPOSITED:
        move(thesis, ThesisState.WITH_JURY)
    detail = {"members": [str(seat.person.uuid) for seat in seats], "chair": str(chair.uuid)}
    note("thesis.jury_named", thesis, by, at, detail)
    tell("jury", thesis, [seat.person for seat in seats if seat.person.pk not in before], at)
    return thesis


@transaction.atomic
def announce(*, thesis: Thesis, defence_at: datetime, place: str, by: Person, at: datetime) -> Thesis:
    """Say when and where the thesis is defended, or move the defence; the student, the supervisors and the jury are told."""
    thesis = locked(thesis)
    refuse_if(rules.why_not_announce(thesis))
    refuse_if(ThesisRefusal.IN_THE_PAST if defence_at <= at else None if place.strip() else ThesisRefusal.NO_PLACE)
    thesis.defence_at, thesis.place = defence_at, place.strip()
    if thesis.state == ThesisState.WITH_JURY:
        move(thesis, ThesisState.ANNOUNCED, "defence_at", "place")
    else:
        thesis.save(update_fields=["defence_at", "place"])
    note("thesis.defence_announced", thesis, by, at, {"defence_at": defence_at, "place": thesis.place})
    invited = {person.pk: person for person in (thesis.enrolment.learner, *supervisors_of(thesis), *_jury(thesis))}
    tell("defence", thesis, invited.values(), at)
    return thesis


@transaction.atomic
def give_back(*, thesis: Thesis, reason: str, by: Person, at: datetime) -> Thesis:
    """The chair lets the student deposit another version, with a reason; a defence that was announced does not take place."""
    thesis = locked(thesis)
    refuse_if(rules.why_not_give_back(thesis, by))
    give_reason(thesis, reason, by)
    thesis.defence_at, thesis.place = None, ""
    move(thesis, ThesisState.DEPOSITED, "reason", "returned_by", "defence_at", "place")
    note("thesis.given_back", thesis, by, at, {"reason": thesis.reason})
    tell("given_back", thesis, [thesis.enrolment.learner, *supervisors_of(thesis, but=by)], at)
    return thesis


@transaction.atomic
def enter_grade(*, thesis: Thesis, text: str, by: Person, at: datetime) -> Thesis:
    """A member writes down the jury's grade in the scale of the institution that examines; the chair sees it next."""
    thesis = locked(thesis)
    refuse_if(rules.why_not_enter_grade(thesis, by, at))
    thesis.grade_entered, thesis.graded_by, thesis.reason, thesis.returned_by = _read(thesis, text), by, "", None
    move(thesis, ThesisState.JUDGED, "grade_entered", "graded_by", "reason", "returned_by")
    note("thesis.grade_entered", thesis, by, at)
    tell("judged", thesis, [row.person for row in thesis.jury.all() if row.is_chair], at)
    return thesis


def _read(thesis: Thesis, text: str) -> str:
    scale = thesis.enrolment.offering.institution.grading_scale
    if scale is None:
        raise ThesisRefused(ThesisRefusal.BAD_GRADE, str(GradeRefusal.NO_SCALE.label))
    try:
        return scale_of(scale.code).read(text.strip()).text
    except GradeRefused as error:
        raise ThesisRefused(ThesisRefusal.BAD_GRADE, told(error.sentence)) from error


@transaction.atomic
def return_grade(*, thesis: Thesis, reason: str, by: Person, at: datetime) -> Thesis:
    """The chair sends the grade back to the jury, with a reason."""
    thesis = locked(thesis)
    refuse_if(rules.why_not_return_grade(thesis, by))
    give_reason(thesis, reason, by)
    writer = thesis.graded_by
    thesis.grade_entered, thesis.graded_by = "", None
    move(thesis, ThesisState.ANNOUNCED, "reason", "returned_by", "grade_entered", "graded_by")
    note("thesis.grade_returned", thesis, by, at, {"reason": thesis.reason})
    tell("grade_returned", thesis, [writer], at)
    return thesis


@transaction.atomic
def confirm_grade(*, thesis: Thesis, by: Person, at: datetime) -> Thesis:
    """The chair confirms the jury's grade, and it is published as the result of the thesis course.

    It goes through a grade sheet of its own, entered by the member who wrote it down and confirmed by the chair: the degree audit,
    documents and corrections know one truth. All of it, or nothing.
    """
    thesis = locked(thesis)
    refuse_if(rules.why_not_confirm_grade(thesis, by))
    try:
        thesis.grade = _publish(thesis, by, at)
    except GradesRefused as error:
        raise ThesisRefused(ThesisRefusal.UNPUBLISHED, " ".join([str(error), *error.cells.values()])) from error
    move(thesis, ThesisState.GRADED, "grade")
    note("thesis.grade_confirmed", thesis, by, at)
    return thesis


def _publish(thesis: Thesis, by: Person, at: datetime) -> Grade:
    """The published grade. A defence is a sitting of its own: those who write their theses meanwhile do not stand on its sheet."""
    writer, enrolment = thesis.graded_by, thesis.enrolment
    rows = CourseOffering.objects.select_for_update(of=("self",)).select_related("institution__grading_scale")
    offering = rows.get(pk=enrolment.offering_id)
    if refusal := why_not_open_sheet(offering):
        raise GradesRefused(refusal)
    sheet = GradeSheet.objects.create(
        offering=offering,
        sitting=offering.grade_sheets.count() + 1,
        scale=offering.institution.grading_scale.code,
        held_on=thesis.defended_on,
    )
    Grade.objects.create(sheet=sheet, enrolment=enrolment)
    record(action="grades.sheet_opened", actor=writer, subject=sheet, detail={"sitting": sheet.sitting, "students": 1}, at=at)
    grades.save_grades(sheet=sheet, texts={str(enrolment.uuid): thesis.grade_entered}, revision=0, by=writer, at=at)
    grades.submit_sheet(sheet=sheet, by=writer, at=at)
    grades.confirm_sheet(sheet=sheet, by=by, at=at)
    grades.publish_sheet(sheet=sheet, by=by, at=at)
    return sheet.grades.get()


def _jury(thesis: Thesis) -> list[Person]:
    return [row.person for row in thesis.jury.select_related("person")]

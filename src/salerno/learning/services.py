"""Studying: opening, completing, reporting."""

import json
import uuid
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from salerno.audit.services import record
from salerno.catalogue.enums import OwnerRole
from salerno.courseware.models import CourseVersion, VersionActivity
from salerno.enrolment.models import Enrolment
from salerno.learning.enums import NEXT_REPORT, ReportState
from salerno.learning.errors import LearningRefused
from salerno.learning.models import ActivityProgress, AnswerDraft, ProblemReport, Submission
from salerno.messaging.services import send_later
from salerno.people.enums import Role
from salerno.people.models import Person, RoleAssignment

MAX_TEXT = 20_000
MAX_DRAFT = 5 * MAX_TEXT


def open_activity(*, enrolment: Enrolment, key: str, at: datetime) -> None:
    """Note that the learner has opened the activity; the first time counts."""
    with transaction.atomic():
        ActivityProgress.objects.get_or_create(
            enrolment=enrolment, activity_key=key, defaults={"opened_at": at}
        )


@transaction.atomic
def complete_activity(*, enrolment: Enrolment, key: str, at: datetime, score: object = None) -> ActivityProgress:
    """Mark the activity as done; done again changes nothing but a better score."""
    row, _new = ActivityProgress.objects.select_for_update().get_or_create(
        enrolment=enrolment, activity_key=key, defaults={"opened_at": at}
    )
    row.completed_at = row.completed_at or at
    if score is not None and (row.best_score is None or score > row.best_score):
        row.best_score = score
    row.save()
    return row


@transaction.atomic
def undo_completion(*, enrolment: Enrolment, key: str) -> None:
    """Take "done" back from an activity that one marks by hand."""
    ActivityProgress.objects.filter(enrolment=enrolment, activity_key=key, best_score=None).update(completed_at=None)


@transaction.atomic
def save_draft(*, enrolment: Enrolment, key: str, content: dict[str, object], at: datetime) -> None:
    """Keep what was typed and not yet handed in; the latest state wins. Raises ``LearningRefused`` for more than a page can ask."""
    if len(json.dumps(content)) > MAX_DRAFT:
        raise LearningRefused(_("This is more text than can be kept here. Nothing was lost: shorten it."))
    AnswerDraft.objects.update_or_create(
        enrolment=enrolment, activity_key=key, defaults={"content": content, "saved_at": at}
    )


@transaction.atomic
def submit_reflection(
    *, enrolment: Enrolment, activity: VersionActivity, text: str, idempotency_key: uuid.UUID, at: datetime
) -> Submission:
    """Hand in a reflection; the same key again gives the one that stands, a changed text is a new row."""
    if existing := Submission.objects.filter(idempotency_key=idempotency_key).first():
        if existing.enrolment_id != enrolment.pk:
            raise LearningRefused(_("This form belongs to another page. Load the page again; your text is kept."))
        return existing
    if not text.strip():
        raise LearningRefused(_("There is no text yet."))
    if len(text) > MAX_TEXT:
        sentence = _("The text is longer than %(most)d characters. Nothing was lost: shorten it.")
        raise LearningRefused(sentence % {"most": MAX_TEXT})
    submission = Submission.objects.create(
        idempotency_key=idempotency_key,
        enrolment=enrolment,
        version=activity.version,
        activity_key=activity.key,
        text=text,
        is_shared=activity.settings.get("share") == "teacher",
        submitted_at=at,
    )
    AnswerDraft.objects.filter(enrolment=enrolment, activity_key=activity.key).delete()
    complete_activity(enrolment=enrolment, key=activity.key, at=at)
    record(action="reflection.submitted", actor=enrolment.learner, subject=submission, at=at)
    return submission


@transaction.atomic
def report_problem(
    *, version: CourseVersion, key: str, text: str, language: str, by: Person, at: datetime
) -> ProblemReport:
    """Tell the course's leads that something is wrong with a page; the same words again are one report."""
    text = text.strip()[:4000]
    if not text:
        raise LearningRefused(_("Say in a few words what is wrong."))
    report, is_new = ProblemReport.objects.get_or_create(
        version=version,
        activity_key=key,
        reporter=by,
        text=text,
        state=ReportState.OPEN,
        defaults={"reported_at": at, "language": language},
    )
    if is_new:
        record(action="problem.reported", actor=by, subject=report, at=at)
        for lead in leads_of(version, at):
            send_later(
                "learning/problem_reported",
                to=lead.email,
                language=lead.language,
                context={"report": report, "course": version.course},
                at=at,
                person_uuid=lead.uuid,
                key=f"problem/{report.uuid}/{lead.uuid}",
            )
    return report


def leads_of(version: CourseVersion, at: datetime) -> list[Person]:
    """Course leads at the leading institution, else its coordinators, else the consortium's."""
    owner = version.course.owners.filter(role=OwnerRole.LEAD).first()
    held = RoleAssignment.objects.in_force(at.date()).filter(person__is_active=True).select_related("person")
    for roles in ({Role.COURSE_LEAD}, {Role.COORDINATOR}):
        if owner and (found := held.filter(institution=owner.institution_id, role__in=roles)):
            return [assignment.person for assignment in found]
    return [assignment.person for assignment in held.over_the_consortium()]


@transaction.atomic
def answer_report(*, report: ProblemReport, answer: str, by: Person, at: datetime) -> None:
    """Answer a report and close it; who reported is told."""
    report = ProblemReport.objects.select_for_update().get(pk=report.pk)
    if ReportState.ANSWERED not in NEXT_REPORT[ReportState(report.state)]:
        raise LearningRefused(_("This report was answered already."))
    report.state, report.answer = ReportState.ANSWERED, answer.strip()[:4000]
    report.answered_by, report.answered_at = by, at
    report.save()
    record(action="problem.answered", actor=by, subject=report, person=report.reporter, at=at)
    if report.reporter:
        send_later(
            "learning/problem_answered",
            to=report.reporter.email,
            language=report.reporter.language,
            context={"report": report, "course": report.version.course},
            at=at,
            person_uuid=report.reporter.uuid,
        )


@transaction.atomic
def reopen_report(*, report: ProblemReport, by: Person, at: datetime) -> None:
    """Open an answered report again: the answer stays, and is replaced by the next one."""
    report = ProblemReport.objects.select_for_update().get(pk=report.pk)
    if ReportState.OPEN not in NEXT_REPORT[ReportState(report.state)]:
        raise LearningRefused(_("This report is open already."))
    report.state = ReportState.OPEN
    report.save()
    record(action="problem.reopened", actor=by, subject=report, person=report.reporter, at=at)

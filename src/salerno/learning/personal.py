"""What this room holds about a person: exported and erased on their wish."""

from typing import Any

from salerno.learning.models import (
    ActivityProgress,
    AnswerDraft,
    Attempt,
    ProblemReport,
    QuizSession,
    Submission,
)
from salerno.people.models import Person


def export_traces(person: Person) -> list[dict[str, Any]]:
    """Progress, sittings with their answers, drafts and reflections."""
    course = "enrolment__offering__course__code"
    kinds = {
        "progress": ActivityProgress.objects.filter(enrolment__learner=person).values(
            course, "activity_key", "opened_at", "completed_at", "best_score"
        ),
        "quiz_sessions": QuizSession.objects.filter(enrolment__learner=person).values(
            course, "uuid", "activity_key", "is_final", "started_at", "handed_in_at", "score"
        ),
        "attempts": Attempt.objects.filter(session__enrolment__learner=person).values(
            "session__uuid", "question_key", "response", "score", "confidence", "answered_at"
        ),
        "drafts": AnswerDraft.objects.filter(enrolment__learner=person).values(
            course, "activity_key", "content", "saved_at"
        ),
        "submissions": Submission.objects.filter(enrolment__learner=person).values(
            course, "activity_key", "text", "is_shared", "submitted_at"
        ),
    }
    return [{"kind": kind, **row} for kind, rows in kinds.items() for row in rows]


def erase_traces(person: Person) -> int:
    """Delete them all; what an award froze stays with the award."""
    count = 0
    for model in (QuizSession, ActivityProgress, AnswerDraft, Submission):
        count += model.objects.filter(enrolment__learner=person).delete()[0]
    return count


def export_reports(person: Person) -> list[dict[str, Any]]:
    """Problems that the person reported."""
    return list(person.problem_reports.values("uuid", "activity_key", "text", "reported_at", "answer"))


def erase_reports(person: Person) -> int:
    """Take the name off the reports; the problem itself stays with the course."""
    return ProblemReport.objects.filter(reporter=person).update(reporter=None)

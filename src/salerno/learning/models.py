"""Rows of learners' traces."""

import uuid

from django.db import models

from salerno.courseware.models import CourseVersion
from salerno.enrolment.models import Enrolment
from salerno.learning.enums import ReportState, SessionState
from salerno.learning.querysets import OfEnrolmentQuerySet, ProblemReportQuerySet, SubmissionQuerySet
from salerno.people.models import Person


class ActivityProgress(models.Model):
    """How far a learner is in one activity, by its stable key: it outlives versions."""

    personal_data = ("enrolment", "opened_at", "completed_at", "best_score")

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="progress")
    activity_key = models.SlugField(max_length=80)
    opened_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)
    best_score = models.DecimalField(max_digits=5, decimal_places=4, null=True)

    objects = OfEnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "activity progress"
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "activity_key"], name="one_progress_for_each_activity")
        ]

    def __str__(self) -> str:
        return self.activity_key


class QuizSession(models.Model):
    """One sitting of a quiz: the questions as they were drawn, their numbers and their order, so that a reload shows the same."""

    personal_data = ("enrolment", "started_at", "handed_in_at", "score")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="quiz_sessions")
    version = models.ForeignKey(CourseVersion, on_delete=models.PROTECT, related_name="+")
    activity_key = models.SlugField(max_length=80)
    is_final = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=SessionState.choices, default=SessionState.OPEN)
    drawn = models.JSONField()
    started_at = models.DateTimeField()
    handed_in_at = models.DateTimeField(null=True)
    score = models.DecimalField(max_digits=5, decimal_places=4, null=True)

    objects = OfEnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "activity_key"],
                condition=models.Q(state="open"),
                name="one_open_session_of_a_quiz",
            )
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class Attempt(models.Model):
    """One answer to one question, kept as typed. Append-only; a question is answered once in a session."""

    personal_data = ("session", "response", "score", "answered_at")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    idempotency_key = models.UUIDField(unique=True)
    session = models.ForeignKey(QuizSession, on_delete=models.CASCADE, related_name="attempts")
    question_key = models.SlugField(max_length=80)
    outcome = models.SlugField(max_length=80)
    response = models.JSONField()
    score = models.DecimalField(max_digits=5, decimal_places=4)
    is_right = models.BooleanField()
    is_dont_know = models.BooleanField(default=False)
    confidence = models.CharField(max_length=6, blank=True)
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["answered_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "question_key"], name="a_question_is_answered_once_in_a_session")
        ]

    def __str__(self) -> str:
        return self.question_key


class AnswerDraft(models.Model):
    """What a learner has typed and not yet handed in."""

    personal_data = ("enrolment", "content", "saved_at")

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="answer_drafts")
    activity_key = models.SlugField(max_length=80)
    content = models.JSONField()
    saved_at = models.DateTimeField()

    objects = OfEnrolmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "activity_key"], name="one_draft_for_each_activity")
        ]

    def __str__(self) -> str:
        return self.activity_key


class Submission(models.Model):
    """A reflection that was handed in. Append-only: a changed text is a new row."""

    personal_data = ("enrolment", "text", "submitted_at")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    idempotency_key = models.UUIDField(unique=True)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="submissions")
    version = models.ForeignKey(CourseVersion, on_delete=models.PROTECT, related_name="+")
    activity_key = models.SlugField(max_length=80)
    text = models.TextField()
    is_shared = models.BooleanField(default=False)
    submitted_at = models.DateTimeField()

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["-submitted_at"]

    def __str__(self) -> str:
        return str(self.uuid)


class ProblemReport(models.Model):
    """"Report a problem with this page": reaches the course lead."""

    personal_data = ("reporter", "text", "answer", "answered_by")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(CourseVersion, on_delete=models.CASCADE, related_name="problem_reports")
    activity_key = models.SlugField(max_length=80)
    reporter = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="problem_reports")
    language = models.CharField(max_length=8, default="en")
    text = models.TextField()
    state = models.CharField(max_length=10, choices=ReportState.choices, default=ReportState.OPEN)
    reported_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = ProblemReportQuerySet.as_manager()

    class Meta:
        ordering = ["state", "-reported_at"]

    def __str__(self) -> str:
        return str(self.uuid)

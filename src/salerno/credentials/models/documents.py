"""The documents of degrees, and the jobs that make them."""

import uuid

from django.db import models

from salerno.awards.models import Award, Board
from salerno.credentials.enums import DocumentKind, ItemState
from salerno.credentials.querysets import DegreeDocumentQuerySet, DocumentJobQuerySet
from salerno.enrolment.models import ProgrammeEnrolment
from salerno.people.models import Person


class DocumentJob(models.Model):
    """One order to make the documents of a board's degrees. It can be left, killed and taken up again.

    ``anew_because``: why documents that stand are made again and replaced; empty: only what is missing is made. ``touched_at`` is
    the last sign of life.
    """

    personal_data = ("asked_by", "anew_because")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="document_jobs")
    asked_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    anew_because = models.CharField(max_length=300, blank=True)
    touched_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = DocumentJobQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["board"], condition=models.Q(finished_at__isnull=True), name="one_job_for_a_board_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class DocumentJobItem(models.Model):
    """One student's set in a job. ``claimed_at``: when a worker took it up; ``problems``: what could not be made, and why."""

    personal_data = ("student", "problems")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    job = models.ForeignKey(DocumentJob, on_delete=models.CASCADE, related_name="items")
    student = models.ForeignKey(ProgrammeEnrolment, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ItemState.choices, default=ItemState.WAITING)
    claimed_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    problems = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["student__family_name", "student__given_names", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["job", "student"], name="a_student_stands_in_a_job_once"),
            models.CheckConstraint(
                condition=models.Q(state="waiting", done_at__isnull=True)
                | (~models.Q(state="waiting") & models.Q(done_at__isnull=False)),
                name="what_is_done_says_when",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class DegreeDocument(models.Model):
    """One document of a degree, frozen: ``blob`` is the SHA-256 of the exact bytes, which lie in the blob store.

    It was validated before it was released. ``superseded_at``: another took its place; ``withdrawn_at``: the degree was withdrawn.
    """

    personal_data = ("award", "kind", "blob", "made_at")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=12, choices=DocumentKind.choices)
    language = models.CharField(max_length=5)
    media_type = models.CharField(max_length=60)
    blob = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField()
    job = models.ForeignKey(DocumentJob, on_delete=models.PROTECT, related_name="documents")
    made_at = models.DateTimeField()
    validated_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = DegreeDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["award__granted_at", "award_id", "kind", "language", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["award", "kind", "language"],
                condition=models.Q(superseded_at__isnull=True, withdrawn_at__isnull=True),
                name="one_document_of_a_kind_stands",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uuid}"

    @property
    def stands(self) -> bool:
        """Whether it is the one that counts."""
        return self.superseded_at is None and self.withdrawn_at is None

    @property
    def state(self) -> str:
        """`released`, `replaced` by another, or `withdrawn` with the degree."""
        if self.withdrawn_at:
            return "withdrawn"
        return "replaced" if self.superseded_at else "released"

    @property
    def file_name(self) -> str:
        """``amu-2027-00001-supplement-en.pdf``."""
        return f"{self.award.number.lower()}-{self.kind}-{self.language}{DocumentKind(self.kind).ending}"

"""Rows of published versions and of drafts."""

import uuid

from django.db import models

from salerno.catalogue.models import Course, CourseOffering
from salerno.common.translated import TranslatedField
from salerno.courseware.enums import Act
from salerno.courseware.querysets import CourseVersionQuerySet, DraftQuerySet
from salerno.people.models import Person


class CourseVersion(models.Model):
    """One immutable, content-addressed version of a course."""

    personal_data = ("published_by",)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=80)
    languages = models.JSONField(default=list)
    units = models.JSONField(default=list)
    outcomes = models.JSONField(default=list)
    grading = models.JSONField(default=dict)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = CourseVersionQuerySet.as_manager()

    class Meta:
        ordering = ["course", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["course", "digest"], name="a_content_is_published_once"),
            models.UniqueConstraint(fields=["course", "number"], name="versions_are_numbered"),
        ]

    def __str__(self) -> str:
        return f"{self.course} v{self.number}"

    @property
    def final_key(self) -> str:
        """Key of the final assessment; empty when the course has none."""
        return self.grading.get("final") or ""


class VersionActivity(models.Model):
    """One activity of a version. ``origin`` tells the course and version that a taken unit came from."""

    personal_data = ()

    version = models.ForeignKey(CourseVersion, on_delete=models.CASCADE, related_name="activities")
    key = models.SlugField(max_length=80)
    unit_key = models.SlugField(max_length=80)
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    minutes = models.PositiveIntegerField()
    title = TranslatedField()
    outcomes = models.JSONField(default=list)
    settings = models.JSONField(default=dict)
    quiz = models.JSONField(default=dict)
    path = models.CharField(max_length=200, blank=True)
    origin = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="one_activity_for_each_key")]

    def __str__(self) -> str:
        return self.key


class ActivityText(models.Model):
    """An activity in one language, rendered once when its version was published."""

    personal_data = ()

    activity = models.ForeignKey(VersionActivity, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=8)
    html = models.TextField()
    headings = models.JSONField(default=list)
    words = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "language"], name="one_text_for_each_language")]

    def __str__(self) -> str:
        return f"{self.activity} {self.language}"


class BankQuestion(models.Model):
    """A question of a version; ``data`` is ``Question.to_dict()``, ``html`` its rendered texts by language."""

    personal_data = ()

    version = models.ForeignKey(CourseVersion, on_delete=models.CASCADE, related_name="questions")
    bank = models.CharField(max_length=80, blank=True)
    key = models.SlugField(max_length=80)
    outcome = models.SlugField(max_length=80)
    kind = models.CharField(max_length=20)
    position = models.PositiveIntegerField(default=0)
    data = models.JSONField()

    class Meta:
        ordering = ["bank", "position"]
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="one_question_for_each_key")]

    def __str__(self) -> str:
        return self.key


class VersionFile(models.Model):
    """A file of a version. The bytes lie once in the blob store, whatever the number of versions that hold them."""

    personal_data = ()

    version = models.ForeignKey(CourseVersion, on_delete=models.CASCADE, related_name="files")
    path = models.CharField(max_length=300)
    blob = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=80)

    class Meta:
        ordering = ["path"]
        constraints = [models.UniqueConstraint(fields=["version", "path"], name="one_file_for_each_path")]

    def __str__(self) -> str:
        return self.path


class OfferingVersion(models.Model):
    """The version that an offering pins."""

    personal_data = ()

    offering = models.OneToOneField(CourseOffering, on_delete=models.CASCADE, related_name="pinned")
    version = models.ForeignKey(CourseVersion, on_delete=models.PROTECT, related_name="pins")
    pinned_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.offering} → {self.version}"


class Draft(models.Model):
    """The Studio's working copy of a course. One for each course; several people edit it, file by file.

    ``error_count`` and ``warning_count`` are what the checker said of it last; None before it was asked.
    """

    personal_data = ("started_by",)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    course = models.OneToOneField(Course, on_delete=models.CASCADE, related_name="draft")
    base = models.ForeignKey(CourseVersion, on_delete=models.SET_NULL, null=True, related_name="+")
    started_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    started_at = models.DateTimeField()
    error_count = models.PositiveIntegerField(null=True, editable=False)
    warning_count = models.PositiveIntegerField(null=True, editable=False)

    objects = DraftQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Draft of {self.course}"


class DraftFile(models.Model):
    """The present state of one file of a draft. ``revision`` grows with each save: saving names the one it was made from."""

    personal_data = ("edited_by",)

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="files")
    path = models.CharField(max_length=300)
    blob = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    revision = models.PositiveIntegerField(default=1)
    is_deleted = models.BooleanField(default=False)
    edited_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    edited_at = models.DateTimeField()

    class Meta:
        ordering = ["path"]
        constraints = [models.UniqueConstraint(fields=["draft", "path"], name="one_draft_file_for_each_path")]

    def __str__(self) -> str:
        return self.path


class DraftRevision(models.Model):
    """Every state that a draft's file had, and the act that brought it. Append-only: no save is ever lost."""

    personal_data = ("edited_by",)

    file = models.ForeignKey(DraftFile, on_delete=models.CASCADE, related_name="revisions")
    revision = models.PositiveIntegerField()
    act = models.CharField(max_length=12, choices=Act.choices, default=Act.SAVED)
    blob = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    edited_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    edited_at = models.DateTimeField()

    class Meta:
        ordering = ["-revision"]
        constraints = [models.UniqueConstraint(fields=["file", "revision"], name="revisions_are_numbered")]

    def __str__(self) -> str:
        return f"{self.file} r{self.revision}"

"""Rows of the catalogue."""

import uuid
from datetime import datetime

from django.db import models
from django.urls import reverse
from modelsearch import index

from salerno.catalogue.enums import CourseKind, Mode, OwnerRole
from salerno.catalogue.querysets import (
    CourseOfferingQuerySet,
    CourseQuerySet,
    OfProgrammeQuerySet,
    ProgrammeQuerySet,
)
from salerno.common.translated import TranslatedField
from salerno.institutions.models import Institution


class Training(models.Model):
    """What programmes and courses have in common."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    code = models.CharField(max_length=30, unique=True)
    title = TranslatedField()
    summary = TranslatedField(blank=True)
    description = TranslatedField(blank=True)
    prerequisites = TranslatedField(blank=True)
    languages = models.JSONField(default=list)
    ects_credits = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    eqf_level = models.PositiveSmallIntegerField(null=True, blank=True)
    isced_f = models.JSONField(default=list, blank=True)
    is_public = models.BooleanField(default=False)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    def text_of(self, name: str) -> str:
        """A translated field in all its languages, for search."""
        return " ".join(str(text) for text in (getattr(self, name) or {}).values())

    def search_title(self) -> str:
        """All titles and the code."""
        return f"{self.code} {self.text_of('title')}"

    def search_text(self) -> str:
        """Summaries and descriptions in all languages."""
        return f"{self.text_of('summary')} {self.text_of('description')}"


class Programme(index.Indexed, Training):
    """Leads to a qualification; joint when several institutions award it."""

    personal_data = ()

    qualification = TranslatedField(blank=True)
    semesters = models.PositiveSmallIntegerField(default=4)
    is_joint = models.BooleanField(default=False)
    website = models.URLField(blank=True)

    objects = ProgrammeQuerySet.as_manager()
    search_fields = [
        index.SearchField("search_title", boost=3),
        index.SearchField("search_text"),
        index.FilterField("is_public"),
    ]

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(condition=models.Q(eqf_level__range=(1, 8)), name="a_programme_has_an_eqf_level"),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        """The public page."""
        return reverse("catalogue:programme", args=[self.slug])


class ProgrammeInstitution(models.Model):
    """An institution that gives a programme, and whether it awards the qualification.

    ``degree`` is what its diploma supplement says beside: language maps by name (``field_of_study``, ``access_requirements``,
    ``further_study``, ``professional_status``, ``mode_of_study``, ``law``), and ``mode`` (onsite, online, blended).
    """

    personal_data = ()

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="institutions")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="programmes")
    is_awarding = models.BooleanField(default=True)
    qualification = TranslatedField(blank=True)
    degree = models.JSONField(default=dict, blank=True)
    position = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["programme", "institution"], name="an_institution_gives_a_programme_once")]

    def __str__(self) -> str:
        return f"{self.programme} · {self.institution}"


class Course(index.Indexed, Training):
    """The smallest thing with credits and outcomes. Its facts and outline come from its newest published package."""

    personal_data = ()

    kind = models.CharField(max_length=20, choices=CourseKind.choices)
    workload_minutes = models.PositiveIntegerField(default=0)
    licence = models.CharField(max_length=40, blank=True)
    authors = models.JSONField(default=list, blank=True)
    participation = models.CharField(max_length=200, blank=True)
    outline = models.JSONField(default=list, blank=True)
    programmes = models.ManyToManyField(Programme, related_name="courses", blank=True)

    objects = CourseQuerySet.as_manager()
    search_fields = [
        index.SearchField("search_title", boost=3),
        index.SearchField("search_text"),
        index.SearchField("search_outcomes"),
        index.FilterField("is_public"),
    ]

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        """The public page."""
        return reverse("catalogue:course", args=[self.slug])

    def search_outcomes(self) -> str:
        """What one can do afterwards and the titles of units, in all languages."""
        outcomes = [" ".join(outcome.title.values()) for outcome in self.outcomes.all()]
        return " ".join(outcomes + [" ".join(unit.get("title", {}).values()) for unit in self.outline])


class CourseOwner(models.Model):
    """One course may be owned by several institutions, each with its brand and rights; one of them leads."""

    personal_data = ()

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="owners")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="courses_owned")
    role = models.CharField(max_length=10, choices=OwnerRole.choices, default=OwnerRole.PARTNER)
    position = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["course", "institution"], name="an_institution_owns_a_course_once"),
            models.UniqueConstraint(fields=["course"], condition=models.Q(role="lead"), name="one_owner_leads"),
        ]

    def __str__(self) -> str:
        return f"{self.course} · {self.institution}"


class Outcome(models.Model):
    """What the learner can do afterwards. Outcomes that came with an earlier version stay, retired."""

    personal_data = ()

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="outcomes")
    key = models.SlugField(max_length=80)
    title = TranslatedField()
    requires = models.ManyToManyField("self", symmetrical=False, related_name="opens", blank=True)
    is_critical = models.BooleanField(default=False)
    is_retired = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["course", "key"], name="one_outcome_for_each_key")]

    def __str__(self) -> str:
        return self.key


class AcademicSession(models.Model):
    """A named period: year, semester."""

    personal_data = ()

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=30, unique=True)
    name = TranslatedField()
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(condition=models.Q(starts_on__lt=models.F("ends_on")), name="a_session_starts_before_it_ends")
        ]

    def __str__(self) -> str:
        return self.code


class CourseOffering(models.Model):
    """A course given by an institution at a time. ``seats`` of None: as many as come."""

    personal_data = ()

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="offerings")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="course_offerings")
    academic_session = models.ForeignKey(AcademicSession, on_delete=models.PROTECT, null=True, blank=True)
    language = models.CharField(max_length=8, default="en")
    mode = models.CharField(max_length=10, choices=Mode.choices, default=Mode.ONLINE)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    enrol_from = models.DateTimeField(null=True, blank=True)
    enrol_until = models.DateTimeField(null=True, blank=True)
    seats = models.PositiveIntegerField(null=True, blank=True)
    is_public = models.BooleanField(default=True)

    objects = CourseOfferingQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=True)
                | models.Q(ends_on__isnull=True)
                | models.Q(starts_on__lte=models.F("ends_on")),
                name="an_offering_starts_before_it_ends",
            )
        ]

    def __str__(self) -> str:
        return f"{self.course} {self.starts_on or ''}".strip()

    def takes_enrolments(self, at: datetime) -> bool:
        """Whether the dates allow enrolling at the moment ``at``; seats are another matter."""
        after_opening = self.enrol_from is None or self.enrol_from <= at
        before_closing = self.enrol_until is None or at <= self.enrol_until
        not_over = self.ends_on is None or at.date() <= self.ends_on
        return after_opening and before_closing and not_over


class Regulations(models.Model):
    """A version of a programme's structure and degree rules, as data. Never changed: another text is another number.

    ``body`` is the regulations file as plain values, which ``catalogue.regulations.reader.read_body`` understands.
    """

    personal_data = ()

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="regulations")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    body = models.JSONField()
    note = models.CharField(max_length=200, blank=True)
    published_at = models.DateTimeField()

    objects = OfProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "-number"]
        verbose_name_plural = "regulations"
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="regulations_are_numbered_in_a_programme"),
            models.UniqueConstraint(fields=["programme", "digest"], name="the_same_regulations_are_published_once"),
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.number}"


class ProgrammeOffering(models.Model):
    """A programme that starts in a session: a cohort. ``regulations`` are those that hold for it to its end."""

    personal_data = ()

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="offerings")
    academic_session = models.ForeignKey(AcademicSession, on_delete=models.PROTECT)
    regulations = models.ForeignKey(Regulations, on_delete=models.PROTECT, related_name="offerings", null=True, blank=True)
    seats = models.PositiveIntegerField(null=True, blank=True)
    is_public = models.BooleanField(default=True)

    objects = OfProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["academic_session__starts_on"]

    def __str__(self) -> str:
        return f"{self.programme} {self.academic_session}"

"""Rows of applications and their papers."""

import uuid
from datetime import datetime

from django.core.validators import MinValueValidator
from django.db import models

from salerno.admissions.enums import ApplicationState, MediaType
from salerno.admissions.models.calls import Call
from salerno.admissions.querysets import ApplicationQuerySet
from salerno.enrolment.enums import Gender
from salerno.enrolment.models import ProgrammeEnrolment
from salerno.institutions.models import Institution
from salerno.people.models import Person


class Application(models.Model):
    """Somebody's application to a call. ``revision`` counts what was saved, so that two windows do not overwrite each other.

    ``degree``: the degree that opens the door, ``{"title", "eqf_level", "class_code", "country", "institution", "awarded_on"}``;
    ``partner``: the institution of the consortium at which it is or was studied for; ``languages``: code → CEFR level. ``score``
    and ``position`` are those of the decision. ``referees_asked`` counts those whose request was withdrawn, too. ``applicant`` is
    empty once the row was pseudonymised.
    """

    personal_data = (
        "applicant", "state", "track", "given_names", "family_name", "birth_date", "birth_place", "citizenship", "gender", "degree",
        "partner", "languages", "answers", "submitted_at", "score", "position", "reason", "institutions", "studies",
    )  # fmt: skip

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="applications")
    applicant = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="applications", null=True)
    state = models.CharField(max_length=10, choices=ApplicationState.choices, default=ApplicationState.DRAFT)
    track = models.SlugField(max_length=80, blank=True)
    given_names = models.CharField(max_length=150, blank=True)
    family_name = models.CharField(max_length=150, blank=True)
    birth_date = models.DateField(null=True, blank=True)
    birth_place = models.CharField(max_length=120, blank=True)
    citizenship = models.CharField(max_length=2, blank=True)
    gender = models.CharField(max_length=10, choices=Gender.choices, default=Gender.NOT_SAID)
    degree = models.JSONField(default=dict, blank=True)
    partner = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    languages = models.JSONField(default=dict, blank=True)
    answers = models.JSONField(default=dict, blank=True)
    revision = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    disagrees = models.BooleanField(default=False)
    score = models.DecimalField(max_digits=9, decimal_places=4, null=True, blank=True)
    position = models.PositiveIntegerField(null=True, blank=True)
    reason = models.TextField(max_length=2000, blank=True)
    institutions = models.JSONField(default=list, blank=True)
    referees_asked = models.PositiveSmallIntegerField(default=0)
    studies = models.OneToOneField(ProgrammeEnrolment, on_delete=models.PROTECT, related_name="application", null=True, blank=True)
    pseudonymised_at = models.DateTimeField(null=True, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["call", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "applicant"], name="one_application_of_a_person_to_a_call"),
            models.CheckConstraint(
                condition=~models.Q(state=ApplicationState.WAITING) | models.Q(position__isnull=False),
                name="whoever_waits_has_a_position",
            ),
            models.CheckConstraint(
                condition=models.Q(applicant__isnull=False) | models.Q(pseudonymised_at__isnull=False),
                name="an_application_is_somebodys_until_pseudonymised",
            ),
        ]
        indexes = [models.Index(fields=["call", "state"], name="applications_by_call_and_state")]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def full_name(self) -> str:
        """Given names, then the family name; as long as neither is written, the name of the account."""
        return f"{self.given_names} {self.family_name}".strip() or (self.applicant.display_name if self.applicant else "")

    @property
    def is_draft(self) -> bool:
        """Whether it is still written."""
        return self.state == ApplicationState.DRAFT

    @property
    def groups(self) -> frozenset[str]:
        """What quotas look at."""
        country = str(self.degree.get("country", ""))
        named = {"track": self.track, "citizenship": self.citizenship, "degree-country": country, "gender": self.gender}
        return frozenset(f"{key}:{value}" for key, value in named.items() if value)


class TypedPage(models.Model):
    """A page of the form as it was last changed: ``content`` is what is typed there and not saved yet, raw, by the fields' names.

    ``revision`` is the application's as of that change; ``window`` names the browser window that typed, and ``number`` counts what
    it has sent. It stands apart from ``Application``, so that lists of applications do not read what nobody but the applicant may.
    """

    personal_data = ("application", "content", "saved_at")

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="typed_pages")
    step = models.SlugField(max_length=20)
    content = models.JSONField(default=dict, blank=True)
    revision = models.PositiveIntegerField()
    window = models.CharField(max_length=40, blank=True)
    number = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["application", "pk"]
        constraints = [models.UniqueConstraint(fields=["application", "step"], name="one_typed_page_of_each_step")]

    def __str__(self) -> str:
        return f"{self.application} {self.step}"


class TranscriptRow(models.Model):
    """One line of the transcript, entered once. ``passed_on`` empty: not passed yet."""

    personal_data = ("application", "title", "sector", "ects_credits", "grade", "scale", "passed_on")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="transcript")
    position = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=200)
    sector = models.CharField(max_length=20, blank=True)
    ects_credits = models.DecimalField(max_digits=5, decimal_places=1, validators=[MinValueValidator(0)])
    grade = models.CharField(max_length=20, blank=True)
    scale = models.CharField(max_length=40, blank=True)
    passed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["application", "position", "pk"]

    def __str__(self) -> str:
        return str(self.uuid)


class Referee(models.Model):
    """Somebody who is asked for a letter, by a link that works once. Only the SHA-256 of its token is kept.

    ``asked_at``: when the link that works now was sent; ``sendings`` counts the links that were sent.

    PRIVACY: the letter is for the committee; the applicant sees that it came.
    """

    personal_data = ("application", "name", "email", "affiliation", "asked_at", "answered_at", "letter")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="referees")
    name = models.CharField(max_length=150)
    email = models.EmailField()
    affiliation = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=8, default="en")
    token_digest = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField()
    sendings = models.PositiveSmallIntegerField(default=1)
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    letter = models.TextField(max_length=20_000, blank=True)

    class Meta:
        ordering = ["application", "asked_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["application", "email"], name="a_referee_is_asked_once")]

    def __str__(self) -> str:
        return str(self.uuid)

    def is_open(self, at: datetime) -> bool:
        """Whether the link still takes a letter."""
        return self.answered_at is None and at < self.expires_at


class Document(models.Model):
    """A paper handed in. Its bytes lie in ``files`` under the uuid; ``referee``: it is that referee's letter."""

    personal_data = ("application", "referee", "kind", "name", "uploaded_at")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="documents")
    referee = models.OneToOneField(Referee, on_delete=models.CASCADE, related_name="document", null=True, blank=True)
    kind = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=20, choices=MediaType.choices)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField()

    class Meta:
        ordering = ["application", "kind", "uploaded_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "kind"], condition=models.Q(referee__isnull=True), name="one_paper_of_each_kind"
            )
        ]

    def __str__(self) -> str:
        return str(self.uuid)

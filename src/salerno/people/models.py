"""Rows about people."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models.functions import Lower

from salerno.institutions.models import Institution
from salerno.people.enums import ErasureState, LegalKind, Role
from salerno.people.querysets import PersonManager, RoleQuerySet


class Person(AbstractBaseUser):
    """One person, one record over all kinds of training."""

    personal_data = ("email", "full_name", "language", "time_zone", "home_institution")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(unique=True)
    full_name = models.CharField(max_length=150, blank=True)
    language = models.CharField(max_length=8, default="en")
    time_zone = models.CharField(max_length=50, default="Europe/Paris")
    home_institution = models.ForeignKey(Institution, on_delete=models.SET_NULL, null=True, blank=True)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    date_joined = models.DateTimeField(auto_now_add=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []
    is_staff = False
    is_superuser = False

    class Meta:
        verbose_name_plural = "people"
        constraints = [models.UniqueConstraint(Lower("email"), name="one_account_for_each_address")]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The full name, else the part of the address before the @."""
        return self.full_name or self.email.split("@")[0]


class RoleAssignment(models.Model):
    """A role of a person at an institution; one person may hold several."""

    personal_data = ("person", "role")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="roles")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="roles_held")
    role = models.CharField(max_length=20, choices=Role.choices)
    since_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    objects = RoleQuerySet.as_manager()

    class Meta:
        ordering = ["institution__position", "role", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "institution", "role"],
                condition=models.Q(until_on__isnull=True),
                name="a_role_is_held_once_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} · {self.institution}"


class LegalText(models.Model):
    """One version of a legal text in one language. Published versions are never edited."""

    personal_data = ()

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=20, choices=LegalKind.choices)
    language = models.CharField(max_length=8)
    version = models.PositiveIntegerField()
    body = models.TextField()
    change = models.CharField(max_length=200, blank=True)
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "language", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "language", "version"], name="one_text_for_each_version")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.language} {self.version}"


class Acceptance(models.Model):
    """Which version of a text a person accepted, and when. Append-only."""

    personal_data = ("person", "text", "accepted_at")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="acceptances")
    text = models.ForeignKey(LegalText, on_delete=models.PROTECT)
    accepted_at = models.DateTimeField()

    class Meta:
        ordering = ["accepted_at"]
        constraints = [models.UniqueConstraint(fields=["person", "text"], name="a_text_is_accepted_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.text}"


class ErasureRequest(models.Model):
    """A person asked to be erased (GDPR, Article 17)."""

    personal_data = ("person", "asked_at", "kept")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="erasure_requests")
    state = models.CharField(max_length=10, choices=ErasureState.choices, default=ErasureState.ASKED)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    kept = models.JSONField(default=list)

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(state="asked"), name="one_open_erasure_request_for_a_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.uuid} {self.state}"


class ApiToken(models.Model):
    """A personal key to the API. Only its SHA-256 is kept: the token itself is shown once."""

    personal_data = ("person", "name", "last_used_on")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name

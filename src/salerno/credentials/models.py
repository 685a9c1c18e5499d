"""Rows of keys, credentials and their status."""

import uuid

from django.db import models

from salerno.awards.models import Award
from salerno.credentials.enums import Purpose, State
from salerno.credentials.querysets import CredentialQuerySet
from salerno.institutions.models import Institution
from salerno.people.models import Person


class SigningKey(models.Model):
    """An institution's Ed25519 key. SECURITY: ``sealed`` is encrypted with the secret of the environment; the plain key is never stored."""

    personal_data = ()

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="signing_keys")
    fragment = models.CharField(max_length=40)
    public_multibase = models.CharField(max_length=100, unique=True)
    sealed = models.BinaryField()
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["made_at"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "fragment"], name="a_key_has_its_own_fragment"),
            models.UniqueConstraint(
                fields=["institution"], condition=models.Q(retired_at__isnull=True), name="one_key_signs_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution} #{self.fragment}"


class StatusList(models.Model):
    """One Bitstring Status List of an institution and purpose; ``taken`` are the positions in use, ``set_bits`` those that are 1."""

    personal_data = ()

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="status_lists")
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    number = models.PositiveIntegerField(default=1)
    length = models.PositiveIntegerField(default=131072)
    document = models.TextField(blank=True)
    signed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "purpose", "number"], name="status_lists_are_numbered")
        ]

    def __str__(self) -> str:
        return f"{self.institution} {self.purpose} {self.number}"


class Credential(models.Model):
    """A signed document, frozen: ``document`` is the exact text that was signed and is served."""

    personal_data = ("award", "document", "state", "shared_at")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    award = models.OneToOneField(Award, on_delete=models.PROTECT, related_name="credential")
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="credentials")
    document = models.TextField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.VALID)
    issued_at = models.DateTimeField()
    shared_at = models.DateTimeField(null=True)

    objects = CredentialQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_at"]

    def __str__(self) -> str:
        return str(self.uuid)


class StatusEntry(models.Model):
    """The position of a credential in a list: random, so that neighbours tell nothing (herd privacy)."""

    personal_data = ()

    credential = models.ForeignKey(Credential, on_delete=models.CASCADE, related_name="status_entries")
    status_list = models.ForeignKey(StatusList, on_delete=models.PROTECT, related_name="entries")
    position = models.PositiveIntegerField()
    is_set = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "status entries"
        constraints = [
            models.UniqueConstraint(fields=["status_list", "position"], name="a_position_belongs_to_one_credential"),
            models.UniqueConstraint(fields=["credential", "status_list"], name="one_position_in_each_list"),
        ]

    def __str__(self) -> str:
        return f"{self.status_list}[{self.position}]"


class StatusChange(models.Model):
    """A suspension, its end, or a revocation, with the reason. Append-only."""

    personal_data = ("changed_by", "reason")

    credential = models.ForeignKey(Credential, on_delete=models.CASCADE, related_name="status_changes")
    state = models.CharField(max_length=10, choices=State.choices)
    reason = models.CharField(max_length=300)
    changed_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["-changed_at"]

    def __str__(self) -> str:
        return f"{self.credential_id} {self.state}"

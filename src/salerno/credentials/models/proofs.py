"""Rows of keys, credentials and their status."""

import uuid

from django.db import models

from salerno.awards.models import Award
from salerno.credentials.enums import State
from salerno.credentials.querysets import CredentialQuerySet
from salerno.credentials.said import Said, said_by
from salerno.institutions.models import Institution
from salerno.people.models import Person


class SigningKey(models.Model):
    """An institution's Ed25519 key.

    SECURITY: ``sealed`` is encrypted with the secret of the environment; the plain key is never stored.
    ``method_id`` is the verification method (``did:web:…#key-1``). A retired key signs no more and stays in the institution's
    DID document, so that what it signed can be checked.
    """

    personal_data = ()

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="signing_keys")
    method_id = models.CharField(max_length=300, unique=True)
    public_multibase = models.CharField(max_length=100, unique=True)
    sealed = models.BinaryField()
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution"], condition=models.Q(retired_at__isnull=True), name="one_key_signs_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return self.method_id

    @property
    def controller(self) -> str:
        """The DID that the key belongs to."""
        return self.method_id.partition("#")[0]


class StatusList(models.Model):
    """One Bitstring Status List of an institution; ``document`` is the signed list as it is served."""

    personal_data = ()

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="status_lists")
    number = models.PositiveIntegerField(default=1)
    length = models.PositiveIntegerField(default=131072)
    document = models.TextField(blank=True)
    signed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["institution", "number"], name="status_lists_are_numbered")]

    def __str__(self) -> str:
        return f"{self.institution} {self.number}"


class Credential(models.Model):
    """A signed document, frozen: ``document`` is the exact text that was signed and is served.

    ``status_index`` is drawn at random, so that neighbours in the list tell nothing (herd privacy).
    """

    personal_data = ("award", "document", "state", "shared_at")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    award = models.OneToOneField(Award, on_delete=models.PROTECT, related_name="credential")
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="credentials")
    document = models.TextField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.VALID)
    issued_at = models.DateTimeField()
    shared_at = models.DateTimeField(null=True)
    status_list = models.ForeignKey(StatusList, on_delete=models.PROTECT, related_name="credentials")
    status_index = models.PositiveIntegerField()

    objects = CredentialQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_at"]
        constraints = [models.UniqueConstraint(fields=["status_list", "status_index"], name="an_index_belongs_to_one_credential")]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def said(self) -> Said:
        """What its award says, in few words."""
        return said_by(self.award)


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

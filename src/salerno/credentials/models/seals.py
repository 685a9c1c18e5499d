"""The electronic seals of institutions."""

import uuid

from django.db import models

from salerno.institutions.models import Institution


class ElectronicSeal(models.Model):
    """The seal with which an institution seals European Digital Credentials and ELMO files.

    SECURITY: ``sealed`` is the private key, encrypted with the secret of the environment; the plain key is never stored.
    ``certificates`` is PEM, that of the seal first. ``source`` is the SHA-256 of the operator's file, empty for a test seal that
    the campus made itself. A retired seal seals no more; what it sealed can still be checked.
    """

    personal_data = ()

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="electronic_seals")
    fingerprint = models.CharField(max_length=64, unique=True)
    certificates = models.TextField()
    sealed = models.BinaryField()
    source = models.CharField(max_length=64, blank=True)
    is_test = models.BooleanField(default=False)
    taken_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["taken_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution"], condition=models.Q(retired_at__isnull=True), name="one_seal_seals_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution} {self.fingerprint[:16]}"

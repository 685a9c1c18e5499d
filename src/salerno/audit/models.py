"""Rows of the record of acts."""

from django.db import models

from salerno.audit.querysets import EntryQuerySet


class Entry(models.Model):
    """One act. Its hash covers its own content and the hash of the entry before it.

    PRIVACY: people stand here by uuid alone, so that erasing a person does not break the chain.
    """

    personal_data = ("actor", "subject_person")

    sequence = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    action = models.CharField(max_length=80)
    actor = models.UUIDField(null=True, db_index=True)
    subject_type = models.CharField(max_length=60)
    subject = models.UUIDField(null=True, db_index=True)
    subject_person = models.UUIDField(null=True, db_index=True)
    detail = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["sequence"]
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return f"{self.sequence} {self.action}"


class Head(models.Model):
    """The end of the chain: one row, locked by whoever adds an entry."""

    personal_data = ()

    sequence = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="the_chain_has_one_head")]

    def __str__(self) -> str:
        return str(self.sequence)

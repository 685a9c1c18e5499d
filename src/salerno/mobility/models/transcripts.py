"""Rows of transcripts of records that a receiving institution makes of its guests."""

import uuid

from django.db import models

from salerno.mobility.models.mobilities import Mobility
from salerno.mobility.papers.transcript_facts import TranscriptFacts, from_json
from salerno.mobility.querysets import HostTranscriptQuerySet
from salerno.people.models import Person


class HostTranscript(models.Model):
    """A transcript of records, frozen when it is issued. A later one has the next ``number`` and takes its place.

    ``facts`` is what ``papers.transcript_facts`` reads, ``digest`` the SHA-256 of it, ``pdf`` the document as it was set.
    """

    personal_data = ("mobility", "number", "facts", "digest", "pdf", "issued_by", "issued_at")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    mobility = models.ForeignKey(Mobility, on_delete=models.PROTECT, related_name="transcripts")
    number = models.PositiveSmallIntegerField()
    facts = models.JSONField()
    digest = models.CharField(max_length=64)
    pdf = models.BinaryField()
    issued_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()

    objects = HostTranscriptQuerySet.as_manager()

    class Meta:
        ordering = ["mobility", "-number"]
        constraints = [models.UniqueConstraint(fields=["mobility", "number"], name="transcripts_of_a_mobility_are_numbered")]

    def __str__(self) -> str:
        return f"{self.mobility} {self.number}"

    @property
    def says(self) -> TranscriptFacts:
        """The facts, read."""
        return from_json(self.facts)

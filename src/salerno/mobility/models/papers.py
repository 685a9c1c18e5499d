"""Rows of learning agreements: versions, signatures, comments."""

import uuid

from django.db import models

from salerno.mobility.enums import PAPER_UNDER_WAY, PaperKind, PaperState, Signer
from salerno.mobility.models.mobilities import Mobility
from salerno.mobility.papers.body import Body, from_json
from salerno.mobility.querysets_papers import LearningAgreementQuerySet, LearningAgreementVersionQuerySet
from salerno.people.models import Person


class LearningAgreement(models.Model):
    """The learning agreement of a mobility; what it says stands in its versions."""

    personal_data = ("mobility",)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    mobility = models.OneToOneField(Mobility, on_delete=models.PROTECT, related_name="learning_agreement")
    begun_at = models.DateTimeField()

    objects = LearningAgreementQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.uuid)


class LearningAgreementVersion(models.Model):
    """The first version, or a change. ``body`` is what ``papers.body`` reads; ``revision`` counts how often it was written.

    ``facts`` and ``digest`` are empty in a draft: the student's signature freezes all that is said, and the other two sign that.
    """

    personal_data = ("agreement", "state", "body", "facts", "digest", "due_on", "begun_at", "in_force_at")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agreement = models.ForeignKey(LearningAgreement, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=PaperKind.choices, default=PaperKind.FIRST)
    state = models.CharField(max_length=10, choices=PaperState.choices, default=PaperState.DRAFT)
    body = models.JSONField()
    revision = models.PositiveIntegerField(default=0)
    facts = models.JSONField(default=dict, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    due_on = models.DateField()
    begun_at = models.DateTimeField()
    in_force_at = models.DateTimeField(null=True, blank=True)

    objects = LearningAgreementVersionQuerySet.as_manager()

    class Meta:
        ordering = ["agreement", "number"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="versions_of_a_learning_agreement_are_numbered"),
            models.UniqueConstraint(
                fields=["agreement"], condition=models.Q(state__in=sorted(PAPER_UNDER_WAY)), name="one_version_is_under_way"
            ),
            models.UniqueConstraint(
                fields=["agreement"], condition=models.Q(state=PaperState.IN_FORCE), name="one_version_is_in_force"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=(PaperState.DRAFT, PaperState.WITHDRAWN)) | ~models.Q(digest=""),
                name="what_is_signed_has_a_digest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement} {self.number}"

    @property
    def says(self) -> Body:
        """The body, read."""
        return from_json(self.body)


class LearningAgreementSignature(models.Model):
    """Somebody signed a version for one of its three parties: when, what (``digest``), and the document as it was then.

    ``by`` acted on the campus. ``name`` and ``position`` are the signer's, who is somebody else when an institution that has nobody
    here signed elsewhere: then ``evidence`` is the file that proves it (a scan as PDF, or an answer of EWP as XML).
    ``voided_at``: the version went back.
    """

    personal_data = ("version", "by", "name", "position", "at", "digest", "pdf", "evidence", "voided_at")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(LearningAgreementVersion, on_delete=models.PROTECT, related_name="signatures")
    role = models.CharField(max_length=10, choices=Signer.choices)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    position = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    pdf = models.BinaryField()
    evidence = models.BinaryField(default=bytes, blank=True)
    evidence_kind = models.CharField(max_length=3, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "role"], condition=models.Q(voided_at__isnull=True), name="a_party_signs_a_version_once"
            ),
            models.CheckConstraint(
                condition=models.Q(evidence_kind="") | ~models.Q(role=Signer.LEARNER),
                name="only_institutions_sign_elsewhere",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.role}"


class LearningAgreementComment(models.Model):
    """What somebody said about a version; ``is_refusal``: with it the version went back to the student."""

    personal_data = ("version", "by", "at", "text")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(LearningAgreementVersion, on_delete=models.PROTECT, related_name="comments")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField(max_length=2000)
    is_refusal = models.BooleanField(default=False)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return str(self.uuid)

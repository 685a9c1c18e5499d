"""Rows of agreements between two institutions, their factsheets, and offers of traineeships."""

import uuid

from django.db import models

from salerno.common.translated import TranslatedField
from salerno.institutions.models import Institution
from salerno.mobility.enums import AgreementState, MobilityKind, OfferState
from salerno.mobility.querysets import AgreementQuerySet, OfferQuerySet
from salerno.people.models import Person


class InterInstitutionalAgreement(models.Model):
    """Two institutions agree to exchange students between two days. Once proposed its conditions no longer change: a changed
    agreement is the next version, ``replaces`` the one before.
    """

    personal_data = ()

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.SlugField(max_length=60, unique=True)
    first = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=AgreementState.choices, default=AgreementState.DRAFT)
    starts_on = models.DateField()
    ends_on = models.DateField()
    note = models.TextField(max_length=2000, blank=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, related_name="replaced_by", null=True, blank=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "code"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(first=models.F("second")), name="an_agreement_has_two_sides"),
            models.CheckConstraint(condition=models.Q(starts_on__lt=models.F("ends_on")), name="an_agreement_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return self.code


class Condition(models.Model):
    """What one side sends to the other: kind, field (ISCED-F), levels (EQF), people a year, months each, languages.

    ``languages``: ``[{"language": "en", "level": "B2"}]``. ``months`` is the length of one stay, in months.
    """

    personal_data = ()

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agreement = models.ForeignKey(InterInstitutionalAgreement, on_delete=models.CASCADE, related_name="conditions")
    sending = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    receiving = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=MobilityKind.choices, default=MobilityKind.STUDIES)
    isced_f = models.CharField(max_length=4)
    eqf_levels = models.JSONField(default=list)
    places = models.PositiveSmallIntegerField()
    months = models.DecimalField(max_digits=4, decimal_places=1)
    languages = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(sending=models.F("receiving")), name="a_condition_sends_elsewhere"),
        ]

    def __str__(self) -> str:
        return f"{self.sending} → {self.receiving}"


class Approval(models.Model):
    """One side approved what stood there: ``digest`` is the hash of the conditions as they were read."""

    personal_data = ("by", "at")

    agreement = models.ForeignKey(InterInstitutionalAgreement, on_delete=models.PROTECT, related_name="approvals")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["agreement", "institution"], name="a_side_approves_once")]

    def __str__(self) -> str:
        return f"{self.agreement} {self.institution}"


class Factsheet(models.Model):
    """What those who come should know of an institution: deadlines (month and day), contacts of offices, addresses of pages.

    ``deadlines``: ``[{"term": "autumn", "nomination": "05-15", "application": "06-01"}]``; ``contacts``:
    ``[{"role": "housing", "email": …, "phone": …}]``; ``links``: ``[{"about": "housing", "url": …}]``. ``decision_weeks``: until
    an application is answered; ``transcript_weeks``: until the transcript of records follows; Erasmus+ asks for five at most.
    """

    personal_data = ()

    institution = models.OneToOneField(Institution, on_delete=models.PROTECT, related_name="factsheet")
    deadlines = models.JSONField(default=list, blank=True)
    contacts = models.JSONField(default=list, blank=True)
    links = models.JSONField(default=list, blank=True)
    decision_weeks = models.PositiveSmallIntegerField(default=5)
    transcript_weeks = models.PositiveSmallIntegerField(default=5)
    text = TranslatedField(blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["institution__position", "pk"]

    def __str__(self) -> str:
        return str(self.institution)


class TraineeshipOffer(models.Model):
    """A host offers traineeships: when, what one can do afterwards, who supervises, what is paid, what is asked."""

    personal_data = ("supervisor_name", "supervisor_email")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    host = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="traineeships")
    title = TranslatedField()
    text = TranslatedField(blank=True)
    state = models.CharField(max_length=10, choices=OfferState.choices, default=OfferState.DRAFT)
    starts_on = models.DateField()
    ends_on = models.DateField()
    places = models.PositiveSmallIntegerField(default=1)
    outcomes = models.JSONField(default=list, blank=True)
    supervisor_name = models.CharField(max_length=150)
    supervisor_email = models.EmailField()
    remuneration = models.CharField(max_length=200, blank=True)
    languages = models.JSONField(default=list, blank=True)
    requirements = models.TextField(max_length=2000, blank=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(starts_on__lt=models.F("ends_on")), name="a_traineeship_ends_after_it_starts")
        ]

    def __str__(self) -> str:
        return str(self.uuid)

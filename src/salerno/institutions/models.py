"""Rows of the consortium."""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from salerno.common.translated import TranslatedField
from salerno.institutions.enums import Kind, Standing
from salerno.institutions.querysets import InstitutionQuerySet


class GradingScale(models.Model):
    """How an institution grades. ``grades`` lists named grades for scales that are not numbers."""

    personal_data = ()

    code = models.SlugField(max_length=30, unique=True)
    name = TranslatedField()
    minimum = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    maximum = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    pass_mark = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    decimal_places = models.PositiveSmallIntegerField(default=0)
    grades = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(minimum__isnull=True) | models.Q(minimum__lt=models.F("maximum")),
                name="a_scale_goes_upwards",
            )
        ]

    def __str__(self) -> str:
        return self.code


class Institution(models.Model):
    """A partner. ``schac`` is its schacHomeOrganization (a domain): the key of the documents exchanged in Europe.

    ``latitude`` and ``longitude`` (WGS 84, degrees) are those of its town, for the map of places.

    ``legal_identifier`` is what its electronic seal names it by (eIDAS: VATFR-…, NTRIT-…).

    PRIVACY: ``contact`` is the address of an office. It is public, and the form that asks for it says so.
    """

    personal_data = ()

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    code = models.CharField(max_length=20, unique=True)
    name = TranslatedField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    standing = models.CharField(max_length=20, choices=Standing.choices)
    country = models.CharField(max_length=2)
    city = models.CharField(max_length=80, blank=True)
    address = models.TextField(max_length=400, blank=True)
    latitude = models.DecimalField(
        max_digits=7, decimal_places=4, null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.DecimalField(
        max_digits=7, decimal_places=4, null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    website = models.URLField()
    contact = models.EmailField(blank=True)
    legal_identifier = models.CharField(max_length=60, blank=True)
    schac = models.CharField(
        max_length=80,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9-]+(\.[a-z0-9-]+)+\Z", _("A domain in small letters, such as hospital.example.org."))],
    )
    languages = models.JSONField(default=list)
    roles = TranslatedField(blank=True)
    gives = TranslatedField(blank=True)
    colour = models.CharField(max_length=7, default="#0B6670", validators=[RegexValidator(r"^#[0-9A-Fa-f]{6}$")])
    grading_scale = models.ForeignKey(GradingScale, on_delete=models.PROTECT, null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=100)
    is_public = models.BooleanField(default=True)

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        ordering = ["position", "slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["standing"], condition=models.Q(standing="coordinator"), name="one_institution_coordinates"
            ),
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="an_institution_lies_on_the_earth",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_located(self) -> bool:
        """Whether it says where it lies."""
        return self.latitude is not None and self.longitude is not None

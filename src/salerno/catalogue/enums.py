"""Kinds of training and how they are given."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CourseKind(models.TextChoices):
    MOOC = "mooc", _("Open online course")
    SHORT_COURSE = "short-course", _("Short course")
    MASTER_COURSE = "master-course", _("Course of the Master")


class TrainingKind(models.TextChoices):
    PROGRAMME = "programme", _("Programme")
    MOOC = "mooc", _("Open online course")
    SHORT_COURSE = "short-course", _("Short course")
    MASTER_COURSE = "master-course", _("Course of the Master")


class Mode(models.TextChoices):
    ONLINE = "online", _("Online, at one's own pace")
    ONSITE = "onsite", _("On site")
    BLENDED = "blended", _("Online and on site")


class RegulationsRefusal(models.TextChoices):
    NOT_YOURS = "not-yours", _("Regulations are published by coordinators of the institutions that award the degree.")


class OwnerRole(models.TextChoices):
    LEAD = "lead", _("Leads")
    PARTNER = "partner", _("Contributes")

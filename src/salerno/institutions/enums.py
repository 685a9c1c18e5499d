"""Kinds of institution and their standing in the consortium."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    UNIVERSITY = "university", _("University")
    RESEARCH_CENTRE = "research-centre", _("Research centre")
    COMPANY = "company", _("Company")
    HOSPITAL = "hospital", _("Hospital")


class Standing(models.TextChoices):
    COORDINATOR = "coordinator", _("Coordinating institution")
    MEMBER = "member", _("Member")
    ASSOCIATED = "associated", _("Associated partner")

"""Roles, scopes and states of people's rows."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    COORDINATOR = "coordinator", _("Coordinator")
    COURSE_LEAD = "course-lead", _("Course lead")
    TEACHER = "teacher", _("Teacher")
    ADMINISTRATOR = "administrator", _("Administrator")
    LAB_SUPERVISOR = "lab-supervisor", _("Laboratory supervisor")
    BOARD_MEMBER = "board-member", _("Board member")


AUTHORS = frozenset({Role.COURSE_LEAD, Role.TEACHER, Role.COORDINATOR})
SEES_PEOPLE = frozenset({Role.COORDINATOR, Role.ADMINISTRATOR, Role.COURSE_LEAD})
GOVERNS = frozenset({Role.COORDINATOR, Role.ADMINISTRATOR})


class RoleRefusal(models.TextChoices):
    NOT_YOURS = "not-yours", _("Roles at this institution are given by its own coordinators and administrators.")
    ONESELF = "oneself", _("Nobody gives a role to themselves. Ask another coordinator.")
    ABOVE = "above", _("Only a coordinator makes or ends a coordinator.")
    LAST = "last", _("This is the last coordinator of the consortium. Make another one first.")


class LegalKind(models.TextChoices):
    PRIVACY = "privacy", _("Privacy notice")
    ACCESSIBILITY = "accessibility", _("Accessibility statement")
    TERMS = "terms", _("Terms of use")
    IMPRINT = "imprint", _("Imprint")


MUST_ACCEPT = (LegalKind.TERMS, LegalKind.PRIVACY)


class ErasureState(models.TextChoices):
    ASKED = "asked", _("Asked")
    CANCELLED = "cancelled", _("Cancelled")
    DONE = "done", _("Done")


NEXT_ERASURE = {
    ErasureState.ASKED: {ErasureState.CANCELLED, ErasureState.DONE},
    ErasureState.CANCELLED: set(),
    ErasureState.DONE: set(),
}


class Scope(models.TextChoices):
    CATALOGUE_READ = "catalogue:read", _("Read the catalogue")
    STUDIES_READ = "studies:read", _("Read own enrolments, progress and attempts")
    STUDIES_WRITE = "studies:write", _("Enrol and hand in attempts")
    CREDENTIALS_READ = "credentials:read", _("Read own credentials")

"""Whether one may act on the desk: the same answer greys the button and stops the service."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from salerno.catalogue.models import Course
from salerno.desk.rules import speaks_for_the_consortium
from salerno.institutions.models import Institution
from salerno.people.access import reach_of
from salerno.people.models import Person
from salerno.people.rules import governs


class OfferRefusal(models.TextChoices):
    NOT_YOURS = "not-yours", _("You do not run the offerings of this institution.")
    NOT_OWNED = "not-owned", _("This institution does not own the course. Choose one of its owners.")
    NOT_READY = "not-ready", _("This course has no published version yet. Publish it in the Studio first.")


def why_not_offer(*, by: Person, course: Course, institution: Institution) -> OfferRefusal | None:
    """The reason for which ``by`` may not open an offering of ``course`` by ``institution``, or None."""
    reach = reach_of(by)
    if not (reach.everything or institution.pk in reach.people_of):
        return OfferRefusal.NOT_YOURS
    if not course.owners.filter(institution=institution).exists():
        return OfferRefusal.NOT_OWNED
    if not course.versions.exists():
        return OfferRefusal.NOT_READY
    return None


class InstitutionRefusal(models.TextChoices):
    NOT_YOURS = "not-yours", _("An institution is described by its own coordinators and administrators.")
    NOT_THE_CONSORTIUM = "not-the-consortium", _("Partners are added by the coordinators of the coordinating institution.")


def why_not_describe(*, by: Person, institution: Institution) -> InstitutionRefusal | None:
    """The reason for which ``by`` may not change what ``institution`` says of itself, or None."""
    return None if governs(by, institution) else InstitutionRefusal.NOT_YOURS


def why_not_add_partner(*, by: Person) -> InstitutionRefusal | None:
    """The reason for which ``by`` may not add an associated partner, or None."""
    return None if speaks_for_the_consortium(by) else InstitutionRefusal.NOT_THE_CONSORTIUM

"""Which parts of the desk a person's roles open. The rooms' own rules decide on each act."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from salerno.catalogue.models import Course
from salerno.institutions.models import Institution
from salerno.people.access import reach_of
from salerno.people.models import Person
from salerno.people.rules import governs, runs_the_campus


def has_desk(person: Person) -> bool:
    """Anyone with a role in force."""
    return reach_of(person).has_desk


def sees_people(person: Person) -> bool:
    """Coordinators, administrators and course leads: the learners, offerings and credentials of their institution."""
    reach = reach_of(person)
    return reach.everything or bool(reach.people_of)


def writes_courses(person: Person) -> bool:
    """Coordinators, course leads and teachers: reports on their courses, and what learners wrote to them."""
    reach = reach_of(person)
    return reach.everything or bool(reach.courses_of)


def speaks_for_the_consortium(person: Person) -> bool:
    """The coordinating institution's coordinators: the legal texts, new associated partners."""
    return reach_of(person).everything


def describes_institutions(person: Person) -> bool:
    """Coordinators and administrators: what their institution says of itself."""
    return any(governs(person, held.institution) for held in reach_of(person).roles)


carries_out_erasures = runs_the_campus


@dataclass(frozen=True)
class Section:
    """A part of the desk, in its menu."""

    name: str
    label: str | Promise
    is_open_to: Callable[[Person], bool]

    @property
    def url(self) -> str:
        """Its address."""
        return reverse(f"portal:{self.name}")

    def holds(self, path: str) -> bool:
        """Whether the page at ``path`` belongs to this part."""
        return path == self.url if self.name == "desk" else path.startswith(self.url)


SECTIONS = (
    Section("desk", _("What waits"), has_desk),
    Section("offerings", _("Offerings"), sees_people),
    Section("people", _("People"), sees_people),
    Section("issued", _("Credentials"), sees_people),
    Section("reports", _("Problem reports"), writes_courses),
    Section("reflections", _("Reflections"), writes_courses),
    Section("institutions", _("Institutions"), describes_institutions),
    Section("texts", _("Legal texts"), speaks_for_the_consortium),
    Section("erasures", _("Erasures"), carries_out_erasures),
    Section("audit", _("Record of acts"), sees_people),
)


def sections_of(person: Person) -> list[Section]:
    """The parts that are open to ``person``, in the order of the menu."""
    return [section for section in SECTIONS if section.is_open_to(person)]


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

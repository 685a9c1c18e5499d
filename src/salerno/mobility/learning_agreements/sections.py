"""The desk's part for learning agreements, and what waits in it."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_lazy, ngettext

from salerno.desk import rules
from salerno.desk.sections import Group, Section
from salerno.desk.waiting import Waiting
from salerno.mobility.models import LearningAgreementVersion
from salerno.people.models import Person

PAPERS = Section("mobility:desk_papers", gettext_lazy("Learning agreements"), rules.describes_institutions, 33, Group.MOBILITY)


def papers_waiting(person: Person, on: date) -> Iterable[Waiting]:
    """Agreements that wait for a signature of the person: one query."""
    if not rules.describes_institutions(person):
        return
    count = LearningAgreementVersion.objects.to_be_signed_by(person).count()
    if count:
        said = ngettext(
            "%(n)d learning agreement waits for your signature.", "%(n)d learning agreements wait for your signature.", count
        )
        yield Waiting(said % {"n": count}, "mobility:desk_papers", count, query="?mine=on")

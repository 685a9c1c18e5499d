"""This room's part of the desk, and what waits in it."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_lazy, ngettext

from salerno.desk.rules import describes_institutions as administers
from salerno.desk.sections import Group, Section
from salerno.desk.waiting import Waiting
from salerno.enrolment.enums import LIVE
from salerno.enrolment.models import Registration
from salerno.people.models import Person

COHORTS = Section("enrolment:cohorts", gettext_lazy("Students"), administers, 16, Group.STUDENTS)


def waiting_here(person: Person, on: date) -> Iterable[Waiting]:
    """Students who wait for a number. One query, for those who give numbers."""
    if administers(person):
        rows = Registration.objects.governed_by(person).waiting_for_a_number().filter(enrolment__state__in=LIVE)
        if count := rows.count():
            said = ngettext("%(n)d student waits for a number.", "%(n)d students wait for a number.", count)
            yield Waiting(said % {"n": count}, "enrolment:cohorts", count)

"""The record of acts, as far as a person may read it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from salerno.audit.models import Entry, Head
from salerno.people.access import reach_of
from salerno.people.models import Person
from salerno.portal.desk.selectors.people import people_seen_by


@dataclass(frozen=True)
class ActFilters:
    """What was asked of the record; empty means all. ``person`` is a part of a name or address, or a number (uuid)."""

    action: str = ""
    person: str = ""
    since: date | None = None
    until: date | None = None


def acts_seen_by(viewer: Person) -> QuerySet[Entry]:
    """The consortium's coordinators read all; others the acts on their institution's people.

    Among these are acts of those people that touch nobody else's data. What somebody of theirs did to a person whom the
    viewer may not see stays closed.
    """
    rows = Entry.objects.order_by("-sequence")
    if reach_of(viewer).everything:
        return rows
    mine = people_seen_by(viewer).values("uuid")
    on_mine = Q(subject_person__in=mine) | Q(subject_person__isnull=True, subject__in=mine)
    by_mine = Q(actor__in=mine, subject_person__isnull=True) & ~Q(subject_type="people.person")
    return rows.filter(on_mine | by_mine)


def acts_list(viewer: Person, filters: ActFilters) -> QuerySet[Entry]:
    """The acts that match, newest first."""
    rows = acts_seen_by(viewer)
    if filters.action:
        rows = rows.filter(action__startswith=filters.action)
    if filters.person:
        meant = list(_people_meant(viewer, filters.person))
        rows = rows.filter(Q(actor__in=meant) | Q(subject_person__in=meant) | Q(subject__in=meant))
    if filters.since:
        rows = rows.filter(at__date__gte=filters.since)
    if filters.until:
        rows = rows.filter(at__date__lte=filters.until)
    return rows


def _people_meant(viewer: Person, words: str) -> QuerySet:
    try:
        return people_seen_by(viewer).filter(uuid=UUID(words)).values_list("uuid", flat=True)
    except ValueError:
        named = Q(full_name__icontains=words) | Q(email__icontains=words)
        return people_seen_by(viewer).filter(named).values_list("uuid", flat=True)[:200]


def actions_known() -> list[str]:
    """The kinds of act that the record holds."""
    return list(Entry.objects.order_by("action").values_list("action", flat=True).distinct())


def names_in(viewer: Person, entries: list[Entry]) -> dict[UUID, str]:
    """Names of the people in ``entries`` whom the viewer may see, by number. One query."""
    numbers = {number for entry in entries for number in (entry.actor, entry.subject_person) if number}
    rows = people_seen_by(viewer).filter(uuid__in=numbers)
    return {person.uuid: person.display_name for person in rows}


def length_of_record() -> int:
    """How many acts the record holds, as its head says."""
    head = Head.objects.filter(pk=1).first()
    return head.sequence if head else 0

"""Reminding those who are late."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate

from salerno.audit.services import record
from salerno.messaging.services import send_later
from salerno.mobility.late.news import NEWS
from salerno.mobility.late.selectors import LateLine, Reminder, key_of, late_lines, reminders_of
from salerno.mobility.models import Mobility
from salerno.people.models import Person


@transaction.atomic
def remind_of(*, keys: Collection[str], by: Person, at: datetime) -> int:
    """Remind whoever is next in the lines named by ``keys``; return how many notices were queued.

    What was done meanwhile is left out, and so is who was reminded of the same matter today. The stays are locked first: two
    coordinators who ask at once send one notice.
    """
    asked = {line.mobility.pk for line in late_lines(by, at) if line.key in keys}
    list(Mobility.objects.select_for_update(of=("self",)).filter(pk__in=asked).order_by("pk").values_list("pk"))
    lines = [line for line in late_lines(by, at) if line.key in keys and line.mobility.pk in asked]
    return sum(_remind(each, by, at) for each in reminders_of(lines, localdate(at)))


def _remind(reminder: Reminder, by: Person, at: datetime) -> int:
    new = [person for person in reminder.people if person not in reminder.told]
    for person in new:
        _send(reminder.line, person, at)
    if new:
        row, matter = reminder.line.mobility, str(reminder.line.matter)
        detail = {"matter": matter, "notices": len(new)}
        record(action="mobility.reminded", actor=by, subject=row, person=row.wish.student, detail=detail, at=at)
    return len(new)


def _send(line: LateLine, person: Person, at: datetime) -> None:
    row, (own, desk) = line.mobility, NEWS[line.matter].doors
    is_own = person.pk == row.wish.student_id
    send_later(
        "mobility/paper_notice",
        to=person.email,
        language=person.language,
        context={
            "person": person,
            "news": NEWS[line.matter],
            "student": None if is_own else row.wish.student,
            "receiving": row.place.institution,
            "due_on": line.due_on,
            "path": reverse(own if is_own else desk, args=[row.uuid]),
        },
        at=at,
        person_uuid=person.uuid,
        key=key_of(line, person, localdate(at)),
    )

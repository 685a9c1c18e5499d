"""Reminders of learning agreements that are due, or late: for a daily command."""

from datetime import date, datetime, timedelta

from django.db import transaction

from salerno.mobility.enums import SIGNS_NEXT, PaperState
from salerno.mobility.learning_agreements import rules
from salerno.mobility.learning_agreements.news import tell
from salerno.mobility.learning_agreements.selectors.facts import whose_turn, with_all
from salerno.mobility.models import LearningAgreementVersion

SOON = (14, 3)
"""Days before the deadline at which whoever is next is reminded."""


def remind(*, at: datetime) -> int:
    """Remind whoever has to write or sign next; returns how many notices were queued.

    Two weeks and three days before the deadline, then once a week. Each notice goes once, however often this runs; a day on which
    it did not run is made up for.
    """
    today = at.date()
    rows = LearningAgreementVersion.objects.under_way().filter(
        due_on__lte=today + timedelta(days=max(SOON)), agreement__mobility__state__in=rules.WRITTEN_IN
    )
    return sum(_remind(pk, today, at) for pk in rows.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _remind(pk: int, today: date, at: datetime) -> int:
    version = with_all(LearningAgreementVersion.objects).get(pk=pk)
    role = SIGNS_NEXT.get(PaperState(version.state))
    if role is None:
        return 0
    is_late = version.due_on < today
    key = f"paper-{version.uuid}-{version.revision}-{version.state}-{_milestone(version.due_on, today)}"
    people = whose_turn(version, role, today)
    return tell("late" if is_late else "due", version, people, at, key=key)


def _milestone(due_on: date, today: date) -> str:
    """The last reminder that is due by now: days before, or weeks after."""
    left = (due_on - today).days
    return f"late-{-left // 7}" if left < 0 else f"{min(days for days in SOON if days >= left)}"

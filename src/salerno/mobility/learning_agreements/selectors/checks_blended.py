"""What must hold for a blended or short mobility (Erasmus+ Programme Guide, mobility of students): in sentences."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from salerno.common.names import plain_number
from salerno.mobility.models import Mobility
from salerno.mobility.papers.body import Blended, Body

LEAST_DAYS, MOST_DAYS = 5, 30
LEAST_ECTS = Decimal(3)


def blended_faults(mobility: Mobility, body: Body, *, is_doctoral: bool) -> Iterator[str]:
    """What forbids to sign. Doctoral candidates may do without the virtual part, and without credits."""
    said = body.blended or Blended()
    yield from _of_days_there(mobility, said)
    has_virtual = bool(body.live("virtual") or said.virtual.strip())
    if has_virtual or not is_doctoral:
        yield from _of_virtual(body, said)
    there = body.ects("studied") + body.ects("virtual")
    if not is_doctoral and there < LEAST_ECTS:
        yield _("A blended mobility gives at least %(least)s ECTS credits.") % {"least": plain_number(LEAST_ECTS)}


def _of_days_there(mobility: Mobility, said: Blended) -> Iterator[str]:
    first, last = said.physical_starts_on, said.physical_ends_on
    if first is None or last is None:
        yield _("Say on which days you are there.")
        return
    if last < first:
        yield _("The last day there comes before the first.")
    elif not LEAST_DAYS <= said.days <= MOST_DAYS:
        numbers = {"least": LEAST_DAYS, "most": MOST_DAYS, "days": said.days}
        yield _("A blended or short mobility lasts %(least)d to %(most)d days there, not %(days)d.") % numbers
    if not _within(first, last, mobility.starts_on, mobility.ends_on):
        yield _("The days there lie outside the period of your place.")


def _within(first: date, last: date, begins: date, ends: date) -> bool:
    return begins <= first and last <= ends


def _of_virtual(body: Body, said: Blended) -> Iterator[str]:
    if not body.live("virtual"):
        yield _("A blended mobility needs a virtual component in table C.")
    if not said.virtual.strip():
        yield _("Say what you do online, and with whom.")
    first, last = said.virtual_starts_on, said.virtual_ends_on
    if first is None or last is None:
        yield _("Say between which days the virtual part takes place.")
    elif last < first:
        yield _("The last day of the virtual part comes before the first.")

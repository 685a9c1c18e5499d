"""What is past its day in the stays of somebody's institutions, who is next, and who was reminded today."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Min, QuerySet
from django.utils.timezone import localdate

from salerno.institutions.models import Institution
from salerno.messaging.models import Message
from salerno.mobility.enums import SIGNS_NEXT, Matter, MobilityState, PaperState, RecognitionState, Signer
from salerno.mobility.learning_agreements.selectors.facts import coordinators_of
from salerno.mobility.learning_agreements.selectors.pages import due_on, late, on_the_desk
from salerno.mobility.models import Mobility
from salerno.people.models import Person

LAST_DAYS = timedelta(days=3)
"""An offer lapses when its time is up, so it stands here in its last days: afterwards there is nothing to be reminded of."""
WEEKS_OF_RESULTS = 5
"""Where a factsheet says nothing else: the most that Erasmus+ gives a host to send the transcript of records."""
TIME_TO_DECIDE = timedelta(weeks=5)
"""Ours: a sending university decides in no more time than a host has to send what it decides on."""
_OPEN = (RecognitionState.WAITING, RecognitionState.APPEALED)


@dataclass(frozen=True)
class LateLine:
    """One matter of one stay. ``days``: late by so many; below nought an offer's days that are left. ``whose``: who is next."""

    matter: Matter
    mobility: Mobility
    due_on: date
    days: int
    whose: Signer

    @property
    def key(self) -> str:
        """By which a form names it."""
        return f"{self.matter}:{self.mobility.uuid}"


def late_lines(person: Person, at: datetime, matter: str = "") -> list[LateLine]:
    """All that is late in the stays of the person's institutions, the latest first; a query for each matter.

    Nobody reminds themselves: the person's own stay is left out.
    """
    today = localdate(at)
    rows = Mobility.objects.governed_by(person).exclude(wish__student=person).with_sides()
    readers = {
        Matter.ACCEPT: lambda: _to_accept(rows, at),
        Matter.SIGN: lambda: _to_sign(rows, today),
        Matter.ARRIVE: lambda: _to_arrive(rows, today),
        Matter.DEPART: lambda: _to_depart(rows, today),
        Matter.RESULTS: lambda: _to_send(rows, today),
        Matter.DECIDE: lambda: _to_decide(rows, today),
    }
    wanted = [Matter(matter)] if matter in Matter.values else list(Matter)
    lines = [LateLine(each, row, due, (today - due).days, whose) for each in wanted for row, due, whose in readers[each]()]
    return sorted(lines, key=lambda line: (-line.days, line.mobility.wish.student.display_name, line.key))


_Found = Iterator[tuple[Mobility, date, Signer]]


def _to_accept(rows: QuerySet[Mobility], at: datetime) -> _Found:
    for row in rows.filter(state=MobilityState.OFFERED, accept_until__lt=at + LAST_DAYS):
        yield row, localdate(row.accept_until), Signer.LEARNER


def _to_sign(rows: QuerySet[Mobility], today: date) -> _Found:
    for row in late(on_the_desk(rows), today):
        role = SIGNS_NEXT.get(PaperState(row.paper_state or PaperState.DRAFT))
        if role is not None:
            yield row, due_on(row), role


def _to_arrive(rows: QuerySet[Mobility], today: date) -> _Found:
    for row in rows.filter(state=MobilityState.CONFIRMED, starts_on__lt=today):
        yield row, row.starts_on, Signer.RECEIVING


def _to_depart(rows: QuerySet[Mobility], today: date) -> _Found:
    for row in rows.filter(state=MobilityState.ARRIVED, ends_on__lt=today):
        yield row, row.ends_on, Signer.RECEIVING


def _to_send(rows: QuerySet[Mobility], today: date) -> _Found:
    """Without any result, longer after the departure than the host says on its factsheet."""
    gone = rows.filter(state=MobilityState.DEPARTED, departed_on__isnull=False, results__isnull=True)
    for row in gone.select_related("place__institution__factsheet"):
        sheet = getattr(row.place.institution, "factsheet", None)
        due = row.departed_on + timedelta(weeks=sheet.transcript_weeks if sheet else WEEKS_OF_RESULTS)
        if due < today:
            yield row, due, Signer.RECEIVING


def _to_decide(rows: QuerySet[Mobility], today: date) -> _Found:
    """With a result on which the sending university has not decided; students of other universities are decided on there."""
    waiting = Mobility.objects.filter(results__recognition__state__in=_OPEN, wish__studies__isnull=False)
    since = dict(waiting.annotate(since=Min("results__entered_at")).order_by().values_list("pk", "since"))
    for row in rows.filter(pk__in=waiting.values("pk")):
        due = localdate(since[row.pk]) + TIME_TO_DECIDE
        if due < today:
            yield row, due, Signer.SENDING


@dataclass(frozen=True)
class Reminder:
    """A line with those who would be reminded of it; ``told``: those of them who were today."""

    line: LateLine
    people: list[Person]
    told: list[Person]


def reminders_of(lines: Iterable[LateLine], today: date) -> list[Reminder]:
    """Whom each line would reach. A query for each institution, and one for what was sent today.

    Where the receiving institution has nobody here, the sending coordinators are asked: they write to the host.
    """
    staff: dict[int, list[Person]] = {}

    def of(institution: Institution) -> list[Person]:
        if institution.pk not in staff:
            staff[institution.pk] = coordinators_of(institution, today)
        return staff[institution.pk]

    def next_of(line: LateLine) -> list[Person]:
        wish, host = line.mobility.wish, line.mobility.place.institution
        if line.whose == Signer.LEARNER:
            return [wish.student]
        return (of(host) if line.whose == Signer.RECEIVING else []) or of(wish.home)

    found = [(line, next_of(line)) for line in lines]
    keys = [key_of(line, person, today) for line, people in found for person in people]
    sent = set(Message.objects.filter(key__in=keys).values_list("key", flat=True))
    return [Reminder(line, people, [person for person in people if key_of(line, person, today) in sent]) for line, people in found]


def key_of(line: LateLine, person: Person, today: date) -> str:
    """By which a notice is unique: one person is reminded of one matter once a day, whoever asks."""
    return f"late/{line.matter}/{line.mobility.uuid}/{today.isoformat()}/{person.pk}"

"""What waits for a student in mobility, for the page of one's studies: the other parts of the room, read together."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from salerno.common.translated import in_language
from salerno.desk.words import day, moment
from salerno.mobility.calls.selectors.pages import calls_of
from salerno.mobility.enums import CallState, MobilityState, PaperState, WishState
from salerno.mobility.models import LearningAgreementVersion, Mobility, Wish
from salerno.people.models import Person

_WRITES = (MobilityState.ACCEPTED, MobilityState.NOMINATED, MobilityState.CONFIRMED)


@dataclass(frozen=True)
class Waits:
    """One thing to do: why and until when, in a sentence; the verb; where."""

    sentence: str
    label: str
    url: str


def waits_for_student(person: Person, at: datetime) -> list[Waits]:
    """What ``person`` has to do, the offer of a place first. Five queries at most, however much waits."""
    return [*_offers(person, at), *_calls(person, at), *_papers(person)]


def _offers(person: Person, at: datetime) -> list[Waits]:
    rows = Mobility.objects.of(person).with_sides().filter(state=MobilityState.OFFERED, accept_until__gte=at)
    said = _("You are offered a place: %(place)s. Accept or decline it by %(until)s; then it goes to somebody else.")
    return [
        Waits(
            said % {"place": in_language(row.place.institution.name), "until": moment(row.accept_until)},
            _("Look at the offer"),
            reverse("mobility:stay", args=[row.uuid]),
        )
        for row in rows.order_by("accept_until", "pk")
    ]


def _calls(person: Person, at: datetime) -> list[Waits]:
    """Open calls in which nothing is handed in, unless one has withdrawn."""
    answered = Wish.objects.of(person).exclude(state=WishState.DRAFT).values("call")
    rows = calls_of(person).filter(state=CallState.OPEN, opens_at__lte=at, closes_at__gte=at).exclude(pk__in=answered)
    begun = set(Wish.objects.of(person).filter(state=WishState.DRAFT).values_list("call", flat=True))
    said = _("Places abroad: “%(title)s” is open. Rank the places and hand your list in by %(closes)s.")
    draft = _("Places abroad: your wishes for “%(title)s” count only if you hand them in by %(closes)s.")
    return [
        Waits(
            (draft if row.pk in begun else said) % {"title": in_language(row.title), "closes": moment(row.closes_at)},
            _("Go to your wishes") if row.pk in begun else _("See the places"),
            reverse("mobility:call", args=[row.uuid]),
        )
        for row in rows.order_by("closes_at", "pk")
    ]


def _papers(person: Person) -> list[Waits]:
    """Learning agreements that the student has not begun before leaving, or has not signed yet, changes among them."""
    drafts = LearningAgreementVersion.objects.of(person).filter(state=PaperState.DRAFT)
    due = dict(drafts.values_list("agreement__mobility", "due_on"))
    begun = Q(pk__in=due, state__in=(*_WRITES, MobilityState.ARRIVED))
    rows = Mobility.objects.of(person).with_sides().filter(begun | Q(state__in=_WRITES, learning_agreement__isnull=True))
    said = _("Your learning agreement for %(place)s waits for you to write and sign it, before you leave.")
    dated = _("Your learning agreement for %(place)s waits for your signature. All three should have signed it by %(day)s.")
    return [
        Waits(
            (dated if row.pk in due else said)
            % {"place": in_language(row.place.institution.name), "day": day(due[row.pk]) if row.pk in due else ""},
            _("Go to the agreement"),
            reverse("mobility:paper", args=[row.uuid]),
        )
        for row in rows.order_by("starts_on", "pk")
    ]

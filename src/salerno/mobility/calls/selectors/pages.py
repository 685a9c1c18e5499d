"""What a student sees of calls: places grouped by country, one's list, chances, the timeline, the result."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from django.db.models import Q, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from salerno.common.plots import Bars
from salerno.common.translated import in_language
from salerno.desk.words import day, moment
from salerno.enrolment.enums import LIVE
from salerno.enrolment.models import ProgrammeEnrolment
from salerno.institutions.models import Institution
from salerno.mobility.allocation.keeping import read_reason
from salerno.mobility.calls import rules
from salerno.mobility.calls.reason_words import clause, sentence
from salerno.mobility.calls.refusals import WishRefusal
from salerno.mobility.calls.selectors.chances import Chance, chances_for, plots_of
from salerno.mobility.calls.selectors.map import PlacesMap, map_of
from salerno.mobility.calls.selectors.problem import barriers_for
from salerno.mobility.calls.selectors.words import country_of, languages_asked, period_name, place_names
from salerno.mobility.enums import CallState, Tier, WishState
from salerno.mobility.models import Mobility, MobilityCall, Place, Scenario, Wish
from salerno.mobility.reports.selectors import HostReports, reports_on
from salerno.people.models import Person


@dataclass(frozen=True)
class PlaceRow:
    """A place as a student reads it. ``number``: of its institution, on the map and in the list; ``rank``: on the student's own
    list; ``is_mine``: whether it is open to them."""

    place: Place
    number: int
    key: str
    name: str
    country: str
    period: str
    tier: str
    languages: list[str]
    is_mine: bool
    rank: int | None
    chance: Chance | None
    plot: Bars | None
    said: HostReports | None
    factsheet_url: str


@dataclass(frozen=True)
class Result:
    """What publication brought: a sentence, and why each higher choice could not be had."""

    sentence: str
    because: list[tuple[str, str]]
    mobility: Mobility | None


@dataclass(frozen=True)
class CallPage:
    """One call for one student: ``countries`` has the places that are open to them, ``others`` those for students of others."""

    call: MobilityCall
    wish: Wish | None
    home: Institution | None
    countries: list[tuple[str, list[PlaceRow]]]
    others: list[PlaceRow]
    chosen: list[PlaceRow]
    refusal: WishRefusal | None
    moments: list[dict[str, str]]
    result: Result | None
    acts: dict[str, WishRefusal | None] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    map: PlacesMap | None = None

    @property
    def has_chances(self) -> bool:
        """Whether any place was in the last call."""
        return any(row.chance for _country, rows in self.countries for row in rows)


def calls_of(person: Person) -> QuerySet[MobilityCall]:
    """Calls that are open or were, to a cohort in which the person studies, or in which they have wished."""
    studies = ProgrammeEnrolment.objects.filter(student=person, state__in=LIVE).values("offering")
    own = Wish.objects.of(person).values("call")
    rows = MobilityCall.objects.shown_to_students().filter(Q(offering__in=studies) | Q(pk__in=own))
    return rows.select_related("offering__programme", "offering__academic_session")


def own_calls(person: Person) -> list[tuple[MobilityCall, Wish | None, Mobility | None]]:
    """These calls with the person's wishes and the last place offered in each; three queries."""
    mine = {wish.call_id: wish for wish in Wish.objects.of(person)}
    stays = {stay.wish.call_id: stay for stay in Mobility.objects.of(person).with_sides().order_by("pk")}
    return [(call, mine.get(call.pk), stays.get(call.pk)) for call in calls_of(person)]


def call_page(*, call: MobilityCall, viewer: Person, at: datetime) -> CallPage:
    """What ``viewer`` sees of ``call``: as many queries for one place as for thirty."""
    wish = Wish.objects.of(viewer).filter(call=call).select_related("home", "call").first()
    home = wish.home if wish else _home_of(call, viewer)
    ranks = {choice.place_id: choice.rank for choice in wish.choices.all()} if wish else {}
    rows = _place_rows(call, home, ranks)
    shown = [row for row in rows if row.is_mine] if home else rows
    chosen = sorted((row for row in rows if row.rank), key=lambda row: row.rank or 0)
    return CallPage(
        call=call,
        wish=wish,
        home=home,
        countries=[(country, list(group)) for country, group in groupby(shown, key=lambda row: row.country)],
        others=[row for row in rows if home and not row.is_mine],
        chosen=chosen,
        refusal=_refusal(call, wish, home, viewer, at),
        moments=_moments(call, at),
        result=_result(call, wish, [row.place for row in rows]),
        acts=_acts(wish, viewer, at),
        warnings=_warnings(wish, rows),
        map=map_of(shown),
    )


def _home_of(call: MobilityCall, viewer: Person) -> Institution | None:
    studies = rules.studies_in(call, viewer)
    return rules.home_of(studies) if studies else None


def _refusal(call: MobilityCall, wish: Wish | None, home: Institution | None, viewer: Person, at: datetime) -> WishRefusal | None:
    if refusal := rules.why_not_write(call=call, wish=wish, by=viewer, at=at):
        return refusal
    return None if home else WishRefusal.NOT_IN_COHORT


def _acts(wish: Wish | None, viewer: Person, at: datetime) -> dict[str, WishRefusal | None]:
    """What can be done with what was written, and why not."""
    if wish is None:
        return {}
    wanted = {
        WishState.DRAFT: ("hand-in", "withdraw"),
        WishState.SUBMITTED: ("take-back", "withdraw"),
        WishState.WITHDRAWN: (),
    }
    states = {"hand-in": WishState.SUBMITTED, "take-back": WishState.DRAFT, "withdraw": WishState.WITHDRAWN}
    return {act: rules.why_not_move_wish(wish=wish, state=states[act], by=viewer, at=at) for act in wanted[WishState(wish.state)]}


def _warnings(wish: Wish | None, rows: list[PlaceRow]) -> list[str]:
    """Places on the list that one cannot have by what one said of needs and languages: better read now than after publication."""
    if wish is None or wish.state == WishState.WITHDRAWN or wish.call.state not in (CallState.OPEN, CallState.CLOSED):
        return []
    names = place_names(row.place for row in rows)
    return [clause(obstacle, names) for obstacle in barriers_for(wish)]


def _place_rows(call: MobilityCall, home: Institution | None, ranks: dict[int, int]) -> list[PlaceRow]:
    """By country, then name: a list reads on every screen and to every ear; the map has the same numbers."""
    chances = chances_for(call)
    plots = plots_of(chances)
    places = list(call.places.select_related("institution__factsheet", "condition", "traineeship"))
    places.sort(key=lambda place: (country_of(place), in_language(place.institution.name), period_name(place.period), place.pk))
    mine = {place.pk for place in places if home is not None and rules.is_open_to(place, home)}
    hosts = dict.fromkeys(place.institution_id for place in sorted(places, key=lambda place: place.pk not in mine))
    numbers = {pk: number for number, pk in enumerate(hosts, start=1)}
    said = reports_on(numbers, localdate())
    return [
        PlaceRow(
            place=place,
            number=numbers[place.institution_id],
            key=str(place.uuid),
            name=in_language(place.institution.name),
            country=country_of(place),
            period=period_name(place.period),
            tier=str(Tier(place.tier).label),
            languages=languages_asked(place),
            is_mine=place.pk in mine,
            rank=ranks.get(place.pk),
            chance=chances.get((place.institution_id, place.period)),
            plot=plots.get((place.institution_id, place.period)),
            said=said.get(place.institution_id),
            factsheet_url=_factsheet_url(place.institution),
        )
        for place in places
    ]


def _factsheet_url(institution: Institution) -> str:
    """The page of its factsheet; empty where it has none."""
    if not hasattr(institution, "factsheet"):
        return ""
    for name in (institution.slug, institution.uuid):
        try:
            return reverse("mobility:factsheet", args=[name])
        except NoReverseMatch:
            continue
    return ""


def _result(call: MobilityCall, wish: Wish | None, places: Iterable[Place]) -> Result | None:
    """From the published scenario; a student who was not in it has none."""
    if wish is None or call.state not in (CallState.PUBLISHED, CallState.ENDED):
        return None
    scenario = Scenario.objects.filter(call=call, published_at__isnull=False).first()
    kept = scenario.result["reasons"].get(str(wish.uuid)) if scenario else None
    if kept is None:
        return None
    reason, names = read_reason(kept), place_names(places)
    because = [(names.get(str(one.place), ""), clause(one, names)) for one in reason.obstacles]
    mobility = Mobility.objects.filter(wish=wish).select_related("place__institution").order_by("-pk").first()
    return Result(sentence(reason, names), because, mobility)


def _moments(call: MobilityCall, at: datetime) -> list[dict[str, str]]:
    """What happened and what comes, in the order of the dates."""
    is_published = call.published_at is not None
    is_over = call.state not in (CallState.DRAFT, CallState.OPEN) or at >= call.closes_at
    return [
        {"when": moment(call.opens_at), "what": _("The call opens"), "state": "done" if at >= call.opens_at else ""},
        {"when": moment(call.closes_at), "what": _("The call closes"), "state": "done" if is_over else "now"},
        {
            "when": moment(call.published_at) if is_published else _("after closing"),
            "what": _("Places are published"),
            "detail": "" if is_published else _("You are told by e-mail, with the reason."),
            "state": "done" if is_published else "now" if is_over else "",
        },
        {
            "when": _("%(n)d days after publication") % {"n": call.accept_days},
            "what": _("Offered places are accepted or declined"),
            "state": "now" if call.state == CallState.PUBLISHED else "",
        },
        {"when": f"{day(call.starts_on)} – {day(call.ends_on)}", "what": _("The stay"), "state": ""},
    ]

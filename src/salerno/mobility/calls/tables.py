"""Tables of the desk's pages about calls."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from salerno.common.translated import in_language
from salerno.desk.tables import Column, Table
from salerno.desk.words import day, moment, state_tag
from salerno.mobility.calls.selectors.desk import name_of
from salerno.mobility.calls.selectors.lines import Lines
from salerno.mobility.calls.selectors.words import country_of, languages_asked, period_name, place_name
from salerno.mobility.enums import CallState, WishState
from salerno.mobility.models import Place, Wish

_SHOWN_AS = {
    CallState.OPEN: "open",
    CallState.CLOSED: "asked",
    CallState.PUBLISHED: "done",
    WishState.SUBMITTED: "done",
    WishState.WITHDRAWN: "revoked",
}


def state_of(row: Any) -> object:
    """The state of a call or of wishes as a word and a mark."""
    return state_tag(_SHOWN_AS.get(row.state, row.state), row.get_state_display())


def wide(text: str) -> SafeString:
    """A sentence in a cell, with room for it: on a phone the table is moved sideways, and rows stay low."""
    return format_html('<span class="table__wide">{}</span>', text)


def _page(name: str) -> Callable[[Any], str]:
    return lambda row: reverse(f"mobility:{name}", args=[row.uuid])


CALLS = Table(
    identifier="mobility-calls",
    caption=_("Calls for mobility"),
    columns=(
        Column("title", _("Call"), lambda row: in_language(row.title)),
        Column("programme", _("Programme"), "offering.programme.code", "offering__programme__code", is_short=True),
        Column("kind", _("Kind"), "get_kind_display", "kind"),
        Column("opens", _("Opens"), "opens_at", "opens_at", shown=lambda row: moment(row.opens_at), is_short=True),
        Column("closes", _("Closes"), "closes_at", "closes_at", shown=lambda row: moment(row.closes_at), is_short=True),
        Column("places", _("Places"), "place_count", "place_count", is_number=True),
        Column("handed_in", _("Handed in"), "handed_in", "handed_in", is_number=True),
        Column("state", _("State"), "get_state_display", "state", shown=state_of),
    ),
    counted=ngettext_lazy("%(n)d call", "%(n)d calls", "n"),
    sort="-closes",
    url_of=_page("desk_call"),
)


def _source(row: Place) -> str:
    if row.condition:
        values = {"code": row.condition.agreement.code, "sending": row.condition.sending.code}
        return gettext("agreement %(code)s, for students of %(sending)s") % values
    return gettext("offer “%(title)s”") % {"title": in_language(row.traineeship.title)} if row.traineeship else gettext("by hand")


_PLACE_LEADS_TO = {CallState.DRAFT: "edit_place", CallState.PUBLISHED: "change_seats"}


def places_table(state: CallState) -> Table:
    """The places of a call; each leads to its form in preparation, and to the number of its seats after publication."""
    page = _PLACE_LEADS_TO.get(state)
    return Table(
        identifier="mobility-places",
        caption=_("Places"),
        columns=(
            Column("institution", _("Institution"), lambda row: in_language(row.institution.name), "institution__position"),
            Column("country", _("Country"), country_of, "institution__country"),
            Column("period", _("Period"), lambda row: period_name(row.period), "period"),
            Column("tier", _("Standing"), "get_tier_display", "tier"),
            Column("capacity", _("For how many"), "capacity", "capacity", is_number=True),
            Column("minimum", _("Only with at least"), "minimum", "minimum", is_number=True),
            Column("languages", _("Languages"), lambda row: ", ".join(languages_asked(row))),
            Column("first", _("Wanted first"), "wanted_first", "wanted_first", is_number=True),
            Column("wanted", _("Wanted"), "wanted", "wanted", is_number=True),
            Column("source", _("From"), _source),
        ),
        counted=ngettext_lazy("%(n)d place to go to", "%(n)d places to go to", "n"),
        sort="institution",
        url_of=_page(page) if page else None,
    )


def _choices(row: Wish) -> str:
    return " · ".join(f"{choice.rank}. {place_name(choice.place)}" for choice in row.choices.all())


def _came_of_it(row: Wish) -> str:
    stay = next(iter(row.mobilities.all()), None)
    return f"{place_name(stay.place)}: {stay.get_state_display()}" if stay else ""


WISHES = Table(
    identifier="mobility-wishes",
    caption=_("Wishes"),
    columns=(
        Column("name", _("Student"), name_of, "studies__family_name"),
        Column("key", _("Key"), "uuid", on_page=False),
        Column("home", _("Home"), "home.code", "home__code", is_short=True),
        Column("state", _("State"), "get_state_display", "state", shown=state_of),
        Column("score", _("Score"), "score", "score", is_number=True),
        Column("choices", _("Choices in their order"), _choices, shown=lambda row: wide(_choices(row))),
        Column("note", _("Note"), "note", on_page=False),
        Column("submitted", _("Handed in"), "submitted_at", "submitted_at", shown=lambda row: day(row.submitted_at), is_short=True),
        Column("result", _("What came of it"), _came_of_it),
    ),
    counted=ngettext_lazy("%(n)d student", "%(n)d students", "n"),
    sort="name",
)


def lines_table(lines: Lines, *, identifier: str, caption: Any) -> Table:
    """Students of a scenario. By score they are ordered as it stands now, which is that of the scenario while it is current."""

    def why(row: Wish) -> str:
        return lines.said(row) or gettext("shown to the home institution alone")

    return Table(
        identifier=identifier,
        caption=caption,
        columns=(
            Column("student", _("Student"), lines.who),
            Column("home", _("Home"), "home.code", "in_order", is_short=True),
            Column("score", _("Score"), lines.score, "score", is_number=True),
            Column("place", _("Place"), lines.place),
            Column("reason", _("Reason"), why, shown=lambda row: wide(why(row))),
        ),
        counted=ngettext_lazy("%(n)d student", "%(n)d students", "n"),
        sort="home",
    )

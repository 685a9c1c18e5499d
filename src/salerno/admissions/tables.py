"""Tables of the desk pages of this room."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from salerno.admissions.completeness import statements_of
from salerno.admissions.eligibility.facts import Verdict
from salerno.admissions.enums import ApplicationState, CallState, OfferState, ReviewState
from salerno.admissions.models import Application, Call, Review
from salerno.common.names import country_name
from salerno.common.translated import in_language
from salerno.desk.tables import Column, Table
from salerno.desk.words import day, moment, state_tag

_SHOWN_AS = {
    CallState.OPEN: "open",
    CallState.CLOSED: "asked",
    CallState.DECIDED: "done",
    ApplicationState.SUBMITTED: "asked",
    ApplicationState.ELIGIBLE: "open",
    ApplicationState.REVIEWED: "asked",
    ApplicationState.ADMITTED: "open",
    ApplicationState.WAITING: "asked",
    ApplicationState.ACCEPTED: "done",
    ApplicationState.ENROLLED: "done",
    ApplicationState.INELIGIBLE: "revoked",
    ApplicationState.REFUSED: "revoked",
    ReviewState.ASSIGNED: "asked",
    OfferState.OPEN: "asked",
    OfferState.ACCEPTED: "done",
}


def state_of(row: Any) -> object:
    """The state of a call, application, review or offer as a word and a mark."""
    mark = "done" if isinstance(row, Review) and row.state == ReviewState.SUBMITTED else _SHOWN_AS.get(row.state, row.state)
    return state_tag(mark, row.get_state_display())


def _page(name: str, path: Callable[[Any], object]) -> Callable[[Any], str]:
    return lambda row: reverse(f"admissions:{name}", args=[path(row)])


CALLS = Table(
    identifier="calls",
    caption=_("Calls"),
    columns=(
        Column("title", _("Call"), lambda row: in_language(row.title), "slug"),
        Column("programme", _("Programme"), "offering.programme.code", "offering__programme__code", is_short=True),
        Column("opens", _("Opens"), "opens_at", "opens_at", shown=lambda row: moment(row.opens_at), is_short=True),
        Column("closes", _("Closes"), "closes_at", "closes_at", shown=lambda row: moment(row.closes_at), is_short=True),
        Column("places", _("Places"), "places", "places", is_number=True),
        Column("handed_in", _("Handed in"), "handed_in", "handed_in", is_number=True),
        Column("undecided", _("Undecided"), "undecided", "undecided", is_number=True),
        Column("state", _("State"), "get_state_display", "state", shown=state_of),
    ),
    counted=ngettext_lazy("%(n)d call", "%(n)d calls", "n"),
    sort="-closes",
    url_of=_page("desk_call", lambda row: row.uuid),
)


def applications_table(call: Call) -> Table:
    """The applications of a call; ``findings`` are computed from the rows' papers, which come prefetched."""
    tracks = {slug: in_language(title) for slug, title in call.read_tracks.items()}
    return Table(
        identifier="applications",
        caption=_("Applications"),
        columns=(
            Column("name", _("Applicant"), lambda row: f"{row.family_name}, {row.given_names}", "family_name"),
            Column("chosen", _("Choose"), _tick, in_files=False),
            Column("key", _("Key"), "uuid", on_page=False),
            Column("state", _("State"), "get_state_display", "state", shown=_state_and_disagreement),
            Column("track", _("Track"), lambda row: tracks.get(row.track, row.track), "track"),
            Column("citizenship", _("Citizenship"), lambda row: country_name(row.citizenship), "citizenship"),
            Column("rules", _("Entry rules"), _rules_met, is_short=True),
            Column("missing", _("Missing papers"), "missing", "missing", is_number=True),
            Column("letters", _("Letters"), "letters", "letters", is_number=True),
            Column("reviews", _("Reviews"), "reviews_in", "reviews_in", is_number=True, shown=_reviews),
            Column("score", _("Mean as given"), "mean", "mean", is_number=True, shown=lambda row: _two_places(row.mean)),
            Column(
                "submitted", _("Handed in"), "submitted_at", "submitted_at", shown=lambda row: day(row.submitted_at), is_short=True
            ),
        ),
        counted=ngettext_lazy("%(n)d application", "%(n)d applications", "n"),
        sort="name",
        url_of=_page("desk_application", lambda row: row.uuid),
    )


def _tick(row: Application) -> object:
    name = gettext("Choose %(name)s") % {"name": row.full_name}
    template = '<input type="checkbox" name="item" value="{}" form="chosen-applications" aria-label="{}">'
    return format_html(template, row.uuid, name) if row.state == ApplicationState.SUBMITTED else ""


def _rules_met(row: Application) -> str:
    statements = statements_of(row)
    met = sum(each.verdict == Verdict.MET for each in statements)
    return gettext("%(n)d of %(all)d") % {"n": met, "all": len(statements)}


def _reviews(row: Any) -> str:
    return gettext("%(n)d of %(all)d") % {"n": row.reviews_in, "all": row.reviews_all} if row.reviews_all else ""


def _two_places(value: object) -> str:
    return "" if value is None else f"{value:.2f}"


def _state_and_disagreement(row: Application) -> object:
    if not row.disagrees:
        return state_of(row)
    return format_html("{} {}", state_of(row), state_tag("asked", gettext("Reviewers disagree")))


def name_for_a_reviewer(application: Application) -> str:
    """The applicant's name, or the beginning of the key where the call hides it."""
    if "name" in application.call.hidden:
        return gettext("Application %(key)s") % {"key": str(application.uuid)[:8]}
    return application.full_name


REVIEWS = Table(
    identifier="reviews",
    caption=_("Applications to read"),
    columns=(
        Column("application", _("Application"), lambda row: name_for_a_reviewer(row.application), "application__uuid"),
        Column("call", _("Call"), lambda row: in_language(row.application.call.title), "application__call__slug"),
        Column(
            "track",
            _("Track"),
            lambda row: in_language(row.application.call.read_tracks.get(row.application.track)),
            "application__track",
        ),
        Column("assigned", _("Assigned"), "assigned_at", "assigned_at", shown=lambda row: day(row.assigned_at), is_short=True),
        Column("submitted", _("Submitted"), "submitted_at", "submitted_at", shown=lambda row: day(row.submitted_at), is_short=True),
        Column("total", _("Score"), "total", "total", is_number=True, shown=lambda row: _two_places(row.total)),
        Column("state", _("State"), "get_state_display", "state", shown=state_of),
    ),
    counted=ngettext_lazy("%(n)d application", "%(n)d applications", "n"),
    sort="state",
    url_of=_page("desk_review", lambda row: row.uuid),
)

OFFERS = Table(
    identifier="offers",
    caption=_("Offers"),
    columns=(
        Column("name", _("Applicant"), "application.full_name", "application__family_name"),
        Column("made", _("Made"), "made_at", "made_at", shown=lambda row: day(row.made_at), is_short=True),
        Column("until", _("Open until"), "expires_at", "expires_at", shown=lambda row: moment(row.expires_at), is_short=True),
        Column("answered", _("Answered"), "answered_at", "answered_at", shown=lambda row: day(row.answered_at), is_short=True),
        Column("state", _("State"), "get_state_display", "state", shown=state_of),
    ),
    counted=ngettext_lazy("%(n)d offer", "%(n)d offers", "n"),
    sort="until",
    url_of=_page("desk_application", lambda row: row.application.uuid),
)

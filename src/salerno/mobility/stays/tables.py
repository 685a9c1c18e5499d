"""The list of mobilities on the desk."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from salerno.common.translated import in_language
from salerno.desk.tables import Column, Table
from salerno.desk.words import day, state_tag
from salerno.mobility.enums import MobilityState
from salerno.mobility.models import Mobility

SHOWN_AS = {
    MobilityState.OFFERED: "asked",
    MobilityState.ACCEPTED: "asked",
    MobilityState.NOMINATED: "asked",
    MobilityState.REFUSED: "revoked",
    MobilityState.CONFIRMED: "open",
    MobilityState.ARRIVED: "open",
    MobilityState.DEPARTED: "asked",
    MobilityState.RECOGNISED: "done",
}


def _tick(row: Mobility) -> object:
    name = gettext("Choose %(name)s") % {"name": row.wish.student.display_name}
    template = '<input type="checkbox" name="item" value="{}" form="chosen-stays" aria-label="{}">'
    return format_html(template, row.uuid, name)


STAYS = Table(
    identifier="mobilities",
    caption=_("Mobilities"),
    columns=(
        Column("name", _("Student"), "wish.student.display_name", "wish__student__full_name"),
        Column("chosen", _("Choose"), _tick, in_files=False),
        Column("key", _("Key"), "uuid", on_page=False),
        Column("sending", _("From"), lambda row: in_language(row.wish.home.name), "wish__home__code"),
        Column("receiving", _("To"), lambda row: in_language(row.place.institution.name), "place__institution__code"),
        Column("state", _("State"), "get_state_display", "state", shown=lambda row: tag_of(row)),
        Column("starts", _("From day"), "starts_on", "starts_on", shown=lambda row: day(row.arrived_on or row.starts_on)),
        Column("ends", _("To day"), "ends_on", "ends_on", shown=lambda row: day(row.departed_on or row.ends_on)),
        Column("until", _("Accept until"), "accept_until", "accept_until", shown=lambda row: day(row.accept_until)),
    ),
    counted=ngettext_lazy("%(n)d mobility", "%(n)d mobilities", "n"),
    sort="name",
    url_of=lambda row: reverse("mobility:desk_stay", args=[row.uuid]),
)


def tag_of(row: Mobility) -> object:
    """The state as a word and a mark."""
    return state_tag(SHOWN_AS.get(row.state, "closed"), row.get_state_display())

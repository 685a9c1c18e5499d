"""The list of nominations that came in."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from salerno.common.translated import in_language
from salerno.desk.tables import Column, Table
from salerno.desk.words import day, state_tag
from salerno.mobility.models import Nomination


def state_of(row: Nomination) -> str:
    """Whether the student has taken it."""
    return str(_("Taken") if row.wish_id else _("Waits for the student"))


def _address(row: Nomination) -> str:
    stays = list(row.wish.mobilities.all()) if row.wish else []
    name, key = ("mobility:desk_stay", stays[0].uuid) if stays else ("mobility:desk_guest", row.uuid)
    return reverse(name, args=[key])


NOMINATIONS = Table(
    identifier="nominations-in",
    caption=_("Guests"),
    columns=(
        Column("name", _("Student"), "full_name", "family_name"),
        Column("email", _("E-mail"), "email", "email"),
        Column("sending", _("From"), lambda row: in_language(row.condition.sending.name), "condition__sending__code"),
        Column("receiving", _("To"), "condition.receiving.code", "condition__receiving__code", is_short=True),
        Column("kind", _("Kind"), "condition.get_kind_display", "condition__kind"),
        Column("starts", _("From day"), "starts_on", "starts_on", shown=lambda row: day(row.starts_on), is_short=True),
        Column("ends", _("To day"), "ends_on", "ends_on", shown=lambda row: day(row.ends_on), is_short=True),
        Column("until", _("Answer until"), "answer_until", "answer_until", shown=lambda row: day(row.answer_until), is_short=True),
        Column(
            "state", _("State"), state_of, "wish", shown=lambda row: state_tag("done" if row.wish_id else "asked", state_of(row))
        ),
    ),
    counted=ngettext_lazy("%(n)d guest", "%(n)d guests", "n"),
    sort="-starts",
    url_of=_address,
)

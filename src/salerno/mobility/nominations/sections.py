"""The desk's part for guests, and what the campus holds about them."""

from django.utils.translation import gettext_lazy as _

from salerno.desk.sections import Group, Section
from salerno.mobility.calls.sections import coordinates_mobility
from salerno.mobility.nominations import services
from salerno.people.data_rights import Holding

GUESTS = Section("mobility:desk_guests", _("Guests"), coordinates_mobility, 38, Group.MOBILITY)
NOMINATIONS_HELD = Holding(
    "nominations-in",
    _("Nominations to an institution of the campus by your university elsewhere"),
    services.export_nominations,
    services.erase_nominations,
)

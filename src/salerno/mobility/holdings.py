"""All that this room holds about people."""

from django.utils.translation import gettext_lazy as _

from salerno.mobility.agreements import sections as agreement_sections
from salerno.mobility.calls.services import rights as wish_rights
from salerno.mobility.learning_agreements.holdings import PAPERS_HELD
from salerno.mobility.nominations.sections import NOMINATIONS_HELD
from salerno.mobility.reports.holdings import REPORTS_HELD
from salerno.mobility.stays.holdings import HOLDINGS_STAYS
from salerno.mobility.traineeships.holdings import TRAINEESHIPS_HELD
from salerno.people.data_rights import Holding

WISHES_HELD = (
    Holding("wishes", _("Wishes for mobility"), wish_rights.export_wishes, wish_rights.erase_wishes),
    Holding(
        "placed-wishes",
        _("Wishes that places were given out by"),
        wish_rights.export_placed_wishes,
        lambda person: 0,
        kept_because=_(
            "Why each student was given a place can be checked as long as the places can be contested (GDPR, "
            "Article 17(3)(e)); needs and notes are erased all the same."
        ),
    ),
)
HOLDINGS = (
    *agreement_sections.HOLDINGS,
    *WISHES_HELD,
    NOMINATIONS_HELD,
    PAPERS_HELD,
    *HOLDINGS_STAYS,
    *TRAINEESHIPS_HELD,
    REPORTS_HELD,
)

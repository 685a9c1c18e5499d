"""What learning agreements hold about people, and why those that were signed are kept."""

from django.utils.translation import gettext_lazy as _

from salerno.mobility.learning_agreements.services import data as paper_data
from salerno.people.data_rights import Holding

PAPERS_HELD = Holding(
    "learning-agreements",
    _("Learning agreements: your own, and those that you signed"),
    paper_data.export_papers,
    paper_data.erase_papers,
    kept_because=_(
        "A signed learning agreement is a contract of three parties, on which credits are recognised (GDPR, Article 17(3)(b) and "
        "(e): legal obligation, defence of legal claims). One that nobody signed is erased."
    ),
)

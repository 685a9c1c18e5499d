"""What mobilities hold about people, and why it is kept."""

from django.utils.translation import gettext_lazy as _

from salerno.mobility.stays.services import data as stay_data
from salerno.people.data_rights import Holding

HOLDINGS_STAYS = (
    Holding(
        "mobilities",
        _("Mobilities, from the offered place to the departure"),
        stay_data.export_stays,
        stay_data.erase_stays,
        kept_because=_(
            "Who was offered which place stays known, so that an allocation can be contested and a grant accounted for (GDPR, "
            "Article 17(3)(b) and (e): legal obligation, legal claims). A mobility that has not begun ends."
        ),
    ),
    Holding(
        "host-transcripts",
        _("Transcripts of records from hosts"),
        stay_data.export_transcripts,
        lambda person: 0,
        kept_because=_(
            "A transcript that was issued is the host’s record of what was earned there (GDPR, Article 17(3)(b) and (d): legal "
            "obligation, archiving in the public interest)."
        ),
    ),
    Holding(
        "host-results",
        _("Results of hosts, recognitions and appeals"),
        stay_data.export_results,
        lambda person: 0,
        kept_because=_(
            "Results and what was decided on them are the record on which a degree rests (GDPR, Article 17(3)(b) and (d): legal "
            "obligation, archiving in the public interest)."
        ),
    ),
)

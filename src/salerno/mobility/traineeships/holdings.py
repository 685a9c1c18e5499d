"""What traineeships hold about people, and why a certificate is kept."""

from django.utils.translation import gettext_lazy as _

from salerno.mobility.traineeships.services import data
from salerno.people.data_rights import Holding

TRAINEESHIPS_HELD = (
    Holding(
        "traineeship-logs",
        _("Logs and certificates of traineeships"),
        data.export_logs,
        data.erase_logs,
        kept_because=_(
            "What a tutor certified, and the log on which it rests, are the record for which credits are given (GDPR, Article "
            "17(3)(b) and (d): legal obligation, archiving in the public interest). A log without a certificate is erased."
        ),
    ),
    Holding(
        "tutoring",
        _("Traineeships that you were asked to certify"),
        data.export_tutoring,
        data.erase_tutoring,
    ),
)

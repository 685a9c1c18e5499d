"""What reports hold about people."""

from django.utils.translation import gettext_lazy as _

from salerno.mobility.reports.services import erase_reports, export_reports
from salerno.people.data_rights import Holding

REPORTS_HELD = Holding("stay-reports", _("What you said after a stay elsewhere"), export_reports, erase_reports)
